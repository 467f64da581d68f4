"""Rules of schedules: what may be one, when it fires next, and that it fires once each time."""

import contextlib
import math
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from cronsim import CronSim, CronSimError

from relaydesk.identity.api import SYSTEM, Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.daily.time_zones import get_time_zone, is_time_zone
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.tasks.errors import ScheduleNameTaken, ScheduleNotFound
from relaydesk.tasks.kinds import KINDS
from relaydesk.tasks.queue.service import Enqueued, EnqueueOptions, Once, enqueue, enqueue_once
from relaydesk.tasks.schedules import store
from relaydesk.tasks.service import check_permission, get_kind
from relaydesk.tasks.tables import Schedule
from relaydesk.tasks.types import DISPATCH

log = structlog.get_logger(__name__)
_TIMES = frozenset({"cron", "interval_s", "timezone"})
CRON_FIELDS = 5
# times that were missed for longer than this are fired once instead of each
MAKES_UP_FOR = timedelta(seconds=10)
AT_ONCE = 50  # schedules that one transaction fires


def next_runs(schedule: Schedule, *, count: int) -> list[datetime]:
    """When it fires next, in UTC; where its time zone is gone, only what was told before it went."""
    runs = [schedule.next_run_at]
    with contextlib.suppress(Invalid):
        while len(runs) < count:
            runs.append(_run_after(schedule, runs[-1]))
    return runs


def preview_runs(*, cron: str | None, interval_s: int | None, timezone: str, count: int) -> list[datetime]:
    """When one would fire next that is saved now, in UTC. Raises Invalid as `save_schedule` does for its times."""
    return next_runs(_with_times(cron=cron, interval_s=interval_s, timezone=timezone), count=count)


def _with_times(**times: Any) -> Schedule:
    """Raises Invalid."""
    _check_time_zone(times["timezone"])
    return Schedule(**times, next_run_at=_first_run(**times))


def _run_after(schedule: Schedule, after: datetime) -> datetime:
    """An interval keeps its beat, however late it is looked at."""
    if schedule.interval_s is None:
        return next_cron_run(schedule.cron or "", schedule.timezone, after)
    interval = timedelta(seconds=schedule.interval_s)
    beats = max(0, math.floor((after - schedule.next_run_at) / interval)) + 1
    return schedule.next_run_at + beats * interval


def _first_run(cron: str | None, interval_s: int | None, timezone: str) -> datetime:
    """Raises Invalid unless it has either a cron expression or an interval."""
    if (cron is None) == (interval_s is None):
        raise Invalid.field("cron", "give either this or interval_s", reason="cron_or_interval")
    now = utc_now()
    return next_cron_run(cron, timezone, now) if cron is not None else now + timedelta(seconds=interval_s or 0)


def next_cron_run(cron: str, timezone: str, after: datetime) -> datetime:
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
    except StopIteration:
        raise _never_comes() from None
    except CronSimError:
        if _is_day_of_no_month(cron):
            raise _never_comes() from None
        raise Invalid.field("cron", "is not a cron expression such as 0 * * * *", reason="cron") from None


def _never_comes() -> Invalid:
    return Invalid.field("cron", "never comes: none of its months has that day", reason="cron_never")


def _is_day_of_no_month(cron: str) -> bool:
    """Whether it would be one with any other month, and with any other day."""
    minute, hour, day, month, weekday = cron.split()
    try:
        for others in (f"{day} *", f"* {month}"):
            CronSim(f"{minute} {hour} {others} {weekday}", utc_now())
    except CronSimError:
        return False
    return True


def _check_time_zone(timezone: str) -> None:
    """Raises Invalid where a schedule may not have it."""
    if not is_time_zone(timezone):
        raise _no_time_zone()


def _no_time_zone() -> Invalid:
    return Invalid.field("timezone", "is not a time zone such as Europe/Berlin", reason="time_zone")


async def list_schedules(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[Schedule], int]:
    """By name, and how many there are."""
    return await store.list_schedules(db, query=query, limit=limit, offset=offset)


async def get_schedule(db: ReadDb, schedule_id: int) -> Schedule:
    """Raises ScheduleNotFound."""
    row = await store.find_schedule(db, schedule_id)
    if row is None:
        raise ScheduleNotFound(schedule_id=schedule_id)
    return row


async def list_by_id(db: ReadDb, ids: Collection[int]) -> Sequence[Schedule]:
    """Those of them that there are."""
    return await store.list_by_id(db, ids)


async def find_by_name(db: ReadDb, name: str) -> Schedule | None:
    return await store.find_schedule_by_name(db, name)


async def save_schedule(
    uow: UnitOfWork,
    principal: Principal,
    *,
    name: str,
    kind: str,
    payload: dict[str, Any],
    cron: str | None = None,
    interval_s: int | None = None,
    timezone: str = "UTC",
    enabled: bool = True,
) -> Schedule:
    """A new schedule. Raises ScheduleNameTaken, Invalid."""
    get_kind(kind).read(payload)
    row = _with_times(cron=cron, interval_s=interval_s, timezone=timezone)
    if await store.find_schedule_by_name(uow.db, name):
        raise ScheduleNameTaken(name=name)
    row.name, row.kind, row.payload, row.enabled = name, kind, payload, enabled
    uow.db.add(row)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "schedule.created", name)
    return row


async def change_schedule(uow: UnitOfWork, principal: Principal, schedule_id: int, changes: dict[str, Any]) -> Schedule:
    """Raises ScheduleNotFound, ScheduleNameTaken, Invalid, PermissionMissing."""
    row = await lock_schedule(uow.db, schedule_id)
    check_permission(principal, row.kind)
    if "timezone" in changes:
        _check_time_zone(changes["timezone"])
    if "payload" in changes and row.kind in KINDS:
        KINDS[row.kind].read(changes["payload"])
    # one of the two takes the other's place
    if changes.get("cron") is not None and "interval_s" not in changes:
        changes = {**changes, "interval_s": None}
    elif changes.get("interval_s") is not None and "cron" not in changes:
        changes = {**changes, "cron": None}
    fields = await apply_changes(uow.db, row, changes)
    if not fields:
        return row
    is_begun = row.enabled and "enabled" in fields
    if is_begun or not _TIMES.isdisjoint(fields):  # else it keeps its beat, and one whose time zone is gone stays as is
        row.next_run_at = _first_run(row.cron, row.interval_s, row.timezone)
    record_audit(uow, principal, "schedule.changed", row.name, fields=fields)
    await uow.db.flush()
    await uow.db.refresh(row)
    return row


async def delete_schedule(uow: UnitOfWork, principal: Principal, schedule_id: int) -> None:
    """Raises ScheduleNotFound, PermissionMissing."""
    row = await lock_schedule(uow.db, schedule_id)
    check_permission(principal, row.kind)
    await uow.db.delete(row)
    record_audit(uow, principal, "schedule.deleted", row.name)


async def lock_schedule(db: Db, schedule_id: int) -> Schedule:
    """Raises ScheduleNotFound."""
    row = await store.lock_schedule(db, schedule_id)
    if row is None:
        raise ScheduleNotFound(schedule_id=schedule_id)
    return row


async def run_now(uow: UnitOfWork, principal: Principal, schedule_id: int) -> Enqueued:
    """A task of it beside its times. Raises ScheduleNotFound, Invalid, PermissionMissing."""
    row = await lock_schedule(uow.db, schedule_id)
    check_permission(principal, row.kind)
    kind = get_kind(row.kind)
    task = await enqueue(uow, kind.work, row.payload, EnqueueOptions(owner=principal.public_id))
    row.last_task_id, row.last_run_at = task.id, utc_now()
    record_audit(uow, principal, "schedule.run", row.name, task=row.kind, task_id=task.id)
    return task


async def fire_due_schedules(uow: UnitOfWork) -> None:
    """Enqueues each due schedule once, however many schedulers look: the row is locked, the key names the due time.

    Of more than `AT_ONCE` the rest at the dispatcher's next turn: a schedule is held for a moment, as other tasks wait.
    """
    now = utc_now()
    rows = await store.take_due_schedules(uow.db, now, limit=AT_ONCE)
    wanted: dict[int, list[Once]] = {}
    for row in rows:
        try:
            due, row.next_run_at = _due_runs(row, now), _run_after(row, now)
        except Invalid as error:  # stored before this was checked, or a zone that this machine does not have
            log.warning("schedule_disabled", schedule=row.name, reason=error.message)
            record_audit(uow, SYSTEM, "schedule.disabled", row.name, reason=error.message)
            row.enabled = False
            continue
        if row.kind not in KINDS:
            log.warning("schedule_skipped", schedule=row.name, reason=f"this version has no kind {row.kind}")
            continue
        work = KINDS[row.kind].work
        wanted[row.id] = [Once(f"schedule:{row.id}:{at.isoformat()}", work, row.payload) for at in due]
    task_ids = await enqueue_once(uow, [one for runs in wanted.values() for one in runs])
    for row in rows:
        if row.id in wanted:
            row.last_run_at = now
            row.last_task_id = task_ids.get(wanted[row.id][-1].key, row.last_task_id)
    if len(rows) == AT_ONCE:
        uow.wake(DISPATCH)


def _due_runs(row: Schedule, now: datetime) -> list[datetime]:
    """The times at which it was to fire by now: the first, and those of the last ten seconds."""
    runs = [row.next_run_at]
    after = max(row.next_run_at, now - MAKES_UP_FOR)
    while (run_at := _run_after(row, after)) <= now:
        runs.append(run_at)
        after = run_at
    return runs
