"""Finding products and questions: what a person types becomes terms and limits, ranked rows become frozen hits."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from relaydesk.commerce.catalogue import store
from relaydesk.commerce.catalogue.ranking import Filters, rank
from relaydesk.commerce.catalogue.tables import Product
from relaydesk.commerce.catalogue.terms import indexed, matched_sentence, read_question
from relaydesk.commerce.errors import ProductNotFound
from relaydesk.commerce.merchants.service import get_merchant
from relaydesk.commerce.types import FaqHit, ProductHit, ProductStatus, ProductView, VariantView
from relaydesk.kernel.database import Db, ReadDb

STALE_AFTER = timedelta(hours=24)
_CHINESE = "\u4e00", "\u9fff"


async def search_products(
    db: ReadDb,
    *,
    merchant_id: str | None,
    query: str,
    limit: int,
    max_price: Decimal | None = None,
    currency: str | None = None,
    only_available: bool = False,
) -> list[ProductHit]:
    """Active products that fit a question in natural words, best first; "under 500" in it limits the price.

    `max_price` is in major units of the product's currency. Raises MerchantNotFound.
    """
    inside = (await get_merchant(db, merchant_id)).id if merchant_id else None
    is_available = True if only_available else None
    filters = Filters(inside, only_active=True, is_available=is_available, max_price=max_price, currency=currency)
    ranking = await rank(db, "commerce_product", read_question(query), filters, limit=limit)
    rows = await store.list_products_by_id(db, [one.id for one in ranking.hits])
    scores = {one.id: one.score for one in ranking.hits}
    merchants = await store.find_merchant_ids(db, {row.merchant_id for row in rows})
    return [_hit(row, merchants[row.merchant_id], scores[row.id], ranking.terms) for row in rows]


async def list_active_products(db: ReadDb, *, merchant_id: str, limit: int) -> list[ProductHit]:
    """Raises MerchantNotFound."""
    inside = (await get_merchant(db, merchant_id)).id
    rows, _ = await store.list_products(db, Filters(inside, only_active=True), limit=limit, offset=0)
    return [_hit(row, merchant_id, 0.0, ()) for row in rows]


async def page_products(
    db: ReadDb, filters: Filters, *, merchant_id: str | None, query: str | None, limit: int, offset: int
) -> tuple[Sequence[Product], dict[int, str], int]:
    """Products of any status for the console, with their merchants' ids; by rank where there is a query."""
    if merchant_id:
        filters = replace(filters, merchant_id=(await get_merchant(db, merchant_id)).id)
    if query and query.strip():
        ranking = await rank(db, "commerce_product", read_question(query), filters, limit=limit, offset=offset)
        rows: Sequence[Product] = await store.list_products_by_id(db, [one.id for one in ranking.hits])
        total = ranking.total
    else:
        rows, total = await store.list_products(db, filters, limit=limit, offset=offset)
    return rows, await store.find_merchant_ids(db, {row.merchant_id for row in rows}), total


async def get_product(db: ReadDb, product_id: str, *, merchant_id: str | None = None) -> ProductView:
    """Raises ProductNotFound, also for a product of another merchant than `merchant_id`."""
    product = await store.find_product(db, product_id)
    if product is None:
        raise ProductNotFound(product_id=product_id)
    owner = (await store.find_merchant_ids(db, {product.merchant_id}))[product.merchant_id]
    if merchant_id not in {None, owner}:
        raise ProductNotFound(product_id=product_id)
    return _view(product, owner)


async def search_questions(db: ReadDb, *, merchant_id: str, query: str, limit: int) -> list[FaqHit]:
    """Entries of the FAQ in the question's own language. Raises MerchantNotFound."""
    inside = (await get_merchant(db, merchant_id)).id
    language = "zh" if any(_CHINESE[0] <= letter <= _CHINESE[1] for letter in query) else "en"
    wanted = replace(read_question(query), min_price=None, max_price=None)
    ranking = await rank(db, "commerce_question", wanted, Filters(inside, language=language), limit=limit)
    rows = await store.list_questions_by_id(db, [one.id for one in ranking.hits])
    scores = {one.id: one.score for one in ranking.hits}
    return [FaqHit(row.public_id, row.key, row.language, row.question, row.answer, scores[row.id]) for row in rows]


async def put_question(
    db: Db, merchant_id: int, *, key: str, language: str, question: str, answer: str, tags: Sequence[str]
) -> None:
    """Creates or replaces an entry of the FAQ."""
    texts = {"a": indexed(question), "b": indexed(" . ".join(tags)), "c": indexed(answer), "d": ""}
    await store.put_question(
        db, merchant_id=merchant_id, key=key, language=language, question=question, answer=answer,
        tags=list(tags), texts=texts,
    )  # fmt: skip


def _hit(row: Product, merchant_id: str, score: float, terms: tuple[str, ...]) -> ProductHit:
    return ProductHit(
        id=row.public_id,
        merchant_id=merchant_id,
        title=row.title,
        handle=row.handle,
        vendor=row.vendor,
        product_type=row.product_type,
        status=ProductStatus(row.status),
        url=row.url,
        image_url=row.images[0]["url"] if row.images else None,
        currency=row.currency,
        min_price_minor=row.min_price_minor,
        max_price_minor=row.max_price_minor,
        is_available=row.is_available,
        total_inventory=row.total_inventory,
        matched_sentence=matched_sentence(row.description_text, terms),
        score=score,
        as_of=row.synced_at,
    )


def _view(row: Product, merchant_id: str) -> ProductView:
    return ProductView(
        id=row.public_id,
        merchant_id=merchant_id,
        title=row.title,
        handle=row.handle,
        description_text=row.description_text,
        vendor=row.vendor,
        product_type=row.product_type,
        tags=tuple(row.tags),
        status=ProductStatus(row.status),
        url=row.url,
        image_urls=tuple(image["url"] for image in row.images),
        currency=row.currency,
        min_price_minor=row.min_price_minor,
        max_price_minor=row.max_price_minor,
        is_available=row.is_available,
        total_inventory=row.total_inventory,
        variants=tuple(
            VariantView(
                id=variant.public_id,
                title=variant.title,
                sku=variant.sku,
                options=tuple((option["name"], option["value"]) for option in variant.options),
                price_minor=variant.price_minor,
                compare_at_minor=variant.compare_at_minor,
                inventory_quantity=variant.inventory_quantity,
                is_tracked=variant.is_tracked,
                is_available=variant.is_available,
            )
            for variant in row.variants
        ),
        as_of=row.synced_at,
        stale_after=row.synced_at + STALE_AFTER,
    )
