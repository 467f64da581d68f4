"""Prices from the admin API to the log: kept, found by model and upstream, counted into each request's cost."""

import json
from typing import Any

import pytest
from gateway_admin import Admin, eventually
from relay_kit import answer, upstream

PRICES = "/api/admin/prices"
PRICE = {"model": "gpt-x", "input_micros_per_million": 2_500_000, "output_micros_per_million": 10_000_000}


async def test_a_price_is_kept_with_its_defaults_changed_and_deleted(admin: Admin) -> None:
    made = await admin.post(PRICES, **PRICE)
    expected = {
        "id": made["id"],
        **PRICE,
        "upstream_id": None,
        "currency": "USD",
        "cached_input_micros_per_million": None,
        "cache_write_micros_per_million": None,
        "cache_write_hour_micros_per_million": None,
        "created_at": made["created_at"],
        "updated_at": made["updated_at"],
    }
    assert made == expected
    path = f"{PRICES}/{made['id']}"
    assert (await admin.http.get(path)).json() == expected
    one = await admin.post("/api/admin/upstreams", name="one", base_url="https://api.example.com")
    change = {"model": "gpt-*", "upstream_id": one["id"], "currency": "EUR", "cached_input_micros_per_million": 5}
    changed = (await admin.http.patch(path, json=change)).json()
    assert changed == {**expected, **change, "updated_at": changed["updated_at"]}
    back = (await admin.http.patch(path, json={"upstream_id": None, "cached_input_micros_per_million": None})).json()
    assert (back["upstream_id"], back["cached_input_micros_per_million"], back["model"]) == (None, None, "gpt-*")
    assert (await admin.http.delete(path)).status_code == 204
    assert (await admin.http.get(path)).json()["code"] == "PRICE_NOT_FOUND"
    entries = (await admin.http.get("/api/audit", params={"limit": 200})).json()["items"]
    written = [e["action"] for e in entries if e["action"].startswith("price.")]
    assert sorted(written) == ["price.changed", "price.changed", "price.created", "price.deleted"]


async def test_the_currencies_of_prices_are_named_once_each(admin: Admin) -> None:
    assert (await admin.http.get(f"{PRICES}/currencies")).json() == {"currencies": []}
    for model, currency in (("a", "USD"), ("b", "EUR"), ("c", "USD")):
        await admin.post(PRICES, **{**PRICE, "model": model, "currency": currency})
    assert (await admin.http.get(f"{PRICES}/currencies")).json() == {"currencies": ["EUR", "USD"]}


async def test_a_model_has_one_price_at_all_upstreams_and_one_at_each(admin: Admin) -> None:
    one = await admin.post("/api/admin/upstreams", name="one", base_url="https://api.example.com")
    await admin.post(PRICES, **PRICE)
    await admin.post(PRICES, **PRICE, upstream_id=one["id"])
    other = await admin.post(PRICES, **{**PRICE, "model": "other"})
    for body in (PRICE, {**PRICE, "upstream_id": one["id"]}):
        refused = await admin.http.post(PRICES, json=body)
        assert (refused.status_code, refused.json()["code"]) == (409, "PRICE_KNOWN")
    refused = await admin.http.patch(f"{PRICES}/{other['id']}", json={"model": "gpt-x"})
    assert (refused.status_code, refused.json()["code"]) == (409, "PRICE_KNOWN")
    listed = (await admin.http.get(PRICES)).json()
    assert [(p["model"], p["upstream_id"]) for p in listed["items"]] == [
        ("gpt-x", None),
        ("gpt-x", one["id"]),
        ("other", None),
    ]
    assert (await admin.http.get(PRICES, params={"upstream_id": one["id"]})).json()["total"] == 1
    assert (await admin.http.get(PRICES, params={"q": "OTH"})).json()["items"] == [other]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"model": ""}, "model"),
        ({"model": "a*b"}, "model"),
        ({"currency": "usd"}, "currency"),
        ({"upstream_id": 4711}, "upstream_id"),
        ({"input_micros_per_million": -1}, "input_micros_per_million"),
        ({"output_micros_per_million": 1.5}, "output_micros_per_million"),
        ({"cached_input_micros_per_million": 10**14}, "cached_input_micros_per_million"),
        ({"per": "hour"}, "per"),
    ],
)
async def test_a_wrong_field_is_named(admin: Admin, given: dict[str, Any], field: str) -> None:
    refused = await admin.http.post(PRICES, json={**PRICE, **given})
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["details"]["errors"]] == [field]


async def test_a_request_costs_what_its_model_costs_from_the_next_request_on(admin: Admin) -> None:
    body = json.dumps({"model": "gpt-x", "usage": {"prompt_tokens": 1000, "completion_tokens": 10}}).encode()
    async with upstream(answer(200, body, "Content-Type: application/json")) as stub:
        await admin.upstream(stub)
        caller, _ = await admin.caller()

        async def is_proxied() -> bool:
            return (await caller.post("/proxy/stub/chat", json={})).status_code == 200

        await eventually(is_proxied)
        [free] = await admin.logs(1, model="gpt-x")
        assert (free["tokens_in"], free["cost_nanos"], free["currency"]) == (1000, None, None)
        await admin.post(PRICES, **PRICE, currency="EUR")

        async def costs() -> bool:
            await is_proxied()
            return (await admin.http.get("/api/admin/logs")).json()["items"][0]["cost_nanos"] is not None

        await eventually(costs, within_s=5)
        row = (await admin.http.get("/api/admin/logs")).json()["items"][0]
    assert (row["model"], row["cost_nanos"], row["currency"]) == ("gpt-x", 2_600_000, "EUR")
    detail = (await admin.http.get(f"/api/admin/logs/{row['id']}")).json()
    assert (detail["cost_nanos"], detail["currency"]) == (2_600_000, "EUR")


async def test_published_prices_are_found_by_name_and_make_a_price_as_they_are(admin: Admin) -> None:
    found = (await admin.http.get(f"{PRICES}/published", params={"q": "GPT-4o-mini", "limit": 1})).json()
    [published] = found["items"]
    assert (published["provider"], published["model"]) == ("OpenAI", "gpt-4o-mini")
    assert found["total"] > 1
    assert (published["input_micros_per_million"], published["output_micros_per_million"]) == (150_000, 600_000)
    fields = {name: value for name, value in published.items() if name not in {"provider", "as_of"}}
    made = await admin.post(PRICES, **fields)
    assert {name: made[name] for name in fields} == fields


async def test_published_prices_are_paged_and_all_of_them_are_prices(admin: Admin) -> None:
    every, total = [], 1
    while len(every) < total:
        answer = (await admin.http.get(f"{PRICES}/published", params={"limit": 100, "offset": len(every)})).json()
        every, total = every + answer["items"], answer["total"]
    assert len({(price["provider"], price["model"]) for price in every}) == total > 200
    assert all(price["input_micros_per_million"] > 0 for price in every)
    assert (await admin.http.get(f"{PRICES}/published", params={"q": "no such model"})).json()["total"] == 0
