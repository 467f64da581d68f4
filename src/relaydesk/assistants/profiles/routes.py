"""Assistants over HTTP: `/api/assistants`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from relaydesk.assistants.profiles import service, store
from relaydesk.assistants.profiles.schemas import AssistantIn, AssistantOut, AssistantPatch
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import ReadDb, WriteDb
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/assistants", tags=["assistants"])
MayRead = Annotated[Principal, Depends(require("assistants.read"))]
MayWrite = Annotated[Principal, Depends(require("assistants.write"))]


@router.get("")
async def list_assistants(db: ReadDb, page: PageQuery, _principal: MayRead) -> Page[AssistantOut]:
    rows, total = await store.list_assistants(db, limit=page.limit, offset=page.offset)
    return page.page([AssistantOut.model_validate(row) for row in rows], total)


@router.post("", status_code=201)
async def create_assistant(db: WriteDb, principal: MayWrite, body: AssistantIn) -> AssistantOut:
    return AssistantOut.model_validate(await service.create_assistant(db, principal, body))


@router.get("/{assistant_id}")
async def get_assistant(db: ReadDb, _principal: MayRead, assistant_id: str) -> AssistantOut:
    return AssistantOut.model_validate(await service.get_assistant(db, assistant_id))


@router.patch("/{assistant_id}")
async def change_assistant(db: WriteDb, principal: MayWrite, assistant_id: str, body: AssistantPatch) -> AssistantOut:
    """Changes what is given; `merchant_id: null` lets it answer from the only active merchant, or from none."""
    given = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name == "merchant_id"}
    return AssistantOut.model_validate(await service.change_assistant(db, principal, assistant_id, changes))


@router.delete("/{assistant_id}", status_code=204)
async def delete_assistant(db: WriteDb, principal: MayWrite, assistant_id: str) -> Response:
    await service.delete_assistant(db, principal, assistant_id)
    return Response(status_code=204)
