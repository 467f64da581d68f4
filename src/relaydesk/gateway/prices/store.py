"""Every query on prices."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from relaydesk.gateway.prices.tables import PriceRow
from relaydesk.kernel.database import ReadDb


async def list_prices(
    db: ReadDb, *, upstream_id: int | None, query: str | None, limit: int, offset: int
) -> tuple[Sequence[PriceRow], int]:
    """By model; a price that holds at all upstreams before those for one."""
    where: list[ColumnElement[bool]] = []
    if upstream_id is not None:
        where.append(PriceRow.upstream_id == upstream_id)
    if query:
        where.append(PriceRow.model.icontains(query, autoescape=True))
    order = (PriceRow.model, PriceRow.upstream_id.nulls_first(), PriceRow.id)
    return await db.page(select(PriceRow).where(*where).order_by(*order), limit=limit, offset=offset)


async def list_currencies(db: ReadDb) -> Sequence[str]:
    return (await db.scalars(select(PriceRow.currency).distinct().order_by(PriceRow.currency))).all()


async def all_prices(db: ReadDb) -> Sequence[PriceRow]:
    return (await db.scalars(select(PriceRow).order_by(PriceRow.id))).all()


async def find_price_of(db: ReadDb, *, model: str, upstream_id: int | None) -> PriceRow | None:
    where = (PriceRow.model == model, PriceRow.upstream_id.is_not_distinct_from(upstream_id))
    return await db.scalar(select(PriceRow).where(*where))
