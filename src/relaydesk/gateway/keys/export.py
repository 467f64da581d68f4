"""Upstream keys as CSV, part by part, never with a secret."""

from collections.abc import AsyncIterator

from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.types import KeyFilter
from relaydesk.gateway.upstreams.tables import UpstreamKeyRow, UpstreamRow
from relaydesk.kernel.database import Database
from relaydesk.kernel.http.csv_export import Cell

COLUMNS = ("id", "upstream", "name", "key_hint", "state", "status", "status_reason", "weight", "created_at")
_PART = 1000


async def parts(database: Database, wanted: KeyFilter) -> AsyncIterator[list[list[Cell]]]:
    """Each part is read by itself: no session is held while a slow reader takes its time."""
    after_id = 0
    while True:
        async with database.read() as db:
            part = await store.keys_after(db, wanted, after_id, _PART)
        if not part:
            return
        after_id = part[-1][0].id
        yield [_cells(*row) for row in part]


def _cells(key: UpstreamKeyRow, upstream: UpstreamRow, state: str) -> list[Cell]:
    words = (upstream.name, key.name, key.key_hint, state, key.status, key.status_reason or "")
    return [key.id, *words, key.weight, key.created_at.isoformat()]
