"""Scripts over HTTP: `/api/admin/scripts`, their versions and their trial run."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from relaydesk.gateway.parameters import EnabledQuery, UpstreamIdQuery
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.scripts import service, store
from relaydesk.gateway.scripts.schemas import (
    ScriptCreate,
    ScriptOut,
    ScriptPatch,
    ScriptRestore,
    ScriptTest,
    ScriptTestResult,
    ScriptVersion,
)
from relaydesk.gateway.scripts.service import SCRIPTS
from relaydesk.gateway.scripts.trial import try_script
from relaydesk.identity.api import Principal, record_alone, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import KernelDep, UowDep, part
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery

router = APIRouter(prefix="/api/admin/scripts", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.scripts.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
Trials = Annotated[Sandboxes, Depends(part(Sandboxes))]
ScriptId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The script's id.")]
NULLABLE = {"upstream_id"}


@router.get("")
async def list_scripts(
    kernel: KernelDep,
    page: PageQuery,
    principal: MayRead,
    upstream_id: UpstreamIdQuery = None,
    enabled: EnabledQuery = None,
    q: NameQuery = None,
    sources: Annotated[
        bool, Query(description="Whether they come with their sources; `source` is empty without.")
    ] = True,
) -> Page[ScriptOut]:
    """In the order in which they run: higher priority first. Reading sources is an entry of the audit log."""
    async with kernel.database.read() as db:
        rows, total = await store.list_scripts(
            db, upstream_id=upstream_id, enabled=enabled, query=q, limit=page.limit, offset=page.offset
        )
    if rows and sources:
        read: dict[str, Any] = {"scripts": [row.name for row in rows], "script_ids": [row.id for row in rows]}
        await record_alone(kernel.database, principal, "script.sources_read", "scripts", **read)
    shown = [ScriptOut.model_validate(row) for row in rows]
    return page.page(shown if sources else [one.model_copy(update={"source": ""}) for one in shown], total)


@router.post("", status_code=201)
async def create_script(kernel: KernelDep, trials: Trials, principal: MayWrite, body: ScriptCreate) -> ScriptOut:
    """A source that does not load is refused; the message names its line."""
    phases = await service.load(trials, body.source)
    async with kernel.database.unit_of_work() as uow:
        row = await service.create_script(uow, principal, body.model_dump(), phases)
        return ScriptOut.model_validate(row)


@router.post("/test", summary="Try a script on a sample")
async def run_script(trials: Trials, _principal: MayWrite, body: ScriptTest) -> ScriptTestResult:
    """Runs a script on a sample, in the sandbox and within the limits that it would have; saves nothing."""
    return await try_script(trials, body)


@router.get("/{script_id}")
async def get_script(kernel: KernelDep, principal: MayRead, script_id: ScriptId) -> ScriptOut:
    async with kernel.database.read() as db:
        row = await SCRIPTS.get(db, script_id)
    await record_alone(kernel.database, principal, "script.sources_read", f"script {script_id}", name=row.name)
    return ScriptOut.model_validate(row)


@router.patch("/{script_id}")
async def change_script(
    kernel: KernelDep, trials: Trials, principal: MayWrite, script_id: ScriptId, body: ScriptPatch
) -> ScriptOut:
    """A new source becomes a new version; one that was made of an older version than the newest may be refused."""
    changes = changes_of(body, nullable=NULLABLE)
    made_of = changes.pop("version", None)
    phases = await service.load(trials, changes["source"]) if "source" in changes else None
    async with kernel.database.unit_of_work() as uow:
        row = await service.change_script(uow, principal, script_id, changes, phases, made_of=made_of)
        return ScriptOut.model_validate(row)


@router.delete("/{script_id}", status_code=204)
async def delete_script(uow: UowDep, principal: MayWrite, script_id: ScriptId) -> Response:
    await SCRIPTS.delete(uow, principal, script_id)
    return Response(status_code=204)


@router.get("/{script_id}/versions")
async def list_script_versions(
    kernel: KernelDep, page: PageQuery, principal: MayRead, script_id: ScriptId
) -> Page[ScriptVersion]:
    """Newest first; the first one is in use."""
    async with kernel.database.read() as db:
        script = await SCRIPTS.get(db, script_id)
        rows, total = await store.list_versions(db, script_id, limit=page.limit, offset=page.offset)
    read: dict[str, Any] = {"name": script.name, "versions": len(rows)}
    await record_alone(kernel.database, principal, "script.sources_read", f"script {script_id}", **read)
    return page.page([ScriptVersion.model_validate(row) for row in rows], total)


@router.post("/{script_id}/restore", summary="Restore a version of a script")
async def restore_script(uow: UowDep, principal: MayWrite, script_id: ScriptId, body: ScriptRestore) -> ScriptOut:
    """Takes up an earlier version's source again, as a new version."""
    row = await service.restore_script(uow, principal, script_id, body.version)
    return ScriptOut.model_validate(row)
