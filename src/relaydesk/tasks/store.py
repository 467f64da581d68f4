"""Every query on tasks that people look at, act on, or that an attempt tells of itself.

Each write of an attempt carries the attempt: a zombie's writes match no row.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
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
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import InstrumentedAttribute

from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import MOST_COUNTED, Db, ReadDb
from relaydesk.kernel.postgres.times import FIRST_TIME, LAST_TIME
from relaydesk.tasks.tables import (
    IS_QUEUED,
    LISTED_STATUS,
    Batch,
    Dependency,
    EndedCount,
    EndedTask,
    LogLine,
    Task,
    Worker,
)
from relaydesk.tasks.types import DEFAULT_QUEUE, FINISHED, Line, Status

_STATUS: ColumnElement[str] = literal_column(LISTED_STATUS, Text)
LOG_DAYS = DailyPartitions("tasks_log", column="at")
MOST_LISTED_BYTES = 2048
# how many of the newest tasks of a list are looked through for a text
MOST_READ = 2000
# clocks of processes, and the order of ids, differ by less; where a clock was set back by more, some are not found
CLOCKS_DIFFER = timedelta(minutes=15)


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
    """Those of these that have not ended, to be changed: also while a handler holds its row in a unit of work."""
    wanted = select(Task).where(Task.public_id.in_(public_ids)).order_by(Task.id).with_for_update(key_share=True)
    return (await db.scalars(wanted.execution_options(populate_existing=True))).all()


async def list_live(db: ReadDb, ids: Collection[int]) -> Sequence[Task]:
    return (await db.scalars(select(Task).where(Task.id.in_(ids)).execution_options(populate_existing=True))).all()


def _is_long(document: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return func.coalesce(func.octet_length(cast(document, Text)) > MOST_LISTED_BYTES, False)


_SHOWN = (
    *("id", "public_id", "kind", "status", "priority", "error", "error_code", "attempt", "max_attempts", "progress"),
    *(
        "uncounted_attempts",
        "message",
        "owner",
        "worker",
        "request_id",
        "created_at",
        "run_at",
        "started_at",
        "queue",
        "batch_id",
        "depends_on",
    ),
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


def _column(table: type[Task | EndedTask], name: str) -> ColumnElement[Any]:
    """What an index has."""
    if name == "status" and table is Task:
        return _STATUS
    column: ColumnElement[Any] = getattr(table, name)
    return column


class Wanted(NamedTuple):
    """Which tasks a list has; None looks at all. `since` and `until` (exclusive) are of when it was asked for."""

    owner: str | None = None
    status: Status | None = None
    kind: str | None = None
    queue: str | None = None
    batch_id: str | None = None
    error_code: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    async def among(self, db: ReadDb, table: type[Task | EndedTask]) -> Select[int]:
        """The ids of those of this table; every index of it ends with the id, by which a time is looked for."""
        names = ("owner", "status", "kind", "queue", "batch_id", "error_code")
        where = [_column(table, name) == value for name in names if (value := getattr(self, name)) is not None]
        if self.since is not None:
            earliest = self.since - CLOCKS_DIFFER if self.since - FIRST_TIME > CLOCKS_DIFFER else self.since
            where += [table.created_at >= self.since, table.id >= await _first_id(db, table, earliest)]
            where += [EndedTask.finished_at >= earliest] if table is EndedTask else []  # leaves days out
        if self.until is not None:
            latest = self.until + CLOCKS_DIFFER if LAST_TIME - self.until > CLOCKS_DIFFER else self.until
            where += [table.created_at < self.until, table.id < await _first_id(db, table, latest)]
        if table is EndedTask and self.kind is not None and self.status is not None:
            where += await _days_of(db, self.kind, self.status)
        return select(table.id).where(*where)


async def _days_of(db: ReadDb, kind: str, status: Status) -> list[ColumnElement[bool]]:
    """The days on which such tasks have ended, by their counts: no index has the pair, and there may be none of it."""
    met = (EndedCount.kind == kind, EndedCount.status == status, EndedCount.tasks > 0)
    days = (await db.scalars(select(EndedCount.day).where(*met).order_by(EndedCount.day))).all()
    if not days:
        return [false()]
    begin, end = (datetime.combine(day, time(), UTC) for day in (days[0], days[-1] + timedelta(days=1)))
    return [EndedTask.finished_at >= begin, EndedTask.finished_at < end]


# later ids were asked for later: by halves, some twenty looks into the index of ids, and none of times is kept
_FIRST_ID = """
WITH RECURSIVE part (low, high) AS (
  SELECT coalesce(min(id), 0), coalesce(max(id) + 1, 0) FROM {table}
  UNION ALL
  SELECT CASE WHEN probe.created_at < :at THEN probe.id + 1 ELSE half.low END,
    CASE WHEN probe.created_at < :at THEN half.high ELSE half.middle END
  FROM (SELECT low, high, (low + high) / 2 AS middle FROM part WHERE low < high) AS half
  CROSS JOIN LATERAL (SELECT id, created_at FROM {table} WHERE id >= half.middle ORDER BY id LIMIT 1) AS probe
)
SELECT low FROM part ORDER BY high - low LIMIT 1
"""
_FIRST_IDS = {table: text(_FIRST_ID.format(table=table.__tablename__)) for table in (Task, EndedTask)}


async def _first_id(db: ReadDb, table: type[Task | EndedTask], at: datetime) -> int:
    """From which on the tasks of this table were asked for at this time or later, as far as ids tell."""
    return await db.scalar(_FIRST_IDS[table], {"at": at}) or 0


class TaskSearch(NamedTuple):
    """What a search means: one task or batch by its id, those of these kinds, or those that tell this text."""

    text: str
    kinds: Sequence[str]

    async def find_telling(self, db: ReadDb, ids: Select[int], table: type[Task | EndedTask]) -> Sequence[int]:
        """Those of these ids whose tasks tell it, of the newest `MOST_READ` of them: no index has texts."""
        newest = ids.add_columns(table.error, table.message).order_by(table.id.desc()).limit(MOST_READ).subquery()
        tells = (column.icontains(self.text, autoescape=True) for column in (newest.c.error, newest.c.message))
        return (await db.scalars(select(newest.c.id).where(or_(*tells)))).all()

    def among(
        self, ids: Select[int], table: type[Task | EndedTask], telling: Sequence[int], *, most: int
    ) -> Select[int]:
        """Those of these ids that it means: the newest `most` by name, for which there are indexes, and `telling`."""
        named = or_(table.public_id == self.text, table.batch_id == self.text, table.kind.in_(self.kinds))
        by_name = ids.where(named).order_by(table.id.desc()).limit(most).subquery()
        by_text = func.unnest(cast(telling, ARRAY(BigInteger))).column_valued("id")
        return select(union(select(by_name.c.id), select(by_text)).subquery().c.id)

    def among_batches(self) -> ColumnElement[bool]:
        return or_(Batch.public_id == self.text, Batch.kind.in_(self.kinds))


async def list_tasks(
    db: ReadDb, wanted: Wanted, search: TaskSearch | None, *, limit: int, offset: int
) -> tuple[Sequence[RowMapping], int]:
    """Rows with `is_truncated`, the newest first, and how many there are, as `ReadDb.count` has it."""
    tables: list[type[Task | EndedTask]] = [Task, EndedTask]
    if wanted.status:
        tables = [EndedTask if wanted.status in FINISHED else Task]
    total, newest = 0, []
    for table in tables:
        counted = part = await wanted.among(db, table)
        if search:
            telling = await search.find_telling(db, part, table)
            counted = search.among(part, table, telling, most=MOST_COUNTED + 1)
            part = search.among(part, table, telling, most=limit + offset)
        total += await db.count(counted)
        newest.append(part.order_by(part.selected_columns.id.desc()).limit(limit + offset))
    # an index has the ids: far pages are quick
    one = union_all(*(select(part.subquery().c.id) for part in newest)).subquery()
    ids_of_page = (await db.scalars(select(one.c.id).order_by(one.c.id.desc()).limit(limit).offset(offset))).all()
    rows: list[RowMapping] = []
    for table in tables:
        rows.extend((await db.execute(_listed(table).where(table.id.in_(ids_of_page)))).mappings())
    return sorted(rows, key=lambda row: -row["id"]), min(total, MOST_COUNTED + 1)


async def list_dependants(
    db: ReadDb, task_id: int, *, owner: str | None, limit: int, offset: int
) -> tuple[Sequence[RowMapping], int]:
    """Those that wait for this task still, in the order in which they were asked for; rows as a list has them."""
    waiting = _listed(Task).join(Dependency, Dependency.task_id == Task.id).where(Dependency.on_id == task_id)
    waiting = waiting.where(*([Task.owner == owner] if owner else []))
    page = waiting.order_by(Task.id).limit(limit).offset(offset)
    return (await db.execute(page)).mappings().all(), await db.count(waiting)


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


async def hold(db: Db, task_id: int, attempt: int) -> datetime | None:
    """Keeps the attempt from ending until this transaction does; its lease and what is asked of it may change.

    Returns:
        When its lease runs out; None when it is no longer the current one.
    """
    statement = select(Task.lease_until).where(_is_current(task_id, attempt))
    return await db.scalar(statement.with_for_update(read=True, key_share=True))


async def extend_lease(db: Db, task_id: int, attempt: int, *, until: datetime) -> None:
    await db.execute(update(Task).where(_is_current(task_id, attempt)).values(lease_until=until))


async def count_by_kind_and_status(db: ReadDb) -> list[tuple[str, str, int]]:
    working = select(Task.kind, Task.status, func.count()).group_by(Task.kind, Task.status)
    total = func.sum(EndedCount.tasks).cast(BigInteger)
    ended = select(EndedCount.kind, EndedCount.status, total).group_by(EndedCount.kind, EndedCount.status)
    return [(kind, status, count) for kind, status, count in await db.execute(union_all(working, ended))]


# of those that are kept an index has each queue but one, which are looked up one by one
_QUEUES = text(f"""
WITH RECURSIVE ended AS (
  (SELECT queue FROM tasks_ended WHERE queue <> '{DEFAULT_QUEUE}' ORDER BY queue LIMIT 1)
  UNION ALL
  SELECT (SELECT t.queue FROM tasks_ended t WHERE t.queue > e.queue AND t.queue <> '{DEFAULT_QUEUE}'
    ORDER BY t.queue LIMIT 1)
  FROM ended e WHERE e.queue IS NOT NULL
)
SELECT queue FROM (SELECT queue FROM ended UNION SELECT queue FROM tasks_task UNION SELECT '{DEFAULT_QUEUE}') AS known
WHERE queue IS NOT NULL ORDER BY queue LIMIT :most
""")  # noqa: S608 - a constant of ours, no value in it


async def list_queues(db: ReadDb, *, most: int) -> list[str]:
    return list(await db.scalars(_QUEUES, {"most": most}))


async def oldest_queued_at(db: ReadDb) -> datetime | None:
    """From when on the one waits that was due first: not before it was asked for."""
    since = func.greatest(Task.run_at, Task.created_at)
    return await db.scalar(select(since).where(text(IS_QUEUED)).order_by(Task.run_at).limit(1))


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
    SELECT started_at, uncounted_attempts && ARRAY[attempt - 1, attempt] AS went_on,
      extract(epoch FROM started_at - least(greatest(run_at, created_at), started_at)) * 1000 AS wait_ms,
      extract(epoch FROM finished_at - started_at) * 1000 AS run_ms
    FROM tasks_ended WHERE kind = c.kind ORDER BY id DESC LIMIT 1000
  ) AS last WHERE started_at IS NOT NULL AND NOT went_on
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
