"""Upstreams and model routes over HTTP: `/api/admin/upstreams`, `/api/admin/routes`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from relaydesk.gateway.upstreams import service, store
from relaydesk.gateway.upstreams.schemas import (
    KeyCounts,
    RouteCreate,
    RouteOut,
    RoutePatch,
    UpstreamCreate,
    UpstreamOut,
    UpstreamPatch,
    UpstreamTest,
)
from relaydesk.gateway.upstreams.tables import UpstreamRow
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import KernelDep, ReadDb, WriteDb
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/admin", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
UpstreamId = Annotated[int, Path(ge=1, le=2**63 - 1)]
RouteId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Search = Annotated[str | None, Query(max_length=200)]
BAD_STATUS = 400


def _out(row: UpstreamRow, counts: dict[str, int] | None = None) -> UpstreamOut:
    return UpstreamOut.model_validate(row).model_copy(update={"keys": KeyCounts(**(counts or {}))})


@router.get("/upstreams")
async def list_upstreams(db: ReadDb, page: PageQuery, _principal: MayRead, q: Search = None) -> Page[UpstreamOut]:
    rows, total = await store.list_upstreams(db, query=q, limit=page.limit, offset=page.offset)
    counts = await store.count_keys(db, [row.id for row in rows])
    return page.page([_out(row, counts.get(row.id)) for row in rows], total)


@router.post("/upstreams", status_code=201)
async def create_upstream(db: WriteDb, kernel: KernelDep, principal: MayWrite, body: UpstreamCreate) -> UpstreamOut:
    """Loopback and private addresses are refused unless `allow_private` is set."""
    return _out(await service.create_upstream(db, principal, kernel.wakeups, body.model_dump()))


@router.get("/upstreams/{upstream_id}")
async def get_upstream(db: ReadDb, _principal: MayRead, upstream_id: UpstreamId) -> UpstreamOut:
    row = await service.get_upstream(db, upstream_id)
    return _out(row, (await store.count_keys(db, [row.id])).get(row.id))


@router.patch("/upstreams/{upstream_id}")
async def change_upstream(
    db: WriteDb, kernel: KernelDep, principal: MayWrite, upstream_id: UpstreamId, body: UpstreamPatch
) -> UpstreamOut:
    changes = body.model_dump(exclude_unset=True, exclude_none=True)
    if body.auth is not None:
        changes["auth"] = body.auth.model_dump()
    if body.retry is not None:
        changes["retry"] = body.retry.model_dump()
    if body.dialect is not None:
        changes["dialect"] = body.dialect.model_dump(exclude_unset=True)
    row = await service.change_upstream(db, principal, kernel.wakeups, upstream_id, changes)
    return _out(row, (await store.count_keys(db, [row.id])).get(row.id))


@router.delete("/upstreams/{upstream_id}", status_code=204)
async def delete_upstream(db: WriteDb, kernel: KernelDep, principal: MayWrite, upstream_id: UpstreamId) -> Response:
    """Its keys go with it; refused while a route leads to it."""
    await service.delete_upstream(db, principal, kernel.wakeups, upstream_id)
    return Response(status_code=204)


@router.post("/upstreams/{upstream_id}/test")
async def try_upstream(kernel: KernelDep, _principal: MayWrite, upstream_id: UpstreamId) -> UpstreamTest:
    """Asks it for its models with one of its keys."""
    async with kernel.database.read() as db:
        plan = await service.plan_test(db, kernel.vault, upstream_id)
    status, latency_ms, message = await service.run_test(plan)
    is_ok = status is not None and status < BAD_STATUS
    return UpstreamTest(ok=is_ok, status=status, latency_ms=latency_ms, message=message)


@router.get("/routes")
async def list_routes(db: ReadDb, page: PageQuery, _principal: MayRead, q: Search = None) -> Page[RouteOut]:
    rows, total = await store.list_routes(db, query=q, limit=page.limit, offset=page.offset)
    return page.page([RouteOut.model_validate(row) for row in rows], total)


@router.post("/routes", status_code=201)
async def create_route(db: WriteDb, kernel: KernelDep, principal: MayWrite, body: RouteCreate) -> RouteOut:
    """Requests to `/v1/*` that name this model go to one of the targets by weight, then to the fallbacks."""
    return RouteOut.model_validate(await service.create_route(db, principal, kernel.wakeups, body.model_dump()))


@router.get("/routes/{route_id}")
async def get_route(db: ReadDb, _principal: MayRead, route_id: RouteId) -> RouteOut:
    return RouteOut.model_validate(await service.get_route(db, route_id))


@router.patch("/routes/{route_id}")
async def change_route(
    db: WriteDb, kernel: KernelDep, principal: MayWrite, route_id: RouteId, body: RoutePatch
) -> RouteOut:
    given = body.model_dump()
    changes = {name: given[name] for name in body.model_fields_set if given[name] is not None}
    return RouteOut.model_validate(await service.change_route(db, principal, kernel.wakeups, route_id, changes))


@router.delete("/routes/{route_id}", status_code=204)
async def delete_route(db: WriteDb, kernel: KernelDep, principal: MayWrite, route_id: RouteId) -> Response:
    await service.delete_route(db, principal, kernel.wakeups, route_id)
    return Response(status_code=204)
