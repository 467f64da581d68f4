"""Every query on the sums by hour, and the statement part that adds new log rows to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, func, literal, select
from sqlalchemy.dialects.postgresql import array

from relaydesk.gateway.stats.latency import BUCKETS, bucket_sql
from relaydesk.gateway.stats.tables import TABLE, StatsHour
from relaydesk.kernel.database import Db

FAILED_SQL = "(status >= 400 OR status = 0 OR end_reason IN ('truncated', 'process_killed'))"
_BIN_FROM = "2000-01-01T00:00:00+00:00"
_MOST = "9223372036854775807"
_KEY = "hour, upstream_id, key_id, client_key_id, model, status, currency"
_SUMS = ("requests", "errors", "total_us", "first_byte_us", "first_bytes")
_LARGE = ("tokens_in", "tokens_out", "cost_nanos")  # an upstream may lie about them beyond any bound


def adding_sql(source: str) -> str:
    """An INSERT that adds the log rows in `source` to the sums, for a WITH of the statement that brings them.

    Rows are locked in the order of their key, so that processes that ship at once do not block each other for ever.
    """
    counts = ", ".join(f"count(*) FILTER (WHERE bucket = {n})::int" for n in range(BUCKETS))
    large = ", ".join(f"least(coalesce(sum({name}), 0), {_MOST})::bigint" for name in _LARGE)
    added = ", ".join(f"{name} = s.{name} + EXCLUDED.{name}" for name in _SUMS)
    bounded = ", ".join(f"{n} = least(s.{n}::numeric + EXCLUDED.{n}, {_MOST})::bigint" for n in _LARGE)
    return f"""
      INSERT INTO {TABLE} AS s ({_KEY}, upstream, requests, errors, {", ".join(_LARGE)}, total_us, first_byte_us,
        first_bytes, latency)
      SELECT {_KEY}, max(upstream), count(*), count(*) FILTER (WHERE failed), {large}, sum(total_us)::bigint,
        sum(first_byte_us)::bigint, count(*) FILTER (WHERE first_byte_us > 0), ARRAY[{counts}]
      FROM (
        SELECT date_trunc('hour', started_at, 'UTC') AS hour, coalesce(upstream_id, 0) AS upstream_id,
          coalesce(key_id, 0) AS key_id, coalesce(client_key_id, 0) AS client_key_id, coalesce(model, '') AS model,
          status, coalesce(currency, '') AS currency, coalesce(upstream, '') AS upstream, tokens_in, tokens_out,
          cost_nanos, total_us, first_byte_us, {FAILED_SQL} AS failed, {bucket_sql("total_us")} AS bucket
        FROM {source}
      ) AS r
      GROUP BY {_KEY} ORDER BY {_KEY}
      ON CONFLICT ({_KEY}) DO UPDATE SET {added}, {bounded}, upstream = EXCLUDED.upstream, latency = ARRAY(
        SELECT coalesce(a, 0) + coalesce(b, 0)
        FROM unnest(s.latency, EXCLUDED.latency) WITH ORDINALITY AS both_of(a, b, place) ORDER BY place
      )
    """  # noqa: S608 - names of ours, no value in it


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsFilter:
    """What is summed up; None leaves a column out. `since` and `until` are whole hours, `until` exclusive."""

    since: datetime
    until: datetime
    upstream_id: int | None = None
    upstream: str | None = None
    key_id: int | None = None
    client_key_id: int | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Summed:
    """One group. `key` is text; `costs` are nanos by currency; `latency` counts by bucket."""

    key: str
    requests: int
    errors: int
    tokens_in: int
    tokens_out: int
    total_us: int
    first_byte_us: int
    first_bytes: int
    costs: dict[str, int]
    latency: list[int]


def _where(asked: StatsFilter) -> list[ColumnElement[bool]]:
    row = StatsHour
    equal = [
        (row.upstream_id, asked.upstream_id),
        (row.upstream, asked.upstream),
        (row.key_id, asked.key_id),
        (row.client_key_id, asked.client_key_id),
        (row.model, asked.model),
    ]
    where = [column == value for column, value in equal if value is not None]
    return [row.hour >= asked.since, row.hour < asked.until, *where]


def binned(step: timedelta) -> ColumnElement[Any]:
    """The beginning of the step that an hour lies in, as text in ISO 8601."""
    start = func.date_bin(literal(step), StatsHour.hour, literal(datetime.fromisoformat(_BIN_FROM)))
    return func.to_char(func.timezone("UTC", start), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')


def group_key(group: str) -> ColumnElement[Any]:
    """The text that a group is known by; empty for requests without."""
    if group in {"hour", "day"}:
        return binned(timedelta(hours=1) if group == "hour" else timedelta(days=1))
    columns: dict[str, Any] = {
        "upstream": StatsHour.upstream,
        "model": StatsHour.model,
        "status": cast(StatsHour.status, Text),
        "key": func.coalesce(cast(func.nullif(StatsHour.key_id, 0), Text), ""),
        "client_key": func.coalesce(cast(func.nullif(StatsHour.client_key_id, 0), Text), ""),
    }
    found: ColumnElement[Any] = columns[group]
    return found


async def sum_groups(
    db: Db,
    asked: StatsFilter,
    by: ColumnElement[Any] | None,
    *,
    limit: int,
    after: str | None = None,
    by_key: bool = False,
) -> list[Summed]:
    """Groups with the most requests first; `by_key` in the order of their keys, beginning behind `after`.

    Without `by` there is one group, or none where nothing was asked.
    """
    key: ColumnElement[Any] = (by if by is not None else literal("")).label("key")
    row = StatsHour
    sums = [func.sum(getattr(row, name)).label(name) for name in (*_SUMS, *_LARGE)]
    buckets = [func.sum(row.latency[n + 1]).label(f"b{n}") for n in range(BUCKETS)]
    where = _where(asked)
    if after is not None and by is not None:
        where.append(by > after)
    inner = select(key, row.currency, *sums, *buckets).where(*where).group_by(key, row.currency).subquery()
    c = inner.c
    totals = [func.sum(c[n]) for n in ("requests", "errors", "tokens_in", "tokens_out", "total_us", "first_byte_us")]
    costs = func.jsonb_object_agg(c.currency, c.cost_nanos).filter(c.currency != "")
    latency = array([func.sum(c[f"b{n}"]) for n in range(BUCKETS)])
    query = select(c.key, *totals, func.sum(c.first_bytes), costs, latency).group_by(c.key)
    query = query.order_by(c.key) if by_key else query.order_by(func.sum(c.requests).desc(), c.key)
    return [_summed(found) for found in (await db.execute(query.limit(limit))).all()]


def _summed(found: Sequence[Any]) -> Summed:
    key, *numbers, costs, latency = found
    names = ("requests", "errors", "tokens_in", "tokens_out", "total_us", "first_byte_us", "first_bytes")
    return Summed(
        key=key,
        costs={currency: int(nanos) for currency, nanos in (costs or {}).items()},
        latency=[int(count) for count in latency],
        **{name: int(number) for name, number in zip(names, numbers, strict=True)},
    )


async def delete_before(db: Db, before: datetime) -> int:
    """How many sums of hours before that were taken away."""
    found = await db.execute(delete(StatsHour).where(StatsHour.hour < before).returning(StatsHour.hour))
    return len(found.all())
