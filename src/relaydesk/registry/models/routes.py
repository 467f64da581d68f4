"""Models and aliases over HTTP: `/api/models`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import text_query
from relaydesk.registry import store
from relaydesk.registry.models import service
from relaydesk.registry.models.service import MODELS
from relaydesk.registry.parameters import AliasName, Files, ModelName
from relaydesk.registry.schemas import AliasIn, AliasOut, ModelCreate, ModelOut, ModelPatch

router = APIRouter(prefix="/api/models", tags=["models"])
MayRead = Annotated[Principal, Depends(require("models.read"))]
MayWrite = Annotated[Principal, Depends(require("models.write"))]
Part = Annotated[str | None, text_query("Only those with this text in their name, description or tags.")]
Tag = Annotated[str | None, text_query("Only those that have exactly this tag.", max_length=100)]


@router.get("", summary="List models in the registry")
async def list_models(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, q: Part = None, tag: Tag = None
) -> Page[ModelOut]:
    """The newest first."""
    rows, total = await store.list_models(db, query=q, tag=tag, limit=page.limit, offset=page.offset)
    return page.page(await service.show_models(db, rows), total)


@router.post("", status_code=201)
async def create_model(uow: UowDep, principal: MayWrite, body: ModelCreate) -> ModelOut:
    """A name for versions to come; their files are sent to `POST /api/models/{name}/versions`."""
    row = await MODELS.create(uow, principal, body.model_dump())
    [shown] = await service.show_models(uow.db, [row])
    return shown


@router.get("/{name}")
async def get_model(db: ReadDbDep, _principal: MayRead, name: ModelName) -> ModelOut:
    [shown] = await service.show_models(db, [await service.get_model(db, name)])
    return shown


@router.patch("/{name}")
async def change_model(uow: UowDep, principal: MayWrite, name: ModelName, body: ModelPatch) -> ModelOut:
    row = await service.change_model(uow, principal, name=name, changes=changes_of(body))
    [shown] = await service.show_models(uow.db, [row])
    return shown


@router.delete("/{name}", status_code=204)
async def delete_model(kernel: KernelDep, files: Files, principal: MayWrite, name: ModelName) -> Response:
    """With all of its versions and their files. An alias keeps it: 409 `MODEL_IN_USE` names those that there are."""
    await service.delete_model(kernel, files, principal, name=name)
    return Response(status_code=204)


@router.put("/{name}/aliases/{alias}")
async def point_model_alias(
    uow: UowDep, principal: MayWrite, name: ModelName, alias: AliasName, body: AliasIn
) -> AliasOut:
    """Makes the alias, or moves it to another version in one step."""
    return await service.point_alias(uow, principal, name=name, alias=alias, version=body.version)


@router.delete("/{name}/aliases/{alias}", status_code=204)
async def delete_model_alias(uow: UowDep, principal: MayWrite, name: ModelName, alias: AliasName) -> Response:
    await service.delete_alias(uow, principal, name=name, alias=alias)
    return Response(status_code=204)
