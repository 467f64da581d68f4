"""Owns the attempts of one process: claimed, run side by side in its loop with leases and deadlines, ended.

Claims and leases are written for many attempts at once. Every write carries the attempt: a zombie's match no row.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from relaydesk.kernel.background import Loop
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.observe import metrics, tracing
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.apart.context import Failure
from relaydesk.tasks.context import TaskContext, storable
from relaydesk.tasks.ends.service import give_back
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.engine import store
from relaydesk.tasks.engine.apart import ProcessFailed, run_apart
from relaydesk.tasks.engine.failures import LONGEST_ERROR, failure, failure_of
from relaydesk.tasks.engine.results import success
from relaydesk.tasks.engine.unwritten import Unwritten
from relaydesk.tasks.errors import AttemptLost, AttemptPaused
from relaydesk.tasks.kinds import KINDS, Kind
from relaydesk.tasks.types import DISPATCH, LEASE, REQUESTS, ROOM, Claimed, FailureCode, Line, Status, Stop

log = structlog.get_logger(__name__)
ENDS, LEASES = "tasks.ends", "tasks.leases"
HEARTBEAT_S = 5.0
TRIES_AGAIN_S, LOOKS_AGAIN_S, PATIENCE_S = 1.0, 0.2, 2.0
LONGEST_TRACEBACK = 20_000
GIVES_WAY_S = 2.0
FORCED_S = 10.0


@dataclass(slots=True)
class _Attempt:
    row: Claimed
    context: TaskContext
    running: asyncio.Task[None] | None = None
    stops: set[Stop] = field(default_factory=set)
    gives_way: bool = False  # to the end of its process: another one begins it again
    began_at: float = field(default_factory=time.monotonic)
    cancelled_at: float | None = None

    @property
    def is_lost(self) -> bool:
        return "lost" in self.stops

    def end_by_force(self, now: float) -> End | None:
        """How an attempt ends whose handler goes on although it was told to end, once it has had some time."""
        if self.is_lost:
            return None
        if self.cancelled_at is not None and now > self.cancelled_at + FORCED_S:
            return End(self.row.id, self.row.attempt, Status.CANCELLED)
        if now > self.began_at + self.row.timeout_s + FORCED_S:
            error = f"took longer than {self.row.timeout_s} s, and did not end when it was told to"
            return failure(self.row, error, code=FailureCode.FORCED_END, may_retry=True)
        return None

    def stop(self, why: Stop) -> None:
        """Has it end, once for each reason, whoever learns of it first: the runner or a part of its handler.

        What is raised in a part may be lost there: a group of tasks drops the cancellation of one.
        """
        if why in self.stops:
            return
        self.stops.add(why)
        if why == "cancelled":
            self.cancelled_at = time.monotonic()
            self.context.cancelled.set()
        if asyncio.current_task() is not self.running:  # that one raises it by itself
            self.cancel()

    def cancel(self) -> None:
        if self.running is not None:
            self.running.cancel()


class Runner:
    def __init__(self, kernel: Kernel, *, worker: str, room: int = ROOM) -> None:
        self._kernel = kernel
        self._worker = worker
        self._room = room
        # by the task's id and the attempt: of one task, one that was lost may run beside the next
        self._attempts: dict[tuple[int, int], _Attempt] = {}
        self._unwritten = Unwritten(kernel)
        self._has_room = asyncio.Event()
        self._is_draining = False
        self._loops: dict[str, Loop] = {}

    def start(self) -> None:
        keep = self._kernel.background.keep
        self._loops = {
            ENDS: keep(ENDS, self._unwritten.write, every_s=TRIES_AGAIN_S),
            LEASES: keep(LEASES, self._keep_leases, every_s=HEARTBEAT_S),
        }

    async def run(self, deliveries: Sequence[tuple[int, int]]) -> None:
        """Begins these deliveries, `(task id, attempt)` each, as there is room; those that are outdated do nothing.

        Those that find no room for a while, or none before this process drains, are passed on.
        """
        waiting = list(deliveries)
        while waiting:
            if not await self._waits_for_room():
                return await self._pass_on(waiting)
            room = self._room - len(self._attempts)
            begun = await self._claim(waiting[:room])
            for row in begun:
                self._begin(row)
            if begun:
                await self._kernel.wakeups.wake([f"task:{row.public_id}" for row in begun])
            waiting = waiting[room:]

        return None

    async def _waits_for_room(self) -> bool:
        """Whether there is some before its patience ends: another process may have some, or a more urgent task come."""
        until = asyncio.get_running_loop().time() + PATIENCE_S
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                while len(self._attempts) >= self._room and not self._is_draining:
                    self._has_room.clear()
                    await self._has_room.wait()
        return len(self._attempts) < self._room and not self._is_draining

    def drain(self) -> None:
        """Nothing more is begun: this process is asked to stop."""
        self._is_draining = True
        self._has_room.set()

    async def _pass_on(self, deliveries: Sequence[tuple[int, int]]) -> None:
        with contextlib.suppress(Unavailable):  # the dispatcher sends them again by itself, later
            async with self._kernel.database.unit_of_work() as uow:
                await store.unpublish(uow.db, [task_id for task_id, _ in deliveries])
                uow.wake(DISPATCH)

    async def finish(self) -> None:
        """Waits until all that has begun has ended, and that is written."""
        while self._attempts:
            self._has_room.clear()
            await self._has_room.wait()
        await self._unwritten.write()
        while self._unwritten.ends:  # of handlers of which a part is in a unit of work still
            await asyncio.sleep(LOOKS_AGAIN_S)
            await self._unwritten.write()

    async def stop(self, *, grace_s: float) -> None:
        """What does not end in this time is cancelled and given back, to be begun again by another process."""
        try:
            async with asyncio.timeout(grace_s):
                await self.finish()
        except (TimeoutError, Unavailable):
            with contextlib.suppress(Unavailable):
                await self._give_back()
                await self._unwritten.write()
        await self._kernel.background.end(*self._loops)

    async def _give_back(self) -> None:
        left = list(self._attempts.values())
        for attempt in left:
            attempt.gives_way = True
            attempt.cancel()
        ending = [attempt.running for attempt in left if attempt.running is not None]
        if not ending:
            return
        done, _ = await asyncio.wait(ending, timeout=GIVES_WAY_S)  # one that goes on is left to its lease
        rows = [attempt.row for attempt in left if attempt.running in done]
        rows = [
            row for row in rows if (row.id, row.attempt) not in self._unwritten.ends
        ]  # those are written as they ended
        if rows:
            async with self._kernel.database.unit_of_work() as uow:
                await give_back(uow, rows)

    async def _claim(self, deliveries: Sequence[tuple[int, int]]) -> list[Claimed]:
        now = utc_now()
        try:
            async with self._kernel.database.single_write() as write:
                rows = await store.claim(write, deliveries, worker=self._worker, now=now, until=now + LEASE)
        except Unavailable:
            log.warning("claim_failed", deliveries=len(deliveries))  # the rows are still queued: they are sent again
            return []
        if len(rows) < len(deliveries):
            log.info("deliveries_ignored", ignored=len(deliveries) - len(rows))
        return rows

    def _begin(self, row: Claimed) -> None:
        facts = (row.id, row.public_id, row.attempt, row.max_attempts, row.checkpoint)
        context = TaskContext(self._kernel, *facts, lines=self._unwritten.lines)
        attempt = self._attempts[row.id, row.attempt] = _Attempt(row, context)
        context.on_stop = attempt.stop
        attempt.running = asyncio.create_task(self._run(attempt), name=f"task {row.public_id}")

    async def _run(self, attempt: _Attempt) -> None:
        row = attempt.row
        tracing.bind(row.request_id or row.public_id, tracing.child_traceparent(None))
        began = time.perf_counter()
        try:
            self._note(attempt, await _end_of(attempt))
        except Exception as error:
            problem = f"an error of Relaydesk's own: {type(error).__name__}"
            end = failure(row, problem, code=FailureCode.HANDLER_FAILED, may_retry=True)
            self._note(attempt, _with_line(attempt, end))
            log.exception("attempt_broke", task=row.public_id, kind=row.kind, attempt=row.attempt)
        finally:
            del self._attempts[row.id, row.attempt]
            self._has_room.set()
        metrics.TASK_DURATION.labels(row.kind).observe(time.perf_counter() - began)

    def _note(self, attempt: _Attempt, end: End | None) -> None:
        """It is written soon, unless there is none or the attempt is lost: then another has its row."""
        if end is None or attempt.is_lost:
            return
        self._unwritten.add(end, attempt.context)
        if ENDS in self._loops:
            self._loops[ENDS].wake()

    async def _keep_leases(self) -> None:
        async with self._kernel.wakeups.listen(REQUESTS) as signal:
            while True:
                await signal.wait(HEARTBEAT_S)
                try:
                    await self._extend_leases()
                except Unavailable:
                    continue  # the next round may do: a lease outlives several
                except Exception:
                    log.exception("heartbeat_failed")
                    continue
                self._loops[LEASES].succeeded()

    async def _extend_leases(self) -> None:
        """Extends all leases; cancels what is to be cancelled, and what another attempt has taken over."""
        held = [*self._attempts, *self._unwritten.ends]
        if not held:
            return
        async with self._kernel.database.single_write() as write:
            is_cancelled = await store.extend_leases(write, held, until=utc_now() + LEASE)
        for key in held:
            attempt = self._attempts.get(key)
            if attempt is None:
                continue
            if key not in is_cancelled:
                attempt.stops.add("lost")
                attempt.cancel()
            elif is_cancelled[key] and "cancelled" not in attempt.stops:
                attempt.stop("cancelled")
            elif (end := attempt.end_by_force(time.monotonic())) is not None:
                self._force(attempt, end)

    def _force(self, attempt: _Attempt, end: End) -> None:
        """Its row ends now; its handler has lost the attempt, is told so again and again, and writes nothing more."""
        log.warning("attempt_forced", task=attempt.row.public_id, attempt=attempt.row.attempt)
        attempt.stops.add("lost")
        self._unwritten.add(end, attempt.context)
        self._loops[ENDS].wake()


async def _end_of(attempt: _Attempt) -> End | None:
    """How it ended, or None when this attempt was lost meanwhile and may write nothing, or is to be given back."""
    end = await _outcome(attempt)
    is_failure = end is not None and end.status in {Status.RETRYING, Status.FAILED}
    return None if attempt.gives_way and is_failure else end  # it may have failed at being broken off


async def _outcome(attempt: _Attempt) -> End | None:
    row = attempt.row
    kind = KINDS.get(row.kind)
    if kind is None or not kind.has_handler:
        problem = f"no handler for {row.kind} in this version"
        return failure(row, problem, code=FailureCode.HANDLER_MISSING, may_retry=True)
    try:
        async with asyncio.timeout(row.timeout_s) as deadline:
            result = await _result(kind, attempt)
        return success(row, result)
    except AttemptLost:
        log.warning("attempt_lost", task=row.public_id, attempt=row.attempt)
        return None
    except AttemptPaused:
        return _pause(row)
    except asyncio.CancelledError:
        return _end_when_cancelled(attempt)
    except ProcessFailed as error:
        return _failed(attempt, error.failure)
    except Exception as error:  # noqa: BLE001 - the row and the log say whatever it was
        if isinstance(error, TimeoutError) and deadline.expired():
            problem = f"took longer than {row.timeout_s} s"
            return _with_line(attempt, failure(row, problem, code=FailureCode.TIMED_OUT, may_retry=True))
        return _failed(attempt, failure_of(error))


async def _result(kind: Kind[Any], attempt: _Attempt) -> Any:
    """Raises AttemptLost and AttemptPaused as they are, also where a handler's group of tasks wraps them up."""
    context, payload = attempt.context, attempt.row.payload
    try:
        return await (run_apart(kind, context, payload) if kind.is_apart else kind.run(context, payload))
    except BaseExceptionGroup as group:
        if group.subgroup(AttemptLost) is not None:
            raise AttemptLost from group
        paused, others = group.split(AttemptPaused)
        if paused is None:
            raise
        raise (others or AttemptPaused()) from group  # a part may have failed besides


def _end_when_cancelled(attempt: _Attempt) -> End | None:
    row = attempt.row
    if attempt.is_lost:
        return None
    if "cancelled" in attempt.stops:
        return End(row.id, row.attempt, Status.CANCELLED)
    return _pause(row) if "paused" in attempt.stops else None


def _pause(row: Claimed) -> End:
    return End(row.id, row.attempt, Status.PAUSED, run_at=utc_now(), more_attempts=1)


def _failed(attempt: _Attempt, why: Failure) -> End:
    row = attempt.row
    facts = {"task": row.public_id, "kind": row.kind, "attempt": row.attempt, "code": why.code}
    if why.traceback:
        log.error("task_failed", **facts, exception=why.traceback)
    else:
        log.warning("task_failed", **facts)
    message = redact_text(storable(why.message))[:LONGEST_ERROR]
    detail = redact_text(storable(why.traceback))[-LONGEST_TRACEBACK:]
    end = failure(row, message, code=why.code, may_retry=why.may_retry, is_ours=why.is_ours)
    return _with_line(attempt, end, detail or None)


def _with_line(attempt: _Attempt, end: End, detail: str | None = None) -> End:
    """A failure is a line of the task's log, too: of those that were tried again, the row keeps none."""
    row = attempt.row
    attempt.context.lines.append(Line(utc_now(), row.id, row.attempt, "error", end.error or "", detail))
    return end
