"""The fake store behaves as Shopify's Admin API does, towards clients that know nothing of its inside."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import build_schema, parse, separate_operations, validate
from graphql.language import print_ast
from store_server import OpenStore, RunningStore

from relaydesk.commerce.fake_shopify.csv_export import UnreadableExport, parse_export
from relaydesk.commerce.fake_shopify.resolvers import fake_schema

STORES = {
    "apparel": (25, 96),
    "bicycles": (284, 1121),
    "fashion": (997, 3684),
    "jewelry": (19, 24),
    "snowdevil": (278, 622),
}


async def ask(
    http: httpx.AsyncClient, store: RunningStore, query: str, variables: dict[str, Any] | None = None, **headers: str
) -> httpx.Response:
    return await http.post(
        f"{store.url}/admin/api/2026-10/graphql.json",
        json={"query": query, "variables": variables or {}},
        headers={"X-Shopify-Access-Token": store.token} | headers,
    )


def example_operations(shared: Path) -> dict[str, str]:
    document = parse((shared / "data" / "shopify" / "operations_2026-10.graphql").read_text())
    return {str(name): print_ast(one) for name, one in separate_operations(document).items()}


@pytest.mark.parametrize("name", sorted(STORES))
def test_an_export_gives_every_product_and_every_variant(name: str, store_csv: Callable[[str], str]) -> None:
    text = store_csv(name)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    products = parse_export(text)
    assert len(products) == len({row["Handle"] for row in rows}) == STORES[name][0]
    assert sum(len(p.variants) for p in products) == sum(bool(r["Variant Price"]) for r in rows) == STORES[name][1]
    assert [v.sku or "" for p in products for v in p.variants] == [
        r["Variant SKU"].strip() for r in rows if r["Variant Price"]
    ]
    assert [str(v.quantity) for p in products for v in p.variants] == [
        r["Variant Inventory Qty"] for r in rows if r["Variant Price"]
    ]


def test_ids_derive_from_handle_and_position(store_csv: Callable[[str], str]) -> None:
    first, again = parse_export(store_csv("bicycles")), parse_export(store_csv("bicycles"))
    assert [p.gid for p in first] == [p.gid for p in again]
    assert len({v.number for p in first for v in p.variants}) == 1121


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", "the header lacks Handle, Option1 Value, Title, Variant Price"),
        ("Handle,Title,Option1 Value,Variant Price\n,T,x,1\n", "line 2: Handle is empty"),
        ("Handle,Title,Option1 Value,Variant Price\nh,T,x,dear\n", "line 2: Variant Price is not a number: 'dear'"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_the_place(text: str, told: str) -> None:
    with pytest.raises(UnreadableExport, match="^" + told.replace("(", r"\(") + "$"):
        parse_export(text)


async def test_a_wrong_token_gets_shopifys_401(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("jewelry")
    answer = await ask(http, store, "{ shop { name } }", **{"X-Shopify-Access-Token": "wrong"})
    assert answer.status_code == 401
    assert answer.json() == {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}


async def test_an_unknown_version_is_not_found_and_a_known_one_is_named(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    headers = {"X-Shopify-Access-Token": store.token}
    missing = await http.post(f"{store.url}/admin/api/2020-01/graphql.json", json={"query": "{x}"}, headers=headers)
    assert (missing.status_code, missing.json()) == (404, {"errors": "Not Found"})
    answer = await ask(http, store, "{ shop { name currencyCode } }")
    assert answer.headers["X-Shopify-API-Version"] == "2026-10"
    assert answer.json()["data"] == {"shop": {"name": "Fake store", "currencyCode": "USD"}}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("(first: 251)", "first cannot exceed 250."),
        ("", "you must provide one of first or last"),
        ("(last: 2)", "using last without before is not supported"),
        ('(first: 1, after: "zzz")', "Invalid cursor for current pagination sort."),
    ],
)
async def test_paging_arguments_that_shopify_refuses_are_refused(
    arguments: str, told: str, open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry")
    answer = await ask(http, store, f"{{ products{arguments} {{ nodes {{ id }} }} }}")
    assert answer.status_code == 200
    assert answer.json()["errors"][0]["message"].startswith(told)
    assert answer.json()["data"] is None


async def test_a_query_that_the_real_schema_refuses_is_refused(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("jewelry")
    answer = await ask(http, store, "{ shop { favouriteColour } }")
    assert [e["message"] for e in answer.json()["errors"]] == ["Cannot query field 'favouriteColour' on type 'Shop'."]


async def test_pages_follow_each_other_without_gap_while_products_are_edited_and_deleted(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("bicycles")
    query = (
        "query P($a: String) { products(first: 100, after: $a) { nodes { id } pageInfo { hasNextPage endCursor } } }"
    )
    before = sorted(p.number for p in store.store.shop.products.values())
    first = (await ask(http, store, query)).json()["data"]["products"]
    seen = [n["id"] for n in first["nodes"]]
    assert (await http.delete(f"{store.url}/_fake/products/{seen[0]}")).status_code == 204
    edited = await http.post(f"{store.url}/_fake/products/{before[150]}", json={"title": "Edited between pages"})
    assert edited.json()["title"] == "Edited between pages"
    created = await http.post(f"{store.url}/_fake/products", json={"title": "Born between pages"})
    cursor, more = first["pageInfo"]["endCursor"], True
    while more:
        page = (await ask(http, store, query, {"a": cursor})).json()["data"]["products"]
        seen += [n["id"] for n in page["nodes"]]
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == [f"gid://shopify/Product/{n}" for n in before] + [created.json()["id"]]


async def test_filters_and_sorting_by_time_of_update(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("jewelry")
    chosen = list(store.store.shop.products.values())[3]
    await http.post(f"{store.url}/_fake/products/{chosen.number}", json={"status": "DRAFT"})
    query = """query Q($q: String) {
        products(first: 250, query: $q, sortKey: UPDATED_AT, reverse: true) { nodes { id } }
    }"""

    async def found(q: str | None) -> list[str]:
        return [n["id"] for n in (await ask(http, store, query, {"q": q})).json()["data"]["products"]["nodes"]]

    everything = await found(None)
    assert (everything[0], len(everything)) == (chosen.gid, 19)
    assert await found("status:draft") == [chosen.gid]
    assert await found("updated_at:>'2026-06-01T00:00:00Z'") == [chosen.gid]
    assert await found(f"id:{chosen.number}") == [chosen.gid]
    assert len(await found("-status:draft")) == 18
    assert len(await found(f"status:draft OR id:>{chosen.number}")) == 1 + sum(
        p.number > chosen.number for p in store.store.shop.products.values()
    )


async def test_a_query_is_charged_for_what_it_asks_and_refunded_what_it_did_not_need(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("jewelry", maximum=1000, restore_rate=0.001)
    answer = await ask(http, store, "{ products(first: 100) { nodes { id } } }")
    cost = answer.json()["extensions"]["cost"]
    assert (cost["requestedQueryCost"], cost["actualQueryCost"]) == (102, 21)
    assert cost["throttleStatus"] == {"maximumAvailable": 1000.0, "currentlyAvailable": 979, "restoreRate": 0.001}


async def test_an_empty_bucket_throttles_with_status_200_and_no_data(
    open_store: OpenStore, http: httpx.AsyncClient
) -> None:
    store = await open_store("bicycles", maximum=300, restore_rate=0.001)
    query = "{ products(first: 250) { nodes { id } } }"
    assert (await ask(http, store, query)).json()["data"]
    answer = await ask(http, store, query)
    assert answer.status_code == 200
    assert "data" not in answer.json()
    assert answer.json()["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert answer.json()["extensions"]["cost"]["actualQueryCost"] is None


async def test_a_single_query_over_the_limit_is_refused(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("bicycles")
    answer = await ask(http, store, "{ products(first: 250) { nodes { variants(first: 10) { nodes { id } } } } }")
    assert answer.json()["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert answer.json()["errors"][0]["extensions"]["cost"] == 2 + 250 * (1 + 2 + 10)


async def test_scripted_trouble_comes_in_order_and_then_ends(open_store: OpenStore, http: httpx.AsyncClient) -> None:
    store = await open_store("jewelry")
    await http.post(f"{store.url}/_fake/script", json={"fail": "502", "times": 2, "after": 1})
    await http.post(f"{store.url}/_fake/script", json={"fail": "429"})
    statuses = [(await ask(http, store, "{ shop { name } }")).status_code for _ in range(5)]
    assert statuses == [200, 502, 502, 429, 200]
    refused = await http.post(f"{store.url}/_fake/script", json={"fail": "weather"})
    assert refused.status_code == 422


def test_what_the_fake_accepts_of_the_examples_the_real_schema_accepts_too(shared: Path, schema_path: Path) -> None:
    real = build_schema(schema_path.read_text())
    assert [n for n, text in example_operations(shared).items() if validate(real, parse(text))] == []


async def test_the_example_operations_that_the_fake_covers_run(
    open_store: OpenStore, http: httpx.AsyncClient, shared: Path
) -> None:
    operations = example_operations(shared)
    covered = {n: text for n, text in operations.items() if not validate(fake_schema(), parse(text))}
    assert set(covered) == {"ProductsPage", "OneProduct", "ConnectionTest", "ByIds", "Stock", "BulkBody"}
    store = await open_store("bicycles", query_limit=1_000_000)
    product = next(iter(store.store.shop.products.values()))
    variables = {"ProductsPage": {"first": 3}, "ByIds": {"ids": [product.gid, "gid://shopify/Product/1"]}}
    answers = {n: (await ask(http, store, text, variables.get(n))).json() for n, text in covered.items()}
    unpaged = answers.pop("BulkBody")
    assert unpaged["errors"][0]["message"] == "you must provide one of first or last"
    assert {n: a.get("errors") for n, a in answers.items()} == dict.fromkeys(answers)
    assert answers["ByIds"]["data"]["nodes"] == [
        {"__typename": "Product", "id": product.gid, "title": product.title},
        None,
    ]
    assert answers["ProductsPage"]["data"]["productsCount"] == {"count": 284, "precision": "EXACT"}
