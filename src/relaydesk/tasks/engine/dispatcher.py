"""Owns the dispatcher: one leader over all processes promotes due rows, publishes ready ones, reaps lost leases.

It also fires schedules. Rows are the truth: whatever is lost on the way is sent again. It asks one short question each
second, and does the rest only when there is something to do.
"""

import asyncio
import contextlib
import math
import time
from collections import deque
from datetime import timedelta

import structlog

from relaydesk.kernel.background import Loop
from relaydesk.kernel.daily.ahead import DaysAhead
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.postgres.leadership import Leadership
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.api import collect_figures
from relaydesk.tasks.ends.service import end_attempts, follow_up
from relaydesk.tasks.ends.store import ENDED_DAYS
from relaydesk.tasks.engine import store
from relaydesk.tasks.engine.celery_app import Deliveries, Publisher
from relaydesk.tasks.engine.failures import failure
from relaydesk.tasks.engine.run import HEARTBEAT_S
from relaydesk.tasks.engine.scaling import Scaler
from relaydesk.tasks.schedules.service import fire_due_schedules
from relaydesk.tasks.store import LOG_DAYS
from relaydesk.tasks.types import DISPATCH, ROOM, FailureCode

log = structlog.get_logger(__name__)
NAME, REPORT = "dispatcher", "worker.report"
LEADER_LOCK = 7_305_517_220_002
POLL_S, RETRY_S, FIGURES_EVERY_S, BATCH = 1.0, 1.0, 10.0, 400
# times the room of all slots, or what is begun in so many seconds: the next ones are there when those before end
AHEAD, AHEAD_S = 3, 0.4
MESSAGE_S = 0.15  # a message holds what a slot has room for, or begins in so many seconds
LEAST_MISSING = 4  # a quarter of them
WORKER_BEAT_S = 5.0
SPARES_S = 2 * HEARTBEAT_S + 1.0
FORGET_WORKERS_AFTER = timedelta(minutes=1)


class Dispatcher:
    def __init__(self, kernel: Kernel, publisher: Publisher) -> None:
        self._kernel = kernel
        self._publisher = publisher
        self._loop: Loop | None = None
        self._pace = _Pace()
        self._days = DaysAhead(ENDED_DAYS, LOG_DAYS)

    def start(self) -> None:
        """Leads whenever the leader's lock is free; stands by otherwise."""
        self._loop = self._kernel.background.keep(NAME, self._stand_by, every_s=RETRY_S)

    async def stop(self) -> None:
        await self._kernel.background.end(NAME)

    async def _stand_by(self) -> None:
        async with self._kernel.database.leadership(LEADER_LOCK) as leadership:
            if leadership:
                await self._lead(leadership)

    async def _lead(self, leadership: Leadership) -> None:
        log.info("dispatcher_leads")
        counted_at = -math.inf
        looked_at = time.monotonic()
        spares_until = looked_at + SPARES_S
        async with self._kernel.wakeups.listen(DISPATCH) as signal:
            while True:
                asked_at = time.monotonic()
                due = await self._find_due(leadership)
                if time.monotonic() - max(asked_at, looked_at) > HEARTBEAT_S:
                    log.warning("leases_are_kept", reason="PostgreSQL did not answer")
                    spares_until = time.monotonic() + SPARES_S
                looked_at = time.monotonic()
                if self._loop is not None:
                    self._loop.succeeded()
                if due.has_chores:
                    await self._keep_house(reaps=looked_at > spares_until)
                    due = await self._find_due(leadership)
                await self._days.make(self._kernel.database)
                has_work = due.has_ready or due.has_due or due.has_late
                published = await self._dispatch(due) if has_work else 0
                if time.monotonic() - counted_at > FIGURES_EVERY_S:
                    counted_at = time.monotonic()
                    await self._count()
                if published < BATCH:
                    await signal.wait(_rest_s(due))

    async def _count(self) -> None:
        """Sets the metrics. What figures fail with is no reason to leave tasks lying."""
        try:
            await collect_figures(self._kernel)
        except Exception:
            log.exception("figures_failed")

    @staticmethod
    async def _find_due(leadership: Leadership) -> store.Due:
        now = utc_now()
        return await store.find_due(leadership, now, silent=now - FORGET_WORKERS_AFTER)

    async def _dispatch(self, due: store.Due) -> int:
        """Publishes as many ready rows as there is room for, and some ahead; gives their number."""
        now = utc_now()
        is_full = due.running >= due.slots * ROOM
        if due.has_due or (due.has_late and not is_full):
            async with self._kernel.database.unit_of_work() as uow:
                await store.promote_due(uow.db, now)
                if not is_full:  # else what is on its way waits for room, and is not lost
                    await store.take_back_lost(uow.db, now)
        free = count_to_publish(due, self._pace.tasks_in(AHEAD_S))
        if not free:
            return 0
        weights = self._kernel.options.task_queues
        async with self._kernel.database.single_write() as write:
            deliveries = await store.take_publishable(write, now, limit=min(free, BATCH), weights=weights)
        if not deliveries:
            return 0
        try:
            most = max(ROOM, self._pace.tasks_in(MESSAGE_S) // due.slots)
            await self._publisher.publish(share_out(deliveries, due.slots, most=most))
        except Exception as error:  # noqa: BLE001 - kombu raises what its transports raise; the rows stay queued
            log.warning("publish_failed", reason=type(error).__name__)
            async with self._kernel.database.unit_of_work() as uow:
                await store.unpublish(uow.db, [task_id for task_id, _ in deliveries])
            await asyncio.sleep(RETRY_S)
            return 0
        self._pace.note(len(deliveries))
        return len(deliveries)

    async def _keep_house(self, *, reaps: bool = True) -> None:
        """Gives back what dead workers held, fires schedules, forgets silent workers, follows up ends.

        `reaps`: whether leases that have run out are taken back. While PostgreSQL was away nobody could extend one.
        """
        now = utc_now()
        async with self._kernel.database.unit_of_work() as uow:
            expired = await store.take_expired(uow.db, now) if reaps else []
            for row in expired:
                log.warning("lease_expired", task=row.public_id, attempt=row.attempt, worker=row.worker)
            lost = FailureCode.WORKER_LOST
            await end_attempts(
                uow,
                [failure(row, f"the worker {row.worker} went silent", code=lost, may_retry=True) for row in expired],
            )
        async with self._kernel.database.unit_of_work() as uow:
            await fire_due_schedules(uow)
            await store.forget_workers(uow.db, before=now - FORGET_WORKERS_AFTER)
        async with self._kernel.database.unit_of_work() as uow:
            if await follow_up(uow):
                uow.wake(DISPATCH)


class _Pace:
    """How many tasks were published in the last second: short ones end faster than a turn of the dispatcher takes."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, int]] = deque()

    def note(self, count: int) -> None:
        self._recent.append((time.monotonic(), count))

    def tasks_in(self, seconds: float) -> int:
        """As many as are begun in that time, if it goes on like that."""
        while self._recent and self._recent[0][0] < time.monotonic() - 1:
            self._recent.popleft()
        return int(sum(count for _, count in self._recent) * seconds)


def count_to_publish(due: store.Due, ahead: int) -> int:
    """How many tasks are to be published now, where `ahead` are begun in a moment: those that are missing.

    Where many are begun, only once they are a quarter: a message costs as much as several tasks that do little.
    """
    wanted = max(due.slots * ROOM * AHEAD, ahead) if due.slots else 0
    missing = max(0, wanted - due.running - due.published)
    is_busy = ahead * LEAST_MISSING >= wanted
    return 0 if is_busy and missing * LEAST_MISSING < wanted else missing


def _rest_s(due: store.Due) -> float:
    """How long the dispatcher may rest, unless it is woken."""
    if due.next_at is None:
        return POLL_S
    return min(POLL_S, max(0.0, (due.next_at - utc_now()).total_seconds()))


def share_out(deliveries: Deliveries, slots: int, *, most: int) -> list[Deliveries]:
    """As messages of at most so many, one for each slot while there are enough."""
    size = min(most, math.ceil(len(deliveries) / slots))
    return [deliveries[start : start + size] for start in range(0, len(deliveries), size)]


class WorkerReport:
    """Keeps the row of a live worker fresh, and takes it away at the end."""

    def __init__(self, kernel: Kernel, *, name: str, scaler: Scaler) -> None:
        self._kernel = kernel
        self._name = name
        self._scaler = scaler
        self._started_at = utc_now()
        self._reported: int | None = None

    def start(self) -> None:
        self._kernel.background.keep(REPORT, self._save, every_s=WORKER_BEAT_S)

    async def stop(self) -> None:
        await self._kernel.background.end(REPORT)
        with contextlib.suppress(Unavailable):
            async with self._kernel.database.unit_of_work() as uow:
                await store.forget_worker(uow.db, self._name)

    async def _save(self) -> None:
        slots = self._scaler.slots
        async with self._kernel.database.single_write() as write:
            await store.save_worker(write, name=self._name, slots=slots, started_at=self._started_at, now=utc_now())
            if slots != self._reported:
                write.wake(DISPATCH)
        self._reported = slots
