"""Keeping prices: one for a model and upstream; every change reaches all processes."""

from typing import Any

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import PriceKnown, PriceNotFound
from relaydesk.gateway.prices import store
from relaydesk.gateway.prices.tables import PriceRow
from relaydesk.gateway.upstreams.store import known_upstream_ids
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid


async def _check(db: ReadDb, *, model: str, upstream_id: int | None) -> None:
    if upstream_id is not None and not await known_upstream_ids(db, [upstream_id]):
        raise Invalid.field(
            "upstream_id", f"there is no upstream {upstream_id}", reason="upstream_unknown", id=upstream_id
        )
    if await store.find_price_of(db, model=model, upstream_id=upstream_id):
        raise PriceKnown(model=model)


async def create_price(uow: UnitOfWork, principal: Principal, values: dict[str, Any]) -> PriceRow:
    """Raises PriceKnown, Invalid."""
    await _check(uow.db, model=values["model"], upstream_id=values["upstream_id"])
    row = PriceRow(**values)
    uow.db.add(row)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "price.created", f"price {row.id}", model=row.model)
    await config_moved(uow)
    return row


async def get_price(db: ReadDb, price_id: int) -> PriceRow:
    row = await store.find_price(db, price_id)
    if row is None:
        raise PriceNotFound(price_id=price_id)
    return row


async def change_price(uow: UnitOfWork, principal: Principal, price_id: int, changes: dict[str, Any]) -> PriceRow:
    """Raises PriceNotFound, PriceKnown, Invalid. What was logged before keeps the cost it had."""
    row = await get_price(uow.db, price_id)
    place = (changes.get("model", row.model), changes.get("upstream_id", row.upstream_id))
    if place != (row.model, row.upstream_id):
        await _check(uow.db, model=place[0], upstream_id=place[1])
    await apply_changes(uow.db, row, changes)
    await uow.db.flush()
    await uow.db.refresh(row)
    record_audit(uow, principal, "price.changed", f"price {row.id}", fields=sorted(changes))
    await config_moved(uow)
    return row


async def delete_price(uow: UnitOfWork, principal: Principal, price_id: int) -> None:
    row = await get_price(uow.db, price_id)
    await uow.db.delete(row)
    record_audit(uow, principal, "price.deleted", f"price {price_id}", model=row.model)
    await config_moved(uow)
