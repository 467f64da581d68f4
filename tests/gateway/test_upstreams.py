"""Upstreams, their keys and the routes to them, over the admin API."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from gateway_admin import Admin
from harness import People, Stack
from relay_kit import Seen, answer, scripted, upstream
from sqlalchemy import text

from relaydesk.gateway.api import ensure_builtin
from relaydesk.gateway.keys.testing import next_plans
from relaydesk.gateway.keys.types import KeyFilter
from relaydesk.kernel.database import utc_now

BASE = {"name": "one", "base_url": "https://api.example.com/v1"}


async def test_an_upstream_is_created_with_sensible_defaults_read_changed_and_deleted(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    assert isinstance(made["id"], int)
    assert made["auth"] == {"type": "bearer", "name": None}
    assert (made["strategy"], made["timeout_ms"], made["allow_private"], made["enabled"]) == (
        "round_robin",
        60_000,
        False,
        True,
    )
    assert made["retry"] == {"max_attempts": 3, "statuses": [408, 429, 500, 502, 503, 504], "deadline_ms": 120_000}
    path = f"/api/admin/upstreams/{made['id']}"
    change = {"timeout_ms": 5000, "auth": {"type": "header", "name": "X-Key"}, "retry": {"max_attempts": 1}}
    changed = (await admin.http.patch(path, json=change)).json()
    assert (changed["timeout_ms"], changed["auth"]["name"], changed["retry"]["max_attempts"]) == (5000, "X-Key", 1)
    assert (await admin.http.get(path)).json() == changed
    listed = (await admin.http.get("/api/admin/upstreams", params={"q": "on"})).json()
    assert [u["name"] for u in listed["items"]] == ["one"]
    assert (await admin.http.delete(path)).status_code == 204
    gone = await admin.http.get(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "UPSTREAM_NOT_FOUND")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"base_url": "ftp://a.example"}, "base_url"),
        ({"base_url": "builtin://other"}, "base_url"),
        ({"base_url": "http://127.0.0.1:9"}, "base_url"),
        ({"base_url": "http://[::ffff:10.0.0.1]/"}, "base_url"),
        ({"base_url": "http://169.254.169.254/latest"}, "base_url"),
        ({"base_url": "https://user:pw@a.example"}, "base_url"),
        ({"base_url": "https://a.example?x=1"}, "base_url"),
        ({"name": "with space"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"strategy": "best"}, "strategy"),
        ({"timeout_ms": 0}, "timeout_ms"),
        ({"retry": {"max_attempts": 0}}, "retry.max_attempts"),
        ({"retry": {"statuses": [200]}}, "retry.statuses.0"),
        ({"auth": {"type": "header", "name": "X Bad"}}, "auth.name"),
        ({"auth": {"type": "basic"}}, "auth.type"),
        ({"unknown": 1}, "unknown"),
    ],
)
async def test_what_is_wrong_with_an_upstream_is_named(admin: Admin, change: dict[str, Any], field: str) -> None:
    refused = await admin.post("/api/admin/upstreams", status=422, **{**BASE, **change})
    assert refused["code"] == "VALIDATION_FAILED"
    assert field in [e["field"] for e in refused["details"]["errors"]]


async def test_a_private_address_needs_leave_also_when_it_comes_later(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", name="home", base_url="http://127.1.2.3", allow_private=True)
    path = f"/api/admin/upstreams/{made['id']}"
    refused = await admin.http.patch(path, json={"allow_private": False})
    assert refused.json()["details"]["errors"][0]["field"] == "base_url"
    public = await admin.http.patch(path, json={"allow_private": False, "base_url": "https://api.example.com"})
    assert public.status_code == 200


async def test_a_name_is_given_once(admin: Admin) -> None:
    first = await admin.post("/api/admin/upstreams", **BASE)
    await admin.post("/api/admin/upstreams", status=409, **BASE)
    second = await admin.post("/api/admin/upstreams", **{**BASE, "name": "two"})
    renamed = await admin.http.patch(f"/api/admin/upstreams/{second['id']}", json={"name": first["name"]})
    assert (renamed.status_code, renamed.json()["code"]) == (409, "UPSTREAM_NAME_TAKEN")


async def test_a_keys_secret_comes_in_and_never_out(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    secret = "sk-very-secret-7890"
    key = await admin.key(made, secret)
    assert (key["key_hint"], key["status"], key["weight"]) == ("7890", "active", 1)
    again = await admin.post("/api/admin/keys", status=409, upstream_id=made["id"], name="other name", key_value=secret)
    assert again["code"] == "UPSTREAM_KEY_KNOWN"
    path = f"/api/admin/keys/{key['id']}"
    changed = await admin.http.patch(path, json={"status": "disabled", "key_value": "sk-another-1111", "weight": 5})
    assert (changed.json()["status"], changed.json()["key_hint"], changed.json()["weight"]) == ("disabled", "1111", 5)
    shown = [
        (await admin.http.get(path)).text,
        (await admin.http.get("/api/admin/keys")).text,
        (await admin.http.get("/api/audit")).text,
        changed.text,
        str(key),
        str(again),
    ]
    assert all(secret not in text and "sk-another" not in text for text in shown)
    async with admin.stack.kernel.database.read() as db:
        stored = await db.scalar(text("SELECT secret FROM gateway_upstream_key"))
    assert admin.stack.kernel.vault.decrypt(stored) == "sk-another-1111"
    assert (await admin.http.delete(path)).status_code == 204
    assert (await admin.http.get(path)).json()["code"] == "UPSTREAM_KEY_NOT_FOUND"


@pytest.mark.parametrize("secret", ["with\nbreak", "mit-ü", " spaced ", "\x00"])
async def test_a_key_that_cannot_be_sent_is_refused(admin: Admin, secret: str) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    refused = await admin.post("/api/admin/keys", status=422, upstream_id=made["id"], name="k", key_value=secret)
    assert refused["details"]["errors"][0]["field"] == "key_value"
    assert secret.strip() not in str(refused) or not secret.strip("\x00 ")


async def test_keys_are_filtered_by_upstream_and_status(admin: Admin) -> None:
    one = await admin.post("/api/admin/upstreams", **BASE)
    two = await admin.post("/api/admin/upstreams", **{**BASE, "name": "two"})
    keys = [await admin.key(u, f"sk-{i}-{u['id']}-xxxx") for u in (one, two) for i in range(2)]
    await admin.http.patch(f"/api/admin/keys/{keys[0]['id']}", json={"status": "banned"})

    async def ids(**params: Any) -> list[int]:
        page = (await admin.http.get("/api/admin/keys", params=params)).json()
        assert page["total"] == len(page["items"])
        return [k["id"] for k in page["items"]]

    assert await ids(upstream_id=two["id"]) == [keys[2]["id"], keys[3]["id"]]
    assert await ids(status="banned") == [keys[0]["id"]]
    assert await ids(upstream_id=one["id"], status="active") == [keys[1]["id"]]
    counts = (await admin.http.get(f"/api/admin/upstreams/{one['id']}")).json()["keys"]
    assert counts == {"active": 1, "disabled": 0, "banned": 1}


async def test_keys_are_pasted_line_by_line(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    await admin.key(made, "sk-known-already")
    text = "sk-line-one-1\n\n  sk-line-two-2  \r\nsk-known-already\nsk-line-one-1\nsk-ü-wrong\n"
    got = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=text, weight=3)
    assert (got["created"], got["known"]) == (2, 2)
    assert [p["line"] for p in got["invalid"]] == [6]
    listed = (await admin.http.get("/api/admin/keys", params={"q": "imported"})).json()["items"]
    assert [(k["name"], k["weight"], k["key_hint"]) for k in listed] == [
        ("imported 1", 3, "ne-1"),
        ("imported 3", 3, "wo-2"),
    ]


async def test_keys_come_as_csv_with_names_and_weights(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    rows = ['"Team, EU",sk-eu-11112222,7', "US,sk-us-33334444,", "Bad,sk-bad-5555,-1", ",sk-nn-66667777,2"]
    text = "\n".join(["name,key_value,weight", *rows])
    got = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=text)
    assert (got["created"], [p["line"] for p in got["invalid"]]) == (3, [4])
    listed = (await admin.http.get("/api/admin/keys")).json()["items"]
    assert [(k["name"], k["weight"]) for k in listed] == [("Team, EU", 7), ("US", 1), ("imported 5", 2)]


async def test_thirty_thousand_keys_come_in_at_once_and_change_in_bulk(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    text = "\n".join(f"sk-{n:012d}" for n in range(30_000))
    got = await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=text)
    assert got == {"created": 30_000, "known": 0, "invalid": [], "invalid_count": 0}
    page = (await admin.http.get("/api/admin/keys", params={"limit": 200})).json()
    ids = [k["id"] for k in page["items"]]
    for action, left in [("disable", 29_800), ("enable", 30_000), ("delete", 29_800)]:
        assert await admin.post("/api/admin/keys/bulk", status=200, action=action, ids=ids) == {"changed": 200}
        counts = (await admin.http.get(f"/api/admin/upstreams/{made['id']}")).json()["keys"]
        assert counts["active"] == left


async def test_a_route_leads_to_upstreams_that_exist(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", **BASE)
    targets = [{"upstream_id": made["id"], "weight": 2}]
    unknown = await admin.post("/api/admin/routes", status=422, model="m", targets=[{"upstream_id": 999_999}])
    assert unknown["details"]["errors"][0]["field"] == "targets"
    route = await admin.post("/api/admin/routes", model="m", targets=targets, fallbacks=[{"upstream_id": made["id"]}])
    assert route["targets"] == [{"upstream_id": made["id"], "model": None, "weight": 2}]
    assert (await admin.post("/api/admin/routes", status=409, model="m", targets=targets))[
        "code"
    ] == "ROUTE_MODEL_TAKEN"
    in_use = await admin.http.delete(f"/api/admin/upstreams/{made['id']}")
    assert (in_use.status_code, in_use.json()["code"]) == (409, "UPSTREAM_IN_USE")
    path = f"/api/admin/routes/{route['id']}"
    assert (await admin.http.patch(path, json={"enabled": False})).json()["enabled"] is False
    assert (await admin.http.delete(path)).status_code == 204
    assert (await admin.http.get(path)).json()["code"] == "ROUTE_NOT_FOUND"
    assert (await admin.http.delete(f"/api/admin/upstreams/{made['id']}")).status_code == 204


async def test_the_connection_test_says_what_it_found(admin: Admin) -> None:
    async def silent(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.read()
        return True

    async with upstream(scripted(answer(200, b"{}"), answer(401, b"{}"))) as stub, upstream(silent) as mute:
        works = await admin.upstream(stub)
        await admin.key(works, "sk-test-12345678")
        slow = await admin.upstream(mute, "slow", timeout_ms=200)
        tested = [await admin.post(f"/api/admin/upstreams/{u['id']}/test", status=200) for u in (works, works, slow)]
    dead = await admin.post(f"/api/admin/upstreams/{works['id']}/test", status=200)
    assert [(t["ok"], t["status"]) for t in [*tested, dead]] == [
        (True, 200),
        (False, 401),
        (False, None),
        (False, None),
    ]
    assert [t["message"] for t in [*tested, dead]] == [
        "",
        "The upstream answered 401",
        "The upstream did not answer in time",
        "The upstream could not be reached",
    ]
    assert [t["reason"] for t in [*tested, dead]] == [
        None,
        {"type": "upstream_status", "ctx": {"status": 401}, "parts": []},
        {"type": "upstream_timeout", "ctx": {}, "parts": []},
        {"type": "upstream_unreachable", "ctx": {}, "parts": []},
    ]
    assert (stub.seen[0].target, stub.seen[0].header("authorization")) == ("/v1/models", "Bearer sk-test-12345678")


WRITES = [
    ("POST", "/api/admin/upstreams"),
    ("PATCH", "/api/admin/upstreams/1"),
    ("DELETE", "/api/admin/upstreams/1"),
    ("POST", "/api/admin/upstreams/1/test"),
    ("POST", "/api/admin/keys"),
    ("POST", "/api/admin/keys/import"),
    ("POST", "/api/admin/keys/bulk"),
    ("PATCH", "/api/admin/keys/1"),
    ("DELETE", "/api/admin/keys/1"),
    ("POST", "/api/admin/routes"),
    ("PATCH", "/api/admin/routes/1"),
    ("DELETE", "/api/admin/routes/1"),
]
READS = ["upstreams", "upstreams/1", "keys", "keys/1", "routes", "routes/1", "logs", "logs/1"]


async def test_who_may_read_and_who_may_write(people: People, client: httpx.AsyncClient) -> None:
    may_not = {401, 403}
    for role, reads, writes in [("viewer", False, False), ("operator", False, False), ("developer", True, True)]:
        http = await people.named(role)
        for path in READS:
            status = (await http.get(f"/api/admin/{path}")).status_code
            assert (status not in may_not) == reads, (role, path, status)
        for method, path in WRITES:
            status = (await http.request(method, path, json={})).status_code
            assert (status not in may_not) == writes, (role, method, path, status)
    assert {(await client.get(f"/api/admin/{path}")).status_code for path in READS} == {401}


async def test_a_dialect_is_merged_with_what_was_there(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", name="one", base_url="https://api.example.com")
    automatic = dict.fromkeys(
        ("reasoning", "max_tokens_field", "default_max_tokens", "fills_properties", "asks_for_stream_usage")
    )
    assert made["dialect"] == automatic
    path = f"/api/admin/upstreams/{made['id']}"
    await admin.http.patch(path, json={"dialect": {"reasoning": "off", "default_max_tokens": 9000}})
    changed = (await admin.http.patch(path, json={"dialect": {"reasoning": None, "fills_properties": False}})).json()
    assert changed["dialect"] == {**automatic, "default_max_tokens": 9000, "fills_properties": False}
    refused = await admin.http.patch(path, json={"dialect": {"max_tokens_field": "most"}})
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, "dialect.max_tokens_field")


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "Via", "x-request-id", "Cookie", "TE"])
async def test_a_key_goes_into_no_header_that_is_written_anew(admin: Admin, name: str) -> None:
    auth = {"type": "header", "name": name}
    asked = {"name": "u", "base_url": "https://one.example", "auth": auth}
    refused = await admin.http.post("/api/admin/upstreams", json=asked)
    assert [e["field"] for e in refused.json()["details"]["errors"]] == ["auth.name"]
    allowed = await admin.http.post("/api/admin/upstreams", json={**asked, "auth": {"type": "query", "name": name}})
    assert allowed.status_code == 201
    path = f"/api/admin/upstreams/{allowed.json()['id']}"
    assert (await admin.http.patch(path, json={"auth": {**auth, "name": "X-Key"}})).status_code == 200
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(
            text("UPDATE gateway_upstream SET auth = :auth WHERE name = 'u'"), {"auth": json.dumps(auth)}
        )
    await admin.stack.gateway.refresh()
    [skipped] = (await admin.http.get("/api/health/detailed")).json()["gateway"]["skipped"]
    assert skipped["kind"] == "upstream"
    assert skipped["reason"] == "auth.name is a header that Relaydesk writes or leaves out itself"
    assert (await admin.http.get("/api/admin/upstreams")).status_code == (await admin.http.get(path)).status_code == 200
    key = await admin.post("/api/admin/keys", upstream_id=allowed.json()["id"], name="k", key_value="12345")
    for tried in (f"{path}/test", f"/api/admin/keys/{key['id']}/test"):
        problem = (await admin.http.post(tried)).json()
        assert [e["field"] for e in problem["details"]["errors"]] == ["auth.name"]
    kernel = admin.stack.kernel
    async with kernel.database.read() as db:
        assert await next_plans(db, kernel.vault, KeyFilter(now=utc_now()), 0) == [(key["id"], None)]
    assert (await admin.http.patch(path, json={"auth": {**auth, "name": "X-Key"}})).status_code == 200
    await admin.stack.gateway.refresh()
    assert (await admin.http.get("/api/health/detailed")).json()["gateway"]["skipped"] == []


async def test_effort_is_named_as_the_upstreams_format_has_it(admin: Admin) -> None:
    body = {"name": "effort", "base_url": "https://a.example.com", "dialect": {"reasoning": "adaptive"}}
    refused = await admin.http.post("/api/admin/upstreams", json=body)
    errors = refused.json()["details"]["errors"]
    assert errors == [
        {"field": "dialect.reasoning", "message": "must be reasoning_effort or off where the format is openai"}
    ]
    made = await admin.post("/api/admin/upstreams", **{**body, "format": "anthropic"})
    refused = await admin.http.patch(f"/api/admin/upstreams/{made['id']}", json={"format": "openai"})
    assert refused.json()["details"]["errors"] == errors
    assert (await admin.http.get(f"/api/admin/upstreams/{made['id']}")).json()["format"] == "anthropic"


async def test_the_built_in_upstream_may_be_called_otherwise_and_another_one_by_its_name(
    admin: Admin, stack: Stack
) -> None:
    renamed = await admin.http.patch("/api/admin/upstreams/0", json={"name": "ours"})
    assert renamed.status_code == 200
    await _start_again(stack)
    await admin.post("/api/admin/upstreams", name="builtin", base_url="https://api.one.example")
    await _start_again(stack)
    names = {one["id"]: one["name"] for one in (await admin.http.get("/api/admin/upstreams")).json()["items"]}
    assert (names[0], sorted(names.values())) == ("ours", ["builtin", "ours"])


async def test_the_built_in_upstream_does_not_come_back_where_another_one_has_its_name(
    admin: Admin, stack: Stack
) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        for table in ("gateway_route", "gateway_upstream"):
            await uow.db.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of ours
    await admin.post("/api/admin/upstreams", name="builtin", base_url="https://api.one.example")
    await _start_again(stack)
    assert [one["name"] for one in (await admin.http.get("/api/admin/upstreams")).json()["items"]] == ["builtin"]


async def _start_again(stack: Stack) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await ensure_builtin(uow)


async def test_a_deployment_with_the_name_of_the_built_in_model_keeps_no_installation_from_starting(
    admin: Admin, stack: Stack
) -> None:
    target = [{"upstream_id": 0, "model": "relaydesk-extractive"}]
    await admin.post("/api/admin/routes", model="other", targets=target)
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("DELETE FROM gateway_route WHERE model <> 'other'"))
    made = await admin.http.post("/api/deployments", json={"name": "relaydesk-extractive", "route": "other"})
    assert made.status_code == 201
    await _start_again(stack)
    assert [one["model"] for one in (await admin.http.get("/api/admin/routes")).json()["items"]] == ["other"]
