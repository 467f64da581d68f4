"""Demo kinds, for trying the task system out, and the tasks' own housekeeping."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from pydantic import Field

from relaydesk.identity.api import delete_audit_before
from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import AnyPayload, DeclaredSchedule, Kind, NoPayload, Payload, TaskContext
from relaydesk.tasks.ends.store import ENDED_DAYS, forget_counts
from relaydesk.tasks.queue import store as queue
from relaydesk.tasks.store import LOG_DAYS

KEEP_FINISHED = timedelta(days=30)
BATCH = 5000
LONGEST_SLEEP_S = 3600.0
SCHEDULES = [DeclaredSchedule(name="Clean up", kind="tasks.clean_up", cron="17 3 * * *")]


ECHO = Kind(name="demo.echo", payload=AnyPayload, is_public=True)


@ECHO.handler
async def echo(_context: TaskContext, payload: AnyPayload) -> dict[str, Any]:
    """Gives its payload back."""
    return {"echo": payload.model_dump()}


class SleepPayload(Payload):
    seconds: float = Field(default=1, ge=0, le=LONGEST_SLEEP_S)


SLEEP = Kind(name="demo.sleep", payload=SleepPayload, is_public=True)


@SLEEP.handler
async def sleep(context: TaskContext, payload: SleepPayload) -> dict[str, Any]:
    """Sleeps `seconds` in ten steps with progress."""
    for step in range(10):
        await asyncio.sleep(payload.seconds / 10)
        await context.progress(step + 1, 10, f"slept {payload.seconds * (step + 1) / 10:.1f} s")
    return {"slept_s": payload.seconds}


class DemoFailure(Exception):
    """This demo task fails on purpose."""


class FailPayload(Payload):
    times: int | None = Field(default=None, ge=0, le=1000)


FAIL = Kind(name="demo.fail", payload=FailPayload, backoff_s=0.2, is_public=True)


@FAIL.handler
async def fail(context: TaskContext, payload: FailPayload) -> dict[str, Any]:
    """Fails on its first `times` attempts, on every one by default."""
    if payload.times is None or context.attempt <= payload.times:
        raise DemoFailure(DemoFailure.__doc__)
    return {"succeeded_on_attempt": context.attempt}


class StepsPayload(Payload):
    steps: int = Field(default=10, ge=1, le=10_000)
    step_s: float = Field(default=1, ge=0, le=60)


PROGRESS = Kind(name="demo.progress", payload=StepsPayload, is_public=True, is_pausable=True)


@PROGRESS.handler
async def progress(context: TaskContext, payload: StepsPayload) -> dict[str, Any]:
    """Goes `steps` steps of `step_s` seconds, tells of each, and goes on where an earlier attempt stopped."""
    first = context.restored["step"] if context.restored else 0
    for step in range(first, payload.steps):
        await asyncio.sleep(payload.step_s)
        context.log(f"step {step + 1} of {payload.steps}")
        await context.progress(step + 1, payload.steps, f"step {step + 1} of {payload.steps}")
        await context.checkpoint({"step": step + 1})
    return {"steps": payload.steps, "began_at_step": first}


CLEAN_UP = Kind(name="tasks.clean_up", payload=NoPayload)


@CLEAN_UP.handler
async def clean_up(context: TaskContext, _payload: NoPayload) -> dict[str, Any]:
    """Forgets ended tasks after 30 days, by whole days, and audit entries after their retention."""
    now = utc_now()
    before = (now - KEEP_FINISHED).replace(hour=0, minute=0, second=0, microsecond=0)
    async with context.unit_of_work() as uow:
        await queue.forget_keys(uow.db, before=before)  # before the tasks that they name are gone
        await queue.forget_batches(uow.db, before=before)
        await queue.forget_results(uow.db, now=now)
    for days in (ENDED_DAYS, LOG_DAYS):
        await _drop_days(context, days, before)
    async with context.unit_of_work() as uow:
        await forget_counts(uow.db, before=before.date())
    async with context.unit_of_work() as uow:
        await delete_audit_before(uow.db, now - timedelta(days=context.kernel.options.audit_retention_days))
    return {}


async def _drop_days(context: TaskContext, days: DailyPartitions, before: datetime) -> None:
    """Each day in a unit of work of its own, then old rows that no day's partition took."""
    async with context.kernel.database.read() as db:
        old = [day for day in await days.days(db) if day < before.date()]
    for day in old:
        async with context.unit_of_work() as uow:
            await days.drop(uow.db, day)
    gone = BATCH
    while gone == BATCH:
        async with context.unit_of_work() as uow:
            gone = await days.delete_from_default(uow.db, before=before, limit=BATCH)
