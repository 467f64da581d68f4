"""What other packages may ask of tasks: declare a kind and enqueue its tasks, look at one, have a schedule."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from relaydesk.identity.api import SYSTEM, Principal
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks import store
from relaydesk.tasks.apart.context import ProcessContext
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.kinds import AnyPayload, Kind, NoPayload, Payload
from relaydesk.tasks.queue.service import EnqueueOptions
from relaydesk.tasks.schedules import service as schedules
from relaydesk.tasks.tables import Schedule
from relaydesk.tasks.types import FINISHED, ROOM, DeclaredSchedule, Status

__all__ = [
    "FINISHED",
    "AnyPayload",
    "DeclaredSchedule",
    "EnqueueOptions",
    "Kind",
    "NoPayload",
    "Payload",
    "ProcessContext",
    "ScheduleView",
    "Status",
    "TaskContext",
    "collect_figures",
    "ensure_schedule",
    "find_owner",
    "find_recent",
    "find_schedules",
    "find_status",
    "find_statuses",
    "put_schedule",
]


async def find_status(db: ReadDb, task_id: str) -> tuple[Status, float, str] | None:
    """Status, progress (0 to 1) and message."""
    row = await store.find_task(db, task_id)
    return (Status(row.status), row.progress, row.message) if row else None


async def find_owner(db: ReadDb, task_id: str) -> str | None:
    """The public id of whoever asked for it; Relaydesk's own of what a schedule did."""
    row = await store.find_task(db, task_id)
    return row.owner if row else None


async def find_statuses(db: ReadDb, task_ids: Collection[str]) -> Mapping[str, Status]:
    """By task; those that are forgotten are left out."""
    return {row.public_id: Status(row.status) for row in await store.list_tasks_by_id(db, task_ids)}


async def find_recent(db: ReadDb, task_ids: Collection[str], *, since: datetime) -> set[str]:
    """Those that have not ended, or did so since then."""
    rows = await store.list_tasks_by_id(db, task_ids)
    return {row.public_id for row in rows if row.finished_at is None or row.finished_at >= since}


async def ensure_schedule(uow: UnitOfWork, schedule: DeclaredSchedule) -> None:
    """Adds the schedule when there is none of this name; leaves what people changed."""
    if await schedules.find_by_name(uow.db, schedule.name) is None:
        name, kind, cron = schedule.name, schedule.kind, schedule.cron
        await schedules.save_schedule(uow, SYSTEM, name=name, kind=kind, payload={}, cron=cron)


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """When a schedule fires: by a cron expression, or every `interval_s` seconds where people made it one of those."""

    id: int
    cron: str | None
    interval_s: int | None
    timezone: str
    enabled: bool
    next_run_at: datetime


def _view(row: Schedule) -> ScheduleView:
    return ScheduleView(row.id, row.cron, row.interval_s, row.timezone, row.enabled, row.next_run_at)


async def find_schedules(db: ReadDb, ids: Collection[int]) -> Mapping[int, ScheduleView]:
    """By id; those that are gone are left out."""
    return {row.id: _view(row) for row in await schedules.list_by_id(db, ids)}


async def put_schedule(
    uow: UnitOfWork,
    principal: Principal,
    schedule_id: int | None,
    *,
    name: str,
    kind: str,
    payload: dict[str, Any],
    cron: str,
    timezone: str,
    enabled: bool,
) -> ScheduleView:
    """That schedule with these times; a new one of this name, kind and payload where there is none or it is gone.

    Raises Invalid, PermissionMissing, ScheduleNameTaken.
    """
    times: dict[str, Any] = {"cron": " ".join(cron.split()), "timezone": timezone, "enabled": enabled}
    if schedule_id is not None and await schedules.list_by_id(uow.db, [schedule_id]):
        return _view(await schedules.change_schedule(uow, principal, schedule_id, times))
    return _view(await schedules.save_schedule(uow, principal, name=name, kind=kind, payload=payload, **times))


NO_DELIVERY = "NoDelivery"
_SHOWN_KINDS: Final[set[str]] = set()  # in this process's metrics
WAITS_AT_MOST_S = 60.0  # while workers are free: what is lost on the way is sent again sooner


async def collect_figures(kernel: Kernel) -> dict[str, Any]:
    """Counts by status, age of the oldest queued task, live workers; sets the metrics on the way."""
    async with kernel.database.read() as db:
        counts = await store.count_by_kind_and_status(db)
        oldest = await store.oldest_queued_at(db)
        workers = await store.list_workers(db)
    now = utc_now()
    waiting_s = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    totals: dict[str, int] = {}
    for _, status, count in counts:
        totals[status] = totals.get(status, 0) + count
    _show(counts)
    metrics.TASK_OLDEST_WAITING.set(waiting_s)
    standing = {"status": "ok" if workers else "down"}
    room = ROOM * sum(worker.slots for worker in workers)
    if workers and waiting_s > WAITS_AT_MOST_S and totals.get(Status.RUNNING, 0) < room:
        standing = {"status": "degraded", "reason": NO_DELIVERY}
    return {
        **standing,
        "tasks": totals,
        "oldest_waiting_seconds": round(waiting_s, 3),
        "workers": [{"name": w.name, "slots": w.slots, "seen_at": w.seen_at} for w in workers],
    }


def _show(counts: Sequence[tuple[str, str, int]]) -> None:
    """Each status of each kind, also those that none has: another process may have shown some of them."""
    known = {(kind, status): count for kind, status, count in counts}
    _SHOWN_KINDS.update(kind for kind, _ in known)
    for kind in _SHOWN_KINDS:
        for status in Status:
            metrics.TASKS.labels(kind, status.value).set(known.get((kind, status), 0))
