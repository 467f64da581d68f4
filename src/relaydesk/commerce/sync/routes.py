"""Syncs over HTTP. Included before the catalogue's routes, so that `/products/sync` is not taken for a product."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query

from relaydesk.commerce.sync import service, store
from relaydesk.commerce.sync.schemas import PlatformSyncStart, RecordOut, SyncOut, SyncStart, SyncStarted
from relaydesk.commerce.sync.types import Outcome, SyncStatus
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import MerchantQuery

router = APIRouter(tags=["sync"])
MayRead = Annotated[Principal, Depends(require("merchants.read"))]
MayWrite = Annotated[Principal, Depends(require("merchants.write"))]
SyncId = Annotated[str, Path(max_length=64, description="The sync's id.", examples=["sync_5f0c1d2e3a4b5c6d"])]


@router.post("/products/sync", status_code=202, include_in_schema=False)
@router.post("/products/sync/", status_code=202, summary="Sync a merchant's products")
async def start_sync(uow: UowDep, principal: MayWrite, body: SyncStart) -> SyncStarted:
    """Reads the merchant's store as a task; 409 names the sync that is running already."""
    sync, merchant_id = await service.start_sync(
        uow,
        principal,
        merchant_id=body.merchant_id,
        limit=body.limit,
        is_deletion_confirmed=body.confirm_deletions,
    )
    return _started(sync.public_id, sync.task_id, merchant_id)


@router.post(
    "/integrations/{platform}/sync-products", status_code=202, summary="Sync a merchant's products from one platform"
)
async def start_platform_sync(
    uow: UowDep,
    principal: MayWrite,
    platform: Annotated[Literal["shopify", "demo"], Path(description="Which of the merchant's stores.")],
    body: PlatformSyncStart,
) -> SyncStarted:
    """The same for the merchant's store on one platform."""
    sync, merchant_id = await service.start_sync(uow, principal, merchant_id=body.merchant_id, platform=platform)
    return _started(sync.public_id, sync.task_id, merchant_id)


def _started(sync_id: str, task_id: str | None, merchant_id: str) -> SyncStarted:
    return SyncStarted(sync_id=sync_id, task_id=task_id or "", status=SyncStatus.QUEUED, merchant_id=merchant_id)


@router.get("/products/sync/", include_in_schema=False)
@router.get("/products/sync")
async def list_syncs(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    merchant_id: MerchantQuery = None,
    latest: Annotated[bool, Query(description="Of each merchant its latest sync alone.")] = False,
) -> Page[SyncOut]:
    """The history, latest first."""
    rows, total = await service.list_syncs(
        db, merchant_id=merchant_id, is_latest=latest, limit=page.limit, offset=page.offset
    )
    return page.page([service.sync_out(sync, merchant) for sync, merchant in rows], total)


@router.get("/products/sync/{sync_id}")
async def get_sync(db: ReadDbDep, _principal: MayRead, sync_id: SyncId) -> SyncOut:
    return service.sync_out(*await service.get_sync(db, sync_id))


@router.get("/products/sync/{sync_id}/records", summary="List a sync's records")
async def list_records(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    sync_id: SyncId,
    outcome: Annotated[Outcome | None, Query(description="Only records with this outcome.")] = None,
) -> Page[RecordOut]:
    """What became of each record, and why; `unchanged` ones are kept for the latest sync only."""
    sync, _ = await service.get_sync(db, sync_id)
    rows, total = await store.list_records(db, sync.id, outcome=outcome, limit=page.limit, offset=page.offset)
    return page.page([RecordOut.model_validate(row) for row in rows], total)
