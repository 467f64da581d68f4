"""The audit log: who did what from where and how it ended, never changed, found by filters, exported."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from relaydesk.identity import api as identity
from relaydesk.kernel.database import utc_now


async def _entries(owner: httpx.AsyncClient, **params: Any) -> list[dict[str, Any]]:
    answer = await owner.get("/api/audit", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_sign_ins_and_failed_ones_are_there_with_address_and_outcome(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    me = (await owner.get("/api/auth/me")).json()["id"]
    async with stack.client(address="127.0.0.66") as attacker:
        for email in (OWNER_EMAIL, "my-pass-phrase-in-the-wrong-field"):
            await attacker.post("/api/auth/login", json={"email": email, "password": "wrong one"})
    found = await _entries(owner, action="user.signed_in")
    assert [(e["actor"], e["target"], e["outcome"], e["address"]) for e in found] == [
        ("anonymous", "no such account", "failed", "127.0.0.66"),
        ("anonymous", me, "failed", "127.0.0.66"),
        (me, me, "done", "127.0.0.1"),
    ]
    name = (await owner.get("/api/auth/me")).json()["name"]
    assert [e["details"].get("name") for e in found] == [None, name, None]


async def test_an_entry_is_shown_by_itself(owner: httpx.AsyncClient) -> None:
    [listed] = await _entries(owner, action="user.signed_in")
    assert (await owner.get(f"/api/audit/{listed['id']}")).json() == listed
    unknown = await owner.get("/api/audit/999999")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "AUDIT_ENTRY_NOT_FOUND")


async def test_exports_and_reads_of_sources_are_there(owner: httpx.AsyncClient) -> None:
    script = {"name": "s", "source": "function onRequest(request) { return request; }"}
    made = await owner.post("/api/admin/scripts", json=script)
    assert made.status_code == 201, made.text
    paths = {
        "/api/admin/logs/export": "request_log.exported",
        "/api/admin/stats/export": "statistics.exported",
        "/api/admin/keys/export": "upstream_key.exported",
        "/api/audit/export.csv": "audit.exported",
        "/api/admin/scripts": "script.sources_read",
        f"/api/admin/scripts/{made.json()['id']}": "script.sources_read",
        f"/api/admin/scripts/{made.json()['id']}/versions": "script.sources_read",
    }
    assert [(await owner.get(path)).status_code for path in paths] == [200] * 7
    found = [e["action"] for e in await _entries(owner)]
    assert found[:7] == list(reversed(paths.values()))


async def test_entries_name_what_was_acted_on_and_keep_ids_beside_names(owner: httpx.AsyncClient) -> None:
    made = await owner.post("/api/admin/upstreams", json={"name": "One", "base_url": "https://93.184.215.14"})
    upstream = made.json()["id"]
    await owner.patch(f"/api/admin/upstreams/{upstream}", json={"base_url": "https://93.184.215.15"})
    key = {"upstream_id": upstream, "name": "Spare", "key_value": "sk-0-12345678"}
    path = f"/api/admin/keys/{(await owner.post('/api/admin/keys', json=key)).json()['id']}"
    await owner.post("/api/admin/keys/import", json={"upstream_id": upstream, "text": "sk-1-12345678"})
    await owner.delete(path)
    script = await owner.post("/api/admin/scripts", json={"name": "S", "source": "function onRequest(r) { return r; }"})
    await owner.get("/api/admin/scripts")
    await owner.get(f"/api/admin/scripts/{script.json()['id']}")
    task = (await owner.post("/api/tasks", json={"kind": "demo.echo", "payload": {}})).json()["id"]
    await owner.post(f"/api/tasks/{task}/cancel")
    named = {(e["action"], e["target"]): e["details"] for e in await _entries(owner)}
    of_key = {"name": "Spare", "upstream": "One", "upstream_id": upstream}
    assert named["upstream.moved", f"upstream {upstream}"]["name"] == "One"
    assert named["upstream_key.imported", f"upstream {upstream}"] == {"name": "One", "created": 1}
    assert [named[f"upstream_key.{verb}", f"upstream_key {path[16:]}"] for verb in ("created", "deleted")] == [
        of_key
    ] * 2
    assert named["script.sources_read", "scripts"] == {"scripts": ["S"], "script_ids": [script.json()["id"]]}
    assert named["script.sources_read", f"script {script.json()['id']}"] == {"name": "S"}
    assert named["task.cancel", task] == {"kind": "demo.echo"}


async def test_a_client_key_that_goes_with_its_maker_is_named(people: People, owner: httpx.AsyncClient) -> None:
    developer = await people.named("developer")
    made = (await developer.post("/api/keys", json={"name": "Robot", "scopes": ["chat"]})).json()
    me = (await developer.get("/api/auth/me")).json()
    await owner.post(f"/api/users/{me['id']}/deactivate", json={"revoke_keys": True})
    [entry] = await _entries(owner, action="client_key.revoked")
    assert entry["target"] == f"client_key {made['id']}"
    assert entry["details"] == {"name": "Robot", "maker": me["name"], "maker_id": me["id"]}


async def test_entries_are_found_by_what_their_target_is_called(owner: httpx.AsyncClient) -> None:
    for name in ("Tea House", "Coffee House"):
        await owner.post("/merchants", json={"name": name})
    [entry] = await _entries(owner, target="tea house")
    assert (entry["action"], entry["details"]["name"]) == ("merchant.created", "Tea House")
    own_name = (await owner.get("/api/auth/me")).json()["name"]
    assert {e["action"] for e in await _entries(owner, target=own_name)} == {"user.created", "user.signed_in"}


async def test_entries_are_found_by_time_actor_action_and_target(people: People, owner: httpx.AsyncClient) -> None:
    admin = await people.named("admin")
    made = (await admin.post("/merchants", json={"name": "Shop"})).json()["id"]
    await owner.post("/merchants", json={"name": "Other"})
    me = (await admin.get("/api/auth/me")).json()
    by = [{"actor": me["id"]}, {"actor": "admi"}, {"target": made}, {"target": made[:10]}, {"q": made}]
    found = [await _entries(owner, action="merchant.created", **given) for given in by]
    assert [[e["target"] for e in entries] for entries in found] == [[made]] * 5
    now = utc_now()
    later, earlier = (now + timedelta(hours=1)).isoformat(), (now - timedelta(hours=1)).isoformat()
    assert await _entries(owner, **{"from": later}) == await _entries(owner, to=earlier) == []
    assert len(await _entries(owner, action="merchant.created", **{"from": earlier, "to": later})) == 2


async def test_the_export_has_what_the_filter_finds_and_no_formula(owner: httpx.AsyncClient) -> None:
    await owner.patch("/api/auth/me", json={"name": "=HYPERLINK(1)"})
    await owner.post("/merchants", json={"name": "Shop"})
    answer = await owner.get("/api/audit/export.csv", params={"action": "merchant.created"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(r["action"], r["actor_name"], r["outcome"], r["address"]) for r in rows] == [
        ("merchant.created", "'=HYPERLINK(1)", "done", "127.0.0.1")
    ]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    "statement", ["UPDATE identity_audit SET actor = 'x'", "DELETE FROM identity_audit", "TRUNCATE identity_audit"]
)
async def test_the_database_refuses_to_change_the_log(stack: Stack, owner: httpx.AsyncClient, statement: str) -> None:
    before = await _entries(owner)
    with pytest.raises(DBAPIError, match="the audit log is never changed"):
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(text(statement))
    assert await _entries(owner) == before != []


async def test_the_retention_deletes_what_is_older_and_may_not_update_either(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    await owner.post("/merchants", json={"name": "Shop"})
    async with stack.kernel.database.unit_of_work() as uow:
        await identity.delete_audit_before(uow.db, utc_now() + timedelta(minutes=1))
    assert await _entries(owner) == []
    async with stack.kernel.database.unit_of_work() as uow:
        await identity.permit_audit_deletion(uow.db)
        with pytest.raises(DBAPIError, match="the audit log is never changed"):
            await uow.db.execute(text("UPDATE identity_audit SET actor = 'x'"))
    await owner.post("/merchants", json={"name": "Other"})
    with pytest.raises(DBAPIError):  # the permission ended with its transaction
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(text("DELETE FROM identity_audit"))


async def test_a_refused_sign_in_of_a_role_says_so(
    people: People, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    await people.make("viewer", "vera@shop.example")
    login = {"username": "vera@shop.example", "password": OWNER_PASSWORD}
    assert (await client.post("/api/agent/login", json=login)).status_code == 403
    assert (await _entries(owner, action="user.signed_in"))[0]["outcome"] == "refused"


async def test_entries_are_found_by_the_beginning_of_an_action_and_by_outcome(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    await owner.post("/merchants", json={"name": "Bikes"})
    await client.post("/api/auth/login", json={"email": "nobody@shop.example", "password": "wrong one"})
    assert {entry["action"] for entry in await _entries(owner, action="merchant.")} == {"merchant.created"}
    assert await _entries(owner, action="_erchant") == []
    failed = await _entries(owner, outcome="failed")
    assert [(entry["action"], entry["outcome"]) for entry in failed] == [("user.signed_in", "failed")]
    assert (await owner.get("/api/audit", params={"outcome": "odd"})).json()["code"] == "VALIDATION_FAILED"
