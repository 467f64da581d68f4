"""Syncs that are asked for as tasks and by schedules: which sync a task may run, and who may ask for one."""

from typing import Any

import httpx
import pytest
from harness import People, Stack
from shop_floor import Floor, counts, open_floor, run_all
from store_server import OpenStore

KIND = "commerce.sync_products"
HOURLY = {"name": "hourly", "kind": KIND, "cron": "0 * * * *"}


@pytest.fixture
async def jewelry(stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore) -> Floor:
    return await open_floor(stack, owner, await open_store("jewelry"))


def payload_of(floor: Floor) -> dict[str, Any]:
    return {"merchant_id": floor.merchant_id}


async def started_in_audit(floor: Floor) -> list[dict[str, Any]]:
    rows = (await floor.http.get("/api/audit", params={"action": "sync.started"})).json()["items"]
    return [{name: row[name] for name in ("actor_name", "target", "details")} for row in rows]


async def test_nobody_names_the_sync_that_a_task_is_to_run(jewelry: Floor) -> None:
    syncs = [await jewelry.sync() for _ in range(3)]
    payload = {**payload_of(jewelry), "sync_id": syncs[1]["sync_id"]}
    refused = [
        await jewelry.http.post("/api/tasks", json={"kind": KIND, "payload": payload}),
        await jewelry.http.post("/api/tasks", json={"kind": KIND, "payload": {"sync_id": syncs[1]["sync_id"]}}),
        await jewelry.http.post("/api/schedules", json={**HOURLY, "payload": payload}),
    ]
    assert [(answer.status_code, "payload.sync_id" in answer.text) for answer in refused] == [(422, True)] * 3
    made = (await jewelry.http.post("/api/schedules", json={**HOURLY, "payload": payload_of(jewelry)})).json()
    changed = await jewelry.http.patch(f"/api/schedules/{made['id']}", json={"payload": payload})
    assert (changed.status_code, "payload.sync_id" in changed.text) == (422, True)
    await run_all(jewelry.stack)
    assert (await jewelry.products())["total"] == 19


async def test_a_sync_begun_as_a_task_is_in_the_audit_log_under_whoever_asked(jewelry: Floor) -> None:
    body = {"kind": KIND, "payload": payload_of(jewelry)}
    task = (await jewelry.http.post("/api/tasks", json=body)).json()["id"]
    await run_all(jewelry.stack)
    [sync] = (await jewelry.http.get("/products/sync")).json()["items"]
    assert (sync["task_id"], sync["counts"]) == (task, counts(created=19))
    me = (await jewelry.http.get("/api/auth/me")).json()["name"]
    details = {"name": "Shop", "platform": "shopify", "sync_id": sync["sync_id"]}
    started = [{"actor_name": me, "target": jewelry.merchant_id, "details": details}]
    assert await started_in_audit(jewelry) == started


async def test_who_may_not_sync_begins_no_sync_as_a_task_or_by_a_schedule(jewelry: Floor, people: People) -> None:
    payload = payload_of(jewelry)
    made = (await jewelry.http.post("/api/schedules", json={**HOURLY, "payload": payload})).json()
    schedule = f"/api/schedules/{made['id']}"
    task = (await jewelry.http.post("/api/tasks", json={"kind": KIND, "payload": payload})).json()["id"]
    await jewelry.http.post(f"/api/tasks/{task}/cancel")
    developer = await people.named("developer")
    refused = [
        await developer.post("/api/tasks", json={"kind": KIND, "payload": payload}),
        await developer.post("/api/tasks/batch", json={"kind": KIND, "payloads": [payload]}),
        await developer.post(f"/api/tasks/{task}/retry"),
        await developer.post("/api/schedules", json={**HOURLY, "name": "mine", "payload": payload}),
        await developer.patch(schedule, json={"enabled": False}),
        await developer.post(f"{schedule}/run"),
    ]
    told = [(answer.status_code, answer.json()["code"], answer.json()["details"]) for answer in refused]
    assert told == [(403, "FORBIDDEN", {"permission": "merchants.write"})] * 6
    many = await developer.post("/api/tasks/bulk", json={"ids": [task], "action": "retry"})
    assert [(one["id"], one["code"]) for one in many.json()["refused"]] == [(task, "FORBIDDEN")]
    assert (await jewelry.http.get("/products/sync")).json()["total"] == 0
    assert await started_in_audit(jewelry) == []
