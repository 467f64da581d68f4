"""The log's housekeeping, as a task."""

from datetime import timedelta
from typing import Any

from relaydesk.gateway.log import store
from relaydesk.gateway.stats.store import delete_before
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import DeclaredSchedule, Kind, NoPayload, TaskContext

KEEP_SUMS = timedelta(days=400)  # or as long as the log: what is in it is found by the names in its sums
BATCH = 5000
_DAY = timedelta(days=1)
CLEAN = Kind(name="gateway.clean_log", payload=NoPayload, timeout_s=1800, backoff_s=30, is_public=True, is_upkeep=True)
SCHEDULES = [DeclaredSchedule(name="Clean up the request log", kind=CLEAN.name, cron="41 3 * * *")]


@CLEAN.handler
async def clean_log(context: TaskContext, _payload: NoPayload) -> dict[str, Any]:
    """Drops the days of the request log that are older than its retention, and the sums after 400 days, or as late.

    Days are dropped as whole partitions, each in a transaction of its own; rows that have no partition of their day are
    deleted in batches.
    """
    now = utc_now()
    before = now - timedelta(days=context.kernel.options.log_retention_days)
    before = before.replace(hour=0, minute=0, second=0, microsecond=0)  # what is left of the log are whole days
    async with context.kernel.database.read() as db:
        old = [day for day in await store.LOGGED_DAYS.days(db) if day + _DAY <= before.date()]
    for number, day in enumerate(old, 1):
        async with context.unit_of_work() as uow:
            await store.LOGGED_DAYS.drop(uow.db, day)
        await context.progress(number, len(old) + 1, f"dropped {day.isoformat()}")
    deleted = 0
    while True:
        async with context.unit_of_work() as uow:
            gone = await store.LOGGED_DAYS.delete_from_default(uow.db, before=before, limit=BATCH)
        deleted += gone
        if gone < BATCH:
            break
    async with context.unit_of_work() as uow:
        sums = await delete_before(uow.db, min(now - KEEP_SUMS, before))
    return {"days_dropped": [day.isoformat() for day in old], "rows_deleted": deleted, "sums_deleted": sums}
