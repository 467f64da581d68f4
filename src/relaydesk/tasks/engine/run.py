"""Owns one attempt: claim, run with a lease and a deadline, write the end. Every write carries the attempt."""

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import structlog

from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import RelaydeskError, Unavailable
from relaydesk.kernel.observe import metrics, tracing
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks import store
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.errors import AttemptLost, PermanentFailure
from relaydesk.tasks.kinds import KINDS
from relaydesk.tasks.service import end_attempts, failure
from relaydesk.tasks.store import End
from relaydesk.tasks.tables import Task
from relaydesk.tasks.types import Status

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=30)
HEARTBEAT_S = 5.0
LONGEST_ERROR = 2000


async def run_attempt(kernel: Kernel, task_id: int, attempt: int, *, worker: str) -> None:
    """Runs one delivery; one that is a duplicate or outdated does nothing."""
    try:
        async with kernel.database.unit_of_work() as uow:
            row = await store.claim(uow.db, task_id, attempt, worker=worker, now=utc_now(), lease=LEASE)
    except Unavailable:
        log.warning("claim_failed", task=task_id, attempt=attempt)  # the row is still queued: it is sent again
        return
    if row is None:
        log.info("delivery_ignored", task=task_id, attempt=attempt)
        return
    tracing.bind(row.request_id or row.public_id, tracing.child_traceparent(None))
    context = TaskContext(kernel, row.id, row.public_id, attempt, row.max_attempts)
    await kernel.wakeups.notify(f"task:{row.public_id}")
    began = time.perf_counter()
    outcome = await _run_with_lease(context, row)
    metrics.TASK_DURATION.labels(row.kind).observe(time.perf_counter() - began)
    if outcome is not None:
        await _write_end(context, row, outcome)


async def _run_with_lease(context: TaskContext, row: Task) -> End | None:
    """How it ended, or None when this attempt was lost meanwhile and may write nothing."""
    kind = KINDS.get(row.kind)
    if kind is None:
        return failure(row, f"no handler for {row.kind} in this version", may_retry=True)
    handler = asyncio.ensure_future(kind.handler(context, row.payload))
    heart = asyncio.create_task(_beat(context, handler))
    try:
        async with asyncio.timeout(row.timeout_s) as deadline:
            result = await handler
        return _success(row, result)
    except AttemptLost:
        log.warning("attempt_lost", task=row.public_id, attempt=context.attempt)
        return None
    except asyncio.CancelledError:
        if context.cancelled.is_set():
            return End(row.id, row.attempt, Status.CANCELLED)
        return None
    except Exception as error:
        if isinstance(error, TimeoutError) and deadline.expired():
            return failure(row, f"took longer than {row.timeout_s} s", may_retry=True)
        log.exception("task_failed", task=row.public_id, kind=row.kind, attempt=context.attempt)
        permanent = isinstance(error, PermanentFailure) or (isinstance(error, RelaydeskError) and not error.retryable)
        text = redact_text(_storable(f"{type(error).__name__}: {error}"))[:LONGEST_ERROR]
        return failure(row, text, may_retry=not permanent)
    finally:
        heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)


async def _beat(context: TaskContext, handler: asyncio.Future[Any]) -> None:
    """Extends the lease; cancels the handler when that is asked for or when the attempt was lost."""
    kernel = context.kernel
    async with kernel.wakeups.listen(f"task:{context.public_id}") as signal:
        while True:
            await signal.wait(HEARTBEAT_S)
            try:
                async with kernel.database.unit_of_work() as uow:
                    is_cancel_requested = await store.extend_lease(
                        uow.db, context.id, context.attempt, until=utc_now() + LEASE
                    )
            except Unavailable:
                continue
            except Exception:
                log.exception("heartbeat_failed", task=context.public_id)  # the next one may do
                continue
            if is_cancel_requested is None or is_cancel_requested:
                if is_cancel_requested:
                    context.cancelled.set()
                handler.cancel()
                return


def _success(row: Task, result: Any) -> End:
    try:
        given = json.dumps(result, ensure_ascii=False, allow_nan=False).replace("\\u0000", "\\ufffd")
        return End(row.id, row.attempt, Status.SUCCEEDED, None if result is None else _storable(given))
    except (TypeError, ValueError) as error:
        log.error("result_refused", task=row.public_id, kind=row.kind)  # noqa: TRY400 - its traceback is ours
        return failure(row, _storable(f"its result is not JSON: {error}")[:LONGEST_ERROR], may_retry=False)


def _storable(text: str) -> str:
    """Without what PostgreSQL cannot hold: NUL characters and lone surrogates."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


async def _write_end(context: TaskContext, row: Task, end: End) -> None:
    """Tries for as long as PostgreSQL is away, up to the lease: then the reaper has taken the task back."""
    kernel = context.kernel
    for pause_s in (0.2, 0.5, 1, 2, 4, 8, 8, 8):
        try:
            async with kernel.database.unit_of_work() as uow:
                written = await end_attempts(uow, [end])
                uow.wake(f"task:{row.public_id}")
        except Unavailable:
            await asyncio.sleep(pause_s)
        else:
            if not written:
                log.warning("end_refused", task=row.public_id, attempt=context.attempt)
            return
