"""A node of Shopify's `products` as a platform-neutral SourceProduct; anything amiss raises Unconvertible."""

from datetime import UTC, datetime
from typing import Any

from relaydesk.commerce.connector import Unconvertible
from relaydesk.commerce.money import InexactAmount, to_minor
from relaydesk.commerce.text import html_to_text
from relaydesk.commerce.types import (
    ProductStatus,
    SourceImage,
    SourceOption,
    SourceProduct,
    SourceVariant,
    UnreadableRecord,
)

LONGEST_TITLE, LONGEST_ID, MAX_INT = 500, 255, 2**31


def product_from_node(node: dict[str, Any], *, currency: str) -> SourceProduct:
    """`node["variants"]["nodes"]` must hold all variants. Raises Unconvertible."""
    try:
        html = _text(node, "descriptionHtml")
        return SourceProduct(
            platform_id=_required(node, "id"),
            handle=_text(node, "handle"),
            title=_required(node, "title")[:LONGEST_TITLE],
            description_text=html_to_text(html),
            description_html=html,
            vendor=_text(node, "vendor"),
            product_type=_text(node, "productType"),
            tags=tuple(_clean(tag) for tag in node.get("tags") or ()),
            status=_status(node),
            currency=currency,
            url=_text(node, "onlineStoreUrl") or None,
            options=tuple(
                SourceOption(_clean(o["name"]), tuple(_clean(v) for v in o["values"]))
                for o in node.get("options") or ()
            ),
            images=_images(node),
            variants=tuple(_variant(v, currency) for v in node["variants"]["nodes"]),
            updated_at=_moment(_required(node, "updatedAt")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Unconvertible(f"the record is incomplete: {type(error).__name__} at {error}") from error


def unreadable(node: dict[str, Any], error: Unconvertible) -> UnreadableRecord:
    return UnreadableRecord(_clean(str(node.get("id") or ""))[:LONGEST_ID], _clean(str(error)))


def _clean(text: str) -> str:
    """Without what PostgreSQL cannot hold: NUL characters and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _text(node: dict[str, Any], name: str) -> str:
    return _clean(node.get(name) or "")


def _required(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    if not isinstance(value, str) or not value:
        raise Unconvertible(f"{name} is missing")
    if name == "id" and len(value) > LONGEST_ID:
        raise Unconvertible(f"id is longer than {LONGEST_ID} characters")
    return _clean(value)


def _status(node: dict[str, Any]) -> ProductStatus:
    value = _required(node, "status").lower()
    try:
        return ProductStatus(value)
    except ValueError:
        raise Unconvertible(f"status is unknown: {value}") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unconvertible(f"updatedAt is not a time: {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _images(node: dict[str, Any]) -> tuple[SourceImage, ...]:
    """Pictures in the store's order; media without a preview (still processing) are left out."""
    images = []
    for entry in (node.get("media") or {}).get("nodes") or ():
        url = (((entry or {}).get("preview") or {}).get("image") or {}).get("url")
        if url:
            images.append(SourceImage(url=_clean(url), alt=_clean(entry.get("alt") or "")))
    return tuple(images)


def _amount(node: dict[str, Any], name: str, currency: str) -> int | None:
    value = node.get(name)
    if value is None:
        return None
    try:
        return to_minor(str(value), currency)
    except InexactAmount as error:
        raise Unconvertible(f"{name} of {node.get('id')}: {error}") from None


def _whole(node: dict[str, Any], name: str) -> int | None:
    """A GraphQL Int: 32 bits."""
    value = node.get(name)
    if value is not None and (not isinstance(value, int) or abs(value) > MAX_INT):
        raise Unconvertible(f"{name} of {node.get('id')} is not a whole number of 32 bits")
    return value


def _variant(node: dict[str, Any], currency: str) -> SourceVariant:
    price = _amount(node, "price", currency)
    if price is None:
        raise Unconvertible(f"price of {node.get('id')} is missing")
    return SourceVariant(
        platform_id=_required(node, "id"),
        title=_text(node, "title"),
        position=_whole(node, "position") or 0,
        price_minor=price,
        compare_at_minor=_amount(node, "compareAtPrice", currency),
        sku=_text(node, "sku") or None,
        barcode=_text(node, "barcode") or None,
        inventory_quantity=_whole(node, "inventoryQuantity"),
        is_tracked=bool((node.get("inventoryItem") or {}).get("tracked")),
        is_available=bool(node.get("availableForSale", True)),
        options=tuple((_clean(o["name"]), _clean(o["value"])) for o in node.get("selectedOptions") or ()),
    )
