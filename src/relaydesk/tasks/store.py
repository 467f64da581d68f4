"""Every query on tasks. Each write of an attempt carries the attempt: a zombie's writes match no row."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, Text, and_, case, cast, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from relaydesk.kernel.database import Db, Leadership, ReadDb
from relaydesk.kernel.postgres.statements import Statement
from relaydesk.tasks.tables import Schedule, Task, Worker
from relaydesk.tasks.types import Status

RESEND_AFTER = timedelta(seconds=30)
MOST_LISTED_BYTES = 2048
# Asked every second: states are written out, so that the partial indexes serve whatever the plan.
_DUE = Statement(
    text("""
SELECT EXISTS (SELECT FROM tasks_task WHERE status = 'queued' AND (published_at IS NULL OR published_at <= :resend))
    OR EXISTS (SELECT FROM tasks_task WHERE status IN ('scheduled', 'retrying') AND run_at <= :now) AS publishing,
  EXISTS (SELECT FROM tasks_task WHERE status = 'running' AND lease_until < :now)
    OR EXISTS (SELECT FROM tasks_schedule WHERE is_enabled AND next_run_at <= :now)
    OR EXISTS (SELECT FROM tasks_worker WHERE seen_at < :silent) AS housekeeping
""")
)


class Due(NamedTuple):
    """What the dispatcher has to do now: publish tasks; take back leases, fire schedules, forget workers."""

    publishing: bool
    housekeeping: bool


async def find_due(leadership: Leadership, now: datetime, *, silent: datetime) -> Due:
    """Asked by the leader, which learns by that whether it still leads.

    `silent`: a worker that was seen before this is to be forgotten.
    """
    due = await leadership.ask(_DUE, {"now": now, "resend": now - RESEND_AFTER, "silent": silent})
    return Due(**due)


async def insert_task(db: Db, values: dict[str, Any]) -> Task | None:
    """The new row, or None when its owner has used this idempotency key before."""
    statement = insert(Task).values(values).on_conflict_do_nothing(index_elements=["owner", "idempotency_key"])
    return await db.scalar(statement.returning(Task))


async def find_by_idempotency_key(db: ReadDb, owner: str, key: str) -> Task | None:
    return await db.scalar(select(Task).where(Task.owner == owner, Task.idempotency_key == key))


async def find_task(db: ReadDb, public_id: str) -> Task | None:
    return await db.scalar(select(Task).where(Task.public_id == public_id))


async def list_tasks_by_id(db: ReadDb, public_ids: Collection[str]) -> Sequence[Task]:
    return (await db.scalars(select(Task).where(Task.public_id.in_(public_ids)))).all()


async def lock_task(db: Db, public_id: str) -> Task | None:
    return await db.scalar(select(Task).where(Task.public_id == public_id).with_for_update())


def _is_long(document: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return func.coalesce(func.octet_length(cast(document, Text)) > MOST_LISTED_BYTES, False)


_DOCUMENTS = (Task.payload, Task.result)
_LISTED = (
    *(column for column in Task.__table__.columns if column.key not in {"payload", "result"}),
    *(case((_is_long(document), None), else_=document).label(document.key) for document in _DOCUMENTS),
    or_(*map(_is_long, _DOCUMENTS)).label("is_truncated"),
)


async def list_tasks(
    db: ReadDb, *, status: Status | None, kind: str | None, owner: str | None, limit: int, offset: int
) -> tuple[Sequence[RowMapping], int]:
    """Rows with `is_truncated`: documents that are too long for a list stay in the database."""
    where: list[ColumnElement[bool]] = []
    if owner:
        where.append(Task.owner == owner)
    if status:
        where.append(Task.status == status)
    if kind:
        where.append(Task.kind == kind)
    newest = select(Task.id).where(*where).order_by(Task.id.desc())
    ids = (await db.scalars(newest.limit(limit).offset(offset))).all()  # an index has these: far pages are quick
    rows = await db.execute(select(*_LISTED).where(Task.id.in_(ids)).order_by(Task.id.desc()))
    return rows.mappings().all(), await db.count(newest)


async def promote_due(db: Db, now: datetime) -> None:
    due = and_(Task.status.in_([Status.SCHEDULED, Status.RETRYING]), Task.run_at <= now)
    await db.execute(update(Task).where(due).values(status=Status.QUEUED, published_at=None))


async def count_free_slots(db: ReadDb, now: datetime) -> int:
    """Slots of live workers less what runs or is on its way to them."""
    alive = Worker.seen_at > now - timedelta(seconds=20)
    slots = await db.scalar(select(func.coalesce(func.sum(Worker.slots), 0)).where(alive))
    on_the_way = and_(Task.status == Status.QUEUED, Task.published_at > now - RESEND_AFTER)
    busy = await db.scalar(select(func.count()).select_from(Task).where(or_(Task.status == Status.RUNNING, on_the_way)))
    return int(slots or 0) - int(busy or 0)


async def take_publishable(db: Db, now: datetime, *, limit: int) -> list[tuple[int, int]]:
    """Marks the next ready rows as published and gives `(id, attempt)` of each; what got lost is taken again."""
    unpublished = or_(Task.published_at.is_(None), Task.published_at <= now - RESEND_AFTER)
    ready = (
        select(Task.id)
        .where(Task.status == Status.QUEUED, unpublished)
        .order_by(Task.priority.desc(), Task.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(Task)
        .where(Task.id.in_(ready.scalar_subquery()))
        .values(published_at=now)
        .returning(Task.id, Task.attempt, Task.priority)
    )
    rows = (await db.execute(statement)).all()
    return [(row.id, row.attempt + 1) for row in sorted(rows, key=lambda r: (-r.priority, r.id))]


async def unpublish(db: Db, task_ids: Sequence[int]) -> None:
    waiting = and_(Task.id.in_(task_ids), Task.status == Status.QUEUED)
    await db.execute(update(Task).where(waiting).values(published_at=None))


async def claim(db: Db, task_id: int, attempt: int, *, worker: str, now: datetime, lease: timedelta) -> Task | None:
    """The row when this delivery is the one that may run it; a duplicate or outdated delivery gets None."""
    statement = (
        update(Task)
        .where(Task.id == task_id, Task.status == Status.QUEUED, Task.attempt == attempt - 1)
        .values(
            status=Status.RUNNING, attempt=attempt, worker=worker, started_at=now, lease_until=now + lease,
            error=None, progress=0.0, message="",
        )
        .returning(Task)
    )  # fmt: skip
    return await db.scalar(statement)


def _is_current(task_id: int, attempt: int) -> ColumnElement[bool]:
    return and_(Task.id == task_id, Task.attempt == attempt, Task.status == Status.RUNNING)


async def extend_lease(db: Db, task_id: int, attempt: int, *, until: datetime) -> bool | None:
    """Whether a cancel was asked for; None when this attempt is no longer the current one."""
    statement = update(Task).where(_is_current(task_id, attempt)).values(lease_until=until)
    return await db.scalar(statement.returning(Task.is_cancel_requested))


async def write_progress(db: Db, task_id: int, attempt: int, *, progress: float, message: str) -> bool | None:
    """As extend_lease."""
    statement = update(Task).where(_is_current(task_id, attempt)).values(progress=progress, message=message)
    return await db.scalar(statement.returning(Task.is_cancel_requested))


async def hold(db: Db, task_id: int, attempt: int) -> bool:
    """Locks the row against another attempt until this transaction ends; False when one has begun."""
    statement = select(Task.id).where(_is_current(task_id, attempt)).with_for_update(read=True)
    return await db.scalar(statement) is not None


async def write_end(db: Db, task_id: int, attempt: int, values: dict[str, Any]) -> bool:
    """Ends this attempt; False when it was not the current one."""
    statement = update(Task).where(_is_current(task_id, attempt)).values(lease_until=None, published_at=None, **values)
    return await db.scalar(statement.returning(Task.id)) is not None


async def take_expired(db: Db, now: datetime, *, limit: int = 100) -> Sequence[Task]:
    expired = select(Task).where(Task.status == Status.RUNNING, Task.lease_until < now).limit(limit)
    return (await db.scalars(expired.with_for_update(skip_locked=True))).all()


async def save_worker(db: Db, *, name: str, slots: int, started_at: datetime, now: datetime) -> None:
    statement = insert(Worker).values(name=name, slots=slots, started_at=started_at, seen_at=now)
    same = statement.on_conflict_do_update(index_elements=["name"], set_={"slots": slots, "seen_at": now})
    await db.execute(same)


async def forget_workers(db: Db, *, before: datetime) -> None:
    await db.execute(delete(Worker).where(Worker.seen_at < before))


async def forget_worker(db: Db, name: str) -> None:
    await db.execute(delete(Worker).where(Worker.name == name))


async def list_workers(db: ReadDb) -> Sequence[Worker]:
    return (await db.scalars(select(Worker).order_by(Worker.name))).all()


async def count_by_kind_and_status(db: ReadDb) -> list[tuple[str, str, int]]:
    rows = await db.execute(select(Task.kind, Task.status, func.count()).group_by(Task.kind, Task.status))
    return [(row[0], row[1], row[2]) for row in rows.all()]


async def oldest_queued_at(db: ReadDb) -> datetime | None:
    return await db.scalar(select(func.min(Task.run_at)).where(Task.status == Status.QUEUED))


async def list_schedules(db: ReadDb, *, limit: int, offset: int) -> tuple[Sequence[Schedule], int]:
    return await db.page(select(Schedule).order_by(Schedule.name), limit=limit, offset=offset)


async def lock_schedule(db: Db, schedule_id: int) -> Schedule | None:
    return await db.scalar(select(Schedule).where(Schedule.id == schedule_id).with_for_update())


async def find_schedule_by_name(db: ReadDb, name: str) -> Schedule | None:
    return await db.scalar(select(Schedule).where(Schedule.name == name))


async def take_due_schedules(db: Db, now: datetime) -> Sequence[Schedule]:
    due = select(Schedule).where(Schedule.is_enabled, Schedule.next_run_at <= now)
    return (await db.scalars(due.with_for_update(skip_locked=True))).all()


async def delete_finished(db: Db, *, before: datetime) -> None:
    await db.execute(delete(Task).where(Task.finished_at < before))
