"""Housekeeping of quotas and budgets, as a task."""

from datetime import timedelta
from typing import Any, get_args

from relaydesk.gateway.quotas import store
from relaydesk.identity.api import delete_budgets
from relaydesk.identity.types import Period, period_of
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import DeclaredSchedule, Kind, NoPayload, TaskContext

KEEP_ENDED = timedelta(days=60)
BATCH = 5000
_ROWS = {"quotas": store.delete_reserved, "budgets": delete_budgets}
FORGET = Kind(name="gateway.forget_quota_rows", payload=NoPayload, timeout_s=1800, backoff_s=30)
SCHEDULES = [DeclaredSchedule(name="Forget old quotas", kind=FORGET.name, cron="53 3 * * *")]


@FORGET.handler
async def forget_quota_rows(context: TaskContext, _payload: NoPayload) -> dict[str, Any]:
    """Deletes what was reserved of upstream keys' quotas and client keys' budgets, 60 days after a period has ended."""
    moment = utc_now() - KEEP_ENDED
    deleted = dict.fromkeys(_ROWS, 0)
    for name, delete in _ROWS.items():
        for period in get_args(Period):
            starts_on, _ = period_of(period, moment)  # what began before this one has ended by then
            gone = BATCH
            while gone == BATCH:
                async with context.unit_of_work() as uow:
                    gone = await delete(uow.db, period=period, before=starts_on, limit=BATCH)
                deleted[name] += gone
    return deleted
