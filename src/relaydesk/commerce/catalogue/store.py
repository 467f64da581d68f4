"""Every query on products, variants and questions, apart from the ranking of a search."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import selectinload

from relaydesk.commerce.catalogue.ranking import Filters, conditions
from relaydesk.commerce.catalogue.rows import product_values, variant_values, vector_texts
from relaydesk.commerce.catalogue.spelling import add_words
from relaydesk.commerce.catalogue.tables import Product, Question, Variant
from relaydesk.commerce.merchants.tables import Merchant
from relaydesk.commerce.types import SourceProduct
from relaydesk.kernel.database import Db, ReadDb
from relaydesk.kernel.ids import new_public_id

_VECTOR = " || ".join(
    f"setweight(to_tsvector('{config}', CAST(:{letter} AS text)), '{letter.upper()}')"
    for letter in "abcd"
    for config in ("simple", "english")
)
_SET_PRODUCT_VECTOR = text(f"UPDATE commerce_product SET search = {_VECTOR} WHERE id = :id")  # noqa: S608 - fixed letters
_SET_QUESTION_VECTOR = text(f"UPDATE commerce_question SET search = {_VECTOR} WHERE id = :id")  # noqa: S608 - as above
_ROWS_A_STATEMENT = 500  # PostgreSQL takes 32,767 parameters; a variant has 13


class Held(NamedTuple):
    """What the catalogue holds of one product, as far as the ledger must know."""

    id: int
    platform_id: str
    content_hash: bytes
    source_updated_at: datetime


async def find_held(db: ReadDb, *, merchant_id: int, platform: str, platform_ids: Collection[str]) -> dict[str, Held]:
    rows = await db.execute(
        select(Product.id, Product.platform_id, Product.content_hash, Product.source_updated_at).where(
            Product.merchant_id == merchant_id, Product.platform == platform, Product.platform_id.in_(platform_ids)
        )
    )
    return {row.platform_id: Held(*row) for row in rows}


async def insert_products(
    db: Db, products: Sequence[SourceProduct], *, merchant_id: int, platform: str, synced_at: datetime
) -> dict[str, str]:
    """Public ids by platform id."""
    if not products:
        return {}
    own = [
        {
            "public_id": new_public_id("prod"),
            "merchant_id": merchant_id,
            "platform": platform,
            "platform_id": product.platform_id,
        }
        | product_values(product, synced_at=synced_at)
        for product in products
    ]
    rows = await db.execute(insert(Product).returning(Product.id, Product.platform_id, Product.public_id), own)
    ids = {row.platform_id: (row.id, row.public_id) for row in rows}
    await _insert_variants(db, [variant_values(v, ids[p.platform_id][0]) for p in products for v in p.variants])
    await db.execute(_SET_PRODUCT_VECTOR, [vector_texts(p, ids[p.platform_id][0]) for p in products])
    return {platform_id: public_id for platform_id, (_, public_id) in ids.items()}


async def replace_product(db: Db, product_id: int, product: SourceProduct, *, synced_at: datetime) -> str:
    """New values for the product and its variants; a variant that stays keeps its id. Gives the public id."""
    public_id = await db.scalar(
        update(Product)
        .where(Product.id == product_id)
        .values(product_values(product, synced_at=synced_at))
        .returning(Product.public_id)
    )
    platform_ids = [variant.platform_id for variant in product.variants]
    await db.execute(delete(Variant).where(Variant.product_id == product_id, Variant.platform_id.not_in(platform_ids)))
    await _insert_variants(db, [variant_values(v, product_id) for v in product.variants])
    await db.execute(_SET_PRODUCT_VECTOR, [vector_texts(product, product_id)])
    return str(public_id)


async def add_words_of(db: Db, products: Sequence[SourceProduct]) -> None:
    """What may have been meant where a question's word is no product's. Once a transaction."""
    texts = [vector_texts(product, 0) for product in products]
    await add_words(db, ["\n".join(one[letter] for letter in "abc") for one in texts])


async def _insert_variants(db: ReadDb, rows: list[dict[str, Any]]) -> None:
    identity = {"public_id", "product_id", "platform_id"}
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        statement = upsert(Variant).values(rows[start : start + _ROWS_A_STATEMENT])
        fresh = {name: statement.excluded[name] for name in rows[0] if name not in identity}
        await db.execute(statement.on_conflict_do_update(index_elements=["product_id", "platform_id"], set_=fresh))


async def touch_products(db: Db, seen: Sequence[tuple[int, datetime]], *, synced_at: datetime) -> None:
    """Notes that the store still says the same: `(id, the store's time of update)`."""
    if not seen:
        return
    statement = text(
        "UPDATE commerce_product SET synced_at = :at, source_updated_at = seen.moment"
        " FROM unnest(CAST(:ids AS bigint[]), CAST(:moments AS timestamptz[])) AS seen(id, moment)"
        " WHERE commerce_product.id = seen.id"
    )
    ids, moments = [one for one, _ in seen], [moment for _, moment in seen]
    await db.execute(statement, {"at": synced_at, "ids": ids, "moments": moments})


async def count_products(db: ReadDb, merchant_id: int, *, platform: str | None = None) -> int:
    where = [Product.merchant_id == merchant_id] + ([Product.platform == platform] if platform else [])
    return await db.scalar(select(func.count()).select_from(Product).where(*where)) or 0


async def delete_products(db: Db, ids: Collection[int]) -> None:
    await db.execute(delete(Product).where(Product.id.in_(ids)))


async def find_product(db: ReadDb, public_id: str) -> Product | None:
    """With its variants."""
    statement = select(Product).where(Product.public_id == public_id).options(selectinload(Product.variants))
    return await db.scalar(statement)


async def find_merchant_ids(db: ReadDb, ids: Collection[int]) -> dict[int, str]:
    """Public ids of merchants by their row ids."""
    rows = await db.execute(select(Merchant.id, Merchant.public_id).where(Merchant.id.in_(ids)))
    return {row.id: row.public_id for row in rows}


async def list_products(db: ReadDb, filters: Filters, *, limit: int, offset: int) -> tuple[Sequence[Product], int]:
    """By title."""
    where, parameters = conditions("commerce_product", filters)
    rows = select(Product).where(text(where).bindparams(**parameters))
    return await db.page(rows.order_by(Product.merchant_id, Product.title, Product.id), limit=limit, offset=offset)


async def list_products_by_id(db: ReadDb, ids: Sequence[int]) -> list[Product]:
    """In the order of `ids`."""
    rows = {row.id: row for row in await db.scalars(select(Product).where(Product.id.in_(ids)))}
    return [rows[one] for one in ids if one in rows]


async def list_questions_by_id(db: ReadDb, ids: Sequence[int]) -> list[Question]:
    """In the order of `ids`."""
    rows = {row.id: row for row in await db.scalars(select(Question).where(Question.id.in_(ids)))}
    return [rows[one] for one in ids if one in rows]


async def list_questions(db: ReadDb, *, merchant_id: int, limit: int, offset: int) -> tuple[Sequence[Question], int]:
    rows = select(Question).where(Question.merchant_id == merchant_id).order_by(Question.id)
    return await db.page(rows, limit=limit, offset=offset)


async def put_question(
    db: ReadDb, *, merchant_id: int, key: str, language: str, question: str, answer: str, tags: list[str],
    texts: dict[str, str],
) -> None:  # fmt: skip
    """Creates or replaces one entry; `texts` go into the vector by weight."""
    values = {"question": question, "answer": answer, "tags": tags}
    statement = upsert(Question).values(
        public_id=new_public_id("faq"), merchant_id=merchant_id, key=key, language=language, **values
    )
    statement = statement.on_conflict_do_update(index_elements=["merchant_id", "key", "language"], set_=values)
    question_id = await db.scalar(statement.returning(Question.id))
    await db.execute(_SET_QUESTION_VECTOR, {"id": question_id, **texts})
