"""Channels over HTTP: `/api/admin/channels`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from relaydesk.identity.api import Principal, require
from relaydesk.insight.channels import service, store
from relaydesk.insight.channels.schemas import (
    ChannelCreate,
    ChannelOut,
    ChannelPatch,
    ChannelTest,
    DeliveryOut,
)
from relaydesk.insight.channels.service import CHANNELS
from relaydesk.insight.channels.tables import ChannelRow
from relaydesk.insight.channels.types import Notice
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery

SECRETS = {"url", "signing_secret"}
router = APIRouter(prefix="/api/admin/channels", tags=["channels"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
ChannelId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The channel's id.")]


def _out(row: ChannelRow) -> ChannelOut:
    return ChannelOut.model_validate(row).model_copy(update={"is_signed": row.signing_secret is not None})


@router.get("")
async def list_channels(db: ReadDbDep, page: PageQuery, _principal: MayRead, q: NameQuery = None) -> Page[ChannelOut]:
    rows, total = await store.list_channels(db, query=q, limit=page.limit, offset=page.offset)
    return page.page([_out(row) for row in rows], total)


@router.post("", status_code=201)
async def create_channel(uow: UowDep, kernel: KernelDep, principal: MayWrite, body: ChannelCreate) -> ChannelOut:
    """The URL is encrypted; `shown_url` is all that is shown of it."""
    secret = body.signing_secret.get_secret_value() if body.signing_secret is not None else None
    values = body.model_dump(exclude={"url", "signing_secret"})
    url = body.url.get_secret_value()
    return _out(await service.create_channel(uow, principal, kernel.vault, url=url, secret=secret, values=values))


@router.get("/{channel_id}")
async def get_channel(db: ReadDbDep, _principal: MayRead, channel_id: ChannelId) -> ChannelOut:
    return _out(await CHANNELS.get(db, channel_id))


@router.patch("/{channel_id}")
async def change_channel(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, channel_id: ChannelId, body: ChannelPatch
) -> ChannelOut:
    row = await service.change_channel(
        uow,
        principal,
        kernel.vault,
        channel_id=channel_id,
        url=body.url.get_secret_value() if body.url is not None else None,
        secret=body.signing_secret.get_secret_value() if body.signing_secret is not None else None,
        changes={name: value for name, value in changes_of(body).items() if name not in SECRETS},
    )
    return _out(row)


@router.delete("/{channel_id}", status_code=204)
async def delete_channel(uow: UowDep, principal: MayWrite, channel_id: ChannelId) -> Response:
    await CHANNELS.delete(uow, principal, channel_id)
    return Response(status_code=204)


@router.post("/{channel_id}/test", summary="Send a test notice")
async def try_channel(kernel: KernelDep, _principal: MayWrite, channel_id: ChannelId) -> ChannelTest:
    """Sends a notice at once and says what came of it."""
    async with kernel.database.read() as db:
        row = await CHANNELS.get(db, channel_id)
    notice = Notice("test", "Relaydesk: a test", f"The channel '{row.name}' works.")
    error, latency_ms = await service.try_out(service.address_of(row, kernel.vault), notice)
    return ChannelTest(ok=error is None, error=error, latency_ms=latency_ms)


@router.get("/{channel_id}/deliveries", summary="List a channel's deliveries")
async def list_deliveries(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, channel_id: ChannelId
) -> Page[DeliveryOut]:
    """What was sent, newest first; the last 200."""
    await CHANNELS.get(db, channel_id)
    rows, total = await store.list_deliveries(db, channel_id, limit=page.limit, offset=page.offset)
    return page.page([DeliveryOut.model_validate(row) for row in rows], total)
