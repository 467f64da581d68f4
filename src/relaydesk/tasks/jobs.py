"""Demo kinds, for trying the task system out, and the tasks' own housekeeping."""

import asyncio
from datetime import timedelta
from typing import Any

from relaydesk.identity.api import delete_audit_before
from relaydesk.kernel.database import utc_now
from relaydesk.tasks import store
from relaydesk.tasks.api import DeclaredSchedule, TaskContext, task
from relaydesk.tasks.ends import store as ends

KEEP_FINISHED = timedelta(days=30)
BATCH = 5000
LONGEST_SLEEP_S = 3600.0
SCHEDULES = [DeclaredSchedule(name="Clean up", kind="tasks.clean_up", cron="17 3 * * *")]


@task("demo.echo", is_public=True)
async def echo(_context: TaskContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Gives its payload back."""
    return {"echo": payload}


@task("demo.sleep", is_public=True)
async def sleep(context: TaskContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Sleeps `seconds` in ten steps with progress."""
    seconds = min(float(payload.get("seconds", 1)), LONGEST_SLEEP_S)
    for step in range(10):
        await asyncio.sleep(seconds / 10)
        await context.progress(step + 1, 10, f"slept {seconds * (step + 1) / 10:.1f} s")
    return {"slept_s": seconds}


class DemoFailure(Exception):
    """This demo task fails on purpose."""


@task("demo.fail", backoff_s=0.2, is_public=True)
async def fail(context: TaskContext, payload: dict[str, Any]) -> dict[str, Any]:
    """Fails on its first `times` attempts, on every one by default."""
    if context.attempt <= int(payload.get("times", context.max_attempts)):
        raise DemoFailure(DemoFailure.__doc__)
    return {"succeeded_on_attempt": context.attempt}


@task("tasks.clean_up")
async def clean_up(context: TaskContext, _payload: dict[str, Any]) -> dict[str, Any]:
    """Forgets ended tasks after 30 days, by whole days, and audit entries after their retention."""
    now = utc_now()
    before = (now - KEEP_FINISHED).replace(hour=0, minute=0, second=0, microsecond=0)
    async with context.unit_of_work() as uow:
        await store.forget_keys(uow.db, before=before)  # before the tasks that they name are gone
    async with context.kernel.database.read() as db:
        old = [day for day in await ends.ENDED_DAYS.days(db) if day < before.date()]
    for day in old:
        async with context.unit_of_work() as uow:
            await ends.ENDED_DAYS.drop(uow.db, day)
    async with context.unit_of_work() as uow:
        await ends.forget_counts(uow.db, before=before.date())
    gone = BATCH
    while gone == BATCH:
        async with context.unit_of_work() as uow:
            gone = await ends.ENDED_DAYS.delete_from_default(uow.db, before=before, limit=BATCH)
    async with context.unit_of_work() as uow:
        await delete_audit_before(uow.db, now - timedelta(days=context.kernel.options.audit_retention_days))
    return {}
