"""Reading statistics: totals, groups, a series over time without gaps, and all groups for an export."""

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from relaydesk.gateway.keys.store import names_of_keys
from relaydesk.gateway.stats import store
from relaydesk.gateway.stats.latency import percentile_ms
from relaydesk.gateway.stats.schemas import Cost, GroupBy, GroupSums, SeriesPoint, Stats, Sums
from relaydesk.gateway.stats.store import StatsFilter, Summed
from relaydesk.identity.api import names_of_client_keys
from relaydesk.kernel.database import Database, Db, utc_now
from relaydesk.kernel.errors import Invalid

_DEFAULT = timedelta(days=1)
_HOUR = timedelta(hours=1)
_TOP, _TIMES, _POINTS = 100, 1000, 10_000
_EXPORT_PAGE = 1000
# the longest range that is shown in each step
_STEPS = ((timedelta(days=4), _HOUR), (timedelta(days=28), timedelta(hours=6)), (timedelta.max, timedelta(days=1)))


def whole_hours(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """The hours that hold a range; the last day where no time is given. Raises Invalid, naming `from`."""
    end = (until or utc_now() + timedelta(seconds=1)).astimezone(UTC)
    try:
        start = since.astimezone(UTC) if since is not None else end - _DEFAULT
        if start >= end:
            raise Invalid.field("from", "must lie before 'to'")
        first = start.replace(minute=0, second=0, microsecond=0)
        last = end.replace(minute=0, second=0, microsecond=0)
        return first, last if last == end else last + _HOUR
    except OverflowError:
        raise Invalid.field("to", "is not a time that could be") from None


def _sums(of: Summed) -> dict[str, Any]:
    return {
        "requests": of.requests,
        "errors": of.errors,
        "tokens_in": of.tokens_in,
        "tokens_out": of.tokens_out,
        "average_ms": round(of.total_us / of.requests / 1000, 3) if of.requests else 0.0,
        "average_first_byte_ms": round(of.first_byte_us / of.first_bytes / 1000, 3) if of.first_bytes else 0.0,
        "p50_ms": percentile_ms(of.latency, 0.5),
        "p95_ms": percentile_ms(of.latency, 0.95),
        "p99_ms": percentile_ms(of.latency, 0.99),
        "costs": [Cost(currency=currency, nanos=nanos) for currency, nanos in sorted(of.costs.items())],
    }


async def _groups(db: Db, group: GroupBy, found: Iterable[Summed]) -> list[GroupSums]:
    summed = list(found)
    ids = [int(one.key) for one in summed if one.key] if group in {"key", "client_key"} else []
    names = await names_of_keys(db, ids) if group == "key" and ids else {}
    if group == "client_key" and ids:
        names = await names_of_client_keys(db, ids)
    labels = {str(row_id): name for row_id, name in names.items()}
    return [GroupSums(key=one.key, label=labels.get(one.key), **_sums(one)) for one in summed]


async def _series(db: Db, asked: StatsFilter) -> tuple[timedelta, list[SeriesPoint]]:
    """Every step of the range, also those without requests; only as far as there can be any where it is endless."""
    step = next(step for longest, step in _STEPS if asked.until - asked.since <= longest)
    found = await store.sum_groups(db, asked, store.binned(step), limit=_POINTS, by_key=True)
    by_time = {datetime.fromisoformat(one.key): one for one in found}
    if not by_time:
        return step, []
    first = asked.since
    if (asked.until - asked.since) / step > _POINTS:
        first = min(by_time)
    since_start = (first - datetime(2000, 1, 1, tzinfo=UTC)) % step
    points: list[SeriesPoint] = []
    at = first - since_start
    last = min(asked.until, max(*by_time, utc_now()) + step)
    while at < last and len(points) < _POINTS:
        points.append(SeriesPoint(at=at, **(_sums(by_time[at]) if at in by_time else {})))
        at += step
    return step, points


async def sum_up(db: Db, asked: StatsFilter, group: GroupBy) -> Stats:
    """Totals, groups and a series of what is asked for."""

    async def by(column: GroupBy) -> list[GroupSums]:
        return await _groups(db, column, await store.sum_groups(db, asked, store.group_key(column), limit=_TOP))

    is_time = group in {"hour", "day"}
    limit = _TIMES if is_time else _TOP
    found = await store.sum_groups(db, asked, store.group_key(group), limit=limit, by_key=is_time)
    totals = await store.sum_groups(db, asked, None, limit=1)
    step, series = await _series(db, asked)
    return Stats(
        from_time=asked.since,
        to_time=asked.until,
        totals=Sums(**_sums(totals[0])) if totals else Sums(),
        group_by=group,
        groups=await _groups(db, group, found),
        step_s=int(step.total_seconds()),
        series=series,
        by_upstream=await by("upstream"),
        by_key=await by("key"),
        by_status=await by("status"),
        by_model=await by("model"),
    )


async def export_groups(database: Database, asked: StatsFilter, group: GroupBy) -> AsyncIterator[list[GroupSums]]:
    """All groups in the order of their keys, page by page, each read for itself."""
    after: str | None = None
    while True:
        async with database.read() as db:
            by = store.group_key(group)
            found = await store.sum_groups(db, asked, by, limit=_EXPORT_PAGE, after=after, by_key=True)
            page = await _groups(db, group, found)
        yield page
        if len(page) < _EXPORT_PAGE:
            return
        after = page[-1].key
