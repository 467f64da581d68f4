"""Reading the request log: pages by cursor, one request."""

import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from relaydesk.gateway.errors import LoggedRequestNotFound
from relaydesk.gateway.keys.store import names_of_keys
from relaydesk.gateway.log import store
from relaydesk.gateway.log.search import Place, SearchPage, search
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.log.tables import LoggedRequest
from relaydesk.gateway.stats.store import upstream_ids_by_name
from relaydesk.gateway.upstreams.store import find_upstream_by_name, names_of_upstreams
from relaydesk.identity.api import names_of_client_keys, names_of_people, names_of_targets
from relaydesk.kernel.database import Database, ReadDb
from relaydesk.kernel.errors import Invalid

_EXPORT_PAGE = 1000
_CLOCKS_DIFFER = timedelta(days=1)  # at most: that of an id, and that of its row
ASSISTANT, PERSON = "assistant:", "user:"  # callers from within, with their ids
_Living = Callable[[ReadDb, Collection[int]], Awaitable[dict[int, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By id, as they are called, or were when they went; assistants and people by who called."""

    keys: dict[int, str]
    client_keys: dict[int, str]
    upstreams: dict[int, str]
    rules: dict[int, str]
    assistants: dict[str, str]
    people: dict[str, str]


class LoggedUsage(NamedTuple):
    """What a request came to, as far as that is known."""

    request_id: str
    upstream: str | None
    tokens_in: int | None
    tokens_out: int | None
    tokens_estimated: bool
    cost_nanos: int | None
    currency: str | None


async def find_usage(db: ReadDb, request_id: str) -> LoggedUsage | None:
    """Of the request with that id, once the log has it."""
    rows = await store.list_by_request_id(db, LogFilter(q=request_id), limit=1)
    return LoggedUsage(*(getattr(rows[0], name) for name in LoggedUsage._fields)) if rows else None


def encode_cursor(place: Place) -> str:
    text = f"{place[0].isoformat()}/{place[1].hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> Place:
    """Raises Invalid, naming `cursor`."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, row_id = text.partition("/")
        started_at, request_id = datetime.fromisoformat(moment), UUID(hex=row_id)
    except (ValueError, binascii.Error):
        raise Invalid.field("cursor", "is not one that this list has given", reason="cursor_unknown") from None
    if started_at.tzinfo is None or started_at.year == MAXYEAR:
        raise Invalid.field("cursor", "is not one that this list has given", reason="cursor_unknown")
    return started_at, request_id


async def list_requests(
    db: ReadDb, log_filter: LogFilter, *, cursor: str | None, limit: int
) -> tuple[Sequence[LoggedRequest], str | None]:
    """A page and the cursor of the next one."""
    after = decode_cursor(cursor) if cursor else None
    page = await _search(db, log_filter, after=after, limit=limit)
    return page.rows, encode_cursor(page.after) if page.after is not None else None


async def _with_ids(db: ReadDb, log_filter: LogFilter) -> LogFilter | None:
    """An upstream's name as its id, which has an index and outlives the name; None where none ever had that name.

    The sums tell who had it.
    """
    if log_filter.upstream is None:
        return log_filter
    if (row := await find_upstream_by_name(db, log_filter.upstream)) is not None:
        return replace(log_filter, upstream=None, upstream_id=row.id)
    oldest = await store.oldest(db)
    ids = await upstream_ids_by_name(db, log_filter.upstream, oldest) if oldest is not None else []
    return replace(log_filter, upstream_ids=tuple(ids)) if ids else None


async def _search(db: ReadDb, log_filter: LogFilter, *, after: Place | None, limit: int) -> SearchPage:
    named = await _with_ids(db, log_filter)
    return await search(db, named, after=after, limit=limit) if named is not None else SearchPage([], None)


async def export_requests(database: Database, log_filter: LogFilter) -> AsyncIterator[Sequence[LoggedRequest]]:
    """All that match, newest first, page by page, each read for itself: a slow reader holds no connection."""
    after: Place | None = None
    while True:
        async with database.read() as db:
            page = await _search(db, log_filter, after=after, limit=_EXPORT_PAGE)
        yield page.rows
        after = page.after
        if after is None:
            return


async def get_request(db: ReadDb, request_id: str) -> LoggedRequest:
    """By the id that the log shows."""
    try:
        wanted = UUID(hex=request_id)
        around = datetime.fromtimestamp((wanted.int >> 80) / 1000, UTC)
        since, until = around - _CLOCKS_DIFFER, around + _CLOCKS_DIFFER
    except (ValueError, OverflowError):
        raise LoggedRequestNotFound(request_id=request_id) from None
    row = await store.find_request(db, wanted, since=since, until=until)
    if row is None:
        raise LoggedRequestNotFound(request_id=request_id)
    return row


async def names_in(db: ReadDb, rows: Sequence[LoggedRequest], *, with_attempts: bool = False) -> Names:
    """What these rows name by an id; upstreams, rules and the keys of all attempts only where these are shown."""
    attempts = [attempt for row in rows for attempt in row.attempts] if with_attempts else []
    key_ids = {row.key_id for row in rows} | {attempt["key_id"] for attempt in attempts}
    rule_ids = {rule_id for row in rows for rule_id in row.rules_fired} if with_attempts else set()
    callers = {row.caller for row in rows if row.caller is not None}
    assistants, people = ([one[len(kind) :] for one in callers if one.startswith(kind)] for kind in (ASSISTANT, PERSON))
    return Names(
        keys=await _names(db, "upstream_key", key_ids, names_of_keys),
        client_keys=await _names(db, "client_key", {row.client_key_id for row in rows}, names_of_client_keys),
        upstreams=await _names(db, "upstream", {attempt["upstream_id"] for attempt in attempts}, names_of_upstreams),
        rules=await _names(db, "rule", rule_ids),
        assistants=await names_of_targets(db, assistants) if assistants else {},
        people=await names_of_people(db, people) if people else {},
    )


async def _names(db: ReadDb, kind: str, ids: Collection[int | None], living: _Living | None = None) -> dict[int, str]:
    """Of those that are gone as the audit log has them; of all of them where it is asked alone."""
    known = {one for one in ids if one is not None}
    if not known:
        return {}
    names = await living(db, known) if living is not None else {}
    gone = {f"{kind} {one}": one for one in known - names.keys()}
    past = await names_of_targets(db, gone) if gone else {}
    return {**names, **{gone[target]: name for target, name in past.items()}}
