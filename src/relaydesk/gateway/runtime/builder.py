"""From rows to the relay's snapshot."""

import asyncio
from uuid import UUID

from relaydesk.gateway.config.store import find_mark
from relaydesk.gateway.keys.store import cooling as cooling_keys
from relaydesk.gateway.prices.store import all_prices
from relaydesk.gateway.prices.tables import PriceRow
from relaydesk.gateway.relay import snapshot as relay
from relaydesk.gateway.relay.snapshot import Snapshot
from relaydesk.gateway.rules.store import enabled_rules
from relaydesk.gateway.rules.tables import RuleRow
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.tables import RouteRow, UpstreamRow
from relaydesk.identity.api import list_records
from relaydesk.identity.types import Budget
from relaydesk.kernel.crypto import SecretUnreadable, Vault
from relaydesk.kernel.database import Database, utc_now


class SnapshotBuilder:
    """Remembers what it decrypted, so that a change of one key of many costs one decryption."""

    def __init__(self, database: Database, vault: Vault, *, rate_limit_per_minute: int) -> None:
        self._database = database
        self._vault = vault
        self._rate_limit = rate_limit_per_minute
        self._plain: dict[str, str] = {}

    async def find_mark(self) -> UUID | None:
        async with self._database.read() as db:
            return await find_mark(db)

    async def build(self) -> tuple[UUID | None, Snapshot]:
        """The mark and the configuration as they are now.

        Raises:
            DatabaseUnavailable: PostgreSQL is away.
        """
        async with self._database.read() as db:
            mark = await find_mark(db)
            upstreams = await store.all_upstreams(db)
            sealed = await store.active_keys(db)
            with_keys = await store.upstreams_with_keys(db)
            routes = await store.all_routes(db)
            rules = await enabled_rules(db)
            prices = await all_prices(db)
            records = await list_records(db)
            cooling = await cooling_keys(db, utc_now())
        plain = await asyncio.to_thread(self._unseal, [secret for _, _, secret, _ in sealed])
        self._plain = plain
        client_keys = [
            relay.ClientKey(
                id=record.id,
                token_hash=token_hash,
                scopes=record.scopes,
                rate_limit_per_minute=record.rate_limit_per_minute or self._rate_limit,
                expires_at=record.expires_at_s,
                budget=_budget(record.budget),
            )
            for record in records
            for token_hash in record.token_hashes
        ]
        return mark, relay.build(
            mark.int & 0xFFFFFFFF if mark else 0,
            upstreams=[_upstream(row, requires_key=row.id in with_keys) for row in upstreams],
            keys=[
                relay.UpstreamKey(id=key_id, upstream_id=upstream_id, secret=plain[secret], weight=weight)
                for key_id, upstream_id, secret, weight in sealed
                if secret in plain
            ],
            routes=[_route(row) for row in routes if row.enabled],
            client_keys=client_keys,
            cooling={key_id: until.timestamp() for key_id, until in cooling.items()},
            rules=[_rule(row) for row in rules],
            prices=[_price(row) for row in prices],
        )

    def _unseal(self, secrets: list[str]) -> dict[str, str]:
        """Encrypted to plain; a secret that no ENCRYPTION_KEYS opens is left out, as if its key were disabled."""
        plain = {}
        for secret in secrets:
            known = self._plain.get(secret)
            if known is not None:
                plain[secret] = known
                continue
            try:
                plain[secret] = self._vault.decrypt(secret)
            except SecretUnreadable:
                continue
        return plain


def _budget(given: Budget | None) -> relay.Budget | None:
    return relay.Budget(given.period, given.requests, given.tokens) if given is not None else None


def _upstream(row: UpstreamRow, *, requires_key: bool) -> relay.Upstream:
    return relay.Upstream(
        id=row.id,
        name=row.name,
        base_url=row.base_url,
        auth=relay.Auth(type=row.auth["type"], name=row.auth.get("name")),
        strategy=row.strategy,  # type: ignore[arg-type]  # written through a schema that knows them
        timeout_ms=row.timeout_ms,
        retry=relay.RetryPolicy(
            max_attempts=row.retry["max_attempts"],
            statuses=frozenset(row.retry["statuses"]),
            deadline_ms=row.retry["deadline_ms"],
        ),
        allow_private=row.allow_private,
        enabled=row.enabled,
        requires_key=requires_key,
        format=row.format,  # type: ignore[arg-type]  # likewise
        log_bodies=row.log_bodies,
    )


def _rule(row: RuleRow) -> relay.Rule:
    return relay.Rule(
        id=row.id,
        name=row.name,
        condition=row.condition,
        actions=tuple(row.actions),
        upstream_id=row.upstream_id,
        threshold_count=row.threshold["count"],
        threshold_window_s=row.threshold["window_s"],
        cooldown_s=row.cooldown_s,
        priority=row.priority,
    )


def _price(row: PriceRow) -> relay.Price:
    return relay.Price(
        model=row.model,
        currency=row.currency,
        input_micros=row.input_micros_per_million,
        output_micros=row.output_micros_per_million,
        cached_input_micros=row.cached_input_micros_per_million,
        upstream_id=row.upstream_id,
    )


def _route(row: RouteRow) -> relay.Route:
    return relay.Route(
        id=row.id,
        model=row.model,
        targets=tuple(relay.Target(t["upstream_id"], t.get("model"), t.get("weight", 1)) for t in row.targets),
        fallbacks=tuple(relay.Target(t["upstream_id"], t.get("model")) for t in row.fallbacks),
        created_at=int(row.created_at.timestamp()),
    )
