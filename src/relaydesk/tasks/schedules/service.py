"""Rules of schedules: what may be one, when it fires next, and that it fires once each time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from cronsim import CronSim, CronSimError

from relaydesk.identity.api import SYSTEM, Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.time_zones import get_time_zone, is_time_zone
from relaydesk.tasks.errors import ScheduleNameTaken, ScheduleNotFound
from relaydesk.tasks.kinds import KINDS
from relaydesk.tasks.schedules import store
from relaydesk.tasks.service import enqueue, get_kind
from relaydesk.tasks.tables import Schedule

log = structlog.get_logger(__name__)
_TIMES = frozenset({"cron", "timezone"})
CRON_FIELDS = 5


def next_run(cron: str, timezone: str, after: datetime) -> datetime:
    """The next time a cron expression of five fields fires in its time zone, in UTC.

    Raises:
        Invalid: naming `cron` or `timezone`.
    """
    try:
        zone = get_time_zone(timezone)
    except ValueError:
        raise _no_time_zone() from None
    if len(cron.split()) != CRON_FIELDS:  # CronSim takes a sixth one for seconds, which nothing here looks at in time
        message = "needs five fields: minute, hour, day of month, month, day of week"
        raise Invalid.field("cron", message, reason="cron_fields")
    try:
        return next(CronSim(cron, after.astimezone(zone))).astimezone(ZoneInfo("UTC"))
    except (CronSimError, StopIteration):
        raise Invalid.field("cron", "is not a cron expression such as 0 * * * *", reason="cron") from None


def _check_time_zone(timezone: str) -> None:
    """Raises Invalid where a schedule may not have it."""
    if not is_time_zone(timezone):
        raise _no_time_zone()


def _no_time_zone() -> Invalid:
    return Invalid.field("timezone", "is not a time zone such as Europe/Berlin", reason="time_zone")


async def list_schedules(db: ReadDb, *, limit: int, offset: int) -> tuple[Sequence[Schedule], int]:
    """By name, and how many there are."""
    return await store.list_schedules(db, limit=limit, offset=offset)


async def find_by_name(db: ReadDb, name: str) -> Schedule | None:
    return await store.find_schedule_by_name(db, name)


async def save_schedule(
    uow: UnitOfWork,
    principal: Principal,
    *,
    name: str,
    kind: str,
    payload: dict[str, Any],
    cron: str,
    timezone: str = "UTC",
) -> Schedule:
    """A new schedule. Raises ScheduleNameTaken, Invalid."""
    get_kind(kind)
    _check_time_zone(timezone)
    due = next_run(cron, timezone, utc_now())
    if await store.find_schedule_by_name(uow.db, name):
        raise ScheduleNameTaken(name=name)
    row = Schedule(name=name, kind=kind, payload=payload, cron=cron, timezone=timezone, next_run_at=due)
    uow.db.add(row)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "schedule.created", name)
    return row


async def change_schedule(uow: UnitOfWork, principal: Principal, schedule_id: int, changes: dict[str, Any]) -> Schedule:
    row = await lock_schedule(uow.db, schedule_id)
    if "timezone" in changes:
        _check_time_zone(changes["timezone"])
    fields = await apply_changes(uow.db, row, changes)
    if not fields:
        return row
    if changes.get("is_enabled") or not _TIMES.isdisjoint(changes):  # else one whose time zone is gone stays as it is
        row.next_run_at = next_run(row.cron, row.timezone, utc_now())
    record_audit(uow, principal, "schedule.changed", row.name, fields=fields)
    await uow.db.flush()
    await uow.db.refresh(row)
    return row


async def delete_schedule(uow: UnitOfWork, principal: Principal, schedule_id: int) -> None:
    row = await lock_schedule(uow.db, schedule_id)
    await uow.db.delete(row)
    record_audit(uow, principal, "schedule.deleted", row.name)


async def lock_schedule(db: Db, schedule_id: int) -> Schedule:
    """Raises ScheduleNotFound."""
    row = await store.lock_schedule(db, schedule_id)
    if row is None:
        raise ScheduleNotFound(schedule_id=schedule_id)
    return row


async def fire_due_schedules(uow: UnitOfWork) -> None:
    """Enqueues each due schedule once, however many schedulers look: the row is locked, the key names the due time."""
    now = utc_now()
    for row in await store.take_due_schedules(uow.db, now):
        try:
            due_next = next_run(row.cron, row.timezone, now)
        except Invalid as error:  # stored before this was checked, or a zone that this machine does not have
            log.warning("schedule_disabled", schedule=row.name, reason=error.message)
            record_audit(uow, SYSTEM, "schedule.disabled", row.name, reason=error.message)
            row.is_enabled = False
            continue
        if row.kind not in KINDS:
            log.warning("schedule_skipped", schedule=row.name, reason=f"this version has no kind {row.kind}")
            row.next_run_at = due_next
            continue
        key = f"schedule:{row.id}:{row.next_run_at.isoformat()}"
        row.last_task_id, _ = await enqueue(uow, row.kind, row.payload, idempotency_key=key)
        row.last_run_at, row.next_run_at = now, due_next
