"""The catalogue over HTTP: `/products`, and a merchant's questions."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from relaydesk.commerce.catalogue import service, store
from relaydesk.commerce.catalogue.ranking import Filters
from relaydesk.commerce.catalogue.schemas import OptionOut, ProductDetail, ProductOut, QuestionOut, VariantOut
from relaydesk.commerce.catalogue.tables import Product
from relaydesk.commerce.merchants.service import get_merchant
from relaydesk.commerce.types import VariantView
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.errors import CURRENCY, Invalid
from relaydesk.kernel.http.dependencies import ReadDbDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import MerchantQuery, text_query

router = APIRouter(tags=["catalogue"])
MayRead = Annotated[Principal, Depends(require("merchants.read"))]


_PARAMETERS = frozenset(
    ("limit", "offset", "merchant_id", "q", "min_price", "max_price", "currency", "vendor", "type", "in_stock")
)
Price = Annotated[Decimal | None, Query(ge=0, max_digits=18, decimal_places=4)]


async def _filters(
    min_price: Annotated[Price, Query(description="Only with a variant of this price or more, such as 19.90.")] = None,
    max_price: Annotated[Price, Query(description="Only with a variant of this price or less.")] = None,
    currency: Annotated[str | None, Query(pattern=CURRENCY, description="Only prices in this currency.")] = None,
    vendor: Annotated[str | None, text_query("Only those of this vendor, in capitals or not.")] = None,
    type_: Annotated[str | None, text_query("Only those of this product type.", alias="type")] = None,
    in_stock: Annotated[bool | None, Query(description="Only those that can be bought, or that cannot.")] = None,
) -> Filters:
    return Filters(
        min_price=min_price,
        max_price=max_price,
        currency=currency,
        vendor=vendor,
        product_type=type_,
        is_available=in_stock,
    )


FiltersQuery = Annotated[Filters, Depends(_filters)]


@router.get("/products")
async def list_products(
    request: Request,
    db: ReadDbDep,
    page: PageQuery,
    filters: FiltersQuery,
    _principal: MayRead,
    merchant_id: MerchantQuery = None,
    q: Annotated[str | None, text_query("What is looked for, in words.", max_length=500)] = None,
) -> Page[ProductOut]:
    """Products of one merchant or of all; with `q` those that match, best first, otherwise by title.

    In `q`, a word that no product has is taken for the nearest one that some product has, and "under 500" limits the
    price. A filter that there is not is refused.
    """
    for name in request.query_params:
        if name not in _PARAMETERS:
            raise Invalid.field(name, "is no filter of products", reason="product_filter")
    rows, merchants, total = await service.page_products(
        db, filters, merchant_id=merchant_id, query=q, limit=page.limit, offset=page.offset
    )
    return page.page([_out(row, merchants[row.merchant_id]) for row in rows], total)


@router.get("/products/{product_id}")
async def get_product(
    db: ReadDbDep, _principal: MayRead, product_id: Annotated[str, Path(max_length=64, description="The product's id.")]
) -> ProductDetail:
    view = await service.get_product(db, product_id)
    return ProductDetail(**asdict(view) | {"variants": [_variant(variant) for variant in view.variants]})


def _variant(view: VariantView) -> VariantOut:
    return VariantOut(**asdict(view) | {"options": [OptionOut(name=name, value=value) for name, value in view.options]})


@router.get("/merchants/{merchant_id}/questions", summary="List a merchant's questions")
async def list_questions(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    merchant_id: Annotated[str, Path(max_length=64, description="The merchant's id.")],
) -> Page[QuestionOut]:
    """The merchant's FAQ."""
    merchant = await get_merchant(db, merchant_id)
    rows, total = await store.list_questions(db, merchant_id=merchant.id, limit=page.limit, offset=page.offset)
    return page.page([QuestionOut.model_validate(row) for row in rows], total)


def _out(row: Product, merchant_id: str) -> ProductOut:
    return ProductOut(
        id=row.public_id,
        merchant_id=merchant_id,
        platform=row.platform,
        platform_id=row.platform_id,
        handle=row.handle,
        title=row.title,
        vendor=row.vendor,
        product_type=row.product_type,
        tags=row.tags,
        status=row.status,
        url=row.url,
        image_url=row.images[0]["url"] if row.images else None,
        currency=row.currency,
        min_price_minor=row.min_price_minor,
        max_price_minor=row.max_price_minor,
        variant_count=row.variant_count,
        total_inventory=row.total_inventory,
        is_available=row.is_available,
        as_of=row.synced_at,
    )
