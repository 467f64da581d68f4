"""Measures the request log's list (each filter, a first and a later page) and statistics, over a real PostgreSQL.

    [ROWS=1000000] .venv/bin/python bench/log/run.py [--stats] [--json FILE]

Rows are made by the server, in daily partitions over 30 days, denser by day than by night, with one outage 20 days ago.
Times are those of the service's call (queries, rows as objects), as an endpoint takes them, caches warm.
"""

import argparse
import asyncio
import itertools
import json
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from relaydesk.gateway.log import service, store
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.stats import service as stats
from relaydesk.gateway.stats.store import StatsFilter, summing_sql
from relaydesk.gateway.stats.tables import DAYS as SUMS_BY_DAY
from relaydesk.gateway.stats.tables import HOURS as SUMS_BY_HOUR
from relaydesk.kernel.database import Database
from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.schema import migrate

DAYS, PAGE, ROUNDS = 30, 50, 20
OUTAGE_DAYS_AGO = 20
LATER = 5  # pages behind the first one
INSERT = """
INSERT INTO gateway_request_log (started_at, id, request_id, client_key_id, upstream_id, upstream, key_id, model,
  method, path, status, attempts, queue_us, first_byte_us, total_us, overhead_us, bytes_in, bytes_out, tokens_in,
  tokens_out, end_reason, error, rules_fired, cost_nanos, currency)
SELECT at, id, replace(id::text, '-', ''), 1 + floor(200 * a ^ 3), u, 'upstream-' || u, u * 1000 + floor(500 * b ^ 2),
  'model-' || floor(40 * c ^ 3), 'POST', '/proxy/upstream-' || u || (ARRAY['/v1/chat/completions', '/v1/embeddings',
  '/v1/files/file-' || substr(md5(n::text), 1, 12)])[1 + (d > 0.9)::int + (d > 0.97)::int], status,
  jsonb_build_array(jsonb_build_object('upstream_id', u, 'key_id', u * 1000, 'status', status, 'error', NULL, 'ms', 5)),
  30, total / 3, total, 80, 900, 2100, 400, 120, CASE WHEN status = 0 THEN 'upstream_error' ELSE 'done' END,
  CASE WHEN status = 0 THEN 'connect' WHEN status >= 500 THEN 'protocol' END,
  CASE WHEN status = 429 THEN '[3]' WHEN n % 200000 = 7 THEN '[8]' ELSE '[]' END::jsonb, 1600000, 'USD'
FROM (
  SELECT n, a, b, c, d, uuidv7() AS id, 1 + floor(8 * a * b)::int AS u, (800 * exp(7 * e))::bigint AS total,
    $2::timestamptz + interval '1 day' * (n + a) / $1::bigint AS at,
    CASE WHEN $3::boolean AND n > $1::bigint * 0.4 AND n < $1::bigint * 0.45 THEN 503 WHEN d < 0.0005 THEN 0
      WHEN d < 0.01 THEN 429 WHEN d < 0.012 THEN 400 WHEN d < 0.0121 THEN 500 ELSE 200 END AS status
  FROM (SELECT n, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e
        FROM generate_series(1, $1::bigint) AS n) AS r
) AS s
"""


def filters(now: datetime, request_id: str, rare_key: int) -> dict[str, LogFilter]:
    """Every documented filter, frequent and rare values."""
    day = timedelta(days=1)
    return {
        "none": LogFilter(),
        "upstream (frequent)": LogFilter(upstream="upstream-1"),
        "upstream (rare)": LogFilter(upstream_id=8),
        "upstream (gone)": LogFilter(upstream="upstream-7"),
        "upstream (a name nobody had)": LogFilter(upstream="upstream-9"),
        "key_id (frequent)": LogFilter(key_id=1000),
        "key_id (rare)": LogFilter(key_id=rare_key),
        "key_id (none)": LogFilter(key_id=77),
        "client_key_id (frequent)": LogFilter(client_key_id=1),
        "client_key_id (rare)": LogFilter(client_key_id=200),
        "status=200": LogFilter(status=200),
        "status=429": LogFilter(status=429),
        "status=503 (20 days ago)": LogFilter(status=503),
        "status=418 (none)": LogFilter(status=418),
        "status=4xx": LogFilter(status_class=4),
        "status=5xx": LogFilter(status_class=5),
        "status=1xx (none)": LogFilter(status_class=1),
        "model (frequent)": LogFilter(model="model-0"),
        "model (rare)": LogFilter(model="model-39"),
        "min_latency_ms=100": LogFilter(min_latency_ms=100),
        "min_latency_ms=870 (rare)": LogFilter(min_latency_ms=870),
        "min_latency_ms=5000 (none)": LogFilter(min_latency_ms=5000),
        "rule_id (frequent)": LogFilter(rule_id=3),
        "rule_id (rare)": LogFilter(rule_id=8),
        "rule_id (none)": LogFilter(rule_id=99),
        "from/to, one hour": LogFilter(since=now - 10 * day, until=now - 10 * day + timedelta(hours=1)),
        "from, a week": LogFilter(since=now - 7 * day),
        "q, request id": LogFilter(q=request_id),
        "q, path (frequent)": LogFilter(q="embeddings"),
        "q, path (rare)": LogFilter(q="file-00ab"),
        "q, error": LogFilter(q="protoc"),
        "q, nothing": LogFilter(q="nowhere-to-be-found"),
        "model and status (both rare)": LogFilter(model="model-39", status=500),
        "key_id and min_latency_ms": LogFilter(key_id=1000, min_latency_ms=870),
        "upstream and q": LogFilter(upstream="upstream-8", q="file-"),
    }


async def fill(url: str, database: Database, rows: int, now: datetime) -> None:
    """Over a connection of its own: the product's gives up on a statement after 15 seconds."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=n) for n in range(DAYS)]
    async with database.unit_of_work() as uow:
        await store.LOGGED_DAYS.ensure(uow.db, [day.date() for day in days])
    connection = await asyncpg.connect(url)
    await connection.execute("""
        INSERT INTO gateway_upstream (name, base_url, auth, strategy, timeout_ms, retry)
        SELECT 'upstream-' || n, 'https://api.example.com', '{}', 'random', 1, '{}' FROM generate_series(1, 8) AS n
        WHERE n <> 7
    """)
    await connection.execute("SET work_mem = '256MB'")
    for number, day in enumerate(days):
        await connection.execute(INSERT, rows // DAYS, day, number == OUTAGE_DAYS_AGO)
    started = time.monotonic()
    await connection.execute(f"WITH {summing_sql('gateway_request_log')} SELECT")
    print(f"sums made in {time.monotonic() - started:.0f} s", flush=True)
    for table in ("gateway_request_log", SUMS_BY_HOUR, SUMS_BY_DAY):
        await connection.execute(f"VACUUM (ANALYZE) {table}")
    await connection.close()


async def timed(ask: Callable[[], Awaitable[Any]], rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds, after one call that warms up."""
    await ask()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return {"p50": round(statistics.median(taken), 1), "p95": round(taken[int(0.95 * (len(taken) - 1))], 1)}


async def measure(database: Database, name: str, asked: LogFilter) -> dict[str, Any]:
    async def page(cursor: str | None) -> tuple[int, str | None]:
        async with database.read() as db:
            rows, following = await service.list_requests(db, asked, cursor=cursor, limit=PAGE)
            return len(rows), following

    first = await timed(lambda: page(None))
    found, cursor = await page(None)
    total, pages = found, 0
    while cursor is not None and pages < LATER:
        found, following = await page(cursor)
        total, pages = total + found, pages + 1
        if following is None:
            break
        cursor = following
    later = await timed(lambda: page(cursor)) if cursor is not None else None
    line = {"filter": name, "found": total, "first": first, "later": later}
    print(f"{name:32} {first['p50']:8.1f} {first['p95']:8.1f}", end="")
    print(f" {later['p50']:8.1f} {later['p95']:8.1f}" if later else " " * 18, f"{total:6}", flush=True)
    return line


async def measure_stats(database: Database, now: datetime) -> list[dict[str, Any]]:
    """The whole answer of statistics, over the 30 days that there are but the first seven hours."""
    async with database.read() as db:
        for table in (SUMS_BY_HOUR, SUMS_BY_DAY):
            cuts = await db.execute(text(f"SELECT cut, count(*) FROM {table} GROUP BY 1 ORDER BY 1"))  # noqa: S608
            bytes_ = await db.scalar(text(f"SELECT pg_total_relation_size('{table}')"))
            print(table, f"{bytes_ / 2**20:.0f} MiB", dict(map(tuple, cuts.all())), flush=True)
    made: list[dict[str, Any]] = []
    hour = now.replace(minute=0, second=0, microsecond=0)
    month = StatsFilter(since=hour.replace(hour=7) - timedelta(days=DAYS - 1), until=hour + timedelta(hours=1))
    for name, asked, group in stats_asked(month):

        async def ask(asked: StatsFilter = asked, group: Any = group) -> None:
            async with database.read() as db:
                await stats.sum_up(db, asked, group, log_days=DAYS)

        try:
            taken = await timed(ask, 5)
        except DBAPIError as error:
            print(f"{name:32} {group:12} {error!r:.200}", flush=True)
            continue
        made.append({"filter": name, "group_by": group, **taken})
        print(f"{name:32} {group:12} {taken['p50']:8.1f} {taken['p95']:8.1f}", flush=True)
    return made


def stats_asked(month: StatsFilter) -> list[tuple[str, StatsFilter, str]]:
    """Each group without a filter, and the most frequent values of each filter and of two at once."""
    most = {"upstream": "upstream-1", "key_id": 1000, "client_key_id": 1, "model": "model-0"}
    asked = [("none", month, g) for g in ("upstream", "key", "client_key", "model", "status", "hour", "day")]
    asked += [(name, replace(month, **{name: value}), "client_key") for name, value in most.items()]
    for one, other in itertools.combinations(most, 2):
        both = replace(month, **{one: most[one], other: most[other]})
        asked.append((f"{one} and {other}", both, "client_key"))
    week = replace(month, since=month.until - timedelta(days=7))
    asked += [("none, steps of 6 h", replace(month, since=month.until - timedelta(days=28)), "key")]
    return [*asked, ("none, 7 days", week, "model"), ("client_key_id, 7 days", replace(week, client_key_id=1), "key")]


async def run(folder: Path, rows: int, *, stats_alone: bool) -> dict[str, Any]:
    postgres = EmbeddedPostgres(folder, {"fsync": "off", "shared_buffers": "1GB", "max_wal_size": "8GB"})
    await postgres.start()
    try:
        await migrate(postgres.url)
        database = Database(postgres.url)
        now = datetime.now(UTC)
        started = time.monotonic()
        await fill(postgres.url, database, rows, now)
        async with database.read() as db:
            size = await db.scalar(text("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"))
            request_id = await db.scalar(text("SELECT request_id FROM gateway_request_log LIMIT 1 OFFSET 1000"))
            rare = await db.scalar(
                text(
                    f"SELECT key_id FROM {SUMS_BY_DAY} WHERE cut = 4 GROUP BY 1 ORDER BY sum(requests) LIMIT 1"  # noqa: S608 - a name of ours
                )
            )
        print(f"{rows:,} rows, {size / 2**30:.1f} GiB with indexes, made in {time.monotonic() - started:.0f} s\n")
        print(f"{'filter':32} {'p50 ms':>8} {'p95 ms':>8} {'later':>8} {'p95 ms':>8} {'found':>6}")
        lines = []
        if not stats_alone:
            lines = [await measure(database, *item) for item in filters(now, str(request_id), int(rare)).items()]
        summed = await measure_stats(database, now)
        await database.close()
        return {"rows": rows, "bytes": int(size), "filters": lines, "stats": summed}
    finally:
        await postgres.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=None)
    parser.add_argument("--stats", action="store_true", help="statistics alone")
    given = parser.parse_args()
    rows = int(os.environ.get("ROWS", "10000000"))
    with tempfile.TemporaryDirectory(prefix="rdlog-") as folder:
        Path(folder).chmod(0o755)
        report = asyncio.run(run(Path(folder), rows, stats_alone=given.stats))
    if given.json is not None:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
