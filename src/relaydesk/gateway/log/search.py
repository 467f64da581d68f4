"""Searching the log newest first: in stretches of time that grow, so that a page takes no longer the older the log is.

PostgreSQL plans each stretch by what its own partitions hold; a value that is rare, or was frequent long ago only,
sends it through no other day's rows. What no index finds (a part of a path or an error) is looked for within a budget
of time: a page may then hold less than its limit, and its cursor goes on from where the search stopped.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from relaydesk.gateway.log import store
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.log.tables import LoggedRequest
from relaydesk.kernel.database import ReadDb

Place = tuple[datetime, UUID]

BUDGET_S = 0.05
_DAY = timedelta(days=1)
_FIRST_SCAN, _LONGEST = timedelta(minutes=15), timedelta(days=64)
_STRETCH_S = 0.015  # a scan that took longer is followed by a shorter one
_LAST_ID = UUID(int=0)  # no row of its moment stands behind it


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page. `after` is where the next one begins, None at the end of the log."""

    rows: Sequence[LoggedRequest]
    after: Place | None


async def search(
    db: ReadDb, log_filter: LogFilter, *, after: Place | None, limit: int, budget_s: float = BUDGET_S
) -> SearchPage:
    """The page behind `after`."""
    if log_filter.q and after is None and (exact := await store.list_by_request_id(db, log_filter, limit=limit)):
        return SearchPage(exact, None)
    oldest = await store.oldest(db)
    if oldest is None:
        return SearchPage([], None)
    await store.plan_for_values(db)
    oldest = max(oldest, log_filter.since) if log_filter.since is not None else oldest
    top = after[0] + timedelta(microseconds=1) if after is not None else await store.newest(db)
    if log_filter.until is not None and (after is None or log_filter.until < top):
        top = min(log_filter.until, top)
    return await _search(db, log_filter, after, limit, (oldest, top), budget_s)


async def _search(
    db: ReadDb, log_filter: LogFilter, after: Place | None, limit: int, span: tuple[datetime, datetime], budget_s: float
) -> SearchPage:
    oldest, top = span
    is_scan = log_filter.q is not None
    length = _FIRST_SCAN if is_scan else _DAY
    began = time.monotonic()
    rows: list[LoggedRequest] = []
    while top > oldest:
        low = max(oldest, _midnight(top, length) if length >= _DAY else top - length)
        started = time.monotonic()
        stretch = replace(log_filter, since=low, until=top)
        rows += await store.list_requests(db, stretch, after=after, limit=limit + 1 - len(rows))
        if len(rows) > limit:
            return SearchPage(rows[:limit], (rows[limit - 1].started_at, rows[limit - 1].id))
        top, now = low, time.monotonic()
        if is_scan and now - began + 2 * (now - started) > budget_s and top > oldest:
            return SearchPage(rows, (top, _LAST_ID))
        if now - started < _STRETCH_S:
            length = min(length * 2, _LONGEST)
        elif is_scan:
            length = max(length / 2, _FIRST_SCAN)
    return SearchPage(rows, None)


def _midnight(top: datetime, length: timedelta) -> datetime:
    """The beginning of the day that lies about `length` before: stretches of whole days are those of partitions."""
    low = (top - length).astimezone(UTC)
    start = low.replace(hour=0, minute=0, second=0, microsecond=0)
    return start if start == low else start + _DAY
