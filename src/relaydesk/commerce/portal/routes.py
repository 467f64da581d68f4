"""Merchants over HTTP: `/merchants`, their connections and schedules."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from relaydesk.commerce.merchants import service as merchants
from relaydesk.commerce.merchants import store
from relaydesk.commerce.merchants.schemas import (
    ConnectionCreate,
    ConnectionOut,
    ConnectionTest,
    MerchantCreate,
    MerchantPatch,
)
from relaydesk.commerce.merchants.tables import Merchant
from relaydesk.commerce.portal import service
from relaydesk.commerce.portal.schemas import MerchantOut, MerchantSchedule, MerchantScheduleIn
from relaydesk.commerce.shopify.connector import ACCESS_TOKEN
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.database import ReadDb
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import text_query

router = APIRouter(prefix="/merchants", tags=["merchants"])
MayRead = Annotated[Principal, Depends(require("merchants.read"))]
MayWrite = Annotated[Principal, Depends(require("merchants.write"))]
MerchantId = Annotated[str, Path(max_length=64, description="The merchant's id.", examples=["merch_5f0c1d2e3a4b5c6d"])]
ConnectionId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The connection's id.")]


@router.get("")
async def list_merchants(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    q: Annotated[str | None, text_query("A part of a name or of a store's domain.")] = None,
) -> Page[MerchantOut]:
    rows, total = await store.list_merchants(db, query=q, limit=page.limit, offset=page.offset)
    return page.page(await service.describe(db, rows), total)


@router.post("", status_code=201)
async def create_merchant(uow: UowDep, principal: MayWrite, body: MerchantCreate) -> MerchantOut:
    return await _out(uow.db, await merchants.create_merchant(uow, principal, name=body.name))


@router.get("/{merchant_id}")
async def get_merchant(db: ReadDbDep, _principal: MayRead, merchant_id: MerchantId) -> MerchantOut:
    return await _out(db, await merchants.get_merchant(db, merchant_id))


@router.patch("/{merchant_id}")
async def change_merchant(
    uow: UowDep, principal: MayWrite, merchant_id: MerchantId, body: MerchantPatch
) -> MerchantOut:
    changes = changes_of(body)
    return await _out(uow.db, await merchants.change_merchant(uow, principal, merchant_id, changes=changes))


@router.post("/{merchant_id}/connections", status_code=201, summary="Connect a store")
async def connect_store(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, merchant_id: MerchantId, body: ConnectionCreate
) -> ConnectionOut:
    """Connects the store, or replaces the connection of the same platform. The token is never returned.

    The first store's products are synced every hour from then on; `PUT /merchants/{merchant_id}/schedule` changes that.
    """
    connection = await merchants.connect_store(
        uow,
        principal,
        kernel.vault,
        merchant_id,
        platform=body.platform,
        address=body.shop_domain,
        credentials={ACCESS_TOKEN: body.access_token.get_secret_value()},
        api_base_url=body.api_base_url,
        allow_private=body.allow_private,
    )
    await service.sync_by_schedule(uow, principal, merchant_id)
    return ConnectionOut.model_validate(connection)


@router.post("/{merchant_id}/connections/{connection_id}/test", summary="Test a store's connection")
async def try_connection(
    kernel: KernelDep, _principal: MayWrite, merchant_id: MerchantId, connection_id: ConnectionId
) -> ConnectionTest:
    """Asks the store who it is and which scopes the token has."""
    return await merchants.try_connection(kernel, merchant_id, connection_id)


@router.put("/{merchant_id}/schedule", summary="Change when products are synced")
async def change_schedule(
    uow: UowDep, principal: MayWrite, merchant_id: MerchantId, body: MerchantScheduleIn
) -> MerchantSchedule:
    """By a cron expression in a time zone; switched off, products are synced by hand alone."""
    times = body.model_dump()
    return await service.change_schedule(uow, principal, merchant_id, **times)


async def _out(db: ReadDb, merchant: Merchant) -> MerchantOut:
    (one,) = await service.describe(db, [merchant])
    return one
