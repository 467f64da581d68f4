"""Assistants over HTTP: `/api/assistants`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from relaydesk.assistants.profiles import service, store
from relaydesk.assistants.profiles.schemas import AssistantIn, AssistantOut, AssistantPatch
from relaydesk.assistants.profiles.tables import Assistant
from relaydesk.gateway.api import list_offered_models
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.database import ReadDb
from relaydesk.kernel.http.dependencies import ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery

router = APIRouter(prefix="/api/assistants", tags=["assistants"])
MayRead = Annotated[Principal, Depends(require("assistants.read"))]
MayWrite = Annotated[Principal, Depends(require("assistants.write"))]
AssistantId = Annotated[str, Path(description="The assistant's id.", examples=["asst_5f0c1d2e3a4b5c6d"])]


@router.get("")
async def list_assistants(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, q: NameQuery = None
) -> Page[AssistantOut]:
    rows, total = await store.list_assistants(db, query=q, limit=page.limit, offset=page.offset)
    return page.page(await service.shown_assistants(db, rows), total)


@router.post("", status_code=201)
async def create_assistant(uow: UowDep, principal: MayWrite, body: AssistantIn) -> AssistantOut:
    return await _shown(uow.db, await service.create_assistant(uow, principal, body))


@router.get("/models")
async def list_models(db: ReadDbDep, _principal: MayRead) -> list[str]:
    """What an assistant can answer with: the models that enabled routes offer."""
    return await list_offered_models(db)


@router.get("/{assistant_id}")
async def get_assistant(db: ReadDbDep, _principal: MayRead, assistant_id: AssistantId) -> AssistantOut:
    return await _shown(db, await service.get_assistant(db, assistant_id))


@router.patch("/{assistant_id}")
async def change_assistant(
    uow: UowDep, principal: MayWrite, assistant_id: AssistantId, body: AssistantPatch
) -> AssistantOut:
    """Changes what is given; `merchant_id: null` lets it answer from the only active merchant, or from none.

    `max_turns_per_day: null` takes its daily bound away.
    """
    changes = changes_of(body, nullable={"merchant_id", "max_turns_per_day"})
    return await _shown(uow.db, await service.change_assistant(uow, principal, assistant_id, changes))


@router.delete("/{assistant_id}", status_code=204)
async def delete_assistant(uow: UowDep, principal: MayWrite, assistant_id: AssistantId) -> Response:
    await service.delete_assistant(uow, principal, assistant_id)
    return Response(status_code=204)


async def _shown(db: ReadDb, row: Assistant) -> AssistantOut:
    [shown] = await service.shown_assistants(db, [row])
    return shown
