"""Upstreams and model routes over HTTP: `/api/admin/upstreams`, `/api/admin/routes`."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from relaydesk.gateway.parameters import ModelPart
from relaydesk.gateway.relay.wire.presets import PROVIDERS
from relaydesk.gateway.upstreams import custody, service, store
from relaydesk.gateway.upstreams.schemas import (
    AuthIn,
    BreakerIn,
    DialectIn,
    DialectPreset,
    KeyCounts,
    LimitsIn,
    ReasonOut,
    RetryIn,
    RouteCreate,
    RouteOut,
    RoutePatch,
    UpstreamConfirm,
    UpstreamCreate,
    UpstreamModels,
    UpstreamOut,
    UpstreamPatch,
    UpstreamTest,
)
from relaydesk.gateway.upstreams.service import ROUTES, UPSTREAMS
from relaydesk.gateway.upstreams.standings import problems_of_routes
from relaydesk.gateway.upstreams.tables import RouteRow, UpstreamRow
from relaydesk.gateway.upstreams.users import ModelUsers
from relaydesk.identity.api import Principal, confirm_password, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.database import ReadDb
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep, client_network, part
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery
from relaydesk.kernel.http.rows import shown_row

router = APIRouter(prefix="/api/admin", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
MayConfirm = Annotated[Principal, Depends(require("secrets.confirm"))]
UpstreamId = Annotated[int, Path(ge=0, le=2**63 - 1, description="The upstream's id; 0 is the built-in one.")]
Users = Annotated[ModelUsers, Depends(part(ModelUsers))]
RouteId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The route's id.")]
# how a row is shown whose columns cannot be read; Health says that the gateway leaves it out, and why
UNREADABLE_UPSTREAM = {
    "auth": AuthIn(),
    "breaker": BreakerIn(),
    "dialect": DialectIn(),
    "limits": LimitsIn(),
    "retry": RetryIn(),
    "strategy": "round_robin",
    "tags": [],
}
UNREADABLE_ROUTE: dict[str, Any] = {"targets": [], "fallbacks": [], "limits": LimitsIn()}


async def _out(db: ReadDb, rows: Sequence[UpstreamRow]) -> list[UpstreamOut]:
    ids = [row.id for row in rows]
    counts, awaiting = await store.count_keys(db, ids), await store.count_awaiting(db, ids)
    return [
        shown_row(UpstreamOut, row, instead=UNREADABLE_UPSTREAM).model_copy(
            update={"keys": KeyCounts(**counts.get(row.id, {})), "awaiting_keys": awaiting.get(row.id, 0)}
        )
        for row in rows
    ]


@router.get("/upstreams")
async def list_upstreams(db: ReadDbDep, page: PageQuery, _principal: MayRead, q: NameQuery = None) -> Page[UpstreamOut]:
    rows, total = await store.list_upstreams(db, query=q, limit=page.limit, offset=page.offset)
    return page.page(await _out(db, rows), total)


@router.post("/upstreams", status_code=201)
async def create_upstream(uow: UowDep, principal: MayWrite, body: UpstreamCreate) -> UpstreamOut:
    """Loopback and private addresses are refused unless `allow_private` is set, which is the owners' to do."""
    [shown] = await _out(uow.db, [await service.create_upstream(uow, principal, body.model_dump())])
    return shown


@router.get("/upstreams/presets")
async def list_dialect_presets(_principal: MayRead) -> list[DialectPreset]:
    """How known providers of OpenAI's format are asked where an upstream's `dialect` leaves it open."""
    return [
        DialectPreset(
            name=provider.name,
            host=provider.host,
            dialect=DialectIn(
                reasoning=provider.reasoning,
                max_tokens_field=provider.max_tokens_field,
                fills_properties=True,
                asks_for_stream_usage=provider.asks_for_stream_usage,
            ),
        )
        for provider in PROVIDERS
    ]


@router.get("/upstreams/{upstream_id}")
async def get_upstream(db: ReadDbDep, _principal: MayRead, upstream_id: UpstreamId) -> UpstreamOut:
    [shown] = await _out(db, [await UPSTREAMS.get(db, upstream_id)])
    return shown


@router.patch("/upstreams/{upstream_id}")
async def change_upstream(
    uow: UowDep, principal: MayWrite, upstream_id: UpstreamId, body: UpstreamPatch
) -> UpstreamOut:
    """After a change of `base_url`, `auth` or `allow_private` its keys rest until they are given again.

    An owner may confirm the change instead. `awaiting_keys` counts those that rest.
    """
    changes = changes_of(body, replaced={"auth"})
    [shown] = await _out(uow.db, [await service.change_upstream(uow, principal, upstream_id, changes)])
    return shown


@router.post("/upstreams/{upstream_id}/confirm", summary="Confirm an upstream's new address")
async def confirm_upstream(
    kernel: KernelDep, request: Request, principal: MayConfirm, upstream_id: UpstreamId, body: UpstreamConfirm
) -> UpstreamOut:
    """An owner confirms with their password that the keys may go to where the upstream points now."""
    async with kernel.database.read() as db:
        seen = custody.destination_of(await UPSTREAMS.get(db, upstream_id))
    await confirm_password(kernel, principal, password=body.password, address=client_network(request))
    async with kernel.database.unit_of_work() as uow:
        row = await custody.confirm(uow, principal, upstream_id, base_url=body.base_url, seen=seen)
        [shown] = await _out(uow.db, [row])
        return shown


@router.delete("/upstreams/{upstream_id}", status_code=204)
async def delete_upstream(uow: UowDep, principal: MayWrite, upstream_id: UpstreamId) -> Response:
    """Its keys, and the rules, prices and scripts for it alone, go with it; refused while a route leads to it."""
    await service.delete_upstream(uow, principal, upstream_id)
    return Response(status_code=204)


@router.post("/upstreams/{upstream_id}/test", summary="Test an upstream")
async def try_upstream(kernel: KernelDep, _principal: MayWrite, upstream_id: UpstreamId) -> UpstreamTest:
    """Asks it for its models with one of its keys."""
    async with kernel.database.read() as db:
        plan = await service.plan_test(db, kernel.vault, upstream_id)
    return UpstreamTest.of(*await service.run_test(plan))


@router.get("/upstreams/{upstream_id}/models")
async def list_upstream_models(kernel: KernelDep, _principal: MayWrite, upstream_id: UpstreamId) -> UpstreamModels:
    """Asks it for its models, as a test does, with one of its keys."""
    async with kernel.database.read() as db:
        plan = await service.plan_test(db, kernel.vault, upstream_id)
    models, problem = await service.read_models(plan)
    reason = ReasonOut.model_validate(problem) if problem else None
    return UpstreamModels(models=models, message=problem.message if problem else "", reason=reason)


async def _routes_out(db: ReadDb, rows: Sequence[RouteRow]) -> list[RouteOut]:
    problems = await problems_of_routes(db, rows)
    return [
        shown_row(RouteOut, row, instead=UNREADABLE_ROUTE).model_copy(
            update={"problem": ReasonOut.model_validate(problems[row.id]) if row.id in problems else None}
        )
        for row in rows
    ]


@router.get("/routes")
async def list_routes(db: ReadDbDep, page: PageQuery, _principal: MayRead, q: ModelPart = None) -> Page[RouteOut]:
    rows, total = await store.list_routes(db, query=q, limit=page.limit, offset=page.offset)
    return page.page(await _routes_out(db, rows), total)


@router.post("/routes", status_code=201)
async def create_route(uow: UowDep, principal: MayWrite, body: RouteCreate) -> RouteOut:
    """Requests to `/v1/*` that name this model go to one of the targets by weight, then to the fallbacks."""
    [shown] = await _routes_out(uow.db, [await ROUTES.create(uow, principal, body.model_dump())])
    return shown


@router.get("/routes/{route_id}")
async def get_route(db: ReadDbDep, _principal: MayRead, route_id: RouteId) -> RouteOut:
    [shown] = await _routes_out(db, [await ROUTES.get(db, route_id)])
    return shown


@router.patch("/routes/{route_id}")
async def change_route(uow: UowDep, principal: MayWrite, route_id: RouteId, body: RoutePatch) -> RouteOut:
    [shown] = await _routes_out(uow.db, [await ROUTES.change(uow, principal, route_id, changes_of(body))])
    return shown


@router.delete("/routes/{route_id}", status_code=204)
async def delete_route(uow: UowDep, principal: MayWrite, route_id: RouteId, users: Users) -> Response:
    """Refused while a deployment is of the route, or an assistant speaks by its model."""
    await service.delete_route(uow, principal, route_id, users)
    return Response(status_code=204)
