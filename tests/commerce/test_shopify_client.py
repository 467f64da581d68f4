"""The Shopify client reads a store whole, at the store's pace, and says clearly what went wrong."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fibers import contract_of
from graphql import build_schema, parse, validate
from graphql.validation import NoDeprecatedCustomRule
from store_server import OpenStore, RunningStore

from relaydesk.commerce.demo.shop import DemoSource
from relaydesk.commerce.fake_shopify.records import FakeImage
from relaydesk.commerce.shopify import queries
from relaydesk.commerce.shopify.client import RetryBudget, ShopifyClient
from relaydesk.commerce.shopify.errors import (
    AccessDenied,
    BadAccessToken,
    QueryRefused,
    StoreFailing,
    StoreUnreachable,
    Throttled,
    UnknownStore,
    UnreadableAnswer,
)
from relaydesk.commerce.shopify.source import ShopifySource
from relaydesk.commerce.types import CatalogueSource, SourcePage, SourceProduct, UnreadableRecord

QUICK = RetryBudget(attempts=4, base_s=0.001, cap_s=0.01)


def client_of(http: httpx.AsyncClient, store: RunningStore, **changed: str) -> ShopifyClient:
    token = changed.get("token", store.token)
    return ShopifyClient(http, store.url, token, version=changed.get("version", "2026-10"), budget=QUICK)


async def read_all(source: ShopifySource) -> list[SourceProduct | UnreadableRecord]:
    return [record async for page in source.pages(None) for record in page.records]


@pytest.mark.parametrize("kind", ["shopify", "demo"])
@contract_of(CatalogueSource)
async def test_a_source_is_read_whole_and_picked_up_again_at_a_cursor(
    kind: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    source: CatalogueSource = DemoSource()
    if kind == "shopify":
        source = ShopifySource(client_of(http, await open_store("apparel")))

    def ids(pages: list[SourcePage]) -> list[str]:
        return [record.platform_id for page in pages for record in page.records]

    pages = [page async for page in source.pages(None)]
    assert len(ids(pages)) == len(set(ids(pages))) == await source.count_products()
    assert (pages[-1].cursor, len(pages) > 1) == (None, True)
    again = [page async for page in source.pages(pages[0].cursor)]
    assert ids(again) == ids(pages[1:])


@pytest.mark.parametrize("query", queries.ALL)
def test_every_query_is_valid_in_the_real_schema_and_asks_nothing_deprecated(query: str, schema_path: Path) -> None:
    schema = build_schema(schema_path.read_text())
    assert validate(schema, parse(query)) == []
    assert validate(schema, parse(query), [NoDeprecatedCustomRule]) == []


@pytest.mark.parametrize("name", ["apparel", "bicycles", "fashion", "jewelry", "snowdevil"])
async def test_a_store_is_read_whole_with_all_variants(
    name: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store(name)
    source = ShopifySource(client_of(http, store))
    held = store.store.shop.products
    records = await read_all(source)
    assert await source.count_products() == len(held) == len(records)
    products = {r.platform_id: r for r in records if isinstance(r, SourceProduct)}
    assert products.keys() == {p.gid for p in held.values()}
    for own in held.values():
        read = products[own.gid]
        assert (read.title, read.handle, list(read.tags)) == (own.title, own.handle, own.tags)
        assert [v.sku for v in read.variants] == [v.sku for v in own.variants]
        assert [v.price_minor for v in read.variants] == [int(v.price * 100) for v in own.variants]
        assert [v.inventory_quantity for v in read.variants] == [v.quantity for v in own.variants]
        assert [i.url for i in read.images] == [i.url for i in own.images]
    assert not [r for r in store.store.requests if r.outcome != "ok"]


async def test_a_page_is_sized_by_what_it_costs(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("bicycles")
    await read_all(ShopifySource(client_of(http, store)))
    costs = [r.requested_cost for r in store.store.requests if r.operation == "ProductsPage"]
    assert costs[0] == 813
    assert costs[1:] == [894] * 25  # 11 products of 81 points each, 3 for the rest


async def test_a_store_with_a_low_limit_is_read_with_smaller_pages(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry", query_limit=250)
    assert len(await read_all(ShopifySource(client_of(http, store)))) == 19
    assert store.store.requests[0].outcome == "too dear"


async def test_pacing_waits_for_the_bucket_instead_of_running_into_it(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("bicycles", maximum=1000, restore_rate=20_000)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        store.store.bucket.give_back(seconds * 20_000)

    client = ShopifyClient(http, store.url, store.token, sleep=sleep)
    assert len(await read_all(ShopifySource(client))) == 284
    assert {r.outcome for r in store.store.requests} == {"ok"}
    assert all(0 < wait < 0.05 for wait in waits)


@pytest.mark.parametrize("trouble", ["500", "502", "503", "429", "throttled", "html", "truncated"])
async def test_passing_trouble_is_retried_and_nothing_is_read_twice(
    trouble: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("bicycles")
    await http.post(f"{store.url}/_fake/script", json={"fail": trouble, "times": 2, "after": 3})
    records = await read_all(ShopifySource(client_of(http, store)))
    assert len({r.platform_id for r in records}) == len(records) == 284


@pytest.mark.parametrize(
    ("trouble", "error", "told"),
    [
        ("500", StoreFailing, "The store answered HTTP 500."),
        ("html", UnreadableAnswer, "The store's answer is not JSON (text/html)."),
        ("throttled", Throttled, "The store asked us to slow down."),
    ],
)
async def test_lasting_trouble_ends_after_the_budget_with_its_reason(
    trouble: str, error: type[Exception], told: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    await http.post(f"{store.url}/_fake/script", json={"fail": trouble, "times": 50})
    with pytest.raises(error) as caught:
        await client_of(http, store).ask(queries.PRODUCTS_COUNT)
    assert str(caught.value) == told
    assert len(store.store.requests) == QUICK.attempts


async def test_a_store_that_hangs_is_unreachable(open_store: OpenStore) -> None:
    store = await open_store("jewelry")
    async with httpx.AsyncClient(timeout=0.1) as impatient:
        await impatient.post(f"{store.url}/_fake/script", json={"fail": "timeout", "times": 4, "seconds": 0.3})
        with pytest.raises(StoreUnreachable, match="did not answer in time"):
            await client_of(impatient, store).ask(queries.PRODUCTS_COUNT)


async def test_lasting_faults_are_not_retried(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("jewelry")
    with pytest.raises(BadAccessToken) as refused:
        await client_of(http, store, token="shpat_wrong").ask(queries.PRODUCTS_COUNT)
    assert "shpat" not in str(refused.value)
    with pytest.raises(UnknownStore):
        await client_of(http, store, version="2019-01").ask(queries.PRODUCTS_COUNT)
    with pytest.raises(QueryRefused, match="Cannot query field 'nonsense'"):
        await client_of(http, store).ask("{ nonsense }")
    assert [r.status for r in store.store.requests] == [401, 404, 200]


async def test_the_connection_test_names_the_shop_and_the_scopes_it_lacks(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry", currency="EUR")
    report = await ShopifySource(client_of(http, store)).test_connection()
    assert (report.shop_name, report.currency, report.missing_scopes) == ("Fake store", "EUR", ())


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 11), ("EUR", 1099), ("KWD", 10990)])
async def test_prices_are_minor_units_of_the_shops_currency(
    currency: str, minor: int, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("bicycles", currency=currency)
    records = {
        r.handle: r for r in await read_all(ShopifySource(client_of(http, store))) if isinstance(r, SourceProduct)
    }
    assert records["15mm-combo-wrench"].variants[0].price_minor == minor
    assert records["15mm-combo-wrench"].currency == currency


async def test_a_product_edited_between_pages_is_read_once_and_as_it_is_then(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("bicycles")
    last = max(store.store.shop.products)
    source, seen = ShopifySource(client_of(http, store)), []
    async for page in source.pages(None):
        if not seen:
            await http.post(f"{store.url}/_fake/products/{last}", json={"title": "Edited", "price": "7.50"})
        seen += [r for r in page.records if isinstance(r, SourceProduct)]
    assert len({r.platform_id for r in seen}) == len(seen) == 284
    assert (seen[-1].title, {v.price_minor for v in seen[-1].variants}) == ("Edited", {750})


async def test_a_price_that_the_currency_cannot_hold_makes_the_record_unreadable_not_the_store(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    chosen = next(iter(store.store.shop.products.values()))
    store.store.shop.edit(chosen, {"price": "NaN"})
    records = await read_all(ShopifySource(client_of(http, store)))
    bad = [r for r in records if isinstance(r, UnreadableRecord)]
    assert [r.platform_id for r in bad] == [chosen.gid]
    assert "NaN is not an amount of USD" in bad[0].reason


async def test_a_description_becomes_text_without_markup_or_scripts(
    open_store: OpenStore, http: httpx.AsyncClient, store_csv: Callable[[str], str]
) -> None:
    store = await open_store("jewelry")
    chosen = next(iter(store.store.shop.products.values()))
    html = "<p>Fits&nbsp;&lt;b&gt; &amp; all</p><script>alert(1)</script><ul><li>one<li>two</ul><style>x{}</style>\x00"
    store.store.shop.edit(chosen, {"descriptionHtml": html})
    records = {r.platform_id: r for r in await read_all(ShopifySource(client_of(http, store)))}
    read = records[chosen.gid]
    assert isinstance(read, SourceProduct)
    assert read.description_text == "Fits <b> & all\none\ntwo"


async def test_reading_goes_on_at_a_cursor(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("bicycles")
    pages = [page async for page in ShopifySource(client_of(http, store)).pages(None)]
    rest = [page async for page in ShopifySource(client_of(http, store)).pages(pages[3].cursor)]
    after = [r.platform_id for page in pages[4:] for r in page.records]
    assert [r.platform_id for page in rest for r in page.records] == after
    assert pages[-1].cursor is None


@pytest.mark.parametrize(
    ("field", "code", "path"),
    [
        ("Product.onlineStoreUrl", "ACCESS_DENIED", "onlineStoreUrl"),  # may be null: the rest of the answer is there
        ("ProductVariant.price", "ACCESS_DENIED", "variants.nodes.0.price"),  # never null: all data goes with it
        ("Product.vendor", "INTERNAL_SERVER_ERROR", "vendor"),
    ],
)
async def test_a_field_that_the_store_cannot_give_costs_its_own_product_only(
    field: str, code: str, path: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    broken = list(store.store.shop.products.values())[4]
    step = {"break": field, "product": broken.handle, "code": code, "message": "Nobody may see this."}
    assert (await http.post(f"{store.url}/_fake/script", json=step)).status_code == 200
    records = await read_all(ShopifySource(client_of(http, store)))
    assert [r for r in records if isinstance(r, UnreadableRecord)] == [
        UnreadableRecord(broken.gid, f"the store cannot give {path}: Nobody may see this.")
    ]
    assert len({r.platform_id for r in records}) == len(records) == 19


@pytest.mark.parametrize("field", ["Product.onlineStoreUrl", "ProductVariant.price"])
async def test_a_token_that_may_not_read_a_field_of_any_product_is_told_as_such(
    field: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    for product in store.store.shop.products.values():
        store.store.faults.add({"break": field, "product": product.handle, "code": "ACCESS_DENIED"})
    with pytest.raises(AccessDenied, match="The token lacks a scope"):
        await read_all(ShopifySource(client_of(http, store)))


@pytest.mark.parametrize("count", [15, 16, 250])
async def test_every_picture_of_a_product_is_read_in_the_stores_order(
    count: int, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    chosen = next(iter(store.store.shop.products.values()))
    chosen.images[:] = [FakeImage(number, f"https://cdn.example/{number}.jpg") for number in range(count)]
    records = {r.platform_id: r for r in await read_all(ShopifySource(client_of(http, store)))}
    read = records[chosen.gid]
    assert isinstance(read, SourceProduct)
    assert [image.url for image in read.images] == [f"https://cdn.example/{number}.jpg" for number in range(count)]
