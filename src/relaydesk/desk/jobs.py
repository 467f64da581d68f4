"""The task kind `desk.erase_sessions`."""

from datetime import timedelta

from relaydesk.desk.sessions import store
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import DeclaredSchedule, Kind, NoPayload, TaskContext

BATCH = 500
ERASE = Kind(
    name="desk.erase_sessions",
    payload=NoPayload,
    timeout_s=3600,
    is_public=True,
    is_upkeep=True,
    permission="desk.erase",
)
SCHEDULES = [DeclaredSchedule(name="Erase old conversations", kind=ERASE.name, cron="29 3 * * *")]


@ERASE.handler
async def erase_sessions(context: TaskContext, _payload: NoPayload) -> dict[str, int]:
    """Erases sessions that have been closed for SESSION_RETENTION_DAYS, with their messages, in batches."""
    before = utc_now() - timedelta(days=context.kernel.options.session_retention_days)
    erased = 0
    while True:
        async with context.unit_of_work() as uow:
            gone = await store.delete_closed(uow.db, before=before, limit=BATCH)
        erased += gone
        if gone < BATCH:
            return {"erased": erased}
        await context.progress(0, 0, f"{erased} sessions")
