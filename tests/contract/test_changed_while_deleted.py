"""Two people at one thing: who changes it while somebody deletes it learns that it is gone, and nothing breaks."""

import asyncio
from typing import Any

import httpx
import pytest
from gateway_admin import Admin
from harness import Stack
from sqlalchemy import text

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
