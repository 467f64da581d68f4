"""Upstream keys as CSV, part by part, never with a secret."""

import csv
import io
from collections.abc import AsyncIterator, Sequence

from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.types import KeyFilter
from relaydesk.gateway.upstreams.tables import UpstreamKeyRow, UpstreamRow
from relaydesk.kernel.database import Database

COLUMNS = ("id", "upstream", "name", "key_hint", "state", "status", "status_reason", "weight", "created_at")
_PART = 1000
_FORMULAS = ("=", "+", "-", "@")


async def lines(database: Database, wanted: KeyFilter) -> AsyncIterator[str]:
    """Each part is read by itself: no session is held while a slow reader takes its time."""
    yield _csv([COLUMNS])
    after_id = 0
    while True:
        async with database.read() as db:
            part = await store.keys_after(db, wanted, after_id, _PART)
        if not part:
            return
        after_id = part[-1][0].id
        yield _csv([_cells(*found) for found in part])


def _cells(key: UpstreamKeyRow, upstream: UpstreamRow, state: str) -> tuple[object, ...]:
    texts = (upstream.name, key.name, key.key_hint, state, key.status, key.status_reason or "")
    return (key.id, *(_inert(text) for text in texts), key.weight, key.created_at.isoformat())


def _inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _csv(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
