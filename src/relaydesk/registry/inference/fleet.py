"""Owns the replicas of one version: started and kept, given what waits, drained before they end.

A replica's death costs the requests inside it, which are told so; what still waits goes to the next one.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import structlog

from relaydesk.kernel.errors import Unavailable
from relaydesk.registry.inference.figures import Figures
from relaydesk.registry.inference.process import Replica, Waiting
from relaydesk.registry.inference.types import MOST_QUEUED, QUEUE_AGE_S
from relaydesk.registry.inference.wire.messages import Fault, Orders
from relaydesk.registry.types import DeploymentStatus

log = structlog.get_logger(__name__)
DRAIN_S: Final = 30.0
END_S: Final = 5.0
LEAST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 600.0
SERVED_PAUSE_S = 5.0  # the longest for what has been loaded before: it is its surroundings that fail
MOST_DEATHS: Final = 3  # in a row, before it has been ready
MOST_QUEUED_BYTES: Final = 256 * 1024 * 1024


class Fetch(Protocol):
    """Has the file of these orders on this machine; `anew` where the one that is there is not the one uploaded."""

    async def __call__(self, orders: Orders, /, *, anew: bool) -> None: ...


class Obstacle(NamedTuple):
    """Why a replica could not load the model."""

    reason: str
    fault: Fault


@dataclass(slots=True)
class Tries:
    """Of one replica after the other, since one has been ready."""

    deaths: int = 0
    pause_s: float = LEAST_PAUSE_S
    is_anew: bool = False

    def failed(self, obstacle: Obstacle, *, is_refused: bool, has_served: bool) -> bool:
        """Returns whether it is to be called failed: not before another file has been fetched for a wrong one."""
        is_wrong_file = obstacle.fault is Fault.FILE
        if is_wrong_file and not self.is_anew:
            self.is_anew, self.pause_s = True, LEAST_PAUSE_S
            return False
        self.deaths += 1
        longest_s = SERVED_PAUSE_S if has_served and not is_wrong_file else LONGEST_PAUSE_S
        self.pause_s = min(self.pause_s * 4, longest_s)
        return is_refused or self.deaths >= MOST_DEATHS


class Group:
    """A version of a deployment: its replicas and what waits for them. `on_change` is told when it stands otherwise."""

    def __init__(
        self,
        orders: Orders,
        on_change: Callable[[], None],
        fetch: Fetch,
        *,
        starts: asyncio.Semaphore,
        has_served: bool = False,
    ) -> None:
        self.orders, self.version, self.starts = orders, int(orders.version), starts
        self.status = DeploymentStatus.LOADING
        self.reason: str | None = None
        self.logged_reason: str | None = None  # why no replica could load it, since one has
        self.has_served = has_served  # a replica has loaded it, be it in a process before this one
        self._is_at_fault = False  # where it has failed, and not because its storage was away
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
        tries = Tries()
        while not self._closing.is_set() and task not in self._leaving:
            replica = self._keepers[task] = Replica(self)
            obstacle = await self._life(replica, anew=tries.is_anew)
            if self._closing.is_set() or task in self._leaving:
                break
            if obstacle is None:
                tries = Tries()
            else:
                self._log_once(obstacle.reason)
                is_refused = replica.refusal is not None
                if tries.failed(obstacle, is_refused=is_refused, has_served=self.has_served) and not self._has_others:
                    self._fail(obstacle)
            self.changed()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(tries.pause_s):
                    await self._closing.wait()
        if task in self._leaving:
            self._leaving.remove(task)
            del self._keepers[task]
            self._on_change()

    @property
    def _has_others(self) -> bool:
        return any(one is not None and (one.is_ready or one.is_loading) for one in self._keepers.values())

    async def _life(self, replica: Replica, *, anew: bool) -> Obstacle | None:
        """Runs it to its end. Returns why it could not serve, should that be so."""
        try:
            await self._fetch(self.orders, anew=anew)
            code = await replica.run()
        except Unavailable:
            return Obstacle("its file cannot be read from the storage", Fault.AWAY)
        except OSError as error:
            return Obstacle(f"its process cannot be started: {error.strerror}", Fault.AWAY)
        if replica.was_ready:
            if not (replica.is_draining or self._closing.is_set()):
                log.warning("replica_died", deployment=self.orders.name, version=self.version, code=code)
            return None
        return Obstacle(replica.refusal or f"its process ended with {code} while it loaded the model", replica.fault)

    def _log_once(self, reason: str) -> None:
        """Not each time that it is tried again and fails for the same reason."""
        if reason != self.logged_reason:
            self.logged_reason = reason
            log.warning("model_not_loaded", deployment=self.orders.name, version=self.version, reason=reason)

    def _fail(self, obstacle: Obstacle) -> None:
        self.status, self.reason = DeploymentStatus.FAILED, obstacle.reason
        self._is_at_fault = obstacle.fault is not Fault.AWAY
        while self._queue:
            self._refuse_unloaded(self._next())
        self._on_change()

    def _refuse_unloaded(self, waiting: Waiting) -> None:
        self.figures.lost("not_loaded", waiting.ask, is_at_fault=self._is_at_fault)
        waiting.refuse("the model could not be loaded")

    def loaded(self) -> None:
        self.logged_reason, self.has_served = None, True

    def changed(self) -> None:
        if self._wanted and self.status is not DeploymentStatus.DRAINING and self.ready_replicas:
            self.status, self.reason = DeploymentStatus.READY, None
        self._balance()
        self._on_change()

    # -- requests --------------------------------------------------------------------------------------------------

    def submit(self, waiting: Waiting) -> None:
        if self.status is DeploymentStatus.FAILED:
            self._refuse_unloaded(waiting)
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
        while self._queue:
            waiting = self._next()
            self.figures.lost("unavailable", waiting.ask)
            waiting.refuse("the model is not served any more")
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
