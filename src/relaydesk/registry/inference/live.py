"""Owns a deployment as it is served: which versions have its traffic, and the one step from some to others."""

import asyncio
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from relaydesk.registry.inference.fleet import Fetch, Group
from relaydesk.registry.inference.frames import Orders
from relaydesk.registry.inference.watch import Runs, is_worse, sum_of
from relaydesk.registry.types import DeploymentStatus, LiveVersion, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A deployment as people want it. `orders` by version, of all versions of the traffic whose file is known."""

    id: int
    public_id: str
    name: str
    revision: int
    is_running: bool
    is_sticky: bool
    replicas: int
    traffic: tuple[Share, ...]
    previous: tuple[Share, ...]
    orders: dict[int, Orders] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is to be written of it."""

    revision: int
    status: DeploymentStatus
    reason: str | None
    live: tuple[LiveVersion, ...]


class Deployment:
    """`on_change` is told when it stands otherwise; `fetch` has a version's file on this machine."""

    def __init__(self, wish: Wish, on_change: Callable[[], None], fetch: Fetch) -> None:
        self.wish = wish
        self.groups: dict[int, Group] = {}
        self.shares: list[tuple[Group, int]] = []  # what is live; whoever asks is given to one of them
        self._on_change, self._fetch = on_change, fetch
        self._retiring: dict[asyncio.Task[None], Group] = {}
        self.written: Standing | None = None
        self._runs_before: dict[int, Runs] = {}  # of versions that are gone, as they went
        self._follow()

    def want(self, wish: Wish) -> None:
        """The newest wish; what has failed is tried again with each."""
        is_new, self.wish = wish.revision != self.wish.revision, wish
        if is_new:
            for version, group in list(self.groups.items()):
                if group.status is DeploymentStatus.FAILED:
                    self._retire(version)
        self._follow()

    def _follow(self) -> None:
        wish = self.wish
        if wish.is_running:
            for version, orders in wish.orders.items():
                if version not in self.groups:
                    self.groups[version] = Group(orders, self._changed, self._fetch)
                self.groups[version].follow(orders, wish.replicas)
        self._advance()

    def _changed(self) -> None:
        self._advance()
        self._on_change()

    def _advance(self) -> None:
        """Switches when all that is wanted is loaded; what is not wanted any more ends behind that."""
        wish = self.wish
        wanted = [(self.groups.get(share.version), share.weight) for share in wish.traffic] if wish.is_running else []
        loaded = [(group, weight) for group, weight in wanted if group is not None and group.status == "ready"]
        if len(loaded) < len(wanted):
            return
        self.shares = loaded
        keep = {group.version for group, _ in loaded}
        for version in [version for version in self.groups if version not in keep]:
            self._retire(version)

    def _retire(self, version: int) -> None:
        group = self.groups.pop(version)
        self._runs_before[version] = group.figures.runs
        self.shares = [(one, weight) for one, weight in self.shares if one is not group]
        task = asyncio.create_task(group.close(), name=f"retire-{self.wish.name}-{version}")
        self._retiring[task] = group
        task.add_done_callback(self._retired)

    def _retired(self, task: asyncio.Task[None]) -> None:
        self._retiring.pop(task, None)
        self._on_change()

    def sweep(self, now: float) -> None:
        for group in self.groups.values():
            group.sweep(now)
        for group in self._retiring.values():
            group.figures.flush()

    async def close(self, grace_s: float | None = None) -> None:
        """Ends all of it."""
        closing = [group.close() if grace_s is None else group.close(grace_s) for group in self.groups.values()]
        self.groups, self.shares = {}, []
        await asyncio.gather(*closing, *self._retiring, return_exceptions=True)

    # -- whom a request goes to ------------------------------------------------------------------------------------

    def pick(self, sticky_key: str) -> Group | None:
        """By weight; the same one for the same key where it is sticky. None where nothing is live."""
        shares = self.shares
        if len(shares) <= 1:
            return shares[0][0] if shares else None
        total = sum(weight for _, weight in shares)
        if self.wish.is_sticky and sticky_key:
            place = zlib.crc32(f"{self.wish.name}\0{sticky_key}".encode()) % total
        else:
            place = random.randrange(total)
        for group, weight in shares:
            place -= weight
            if place < 0:
                return group
        return None

    @property
    def is_ready(self) -> bool:
        return any(group.ready_replicas for group, weight in self.shares if weight)

    def has_become_worse(self) -> bool:
        """Whether versions that the last move of traffic brought fail more often than those before, or take longer."""
        before = {share.version for share in self.wish.previous}
        new = [group for group, _ in self.shares if group.version not in before]
        if not before or not new or len(self.shares) != len(self.wish.traffic):
            return False
        gone = [runs for version, runs in self._runs_before.items() if version in before]
        staying = [group.figures.runs for group, _ in self.shares if group.version in before]
        return is_worse(sum_of(group.figures.runs for group in new), sum_of([*gone, *staying]))

    # -- how it stands ---------------------------------------------------------------------------------------------

    def standing(self) -> Standing:
        status, reason = self._status()
        weights = {id(group): weight for group, weight in self.shares}
        groups = [*self.groups.values(), *self._retiring.values()]
        live = tuple(
            LiveVersion(
                version=group.version,
                weight=weights.get(id(group), 0),
                status=group.status,
                replicas=len(group.ready_replicas),
                reason=group.reason,
            )
            for group in sorted(groups, key=lambda one: one.version)
        )
        return Standing(revision=self.wish.revision, status=status, reason=reason, live=live)

    def _status(self) -> tuple[DeploymentStatus, str | None]:
        wish = self.wish
        if not wish.is_running:
            return (DeploymentStatus.DRAINING if self._retiring else DeploymentStatus.STOPPED), None
        failed = [group for group in self.groups.values() if group.status is DeploymentStatus.FAILED]
        if failed:
            return DeploymentStatus.FAILED, "; ".join(f"version {one.version}: {one.reason}" for one in failed)
        is_live = {group.version for group, _ in self.shares} == {share.version for share in wish.traffic}
        return (DeploymentStatus.READY if is_live else DeploymentStatus.LOADING), None

    # -- what the protocol says of it ------------------------------------------------------------------------------

    def metadata(self, versions: Sequence[int]) -> dict[str, Any] | None:
        """Of the version with most of the traffic, or of the one that is named; None where none of them is there."""
        groups = [self.groups[version] for version in versions if version in self.groups]
        if not groups:
            return None
        orders = groups[0].orders
        shown = [
            [
                {"name": one.name, "datatype": one.datatype, "shape": [-1] if one.shape is None else one.shape}
                for one in some
            ]
            for some in (orders.inputs, orders.outputs)
        ]
        names = [str(version) for version in sorted(self.groups)] if len(versions) != 1 else [orders.version]
        return {
            "name": self.wish.name,
            "versions": names,
            "platform": "onnxruntime_onnx",
            "inputs": shown[0],
            "outputs": shown[1],
        }

    def versions_by_weight(self) -> list[int]:
        live = [group.version for group, _ in sorted(self.shares, key=lambda share: -share[1])]
        return live or list(self.groups)
