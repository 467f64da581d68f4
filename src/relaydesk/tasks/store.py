"""Every query on tasks. Each write of an attempt carries the attempt: a zombie's writes match no row."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    cast,
    delete,
    func,
    null,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import InstrumentedAttribute

from relaydesk.kernel.database import MOST_COUNTED, Db, Leadership, ReadDb, SingleWrite
from relaydesk.kernel.postgres.statements import Statement
from relaydesk.tasks.tables import EndedCount, EndedTask, IdempotencyKey, Task, Worker
from relaydesk.tasks.types import FINISHED, Status

RESEND_AFTER = timedelta(seconds=30)
MOST_LISTED_BYTES = 2048
# Asked every second: states are written out, so that the partial indexes serve whatever the plan.
_DUE = Statement(
    text("""
SELECT EXISTS (SELECT FROM tasks_task WHERE status = 'queued' AND published_at IS NULL)
    OR EXISTS (SELECT FROM tasks_task WHERE status = 'queued' AND published_at <= :resend)
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


async def insert_task(db: Db, values: dict[str, Any], *, key: str | None) -> Task | None:
    """The new row, or None when its owner has used this idempotency key before."""
    if key is not None:
        taken = {name: values[name] for name in ("owner", "kind", "payload", "created_at")}
        use = insert(IdempotencyKey).values(key=key, task_id=values["public_id"], **taken).on_conflict_do_nothing()
        if await db.scalar(use.returning(IdempotencyKey.key)) is None:
            return None
    return await db.scalar(insert(Task).values(values).returning(Task))


async def find_idempotency_key(db: ReadDb, owner: str, key: str) -> IdempotencyKey | None:
    return await db.scalar(select(IdempotencyKey).where(IdempotencyKey.owner == owner, IdempotencyKey.key == key))


async def find_task(db: ReadDb, public_id: str) -> Task | EndedTask | None:
    rows = await list_tasks_by_id(db, [public_id])
    return rows[0] if rows else None


async def list_tasks_by_id(db: ReadDb, public_ids: Collection[str]) -> Sequence[Task | EndedTask]:
    """Those that are worked on, then those that have ended, then once more: one may move in between, either way."""
    tasks: dict[str, Task | EndedTask] = {}
    for rows in (select(Task), select(EndedTask), select(Task)):
        missing = [one for one in public_ids if one not in tasks]
        if missing:
            table = rows.column_descriptions[0]["entity"]
            for row in await db.scalars(rows.where(table.public_id.in_(missing))):
                tasks[row.public_id] = row
    return [tasks[one] for one in public_ids if one in tasks]


async def lock_task(db: Db, public_id: str) -> Task | None:
    return await db.scalar(select(Task).where(Task.public_id == public_id).with_for_update())


def _is_long(document: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return func.coalesce(func.octet_length(cast(document, Text)) > MOST_LISTED_BYTES, False)


_SHOWN = (
    *("id", "public_id", "kind", "status", "priority", "error", "attempt", "max_attempts", "progress", "message"),
    *("owner", "worker", "request_id", "created_at", "run_at", "started_at"),
)


def _listed(table: type[Task | EndedTask]) -> Select[*tuple[Any, ...]]:
    """Rows as a list has them: documents that are too long for it stay in the database."""
    has_ended = table is EndedTask
    documents = {"payload": table.payload, "result": EndedTask.result if has_ended else None}
    shown: list[ColumnElement[Any]] = [getattr(table, name) for name in _SHOWN]
    lengths = [_is_long(document) for document in documents.values() if document is not None]
    for name, document in documents.items():
        short = null().cast(JSONB) if document is None else case((_is_long(document), None), else_=document)
        shown.append(short.label(name))
    finished_at = EndedTask.finished_at if has_ended else null().cast(DateTime(timezone=True))
    return select(*shown, finished_at.label("finished_at"), or_(*lengths).label("is_truncated"))


async def list_tasks(
    db: ReadDb, *, status: Status | None, kind: str | None, owner: str | None, limit: int, offset: int
) -> tuple[Sequence[RowMapping], int]:
    """Rows with `is_truncated`, the newest first, and how many there are, as `ReadDb.count` has it."""
    tables: list[type[Task | EndedTask]] = [Task, EndedTask]
    if status:
        tables = [EndedTask if status in FINISHED else Task]
    wanted = {"owner": owner, "status": status, "kind": kind}
    total, newest = 0, []
    for table in tables:
        ids = select(table.id).where(*(getattr(table, name) == value for name, value in wanted.items() if value))
        total += await db.count(ids)
        newest.append(ids.order_by(table.id.desc()).limit(limit + offset))
    # an index has the ids: far pages are quick
    one = union_all(*(select(part.subquery().c.id) for part in newest)).subquery()
    ids_of_page = (await db.scalars(select(one.c.id).order_by(one.c.id.desc()).limit(limit).offset(offset))).all()
    rows: list[RowMapping] = []
    for table in tables:
        rows.extend((await db.execute(_listed(table).where(table.id.in_(ids_of_page)))).mappings())
    return sorted(rows, key=lambda row: -row["id"]), min(total, MOST_COUNTED + 1)


async def promote_due(db: Db, now: datetime) -> None:
    """Queues what is due, and what was published and not begun for so long that it must have got lost."""
    due = and_(Task.status.in_([Status.SCHEDULED, Status.RETRYING]), Task.run_at <= now)
    lost = and_(Task.status == Status.QUEUED, Task.published_at <= now - RESEND_AFTER)
    for overdue in (due, lost):
        await db.execute(update(Task).where(overdue).values(status=Status.QUEUED, published_at=None))


async def count_slots(db: ReadDb, now: datetime) -> tuple[int, int]:
    """The slots of live workers, and how many tasks run or are on their way to them."""
    alive = Worker.seen_at > now - timedelta(seconds=20)
    slots = await db.scalar(select(func.coalesce(func.sum(Worker.slots), 0)).where(alive))
    busy = 0
    for part in (Task.status == Status.RUNNING, and_(Task.status == Status.QUEUED, Task.published_at.is_not(None))):
        busy += await db.scalar(select(func.count()).select_from(Task).where(part)) or 0
    return int(slots or 0), busy


async def take_publishable(db: Db, now: datetime, *, limit: int) -> list[tuple[int, int]]:
    """Marks the next ready rows as published and gives `(id, attempt)` of each."""
    ready = (
        select(Task.id)
        .where(Task.status == Status.QUEUED, Task.published_at.is_(None))
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


class Claimed(NamedTuple):
    """What an attempt needs to know of its task."""

    id: int
    public_id: str
    kind: str
    payload: dict[str, Any]
    attempt: int
    max_attempts: int
    timeout_s: int
    request_id: str


_CLAIM = Statement(
    text("""
UPDATE tasks_task t SET status = 'running', attempt = given.attempt, worker = :worker, started_at = :now,
  lease_until = :until, error = NULL, progress = 0, message = ''
FROM unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[])) AS given (id, attempt)
WHERE t.id = given.id AND t.status = 'queued' AND t.attempt = given.attempt - 1
RETURNING t.id, t.public_id, t.kind, t.payload, t.attempt, t.max_attempts, t.timeout_s, t.request_id
""")
)


def _pairs(deliveries: Sequence[tuple[int, int]]) -> dict[str, Any]:
    return {"ids": [task_id for task_id, _ in deliveries], "attempts": [attempt for _, attempt in deliveries]}


async def claim(
    write: SingleWrite, deliveries: Sequence[tuple[int, int]], *, worker: str, now: datetime, until: datetime
) -> list[Claimed]:
    """Of these `(id, attempt)` those that may run now, by this worker; a duplicate or outdated one may not."""
    values = {**_pairs(deliveries), "worker": worker, "now": now, "until": until}
    return [Claimed(**row) for row in await write.all(_CLAIM, values)]


def _is_current(task_id: int, attempt: int) -> ColumnElement[bool]:
    return and_(Task.id == task_id, Task.attempt == attempt, Task.status == Status.RUNNING)


# a row that its own handler holds in a unit of work is current, and cannot be written now
_EXTEND = Statement(
    text("""
WITH given AS (SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[])) AS given (id, attempt)),
free AS (
  SELECT t.id FROM tasks_task t JOIN given USING (id) WHERE t.attempt = given.attempt AND t.status = 'running'
  FOR NO KEY UPDATE OF t SKIP LOCKED
), extended AS (
  UPDATE tasks_task t SET lease_until = :until FROM free WHERE t.id = free.id
)
SELECT t.id, t.is_cancel_requested FROM tasks_task t JOIN given USING (id)
WHERE t.attempt = given.attempt AND t.status = 'running'
""")
)


async def extend_leases(write: SingleWrite, held: Sequence[tuple[int, int]], *, until: datetime) -> dict[int, bool]:
    """Of these `(id, attempt)` those that are still current, each with whether a cancel was asked for."""
    return {row["id"]: row["is_cancel_requested"] for row in await write.all(_EXTEND, {**_pairs(held), "until": until})}


async def write_progress(db: Db, task_id: int, attempt: int, *, progress: float, message: str) -> bool | None:
    """Whether a cancel was asked for; None when this attempt is no longer the current one."""
    statement = update(Task).where(_is_current(task_id, attempt)).values(progress=progress, message=message)
    return await db.scalar(statement.returning(Task.is_cancel_requested))


async def hold(db: Db, task_id: int, attempt: int) -> bool:
    """Locks the row against another attempt until this transaction ends; False when one has begun."""
    statement = select(Task.id).where(_is_current(task_id, attempt)).with_for_update(read=True)
    return await db.scalar(statement) is not None


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
    working = select(Task.kind, Task.status, func.count()).group_by(Task.kind, Task.status)
    total = func.sum(EndedCount.tasks).cast(BigInteger)
    ended = select(EndedCount.kind, EndedCount.status, total).group_by(EndedCount.kind, EndedCount.status)
    return [(kind, status, count) for kind, status, count in await db.execute(union_all(working, ended))]


async def oldest_queued_at(db: ReadDb) -> datetime | None:
    return await db.scalar(select(func.min(Task.run_at)).where(Task.status == Status.QUEUED))


async def forget_keys(db: Db, *, before: datetime) -> None:
    await db.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < before))
