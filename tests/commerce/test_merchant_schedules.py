"""When merchants' products are synced by themselves, and what their list tells of it."""

from typing import Any

import httpx
import pytest
from harness import People, Stack
from shop_floor import Floor, open_floor, run_all, run_queued
from sqlalchemy import text
from store_server import OpenStore, RunningStore

from relaydesk.commerce.api import seed_demo, sync_all_by_schedule
from relaydesk.commerce.types import SyncFailed
from relaydesk.kernel.database import UnitOfWork
from relaydesk.tasks.schedules.service import fire_due_schedules

NIGHTLY = {"cron": "30 2 * * 1-5", "timezone": "Europe/Berlin", "enabled": True}


@pytest.fixture
async def store(open_store: OpenStore) -> RunningStore:
    return await open_store("jewelry")


@pytest.fixture
async def floor(stack: Stack, owner: httpx.AsyncClient, store: RunningStore) -> Floor:
    return await open_floor(stack, owner, store)


async def put(floor: Floor, **times: Any) -> httpx.Response:
    return await floor.http.put(f"/merchants/{floor.merchant_id}/schedule", json=NIGHTLY | times)


async def an_hour_later(floor: Floor) -> None:
    """The schedules fire and what they ask for is done."""
    async with floor.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE tasks_schedule SET next_run_at = now()"))
    async with floor.stack.kernel.database.unit_of_work() as uow:
        await fire_due_schedules(uow)
    await run_all(floor.stack)


async def syncs(floor: Floor) -> list[dict[str, Any]]:
    return list((await floor.http.get("/products/sync", params={"merchant_id": floor.merchant_id})).json()["items"])


async def test_a_store_is_synced_every_hour_from_its_connection_on(floor: Floor) -> None:
    schedule = (await floor.merchant())["schedule"]
    minute = int(floor.merchant_id[-4:], 16) % 60
    assert (schedule["cron"], schedule["interval_s"], schedule["enabled"]) == (f"{minute} * * * *", None, True)
    listed = (await floor.http.get("/api/schedules")).json()["items"]
    (made,) = [one for one in listed if one["id"] == schedule["id"]]
    assert made["name"] == f"Sync Shop ({floor.merchant_id.removeprefix('merch_')})"
    await an_hour_later(floor)
    assert [sync["status"] for sync in await syncs(floor)] == ["succeeded"]
    await an_hour_later(floor)
    assert [sync["counts"]["unchanged"] for sync in await syncs(floor)] == [19, 0]


async def test_the_hour_is_changed_and_switched_off(floor: Floor) -> None:
    first = (await floor.merchant())["schedule"]
    changed = (await put(floor)).json()
    assert {name: changed[name] for name in NIGHTLY} == NIGHTLY
    assert changed["id"] == first["id"]
    assert (await floor.merchant())["schedule"] == changed
    assert not (await put(floor, enabled=False)).json()["enabled"]
    await an_hour_later(floor)
    assert await syncs(floor) == []


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"cron": "soon"}, "cron"),
        ({"cron": "0 0 31 2 *"}, "cron"),
        ({"cron": "* * * * * *"}, "cron"),
        ({"timezone": "Nowhere/Else"}, "timezone"),
        ({"cron": None}, "cron"),
        ({"enabled": "maybe"}, "enabled"),
        ({"every": 5}, "every"),
    ],
)
async def test_times_that_are_none_are_refused_by_their_field(floor: Floor, times: dict[str, Any], field: str) -> None:
    before = (await floor.merchant())["schedule"]
    refused = await put(floor, **times)
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, field)
    assert (await floor.merchant())["schedule"] == before


async def test_without_a_store_there_is_nothing_to_sync(owner: httpx.AsyncClient) -> None:
    merchant = (await owner.post("/merchants", json={"name": "Bare"})).json()
    assert (merchant["schedule"], merchant["sync"]) == (None, None)
    answers = [
        await owner.put(f"/merchants/{one}/schedule", json=NIGHTLY)
        for one in (merchant["id"], "merch_0123456789abcdef")
    ]
    told = [(answer.status_code, answer.json()["code"]) for answer in answers]
    assert told == [(409, "STORE_NOT_CONNECTED"), (404, "MERCHANT_NOT_FOUND")]


async def test_who_may_only_read_merchants_sees_the_hour_and_changes_none(floor: Floor, people: People) -> None:
    viewer = await people.named("viewer")
    refused = await viewer.put(f"/merchants/{floor.merchant_id}/schedule", json=NIGHTLY)
    assert (refused.status_code, refused.json()["code"]) == (403, "FORBIDDEN")
    shown = (await viewer.get(f"/merchants/{floor.merchant_id}")).json()
    assert shown["schedule"] == (await floor.merchant())["schedule"]


async def test_a_schedule_that_was_deleted_comes_back_only_when_it_is_asked_for(
    floor: Floor, store: RunningStore
) -> None:
    schedule = (await floor.merchant())["schedule"]
    assert (await floor.http.delete(f"/api/schedules/{schedule['id']}")).status_code == 204
    again = {"platform": "shopify", "shop_domain": "again.myshopify.com", "access_token": store.token}
    assert (await floor.http.post(f"/merchants/{floor.merchant_id}/connections", json=again)).status_code == 201
    async with floor.stack.kernel.database.unit_of_work() as uow:
        await sync_all_by_schedule(uow)
    assert (await floor.merchant())["schedule"] is None
    made = (await put(floor)).json()
    assert (await floor.merchant())["schedule"] == made


async def test_stores_that_were_connected_before_get_their_hour_once_and_the_demo_shop_none(floor: Floor) -> None:
    await seed_demo(floor.stack.kernel)
    async with floor.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("DELETE FROM tasks_schedule"))
        await uow.db.execute(text("UPDATE commerce_merchant SET schedule_id = NULL"))
    for _ in range(2):
        async with floor.stack.kernel.database.unit_of_work() as uow:
            await sync_all_by_schedule(uow)
    items = (await floor.http.get("/merchants")).json()["items"]
    assert [(item["is_demo"], item["schedule"] is None) for item in items] == [(False, False), (True, True)]
    assert (await floor.http.get("/api/schedules")).json()["total"] == 1


async def test_a_merchant_that_is_switched_off_is_not_synced_and_nobody_is_alarmed(floor: Floor) -> None:
    failed: list[SyncFailed] = []

    async def on_failed(_uow: UnitOfWork, event: SyncFailed) -> None:
        failed.append(event)

    floor.stack.kernel.bus.subscribe(SyncFailed, on_failed)
    await floor.http.patch(f"/merchants/{floor.merchant_id}", json={"is_active": False})
    await an_hour_later(floor)
    (task,) = (await floor.http.get("/api/tasks", params={"kind": "commerce.sync_products"})).json()["items"]
    assert (task["status"], task["message"]) == (
        "succeeded",
        f"Nothing to do: Merchant {floor.merchant_id} is switched off; switch it on to sync its products.",
    )
    assert (await syncs(floor), failed) == ([], [])


async def test_one_store_that_fails_stops_no_other(
    stack: Stack, owner: httpx.AsyncClient, floor: Floor, open_store: OpenStore
) -> None:
    other = await open_floor(stack, owner, await open_store("bicycles"), name="Other")
    broken = await open_floor(stack, owner, await open_store("jewelry"), name="Broken")
    async with stack.kernel.database.unit_of_work() as uow:
        held = stack.kernel.vault.encrypt("shpat_old")
        wrong = text("UPDATE commerce_connection SET credentials = :held WHERE id = :id")
        connection = (await broken.merchant())["connections"][0]["id"]
        await uow.db.execute(wrong, {"held": held, "id": connection})
    await an_hour_later(floor)
    told = {item["name"]: item["sync"] for item in (await owner.get("/merchants")).json()["items"]}
    assert {name: sync["status"] for name, sync in told.items()} == {
        "Shop": "succeeded",
        "Other": "succeeded",
        "Broken": "failed",
    }
    assert told["Broken"]["reason"] == "bad_access_token"
    assert other.merchant_id != broken.merchant_id


async def test_the_list_tells_of_the_sync_that_runs_and_then_of_how_it_ended(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    store = await open_store("bicycles")
    floor = await open_floor(stack, owner, store)
    assert (await floor.merchant())["sync"] is None
    started = (await floor.start()).json()
    queued = (await floor.merchant())["sync"]
    assert (queued["sync_id"], queued["status"], queued["progress"]) == (started["sync_id"], "queued", None)
    store.store.faults.add({"fail": "truncated", "after": 8, "times": 5})
    await run_queued(floor.stack)
    (item,) = (await floor.http.get("/merchants")).json()["items"]
    assert (item["sync"]["status"], 0 < item["sync"]["progress"] < 1) == ("running", True)
    assert item["sync"] == await floor.ledger(started["sync_id"])
    await run_all(floor.stack)
    assert [(await floor.merchant())["sync"][name] for name in ("status", "progress")] == ["succeeded", 1.0]
