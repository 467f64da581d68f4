"""The audit log over HTTP: read only."""

from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse

from relaydesk.identity.access import require
from relaydesk.identity.audit import store
from relaydesk.identity.audit.schemas import AuditEntryOut, Outcome
from relaydesk.identity.audit.service import record_alone
from relaydesk.identity.audit.store import AuditFilter
from relaydesk.identity.audit.tables import AuditEntry
from relaydesk.identity.errors import AuditEntryNotFound
from relaydesk.identity.types import Principal
from relaydesk.kernel.http.csv_export import Cell, csv_response
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import Since, Until, text_query

router = APIRouter(prefix="/api/audit", tags=["audit"])
MayRead = Annotated[Principal, Depends(require("audit.read"))]
EXPORTED = ["id", "at", "actor", "actor_name", "action", "target", "outcome", "address", "request_id", "details"]


async def _filter(
    since: Since = None,
    until: Until = None,
    actor: Annotated[str | None, text_query("Who acted: an id, or a part of a name.")] = None,
    action: Annotated[str | None, text_query("An action such as `user.signed_in`, or its beginning: `user.`.")] = None,
    target: Annotated[str | None, text_query("A part of what was acted on, or of its name.")] = None,
    outcome: Annotated[Outcome | None, Query(description="Only entries with this outcome.")] = None,
    q: Annotated[str | None, text_query("A part of an actor's name or of a target.")] = None,
) -> AuditFilter:
    return AuditFilter(since=since, until=until, actor=actor, action=action, target=target, outcome=outcome, query=q)


Filter = Annotated[AuditFilter, Depends(_filter)]


@router.get("", summary="List audit entries")
async def list_audit(db: ReadDbDep, page: PageQuery, _principal: MayRead, entry_filter: Filter) -> Page[AuditEntryOut]:
    """Who did what, from where and with which outcome, newest first.

    `actor` is an id or a part of a name, `action` one such as `user.signed_in` or its beginning, such as `user.`;
    `target` is a part of one or of its name; `q` looks in names and targets.
    """
    rows, total = await store.list_entries(db, entry_filter, limit=page.limit, offset=page.offset)
    return page.page([AuditEntryOut.model_validate(row) for row in rows], total)


@router.get("/export.csv", response_class=StreamingResponse, summary="Export audit entries")
async def export_audit(kernel: KernelDep, principal: MayRead, entry_filter: Filter) -> StreamingResponse:
    """All that match as CSV, newest first, streamed; the export is an entry itself."""
    await record_alone(kernel.database, principal, "audit.exported", "audit log")

    async def pages() -> AsyncIterator[list[list[Cell]]]:
        async for rows in store.pages_of_entries(kernel.database, entry_filter):
            yield [_cells(row) for row in rows]

    return await csv_response("relaydesk-audit.csv", EXPORTED, pages())


@router.get("/{entry_id}")
async def get_audit_entry(
    db: ReadDbDep,
    _principal: MayRead,
    entry_id: Annotated[int, Path(ge=1, le=2**63 - 1, description="The entry, by id.")],
) -> AuditEntryOut:
    entry = await store.find_entry(db, entry_id)
    if entry is None:
        raise AuditEntryNotFound(entry_id=entry_id)
    return AuditEntryOut.model_validate(entry)


def _cells(row: AuditEntry) -> list[Cell]:
    as_text = {"at": row.at.isoformat(), "details": msgspec.json.encode(row.details).decode()}
    return [as_text.get(name, getattr(row, name)) for name in EXPORTED]
