"""Reads Shopify's product export (one row per variant or image, identity = Handle) into the fake store's records.

Defects of a file are kept as they are: missing and repeated SKUs, negative stock, zero prices.
"""

import csv
import io
from decimal import Decimal, InvalidOperation
from pathlib import Path

from relaydesk.commerce.fake_shopify.records import FakeImage, FakeProduct, FakeVariant, numeric_id, opened

Row = dict[str, str]
_OPTION_COLUMNS = [(f"Option{n} Name", f"Option{n} Value") for n in (1, 2, 3)]


class UnreadableExport(ValueError):
    """The file is not a Shopify product export: the message names the row and the column."""


def read_export(path: Path) -> list[FakeProduct]:
    return parse_export(path.read_text(encoding="utf-8-sig"))


def parse_export(text: str) -> list[FakeProduct]:
    """Products in the order of the file; raises UnreadableExport."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"Handle", "Title", "Variant Price", "Option1 Value"} - set(reader.fieldnames or ())
    if missing:
        raise UnreadableExport(f"the header lacks {', '.join(sorted(missing))}")
    products: dict[str, FakeProduct] = {}
    for row in reader:
        handle = _text(row, "Handle")
        if not handle:
            raise UnreadableExport(f"line {reader.line_num}: Handle is empty")
        if handle not in products:
            products[handle] = _product(row, handle, len(products))
        _add_row(products[handle], row, reader.line_num)
    return list(products.values())


def _text(row: Row, column: str) -> str:
    return (row.get(column) or "").strip()


def _product(row: Row, handle: str, index: int) -> FakeProduct:
    return FakeProduct(
        number=numeric_id("product", handle),
        handle=handle,
        title=_text(row, "Title"),
        body_html=row.get("Body (HTML)") or "",
        vendor=_text(row, "Vendor"),
        product_type=_text(row, "Type"),
        tags=[tag.strip() for tag in _text(row, "Tags").split(",") if tag.strip()],
        status=(_text(row, "Status") or "active").upper(),
        is_published=_text(row, "Published").lower() != "false",
        is_gift_card=_text(row, "Gift Card").lower() == "true",
        seo_title=_text(row, "SEO Title") or None,
        seo_description=_text(row, "SEO Description") or None,
        option_names=[_text(row, name) for name, _ in _OPTION_COLUMNS if _text(row, name)],
        created_at=opened(index),
        updated_at=opened(index),
    )


def _add_row(product: FakeProduct, row: Row, line: int) -> None:
    image = _add_image(product, _text(row, "Image Src"), _text(row, "Image Alt Text"))
    if not _text(row, "Variant Price"):
        return
    own_image = _add_image(product, _text(row, "Variant Image"), "")
    product.variants.append(_variant(product, row, line, own_image or (image if len(product.images) == 1 else None)))


def _add_image(product: FakeProduct, url: str, alt: str) -> int | None:
    if not url:
        return None
    for known in product.images:
        if known.url == url:
            known.alt = known.alt or alt or None
            return known.number
    number = numeric_id("image", product.handle, len(product.images) + 1)
    product.images.append(FakeImage(number=number, url=url, alt=alt or None))
    return number


def _variant(product: FakeProduct, row: Row, line: int, image: int | None) -> FakeVariant:
    position = len(product.variants) + 1
    compare_at = _text(row, "Variant Compare At Price")
    return FakeVariant(
        number=numeric_id("variant", product.handle, position),
        position=position,
        option_values=[_text(row, value) for _, value in _OPTION_COLUMNS if _text(row, value)],
        price=_decimal(_text(row, "Variant Price"), "Variant Price", line),
        compare_at_price=_decimal(compare_at, "Variant Compare At Price", line) if compare_at else None,
        sku=_text(row, "Variant SKU") or None,
        barcode=_text(row, "Variant Barcode") or None,
        quantity=_integer(_text(row, "Variant Inventory Qty") or "0", "Variant Inventory Qty", line),
        tracked=_text(row, "Variant Inventory Tracker").lower() == "shopify",
        continues_selling=_text(row, "Variant Inventory Policy").lower() == "continue",
        requires_shipping=_text(row, "Variant Requires Shipping").lower() != "false",
        taxable=_text(row, "Variant Taxable").lower() != "false",
        grams=int(_decimal(_text(row, "Variant Grams") or "0", "Variant Grams", line)),
        image_number=image,
    )


def _decimal(text: str, column: str, line: int) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise UnreadableExport(f"line {line}: {column} is not a number: {text!r}") from None
    if not value.is_finite():
        raise UnreadableExport(f"line {line}: {column} is not a number: {text!r}")
    return value


def _integer(text: str, column: str, line: int) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnreadableExport(f"line {line}: {column} is not a whole number: {text!r}") from None
