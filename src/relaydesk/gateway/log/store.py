"""Every query on the request log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, literal_column, or_, select, text, tuple_
from sqlalchemy.orm import defer

from relaydesk.gateway.log.tables import BODIES, FIRED_NONE, TABLE, LoggedBodies, LoggedRequest
from relaydesk.gateway.stats.store import summing_sql
from relaydesk.gateway.stats.tables import COMPUTED_SQL, FAILED_SQL, REFUSED_SQL
from relaydesk.identity.types import Usage
from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import Db, ReadDb
from relaydesk.kernel.postgres.times import FIRST_TIME

LOGGED_DAYS = DailyPartitions(TABLE, BODIES, column="started_at")
_NEWEST = (LoggedRequest.started_at.desc(), LoggedRequest.id.desc())
# lists leave out why rules acted: that may be long
_LISTED = select(LoggedRequest).options(
    defer(LoggedRequest.rule_whys, raiseload=True), defer(LoggedRequest.rule_because, raiseload=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What is asked for; None leaves a column out. `since` is inclusive, `until` exclusive, `q` a part of a text.

    `upstream_ids` are the upstreams that had the name `upstream`: with them it is found by an index.
    """

    upstream_id: int | None = None
    upstream_ids: tuple[int, ...] | None = None
    upstream: str | None = None
    key_id: int | None = None
    client_key_id: int | None = None
    status: int | None = None
    status_class: int | None = None
    is_failed: bool = False
    is_refused: bool = False
    model: str | None = None
    min_latency_ms: int | None = None
    rule_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    q: str | None = None


def _conditions(log_filter: LogFilter) -> list[ColumnElement[bool]]:
    row = LoggedRequest
    equal = [
        (row.upstream_id, log_filter.upstream_id),
        (row.upstream, log_filter.upstream),
        (row.key_id, log_filter.key_id),
        (row.client_key_id, log_filter.client_key_id),
        (row.status, log_filter.status),
        (row.model, log_filter.model),
    ]
    where: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if log_filter.upstream_ids is not None:
        where.append(row.upstream_id.in_(log_filter.upstream_ids))
    if log_filter.status_class is not None:
        where.append(
            and_(row.status >= log_filter.status_class * 100, row.status < log_filter.status_class * 100 + 100)
        )
    if log_filter.is_failed:
        where.append(literal_column(FAILED_SQL))
    if log_filter.is_refused:  # which have failed: that condition is what there is an index of
        where += [literal_column(FAILED_SQL), literal_column(REFUSED_SQL)]
    if log_filter.min_latency_ms is not None:
        where.append(row.total_us >= log_filter.min_latency_ms * 1000)
    if log_filter.rule_id is not None:
        where += [row.rules_fired != FIRED_NONE, row.rules_fired.contains([log_filter.rule_id])]
    if log_filter.since is not None:
        where.append(row.started_at >= log_filter.since)
    if log_filter.until is not None:
        where.append(row.started_at < log_filter.until)
    if log_filter.q:
        parts = (row.path.icontains(log_filter.q, autoescape=True), row.error.icontains(log_filter.q, autoescape=True))
        where.append(or_(*parts))
    return where


async def list_requests(
    db: ReadDb, log_filter: LogFilter, *, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[LoggedRequest]:
    """Newest first, beginning behind `after`."""
    where = _conditions(log_filter)
    if after is not None:
        where.append(tuple_(LoggedRequest.started_at, LoggedRequest.id) < tuple_(literal(after[0]), literal(after[1])))
    return (await db.scalars(_LISTED.where(*where).order_by(*_NEWEST).limit(limit))).all()


async def list_by_request_id(db: ReadDb, log_filter: LogFilter, *, limit: int) -> Sequence[LoggedRequest]:
    """Requests whose id is `q`, newest first, of those that match the rest."""
    where = [LoggedRequest.request_id == log_filter.q, *_conditions(replace(log_filter, q=None))]
    return (await db.scalars(_LISTED.where(*where).order_by(*_NEWEST).limit(limit))).all()


async def oldest(db: ReadDb) -> datetime | None:
    """When the oldest logged request started."""
    query = select(LoggedRequest.started_at).order_by(LoggedRequest.started_at, LoggedRequest.id).limit(1)
    return await db.scalar(query)


async def newest(db: ReadDb) -> datetime:
    """A moment behind the start of the newest logged request; where there is none, the beginning of time."""
    query = select(LoggedRequest.started_at).order_by(*_NEWEST).limit(1)
    started_at = await db.scalar(query)
    return started_at + timedelta(microseconds=1) if started_at is not None else FIRST_TIME


async def plan_for_values(db: ReadDb) -> None:
    """Let this session's queries be planned for the values at hand: which partitions they need hangs on them."""
    await db.execute(select(func.set_config("plan_cache_mode", "force_custom_plan", True)))  # noqa: FBT003 - PostgreSQL's


async def list_attempted(
    db: ReadDb, *, upstream_id: int | None, since: datetime, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[LoggedRequest]:
    """Requests that reached an upstream, or this one, since a time: newest first, beginning behind `after`."""
    where = _conditions(LogFilter(since=since))
    attempted = LoggedRequest.attempts
    where.append(attempted != [] if upstream_id is None else attempted.contains([{"upstream_id": upstream_id}]))
    if after is not None:
        where.append(tuple_(LoggedRequest.started_at, LoggedRequest.id) < tuple_(literal(after[0]), literal(after[1])))
    return (await db.scalars(_LISTED.where(*where).order_by(*_NEWEST).limit(limit))).all()


async def find_request(db: ReadDb, request_id: UUID, *, since: datetime, until: datetime) -> LoggedRequest | None:
    """By its id, whose own time tells in which partitions to look."""
    near = LoggedRequest.started_at.between(since, until)
    return await db.scalar(select(LoggedRequest).where(near, LoggedRequest.id == request_id))


_STAGING = "gateway_request_staging"
_STAGE = text(f"CREATE TEMP TABLE IF NOT EXISTS {_STAGING} (line json) ON COMMIT DELETE ROWS")
_FROM_STAGING = text(f"""
    WITH added AS (
      INSERT INTO {TABLE} (
        started_at, id, request_id, client_key_id, caller, upstream_id, upstream, key_id, model, method, path, status,
        attempts, queue_us, first_byte_us, total_us, overhead_us, bytes_in, bytes_out, tokens_in, tokens_out,
        end_reason, error, rules_fired, rule_whys, rule_because, tags, cost_nanos, currency,
        tokens_estimated
      )
      SELECT
        'epoch'::timestamptz + started_us * interval '1 microsecond', id,
        coalesce(request_id, replace(id::text, '-', '')), client_key_id, caller, upstream_id, upstream, key_id, model,
        method, path, coalesce(status, 0), coalesce(attempts, '[]'), coalesce(queue_us, 0),
        coalesce(first_byte_us, 0), coalesce(total_us, 0), coalesce(overhead_us, 0), coalesce(bytes_in, 0),
        coalesce(bytes_out, 0), tokens_in, tokens_out, coalesce(end_reason, 'done'), error, coalesce(rules_fired, '[]'),
        coalesce(rule_whys, '[]'), coalesce(rule_because, '[]'), coalesce(tags, '[]'), cost_nanos, currency,
        coalesce(tokens_estimated, false)
      FROM {_STAGING}, json_to_record(line) AS r(
        id uuid, started_us bigint, request_id text, client_key_id bigint, caller text, upstream_id bigint,
        upstream text, key_id bigint, model text, method text, path text, status int, attempts jsonb, queue_us bigint,
        first_byte_us bigint, total_us bigint, overhead_us bigint, bytes_in bigint, bytes_out bigint, tokens_in bigint,
        tokens_out bigint, end_reason text, error text, rules_fired jsonb, rule_whys jsonb,
        rule_because jsonb, tags jsonb, cost_nanos bigint, currency text, tokens_estimated boolean
      )
      ON CONFLICT DO NOTHING
      RETURNING started_at, client_key_id, upstream_id, upstream, key_id, model, status, tokens_in, tokens_out,
        tokens_estimated, cost_nanos, currency, total_us, first_byte_us, end_reason, error,
        attempts, attempts <> '[]' OR end_reason = 'process_killed' OR {COMPUTED_SQL} AS was_sent,
        {REFUSED_SQL} AS was_refused
    ),
    {summing_sql("added")}
    SELECT (started_at AT TIME ZONE 'UTC')::date, client_key_id, count(*) FILTER (WHERE was_sent),
           count(*) FILTER (WHERE was_sent AND (status >= 400 OR status = 0)),
           count(*) FILTER (WHERE was_refused),
           coalesce(sum(tokens_in), 0)::bigint, coalesce(sum(tokens_out), 0)::bigint
    FROM added WHERE client_key_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
""")  # noqa: S608 - names of ours, no value in it


_HAS_BODY = b'_body":'  # the end of both fields' names; within a text the quote would be escaped
_BODIES_FROM_STAGING = text(f"""
    INSERT INTO {BODIES} (started_at, id, request_body, answer_body)
    SELECT 'epoch'::timestamptz + started_us * interval '1 microsecond', id, request_body, answer_body
    FROM {_STAGING}, json_to_record(line) AS r(id uuid, started_us bigint, request_body text, answer_body text)
    WHERE request_body IS NOT NULL OR answer_body IS NOT NULL
    ON CONFLICT DO NOTHING
""")  # noqa: S608 - names of ours, no value in it


async def copy_lines(db: Db, lines: Sequence[bytes]) -> dict[date, dict[int, Usage]]:
    """Journal lines into the log, by COPY, and into the sums by hour and day; what is there already stays as it is.

    PostgreSQL itself takes the JSON apart: the web process that ships spends its time on requests.

    Returns:
        What client keys, by their ids, have used by day (UTC), of the rows that were new. A request counts once it was
        tried at an upstream; one that a killed process had taken in may have been, and counts too. An inference counts
        once it was computed.
    """
    await db.execute(_STAGE)
    # a backslash means something to COPY, and a NUL is no text to PostgreSQL
    copied = b"\n".join(lines).replace(b"\\u0000", b"\\ufffd").replace(b"\\", b"\\\\") + b"\n"
    await db.copy(_STAGING, copied, columns=["line"])
    if _HAS_BODY in copied:
        await db.execute(_BODIES_FROM_STAGING)
    usage: dict[date, dict[int, Usage]] = {}
    for day, client_key_id, *counts in (await db.execute(_FROM_STAGING)).all():
        usage.setdefault(day, {})[client_key_id] = Usage(*counts)
    return usage


async def find_bodies(db: ReadDb, row: LoggedRequest) -> LoggedBodies | None:
    where = (LoggedBodies.started_at == row.started_at, LoggedBodies.id == row.id)
    return await db.scalar(select(LoggedBodies).where(*where))


async def list_answer_bodies(db: ReadDb, rows: Sequence[LoggedRequest]) -> dict[UUID, str]:
    """The beginnings of answers that were kept, by the ids of these requests."""
    if not rows:
        return {}
    where = (
        LoggedBodies.started_at.between(min(r.started_at for r in rows), max(r.started_at for r in rows)),
        LoggedBodies.id.in_([row.id for row in rows]),
        LoggedBodies.answer_body.is_not(None),
    )
    bodies = await db.execute(select(LoggedBodies.id, LoggedBodies.answer_body).where(*where))
    return {row_id: body for row_id, body in bodies.all() if body is not None}
