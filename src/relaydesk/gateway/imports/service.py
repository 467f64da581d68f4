"""Rules of imports: all or nothing, what is there already stays, each thing made as by hand."""

import asyncio
from collections.abc import Mapping

from pydantic import ValidationError

from relaydesk.gateway.imports.child import read_apart
from relaydesk.gateway.imports.litellm import (
    Plan,
    PlannedRoute,
    PlannedTarget,
    PlannedUpstream,
    UnreadableConfigError,
)
from relaydesk.gateway.imports.schemas import ImportedRoute, ImportedUpstream, ImportNote, ImportResult
from relaydesk.gateway.keys.importing import import_keys
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.schemas import RouteCreate, UpstreamCreate
from relaydesk.gateway.upstreams.service import ROUTES, check_base_url, create_upstream
from relaydesk.identity.api import Principal
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid


async def read_plan(text: str, environment: Mapping[str, str]) -> Plan:
    """Raises Invalid, naming `text`: also where a part of it could not be made, so that a preview promises no more."""
    try:
        plan = await read_apart(text, environment)
        await asyncio.to_thread(_check, plan)
    except UnreadableConfigError as error:
        raise Invalid.field("text", error.note.message, reason=error.note.reason, **error.note.bounds) from error
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in wrong["loc"])
        thing = error.title.removesuffix("Create").lower()
        message = f"has a {thing} that cannot be made: {where}: {wrong['msg']}"
        [why] = Invalid.fields([wrong]).details["reasons"]
        bounds = {"why_type": why["type"], **why.get("ctx", {})}
        raise Invalid.field(
            "text", message, reason="import_impossible", thing=thing, place=where, why=wrong["msg"], **bounds
        ) from error
    return plan


def _check(plan: Plan) -> None:
    """Raises ValidationError."""
    for upstream in plan.upstreams:
        _upstream(plan, upstream, upstream.name, allow_private=False)
    ids = {upstream.name: 1 for upstream in plan.upstreams}
    for route in plan.routes:
        _route(route, ids)


async def preview(db: ReadDb, plan: Plan, *, allow_private: bool) -> ImportResult:
    """What would be made."""
    known = {(row.base_url, row.format): row for row in await store.all_upstreams(db)}
    routes = {row.model for row in await store.all_routes(db)}
    for upstream in plan.upstreams:
        if (upstream.base_url, upstream.format) not in known:
            check_base_url(upstream.base_url, allow_private=allow_private)
    return ImportResult(
        applied=False,
        upstreams=[
            ImportedUpstream(
                name=row.name if (row := known.get((u.base_url, u.format))) is not None else u.name,
                base_url=u.base_url,
                format=u.format,
                keys=len(u.keys),
                known=row is not None,
            )
            for u in plan.upstreams
        ],
        routes=[
            ImportedRoute(
                model=r.model,
                targets=[_shown(t) for t in r.targets],
                fallbacks=[_shown(t) for t in r.fallbacks],
                known=r.model in routes,
            )
            for r in plan.routes
        ],
        notes=[ImportNote(message=n.message, type=n.reason, ctx=n.bounds) for n in plan.notes],
    )


async def apply_plan(
    uow: UnitOfWork, principal: Principal, vault: Vault, plan: Plan, *, allow_private: bool
) -> ImportResult:
    """Make what the preview shows."""
    shown = await preview(uow.db, plan, allow_private=allow_private)
    known = {(row.base_url, row.format): row.id for row in await store.all_upstreams(uow.db)}
    ids: dict[str, int] = {}
    for upstream in plan.upstreams:
        upstream_id = known.get((upstream.base_url, upstream.format))
        if upstream_id is None:
            name = await _free_name(uow.db, upstream.name)
            values = _upstream(plan, upstream, name, allow_private=allow_private)
            upstream_id = (await create_upstream(uow, principal, values.model_dump())).id
        ids[upstream.name] = upstream_id
        if upstream.keys:
            text = "\n".join(upstream.keys)
            await import_keys(uow, principal, vault, upstream_id=upstream_id, text=text, weight=1)
    for route, preview_route in zip(plan.routes, shown.routes, strict=True):
        if not preview_route.known:
            await ROUTES.create(uow, principal, _route(route, ids).model_dump())
    return shown.model_copy(update={"applied": True})


async def _free_name(db: ReadDb, name: str) -> str:
    number, free = 2, name
    while await store.find_upstream_by_name(db, free) is not None:
        free, number = f"{name}-{number}", number + 1
    return free


def _upstream(plan: Plan, upstream: PlannedUpstream, name: str, *, allow_private: bool) -> UpstreamCreate:
    values = {
        "name": name,
        "base_url": upstream.base_url,
        "format": upstream.format,
        "strategy": plan.strategy,
        "allow_private": allow_private,
        "tags": ["imported"],
    }
    if plan.timeout_ms is not None:
        values["timeout_ms"] = plan.timeout_ms
    if plan.max_attempts is not None:
        values["retry"] = {"max_attempts": plan.max_attempts}
    return UpstreamCreate.model_validate(values)


def _route(route: PlannedRoute, ids: Mapping[str, int]) -> RouteCreate:
    targets = [
        {"upstream_id": ids[t.upstream], "model": t.model if t.model != route.model else None, "weight": t.weight}
        for t in route.targets
    ]
    fallbacks = [{"upstream_id": ids[t.upstream], "model": t.model} for t in route.fallbacks]
    return RouteCreate.model_validate({"model": route.model, "targets": targets, "fallbacks": fallbacks})


def _shown(target: PlannedTarget) -> str:
    return f"{target.upstream}: {target.model}"
