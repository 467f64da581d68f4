"""The fake store's inventory items and its one location."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relaydesk.commerce.fake_shopify.connections import connection, page_arguments
from relaydesk.commerce.fake_shopify.records import FakeProduct, FakeVariant, gid
from relaydesk.commerce.fake_shopify.shop import FakeShop, Info

_LOCATION = {
    "__typename": "Location",
    "id": gid("Location", 1),
    "name": "Main warehouse",
    "isActive": True,
    "address": {"city": "Springfield", "countryCode": "US"},
}


@dataclass(frozen=True, slots=True)
class InventoryItem:
    product: FakeProduct
    variant: FakeVariant


def find_item(shop: FakeShop, number: int) -> InventoryItem | None:
    """An item has its variant's number."""
    product_and_variant = shop.find_variant(number)
    return InventoryItem(*product_and_variant) if product_and_variant else None


def items(_: Any, info: Info, **args: Any) -> dict[str, Any]:
    wanted = (args.get("query") or "").removeprefix("sku:").strip("'\"").casefold()
    matching_items = [
        InventoryItem(p, v) for p, v in info.context.variants() if not wanted or (v.sku or "").casefold() == wanted
    ]
    return connection(matching_items, lambda i: (i.variant.number, i.variant.number), page_arguments(args))


def locations(_: Any, _info: Any, **args: Any) -> dict[str, Any]:
    return connection([_LOCATION], lambda _: (1, 1), page_arguments(args))


def _level(item: InventoryItem) -> dict[str, Any]:
    def quantities(_info: Any, names: list[str]) -> list[dict[str, Any]]:
        known = {"available": item.variant.quantity, "on_hand": item.variant.quantity}
        return [
            {"id": gid("InventoryQuantity", item.variant.number), "name": name, "quantity": known.get(name, 0)}
            for name in names
        ]

    return {
        "__typename": "InventoryLevel",
        "id": gid("InventoryLevel", item.variant.number),
        "item": item,
        "location": _LOCATION,
        "quantities": quantities,
    }


def _level_at(item: InventoryItem, _info: Any, locationId: str) -> dict[str, Any] | None:  # noqa: N803 - Shopify's name
    return _level(item) if locationId == _LOCATION["id"] else None


def _measurement(item: InventoryItem, _info: Any) -> dict[str, Any]:
    weight = {"unit": "GRAMS", "value": float(item.variant.grams)}
    return {"id": gid("InventoryItemMeasurement", item.variant.number), "weight": weight}


def _variants(item: InventoryItem, info: Info, **args: Any) -> dict[str, Any]:
    # the product's own resolver makes variant nodes: go through it, then keep this item's
    resolve = info.schema.type_map["Product"].fields["variants"].resolve  # type: ignore[attr-defined]
    nodes = [n for n in resolve(item.product, info, first=250)["nodes"] if n.variant is item.variant]
    return connection(nodes, lambda n: (n.variant.position, n.variant.number), page_arguments(args))


FIELDS: dict[str, Callable[..., Any]] = {
    "id": lambda i, _: gid("InventoryItem", i.variant.number),
    "inventoryLevel": _level_at,
    "inventoryLevels": lambda i, _, **args: connection([_level(i)], lambda _: (1, 1), page_arguments(args)),
    "measurement": _measurement,
    "requiresShipping": lambda i, _: i.variant.requires_shipping,
    "sku": lambda i, _: i.variant.sku,
    "tracked": lambda i, _: i.variant.tracked,
    "unitCost": lambda *_: None,
    "variants": _variants,
}
