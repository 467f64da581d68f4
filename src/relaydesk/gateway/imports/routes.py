"""Imports over HTTP: `/api/admin/import`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from relaydesk.gateway.imports import service
from relaydesk.gateway.imports.schemas import ImportResult, LiteLlmImport
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import KernelDep, UowDep

router = APIRouter(prefix="/api/admin/import", tags=["gateway"])
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]


@router.post("/litellm", summary="Import a LiteLLM configuration")
async def import_litellm(uow: UowDep, kernel: KernelDep, principal: MayWrite, body: LiteLlmImport) -> ImportResult:
    """Upstreams, keys and routes of a LiteLLM `config.yaml`; first without `apply`, to see what it comes to."""
    plan = await service.read_plan(body.text, body.environment)
    if not body.apply:
        return await service.preview(uow.db, principal, plan, allow_private=body.allow_private)
    return await service.apply_plan(uow, principal, kernel.vault, plan, allow_private=body.allow_private)
