"""Prices over HTTP: `/api/admin/prices`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from relaydesk.gateway.parameters import ModelPart, UpstreamIdQuery
from relaydesk.gateway.prices import store
from relaydesk.gateway.prices.published import search_published
from relaydesk.gateway.prices.schemas import Currencies, PriceCreate, PriceOut, PricePatch, PublishedPriceOut
from relaydesk.gateway.prices.service import PRICES
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/admin/prices", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
PriceId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The price's id.")]
NULLABLE = {
    "upstream_id",
    "cached_input_micros_per_million",
    "cache_write_micros_per_million",
    "cache_write_hour_micros_per_million",
}


@router.get("")
async def list_prices(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    upstream_id: UpstreamIdQuery = None,
    q: ModelPart = None,
) -> Page[PriceOut]:
    """By model. A request costs by upstream and model, else by model, else by the longest beginning with `*`."""
    rows, total = await store.list_prices(db, upstream_id=upstream_id, query=q, limit=page.limit, offset=page.offset)
    return page.page([PriceOut.model_validate(row) for row in rows], total)


@router.post("", status_code=201)
async def create_price(uow: UowDep, principal: MayWrite, body: PriceCreate) -> PriceOut:
    """Holds for requests from now on; what is logged keeps the cost it had."""
    return PriceOut.model_validate(await PRICES.create(uow, principal, body.model_dump()))


@router.get("/published")
async def list_published_prices(page: PageQuery, _principal: MayRead, q: ModelPart = None) -> Page[PublishedPriceOut]:
    """What providers ask for their models, to make prices from. It comes with Relaydesk and charges nothing."""
    prices, total = search_published(q, limit=page.limit, offset=page.offset)
    return page.page([PublishedPriceOut.model_validate(price) for price in prices], total)


@router.get("/currencies")
async def list_currencies(db: ReadDbDep, _principal: MayRead) -> Currencies:
    """What your prices are in, by ISO 4217; empty without prices."""
    return Currencies(currencies=list(await store.list_currencies(db)))


@router.get("/{price_id}")
async def get_price(db: ReadDbDep, _principal: MayRead, price_id: PriceId) -> PriceOut:
    return PriceOut.model_validate(await PRICES.get(db, price_id))


@router.patch("/{price_id}")
async def change_price(uow: UowDep, principal: MayWrite, price_id: PriceId, body: PricePatch) -> PriceOut:
    """Holds for requests from now on; what is logged keeps the cost it had."""
    changes = changes_of(body, nullable=NULLABLE)
    return PriceOut.model_validate(await PRICES.change(uow, principal, price_id, changes))


@router.delete("/{price_id}", status_code=204)
async def delete_price(uow: UowDep, principal: MayWrite, price_id: PriceId) -> Response:
    await PRICES.delete(uow, principal, price_id)
    return Response(status_code=204)
