"""Owns a deployment as it is served: which versions have its traffic, and the one step from some to others."""

import asyncio
import random
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from relaydesk.registry.inference.fleet import Fetch, Group
from relaydesk.registry.inference.process import Waiting
from relaydesk.registry.inference.watch import WATCH_S, Runs, Sample, is_at_fault, is_suspect, is_worse, sum_of
from relaydesk.registry.inference.wire.frames import Frame, Octets
from relaydesk.registry.inference.wire.messages import Orders, decode_said, encode_head
from relaydesk.registry.types import DeploymentStatus, LiveVersion, Share

TRIAL_EVERY_S: Final = 60.0
_OK, _BAD = 200, 400


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
    unload_after_s: int | None = None
    is_idle: bool = False  # as it was written last
    served: frozenset[int] = frozenset()  # the versions that were loaded when that was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is to be written of it."""

    revision: int
    status: DeploymentStatus
    reason: str | None
    live: tuple[LiveVersion, ...]


class Trial:
    """What new versions refused, asked of one that was there before them."""

    def __init__(self, group: Group, samples: Sequence[Sample]) -> None:
        self.group = group
        self.computed = self.tried = 0
        self._samples, self._answers, self._is_asked = samples, 0, False

    def step(self) -> bool:
        """Asks as soon as it can. Returns whether all is answered."""
        if not self._is_asked and self.group.status is not DeploymentStatus.LOADING:
            self._is_asked = True
            for sample in self._samples:
                version, now = self.group.orders.version, time.monotonic()
                ask = msgspec.structs.replace(sample.ask, version=version, asked_at=now, most_bytes=0)
                self.group.submit(Waiting(self._answer, Frame(0, encode_head(ask), sample.body), ask))
        return self._answers == len(self._samples)

    def _answer(self, _frame_id: int, head: bytes, _body: Octets) -> None:
        status = decode_said(head).status
        self._answers += 1
        self.computed += status == _OK
        self.tried += status in (_OK, _BAD)


@dataclass(slots=True, eq=False)
class Watch:
    """A move of traffic: which versions it brought, and which had all of it before, those with most first.

    Requests that a model cannot compute may be made by anyone who may ask, so nothing is rolled back for them before
    a version that was there has computed some of the same.
    """

    new: list[Group]
    before: list[Group]
    until: float
    next_trial_at: float = 0.0
    trial: Trial | None = None


class Deployment:
    """`on_change` is told when it stands otherwise; `fetch` has a version's file on this machine."""

    def __init__(self, wish: Wish, on_change: Callable[[], None], fetch: Fetch, starts: asyncio.Semaphore) -> None:
        self.wish = wish
        self.groups: dict[int, Group] = {}
        self.shares: list[tuple[Group, int]] = []  # what is live; whoever asks is given to one of them
        self._on_change, self._fetch, self._starts = on_change, fetch, starts
        self._retiring: dict[asyncio.Task[None], Group] = {}
        self.written: Standing | None = None
        self._watch: Watch | None = None
        self._spare: Group | None = None  # loaded for a trial, not live
        self._served = set(wish.served)  # versions that have been loaded, in whatever group
        self._asked_at = time.monotonic()
        self._is_idle = wish.is_running and wish.is_idle and wish.unload_after_s is not None
        self._follow()
        if self._is_idle:
            self.shares = [(self.groups[share.version], share.weight) for share in wish.traffic]

    def want(self, wish: Wish) -> None:
        """The newest wish; what has failed is tried again with each."""
        is_new, self.wish = wish.revision != self.wish.revision, wish
        if is_new:
            self._is_idle, self._asked_at = False, time.monotonic()
            for version, group in list(self.groups.items()):
                if group.status is DeploymentStatus.FAILED:
                    self._retire(version)
        self._follow()

    def _follow(self) -> None:
        wish = self.wish
        if wish.is_running:
            for version, orders in wish.orders.items():
                if version not in self.groups:
                    self.groups[version] = self._take_spare(version) or self._group(orders, self._changed)
                self.groups[version].follow(orders, 0 if self._is_idle else wish.replicas)
        self._advance()

    def _group(self, orders: Orders, on_change: Callable[[], None]) -> Group:
        has_served = int(orders.version) in self._served
        return Group(orders, on_change, self._fetch, starts=self._starts, has_served=has_served)

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
        if loaded != self.shares:
            self._switch(loaded)
        keep = {group.version for group, _ in loaded}
        for version in [version for version in self.groups if version not in keep]:
            self._retire(version)

    def _retire(self, version: int) -> None:
        group = self.groups.pop(version)
        self.shares = [(one, weight) for one, weight in self.shares if one is not group]
        self._end(group)

    def _end(self, group: Group) -> None:
        if group.has_served:
            self._served.add(group.version)
        task = asyncio.create_task(group.close(), name=f"retire-{self.wish.name}-{group.version}")
        self._retiring[task] = group
        task.add_done_callback(self._retired)

    def _retired(self, task: asyncio.Task[None]) -> None:
        self._retiring.pop(task, None)
        self._on_change()

    def sweep(self, now: float) -> None:
        for group in (*self.groups.values(), *([self._spare] if self._spare else [])):
            group.sweep(now)
        for group in self._retiring.values():
            group.figures.flush()
        self._rest(now)

    async def close(self, grace_s: float | None = None) -> None:
        """Ends all of it."""
        self._drop_spare()
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
        return any(self.answers(group) for group, weight in self.shares if weight)

    # -- whether it is loaded --------------------------------------------------------------------------------------

    def _rest(self, now: float) -> None:
        """Unloads all of it once nobody has asked for so long. What a move has to show of its versions stays known."""
        after_s = self.wish.unload_after_s
        is_tried = self._watch is not None and self._watch.trial is not None
        is_busy = is_tried or any(group.is_busy for group in self.groups.values())
        if is_busy or self._status()[0] is not DeploymentStatus.READY:
            self._asked_at = now
        elif after_s is not None and now - self._asked_at >= after_s:
            self._is_idle = True
            self._follow()
            self._on_change()

    def touch(self, group: Group) -> bool:
        """Somebody asks for it: an idle one is loaded. Returns whether it takes requests, be it into its queue."""
        self._asked_at = time.monotonic()
        if group.status is DeploymentStatus.IDLE:
            self._wake(group)
        return group.status is not DeploymentStatus.LOADING or self._is_waking(group)

    def _wake(self, group: Group) -> None:
        self._is_idle = False
        self._follow()
        if group.status is DeploymentStatus.IDLE:  # it has the traffic until what that moves to is loaded
            group.follow(group.orders, self.wish.replicas)
        self._on_change()

    def _is_waking(self, group: Group) -> bool:
        """What is live was loaded before."""
        return group.status is DeploymentStatus.LOADING and any(one is group for one, _ in self.shares)

    def answers(self, group: Group) -> bool:
        """Now, or once it is loaded for whoever asks: nobody would ask for what calls itself not ready."""
        return bool(group.ready_replicas) or group.status is DeploymentStatus.IDLE or self._is_waking(group)

    # -- whether what came is worse than what was ------------------------------------------------------------------

    def _switch(self, shares: list[tuple[Group, int]]) -> None:
        """Gives the traffic to these.

        What is new there is watched where a rollback leads to what had the traffic until now, and where it does not
        itself come back from there: what this process found when it began, and what is rolled back to, is not judged.
        """
        before = [group for group, weight in sorted(self.shares, key=lambda share: -share[1]) if weight]
        self.shares, last = shares, self._watch
        new = [group for group, weight in shares if weight and group.version not in _versions(before)]
        is_way_back = last is not None and _versions(new) <= _versions(last.before)
        previous = {share.version for share in self.wish.previous if share.weight}
        self._end_watch()
        self._watch = None
        if before and new and not is_way_back and _versions(before) == previous:
            self._watch = Watch(new, before, until=time.monotonic() + WATCH_S)
            for group in new:
                group.figures.runs = Runs(is_sampled=True)

    def has_become_worse(self, now: float) -> bool:
        """Whether versions that the last move of traffic brought do worse than those before. For the sweep to ask."""
        watch = self._watch
        if watch is None:
            return False
        if now >= watch.until:
            self._end_watch()
            return False
        live, wished = ({(share.version, share.weight) for share in some} for some in (self._live(), self.wish.traffic))
        if live != wished:
            return False
        new, before = (sum_of(group.figures.runs for group in some) for some in (watch.new, watch.before))
        return is_worse(new, before) or self._refuses_more(watch, new, before, now)

    def _refuses_more(self, watch: Watch, new: Runs, before: Runs, now: float) -> bool:
        if watch.trial is None:
            if now < watch.next_trial_at or not is_suspect(new, before):
                return False
            watch.next_trial_at = now + TRIAL_EVERY_S
            watch.trial = Trial(self._for_trial(watch.before[0]), new.samples)
            self.touch(watch.trial.group)
        if not watch.trial.step():
            return False
        if is_at_fault(new, computed=watch.trial.computed, tried=watch.trial.tried):
            return True
        for group in watch.new:
            group.figures.runs.forgive()
        watch.trial = None
        self._drop_spare()
        return False

    def _end_watch(self) -> None:
        """What it says of where the traffic came from stays."""
        self._drop_spare()
        if self._watch is not None:
            self._watch.trial = None
            for group in self._watch.new:
                group.figures.runs.end_sampling()

    def _for_trial(self, before: Group) -> Group:
        """It, or where it is gone another one of its version."""
        if self.groups.get(before.version) is before:
            return before
        self._spare = self._group(before.orders, self._tried)
        self._spare.follow(before.orders, 1)
        return self._spare

    def _tried(self) -> None:
        """The spare one has changed: what it is for need not wait for the next look."""
        if self._watch is not None and self._watch.trial is not None:
            self._watch.trial.step()
        self._changed()

    def _take_spare(self, version: int) -> Group | None:
        spare = self._spare
        if spare is None or spare.version != version or spare.status is not DeploymentStatus.READY:
            return None
        self._spare = None
        return spare

    def _drop_spare(self) -> None:
        if self._spare is not None:
            spare, self._spare = self._spare, None
            self._end(spare)

    def _live(self) -> Iterable[Share]:
        return [Share(version=group.version, weight=weight) for group, weight in self.shares]

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
        if self._is_idle:
            return DeploymentStatus.IDLE, None
        is_live = {group.version for group, _ in self.shares} == {share.version for share in wish.traffic}
        is_live = is_live and not any(self._is_waking(group) for group, _ in self.shares)
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


def _versions(groups: Iterable[Group]) -> set[int]:
    return {group.version for group in groups}
