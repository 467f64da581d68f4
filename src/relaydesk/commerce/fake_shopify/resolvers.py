"""How the fields of the fake's SDL get their values from the shop's records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, build_schema

from relaydesk.commerce.fake_shopify import inventory
from relaydesk.commerce.fake_shopify.connections import connection, page_arguments
from relaydesk.commerce.fake_shopify.filters import product_filter
from relaydesk.commerce.fake_shopify.records import FakeImage, FakeProduct, FakeVariant, gid, numeric_id
from relaydesk.commerce.fake_shopify.shop import Info
from relaydesk.commerce.money import exponent
from relaydesk.commerce.text import html_to_text

VERSIONS = ("2026-10", "2026-07", "2026-04", "2026-01")
_SORT_VALUES: dict[str, Callable[[FakeProduct], Any]] = {
    "ID": lambda p: p.number,
    "RELEVANCE": lambda p: p.number,
    "UPDATED_AT": lambda p: p.updated_at.isoformat(),
    "CREATED_AT": lambda p: p.created_at.isoformat(),
    "PUBLISHED_AT": lambda p: p.created_at.isoformat(),
    "TITLE": lambda p: p.title,
    "VENDOR": lambda p: p.vendor,
    "PRODUCT_TYPE": lambda p: p.product_type,
    "INVENTORY_TOTAL": lambda p: sum(v.quantity for v in p.variants),
}


@dataclass(frozen=True, slots=True)
class VariantNode:
    """A variant with the product it belongs to."""

    product: FakeProduct
    variant: FakeVariant


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _money(amount: Decimal, info: Info) -> str:
    return f"{amount:.{exponent(info.context.currency)}f}"


def _count(total: int, limit: int | None = None) -> dict[str, Any]:
    if limit is not None and total > limit:
        return {"count": limit, "precision": "AT_LEAST"}
    return {"count": total, "precision": "EXACT"}


def _products(_: Any, info: Info, **args: Any) -> dict[str, Any]:
    matches = product_filter(args.get("query"))
    value = _SORT_VALUES[args.get("sortKey") or "ID"]
    products = [p for p in info.context.products.values() if matches(p)]
    return connection(products, lambda p: (value(p), p.number), page_arguments(args))


def _products_count(_: Any, info: Info, query: str | None = None, limit: int | None = None) -> Any:
    matches = product_filter(query)
    return _count(sum(matches(p) for p in info.context.products.values()), limit)


def _all_variants(info: Info, query: str | None) -> list[VariantNode]:
    nodes = []
    sku = query.removeprefix("sku:").strip("'\"").casefold() if query and query.startswith("sku:") else None
    matches = product_filter(None if sku is not None else query)
    for product, variant in info.context.variants():
        if matches(product) and (sku is None or (variant.sku or "").casefold() == sku):
            nodes.append(VariantNode(product, variant))
    return nodes


def _variants(_: Any, info: Info, **args: Any) -> dict[str, Any]:
    nodes = _all_variants(info, args.get("query"))
    return connection(nodes, lambda n: (n.variant.number, n.variant.number), page_arguments(args))


def _variants_count(_: Any, info: Info, query: str | None = None, limit: int | None = None) -> Any:
    return _count(len(_all_variants(info, query)), limit)


def _node(_: Any, info: Info, id: str) -> Any:  # noqa: A002 - the argument's name in Shopify's schema
    shop, (kind, _sep, number) = info.context, id.removeprefix("gid://shopify/").partition("/")
    if not number.isdecimal():
        return None
    if kind == "Product":
        return shop.products.get(int(number))
    if kind == "ProductVariant":
        product_and_variant = shop.find_variant(int(number))
        return VariantNode(*product_and_variant) if product_and_variant else None
    if kind == "InventoryItem":
        return inventory.find_item(shop, int(number))
    return None


def _nodes(source: Any, info: Info, ids: list[str]) -> list[Any]:
    return [_node(source, info, one) for one in ids]


def _only(kind: type) -> Callable[..., Any]:
    def resolve(source: Any, info: Info, id: str) -> Any:  # noqa: A002 - Shopify's name
        node = _node(source, info, id)
        return node if isinstance(node, kind) else None

    return resolve


def _by_identifier(_: Any, info: Info, identifier: dict[str, str]) -> FakeProduct | None:
    return info.context.find(identifier.get("id") or identifier.get("handle") or "")


def _media(product: FakeProduct, image: FakeImage) -> dict[str, Any]:
    picture = {"id": gid("ProductImage", image.number), "altText": image.alt, "url": image.url}
    return {
        "__typename": "MediaImage",
        "number": image.number,
        "id": gid("MediaImage", image.number),
        "alt": image.alt or "",
        "image": picture,
        "mediaContentType": "IMAGE",
        "preview": {"image": picture},
        "position": product.images.index(image) + 1,
        "status": "READY",
    }


def _media_connection(entries: list[dict[str, Any]], args: dict[str, Any]) -> dict[str, Any]:
    return connection(entries, lambda m: (m["position"], m["number"]), page_arguments(args))


def _product_media(product: FakeProduct, _info: Any, **args: Any) -> dict[str, Any]:
    return _media_connection([_media(product, image) for image in product.images], args)


def _product_images(product: FakeProduct, _info: Any, **args: Any) -> dict[str, Any]:
    page = connection(product.images, lambda i: (product.images.index(i), i.number), page_arguments(args))
    page["nodes"] = [_media(product, image)["image"] for image in page["nodes"]]
    page["edges"] = [edge | {"node": _media(product, edge["node"])["image"]} for edge in page["edges"]]
    return page


def _product_variants(product: FakeProduct, _info: Any, **args: Any) -> dict[str, Any]:
    nodes = [VariantNode(product, v) for v in product.variants]
    return connection(nodes, lambda n: (n.variant.position, n.variant.number), page_arguments(args))


def _value(product: FakeProduct, option: int, name: str) -> dict[str, Any]:
    return {
        "id": gid("ProductOptionValue", numeric_id(product.handle, option, name)),
        "name": name,
        "hasVariants": True,
    }


def _options(product: FakeProduct, _info: Any, first: int | None = None) -> list[dict[str, Any]]:
    options = [
        {
            "id": gid("ProductOption", numeric_id("option", product.handle, index)),
            "name": name,
            "position": index + 1,
            "values": product.option_values(index),
            "optionValues": [_value(product, index, value) for value in product.option_values(index)],
        }
        for index, name in enumerate(product.option_names)
    ]
    return options[:first]


def _price_range(product: FakeProduct, info: Info) -> dict[str, Any]:
    prices, currency = [v.price for v in product.variants] or [Decimal(0)], info.context.currency
    ends = {"minVariantPrice": min(prices), "maxVariantPrice": max(prices)}
    return {k: {"amount": _money(v, info), "currencyCode": currency} for k, v in ends.items()}


def _description(product: FakeProduct, _info: Any, truncateAt: int | None = None) -> str:  # noqa: N803 - Shopify's name
    return html_to_text(product.body_html).replace("\n", " ")[:truncateAt]


def _featured(product: FakeProduct, _info: Any) -> dict[str, Any] | None:
    return _media(product, product.images[0]) if product.images else None


def _selected_options(node: VariantNode, _info: Any) -> list[dict[str, Any]]:
    pairs = zip(node.product.option_names, node.variant.option_values, strict=False)
    return [
        {"name": name, "value": value, "optionValue": _value(node.product, index, value)}
        for index, (name, value) in enumerate(pairs)
    ]


def _variant_media(node: VariantNode, _info: Any, **args: Any) -> dict[str, Any]:
    own = [_media(node.product, i) for i in node.product.images if i.number == node.variant.image_number]
    return _media_connection(own, args)


def _compare_at(node: VariantNode, info: Info) -> str | None:
    return None if node.variant.compare_at_price is None else _money(node.variant.compare_at_price, info)


def _shop_fields(_: Any, info: Info) -> dict[str, Any]:
    shop = info.context
    return {
        "id": gid("Shop", 1),
        "name": shop.name,
        "email": f"owner@{shop.domain}",
        "myshopifyDomain": shop.domain,
        "currencyCode": shop.currency,
        "ianaTimezone": "Etc/UTC",
        "weightUnit": "KILOGRAMS",
        "plan": {"publicDisplayName": "Development", "partnerDevelopment": True, "shopifyPlus": False},
        "primaryDomain": {
            "id": gid("Domain", 1),
            "host": shop.domain,
            "url": f"https://{shop.domain}",
            "sslEnabled": True,
        },
        "shopAddress": {"id": gid("ShopAddress", 1), "countryCodeV2": "US"},
    }


def _installation(*_: Any) -> dict[str, Any]:
    scopes = [{"handle": h, "description": h.replace("_", " ")} for h in ("read_products", "read_inventory")]
    return {"id": gid("AppInstallation", 1), "accessScopes": scopes}


def _versions(*_: Any) -> list[dict[str, Any]]:
    return [{"handle": v, "displayName": v, "supported": True} for v in VERSIONS]


def _published_at(product: FakeProduct, _info: Any) -> str | None:
    return _time(product.created_at) if product.is_published else None


def _store_url(product: FakeProduct, info: Info) -> str | None:
    is_visible = product.is_published and product.status == "ACTIVE"
    return f"https://{info.context.domain}/products/{product.handle}" if is_visible else None


_ROOT: dict[str, Callable[..., Any]] = {
    "currentAppInstallation": _installation,
    "inventoryItem": _only(inventory.InventoryItem),
    "inventoryItems": inventory.items,
    "locations": inventory.locations,
    "node": _node,
    "nodes": _nodes,
    "product": _only(FakeProduct),
    "productByIdentifier": _by_identifier,
    "productVariant": _only(VariantNode),
    "productVariants": _variants,
    "productVariantsCount": _variants_count,
    "products": _products,
    "productsCount": _products_count,
    "publicApiVersions": _versions,
    "shop": _shop_fields,
}
_PRODUCT: dict[str, Callable[..., Any]] = {
    "id": lambda p, _: p.gid,
    "category": lambda *_: None,
    "collections": lambda _, __, **args: connection([], lambda _: (0, 0), page_arguments(args)),
    "createdAt": lambda p, _: _time(p.created_at),
    "defaultCursor": lambda p, _: str(p.number),
    "description": _description,
    "descriptionHtml": lambda p, _: p.body_html,
    "featuredImage": lambda p, info: (_featured(p, info) or {}).get("image"),
    "featuredMedia": _featured,
    "hasOnlyDefaultVariant": lambda p, _: len(p.variants) == 1 and not p.option_names,
    "hasOutOfStockVariants": lambda p, _: any(not v.is_available for v in p.variants),
    "images": _product_images,
    "isGiftCard": lambda p, _: p.is_gift_card,
    "legacyResourceId": lambda p, _: str(p.number),
    "media": _product_media,
    "mediaCount": lambda p, _: _count(len(p.images)),
    "metafield": lambda *_, **__: None,
    "onlineStoreUrl": _store_url,
    "options": _options,
    "priceRangeV2": _price_range,
    "productType": lambda p, _: p.product_type,
    "publishedAt": _published_at,
    "seo": lambda p, _: {"title": p.seo_title, "description": p.seo_description},
    "totalInventory": lambda p, _: sum(v.quantity for v in p.variants if v.tracked),
    "tracksInventory": lambda p, _: any(v.tracked for v in p.variants),
    "updatedAt": lambda p, _: _time(p.updated_at),
    "variants": _product_variants,
    "variantsCount": lambda p, _: _count(len(p.variants)),
}
_VARIANT: dict[str, Callable[..., Any]] = {
    "id": lambda n, _: gid("ProductVariant", n.variant.number),
    "availableForSale": lambda n, _: n.variant.is_available,
    "barcode": lambda n, _: n.variant.barcode,
    "compareAtPrice": _compare_at,
    "createdAt": lambda n, _: _time(n.product.created_at),
    "displayName": lambda n, _: f"{n.product.title} - {n.variant.title}",
    "inventoryItem": lambda n, _: inventory.InventoryItem(n.product, n.variant),
    "inventoryPolicy": lambda n, _: "CONTINUE" if n.variant.continues_selling else "DENY",
    "inventoryQuantity": lambda n, _: n.variant.quantity,
    "legacyResourceId": lambda n, _: str(n.variant.number),
    "media": _variant_media,
    "position": lambda n, _: n.variant.position,
    "price": lambda n, info: _money(n.variant.price, info),
    "selectedOptions": _selected_options,
    "sku": lambda n, _: n.variant.sku,
    "taxable": lambda n, _: n.variant.taxable,
    "title": lambda n, _: n.variant.title,
    "updatedAt": lambda n, _: _time(n.product.updated_at),
}
_TYPENAMES: dict[type, str] = {FakeProduct: "Product", VariantNode: "ProductVariant"}


def type_name(value: Any, *_: Any) -> str:
    """Which type of the SDL a node is."""
    if isinstance(value, dict):
        return str(value["__typename"])
    return _TYPENAMES.get(type(value), "InventoryItem")


@cache
def fake_schema() -> GraphQLSchema:
    """The fake's schema with its resolvers; the context of an execution is the FakeShop."""
    schema = build_schema((Path(__file__).parent / "admin.graphql").read_text())
    fields = {"QueryRoot": _ROOT, "Product": _PRODUCT, "ProductVariant": _VARIANT, "InventoryItem": inventory.FIELDS}
    for name, resolvers in fields.items():
        kind = schema.type_map[name]
        if not isinstance(kind, GraphQLObjectType):
            raise TypeError(f"{name} is no object type")
        for field, resolve in resolvers.items():
            kind.fields[field].resolve = resolve
    return schema
