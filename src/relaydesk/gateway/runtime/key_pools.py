"""The active keys of all upstreams in memory, kept up with PostgreSQL by reading what changed alone.

PostgreSQL sums the versions of all keys up, some hundreds of ids to a sum; where a sum moved, these keys are read, and
decrypted in a thread. However a key changed, and whoever changed it, it cannot be missed; one change among a hundred
thousand keys costs a few hundred rows.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import structlog

from relaydesk.gateway.relay.snapshot import Budget, UpstreamKey
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.store import ActiveKey
from relaydesk.kernel.crypto import SecretUnreadable, Vault
from relaydesk.kernel.database import ReadDb

log = structlog.get_logger(__name__)
_AT_ONCE = 4
Block = dict[int, tuple[UpstreamKey, ...]]


class KeyPools:
    """One a process. What it gives is made of the very same values as before, but for what changed."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._sums: dict[int, store.BlockSum] = {}
        self._blocks: dict[int, Block] = {}  # by number of the block: its active keys by upstream
        self._pools: dict[int, tuple[UpstreamKey, ...]] = {}
        self._zones: dict[int, str] = {}
        self._resting: dict[int, datetime] = {}

    async def read(
        self, db: ReadDb, zones: Mapping[int, str], resting: Mapping[int, datetime]
    ) -> dict[int, tuple[UpstreamKey, ...]]:
        """The active keys by upstream. `zones` are the time zones of upstreams, in which quotas begin anew.

        Of an upstream in `resting`, keys that were given up to that moment are left out. So are keys whose secret no
        ENCRYPTION_KEYS opens, or whose quota cannot be read, as if they were disabled.
        """
        if any(zones.get(upstream_id, zone) != zone for upstream_id, zone in self._zones.items()):
            self._sums.clear()
        if resting != self._resting:
            self._sums.clear()
        self._zones, self._resting = dict(zones), dict(resting)
        sums = await store.sum_keys(db)
        moved = sorted(number for number, block_sum in sums.items() if self._sums.get(number) != block_sum)
        gone = [number for number in self._blocks if number not in sums]
        touched: set[int] = set()
        for start in range(0, len(moved), _AT_ONCE):
            numbers = moved[start : start + _AT_ONCE]
            rows = await store.active_keys(db, numbers)
            blocks = await asyncio.to_thread(self._open, rows, numbers, zones)
            for number, block in blocks.items():
                touched |= self._put(number, block)
                self._sums[number] = sums[number]
        for number in gone:
            touched |= self._put(number, {})
            del self._blocks[number]
            self._sums.pop(number, None)  # they may have been cleared just now
        if touched:
            await asyncio.to_thread(self._gather, touched)
        return dict(self._pools)

    def _put(self, number: int, block: Block) -> set[int]:
        """The upstreams whose keys it changes."""
        before, self._blocks[number] = self._blocks.get(number, {}), block
        return {i for i in before.keys() | block.keys() if before.get(i) != block.get(i)}

    def _gather(self, upstream_ids: set[int]) -> None:
        numbers = sorted(self._blocks)
        for upstream_id in upstream_ids:
            parts = (self._blocks[number].get(upstream_id, ()) for number in numbers)
            pool = tuple(chain.from_iterable(parts))
            if pool:
                self._pools[upstream_id] = pool
            else:
                self._pools.pop(upstream_id, None)

    def _open(self, rows: Sequence[ActiveKey], numbers: Sequence[int], zones: Mapping[int, str]) -> dict[int, Block]:
        blocks: dict[int, dict[int, list[UpstreamKey]]] = {number: {} for number in numbers}
        before = {key.id: key for number in numbers for pool in self._blocks.get(number, {}).values() for key in pool}
        for row in rows:
            rests_since = self._resting.get(row.upstream_id)
            if rests_since is not None and row.given_at <= rests_since:
                continue
            try:
                secret = self._vault.decrypt(row.secret)
                quota = _quota(row.quota, zones.get(row.upstream_id, "UTC"))
            except SecretUnreadable:
                continue
            except (KeyError, TypeError, ValueError) as error:
                log.exception("gateway_row_skipped", kind="upstream_key", id=row.id, reason=type(error).__name__)
                continue
            key = UpstreamKey(row.id, row.upstream_id, secret, row.weight, quota)
            known = before.get(row.id)
            pool = blocks[row.id // store.BLOCK].setdefault(row.upstream_id, [])
            pool.append(known if known == key and known is not None else key)
        return {number: {i: tuple(keys) for i, keys in block.items()} for number, block in blocks.items()}


def _quota(stored_quota: Mapping[str, Any] | None, time_zone: str) -> Budget | None:
    """Raises ValueError for half a quota: a key without its limits must not be used."""
    if not stored_quota:
        return None
    if stored_quota.get("period") not in ("day", "month"):
        raise ValueError("the quota names no period")
    micros = stored_quota.get("cost_micros")
    cost_nanos = micros * 1000 if micros is not None else None
    return Budget(
        stored_quota["period"], stored_quota.get("requests"), stored_quota.get("tokens"), cost_nanos, time_zone
    )
