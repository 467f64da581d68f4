"""Every query on the request log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, text, tuple_

from relaydesk.gateway.log.tables import TABLE, LoggedRequest
from relaydesk.kernel.database import Db

COLUMNS = [column.name for column in LoggedRequest.__table__.columns]
_FAILED = 400
_TOP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What is asked for; None leaves a column out. `since` is inclusive, `until` exclusive."""

    upstream_id: int | None = None
    upstream: str | None = None
    key_id: int | None = None
    client_key_id: int | None = None
    status: int | None = None
    status_class: int | None = None
    model: str | None = None
    min_latency_ms: int | None = None
    rule_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    q: str | None = None


def _conditions(asked: LogFilter) -> list[ColumnElement[bool]]:
    row = LoggedRequest
    equal = [
        (row.upstream_id, asked.upstream_id),
        (row.upstream, asked.upstream),
        (row.key_id, asked.key_id),
        (row.client_key_id, asked.client_key_id),
        (row.status, asked.status),
        (row.model, asked.model),
    ]
    where: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if asked.status_class is not None:
        where.append(and_(row.status >= asked.status_class * 100, row.status < asked.status_class * 100 + 100))
    if asked.min_latency_ms is not None:
        where.append(row.total_us >= asked.min_latency_ms * 1000)
    if asked.rule_id is not None:
        where.append(row.rules_fired.contains([asked.rule_id]))
    if asked.since is not None:
        where.append(row.started_at >= asked.since)
    if asked.until is not None:
        where.append(row.started_at < asked.until)
    if asked.q:
        where.append(
            or_(
                row.request_id == asked.q,
                row.path.icontains(asked.q, autoescape=True),
                row.error.icontains(asked.q, autoescape=True),
            )
        )
    return where


async def list_requests(
    db: Db, asked: LogFilter, *, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[LoggedRequest]:
    """Newest first, beginning behind `after`."""
    where = _conditions(asked)
    if after is not None:
        where.append(tuple_(LoggedRequest.started_at, LoggedRequest.id) < tuple_(literal(after[0]), literal(after[1])))
    order = (LoggedRequest.started_at.desc(), LoggedRequest.id.desc())
    return (await db.scalars(select(LoggedRequest).where(*where).order_by(*order).limit(limit))).all()


async def find_request(db: Db, request_id: UUID, *, around: datetime) -> LoggedRequest | None:
    """By its id, whose own time tells in which partition to look."""
    near = LoggedRequest.started_at.between(around - timedelta(days=1), around + timedelta(days=1))
    return await db.scalar(select(LoggedRequest).where(near, LoggedRequest.id == request_id))


def _sums() -> list[ColumnElement[Any]]:
    row = LoggedRequest
    failed = or_(row.status >= _FAILED, row.status == 0, row.end_reason.in_(["truncated", "process_killed"]))
    return [
        func.count(),
        func.coalesce(func.sum(case((failed, 1), else_=0)), 0),
        func.coalesce(func.sum(row.tokens_in), 0),
        func.coalesce(func.sum(row.tokens_out), 0),
        func.coalesce(func.avg(row.total_us), 0) / 1000,
    ]


async def sum_requests(db: Db, since: datetime, until: datetime) -> tuple[Any, ...]:
    """`(requests, errors, tokens_in, tokens_out, average_ms)`."""
    return tuple((await db.execute(_between(select(*_sums()), since, until))).one())


async def sum_by(db: Db, column: str, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    """The same by a column's values, the most requested first."""
    by: Any = getattr(LoggedRequest, column)
    query = _between(select(by, *_sums()), since, until).group_by(by).order_by(func.count().desc()).limit(_TOP)
    return [tuple(row) for row in (await db.execute(query)).all()]


def _between(query: Select[Any], since: datetime, until: datetime) -> Select[Any]:
    return query.where(LoggedRequest.started_at >= since, LoggedRequest.started_at < until)


async def find_known(db: Db, places: Sequence[tuple[datetime, UUID]]) -> set[UUID]:
    """Which of these are in the log already."""
    query = select(LoggedRequest.id).where(tuple_(LoggedRequest.started_at, LoggedRequest.id).in_(list(places)))
    return set((await db.scalars(query)).all())


async def copy_requests(db: Db, records: Sequence[tuple[Any, ...]]) -> None:
    """Rows in the order of `COLUMNS`, by COPY within this unit of work.

    Raises:
        asyncpg.UniqueViolationError: one of them is in the log already.
    """
    connection = await db.connection()
    await connection.execute(text("SELECT 1"))  # begins the transaction that COPY is to be part of
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.copy_records_to_table(TABLE, records=records, columns=COLUMNS)


async def ensure_partitions(db: Db, days: Sequence[date]) -> None:
    """A partition for each day that has none."""
    for day in days:
        name = f"{TABLE}_p{day:%Y%m%d}"
        if await db.scalar(select(func.to_regclass(name))) is None:
            bounds = f"FROM ('{day.isoformat()} 00:00+00') TO ('{(day + timedelta(days=1)).isoformat()} 00:00+00')"
            await db.execute(text(f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {TABLE} FOR VALUES {bounds}"))
