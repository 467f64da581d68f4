"""Deployments over HTTP: `/api/deployments`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from relaydesk.gateway.api import ModelUsers
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep, part
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import text_query
from relaydesk.registry import store
from relaydesk.registry.deployments import service
from relaydesk.registry.deployments.schemas import (
    DeploymentCreate,
    DeploymentOut,
    DeploymentPatch,
    FollowIn,
    RollbackIn,
    TrafficIn,
)
from relaydesk.registry.parameters import DeploymentId, Files
from relaydesk.registry.schemas import MODEL_NAME
from relaydesk.registry.types import DeploymentKind

router = APIRouter(prefix="/api/deployments", tags=["models"])
MayRead = Annotated[Principal, Depends(require("models.read"))]
MayWrite = Annotated[Principal, Depends(require("models.write"))]
Users = Annotated[ModelUsers, Depends(part(ModelUsers))]
NULLABLE = ("unload_after_s",)
Part = Annotated[str | None, text_query("Only those with this text in their name.")]
Kind = Annotated[DeploymentKind | None, Query(description="Only those of models, or only those of routes.")]
Model = Annotated[str | None, Query(pattern=MODEL_NAME, description="Only those of this model.")]


@router.get("")
async def list_deployments(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, q: Part = None, model: Model = None, kind: Kind = None
) -> Page[DeploymentOut]:
    """The newest first."""
    rows, total = await store.list_deployments(
        db, query=q, model=model, kind=kind, limit=page.limit, offset=page.offset
    )
    return page.page(await service.show_deployments(db, rows), total)


@router.post("", status_code=201)
async def create_deployment(uow: UowDep, principal: MayWrite, body: DeploymentCreate) -> DeploymentOut:
    """Has a version of a model served under `/v2/models/{name}`, as soon as it is loaded.

    Of a route: has `/v1` answer by it for `name`, as long as the deployment is started.
    """
    return await service.show_deployment(uow.db, await service.create_deployment(uow, principal, body))


@router.get("/{deployment_id}")
async def get_deployment(db: ReadDbDep, _principal: MayRead, deployment_id: DeploymentId) -> DeploymentOut:
    return await service.show_deployment(db, await service.get_deployment(db, deployment_id))


@router.patch("/{deployment_id}")
async def change_deployment(
    uow: UowDep, principal: MayWrite, deployment_id: DeploymentId, body: DeploymentPatch
) -> DeploymentOut:
    """Its replicas are replaced, or become more or fewer, while it goes on answering. Its traffic stays where it is."""
    row = await service.change_deployment(uow, principal, deployment_id, changes_of(body, nullable=NULLABLE))
    return await service.show_deployment(uow.db, row)


@router.delete("/{deployment_id}", status_code=204)
async def delete_deployment(
    kernel: KernelDep, files: Files, users: Users, principal: MayWrite, deployment_id: DeploymentId
) -> Response:
    """Its replicas answer what they have, and end. Inferences over files go with it: their requests and answers.

    One of a route is refused while an assistant speaks by its name.
    """
    await service.delete_deployment(kernel, files, users, principal, deployment_id)
    return Response(status_code=204)


@router.post("/{deployment_id}/start")
async def start_deployment(uow: UowDep, principal: MayWrite, deployment_id: DeploymentId) -> DeploymentOut:
    """Of one that has failed: tries it again."""
    return await service.show_deployment(uow.db, await service.start(uow, principal, deployment_id))


@router.post("/{deployment_id}/stop")
async def stop_deployment(uow: UowDep, principal: MayWrite, deployment_id: DeploymentId) -> DeploymentOut:
    """Its replicas answer what they have, and end."""
    return await service.show_deployment(uow.db, await service.stop(uow, principal, deployment_id))


@router.post("/{deployment_id}/rollback", summary="Roll a deployment back")
async def roll_back_deployment(
    uow: UowDep, principal: MayWrite, deployment_id: DeploymentId, body: RollbackIn | None = None
) -> DeploymentOut:
    """To its traffic before the last change; once more, and it is as it was. 409 where there was no change yet.

    With the `revision` that was looked at, the same request sent twice rolls back once.
    """
    revision = body.revision if body else None
    row = await service.roll_back(uow, principal, deployment_id, revision=revision)
    return await service.show_deployment(uow.db, row)


@router.post("/{deployment_id}/follow", summary="Have a deployment follow an alias")
async def follow_model_alias(
    uow: UowDep, principal: MayWrite, deployment_id: DeploymentId, body: FollowIn
) -> DeploymentOut:
    """All of its traffic goes to the version that the alias points to, and on with it from then on."""
    return await service.show_deployment(uow.db, await service.follow(uow, principal, deployment_id, body))


@router.post("/{deployment_id}/traffic", summary="Split a deployment's traffic")
async def split_deployment_traffic(
    uow: UowDep, principal: MayWrite, deployment_id: DeploymentId, body: TrafficIn
) -> DeploymentOut:
    """Among versions of its model, in one step once all are loaded. It does not follow its alias any more."""
    return await service.show_deployment(uow.db, await service.split(uow, principal, deployment_id, body))
