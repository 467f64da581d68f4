"""Reads the demo shop's data file into source products and questions, and serves them as a CatalogueSource."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from itertools import product as combinations
from pathlib import Path
from typing import Any

from relaydesk.commerce.demo.pictures import picture
from relaydesk.commerce.text import html_to_text
from relaydesk.commerce.types import (
    ProductStatus,
    SourceImage,
    SourceOption,
    SourcePage,
    SourceProduct,
    SourceVariant,
)

_WRITTEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
_PAGE = 20
_TWO = 2


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """One entry of the FAQ in two languages."""

    key: str
    question: str
    answer: str
    question_zh: str
    answer_zh: str
    tags: tuple[str, ...]


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((Path(__file__).parent / "pedalworks.json").read_text(encoding="utf-8"))
    return document


NAME = "Pedalworks (demo)"
CURRENCY = "EUR"


@cache
def demo_products() -> tuple[SourceProduct, ...]:
    """Imaginary products; English text, with title and summary in Chinese as a second paragraph."""
    return tuple(_product(entry) for entry in _document()["products"])


@cache
def demo_questions() -> tuple[DemoQuestion, ...]:
    return tuple(DemoQuestion(**(entry | {"tags": tuple(entry["tags"])})) for entry in _document()["faq"])


class DemoSource:
    """The demo shop as a store that can be synced."""

    async def count_products(self) -> int:
        return len(demo_products())

    async def pages(self, cursor: str | None) -> AsyncIterator[SourcePage]:
        products, start = demo_products(), int(cursor or 0)
        for first in range(start, len(products), _PAGE):
            last = first + _PAGE
            yield SourcePage(products[first:last], str(last) if last < len(products) else None)


def _product(entry: dict[str, Any]) -> SourceProduct:
    handle, options = str(entry["handle"]), dict(entry.get("options", {}))
    html = (
        f"<p>{escape(entry['description'])}</p>"
        f'<p lang="zh-CN">{escape(entry["title_zh"])}：{escape(entry["summary_zh"])}</p>'
    )
    return SourceProduct(
        platform_id=f"demo:{handle}",
        handle=handle,
        title=entry["title"],
        description_text=html_to_text(html),
        description_html=html,
        vendor=entry["vendor"],
        product_type=entry["type"],
        tags=(*entry["tags"], "demo"),
        status=ProductStatus.ACTIVE,
        currency=CURRENCY,
        url=None,
        options=tuple(SourceOption(name, tuple(values)) for name, values in options.items()),
        images=(SourceImage(url=picture(entry["type"], handle), alt=entry["title"]),),
        variants=tuple(_variants(entry, handle, options)),
        updated_at=_WRITTEN_AT,
    )


def _variants(entry: dict[str, Any], handle: str, options: dict[str, list[str]]) -> list[SourceVariant]:
    """One variant a combination of option values, in the order of the file's `stock`."""
    surcharges = entry.get("surcharge") or [0] * len(entry["stock"])
    code = "".join(word[:_TWO] for word in handle.split("-")).upper()
    rows = zip(combinations(*options.values()), entry["stock"], surcharges, strict=True)
    return [
        SourceVariant(
            platform_id=f"demo:{handle}:{position}",
            title=" / ".join(values) or "Default Title",
            position=position,
            price_minor=entry["price"] + surcharge,
            compare_at_minor=entry.get("compare_at"),
            sku=f"PW-{code}-{position:02d}",
            barcode=None,
            inventory_quantity=stock,
            is_tracked=True,
            is_available=stock > 0,
            options=tuple(zip(options, values, strict=True)),
        )
        for position, (values, stock, surcharge) in enumerate(rows, start=1)
    ]
