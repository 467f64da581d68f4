"""Every query on merchants and connections."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import selectinload

from relaydesk.commerce.merchants.tables import Connection, Merchant
from relaydesk.kernel.database import Db, ReadDb


async def find_merchant(db: ReadDb, public_id: str) -> Merchant | None:
    statement = select(Merchant).where(Merchant.public_id == public_id).options(selectinload(Merchant.connections))
    return await db.scalar(statement.execution_options(populate_existing=True))


async def lock_merchant(db: Db, public_id: str) -> Merchant | None:
    """With its row locked until the unit of work ends."""
    statement = select(Merchant).where(Merchant.public_id == public_id).options(selectinload(Merchant.connections))
    statement = statement.with_for_update(of=Merchant).execution_options(populate_existing=True)
    return await db.scalar(statement)


async def find_demo_merchant(db: ReadDb) -> Merchant | None:
    statement = select(Merchant).where(Merchant.is_demo).order_by(Merchant.id).limit(1)
    return await db.scalar(statement.options(selectinload(Merchant.connections)))


async def list_active_merchants(db: ReadDb, *, limit: int) -> Sequence[Merchant]:
    """The demo shop last."""
    statement = select(Merchant).where(Merchant.is_active).order_by(Merchant.is_demo, Merchant.id).limit(limit)
    return (await db.scalars(statement)).all()


async def list_merchants(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[Merchant], int]:
    where = []
    if query:
        by_store = Merchant.connections.any(Connection.address.icontains(query, autoescape=True))
        where = [or_(Merchant.name.icontains(query, autoescape=True), by_store)]
    rows = select(Merchant).where(*where).options(selectinload(Merchant.connections)).order_by(Merchant.id)
    return await db.page(rows, limit=limit, offset=offset)


async def find_connection(db: ReadDb, *, merchant_id: int, platform: str) -> Connection | None:
    return await db.scalar(
        select(Connection).where(Connection.merchant_id == merchant_id, Connection.platform == platform)
    )


async def note_test(db: Db, connection_id: int, *, at: datetime, error: str | None) -> None:
    await db.execute(
        update(Connection).where(Connection.id == connection_id).values(last_tested_at=at, last_error=error)
    )


async def note_created(db: Db, merchant_id: int, products: int) -> None:
    """So many more, until the end of the sync counts them."""
    if products:
        more = {"product_count": Merchant.product_count + products}
        await db.execute(update(Merchant).where(Merchant.id == merchant_id).values(more))


async def note_sync(db: Db, merchant_id: int, *, product_count: int, completed_at: datetime | None) -> None:
    """Keeps the merchant's figures; `completed_at` only after a complete run."""
    values: dict[str, object] = {"product_count": product_count}
    if completed_at is not None:
        values["last_synced_at"] = completed_at
    await db.execute(update(Merchant).where(Merchant.id == merchant_id).values(values))


async def list_never_scheduled(db: ReadDb) -> Sequence[str]:
    """Ids of merchants with a store of their own, whose syncs have never had a schedule."""
    statement = select(Merchant.public_id).where(Merchant.schedule_id.is_(None), ~Merchant.is_demo)
    return (await db.scalars(statement.where(Merchant.connections.any()).order_by(Merchant.id))).all()


async def count_merchants(db: ReadDb) -> int:
    return await db.scalar(select(func.count()).select_from(Merchant)) or 0
