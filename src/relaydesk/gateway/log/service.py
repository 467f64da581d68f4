"""Reading the request log: pages by cursor, one request."""

import base64
import binascii
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from relaydesk.gateway.errors import LoggedRequestNotFound
from relaydesk.gateway.log import store
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.log.tables import LoggedRequest
from relaydesk.kernel.database import Database, Db
from relaydesk.kernel.errors import Invalid

_EXPORT_PAGE = 1000


def encode_cursor(row: LoggedRequest) -> str:
    text = f"{row.started_at.isoformat()}/{row.id.hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Raises Invalid, naming `cursor`."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, row_id = text.partition("/")
        started_at, found = datetime.fromisoformat(moment), UUID(hex=row_id)
    except (ValueError, binascii.Error):
        raise Invalid.field("cursor", "is not one that this list has given") from None
    if started_at.tzinfo is None:
        raise Invalid.field("cursor", "is not one that this list has given")
    return started_at, found


async def list_requests(
    db: Db, asked: LogFilter, *, cursor: str | None, limit: int
) -> tuple[Sequence[LoggedRequest], str | None]:
    """A page and the cursor of the next one."""
    after = decode_cursor(cursor) if cursor else None
    rows = await store.list_requests(db, asked, after=after, limit=limit + 1)
    return rows[:limit], encode_cursor(rows[limit - 1]) if len(rows) > limit else None


async def export_requests(database: Database, asked: LogFilter) -> AsyncIterator[Sequence[LoggedRequest]]:
    """All that match, newest first, page by page, each read for itself: a slow reader holds no connection."""
    after: tuple[datetime, UUID] | None = None
    while True:
        async with database.read() as db:
            rows = await store.list_requests(db, asked, after=after, limit=_EXPORT_PAGE)
        yield rows
        if len(rows) < _EXPORT_PAGE:
            return
        after = rows[-1].started_at, rows[-1].id


async def get_request(db: Db, request_id: str) -> LoggedRequest:
    """By the id that the log shows."""
    try:
        wanted = UUID(hex=request_id)
        around = datetime.fromtimestamp((wanted.int >> 80) / 1000, UTC)
    except (ValueError, OverflowError):
        raise LoggedRequestNotFound(request_id=request_id) from None
    row = await store.find_request(db, wanted, around=around)
    if row is None:
        raise LoggedRequestNotFound(request_id=request_id)
    return row
