"""From rows to the relay's snapshot."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import structlog

from relaydesk.gateway.config.store import find_mark
from relaydesk.gateway.keys.store import cooling as cooling_keys
from relaydesk.gateway.prices.store import all_prices
from relaydesk.gateway.prices.tables import PriceRow
from relaydesk.gateway.quotas import store as quotas
from relaydesk.gateway.relay import snapshot as relay
from relaydesk.gateway.relay.rules.engine import compile_rule
from relaydesk.gateway.relay.snapshot import Snapshot
from relaydesk.gateway.relay.wire.heads import may_carry_key
from relaydesk.gateway.rules.store import enabled_rules
from relaydesk.gateway.rules.tables import RuleRow
from relaydesk.gateway.runtime.key_pools import KeyPools
from relaydesk.gateway.scripts.store import enabled_scripts
from relaydesk.gateway.scripts.tables import ScriptRow
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.schemas import HEADER_RESERVED
from relaydesk.gateway.upstreams.tables import RouteAliasRow, RouteRow, UpstreamRow
from relaydesk.identity.api import list_records
from relaydesk.identity.types import Budget, ClientKeyRecord
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.daily.time_zones import get_time_zone
from relaydesk.kernel.database import Database, utc_now
from relaydesk.kernel.errors import RelaydeskError

log = structlog.get_logger(__name__)
LONGEST_REASON = 200
R = TypeVar("R", bound=Any)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that cannot be read: it is left out, and all others are served."""

    kind: str
    id: int
    name: str
    reason: str


class SnapshotBuilder:
    """Remembers the keys, so that a change of one key of many reads a few. `skipped` is of the last build."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        *,
        rate_limit_per_minute: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` tells what day it is for quotas."""
        self._database = database
        self._clock = clock
        self._rate_limit = rate_limit_per_minute
        self._keys = KeyPools(vault)
        self.skipped: tuple[Skipped, ...] = ()

    async def find_mark(self) -> UUID | None:
        return await find_mark(self._database)

    async def build(self) -> tuple[UUID | None, Snapshot]:
        """The mark and the configuration as they are now.

        Raises:
            DatabaseUnavailable: PostgreSQL is away.
        """
        mark = await find_mark(self._database)
        async with self._database.read() as db:
            upstreams = await store.all_upstreams(db)
            zones = {row.id: row.time_zone for row in upstreams}
            resting = {row.id: row.keys_rest_since for row in upstreams if row.keys_rest_since is not None}
            pools = await self._keys.read(db, zones, resting)
            with_keys = await store.upstreams_with_keys(db)
            routes = await store.all_routes(db)
            aliases = await store.all_aliases(db)
            rules = await enabled_rules(db)
            prices = await all_prices(db)
            scripts = await enabled_scripts(db)
            records, unreadable = await list_records(db)
            cooling = await cooling_keys(db, utc_now())
            exhausted = await quotas.exhausted(db, datetime.fromtimestamp(self._clock(), UTC))
        client_keys = [
            _client_key(record, token_hash, self._rate_limit)
            for record in records
            for token_hash in record.token_hashes
        ]
        reading = _Reading()
        served = reading.all("upstream", upstreams, lambda row: _upstream(row, requires_key=row.id in with_keys))
        known = {upstream.id for upstream in served}
        served_routes = reading.all("route", [r for r in routes if r.enabled], lambda row: _route(row, known))
        by_alias = _routes_by_alias(aliases, served_routes)
        snapshot = relay.build(
            mark.int & 0xFFFFFFFF if mark else 0,
            upstreams=served,
            pools=pools,
            routes=[*by_alias.values(), *served_routes],
            client_keys=client_keys,
            cooling={key_id: until.timestamp() for key_id, until in cooling.items()},
            exhausted={key_id: until.timestamp() for key_id, until in exhausted.items()},
            held={row.id: row.held_until.timestamp() for row in upstreams if row.held_until is not None},
            rules=reading.all("rule", rules, _rule),
            prices=reading.all("price", prices, _price),
            scripts=reading.all("script", scripts, _script),
            aliases=[alias.name for alias in aliases],
            stopped=[alias.name for alias in aliases if alias.name not in by_alias],
        )
        skipped = [Skipped("client_key", key_id, name, reason) for key_id, name, reason in unreadable]
        self._tell((*reading.skipped, *skipped))
        return mark, snapshot

    def _tell(self, skipped: tuple[Skipped, ...]) -> None:
        for one in set(skipped) - set(self.skipped):
            log.error("gateway_row_skipped", kind=one.kind, id=one.id, name=one.name, reason=one.reason)
        self.skipped = skipped


class _Reading:
    """Reads rows one by one and remembers those that cannot be read."""

    def __init__(self) -> None:
        self.skipped: list[Skipped] = []

    def all(self, kind: str, rows: Iterable[R], read: Callable[[R], T]) -> list[T]:
        entries = []
        for row in rows:
            try:
                entries.append(read(row))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with a row, the others are served
                reason = _reason(error)[:LONGEST_REASON]
                name = str(getattr(row, "name", None) or getattr(row, "model", ""))
                self.skipped.append(Skipped(kind, row.id, name, reason))
        return entries


def _reason(error: Exception) -> str:
    """Words for people where an error has some; with its kind where it speaks to programmers."""
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    is_plain = isinstance(error, (ValueError, LookupError, RelaydeskError))
    return str(error) if is_plain else f"{type(error).__name__}: {error}"


def _stored(row: UpstreamRow | RuleRow, column: str, name: str) -> Any:
    """A field of an object that is stored in a column. Raises ValueError naming the place, as `breaker.failures`."""
    value = getattr(row, column)
    if not isinstance(value, dict):
        raise ValueError(f"{column} is not an object")  # noqa: TRY004 - a wrong value, not a wrong call
    if name not in value:
        raise ValueError(f"{column}.{name} is missing")
    return value[name]


def _target(stored_target: dict[str, Any]) -> relay.Target:
    if "upstream_id" not in stored_target:
        raise ValueError("targets.upstream_id is missing")
    return relay.Target(stored_target["upstream_id"], stored_target.get("model"), stored_target.get("weight", 1))


def _client_key(record: ClientKeyRecord, token_hash: bytes, rate_limit: int) -> relay.ClientKey:
    return relay.ClientKey(
        id=record.id,
        token_hash=token_hash,
        scopes=record.scopes,
        rate_limit_per_minute=record.rate_limit_per_minute or rate_limit,
        expires_at=record.expires_at_s,
        budget=_budget(record.budget),
        tokens_per_minute=record.tokens_per_minute,
        max_concurrency=record.max_concurrency,
    )


def _budget(budget: Budget | None) -> relay.Budget | None:
    if budget is None:
        return None
    return relay.Budget(budget.period, budget.requests, budget.tokens, _nanos(budget.cost_micros))


def _nanos(micros: int | None) -> int | None:
    return micros * 1000 if micros is not None else None


def _upstream(row: UpstreamRow, *, requires_key: bool) -> relay.Upstream:
    relay.endpoint_of(row.base_url)
    get_time_zone(row.time_zone)  # that quotas of its keys are counted in
    if row.auth.get("type") == "header" and not may_carry_key(str(row.auth.get("name"))):
        raise ValueError(f"auth.name {HEADER_RESERVED}")
    return relay.Upstream(
        id=row.id,
        name=row.name,
        base_url=row.base_url,
        auth=relay.Auth(type=_stored(row, "auth", "type"), name=row.auth.get("name")),
        strategy=row.strategy,  # type: ignore[arg-type]  # written through a schema that knows them
        timeout_ms=row.timeout_ms,
        retry=relay.RetryPolicy(
            max_attempts=_stored(row, "retry", "max_attempts"),
            statuses=frozenset(_stored(row, "retry", "statuses")),
            deadline_ms=_stored(row, "retry", "deadline_ms"),
        ),
        allow_private=row.allow_private,
        enabled=row.enabled,
        requires_key=requires_key,
        format=row.format,  # type: ignore[arg-type]  # likewise
        breaker=relay.Breaker(_stored(row, "breaker", "failures"), _stored(row, "breaker", "hold_s")),
        log_bodies=row.log_bodies,
        dialect=msgspec.convert(row.dialect, relay.Dialect),
        limits=_limits(f"upstream:{row.id}", row.limits),
    )


def _limits(who: str, limits: dict[str, int | None]) -> relay.Limits | None:
    return relay.Limits(who, **limits) if any(limits.values()) else None


def _rule(row: RuleRow) -> relay.Rule:
    rule = relay.Rule(
        id=row.id,
        name=row.name,
        condition=row.condition,
        actions=tuple(row.actions),
        upstream_id=row.upstream_id,
        threshold_count=_stored(row, "threshold", "count"),
        threshold_window_s=_stored(row, "threshold", "window_s"),
        cooldown_s=row.cooldown_s,
        priority=row.priority,
    )
    compile_rule(rule)
    return rule


def _price(row: PriceRow) -> relay.Price:
    return relay.Price(
        model=row.model,
        currency=row.currency,
        input_micros=row.input_micros_per_million,
        output_micros=row.output_micros_per_million,
        cached_input_micros=row.cached_input_micros_per_million,
        cache_write_micros=row.cache_write_micros_per_million,
        cache_write_hour_micros=row.cache_write_hour_micros_per_million,
        upstream_id=row.upstream_id,
    )


def _script(row: ScriptRow) -> relay.Script:
    return relay.Script(
        id=row.id,
        name=row.name,
        source=row.source,
        version=row.version,
        phases=tuple(row.phases),
        upstream_id=row.upstream_id,
        is_fail_open=row.on_error == "fail_open",
        timeout_ms=row.timeout_ms,
        memory_limit_mb=row.memory_limit_mb,
        priority=row.priority,
    )


def _route(row: RouteRow, known: Collection[int]) -> relay.Route:
    """Without the targets whose upstream was skipped. Raises LookupError when none is left."""
    targets = [_target(one) for one in row.targets]
    fallbacks = [_target(one) for one in row.fallbacks]
    if not any(target.upstream_id in known for target in (*targets, *fallbacks)):
        raise LookupError("none of its upstreams can be read")
    return relay.Route(
        id=row.id,
        model=row.model,
        targets=tuple(target for target in targets if target.upstream_id in known),
        fallbacks=tuple(target for target in fallbacks if target.upstream_id in known),
        created_at=int(row.created_at.timestamp()),
        cache_ttl_s=row.cache_ttl_s,
        limits=_limits(f"route:{row.id}", row.limits),
    )


def _routes_by_alias(aliases: Iterable[RouteAliasRow], routes: Iterable[relay.Route]) -> dict[str, relay.Route]:
    """The routes again as their aliases name them; upstreams know the model by the name that the route has."""
    by_id = {route.id: route for route in routes}
    enabled = [(alias.name, by_id[alias.route_id]) for alias in aliases if alias.enabled and alias.route_id in by_id]
    return {
        name: msgspec.structs.replace(
            route,
            model=name,
            targets=_named(route.targets, route.model),
            fallbacks=_named(route.fallbacks, route.model),
        )
        for name, route in enabled
    }


def _named(targets: Iterable[relay.Target], model: str) -> tuple[relay.Target, ...]:
    return tuple(msgspec.structs.replace(target, model=target.model or model) for target in targets)
