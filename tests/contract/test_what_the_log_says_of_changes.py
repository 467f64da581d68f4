"""What changes nothing is not noted and reloads nothing; what goes with something else is named where that is noted."""

from typing import Any

import httpx
import pytest
from gateway_admin import Admin
from harness import Stack

from relaydesk.gateway.config.store import find_mark

UPSTREAM = {"name": "u", "base_url": "https://93.184.215.14", "limits": {"requests_per_minute": 5}}
RULE = {"name": "r", "condition": {"status": {"in": [429]}}, "actions": [{"retry": {}}]}
PRICE = {"model": "m", "currency": "USD", "input_micros_per_million": 1, "output_micros_per_million": 1}
SCRIPT = {"name": "s", "source": "function onRequest(r) { return r; }"}
KEY = {"name": "k", "key_value": "sk-0-12345678", "quota": {"period": "day", "requests": 5}}
CHANNEL = {"name": "c", "kind": "webhook", "url": "https://93.184.215.14/hook"}
ROUTE = {"model": "m", "targets": [{"upstream_id": 0}]}
PERSON = {"email": "ada@shop.example", "password": "long enough", "name": "Ada", "role": "staff"}
SCHEDULE = {"name": "s", "kind": "demo.echo", "cron": "0 3 * * *"}


async def changed(owner: httpx.AsyncClient, action: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await owner.get("/api/audit", params={"action": action})).json()["items"]
    return items


@pytest.mark.parametrize(
    ("path", "made", "named", "action"),
    [
        ("/api/admin/upstreams", UPSTREAM, ("name", "base_url", "auth", "allow_private", "limits"), "upstream.changed"),
        ("/api/admin/routes", ROUTE, ("model", "targets", "fallbacks", "limits"), "route.changed"),
        ("/api/admin/rules", RULE, ("name", "condition", "actions", "threshold", "upstream_id"), "rule.changed"),
        ("/api/admin/prices", PRICE, ("model", "currency", "upstream_id"), "price.changed"),
        ("/api/admin/scripts", SCRIPT, ("name", "source", "enabled"), "script.changed"),
        ("/api/admin/channels", CHANNEL, ("name", "allow_private", "events"), "channel.changed"),
        ("/api/admin/keys", KEY, ("name", "weight", "status", "quota"), "upstream_key.changed"),
        ("/api/keys", {"name": "k", "scopes": ["tasks", "chat"]}, ("name", "scopes", "budget"), "client_key.changed"),
        ("/api/assistants", {"name": "a"}, ("name", "is_enabled", "is_default", "merchant_id"), "assistant.changed"),
        ("/api/users", PERSON, ("name", "role", "is_active", "max_sessions"), "user.changed"),
        ("/merchants", {"name": "m"}, ("name", "is_active"), "merchant.changed"),
        ("/api/schedules", SCHEDULE, ("cron", "timezone", "enabled"), "schedule.changed"),
    ],
)
async def test_a_change_of_nothing_is_not_noted_and_reloads_nothing(
    path: str, made: dict[str, Any], named: tuple[str, ...], action: str, owner: httpx.AsyncClient, stack: Stack
) -> None:
    admin = Admin(owner, stack)
    upstream = {"upstream_id": (await admin.post("/api/admin/upstreams", **UPSTREAM))["id"]} if made is KEY else {}
    row = await admin.post(path, **made, **upstream)
    mark = await find_mark(stack.kernel.database)
    for change in ({}, {name: row[name] for name in named if name in row}):
        answer = await owner.patch(f"{path}/{row['id']}", json=change)
        assert (answer.status_code, answer.json() | {"key": None}) == (200, row | {"key": None})
    assert (await changed(owner, action), await find_mark(stack.kernel.database)) == ([], mark)


async def test_fields_are_those_that_have_another_value_now(owner: httpx.AsyncClient, stack: Stack) -> None:
    admin = Admin(owner, stack)
    upstream = await admin.post("/api/admin/upstreams", **UPSTREAM)
    await owner.patch(f"/api/admin/upstreams/{upstream['id']}", json={"name": "u", "timeout_ms": 500})
    [entry] = await changed(owner, "upstream.changed")
    assert entry["details"] == {"name": "u", "fields": ["timeout_ms"]}


async def test_a_changed_or_deleted_upstream_key_is_named(owner: httpx.AsyncClient, stack: Stack) -> None:
    admin = Admin(owner, stack)
    upstream = await admin.post("/api/admin/upstreams", **UPSTREAM)
    path = f"/api/admin/keys/{(await admin.key(upstream, 'sk-0-12345678', name='spare'))['id']}"
    await owner.patch(path, json={"weight": 3, "key_value": "sk-1-12345679"})
    await owner.delete(path)
    entries = [(await changed(owner, f"upstream_key.{verb}"))[0]["details"] for verb in ("changed", "deleted")]
    named = {"name": "spare", "upstream": "u", "upstream_id": upstream["id"]}
    assert entries == [{**named, "fields": ["key_hint", "weight"]}, named]


async def test_what_goes_with_an_upstream_is_named_in_its_entry(owner: httpx.AsyncClient, stack: Stack) -> None:
    admin = Admin(owner, stack)
    upstream = await admin.post("/api/admin/upstreams", **UPSTREAM)
    for path, made in (("rules", RULE), ("prices", PRICE), ("scripts", SCRIPT)):
        await admin.post(f"/api/admin/{path}", **made, upstream_id=upstream["id"])
    await admin.post("/api/admin/rules", **RULE | {"name": "for all"})
    lines = "\n".join(f"sk-{number:02}-12345678" for number in range(30))
    await admin.post("/api/admin/keys/import", status=200, upstream_id=upstream["id"], text=lines)
    await owner.delete(f"/api/admin/upstreams/{upstream['id']}")
    [entry] = await changed(owner, "upstream.deleted")
    assert entry["details"] == {
        "name": "u",
        "keys": {"count": 30, "names": [f"imported {number}" for number in range(1, 21)]},
        "rules": {"count": 1, "names": ["r"]},
        "prices": {"count": 1, "names": ["m"]},
        "scripts": {"count": 1, "names": ["s"]},
    }
