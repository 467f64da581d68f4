"""Schedules: checked when they are made, fired once each time however many schedulers look."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import read, write

from relaydesk.kernel.background import Background
from relaydesk.kernel.database import utc_now
from relaydesk.tasks import store
from relaydesk.tasks.engine.celery_app import Deliveries
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.schedules.service import fire_due_schedules

NIGHTLY = {"name": "nightly", "kind": "demo.echo", "payload": {"n": 1}, "cron": "30 2 * * *"}


class RecordingPublisher:
    """Takes deliveries and sends them nowhere."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int]] = []

    async def publish(self, messages: list[Deliveries]) -> None:
        self.sent += [delivery for deliveries in messages for delivery in deliveries]


async def _make_due(stack: Stack, owner: httpx.AsyncClient, **given: Any) -> None:
    made = await owner.post("/api/schedules", json={**NIGHTLY, **given})
    assert made.status_code == 201, made.text
    await write(stack, "UPDATE tasks_schedule SET next_run_at = now() - interval '1 minute'")


async def _fire(stack: Stack) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await fire_due_schedules(uow)


async def test_a_schedule_is_made_changed_listed_and_deleted(owner: httpx.AsyncClient) -> None:
    made = (await owner.post("/api/schedules", json={**NIGHTLY, "timezone": "Asia/Kolkata"})).json()
    assert (made["is_enabled"], made["next_run_at"][11:]) == (True, "21:00:00Z")  # 02:30 at UTC+5:30
    changed = await owner.patch(f"/api/schedules/{made['id']}", json={"timezone": "UTC", "is_enabled": False})
    assert (changed.json()["next_run_at"][11:], changed.json()["is_enabled"]) == ("02:30:00Z", False)
    taken = await owner.post("/api/schedules", json=NIGHTLY)
    assert (taken.status_code, taken.json()["code"]) == (409, "SCHEDULE_NAME_TAKEN")
    assert (await owner.get("/api/schedules")).json()["items"] == [changed.json()]
    assert (await owner.delete(f"/api/schedules/{made['id']}")).status_code == 204
    gone = await owner.delete(f"/api/schedules/{made['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "SCHEDULE_NOT_FOUND")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"cron": "every night"}, "cron"),
        ({"cron": "0 0 31 2 *"}, "cron"),
        ({"cron": "61 * * * *"}, "cron"),
        ({"cron": "*/5 * * * * *"}, "cron"),
        ({"cron": "* * * *"}, "cron"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"timezone": "localtime"}, "timezone"),
        ({"timezone": "posixrules"}, "timezone"),
        ({"timezone": "right/Europe/Berlin"}, "timezone"),
        ({"timezone": "posix/Europe/Berlin"}, "timezone"),
        ({"timezone": "Factory"}, "timezone"),
        ({"cron": " "}, "cron"),
        ({"cron": "30 2 * * *\x00"}, "cron"),
        ({"kind": "demo.unknown"}, "kind"),
        ({"name": " "}, "name"),
    ],
)
async def test_a_wrong_field_is_named(owner: httpx.AsyncClient, given: dict[str, Any], field: str) -> None:
    answer = await owner.post("/api/schedules", json={**NIGHTLY, **given})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])


async def test_two_schedulers_at_once_fire_a_due_schedule_once(stack: Stack, owner: httpx.AsyncClient) -> None:
    await _make_due(stack, owner)
    await asyncio.gather(*(_fire(stack) for _ in range(2)))
    tasks = await read(stack, "SELECT public_id, kind, payload, status FROM tasks_task")
    schedule = (await read(stack, "SELECT * FROM tasks_schedule"))[0]
    assert [(t["kind"], t["payload"], t["status"]) for t in tasks] == [("demo.echo", {"n": 1}, "queued")]
    assert schedule["last_task_id"] == tasks[0]["public_id"]
    assert schedule["next_run_at"] > utc_now()


async def test_a_disabled_schedule_stays_silent(stack: Stack, owner: httpx.AsyncClient) -> None:
    await _make_due(stack, owner)
    await write(stack, "UPDATE tasks_schedule SET is_enabled = false")
    await _fire(stack)
    assert await read(stack, "SELECT id FROM tasks_task") == []


async def test_two_dispatchers_send_what_a_schedule_fires_once(stack: Stack, owner: httpx.AsyncClient) -> None:
    kernel = stack.kernel
    await _make_due(stack, owner)
    async with kernel.database.unit_of_work() as uow:
        await store.save_worker(uow.db, name="w", slots=4, started_at=utc_now(), now=utc_now())
    publishers = [RecordingPublisher(), RecordingPublisher()]
    async with kernel.wakeups.listen("test-published") as signal:
        dispatchers = [Dispatcher(replace(kernel, background=Background()), p) for p in publishers]  # type: ignore[arg-type]
        for dispatcher in dispatchers:
            dispatcher.start()
        async with asyncio.timeout(20):
            while not (publishers[0].sent or publishers[1].sent):
                await signal.wait(0.1)
            await signal.wait(2.5)  # the one that stands by has looked again by now
        for dispatcher in dispatchers:
            await dispatcher.stop()
    tasks = await read(stack, "SELECT id FROM tasks_task")
    assert sorted(publishers[0].sent + publishers[1].sent) == [(task["id"], 1) for task in tasks]
    assert len(tasks) == 1


async def test_a_schedule_of_a_kind_that_is_gone_does_not_stop_the_others(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    await _make_due(stack, owner, name="gone")
    await write(stack, "UPDATE tasks_schedule SET kind = 'old.kind'")
    await _make_due(stack, owner)
    await _fire(stack)
    listed = (await owner.get("/api/tasks")).json()["items"]
    assert [task["kind"] for task in listed] == ["demo.echo"]


async def test_a_schedule_whose_time_zone_is_gone_is_disabled_and_does_not_stop_the_others(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    await _make_due(stack, owner, name="gone")
    await write(stack, "UPDATE tasks_schedule SET timezone = 'Mars/Olympus'")
    await _make_due(stack, owner)
    await _fire(stack)
    assert [task["kind"] for task in (await owner.get("/api/tasks")).json()["items"]] == ["demo.echo"]
    schedules = (await owner.get("/api/schedules")).json()["items"]
    assert {one["name"]: one["is_enabled"] for one in schedules} == {"gone": False, "nightly": True}
    [told] = (await owner.get("/api/audit", params={"action": "schedule.disabled"})).json()["items"]
    assert (told["target"], told["actor_name"]) == ("gone", "Relaydesk")


async def test_a_schedule_whose_time_zone_is_gone_can_be_switched_off_and_is_not_switched_on(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    made = (await owner.post("/api/schedules", json=NIGHTLY)).json()
    await write(stack, "UPDATE tasks_schedule SET timezone = 'Mars/Olympus'")
    path = f"/api/schedules/{made['id']}"
    off = await owner.patch(path, json={"is_enabled": False, "payload": {"text": "later"}})
    assert (off.status_code, off.json()["is_enabled"], off.json()["payload"]) == (200, False, {"text": "later"})
    on = await owner.patch(path, json={"is_enabled": True})
    assert (on.status_code, [e["field"] for e in on.json()["details"]["errors"]]) == (422, ["timezone"])
    assert (await owner.patch(path, json={"is_enabled": True, "timezone": "UTC"})).status_code == 200


@pytest.mark.parametrize("cron", [" 30 2 * * *\n", "30\t2\t*\t*\t*", "30\u00a02 * * *", "30 2 *\n* *"])
async def test_any_white_space_of_a_cron_expression_becomes_one_blank(owner: httpx.AsyncClient, cron: str) -> None:
    made = await owner.post("/api/schedules", json={**NIGHTLY, "cron": cron})
    assert (made.status_code, made.json()["cron"]) == (201, "30 2 * * *")


async def test_a_schedule_is_not_changed_to_a_cron_expression_with_seconds(owner: httpx.AsyncClient) -> None:
    made = (await owner.post("/api/schedules", json=NIGHTLY)).json()
    refused = await owner.patch(f"/api/schedules/{made['id']}", json={"cron": "0 30 2 * * *"})
    said = "needs five fields: minute, hour, day of month, month, day of week"
    assert refused.json()["details"]["errors"] == [{"field": "cron", "message": said}]
    assert [one["cron"] for one in (await owner.get("/api/schedules")).json()["items"]] == [NIGHTLY["cron"]]
