"""Owns the replicas of one version: started and kept, given what waits, drained before they end.

A replica's death costs the requests inside it, which are told so; what still waits goes to the next one.
"""

import asyncio
import contextlib
import socket
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from relaydesk.kernel.errors import Unavailable
from relaydesk.registry.inference import replica as replica_program
from relaydesk.registry.inference.figures import Figures
from relaydesk.registry.inference.types import ANSWER_S, MOST_INSIDE, MOST_QUEUED, QUEUE_AGE_S
from relaydesk.registry.inference.wire.frames import Frame, FrameReader, FrameWriter, Octets
from relaydesk.registry.inference.wire.messages import (
    Ask,
    Orders,
    Said,
    decode_report,
    decode_said,
    encode_head,
    error_body,
)
from relaydesk.registry.types import DeploymentStatus

log = structlog.get_logger(__name__)
LOAD_S: Final = 300.0
DRAIN_S: Final = 30.0
END_S: Final = 5.0
LEAST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 600.0
SERVED_PAUSE_S = 5.0  # the longest for what has been loaded before: it is its surroundings that fail
MOST_DEATHS: Final = 3  # in a row, before it has been ready
MOST_INSIDE_BYTES, MOST_QUEUED_BYTES = 128 * 1024 * 1024, 256 * 1024 * 1024
_UNAVAILABLE: Final = 503
_PREFIX_ID_BITS: Final = 32

Answer = Callable[[int, bytes, Octets], None]  # of a frame's id: its head and its body
Fetch = Callable[[Orders], Awaitable[None]]  # has the file of these orders on this machine


class Waiting:
    """An inference on its way."""

    __slots__ = ("answer", "ask", "frame", "sent_at")

    def __init__(self, answer: Answer, frame: Frame, ask: Ask) -> None:
        self.answer, self.frame, self.ask = answer, frame, ask
        self.sent_at = 0.0

    def refuse(self, message: str) -> None:
        self.answer(self.frame.id, encode_head(Said(_UNAVAILABLE)), error_body(message))


class Replica(asyncio.Protocol):
    """One process with the model, from its start to its end."""

    def __init__(self, group: "Group") -> None:
        self._group = group
        self.orders = group.orders
        self._frames = FrameReader()
        self._writer: FrameWriter | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._next_id = 0
        self.inside: dict[int, Waiting] = {}
        self.inside_bytes = 0
        self.is_ready = False
        self.was_ready = False
        self.is_draining = False
        self.refusal: str | None = None
        self._reported = asyncio.Event()

    async def run(self) -> int:
        """Its exit code."""
        own_end, other_end = socket.socketpair()
        own_end.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        with other_end:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-I", "-m", replica_program.__name__, str(other_end.fileno())),
                    env={},
                    stdin=asyncio.subprocess.DEVNULL,
                    pass_fds=[other_end.fileno()],
                    start_new_session=True,
                )
            except BaseException:
                own_end.close()
                raise
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=own_end)
            self._write(0, encode_head(self.orders))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOAD_S):
                    await self._reported.wait()
            if not self._reported.is_set():
                self.refusal = f"it was not loaded within {LOAD_S:.0f} s"
                self.kill()
            return await self._process.wait()
        finally:
            self.kill()
            self._leave()
            await self._process.wait()

    @property
    def is_loading(self) -> bool:
        return self._process is not None and not self._reported.is_set()

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def drain(self) -> None:
        """It takes nothing more, and ends once it has answered what is inside."""
        self.is_draining = True
        if not self.inside:
            self.close()

    def close(self) -> None:
        """It ends by itself once its socket does."""
        if self._writer is not None:
            self._writer.close()

    # -- asyncio.Protocol ------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._writer = FrameWriter(transport)
        if self.is_draining:
            self.close()

    def data_received(self, data: bytes) -> None:
        for frame in self._frames.feed(data):
            if not self._reported.is_set():
                self.refusal = decode_report(frame.head).reason
                self.is_ready = self.was_ready = self.refusal is None
                if self.is_ready:
                    self._group.logged_reason, self._group.has_served = None, True
                self._reported.set()
                self._group.changed()
            else:
                self._answered(frame)
        self._group.pump()

    def connection_lost(self, _error: Exception | None) -> None:
        self._leave()
        self._reported.set()
        self.kill()

    def _leave(self) -> None:
        self.is_ready = False
        lost, self.inside, self.inside_bytes = self.inside, {}, 0
        for waiting in lost.values():
            self._group.figures.lost("lost", waiting.ask)
            waiting.refuse("the replica that computed this has ended; try again")

    # -- requests --------------------------------------------------------------------------------------------------

    @property
    def has_room(self) -> bool:
        is_open = self.is_ready and not self.is_draining
        return is_open and len(self.inside) < MOST_INSIDE and self.inside_bytes < MOST_INSIDE_BYTES

    def send(self, waiting: Waiting) -> None:
        frame_id = self._next_id
        self._next_id = (frame_id + 1) % (1 << _PREFIX_ID_BITS)
        waiting.sent_at = time.monotonic()
        self.inside[frame_id] = waiting
        frame = waiting.frame
        self.inside_bytes += len(frame.body)
        self._write(frame_id, frame.head, frame.body)

    def _write(self, frame_id: int, head: bytes, body: Octets = b"") -> None:
        if self._writer is not None:
            self._writer.write(frame_id, head, body)

    def _answered(self, frame: Frame) -> None:
        waiting = self.inside.pop(frame.id, None)
        if waiting is None:
            return
        self.inside_bytes -= len(waiting.frame.body)
        ask = waiting.ask
        said, queue_s = decode_said(frame.head), waiting.sent_at - ask.asked_at
        self._group.figures.answered(said, ask, waiting.frame.body, queue_s=queue_s)
        waiting.answer(waiting.frame.id, frame.head, frame.body)
        if self.is_draining and not self.inside:
            self.close()

    def is_hung(self, now: float) -> bool:
        """The first of those inside is the oldest."""
        first = next(iter(self.inside.values()), None)
        return first is not None and now - first.sent_at > ANSWER_S


class Group:
    """A version of a deployment: its replicas and what waits for them. `on_change` is told when it stands otherwise."""

    def __init__(self, orders: Orders, on_change: Callable[[], None], fetch: Fetch) -> None:
        self.orders, self.version = orders, int(orders.version)
        self.status = DeploymentStatus.LOADING
        self.reason: str | None = None
        self.logged_reason: str | None = None  # why no replica could load it, since one has
        self.has_served = False  # a replica has loaded it, be it in a process before this one
        self.figures = Figures(orders.name, orders.version)
        self._on_change, self._fetch = on_change, fetch
        self._queue: deque[Waiting] = deque()
        self._queued_bytes = 0
        self._wanted = 0
        self._keepers: dict[asyncio.Task[None], Replica | None] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._closing = asyncio.Event()

    @property
    def ready_replicas(self) -> list[Replica]:
        return [one for one in self._keepers.values() if one is not None and one.is_ready]

    def follow(self, orders: Orders, replicas: int) -> None:
        """Has so many replicas by these orders; others end once they can be spared. With 0 what it is given waits."""
        if not replicas or self.status is DeploymentStatus.IDLE:
            self.status = DeploymentStatus.LOADING if replicas else DeploymentStatus.IDLE
        self.orders, self._wanted, self.has_served = orders, replicas, self.has_served or not replicas
        self._balance()

    def _balance(self) -> None:
        if self.status is DeploymentStatus.DRAINING:
            return
        staying = [keeper for keeper in self._keepers if keeper not in self._leaving]
        current = [keeper for keeper in staying if self._has_newest_orders(keeper)]
        while len(current) < self._wanted:
            current.append(self._begin())
        current.sort(key=self._busyness)
        surplus = current[: len(current) - self._wanted]
        is_enough = sum(self._is_ready(keeper) for keeper in current) >= self._wanted
        outdated = [one for one in staying if one not in current and (is_enough or not self._is_ready(one))]
        for keeper in (*surplus, *outdated):
            self._leaving.add(keeper)
            if (replica := self._keepers[keeper]) is not None:
                replica.drain()

    def _begin(self) -> asyncio.Task[None]:
        keeper = asyncio.create_task(self._keep(), name=f"replica-{self.orders.name}-{self.version}")
        self._keepers[keeper] = None
        return keeper

    def _has_newest_orders(self, keeper: asyncio.Task[None]) -> bool:
        replica = self._keepers[keeper]
        return replica is None or replica.orders == self.orders

    def _is_ready(self, keeper: asyncio.Task[None]) -> bool:
        replica = self._keepers[keeper]
        return replica is not None and replica.is_ready

    def _busyness(self, keeper: asyncio.Task[None]) -> tuple[bool, int]:
        """Who can be spared first."""
        replica = self._keepers[keeper]
        return self._is_ready(keeper), len(replica.inside) if replica is not None else 0

    async def _keep(self) -> None:
        """One replica after the other, each in a process of its own, with longer and longer pauses while none serves.

        A model that cannot be loaded is tried again for ever: what keeps it (no memory, a file that is away) may pass.
        """
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - it runs in one
        pause_s, deaths = LEAST_PAUSE_S, 0
        while not self._closing.is_set() and task not in self._leaving:
            replica = self._keepers[task] = Replica(self)
            obstacle = await self._life(replica)
            if self._closing.is_set() or task in self._leaving:
                break
            deaths = 0 if replica.was_ready else deaths + 1
            longest_s = SERVED_PAUSE_S if self.has_served else LONGEST_PAUSE_S
            pause_s = LEAST_PAUSE_S if replica.was_ready else min(pause_s * 4, longest_s)
            others = [one for one in self._keepers.values() if one is not None and (one.is_ready or one.is_loading)]
            if not replica.was_ready:
                self._log_once(obstacle)
            if (replica.refusal is not None or deaths >= MOST_DEATHS) and not others:
                self._fail(obstacle)
            self.changed()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._closing.wait()
        if task in self._leaving:
            self._leaving.remove(task)
            del self._keepers[task]
            self._on_change()

    async def _life(self, replica: Replica) -> str:
        """Runs it to its end. Returns why it could not serve, should that be so."""
        try:
            await self._fetch(self.orders)
            code = await replica.run()
        except Unavailable:
            return "its file cannot be read from the storage"
        except OSError as error:
            return f"its process cannot be started: {error.strerror}"
        if replica.was_ready and not (replica.is_draining or self._closing.is_set()):
            log.warning("replica_died", deployment=self.orders.name, version=self.version, code=code)
        return replica.refusal or f"its process ended with {code} while it loaded the model"

    def _log_once(self, reason: str) -> None:
        """Not each time that it is tried again and fails for the same reason."""
        if reason != self.logged_reason:
            self.logged_reason = reason
            log.warning("model_not_loaded", deployment=self.orders.name, version=self.version, reason=reason)

    def _fail(self, reason: str) -> None:
        self.status, self.reason = DeploymentStatus.FAILED, reason
        self._refuse_queued("not_loaded", "the model could not be loaded")
        self._on_change()

    def changed(self) -> None:
        if self._wanted and self.status is not DeploymentStatus.DRAINING and self.ready_replicas:
            self.status, self.reason = DeploymentStatus.READY, None
        self._balance()
        self._on_change()

    # -- requests --------------------------------------------------------------------------------------------------

    def submit(self, waiting: Waiting) -> None:
        if self.status is DeploymentStatus.FAILED:
            self.figures.lost("not_loaded", waiting.ask)
            waiting.refuse("the model could not be loaded")
            return
        size = len(waiting.frame.body)
        if len(self._queue) >= MOST_QUEUED or (self._queue and self._queued_bytes + size > MOST_QUEUED_BYTES):
            self.figures.lost("full", waiting.ask)
            waiting.refuse("too many requests wait for this model; try again")
            return
        self._queue.append(waiting)
        self._queued_bytes += size
        self.pump()

    def pump(self) -> None:
        """Gives what waits to the replica that has least to do, as long as one has room."""
        while self._queue:
            free = [one for one in self.ready_replicas if one.has_room]
            if not free:
                return
            min(free, key=lambda one: len(one.inside)).send(self._next())

    def _next(self) -> Waiting:
        waiting = self._queue.popleft()
        self._queued_bytes -= len(waiting.frame.body)
        return waiting

    def sweep(self, now: float) -> None:
        """Tells those that have waited too long, kills what hangs, and hands on what was counted."""
        while self._queue and now - self._queue[0].ask.asked_at > QUEUE_AGE_S:
            waiting = self._next()
            self.figures.lost("late", waiting.ask)
            waiting.refuse("the request waited too long; try again")
        for replica in self.ready_replicas:
            if replica.is_hung(now):
                log.warning("replica_hung", deployment=self.orders.name, version=self.version)
                replica.kill()
        self.figures.flush()

    def _refuse_queued(self, outcome: str, message: str) -> None:
        while self._queue:
            waiting = self._next()
            self.figures.lost(outcome, waiting.ask)
            waiting.refuse(message)

    # -- the end ---------------------------------------------------------------------------------------------------

    async def close(self, grace_s: float = DRAIN_S) -> None:
        """Once all that was taken is answered, or after the grace time."""
        try:
            await self._end(grace_s)
        finally:
            self.figures.end()

    async def _end(self, grace_s: float) -> None:
        self.status = DeploymentStatus.DRAINING
        if self.ready_replicas or self._queue:  # what waits for an idle one to be loaded is answered, too
            until = time.monotonic() + grace_s
            while self.is_busy and time.monotonic() < until:  # noqa: ASYNC110 - of a queue and many replicas
                await asyncio.sleep(0.02)
        self._closing.set()
        self._refuse_queued("unavailable", "the model is not served any more")
        replicas = [one for one in self._keepers.values() if one is not None]
        for replica in replicas:
            replica.close()
        if self._keepers:
            _, left = await asyncio.wait(self._keepers, timeout=END_S)
            for task in left:
                task.cancel()
            await asyncio.gather(*self._keepers, return_exceptions=True)

    @property
    def is_busy(self) -> bool:
        return bool(self._queue) or any(one is not None and one.inside for one in self._keepers.values())
