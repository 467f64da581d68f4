"""Statistics over HTTP: `/api/admin/stats` and its export."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import StreamingResponse

from relaydesk.gateway.parameters import ClientKeyQuery, KeyQuery, ModelQuery, UpstreamQuery
from relaydesk.gateway.stats import service
from relaydesk.gateway.stats.schemas import GroupBy, GroupSums, KeyUsage, Stats
from relaydesk.gateway.stats.store import StatsFilter
from relaydesk.gateway.upstreams.schemas import RowId
from relaydesk.identity.api import Principal, record_alone, require
from relaydesk.kernel.http.csv_export import Cell, csv_response
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep
from relaydesk.kernel.http.parameters import Since, Until

router = APIRouter(prefix="/api/admin/stats", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.stats.read"))]
Group = Annotated[GroupBy, Query(description="What one line of the answer is about.")]
HEADING = [
    *("key", "label", "requests", "errors", "estimated", "tokens_in", "tokens_out"),
    *("average_ms", "average_first_byte_ms", "p50_ms", "p95_ms", "p99_ms", "currency", "cost"),
]
NANOS_DIGITS = 9


async def _stats_filter(
    upstream: UpstreamQuery = None,
    key_id: KeyQuery = None,
    client_key_id: ClientKeyQuery = None,
    model: ModelQuery = None,
    since: Since = None,
    until: Until = None,
) -> StatsFilter:
    start, end = service.whole_hours(since, until)
    is_id = upstream is not None and upstream.isascii() and upstream.isdigit() and int(upstream) < 2**63
    return StatsFilter(
        since=start,
        until=end,
        upstream_id=int(upstream) if upstream is not None and is_id else None,
        upstream=None if is_id else upstream,
        key_id=key_id,
        client_key_id=client_key_id,
        model=model,
    )


StatsFilterDep = Annotated[StatsFilter, Depends(_stats_filter)]


@router.get("", summary="Get statistics")
async def get_stats(
    db: ReadDbDep,
    kernel: KernelDep,
    _principal: MayRead,
    stats_filter: StatsFilterDep,
    group_by: Group = "upstream",
    fine: Annotated[bool, Query(description="A series by five minutes, of six hours at most.")] = False,
) -> Stats:
    """Requests, errors, latency, tokens and cost: in all, by `group_by`, over time; the last day by default.

    `upstream` is a name or an id. Times are taken to whole hours (UTC), or to whole days where a key, client key or
    model is given and the range begins before the log does. Sums outlive the log's rows: 400 days. Two or more of key,
    client key and model together are answered out of the log: 422 names `from` where it begins too early.
    """
    log_days = kernel.options.log_retention_days
    return await service.sum_up(db, stats_filter, group_by, log_days=log_days, is_fine=fine)


@router.get("/keys")
async def get_key_usage(
    db: ReadDbDep,
    _principal: MayRead,
    key_id: Annotated[list[RowId], Query(min_length=1, max_length=200, description="Upstream keys, by id.")],
) -> list[KeyUsage]:
    """What these upstream keys did in the last day; those that did nothing are left out."""
    return await service.usage_of_keys(db, key_id)


@router.get("/export", response_class=StreamingResponse, summary="Export statistics")
async def export_stats(
    kernel: KernelDep, principal: MayRead, stats_filter: StatsFilterDep, group_by: Group = "upstream"
) -> StreamingResponse:
    """All groups as CSV, streamed; one line for each currency of a group. `cost` is in units of the currency."""
    async with kernel.database.read() as db:
        exact_filter = await service.tellable(db, stats_filter, group_by, log_days=kernel.options.log_retention_days)
    await record_alone(kernel.database, principal, "statistics.exported", f"statistics by {group_by}")

    async def pages() -> AsyncIterator[list[list[Cell]]]:
        async for groups in service.export_groups(kernel.database, exact_filter, group_by):
            yield [line for group in groups for line in _lines(group)]

    return await csv_response(f"relaydesk-{group_by}.csv", HEADING, pages())


def _lines(group: GroupSums) -> list[list[Cell]]:
    """The sums stand in the first line of a group alone, so that a column still adds up."""
    numbers: list[Cell] = [getattr(group, name) for name in HEADING[2:-2]]
    blank: list[Cell] = [None] * len(numbers)
    costs: list[list[Cell]] = [[c.currency, exact(c.nanos)] for c in group.costs] or [[None, None]]
    return [[group.key, group.label, *(blank if n else numbers), *cost] for n, cost in enumerate(costs)]


def exact(nanos: int) -> str:
    """Nanos as units with all their digits: 2600000 is 0.002600000."""
    digits = f"{nanos:0{NANOS_DIGITS + 1}d}"
    return f"{digits[:-NANOS_DIGITS]}.{digits[-NANOS_DIGITS:]}"
