"""Reading statistics: totals, groups, a series over time without gaps, and all groups for an export."""

import dataclasses
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from typing import Any

from relaydesk.gateway.keys.store import names_of_keys
from relaydesk.gateway.stats import store
from relaydesk.gateway.stats.latency import percentile_ms
from relaydesk.gateway.stats.schemas import Cost, GroupBy, GroupSums, KeyUsage, SeriesPoint, Stats, Sums
from relaydesk.gateway.stats.store import DAY, HOUR, By, StatsFilter, Summed, midnight_after, midnight_before
from relaydesk.identity.api import names_of_client_keys
from relaydesk.kernel.database import Database, ReadDb, utc_now
from relaydesk.kernel.errors import Invalid

_TOP, _TIMES, _POINTS = 100, 1000, 10_000
_EXPORT_PAGE = 1000
_FINE_STEP, _FINE_RANGE, _FINE_REQUESTS = timedelta(minutes=5), timedelta(hours=6), 100_000
_NOTHING = Summed(
    key="",
    requests=0,
    errors=0,
    estimated=0,
    tokens_in=0,
    tokens_out=0,
    total_us=0,
    first_byte_us=0,
    first_bytes=0,
    costs={},
    latency=[],
)
# the longest range that is shown in each step
_STEPS = ((timedelta(days=4), HOUR), (timedelta(days=28), timedelta(hours=6)), (timedelta.max, DAY))


def whole_hours(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """The hours that hold a range of times in UTC; the last day where no time is given.

    Raises Invalid, naming `from` or `to`.
    """
    end = until or utc_now() + timedelta(seconds=1)
    try:
        start = since if since is not None else end - DAY
        if start >= end:
            raise Invalid.field("from", "must lie before 'to'", reason="from_before_to")
        first = start.replace(minute=0, second=0, microsecond=0)
        last = end.replace(minute=0, second=0, microsecond=0)
        return first, last if last == end else last + HOUR
    except OverflowError:
        raise Invalid.field("to", "is not a time that could be", reason="time_impossible") from None


def _sums(of: Summed) -> dict[str, Any]:
    return {
        "requests": of.requests,
        "errors": of.errors,
        "estimated": of.estimated,
        "tokens_in": of.tokens_in,
        "tokens_out": of.tokens_out,
        "average_ms": round(of.total_us / of.requests / 1000, 3) if of.requests else 0.0,
        "average_first_byte_ms": round(of.first_byte_us / of.first_bytes / 1000, 3) if of.first_bytes else 0.0,
        "p50_ms": percentile_ms(of.latency, 0.5, total_us=of.total_us),
        "p95_ms": percentile_ms(of.latency, 0.95, total_us=of.total_us),
        "p99_ms": percentile_ms(of.latency, 0.99, total_us=of.total_us),
        "costs": [Cost(currency=currency, nanos=nanos) for currency, nanos in sorted(of.costs.items())],
    }


def _by(group: GroupBy) -> By:
    if group in {"hour", "day"}:
        return By(group, HOUR if group == "hour" else DAY)
    return By(group)


def _with_exact_range(stats_filter: StatsFilter, logged_since: datetime, groups: Iterable[By]) -> StatsFilter:
    """The filter with a range whose sums are exact: of whole days (UTC) where less than a day would need the log.

    Raises Invalid where only the log has the numbers and no longer holds the range. Without a filter, or with an
    upstream alone, there are sums of every hour.
    """
    cut = stats_filter.cut()
    if not cut or stats_filter.since >= logged_since:
        return stats_filter
    if any(store.needs_log(stats_filter, by) for by in groups):
        since = f"{logged_since:%Y-%m-%dT%H:%MZ}"
        message = f"must not lie before {since}: so many filters are answered out of the log alone"
        raise Invalid.field("from", message, reason="before_log", since=since)
    until = (
        stats_filter.until
        if midnight_before(stats_filter.until) >= logged_since
        else midnight_after(stats_filter.until)
    )
    return dataclasses.replace(stats_filter, since=midnight_before(stats_filter.since), until=until)


async def _groups(db: ReadDb, group: GroupBy, sums: Iterable[Summed]) -> list[GroupSums]:
    summed = list(sums)
    ids = [int(one.key) for one in summed if one.key] if group in {"key", "client_key"} else []
    names = await names_of_keys(db, ids) if group == "key" and ids else {}
    if group == "client_key" and ids:
        names = await names_of_client_keys(db, ids)
    labels = {str(row_id): name for row_id, name in names.items()}
    return [GroupSums(key=one.key, label=labels.get(one.key), **_sums(one)) for one in summed]


async def _logged_since(db: ReadDb, kept_days: int) -> datetime:
    """The day (UTC) since when the log is whole."""
    now = utc_now()
    oldest = await store.oldest_logged(db)
    return max(midnight_before(oldest or now + DAY), midnight_before(now - timedelta(days=kept_days)))


async def _within(db: ReadDb, stats_filter: StatsFilter) -> StatsFilter | None:
    """As far as there are sums, or None where there are none."""
    summed = await store.summed_range(db)
    if summed is None:
        return None
    since, until = max(stats_filter.since, summed[0]), min(stats_filter.until, summed[1])
    return dataclasses.replace(stats_filter, since=since, until=until) if since < until else None


async def _series(db: ReadDb, stats_filter: StatsFilter, step: timedelta) -> list[SeriesPoint]:
    """Every step of the range, also those without requests; only as far as there can be any where it is endless."""
    within = await _within(db, stats_filter)
    sums = await store.sum_groups(db, within, By("time", step), limit=_POINTS, by_key=True) if within else []
    by_time = {datetime.fromisoformat(one.key): one for one in sums}
    if not by_time:
        return []
    first = stats_filter.since
    if (stats_filter.until - stats_filter.since) / step > _POINTS:
        first = min(by_time)
    since_start = (first - datetime.fromisoformat(store.BIN_FROM)) % step
    points: list[SeriesPoint] = []
    at = first - since_start
    last = min(stats_filter.until, max(*by_time, utc_now()) + step)
    while at < last and len(points) < _POINTS:
        points.append(SeriesPoint(at=at, **_sums(by_time.get(at, _NOTHING))))
        at += step
    return points


async def sum_up(
    db: ReadDb, stats_filter: StatsFilter, group: GroupBy, *, log_days: int, is_fine: bool = False
) -> Stats:
    """Totals, groups and a series of what is asked for; `log_days` is how long the log is kept.

    With `is_fine` the series is in steps of five minutes where it is short enough to be summed up out of the log.

    Raises Invalid, naming `from`, where only the log could tell and does not go back so far.
    """
    step = next(step for longest, step in _STEPS if stats_filter.until - stats_filter.since <= longest)
    lists: tuple[GroupBy, ...] = ("upstream", "key", "status", "model", group)
    logged_since = await _logged_since(db, log_days)
    exact_filter = _with_exact_range(stats_filter, logged_since, [*(_by(one) for one in lists), By("time", step)])
    within = await _within(db, exact_filter)
    groups: dict[GroupBy, list[GroupSums]] = {one: [] for one in lists}
    totals: list[Summed] = []
    if within is not None:
        totals = await store.sum_groups(db, within, By(), limit=1)
        for one in groups:
            is_time = one in {"hour", "day"}
            limit = _TIMES if is_time else _TOP
            groups[one] = await _groups(
                db, one, await store.sum_groups(db, within, _by(one), limit=limit, by_key=is_time)
            )
    sums = totals[0] if totals else _NOTHING
    is_short = exact_filter.until - exact_filter.since <= _FINE_RANGE and sums.requests <= _FINE_REQUESTS
    if is_fine and is_short and exact_filter.since >= logged_since:
        step = _FINE_STEP
    return Stats(
        from_time=exact_filter.since,
        to_time=exact_filter.until,
        totals=Sums(**_sums(sums)),
        group_by=group,
        groups=groups[group],
        step_s=int(step.total_seconds()),
        series=await _series(db, exact_filter, step),
        by_upstream=groups["upstream"],
        by_key=groups["key"],
        by_status=groups["status"],
        by_model=groups["model"],
    )


async def sum_of_model(db: ReadDb, model: str) -> Sums:
    """Of the last day, in whole hours (UTC), by the name that was asked for."""
    since, until = whole_hours(None, None)
    within = await _within(db, StatsFilter(since=since, until=until, model=model))
    totals = await store.sum_groups(db, within, By(), limit=1) if within else []
    return Sums(**_sums(totals[0] if totals else _NOTHING))


async def usage_of_keys(db: ReadDb, key_ids: list[int]) -> list[KeyUsage]:
    since, until = whole_hours(None, None)
    return [
        KeyUsage(
            key_id=key_id,
            requests=requests,
            errors=errors,
            failovers=failovers,
            last_error_at=at,
            last_error_status=status,
        )
        for key_id, requests, errors, failovers, at, status in await store.usage_of_keys(
            db, key_ids, since=since, until=until
        )
    ]


async def export_groups(
    database: Database, stats_filter: StatsFilter, group: GroupBy
) -> AsyncIterator[list[GroupSums]]:
    """All groups of what `tellable` gave, in the order of their keys, page by page, each read for itself."""
    by = _by(group)
    after: str | None = None
    while True:
        async with database.read() as db:
            within = await _within(db, stats_filter)
            sums = (
                await store.sum_groups(db, within, by, limit=_EXPORT_PAGE, after=after, by_key=True) if within else []
            )
            page = await _groups(db, group, sums)
        yield page
        if len(page) < _EXPORT_PAGE:
            return
        after = page[-1].key


async def tellable(db: ReadDb, stats_filter: StatsFilter, group: GroupBy, *, log_days: int) -> StatsFilter:
    """The filter with a range whose sums by `group` are exact; raises as `sum_up` does."""
    return _with_exact_range(stats_filter, await _logged_since(db, log_days), [_by(group)])
