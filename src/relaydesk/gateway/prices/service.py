"""Keeping prices: one for a model and upstream. What was logged before a change keeps the cost it had."""

from collections.abc import Mapping
from typing import Any

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import PriceKnown, PriceNotFound
from relaydesk.gateway.prices import store
from relaydesk.gateway.prices.tables import PriceRow
from relaydesk.gateway.upstreams.service import pin_upstream
from relaydesk.identity.api import Resource
from relaydesk.kernel.database import Db


async def _check(db: Db, values: Mapping[str, Any], row: PriceRow | None) -> None:
    """Raises PriceKnown, Invalid."""
    before = (row.model, row.upstream_id) if row is not None else (None, None)
    model, upstream_id = values.get("model", before[0]), values.get("upstream_id", before[1])
    if (model, upstream_id) == before:
        return
    await pin_upstream(db, upstream_id)
    if await store.find_price_of(db, model=model, upstream_id=upstream_id):
        raise PriceKnown(model=model)


PRICES = Resource(
    PriceRow,
    kind="price",
    label="model",
    target=lambda row: f"price {row.id}",
    missing=lambda row_id: PriceNotFound(price_id=row_id),
    check=_check,
    saved=config_moved,
)
