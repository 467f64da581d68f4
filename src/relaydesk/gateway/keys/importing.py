"""Taking in many upstream keys at once: read, checked and encrypted in a thread, one unit of work for all."""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.parse import Entry, find_keys
from relaydesk.gateway.keys.sealing import ensure_hashes, sealed
from relaydesk.gateway.types import Reason
from relaydesk.gateway.upstreams.service import UPSTREAMS
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import UnitOfWork

_BATCH = 2000


class Imported(NamedTuple):
    """`known` keys were in the pool before, or again in the text; `problems` are the first of `problem_count`."""

    created: int
    known: int
    problems: list[tuple[int, Reason]]
    problem_count: int


async def import_keys(
    uow: UnitOfWork, principal: Principal, vault: Vault, *, upstream_id: int, text: str, weight: int
) -> Imported:
    """Adds each key of a text to an upstream's pool.

    Raises:
        UpstreamNotFound: there is no such upstream.
    """
    await ensure_hashes(uow.db, vault, upstream_id)
    parsed = await asyncio.to_thread(find_keys, text, weight, vault.fingerprint)
    created = 0
    entries = list(parsed.entries.values())
    for start in range(0, len(entries), _BATCH):
        rows = await asyncio.to_thread(_seal_all, vault, entries[start : start + _BATCH])
        created += await store.insert_keys(uow.db, upstream_id, rows)
    known = parsed.repeated + len(parsed.entries) - created
    upstream = await UPSTREAMS.get(uow.db, upstream_id)
    named: dict[str, Any] = {"name": upstream.name, "created": created}
    record_audit(uow, principal, "upstream_key.imported", f"upstream {upstream_id}", **named)
    if created:
        await config_moved(uow)
    return Imported(created, known, parsed.problems, parsed.problem_count)


def _seal_all(vault: Vault, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        {"name": entry.name or f"imported {entry.line}", "weight": entry.weight, **sealed(vault, entry.secret)}
        for entry in entries
    ]
