"""Owns the aliases of routes: more names that requests may ask for a route by, each of which is on or off."""

from collections.abc import Collection
from dataclasses import dataclass

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import RouteAliasTaken
from relaydesk.gateway.types import Reason
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.standings import problems_of_routes
from relaydesk.gateway.upstreams.tables import RouteAliasRow
from relaydesk.gateway.upstreams.users import ModelUsers
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class RouteStanding:
    """Of the route behind an alias: its own name, and why none of its upstreams can be asked now."""

    route_id: int
    model: str
    problem: Reason | None


async def create_alias(uow: UnitOfWork, *, name: str, model: str) -> None:
    """An enabled one, of the route for `model`.

    Raises:
        Invalid: there is no such route; it names `route`.
        RouteAliasTaken: a route has that name.
    """
    route = await store.pin_route_by_model(uow.db, model)  # first, as whoever renames a route has it
    if route is None:
        raise Invalid.field("route", f"there is no route for the model '{model}'", reason="route_unknown", model=model)
    await store.lock_model_names(uow.db)
    if await store.find_route_by_model(uow.db, name):
        raise RouteAliasTaken(name=name)
    uow.db.add(RouteAliasRow(name=name, route_id=route.id, enabled=True))
    await config_moved(uow)


async def enable_alias(uow: UnitOfWork, name: str, *, enabled: bool) -> None:
    row = await store.find_alias(uow.db, name)
    if row is not None and row.enabled != enabled:
        row.enabled = enabled
        await config_moved(uow)


async def delete_alias(uow: UnitOfWork, name: str, users: ModelUsers) -> None:
    """Raises ModelOfAssistants."""
    await users.check_unused(uow.db, name)
    row = await store.find_alias(uow.db, name)
    if row is not None:
        await uow.db.delete(row)
        await config_moved(uow)


async def standings_of_aliases(db: ReadDb, names: Collection[str]) -> dict[str, RouteStanding]:
    """By alias."""
    if not names:
        return {}
    routes = await store.routes_of_aliases(db, names)
    problems = await problems_of_routes(db, list(routes.values()))
    return {name: RouteStanding(route.id, route.model, problems.get(route.id)) for name, route in routes.items()}
