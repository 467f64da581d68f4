"""Reading the request log: pages by cursor, one request, sums over a time."""

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from relaydesk.gateway.errors import LoggedRequestNotFound
from relaydesk.gateway.log import store
from relaydesk.gateway.log.schemas import GroupSums, Stats, Sums
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.log.tables import LoggedRequest
from relaydesk.kernel.database import Db, utc_now
from relaydesk.kernel.errors import Invalid

_STATS_DEFAULT = timedelta(days=1)


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


def _named(row: Sequence[Any]) -> dict[str, Any]:
    requests, errors, tokens_in, tokens_out, average_ms = row
    return {
        "requests": requests,
        "errors": errors,
        "tokens_in": tokens_in,
        "tokens_out": tokens_out,
        "average_ms": round(float(average_ms), 3),
    }


async def sum_up(db: Db, since: datetime | None, until: datetime | None) -> Stats:
    """Over the last day where no time is given."""
    end = until or utc_now() + timedelta(seconds=1)
    start = since or end - _STATS_DEFAULT
    if start >= end:
        raise Invalid.field("from", "must lie before 'to'")

    async def by(column: str) -> list[GroupSums]:
        rows = await store.sum_by(db, column, start, end)
        return [GroupSums(key="" if row[0] is None else str(row[0]), **_named(row[1:])) for row in rows]

    return Stats(
        from_time=start,
        to_time=end,
        totals=Sums(**_named(await store.sum_requests(db, start, end))),
        by_upstream=await by("upstream"),
        by_key=await by("key_id"),
        by_status=await by("status"),
        by_model=await by("model"),
    )
