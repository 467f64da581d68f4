"""Merchants, connections and who may touch them, over HTTP."""

import asyncio
import json
import re
import socket

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack
from relay_kit import answer, upstream
from shop_floor import Floor, open_floor
from sqlalchemy import text
from store_server import TOKEN, OpenStore

from relaydesk.kernel.outbound import is_public_address

NOWHERE = "merch_0123456789abcdef"
CONNECTION = {"platform": "shopify", "shop_domain": "a.myshopify.com", "access_token": TOKEN}


async def test_a_merchant_is_made_listed_read_and_changed(owner: httpx.AsyncClient) -> None:
    made = await owner.post("/merchants", json={"name": " Bikes & Co "})
    assert made.status_code == 201
    merchant = made.json()
    assert re.fullmatch("merch_[0-9a-f]{16}", merchant["id"])
    assert (merchant["name"], merchant["product_count"], merchant["last_synced_at"], merchant["stale"]) == (
        "Bikes & Co",
        0,
        None,
        True,
    )
    await owner.post("/merchants", json={"name": "Skis"})
    listed = (await owner.get("/merchants", params={"q": "bike"})).json()
    assert (listed["total"], listed["limit"], listed["offset"], listed["items"]) == (1, 50, 0, [merchant])
    second = (await owner.get("/merchants", params={"limit": 1, "offset": 1})).json()
    assert (second["total"], [m["name"] for m in second["items"]]) == (2, ["Skis"])
    changed = await owner.patch(f"/merchants/{merchant['id']}", json={"name": "Bikes", "is_active": False})
    assert (changed.json()["name"], changed.json()["is_active"]) == ("Bikes", False)
    assert (await owner.get(f"/merchants/{merchant['id']}")).json()["name"] == "Bikes"


async def test_the_access_token_is_stored_encrypted_and_never_shown(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    store = await open_store("jewelry")
    floor = await open_floor(stack, owner, store)
    merchant = await floor.merchant()
    connection = merchant["connections"][0]
    tested = await owner.post(f"/merchants/{floor.merchant_id}/connections/{connection['id']}/test")
    listed = await owner.get("/merchants")
    audit = await owner.get("/api/audit")
    for shown in (tested.text, listed.text, audit.text, str(merchant)):
        assert TOKEN not in shown
    assert "access_token" not in connection
    async with stack.kernel.database.read() as db:
        held = str(await db.scalar(text("SELECT credentials FROM commerce_connection")))
    assert TOKEN not in held
    assert json.loads(stack.kernel.vault.decrypt(held)) == {"access_token": TOKEN}


async def test_a_connection_test_says_how_it_went(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    store = await open_store("jewelry", currency="EUR")
    floor = await open_floor(stack, owner, store)
    path = f"/merchants/{floor.merchant_id}/connections/{(await floor.merchant())['connections'][0]['id']}/test"
    good = (await owner.post(path)).json()
    assert (good["ok"], good["shop_name"], good["currency"]) == (True, "Fake store", "EUR")
    store.store.token = "shpat_changed"
    bad = (await owner.post(path)).json()
    assert (bad["ok"], bad["reason"], bad["message"]) == (
        False,
        "bad_access_token",
        "The store refused the access token.",
    )
    assert (await floor.merchant())["connections"][0]["last_error"] == "The store refused the access token."
    unknown = await owner.post(f"/merchants/{floor.merchant_id}/connections/999/test")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "CONNECTION_NOT_FOUND")


async def test_a_store_that_says_far_too_much_of_itself_is_not_heard(owner: httpx.AsyncClient) -> None:
    merchant = (await owner.post("/merchants", json={"name": "M"})).json()
    async with upstream(answer(200, b'{"data": {"shop": "%b"}}' % (b"x" * 2_000_000))) as stub:
        body = CONNECTION | {"api_base_url": f"http://127.0.0.1:{stub.port}", "allow_private": True}
        made = await owner.post(f"/merchants/{merchant['id']}/connections", json=body)
        tested = await owner.post(f"/merchants/{merchant['id']}/connections/{made.json()['id']}/test")
        assert tested.json()["message"] == "The store cannot be reached (AnswerTooLarge)."


async def test_connecting_again_replaces_the_connection(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    floor = await open_floor(stack, owner, await open_store("jewelry"))
    before = (await floor.merchant())["connections"]
    again = await owner.post(f"/merchants/{floor.merchant_id}/connections", json=CONNECTION)
    assert (again.status_code, again.json()["id"]) == (201, before[0]["id"])
    assert again.json()["api_base_url"] is None


async def test_a_stores_handle_is_made_its_address(owner: httpx.AsyncClient) -> None:
    merchant = (await owner.post("/merchants", json={"name": "M"})).json()
    body = CONNECTION | {"shop_domain": " Teahouse "}
    made = await owner.post(f"/merchants/{merchant['id']}/connections", json=body)
    assert (made.status_code, made.json()["shop_domain"]) == (201, "teahouse.myshopify.com")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"platform": "etsy"}, "platform"),
        ({"shop_domain": "not a host"}, "shop_domain"),
        ({"shop_domain": "127.0.0.1"}, "shop_domain"),
        ({"access_token": ""}, "access_token"),
        ({"access_token": "with\nnewline"}, "access_token"),
        ({"api_base_url": "ftp://a.example"}, "api_base_url"),
        ({"api_base_url": "http://127.0.0.1:9"}, "api_base_url"),
        ({"api_base_url": "http://169.254.169.254/latest"}, "api_base_url"),
        ({"api_base_url": "http://user:pw@a.example"}, "api_base_url"),
    ],
)
async def test_a_bad_connection_is_refused_with_the_field_named(
    change: dict[str, str], field: str, owner: httpx.AsyncClient
) -> None:
    merchant = (await owner.post("/merchants", json={"name": "M"})).json()
    refused = await owner.post(f"/merchants/{merchant['id']}/connections", json=CONNECTION | change)
    assert (refused.status_code, refused.json()["code"]) == (422, "VALIDATION_FAILED")
    assert [error["field"] for error in refused.json()["details"]["errors"]] == [field]
    assert (await owner.get(f"/merchants/{merchant['id']}")).json()["connections"] == []


async def test_a_name_that_resolves_to_a_private_address_is_not_called(owner: httpx.AsyncClient) -> None:
    name = socket.gethostname()  # the one name that resolves to an address of this machine's own
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, 9)
    except OSError:
        pytest.skip("THIS MACHINE'S NAME DOES NOT RESOLVE: the look-up behind a name was not tested")
    if all(is_public_address(str(entry[4][0])) for entry in found):
        pytest.skip("THIS MACHINE'S NAME IS PUBLIC: the look-up behind a name was not tested")
    merchant = (await owner.post("/merchants", json={"name": "M"})).json()
    body = CONNECTION | {"api_base_url": f"http://{name}:9"}
    made = await owner.post(f"/merchants/{merchant['id']}/connections", json=body)
    assert made.status_code == 201
    tested = await owner.post(f"/merchants/{merchant['id']}/connections/{made.json()['id']}/test")
    assert (tested.json()["ok"], tested.json()["reason"]) == (False, "destination_refused")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/merchants", {"name": ""}, 422, "VALIDATION_FAILED"),
        ("POST", "/merchants", {"name": "\u0000"}, 422, "VALIDATION_FAILED"),
        ("POST", "/merchants", {}, 422, "VALIDATION_FAILED"),
        ("GET", "/merchants?limit=0", None, 422, "VALIDATION_FAILED"),
        ("GET", f"/merchants/{NOWHERE}", None, 404, "MERCHANT_NOT_FOUND"),
        ("GET", "/merchants/%00", None, 422, "VALIDATION_FAILED"),
        ("PATCH", f"/merchants/{NOWHERE}", {"name": "x"}, 404, "MERCHANT_NOT_FOUND"),
        ("POST", f"/merchants/{NOWHERE}/connections", CONNECTION, 404, "MERCHANT_NOT_FOUND"),
        ("POST", "/products/sync/", {"merchant_id": NOWHERE}, 404, "MERCHANT_NOT_FOUND"),
        ("POST", "/products/sync/", {"merchant_id": NOWHERE, "limit": 0}, 422, "VALIDATION_FAILED"),
        ("POST", "/products/sync/", {"merchant_id": 7}, 422, "VALIDATION_FAILED"),
        ("POST", "/products/sync/", {}, 422, "VALIDATION_FAILED"),
        ("GET", "/products/sync/sync_0000", None, 404, "SYNC_NOT_FOUND"),
        ("GET", f"/products/sync?merchant_id={NOWHERE}", None, 404, "MERCHANT_NOT_FOUND"),
        ("GET", "/products/sync/sync_0000/records?outcome=lost", None, 422, "VALIDATION_FAILED"),
        ("GET", f"/products?merchant_id={NOWHERE}", None, 404, "MERCHANT_NOT_FOUND"),
        ("POST", "/products/sync/", {"merchant_id": "\u0000"}, 422, "VALIDATION_FAILED"),
        ("POST", "/products/sync", {"merchant_id": NOWHERE}, 404, "MERCHANT_NOT_FOUND"),
        ("GET", "/products/sync/?limit=1", None, 200, None),
        ("GET", "/products?q=%00", None, 422, "VALIDATION_FAILED"),
        ("GET", "/products?merchant_id=%00", None, 422, "VALIDATION_FAILED"),
        ("GET", "/merchants?q=%00", None, 422, "VALIDATION_FAILED"),
        ("GET", "/products?q=" + "a" * 501, None, 422, "VALIDATION_FAILED"),
        ("GET", "/products/prod_0000", None, 404, "PRODUCT_NOT_FOUND"),
        ("GET", f"/merchants/{NOWHERE}/questions", None, 404, "MERCHANT_NOT_FOUND"),
    ],
)
async def test_what_is_wrong_or_missing_is_told_with_its_code(
    method: str,
    path: str,
    body: dict[str, str] | None,
    status: int,
    code: str | None,
    *,
    owner: httpx.AsyncClient,
) -> None:
    answer = await owner.request(method, path, json=body)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


async def test_a_merchant_without_a_store_or_switched_off_cannot_sync(owner: httpx.AsyncClient) -> None:
    merchant = (await owner.post("/merchants", json={"name": "M"})).json()
    floor = Floor(None, owner, merchant["id"])  # type: ignore[arg-type]
    bare = await floor.start()
    assert (bare.status_code, bare.json()["code"]) == (409, "STORE_NOT_CONNECTED")
    await owner.patch(f"/merchants/{merchant['id']}", json={"is_active": False})
    off = await floor.start()
    assert (off.status_code, off.json()["code"]) == (409, "MERCHANT_INACTIVE")


READ = ("owner", "admin", "staff", "operator", "viewer")
WRITE = ("owner", "admin", "staff")
ENDPOINTS = [
    ("GET", "/merchants", READ),
    ("POST", "/merchants", WRITE),
    ("GET", f"/merchants/{NOWHERE}", READ),
    ("PATCH", f"/merchants/{NOWHERE}", WRITE),
    ("POST", f"/merchants/{NOWHERE}/connections", WRITE),
    ("POST", f"/merchants/{NOWHERE}/connections/1/test", WRITE),
    ("GET", f"/merchants/{NOWHERE}/questions", READ),
    ("GET", "/products", READ),
    ("GET", "/products/prod_0", READ),
    ("GET", "/products/sync", READ),
    ("GET", "/products/sync/sync_0", READ),
    ("GET", "/products/sync/sync_0/records", READ),
    ("POST", "/products/sync/", WRITE),
    ("POST", "/integrations/shopify/sync-products", WRITE),
]


@pytest.mark.parametrize("role", ["owner", "admin", "staff", "developer", "operator", "viewer"])
async def test_each_endpoint_lets_in_exactly_the_roles_that_may(role: str, people: People) -> None:
    is_first = role == "owner"
    person = await (people.sign_in(OWNER_EMAIL, OWNER_PASSWORD) if is_first else people.named(role))
    found = {}
    for method, path, _ in ENDPOINTS:
        answer = await person.request(method, path, json=None if method == "GET" else {})
        found[method, path] = answer.status_code != 403
    assert found == {(method, path): role in allowed for method, path, allowed in ENDPOINTS}


async def test_nobody_gets_in_without_a_token(client: httpx.AsyncClient) -> None:
    answers = [await client.request(method, path, json={}) for method, path, _ in ENDPOINTS]
    assert {answer.status_code for answer in answers} == {401}
