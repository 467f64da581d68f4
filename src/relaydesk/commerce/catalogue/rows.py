"""A source product as the values of its rows: sums over its variants, content hash, and the texts of its vector."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import orjson

from relaydesk.commerce.catalogue.terms import indexed
from relaydesk.commerce.types import SourceProduct, SourceVariant
from relaydesk.kernel.ids import new_public_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def content_hash(product: SourceProduct) -> bytes:
    """Equal where everything but the time of update is equal."""
    content = asdict(replace(product, updated_at=_EPOCH))
    return blake2b(orjson.dumps(content), digest_size=20).digest()


def product_values(product: SourceProduct, *, synced_at: datetime) -> dict[str, Any]:
    """Columns that come from the store; stock is the sum over tracked variants, None where none is tracked."""
    prices = [variant.price_minor for variant in product.variants]
    tracked = [v.inventory_quantity or 0 for v in product.variants if v.is_tracked]
    return {
        "handle": product.handle,
        "title": product.title,
        "description_text": product.description_text,
        "description_html": product.description_html,
        "vendor": product.vendor,
        "product_type": product.product_type,
        "tags": list(product.tags),
        "status": product.status.value,
        "currency": product.currency,
        "url": product.url,
        "options": [{"name": option.name, "values": list(option.values)} for option in product.options],
        "images": [{"url": image.url, "alt": image.alt} for image in product.images],
        "min_price_minor": min(prices, default=None),
        "max_price_minor": max(prices, default=None),
        "variant_count": len(product.variants),
        "total_inventory": sum(tracked) if tracked else None,
        "is_available": any(variant.is_available for variant in product.variants),
        "content_hash": content_hash(product),
        "source_updated_at": product.updated_at,
        "synced_at": synced_at,
    }


def variant_values(variant: SourceVariant, product_id: int) -> dict[str, Any]:
    return {
        "public_id": new_public_id("var"),
        "product_id": product_id,
        "platform_id": variant.platform_id,
        "position": variant.position,
        "title": variant.title,
        "sku": variant.sku,
        "barcode": variant.barcode,
        "price_minor": variant.price_minor,
        "compare_at_minor": variant.compare_at_minor,
        "inventory_quantity": variant.inventory_quantity,
        "is_tracked": variant.is_tracked,
        "is_available": variant.is_available,
        "options": [{"name": name, "value": value} for name, value in variant.options],
    }


def vector_texts(product: SourceProduct, product_id: int) -> dict[str, Any]:
    """The texts behind the weights: title; vendor, type, tags and options; description; SKUs and barcodes."""
    codes = [code for variant in product.variants for code in (variant.sku, variant.barcode) if code]
    values = [value for option in product.options for value in option.values if option.name != "Title"]
    return {
        "id": product_id,
        "a": indexed(product.title),
        "b": indexed(" . ".join([product.vendor, product.product_type, *product.tags, *values])),
        "c": indexed(product.description_text),
        "d": indexed(" ".join(dict.fromkeys(codes))),
    }
