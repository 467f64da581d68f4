"""The audit log over HTTP: read only."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from relaydesk.identity.access import require
from relaydesk.identity.audit import store
from relaydesk.identity.audit.schemas import AuditEntryOut
from relaydesk.identity.types import Principal
from relaydesk.kernel.http.dependencies import ReadDbDep
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/audit", tags=["audit"])


@router.get("")
async def list_audit(
    db: ReadDbDep,
    page: PageQuery,
    _principal: Annotated[Principal, Depends(require("audit.read"))],
    action: Annotated[str | None, Query(max_length=100)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[AuditEntryOut]:
    """Who did what, newest first."""
    rows, total = await store.list_entries(db, action=action, query=q, limit=page.limit, offset=page.offset)
    return page.page([AuditEntryOut.model_validate(row) for row in rows], total)
