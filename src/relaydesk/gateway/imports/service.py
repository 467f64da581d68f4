"""Rules of imports: all or nothing, what is there already stays, each thing made as by hand."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass

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
from relaydesk.gateway.upstreams.custody import check_private
from relaydesk.gateway.upstreams.schemas import RouteCreate, UpstreamCreate
from relaydesk.gateway.upstreams.service import ROUTES, check_base_url, create_upstream
from relaydesk.gateway.upstreams.tables import UpstreamRow
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where keys and routes of a planned upstream go; `row` is None where it is yet to be made."""

    name: str
    row: UpstreamRow | None


async def preview(db: ReadDb, principal: Principal, plan: Plan, *, allow_private: bool) -> ImportResult:
    """What would be made. Raises what `apply_plan` would of the addresses."""
    return await _preview(db, principal, plan, await _find_places(db, plan), allow_private=allow_private)


async def _preview(
    db: ReadDb, principal: Principal, plan: Plan, places: Mapping[str, _Place], *, allow_private: bool
) -> ImportResult:
    taken = await _taken_names(db, plan)
    for upstream in plan.upstreams:
        if places[upstream.name].row is None:
            check_private(principal, allow_private=allow_private)
            _check_address(upstream, allow_private=allow_private)
    return ImportResult(
        applied=False,
        upstreams=[
            ImportedUpstream(
                name=places[u.name].name,
                base_url=u.base_url,
                format=u.format,
                keys=len(u.keys),
                known=places[u.name].row is not None,
            )
            for u in plan.upstreams
        ],
        routes=[
            ImportedRoute(
                model=r.model,
                targets=[_shown(t, places) for t in r.targets],
                fallbacks=[_shown(t, places) for t in r.fallbacks],
                known=r.model in taken,
            )
            for r in plan.routes
        ],
        notes=[ImportNote(message=n.message, type=n.reason, ctx=n.bounds) for n in plan.notes],
    )


async def _taken_names(db: ReadDb, plan: Plan) -> set[str]:
    """Of routes, which stay, and of deployments of routes: this is noted in the plan."""
    aliases = {row.name for row in await store.all_aliases(db)}
    for model in sorted(aliases & {route.model for route in plan.routes}):
        plan.note(f"'{model}' is the name of a deployment: no route is made", reason="config_deployment", model=model)
    return aliases | {row.model for row in await store.all_routes(db)}


def _check_address(upstream: PlannedUpstream, *, allow_private: bool) -> None:
    """Raises Invalid, naming `text` and the entry of the file."""
    try:
        check_base_url(upstream.base_url, allow_private=allow_private)
    except Invalid as error:
        [wrong], [why] = error.details["errors"], error.details["reasons"]
        bounds = {"why_type": why["type"], **why.get("ctx", {})}
        message = f"{upstream.place}: api_base {wrong['message']}"
        raise Invalid.field(
            "text", message, reason="import_address", place=upstream.place, why=wrong["message"], **bounds
        ) from error


async def apply_plan(
    uow: UnitOfWork, principal: Principal, vault: Vault, plan: Plan, *, allow_private: bool
) -> ImportResult:
    """Make what the preview shows."""
    places = await _find_places(uow.db, plan)
    shown = await _preview(uow.db, principal, plan, places, allow_private=allow_private)
    ids: dict[str, int] = {}
    for upstream in plan.upstreams:
        place = places[upstream.name]
        row = place.row
        if row is None:
            values = _upstream(plan, upstream, place.name, allow_private=allow_private)
            row = await create_upstream(uow, principal, values.model_dump())
        ids[upstream.name] = row.id
        if upstream.keys:
            text = "\n".join(upstream.keys)
            await import_keys(uow, principal, vault, upstream_id=row.id, text=text, weight=1)
    for route, preview_route in zip(plan.routes, shown.routes, strict=True):
        if not preview_route.known:
            await ROUTES.create(uow, principal, _route(route, ids).model_dump())
    return shown.model_copy(update={"applied": True})


async def _find_places(db: ReadDb, plan: Plan) -> dict[str, _Place]:
    """By planned name. Of several upstreams with an address, one that serves is used: this is noted in the plan."""
    rows = await store.all_upstreams(db)
    serving_ids = await store.upstreams_with_active_keys(db)
    by_address: dict[tuple[str, str], list[UpstreamRow]] = {}
    for row in sorted(rows, key=lambda row: (not row.enabled, row.id not in serving_ids, row.id)):
        by_address.setdefault((row.base_url, row.format), []).append(row)
    taken = {row.name for row in rows}
    places: dict[str, _Place] = {}
    for upstream in plan.upstreams:
        same = by_address.get((upstream.base_url, upstream.format), [])
        if len(same) > 1:
            address, number, name = upstream.base_url, len(same), same[0].name
            message = f"{address}: {number} upstreams have this address; '{name}' is used"
            plan.note(message, reason="config_several", address=address, number=number, name=name)
        place = _Place(same[0].name, same[0]) if same else _Place(_free_name(upstream.name, taken), None)
        taken.add(place.name)
        places[upstream.name] = place
    return places


def _free_name(name: str, taken: Collection[str]) -> str:
    number, free = 2, name
    while free in taken:
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


def _shown(target: PlannedTarget, places: Mapping[str, _Place]) -> str:
    return f"{places[target.upstream].name}: {target.model}"
