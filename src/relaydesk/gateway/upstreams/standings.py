"""Why a route cannot answer now: none of its upstreams can be asked."""

from collections.abc import Sequence

from relaydesk.gateway.types import Reason
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.store import Ability
from relaydesk.gateway.upstreams.tables import RouteRow, UpstreamRow
from relaydesk.kernel.database import ReadDb, utc_now

_OFF = Reason.of("The route is switched off", reason="route_off")
# of keys that fail alike: those that no wait makes good
_REFUSED = frozenset({401, 402, 403})


async def problems_of_routes(db: ReadDb, routes: Sequence[RouteRow]) -> dict[int, Reason]:
    """By id; without those that can answer."""
    ids = {upstream_id for route in routes for upstream_id in _upstream_ids(route)}
    abilities = await store.abilities_of_upstreams(db, ids) if ids else {}
    problems = {route.id: _problem(route, abilities) for route in routes}
    return {route_id: problem for route_id, problem in problems.items() if problem is not None}


def _upstream_ids(route: RouteRow) -> list[int]:
    """Also of a row that cannot be read, as far as that goes."""
    lists = [one for one in (route.targets, route.fallbacks) if isinstance(one, list)]
    ids = [target.get("upstream_id") for targets in lists for target in targets if isinstance(target, dict)]
    return [upstream_id for upstream_id in ids if isinstance(upstream_id, int)]


def _problem(route: RouteRow, abilities: dict[int, Ability]) -> Reason | None:
    if not route.enabled:
        return _OFF
    own = [abilities[upstream_id] for upstream_id in _upstream_ids(route) if upstream_id in abilities]
    problems = [_problem_of(ability) for ability in own]
    if None in problems:
        return None
    return next((problem for problem in problems if problem is not None), _OFF)


def _problem_of(ability: Ability) -> Reason | None:
    upstream = ability.upstream
    name = upstream.name
    if not upstream.enabled:
        return Reason.of(f"The upstream '{name}' is switched off", reason="upstream_off", name=name)
    if ability.lacks_key:
        return Reason.of(f"No key of the upstream '{name}' is active", reason="no_key", name=name)
    if _has_refused_keys(upstream):
        message = f"The upstream '{name}' refused all its keys when it was last asked"
        return Reason.of(message, reason="keys_refused", name=name)
    if upstream.held_until is not None and upstream.held_until > utc_now():
        return Reason.of(f"The upstream '{name}' is held", reason="upstream_held", name=name)
    return None


def _has_refused_keys(upstream: UpstreamRow) -> bool:
    """Since its last answer: the first that succeeds takes the hold away, though it may be over long since."""
    why = upstream.held_because or {}
    return why.get("type") == "held_keys_alike" and why.get("ctx", {}).get("status") in _REFUSED
