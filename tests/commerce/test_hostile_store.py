"""What a store may send that is not what a store sends: nothing of it may break a sync."""

from typing import Any

import pytest

from relaydesk.commerce.money import InexactAmount, format_minor, to_minor
from relaydesk.commerce.shopify.convert import Unconvertible, product_from_node, unreadable

VARIANT: dict[str, Any] = {
    "id": "gid://shopify/ProductVariant/1",
    "title": "Default Title",
    "price": "10.00",
    "compareAtPrice": None,
    "position": 1,
    "inventoryQuantity": -3,
    "inventoryItem": {"tracked": True},
    "selectedOptions": [{"name": "Size", "value": "M"}],
}
NODE: dict[str, Any] = {
    "id": "gid://shopify/Product/1",
    "title": "Wrench",
    "handle": "wrench",
    "status": "ACTIVE",
    "updatedAt": "2026-01-01T00:00:00Z",
    "descriptionHtml": "<p>Turns.</p>",
}


def convert(product: dict[str, Any] | None = None, variant: dict[str, Any] | None = None) -> Any:
    node = NODE | {"variants": {"nodes": [VARIANT | (variant or {})]}} | (product or {})
    return product_from_node(node, currency="USD")


def test_a_bare_record_is_enough() -> None:
    product = convert()
    assert (product.vendor, product.tags, product.images, product.url) == ("", (), (), None)
    assert (product.variants[0].inventory_quantity, product.variants[0].price_minor) == (-3, 1000)


@pytest.mark.parametrize(
    ("product", "variant", "told"),
    [
        ({"id": None}, {}, "id is missing"),
        ({"id": "x" * 300}, {}, "id is longer than 255 characters"),
        ({"title": ""}, {}, "title is missing"),
        ({"status": "SOLD"}, {}, "status is unknown: sold"),
        ({"updatedAt": "yesterday"}, {}, "updatedAt is not a time: yesterday"),
        ({"tags": [1]}, {}, "the record is incomplete"),
        ({"options": [{}]}, {}, "the record is incomplete"),
        ({"variants": {}}, {}, "the record is incomplete"),
        ({}, {"price": None}, "price of gid://shopify/ProductVariant/1 is missing"),
        ({}, {"price": "cheap"}, "cheap is not an amount of USD"),
        ({}, {"price": "1.005"}, "1.005 is not a whole number of minor units of USD"),
        ({}, {"price": "1e30"}, "1e30 is not a whole number of minor units of USD"),
        ({}, {"compareAtPrice": "Infinity"}, "Infinity is not an amount of USD"),
        ({}, {"inventoryQuantity": 2**40}, "inventoryQuantity of"),
        ({}, {"inventoryQuantity": "many"}, "inventoryQuantity of"),
    ],
)
def test_a_broken_record_says_what_is_wrong_with_it(
    product: dict[str, Any], variant: dict[str, Any], told: str
) -> None:
    with pytest.raises(Unconvertible) as caught:
        convert(product, variant)
    assert told in str(caught.value)


def test_text_that_a_database_cannot_hold_is_cleaned() -> None:
    product = convert({"title": "Wr\x00ench \ud800" + "!" * 600, "vendor": "\x00", "onlineStoreUrl": "https://a/\x00"})
    assert product.title.startswith("Wrench !")
    assert (len(product.title), product.vendor, product.url) == (500, "", "https://a/")
    record = unreadable({"id": "\x00" + "y" * 300}, Unconvertible("bad \ud800"))
    assert (record.platform_id, record.reason) == ("y" * 255, "bad ")


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        ("1299", "JPY", 1299, "1,299 JPY"),
        ("12.99", "EUR", 1299, "12.99 EUR"),
        ("1.299", "KWD", 1299, "1.299 KWD"),
        ("-0.01", "USD", -1, "-0.01 USD"),
        ("1500.00", "JPY", 1500, "1,500 JPY"),
    ],
)
def test_money_is_exact_in_every_currency(amount: str, currency: str, minor: int, shown: str) -> None:
    assert to_minor(amount, currency) == minor
    assert format_minor(minor, currency) == shown


def test_money_is_never_rounded() -> None:
    with pytest.raises(InexactAmount):
        to_minor("10.5", "JPY")
