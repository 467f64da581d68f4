"""The catalogue over HTTP: `/products`, and a merchant's questions."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from relaydesk.commerce.catalogue import service, store
from relaydesk.commerce.catalogue.schemas import OptionOut, ProductDetail, ProductOut, QuestionOut, VariantOut
from relaydesk.commerce.catalogue.tables import Product
from relaydesk.commerce.merchants.service import get_merchant
from relaydesk.commerce.types import VariantView
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import ReadDbDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import MerchantQuery

router = APIRouter(tags=["catalogue"])
MayRead = Annotated[Principal, Depends(require("merchants.read"))]


@router.get("/products")
async def list_products(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    merchant_id: MerchantQuery = None,
    q: Annotated[str | None, Query(max_length=500, description="What is looked for, in words.")] = None,
) -> Page[ProductOut]:
    """Products of one merchant or of all; with `q` those that match, best first, otherwise by title."""
    rows, merchants, total = await service.page_products(
        db, merchant_id=merchant_id, query=q, limit=page.limit, offset=page.offset
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
