"""Syncs that are asked for as tasks and by schedules: which sync a task may run, and who may ask for one."""

import json
from typing import Any

import httpx
import pytest
from harness import People, Stack
from shop_floor import Floor, counts, open_floor, run_all, run_queued
from sqlalchemy import text
from store_server import OpenStore, RunningStore

from relaydesk.commerce.types import SyncFailed
from relaydesk.kernel.database import UnitOfWork

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


@pytest.fixture
async def bicycles(stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore) -> tuple[Floor, RunningStore]:
    store = await open_store("bicycles")
    return await open_floor(stack, owner, store), store


async def broken_sync(floor: Floor, store: RunningStore) -> dict[str, Any]:
    """One that has read some pages and has ended for good."""
    started = (await floor.start()).json()
    store.store.faults.add({"fail": "truncated", "after": 8, "times": 5})  # outlasts the client's own retries
    await run_queued(floor.stack)
    token, store.store.token = store.store.token, "shpat_changed"
    await run_all(floor.stack)
    store.store.token = token
    broken = await floor.ledger(started["sync_id"])
    assert (broken["status"], broken["reason"], broken["seen"]) == ("failed", "bad_access_token", 54)
    return broken


async def task_again(floor: Floor, task_id: str) -> tuple[str, str, str]:
    """How a task ends that somebody retries."""
    assert (await floor.http.post(f"/api/tasks/{task_id}/retry")).status_code == 200
    await run_all(floor.stack)
    task = (await floor.http.get(f"/api/tasks/{task_id}")).json()
    last = (await floor.http.get(f"/api/tasks/{task_id}/log")).json()["items"][-1]
    assert (last["message"], last["detail"]) == (task["error"], None)
    return task["status"], task["error_code"], task["error"]


async def set_sync(floor: Floor, sync_id: str, **values: Any) -> None:
    async with floor.stack.kernel.database.unit_of_work() as uow:
        for name, value in values.items():
            statement = text(f"UPDATE commerce_sync SET {name} = :value WHERE public_id = :id")  # noqa: S608 - of this file
            await uow.db.execute(statement, {"value": value, "id": sync_id})


@pytest.mark.parametrize("is_later_one_there", [True, False])
async def test_a_sync_that_has_ended_is_not_taken_up_by_a_retry_of_its_task(
    bicycles: tuple[Floor, RunningStore], is_later_one_there: bool
) -> None:
    floor, store = bicycles
    await floor.sync()
    broken = await broken_sync(floor, store)
    if is_later_one_there:
        assert (await floor.sync())["counts"] == counts(unchanged=284)
    words = f"Sync {broken['sync_id']} has ended, or a later one has taken its place; start a new one."
    assert await task_again(floor, broken["task_id"]) == ("failed", "SYNC_OVER", words)
    assert await floor.ledger(broken["sync_id"]) == broken
    assert (await floor.products())["total"] == 284
    assert (await floor.sync())["counts"] == counts(unchanged=284)


async def test_a_sync_that_runs_beside_a_later_one_ends(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    await floor.sync()
    broken = await broken_sync(floor, store)
    await floor.sync()
    await set_sync(floor, broken["sync_id"], status="running")
    assert (await task_again(floor, broken["task_id"]))[1] == "SYNC_OVER"
    ended = await floor.ledger(broken["sync_id"])
    assert (ended["status"], ended["reason"]) == ("failed", "sync_over")
    assert (await floor.products())["total"] == 284


async def test_a_sync_whose_worker_was_lost_right_after_its_end_is_not_read_again(
    bicycles: tuple[Floor, RunningStore],
) -> None:
    floor, store = bicycles
    started = (await floor.start()).json()
    await set_sync(floor, started["sync_id"], status="succeeded", created=284, source_total=284)
    asked = len(store.store.requests)
    await run_all(floor.stack)
    task = (await floor.http.get(f"/api/tasks/{started['task_id']}")).json()
    assert (task["status"], task["result"]) == ("succeeded", counts(created=284))
    assert len(store.store.requests) == asked


async def tell(floor: Floor, task_id: str, payload: dict[str, Any]) -> None:
    """As another version had written the task's row."""
    async with floor.stack.kernel.database.unit_of_work() as uow:
        statement = text("UPDATE tasks_task SET payload = CAST(:payload AS jsonb) WHERE public_id = :id")
        await uow.db.execute(statement, {"payload": json.dumps(payload), "id": task_id})


async def test_a_task_of_a_former_version_runs_its_own_sync(bicycles: tuple[Floor, RunningStore]) -> None:
    floor, store = bicycles
    waiting = (await floor.start()).json()
    await tell(floor, waiting["task_id"], {"sync_id": waiting["sync_id"]})
    await run_all(floor.stack)
    assert (await floor.ledger(waiting["sync_id"]))["counts"] == counts(created=284)
    retrying = (await floor.start()).json()
    store.store.faults.add({"fail": "truncated", "after": 8, "times": 5})
    await run_queued(floor.stack)
    await tell(floor, retrying["task_id"], {"sync_id": waiting["sync_id"]})  # whichever it names
    await run_all(floor.stack)
    assert (await floor.ledger(retrying["sync_id"]))["counts"] == counts(unchanged=284)


async def test_a_task_of_a_former_version_that_has_no_sync_of_its_own_runs_none(jewelry: Floor) -> None:
    earlier = [await jewelry.sync(), await jewelry.sync()]
    body = {"kind": KIND, "payload": payload_of(jewelry)}
    task = (await jewelry.http.post("/api/tasks", json=body)).json()["id"]
    await tell(jewelry, task, {**payload_of(jewelry), "sync_id": earlier[0]["sync_id"]})
    await run_all(jewelry.stack)
    assert (await jewelry.http.get(f"/api/tasks/{task}")).json()["error_code"] == "SYNC_NOT_FOUND"
    assert (await jewelry.products())["total"] == 19
    assert (await jewelry.http.get("/products/sync")).json()["total"] == 2


async def test_a_scheduled_sync_that_cannot_begin_fails_in_words_and_publishes_it(jewelry: Floor) -> None:
    failed: list[SyncFailed] = []

    async def on_failed(_uow: UnitOfWork, event: SyncFailed) -> None:
        failed.append(event)

    jewelry.stack.kernel.bus.subscribe(SyncFailed, on_failed)
    bare = (await jewelry.http.post("/merchants", json={"name": "Bare"})).json()["id"]
    for merchant, code in (
        (bare, "STORE_NOT_CONNECTED"),
        ("merch_0000000000000000", "MERCHANT_NOT_FOUND"),
    ):
        body = {**HOURLY, "name": code, "payload": {"merchant_id": merchant}}
        schedule = (await jewelry.http.post("/api/schedules", json=body)).json()["id"]
        task_id = (await jewelry.http.post(f"/api/schedules/{schedule}/run")).json()["id"]
        await run_all(jewelry.stack)
        task = (await jewelry.http.get(f"/api/tasks/{task_id}")).json()
        assert (task["status"], task["attempt"], task["error_code"]) == ("failed", 1, code)
        [line] = (await jewelry.http.get(f"/api/tasks/{task_id}/log")).json()["items"]
        assert (line["message"], line["detail"]) == (task["error"], None)
        event = failed.pop()
        assert (event.merchant_id, event.sync_id, event.reason) == (merchant, None, code.lower())
        assert (event.message, failed) == (task["error"], [])
