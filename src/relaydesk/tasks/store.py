"""Every query on tasks that people look at, act on, or that an attempt tells of itself.

Each write of an attempt carries the attempt: a zombie's writes match no row.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Row,
    RowMapping,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute

from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import MOST_COUNTED, Db, ReadDb
from relaydesk.tasks.tables import LISTED_STATUS, Batch, EndedCount, EndedTask, LogLine, Task, Worker
from relaydesk.tasks.types import FINISHED, Line, Status

_STATUS: ColumnElement[str] = literal_column(LISTED_STATUS, Text)
LOG_DAYS = DailyPartitions("tasks_log", column="at")
MOST_LISTED_BYTES = 2048


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


async def lock_tasks(db: Db, public_ids: Collection[str]) -> Sequence[Task]:
    """Those of these that have not ended."""
    wanted = select(Task).where(Task.public_id.in_(public_ids)).order_by(Task.id).with_for_update()
    return (await db.scalars(wanted.execution_options(populate_existing=True))).all()


async def list_live(db: ReadDb, ids: Collection[int]) -> Sequence[Task]:
    return (await db.scalars(select(Task).where(Task.id.in_(ids)).execution_options(populate_existing=True))).all()


def _is_long(document: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return func.coalesce(func.octet_length(cast(document, Text)) > MOST_LISTED_BYTES, False)


_SHOWN = (
    *("id", "public_id", "kind", "status", "priority", "error", "attempt", "max_attempts", "progress", "message"),
    *("owner", "worker", "request_id", "created_at", "run_at", "started_at", "queue", "batch_id", "depends_on"),
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


class Wanted(NamedTuple):
    """Which tasks a list has; None looks at all."""

    owner: str | None = None
    status: Status | None = None
    kind: str | None = None
    queue: str | None = None
    batch_id: str | None = None


class TaskSearch(NamedTuple):
    """What a search means: one task or batch by its id, or those of these kinds."""

    text: str
    kinds: Sequence[str]

    def among(self, table: type[Task | EndedTask]) -> ColumnElement[bool]:
        return or_(table.public_id == self.text, table.batch_id == self.text, table.kind.in_(self.kinds))

    def among_batches(self) -> ColumnElement[bool]:
        return or_(Batch.public_id == self.text, Batch.kind.in_(self.kinds))


def _column(table: type[Task | EndedTask], name: str) -> ColumnElement[Any]:
    """What an index has."""
    if name == "status" and table is Task:
        return _STATUS
    column: ColumnElement[Any] = getattr(table, name)
    return column


async def list_tasks(
    db: ReadDb, wanted: Wanted, search: TaskSearch | None, *, limit: int, offset: int
) -> tuple[Sequence[RowMapping], int]:
    """Rows with `is_truncated`, the newest first, and how many there are, as `ReadDb.count` has it."""
    tables: list[type[Task | EndedTask]] = [Task, EndedTask]
    if wanted.status:
        tables = [EndedTask if wanted.status in FINISHED else Task]
    filters = {name: value for name, value in wanted._asdict().items() if value}
    total, newest = 0, []
    for table in tables:
        ids = select(table.id).where(*(_column(table, name) == value for name, value in filters.items()))
        if search:
            ids = ids.where(search.among(table))
        total += await db.count(ids)
        newest.append(ids.order_by(table.id.desc()).limit(limit + offset))
    # an index has the ids: far pages are quick
    one = union_all(*(select(part.subquery().c.id) for part in newest)).subquery()
    ids_of_page = (await db.scalars(select(one.c.id).order_by(one.c.id.desc()).limit(limit).offset(offset))).all()
    rows: list[RowMapping] = []
    for table in tables:
        rows.extend((await db.execute(_listed(table).where(table.id.in_(ids_of_page)))).mappings())
    return sorted(rows, key=lambda row: -row["id"]), min(total, MOST_COUNTED + 1)


def _is_current(task_id: int, attempt: int) -> ColumnElement[bool]:
    return and_(Task.id == task_id, Task.attempt == attempt, Task.status == Status.RUNNING)


class Requests(NamedTuple):
    """What was asked of a task while it runs."""

    is_cancel_requested: bool
    is_pause_requested: bool


async def write_attempt(db: Db, task_id: int, attempt: int, values: dict[str, Any]) -> Requests | None:
    """Progress, message, checkpoint; None when this attempt is no longer the current one."""
    statement = update(Task).where(_is_current(task_id, attempt)).values(values)
    row = (await db.execute(statement.returning(Task.is_cancel_requested, Task.is_pause_requested))).first()
    return Requests(*row) if row is not None else None


async def hold(db: Db, task_id: int, attempt: int) -> bool:
    """Locks the row against another attempt until this transaction ends; False when one has begun."""
    statement = select(Task.id).where(_is_current(task_id, attempt)).with_for_update(read=True)
    return await db.scalar(statement) is not None


async def count_by_kind_and_status(db: ReadDb) -> list[tuple[str, str, int]]:
    working = select(Task.kind, Task.status, func.count()).group_by(Task.kind, Task.status)
    total = func.sum(EndedCount.tasks).cast(BigInteger)
    ended = select(EndedCount.kind, EndedCount.status, total).group_by(EndedCount.kind, EndedCount.status)
    return [(kind, status, count) for kind, status, count in await db.execute(union_all(working, ended))]


async def oldest_queued_at(db: ReadDb) -> datetime | None:
    return await db.scalar(select(func.min(Task.run_at)).where(_STATUS == Status.QUEUED))


_TELL = text("""
INSERT INTO tasks_log (at, task_id, attempt, level, message, detail)
SELECT * FROM unnest(CAST(:ats AS timestamptz[]), CAST(:task_ids AS bigint[]), CAST(:attempts AS bigint[]),
  CAST(:levels AS text[]), CAST(:messages AS text[]), CAST(:details AS text[]))
""")


async def add_lines(db: Db, lines: Sequence[Line]) -> None:
    names = ("ats", "task_ids", "attempts", "levels", "messages", "details")
    await db.execute(_TELL, dict(zip(names, map(list, zip(*lines, strict=True)), strict=True)))


async def list_lines(db: ReadDb, task_id: int, *, after: int, limit: int) -> Sequence[LogLine]:
    """In the order in which they were told, those after this one."""
    wanted = select(LogLine).where(LogLine.task_id == task_id, LogLine.id > after)
    return (await db.scalars(wanted.order_by(LogLine.id).limit(limit))).all()


# an index has the last of each kind; of the days before, there are counts
_STATS = text("""
SELECT c.*, wait_ms[1] AS wait_p50_ms, wait_ms[2] AS wait_p95_ms, run_ms[1] AS run_p50_ms, run_ms[2] AS run_p95_ms
FROM (
  SELECT kind, CAST(sum(tasks) AS bigint) AS count,
    CAST(coalesce(sum(tasks) FILTER (WHERE status = 'failed'), 0) AS bigint) AS failures,
    CAST(coalesce(sum(tasks) FILTER (WHERE status = 'cancelled'), 0) AS bigint) AS cancelled
  FROM tasks_ended_count WHERE day >= :since GROUP BY kind
) AS c CROSS JOIN LATERAL (
  SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY wait_ms) AS wait_ms,
    percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY run_ms) AS run_ms
  FROM (
    SELECT started_at, extract(epoch FROM started_at - run_at) * 1000 AS wait_ms,
      extract(epoch FROM finished_at - started_at) * 1000 AS run_ms
    FROM tasks_ended WHERE kind = c.kind ORDER BY id DESC LIMIT 1000
  ) AS last WHERE started_at IS NOT NULL
) AS timed
ORDER BY kind
""")


async def list_stats(db: ReadDb, *, since: date) -> Sequence[Row[Any]]:
    """Of each kind: counts of those that have ended since then, and percentiles of the last 1,000."""
    return (await db.execute(_STATS, {"since": since})).all()


async def find_batch(db: ReadDb, batch_id: str) -> Batch | None:
    return await db.get(Batch, batch_id)


async def list_batches(
    db: ReadDb, *, owner: str | None, search: TaskSearch | None, limit: int, offset: int
) -> tuple[Sequence[Batch], int]:
    """The newest first."""
    where = [*([Batch.owner == owner] if owner else []), *([search.among_batches()] if search else [])]
    wanted = select(Batch).where(*where).order_by(Batch.created_at.desc(), Batch.public_id)
    return await db.page(wanted, limit=limit, offset=offset)


async def count_of_batches(db: ReadDb, batch_ids: Collection[str]) -> dict[str, dict[Status, int]]:
    """How many tasks of each have which status."""
    parts = [
        select(table.batch_id, table.status, func.count())
        .where(table.batch_id.in_(batch_ids))
        .group_by(table.batch_id, table.status)
        for table in (Task, EndedTask)
    ]
    counts: dict[str, dict[Status, int]] = {}
    for batch_id, status, count in await db.execute(union_all(*parts)):
        counts.setdefault(str(batch_id), {})[Status(status)] = count
    return counts


async def list_workers(db: ReadDb) -> Sequence[Worker]:
    return (await db.scalars(select(Worker).order_by(Worker.name))).all()
