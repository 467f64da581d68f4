"""Every query on the sums, and the statement parts that add new log rows to them.

A request is summed up once by hour and once by day, and in each of several cuts: by upstream and status, and by one or
(by day only) two of key, client key and model besides. Crossed with each other these would hold as many rows as the
log. What no cut tells is read from the log itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by

from relaydesk.gateway.stats.latency import BUCKETS, bucket_sql
from relaydesk.gateway.stats.tables import ALL_STATUSES, DAYS, FAILED_SQL, HOURS, StatsDay, StatsHour
from relaydesk.kernel.database import Db, ReadDb, utc_now

BITS = {"key": 4, "client_key": 2, "model": 1}
FAILOVERS = 8  # the cut of what keys had of requests that went on to another key
LOG = "gateway_request_log"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BIN_FROM = "2000-01-01T00:00:00+00:00"
_MOST = "9223372036854775807"
_KEY = "at, cut, key_id, client_key_id, model, upstream_id, upstream, status, currency"
_SUMS = ("requests", "errors", "estimated", "total_us", "first_byte_us", "first_bytes")
_LARGE = ("tokens_in", "tokens_out", "cost_nanos")  # an upstream may lie about them beyond any bound
_ALL = (*_SUMS, *_LARGE, "latency")
_ALONE = ("", "key_id", "client_key_id", "model")
_PAIRS = ("client_key_id, model", "key_id, model", "key_id, client_key_id")
_COUNTS = ", ".join(f"count(*) FILTER (WHERE bucket = {n})::int" for n in range(BUCKETS))
_ADDED_UP = f"""
  count(*) AS requests, count(*) FILTER (WHERE failed) AS errors,
  count(*) FILTER (WHERE tokens_estimated) AS estimated, sum(total_us)::bigint AS total_us,
  sum(first_byte_us)::bigint AS first_byte_us, count(*) FILTER (WHERE first_byte_us > 0) AS first_bytes,
  {", ".join(f"least(coalesce(sum({name}), 0), {_MOST})::bigint AS {name}" for name in _LARGE)},
  ARRAY[{_COUNTS}] AS latency
"""


def _log_rows_sql(source: str, span: str) -> str:
    """Log rows with the columns of the sums' key, nothing of them null.

    Names that no route has are not summed up: a caller can make up as many as it likes. OFFSET 0 has each
    bucket worked out once, not once for each of the counts that look at it.
    """
    return f"""
      SELECT date_trunc('{span}', started_at, 'UTC') AS at, coalesce(key_id, 0) AS key_id,
        coalesce(client_key_id, 0) AS client_key_id,
        CASE WHEN error = 'MODEL_NOT_FOUND' THEN '' ELSE coalesce(model, '') END AS model,
        coalesce(upstream_id, 0) AS upstream_id, coalesce(upstream, '') AS upstream, status,
        coalesce(currency, '') AS currency, tokens_in, tokens_out, tokens_estimated, cost_nanos, total_us,
        first_byte_us, {FAILED_SQL} AS failed, {bucket_sql("total_us")} AS bucket
      FROM {source}
      OFFSET 0
    """  # noqa: S608 - names of ours, no value in it


def summing_sql(source: str) -> str:
    """The parts of a WITH that add the log rows in `source` to the sums, for the statement that brings them.

    Rows that are alike are summed up once, and the cuts made of these sums. Rows of a table are locked in the order of
    their key, so that processes that ship at once do not block each other for ever.
    """
    alike = ", ".join(name for name in _KEY.split(", ") if name != "cut")
    return f"""
      alike AS MATERIALIZED (
        SELECT {alike}, {_ADDED_UP} FROM ({_log_rows_sql(source, "hour")}) AS r GROUP BY {alike}
      ),
      summed_by_hour AS ({_adding_sql(HOURS, source)}),
      summed_by_day AS ({_adding_sql(DAYS, source)})
    """  # noqa: S608 - names of ours, no value in it


def _failovers_sql(source: str) -> str:
    """Rows of the cut `FAILOVERS`: a request once a key, with how the last attempt with that key ended.

    Only requests of several attempts have any, so that the others cost no more.
    """
    zeros = ", ".join("0" for name in (*_SUMS, *_LARGE) if name not in ("requests", "errors"))
    return f"""
      SELECT date_trunc('hour', r.started_at, 'UTC'), {FAILOVERS}, a.key_id, 0, '', 0, '', a.status, '', count(*),
        count(*) FILTER (WHERE a.status >= 400 OR a.status = 0), {zeros}, array_fill(0, ARRAY[{BUCKETS}])
      FROM {source} AS r CROSS JOIN LATERAL (
        SELECT DISTINCT ON (key_id) key_id, status FROM (
          SELECT (attempt->>'key_id')::bigint AS key_id, coalesce((attempt->>'status')::int, 0) AS status, place
          FROM jsonb_array_elements(r.attempts) WITH ORDINALITY AS e(attempt, place)
        ) AS t
        WHERE key_id <> coalesce(r.key_id, 0) ORDER BY key_id, place DESC
      ) AS a
      WHERE jsonb_array_length(r.attempts) > 1
      GROUP BY 1, a.key_id, a.status
    """  # noqa: S608 - names of ours, no value in it


def _adding_sql(table: str, logged: str) -> str:
    always = "at, upstream_id, upstream, currency"
    sets = [f"({always}, status{', ' * bool(column)}{column})" for column in _ALONE]
    if table == DAYS:
        sets += [f"({always}, {columns})" for columns in _PAIRS]
    sums = ", ".join(f"sum({name})::bigint" for name in _SUMS)
    large = ", ".join(f"least(sum({name}), {_MOST})::bigint" for name in _LARGE)
    latency = ", ".join(f"sum(latency[{n}])::int" for n in range(1, BUCKETS + 1))
    added = ", ".join(f"{name} = s.{name} + EXCLUDED.{name}" for name in _SUMS)
    bounded = ", ".join(f"{n} = least(s.{n}::numeric + EXCLUDED.{n}, {_MOST})::bigint" for n in _LARGE)
    buckets = ", ".join(f"s.latency[{n}] + EXCLUDED.latency[{n}]" for n in range(1, BUCKETS + 1))
    source, more = "alike", f"UNION ALL {_failovers_sql(logged)}"
    if table == DAYS:
        more = ""
        rest = ", ".join(name for name in (*_KEY.split(", "), *_ALL) if name not in ("at", "cut"))
        source = f"(SELECT date_trunc('day', at, 'UTC') AS at, {rest} FROM alike)"  # noqa: S608 - names of ours
    return f"""
      INSERT INTO {table} AS s ({_KEY}, {", ".join(_ALL)})
      SELECT at, 7 - GROUPING(key_id, client_key_id, model) AS cut, coalesce(key_id, 0), coalesce(client_key_id, 0),
        coalesce(model, ''), upstream_id, upstream, coalesce(status, {ALL_STATUSES}), currency, {sums}, {large},
        ARRAY[{latency}]
      FROM {source} AS r
      GROUP BY GROUPING SETS ({", ".join(sets)}) {more} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
      ON CONFLICT ({_KEY}) DO UPDATE SET {added}, {bounded}, latency = ARRAY[{buckets}]
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

    def equal(self) -> dict[str, Any]:
        """The columns that are asked for, with their values."""
        names = ("upstream_id", "upstream", "key_id", "client_key_id", "model")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}

    def cut(self) -> int:
        """The bits of the columns that are asked for."""
        by = {"key": self.key_id, "client_key": self.client_key_id, "model": self.model}
        return sum(BITS[name] for name, value in by.items() if value is not None)


@dataclass(frozen=True, slots=True)
class Summed:
    """One group. `key` is text; `costs` are nanos by currency; `latency` counts by bucket."""

    key: str
    requests: int
    errors: int
    estimated: int
    tokens_in: int
    tokens_out: int
    total_us: int
    first_byte_us: int
    first_bytes: int
    costs: dict[str, int]
    latency: list[int]


@dataclass(frozen=True, slots=True)
class By:
    """What requests are grouped by: a name of `KEYS`, nothing, or with `step` the beginnings of such steps of time."""

    name: str = ""
    step: timedelta | None = None

    def is_fine(self) -> bool:
        """Whether the steps are shorter than those of the sums."""
        return self.step is not None and self.step < HOUR

    def key_sql(self) -> str:
        """The text that a group is known by; empty for requests without."""
        if self.step is None:
            return KEYS[self.name]
        start = f"date_bin('{self.step.total_seconds():.0f} s', at, '{BIN_FROM}')"
        return f"""to_char(timezone('UTC', {start}), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""


KEYS = {
    "": "''::text",
    "upstream": "upstream",
    "model": "model",
    "status": "status::text",
    "key": "coalesce(nullif(key_id, 0)::text, '')",
    "client_key": "coalesce(nullif(client_key_id, 0)::text, '')",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of time and the table that tells of it."""

    table: str
    since: datetime
    until: datetime

    def sql(self, stats_filter: StatsFilter, by: By, number: int, values: dict[str, Any]) -> str:
        """Rows of `key`, `currency` and the sums; `values` takes what is bound."""
        equal = stats_filter.equal()
        values |= equal
        key = by.key_sql()
        if self.table == LOG:
            values |= {f"since{number}": self.since, f"until{number}": self.until}
            where = [f"started_at >= :since{number}", f"started_at < :until{number}"]
            where += [f"{n} = :{n}" if v else f"coalesce({n}, '') = :{n}" for n, v in equal.items()]
            span = "minute" if by.is_fine() else "hour"
            log_rows = _log_rows_sql(f"{LOG} WHERE {' AND '.join(where)}", span)
            return f"SELECT {key} AS key, currency, {_ADDED_UP} FROM ({log_rows}) AS r GROUP BY 1, 2"  # noqa: S608
        # each hour or day by itself: so the primary key leads to the rows, whose other columns are all known
        step = DAY if self.table == DAYS else HOUR
        values[f"at{number}"] = [self.since + n * step for n in range(max(0, (self.until - self.since) // step))]
        cut = stats_filter.cut() | BITS.get(by.name, 0)
        where = [f"at = ANY(CAST(:at{number} AS timestamptz[]))", f"cut = {cut}", *(f"{n} = :{n}" for n in equal)]
        left_out = {"key_id = 0": 4, "client_key_id = 0": 2, "model = ''": 1}
        where += [condition for condition, bit in left_out.items() if not cut & bit]
        sums = ", ".join(_ALL)
        return f"SELECT {key} AS key, currency, {sums} FROM {self.table} WHERE {' AND '.join(where)}"  # noqa: S608


def needs_log(stats_filter: StatsFilter, by: By) -> bool:
    """Whether only the log can answer: no sums are cut by so many columns, or none of them keep what `by` groups by."""
    columns = (stats_filter.cut() | BITS.get(by.name, 0)).bit_count()
    is_hourly = by.name == "status" or (by.step is not None and by.step < DAY)
    return by.is_fine() or columns > 2 or (columns == 2 and is_hourly)  # noqa: PLR2004 - two columns, as above


def _parts(stats_filter: StatsFilter, by: By) -> list[_Part]:
    """Whole days out of the days; what is left at the ends out of the hours, or the log where hours tell too little."""
    if needs_log(stats_filter, by):
        return [_Part(LOG, stats_filter.since, stats_filter.until)]
    if by.step is not None and by.step < DAY:
        return [_Part(HOURS, stats_filter.since, stats_filter.until)]
    first, last = midnight_after(stats_filter.since), midnight_before(stats_filter.until)
    pair = (stats_filter.cut() | BITS.get(by.name, 0)).bit_count() > 1
    ends = LOG if pair else HOURS
    if first >= last and (stats_filter.since, stats_filter.until) != (first, last):
        return [_Part(ends, stats_filter.since, stats_filter.until)]
    parts = [_Part(ends, stats_filter.since, first), _Part(DAYS, first, last), _Part(ends, last, stats_filter.until)]
    return [part for part in parts if part.since < part.until]


def midnight_before(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def midnight_after(at: datetime) -> datetime:
    return midnight_before(at + DAY - timedelta(microseconds=1))


async def oldest_logged(db: ReadDb) -> datetime | None:
    """When the oldest request in the log started."""
    started_at: datetime | None = await db.scalar(text(f"SELECT started_at FROM {LOG} ORDER BY started_at LIMIT 1"))  # noqa: S608
    return started_at.astimezone(UTC) if started_at is not None else None


async def upstream_ids_by_name(db: ReadDb, name: str, since: datetime) -> list[int]:
    """The upstreams that had this name when they answered a request, on days from that of `since` on."""
    day = func.generate_series(midnight_before(since.astimezone(UTC)), utc_now(), DAY)
    alone = (StatsDay.cut == 0, StatsDay.key_id == 0, StatsDay.client_key_id == 0, StatsDay.model == "")
    query = select(StatsDay.upstream_id).where(StatsDay.at.in_(select(day)), *alone, StatsDay.upstream == name)
    return list((await db.scalars(query.distinct())).all())


async def summed_range(db: ReadDb) -> tuple[datetime, datetime] | None:
    """The hours from the first that has sums to behind the last; None without any."""
    first, last = (await db.execute(select(func.min(StatsHour.at), func.max(StatsHour.at)))).one()
    return (first.astimezone(UTC), last.astimezone(UTC) + HOUR) if first is not None else None


async def sum_groups(
    db: ReadDb, stats_filter: StatsFilter, by: By, *, limit: int, after: str | None = None, by_key: bool = False
) -> list[Summed]:
    """Groups with the most requests first; `by_key` in the order of their keys, beginning behind `after`.

    By nothing there is one group, or none without requests. What only the log can answer is right only as far back as
    the log goes, and so are the ends of a range that is not of whole days, by two of key, client key and model.
    """
    parts = _parts(stats_filter, by)
    values: dict[str, Any] = {"limit": limit}
    rows = " UNION ALL ".join(part.sql(stats_filter, by, n, values) for n, part in enumerate(parts))
    if not rows:
        return []
    if after is not None:
        values["after"] = after
    # the many counts are added up only for the groups that are shown
    shown = f"""
      SELECT key FROM r {"WHERE key > :after" if after is not None else ""}
      GROUP BY key ORDER BY {"" if by_key else "sum(requests) DESC,"} key LIMIT :limit
    """  # noqa: S608 - names of ours
    sums = ", ".join(f"sum({n}) AS {n}" for n in (*_SUMS, *_LARGE))
    buckets = ", ".join(f"sum(latency[{n + 1}]) AS b{n}" for n in range(BUCKETS))
    lines = await db.execute(
        text(f"""
          WITH r AS {"" if any(part.table == LOG for part in parts) else "NOT"} MATERIALIZED ({rows})
          SELECT key, sum(requests), sum(errors), sum(estimated), sum(tokens_in), sum(tokens_out),
            sum(total_us), sum(first_byte_us), sum(first_bytes),
            jsonb_object_agg(currency, cost_nanos) FILTER (WHERE currency <> ''),
            ARRAY[{", ".join(f"sum(b{n})" for n in range(BUCKETS))}]
          FROM (
            SELECT key, currency, {sums}, {buckets} FROM r WHERE key IN ({shown}) GROUP BY key, currency
          ) AS c
          GROUP BY key ORDER BY {"" if by_key else "sum(requests) DESC,"} key
        """),  # noqa: S608 - names of ours, values are bound
        values,
    )
    return [_summed(line) for line in lines.all()]


def _summed(line: Sequence[Any]) -> Summed:
    key, *numbers, costs, latency = line
    names = ("requests", "errors", "estimated", "tokens_in", "tokens_out", "total_us", "first_byte_us", "first_bytes")
    return Summed(
        key=key,
        costs={currency: int(nanos) for currency, nanos in (costs or {}).items()},
        latency=[int(count) for count in latency],
        **{name: int(number) for name, number in zip(names, numbers, strict=True)},
    )


async def usage_of_keys(
    db: ReadDb, key_ids: Sequence[int], *, since: datetime, until: datetime
) -> list[tuple[int, int, int, int, datetime | None, int | None]]:
    """Of those that were tried: the id, requests, errors, requests that went on to another key, the last error.

    Of that error the hour, and a status that it had in it.
    """
    sums = StatsHour
    hours = [since + n * HOUR for n in range((until - since) // HOUR)]
    alone = (sums.cut.in_((BITS["key"], FAILOVERS)), sums.client_key_id == 0, sums.model == "")
    newest_status = func.array_agg(aggregate_order_by(sums.status, sums.at.desc())).filter(sums.errors > 0)
    query = (
        select(
            sums.key_id,
            func.sum(sums.requests),
            func.sum(sums.errors),
            func.coalesce(func.sum(sums.requests).filter(sums.cut == FAILOVERS), 0),
            func.max(sums.at).filter(sums.errors > 0),
            newest_status,
        )
        .where(sums.at.in_(hours), *alone, sums.key_id.in_(key_ids))
        .group_by(sums.key_id)
    )
    return [
        (key_id, int(requests), int(errors), int(failovers), at, statuses[0] if statuses else None)
        for key_id, requests, errors, failovers, at, statuses in (await db.execute(query)).all()
    ]


async def delete_before(db: Db, before: datetime) -> int:
    """How many sums of days that end before that were taken away."""
    deleted = 0
    for table in (StatsHour, StatsDay):
        deletion: Any = await db.execute(delete(table).where(table.at < midnight_before(before)))
        deleted += int(deletion.rowcount)
    return deleted
