"""Owns the aliases of routes: more names that requests may ask for a route by, each of which is on or off."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import RouteAliasTaken
from relaydesk.gateway.types import Reason
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.store import Ability
from relaydesk.gateway.upstreams.tables import RouteAliasRow, RouteRow
from relaydesk.gateway.upstreams.users import ModelUsers
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid

_OFF = Reason.of("The route is switched off", reason="route_off")


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
    ids = {upstream_id for route in routes.values() for upstream_id in _upstream_ids(route)}
    abilities = await store.abilities_of_upstreams(db, ids)
    return {name: _standing(route, abilities) for name, route in routes.items()}


def _upstream_ids(route: RouteRow) -> Iterable[int]:
    targets = (*route.targets, *route.fallbacks)
    return [target["upstream_id"] for target in targets if "upstream_id" in target]


def _standing(route: RouteRow, abilities: dict[int, Ability]) -> RouteStanding:
    own = [abilities[upstream_id] for upstream_id in _upstream_ids(route) if upstream_id in abilities]
    return RouteStanding(route.id, route.model, _problem(route, own))


def _problem(route: RouteRow, abilities: list[Ability]) -> Reason | None:
    if not route.enabled:
        return _OFF
    problems = [_problem_of(ability) for ability in abilities]
    if None in problems:
        return None
    return next((problem for problem in problems if problem is not None), _OFF)


def _problem_of(ability: Ability) -> Reason | None:
    upstream = ability.upstream
    if not upstream.enabled:
        return Reason.of(f"The upstream '{upstream.name}' is switched off", reason="upstream_off", name=upstream.name)
    if ability.lacks_key:
        return Reason.of(f"No key of the upstream '{upstream.name}' is active", reason="no_key", name=upstream.name)
    if upstream.held_until is not None and upstream.held_until > utc_now():
        return Reason.of(f"The upstream '{upstream.name}' is held", reason="upstream_held", name=upstream.name)
    return None
