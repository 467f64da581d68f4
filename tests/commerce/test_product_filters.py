"""Lists of products, narrowed."""

from typing import Any

import httpx
import pytest
from harness import Stack

from relaydesk.commerce import api


@pytest.fixture
async def demo(stack: Stack, client: httpx.AsyncClient) -> str:
    """The id of the seeded demo merchant."""
    merchant, _ = await api.seed_demo(stack.kernel)
    return merchant.id


async def _handles(owner: httpx.AsyncClient, **query: Any) -> set[str]:
    items = (await owner.get("/products", params={"limit": 200, **query})).json()["items"]
    return {item["handle"] for item in items}


@pytest.mark.parametrize("q", [None, "bike"])
async def test_products_are_narrowed_with_and_without_words(owner: httpx.AsyncClient, demo: str, q: str | None) -> None:
    words = {"merchant_id": demo, **({"q": q} if q else {})}
    items = (await owner.get("/products", params={"limit": 200, **words})).json()["items"]
    vendor, kind = items[0]["vendor"], items[0]["product_type"]
    narrowed: dict[str, tuple[dict[str, Any], Any]] = {
        "price": (
            {"min_price": "50.00", "max_price": 600},
            lambda item: item["max_price_minor"] >= 5000 and item["min_price_minor"] <= 60_000,
        ),
        "vendor": ({"vendor": vendor.upper()}, lambda item: item["vendor"] == vendor),
        "type": ({"type": kind.lower()}, lambda item: item["product_type"] == kind),
        "sold out": ({"in_stock": False}, lambda item: not item["is_available"]),
        "in stock": ({"in_stock": True}, lambda item: item["is_available"]),
        "currency": ({"currency": "EUR"}, lambda item: item["currency"] == "EUR"),
        "another currency": ({"currency": "USD"}, lambda item: item["currency"] == "USD"),
    }
    for name, (query, fits) in narrowed.items():
        expected = {item["handle"] for item in items if fits(item)}
        assert (name, await _handles(owner, **words, **query)) == (name, expected)
    assert 0 < len(await _handles(owner, **words, min_price=50, max_price=600)) < len(items)


async def test_a_price_in_words_and_one_as_a_filter_both_hold(owner: httpx.AsyncClient, demo: str) -> None:
    both = await _handles(owner, merchant_id=demo, q="bike under 1500", max_price=500)
    assert both == await _handles(owner, merchant_id=demo, q="bike", max_price=500)
    assert both == await _handles(owner, merchant_id=demo, q="bike under 500", max_price=1500)
    assert both


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "red"),
        ("max_prices", "5"),
        ("max_price", "cheap"),
        ("max_price", "-1"),
        ("max_price", "NaN"),
        ("min_price", "1e30"),
        ("currency", "euros"),
        ("currency", "eur"),
        ("in_stock", "perhaps"),
        ("vendor", "\x00"),
        ("q", "\x00"),
    ],
)
async def test_a_filter_that_is_none_is_refused_by_its_name(owner: httpx.AsyncClient, name: str, value: str) -> None:
    refused = await owner.get("/products", params={name: value})
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, name)
