"""Two people at one thing: who changes it while somebody deletes it learns that it is gone, and nothing breaks."""

import asyncio
from typing import Any

import httpx
import pytest
from gateway_admin import Admin
from harness import Stack
from sqlalchemy import text

from relaydesk.gateway.upstreams.service import ROUTES
from relaydesk.identity.api import SYSTEM

RULE = {"name": "r", "condition": {"status": {"in": [429]}}, "actions": [{"retry": {}}]}
PRICE = {"model": "m", "currency": "USD", "input_micros_per_million": 1, "output_micros_per_million": 1}
SCRIPT = {"name": "s", "source": "function onRequest(r) { return r; }"}
CHANNEL = {"name": "c", "kind": "webhook", "url": "https://93.184.215.14/hook"}
UPSTREAM = {"name": "u", "base_url": "https://93.184.215.14"}
KEY = {"name": "k", "key_value": "sk-1"}
ROUTE = {"model": "m", "targets": [{"upstream_id": 0}]}


@pytest.mark.parametrize(
    ("path", "table", "made", "change"),
    [
        ("/api/admin/rules", "gateway_rule", RULE, {"name": "other"}),
        ("/api/admin/prices", "gateway_price", PRICE, {"input_micros_per_million": 2}),
        ("/api/admin/scripts", "gateway_script", SCRIPT, {"name": "other"}),
        ("/api/admin/channels", "insight_channel", CHANNEL, {"name": "other"}),
        ("/api/admin/upstreams", "gateway_upstream", UPSTREAM, {"name": "other"}),
        ("/api/admin/routes", "gateway_route", ROUTE, {"enabled": False}),
        ("/api/admin/keys", "gateway_upstream_key", KEY, {"name": "other"}),
        ("/api/keys", "identity_client_key", {"name": "k", "scopes": ["chat"]}, {"name": "other"}),
    ],
)
async def test_a_change_that_meets_a_deletion_finds_nothing(
    path: str, table: str, made: dict[str, Any], change: dict[str, Any], owner: httpx.AsyncClient, stack: Stack
) -> None:
    admin = Admin(owner, stack)
    upstream = await admin.post("/api/admin/upstreams", **UPSTREAM) if made is KEY else None
    row = await admin.post(path, **made, **({"upstream_id": upstream["id"]} if upstream else {}))
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(f"DELETE FROM {table} WHERE id = :id"), {"id": row["id"]})  # noqa: S608
        changing = asyncio.create_task(owner.patch(f"{path}/{row['id']}", json=change))
        deleting = asyncio.create_task(owner.delete(f"{path}/{row['id']}"))
        await asyncio.sleep(0.2)  # both have read it, or wait for its lock
        assert not changing.done()
    answers = await asyncio.gather(changing, deleting)
    assert [answer.status_code for answer in answers] == [404, 404], [answer.text for answer in answers]


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("/api/admin/rules", RULE),
        ("/api/admin/prices", PRICE),
        ("/api/admin/scripts", SCRIPT),
        ("/api/admin/keys", KEY),
        ("/api/admin/routes", {"model": "m"}),
    ],
)
async def test_what_would_belong_to_an_upstream_that_goes_is_refused(
    path: str, made: dict[str, Any], owner: httpx.AsyncClient, stack: Stack
) -> None:
    admin = Admin(owner, stack)
    upstream_id = (await admin.post("/api/admin/upstreams", **UPSTREAM))["id"]
    belonging = {"targets": [{"upstream_id": upstream_id}]} if "routes" in path else {"upstream_id": upstream_id}
    asked = [owner.post(path, json=made | belonging)]
    if path in ("/api/admin/rules", "/api/admin/prices", "/api/admin/scripts", "/api/admin/routes"):
        other = {"targets": [{"upstream_id": 0}]} if "routes" in path else {}
        row = await admin.post(path, **made, **other)
        asked.append(owner.patch(f"{path}/{row['id']}", json=belonging))
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("DELETE FROM gateway_upstream WHERE id = :id"), {"id": upstream_id})
        waiting = [asyncio.create_task(one) for one in asked]
        await asyncio.sleep(0.3)
        assert not any(one.done() for one in waiting)
    answers = await asyncio.gather(*waiting)
    expected = (404, "UPSTREAM_NOT_FOUND") if "keys" in path else (422, "VALIDATION_FAILED")
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {expected}


@pytest.mark.parametrize(
    ("path", "made"), [("/api/admin/keys", KEY), ("/api/admin/keys/import", {"text": "sk-2-1234567890"})]
)
async def test_a_key_more_of_an_upstream_that_goes_is_a_conflict(
    path: str, made: dict[str, Any], owner: httpx.AsyncClient, stack: Stack
) -> None:
    admin = Admin(owner, stack)
    upstream = await admin.post("/api/admin/upstreams", **UPSTREAM)
    await admin.key(upstream, "sk-0")
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("DELETE FROM gateway_upstream WHERE id = :id"), {"id": upstream["id"]})
        adding = asyncio.create_task(owner.post(path, json=made | {"upstream_id": upstream["id"]}))
        await asyncio.sleep(0.3)
        assert not adding.done()
    answer = await adding
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")


async def test_an_upstream_that_a_new_route_leads_to_stays(owner: httpx.AsyncClient, stack: Stack) -> None:
    admin = Admin(owner, stack)
    upstream_id = (await admin.post("/api/admin/upstreams", **UPSTREAM))["id"]
    async with stack.kernel.database.unit_of_work() as uow:
        values = {"model": "m", "targets": [{"upstream_id": upstream_id, "model": None, "weight": 1}]}
        await ROUTES.create(uow, SYSTEM, values)
        deleting = asyncio.create_task(owner.delete(f"/api/admin/upstreams/{upstream_id}"))
        await asyncio.sleep(0.3)
    answer = await deleting
    assert (answer.status_code, answer.json()["code"]) == (409, "UPSTREAM_IN_USE")
