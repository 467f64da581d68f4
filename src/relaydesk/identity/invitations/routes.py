"""Invitations over HTTP: `/api/invitations`."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Request, Response

from relaydesk.identity.access import require
from relaydesk.identity.invitations import service, store
from relaydesk.identity.invitations.schemas import InvitationCreate, InvitationCreated, InvitationOut
from relaydesk.identity.types import Principal, Role
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.http.dependencies import ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/invitations", tags=["users"])
MayRead = Annotated[Principal, Depends(require("users.read"))]
MayWrite = Annotated[Principal, Depends(require("users.write"))]


@router.get("")
async def list_invitations(db: ReadDbDep, page: PageQuery, _principal: MayRead) -> Page[InvitationOut]:
    """Those that can still be used, newest first."""
    rows, total = await store.list_open(db, now=utc_now(), limit=page.limit, offset=page.offset)
    shown = [
        InvitationOut(
            id=row.public_id,
            email=row.email,
            role=Role(row.role),
            invited_by=person.name if person else None,
            created_at=row.created_at,
            expires_at=row.expires_at,
        )
        for row, person in rows
    ]
    return page.page(shown, total)


@router.post("", status_code=201)
async def create_invitation(
    uow: UowDep, request: Request, principal: MayWrite, body: InvitationCreate
) -> InvitationCreated:
    """A link for one person, good once and for seven days; send it to them. The answer holds it this once."""
    row, token = await service.invite(uow, principal, email=body.email, role=body.role)
    # in the fragment: no server, proxy or Referer header gets to see it
    words = urlencode({"invitation": token, "email": row.email})
    return InvitationCreated(
        id=row.public_id,
        email=row.email,
        role=Role(row.role),
        url=f"{request.base_url}console/register#{words}",
        token=token,
        expires_at=row.expires_at,
    )


@router.delete("/{invitation_id}", status_code=204)
async def withdraw_invitation(
    uow: UowDep,
    principal: MayWrite,
    invitation_id: Annotated[str, Path(max_length=64, description="The invitation's id.")],
) -> Response:
    await service.withdraw(uow, principal, invitation_id)
    return Response(status_code=204)
