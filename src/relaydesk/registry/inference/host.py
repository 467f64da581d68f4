"""The inference process: makes what deployments wish for so, and answers what web processes ask over its socket.

It looks at the rows when it is woken and every second; with PostgreSQL away it goes on with what it has.
"""

import asyncio
import contextlib
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import structlog

from relaydesk import __version__
from relaydesk.identity.api import SYSTEM
from relaydesk.kernel.observe.metrics import INFERENCE_SERIES, MODEL_DEPLOYMENTS
from relaydesk.kernel.runtime import Kernel
from relaydesk.registry import store
from relaydesk.registry.deployments.service import roll_back_unless_changed
from relaydesk.registry.inference.live import Deployment, Standing, Wish
from relaydesk.registry.inference.places import reachable, socket_path
from relaydesk.registry.inference.process import MOST_STARTING, Waiting
from relaydesk.registry.inference.wire.frames import Frame, FrameReader, FrameWriter, Octets
from relaydesk.registry.inference.wire.messages import Ask, Named, Orders, Said, decode_ask, encode_head, error_body
from relaydesk.registry.storage.port import Storage
from relaydesk.registry.tables import DeploymentRow, VersionRow
from relaydesk.registry.types import DEPLOYMENTS_CHANNEL, DeploymentStatus, Share

log = structlog.get_logger(__name__)
LOOK_EVERY_S: Final = 3.0  # whoever changes something says so: this is for what was said while Redis was away
SWEEP_EVERY_S: Final = 1.0
LAST_GRACE_S: Final = 5.0
LONGEST_STOP_S: Final = 12.0
_LOOPS: Final = ("inference.look", "inference.sweep")
_OK, _BAD, _UNKNOWN, _UNAVAILABLE = 200, 400, 404, 503
_LOADED: Final = (DeploymentStatus.READY, DeploymentStatus.IDLE)
EXTENSIONS: Final = ["binary_tensor_data", "model_repository", "statistics"]
_Answer = tuple[int, Any]


class Channel(asyncio.Protocol):
    """A web process, at the other end of the socket."""

    def __init__(self, host: "Host") -> None:
        self._host = host
        self._frames = FrameReader()
        self._writer: FrameWriter | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._writer = FrameWriter(transport)
        self._host.channels.add(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._host.channels.discard(self)

    def data_received(self, data: bytes) -> None:
        for frame in self._frames.feed(data):
            self._host.ask(self, frame)

    def answer(self, frame_id: int, head: bytes, body: Octets) -> None:
        if self._writer is not None:
            self._writer.write(frame_id, head, body)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class Host:
    """One a machine: `start` it on the loop of a process of its own."""

    def __init__(self, kernel: Kernel, storage: Storage, *, threads: int, memory_bytes: int = 0) -> None:
        self._kernel, self._storage = kernel, storage
        self._threads, self._memory_bytes = threads, memory_bytes
        self._deployments: dict[int, Deployment] = {}
        self._by_name: dict[str, Deployment] = {}
        self._server: asyncio.Server | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._wake: Callable[[], None] = lambda: None
        self._has_looked = False
        self._starts = asyncio.Semaphore(MOST_STARTING)
        self.channels: set[Channel] = set()
        self._kinds: Mapping[str, Callable[[Ask], _Answer]] = {
            "server": self._server_metadata,
            "ready": self._ready,
            "metadata": self._metadata,
            "model_ready": self._model_ready,
            "stats": self._stats,
            "index": self._index,
        }

    async def start(self) -> None:
        path = socket_path(self._kernel.options.data_dir)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with reachable(path) as address:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            listener.bind(address)
        path.chmod(0o600)
        listener.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        self._server = await asyncio.get_running_loop().create_unix_server(lambda: Channel(self), sock=listener)
        keep = self._kernel.background.keep
        self._wake = keep(_LOOPS[0], self._look, every_s=LOOK_EVERY_S).wake
        keep(_LOOPS[1], self._sweep, every_s=SWEEP_EVERY_S)
        self._kernel.wakeups.add(DEPLOYMENTS_CHANNEL, self, lambda _message: self._wake())

    async def stop(self) -> None:
        """Takes nothing more, lets what is under way end for a moment."""
        self._kernel.wakeups.remove(DEPLOYMENTS_CHANNEL, self)
        await self._kernel.background.end(*_LOOPS)
        deployments, self._deployments, self._by_name, self._has_looked = self._deployments, {}, {}, False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_STOP_S):
                await asyncio.gather(*(one.close(LAST_GRACE_S) for one in deployments.values()), *self._ending)
        if self._server is not None:
            self._server.close()
        for channel in list(self.channels):
            channel.close()

    # -- what is wished for ----------------------------------------------------------------------------------------

    async def _look(self) -> None:
        async with self._kernel.database.lookup() as db:
            rows = await store.list_all_deployments(db)
        wishes = [self._wish(row, versions) for row, versions in rows]
        for gone in self._deployments.keys() - {wish.id for wish in wishes}:
            task = asyncio.create_task(self._deployments.pop(gone).close())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        for wish in wishes:
            if wish.id in self._deployments:
                self._deployments[wish.id].want(wish)
            else:
                self._deployments[wish.id] = Deployment(wish, self._changed, self._fetch, self._starts)
        self._by_name = {one.wish.name: one for one in self._deployments.values()}
        self._has_looked = True
        await self._write()

    def _wish(self, row: DeploymentRow, versions: list[VersionRow] | Any) -> Wish:
        return Wish(
            id=row.id,
            public_id=row.public_id,
            name=row.name,
            revision=row.revision,
            is_running=row.is_running,
            is_sticky=row.is_sticky,
            replicas=row.replicas,
            unload_after_s=row.unload_after_s,
            is_idle=row.status == DeploymentStatus.IDLE,
            served=frozenset(one["version"] for one in row.live if one["status"] in _LOADED),
            traffic=tuple(msgspec.convert(row.traffic, list[Share])),
            previous=tuple(msgspec.convert(row.previous, list[Share])),
            orders={version.version: self._orders(row, version) for version in versions},
        )

    def _orders(self, row: DeploymentRow, version: VersionRow) -> Orders:
        return Orders(
            path=str(self._storage.path_of(version.storage_key)),
            name=row.name,
            version=str(version.version),
            inputs=_named(version.inputs),
            outputs=_named([one for one in version.outputs if one["datatype"] is not None]),
            threads=self._threads,
            max_batch_rows=row.max_batch_rows,
            memory_bytes=self._memory_bytes,
            sha256=version.sha256,
        )

    async def _fetch(self, orders: Orders, *, anew: bool) -> None:
        key = Path(orders.path).name
        await (self._storage.renew(key, orders.sha256) if anew else self._storage.fetch(key))

    def _changed(self) -> None:
        self._wake()

    async def _write(self) -> None:
        """How each stands, where that is not written yet."""
        standings = {key: one.standing() for key, one in self._deployments.items()}
        counts = Counter(standing.status for standing in standings.values())
        for status in DeploymentStatus:
            MODEL_DEPLOYMENTS.labels(status.value).set(counts[status])
        new = {key: standing for key, standing in standings.items() if self._deployments[key].written != standing}
        if not new:
            return
        async with self._kernel.database.unit_of_work() as uow:
            for key, standing in new.items():
                await store.write_status(uow.db, deployment_id=key, **_columns(standing))
        for key, standing in new.items():
            if key in self._deployments:
                self._deployments[key].written = standing

    async def _sweep(self) -> None:
        now = time.monotonic()
        for deployment in self._deployments.values():
            deployment.sweep(now)
        INFERENCE_SERIES.sweep(now)
        for deployment in [one for one in self._deployments.values() if one.has_become_worse(now)]:
            await self._roll_back(deployment.wish)

    async def _roll_back(self, wish: Wish) -> None:
        """Unless people have wished for something else, which this process has not seen yet."""
        async with self._kernel.database.unit_of_work() as uow:
            is_done = await roll_back_unless_changed(uow, SYSTEM, wish.public_id, revision=wish.revision)
        if is_done:
            log.warning("deployment_rolled_back", deployment=wish.name)
        self._wake()

    # -- what is asked ---------------------------------------------------------------------------------------------

    def ask(self, channel: Channel, frame: Frame) -> None:
        ask = decode_ask(frame.head)
        if ask.kind == "infer":
            self._infer(channel, frame, ask)
            return
        status, body = self._kinds[ask.kind](ask)
        content = error_body(body) if status != _OK else b"" if body is None else msgspec.json.encode(body)
        channel.answer(frame.id, encode_head(Said(status)), content)

    def _infer(self, channel: Channel, frame: Frame, ask: Ask) -> None:
        deployment = self._by_name.get(ask.model)
        if deployment is not None:
            group = deployment.groups.get(_number(ask.version)) if ask.version else deployment.pick(ask.sticky_key)
            if group is not None and deployment.touch(group):
                group.submit(Waiting(channel.answer, frame, ask))
                return
        status, message = self._missing(ask)
        channel.answer(frame.id, encode_head(Said(status)), error_body(message))

    def _missing(self, ask: Ask) -> tuple[int, str]:
        """Why there is nothing to ask: unknown, or not ready."""
        deployment = self._by_name.get(ask.model)
        if deployment is None:
            if not self._has_looked:
                return _UNAVAILABLE, "the server does not serve models at this moment; try again"
            return _UNKNOWN, f"there is no model '{ask.model}'"
        if ask.version and _number(ask.version) not in deployment.wish.orders:
            return _UNKNOWN, f"the model '{ask.model}' has no version '{ask.version}' that is deployed"
        return _UNAVAILABLE, f"the model '{ask.model}' is not ready"

    def _server_metadata(self, _ask: Ask) -> _Answer:
        return _OK, {"name": "relaydesk", "version": __version__, "extensions": EXTENSIONS}

    def _ready(self, _ask: Ask) -> _Answer:
        """Every model that is to run answers, idle ones once they are loaded for it."""
        running = [one for one in self._deployments.values() if one.wish.is_running]
        if self._has_looked and all(one.is_ready for one in running):
            return _OK, None
        return _UNAVAILABLE, "not every model is ready"

    def _metadata(self, ask: Ask) -> _Answer:
        deployment = self._by_name.get(ask.model)
        if deployment is not None:
            versions = [_number(ask.version)] if ask.version else deployment.versions_by_weight()
            body = deployment.metadata(versions)
            if body is not None:
                return _OK, body
        return self._missing(ask)

    def _model_ready(self, ask: Ask) -> _Answer:
        deployment = self._by_name.get(ask.model)
        if deployment is None:
            return self._missing(ask)
        group = deployment.groups.get(_number(ask.version)) if ask.version else None
        is_ready = bool(group and deployment.answers(group)) if ask.version else deployment.is_ready
        return (_OK, None) if is_ready else self._missing(ask)

    def _stats(self, ask: Ask) -> _Answer:
        """Of all models where none is named."""
        if ask.model and ask.model not in self._by_name:
            return self._missing(ask)
        deployments = [self._by_name[ask.model]] if ask.model else list(self._by_name.values())
        groups = [group for one in deployments for group in one.groups.values()]
        chosen = [group for group in groups if not ask.version or group.version == _number(ask.version)]
        if ask.version and not chosen:
            return self._missing(ask)
        return _OK, {"model_stats": [group.figures.shown() for group in chosen]}

    def _index(self, ask: Ask) -> _Answer:
        """All deployments, or with `version` those that are ready."""
        rows = [row for name in sorted(self._by_name) for row in _index_rows(self._by_name[name])]
        return _OK, [row for row in rows if not ask.version or row["state"] == "READY"]


_STATES: Final = {
    DeploymentStatus.LOADING: "LOADING",
    DeploymentStatus.READY: "READY",
    DeploymentStatus.IDLE: "READY",
    DeploymentStatus.FAILED: "UNAVAILABLE",
    DeploymentStatus.DRAINING: "UNLOADING",
}


def _index_rows(deployment: Deployment) -> list[dict[str, str]]:
    groups = sorted(deployment.groups.values(), key=lambda group: group.version)
    rows = [
        {
            "name": deployment.wish.name,
            "version": group.orders.version,
            "state": "READY" if deployment.answers(group) else _STATES[group.status],
            "reason": "idle" if group.status is DeploymentStatus.IDLE else group.reason or "",
        }
        for group in groups
    ]
    named = {int(row["version"]) for row in rows}
    stopped = [
        {"name": deployment.wish.name, "version": str(share.version), "state": "UNAVAILABLE", "reason": "unloaded"}
        for share in deployment.wish.traffic
        if share.version not in named
    ]
    return rows + stopped


def _number(version: str) -> int:
    """0, which no version has, for what is no number."""
    return int(version) if version.isascii() and version.isdigit() and len(version) <= 10 else 0  # noqa: PLR2004


def _named(tensors: list[dict[str, Any]]) -> list[Named]:
    return [Named(one["name"], one["datatype"] or "", one["shape"]) for one in tensors]


def _columns(standing: Standing) -> dict[str, Any]:
    return {
        "revision": standing.revision,
        "status": standing.status.value,
        "reason": standing.reason,
        "live": msgspec.to_builtins(standing.live),
    }
