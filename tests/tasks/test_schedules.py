"""Schedules: checked when they are made, fired once each time however many schedulers look."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
from harness import People, Stack
from rows import read, write

from relaydesk.kernel.background import Background
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.engine import store
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
    assert (made["enabled"], made["next_run_at"][11:]) == (True, "21:00:00Z")  # 02:30 at UTC+5:30
    changed = await owner.patch(f"/api/schedules/{made['id']}", json={"timezone": "UTC", "enabled": False})
    assert (changed.json()["next_run_at"][11:], changed.json()["enabled"]) == ("02:30:00Z", False)
    taken = await owner.post("/api/schedules", json=NIGHTLY)
    assert (taken.status_code, taken.json()["code"]) == (409, "SCHEDULE_NAME_TAKEN")
    assert (await owner.get("/api/schedules")).json()["items"] == [changed.json()]
    assert (await owner.get(f"/api/schedules/{made['id']}")).json() == changed.json()
    assert (await owner.delete(f"/api/schedules/{made['id']}")).status_code == 204
    for gone in (await owner.get(f"/api/schedules/{made['id']}"), await owner.delete(f"/api/schedules/{made['id']}")):
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


@pytest.mark.parametrize(
    "times",
    [
        {"cron": "30 2 * * *", "timezone": "Asia/Kolkata"},
        {"cron": "0 9 * * 1-5", "timezone": "Europe/Berlin"},
        {"cron": "*/7\t*  * * *"},
    ],
)
async def test_what_is_not_saved_yet_says_when_it_would_fire_and_keeps_to_it(
    owner: httpx.AsyncClient, times: dict[str, Any]
) -> None:
    preview = await owner.post("/api/schedules/preview", json=times)
    assert preview.status_code == 200
    assert (await owner.get("/api/schedules")).json()["items"] == []
    made = await owner.post("/api/schedules", json={"name": "n", "kind": "demo.echo", **times})
    assert (len(preview.json()["next_runs"]), preview.json()["next_runs"]) == (5, made.json()["next_runs"])


async def test_an_interval_that_is_not_saved_yet_beats_from_now(owner: httpx.AsyncClient) -> None:
    before = utc_now()
    runs = (await owner.post("/api/schedules/preview", json={"interval_s": 90})).json()["next_runs"]
    times = [datetime.fromisoformat(run) for run in runs]
    assert before <= times[0] - timedelta(seconds=90) <= utc_now()
    assert [later - earlier for earlier, later in pairwise(times)] == [timedelta(seconds=90)] * 4


@pytest.mark.parametrize(
    ("times", "field", "reason"),
    [
        ({"cron": "every night"}, "cron", "cron_fields"),
        ({"cron": "61 * * * *"}, "cron", "cron"),
        ({"cron": "0 0 31 2 *"}, "cron", "cron_never"),
        ({"cron": "0 0 * * *", "timezone": "Mars/Olympus"}, "timezone", "time_zone"),
        ({"cron": "0 0 * * *", "timezone": "localtime"}, "timezone", "time_zone"),
        ({}, "cron", "cron_or_interval"),
        ({"cron": "0 0 * * *", "interval_s": 60}, "cron", "cron_or_interval"),
        ({"interval_s": 0}, "interval_s", "greater_than_equal"),
    ],
)
async def test_what_could_not_be_saved_has_no_times(
    owner: httpx.AsyncClient, times: dict[str, Any], field: str, reason: str
) -> None:
    preview = await owner.post("/api/schedules/preview", json=times)
    saved = await owner.post("/api/schedules", json={"name": "n", "kind": "demo.echo", **times})
    assert preview.status_code == saved.status_code == 422
    assert preview.json()["details"] == saved.json()["details"]
    (error,), (said,) = preview.json()["details"]["errors"], preview.json()["details"]["reasons"]
    assert (error["field"], said["type"]) == (field, reason)


async def test_times_are_previewed_by_whoever_may_save_them(people: People) -> None:
    times = {"cron": "0 0 * * *"}
    answers = [
        await (await people.named(role)).post("/api/schedules/preview", json=times) for role in ("developer", "staff")
    ]
    assert [answer.status_code for answer in answers] == [200, 403]
    assert answers[1].json()["details"] == {"permission": "schedules.write"}


@pytest.mark.parametrize(
    ("cron", "reason"),
    [
        ("0 0 31 2 *", "cron_never"),
        ("0 0 30,31 FEB *", "cron_never"),
        ("0 0 31 2,4 *", "cron_never"),
        ("0 0 32 2 *", "cron"),
        ("0 0 31 13 *", "cron"),
        ("0 25 31 2 *", "cron"),
    ],
)
async def test_a_cron_expression_whose_day_never_comes_is_told_from_one_that_is_none(
    owner: httpx.AsyncClient, cron: str, reason: str
) -> None:
    answer = await owner.post("/api/schedules", json={**NIGHTLY, "cron": cron})
    assert (answer.status_code, [r["type"] for r in answer.json()["details"]["reasons"]]) == (422, [reason])


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
    await write(stack, "UPDATE tasks_schedule SET enabled = false")
    await _fire(stack)
    assert await read(stack, "SELECT id FROM tasks_task") == []


async def test_two_dispatchers_send_what_a_schedule_fires_once(stack: Stack, owner: httpx.AsyncClient) -> None:
    kernel = stack.kernel
    await _make_due(stack, owner)
    async with kernel.database.single_write() as one:
        await store.save_worker(one, name="w", slots=4, started_at=utc_now(), now=utc_now())
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
    assert {one["name"]: one["enabled"] for one in schedules} == {"gone": False, "nightly": True}
    [told] = (await owner.get("/api/audit", params={"action": "schedule.disabled"})).json()["items"]
    assert (told["target"], told["actor_name"]) == ("gone", "Relaydesk")


async def test_a_schedule_whose_time_zone_is_gone_can_be_switched_off_and_is_not_switched_on(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    made = (await owner.post("/api/schedules", json=NIGHTLY)).json()
    await write(stack, "UPDATE tasks_schedule SET timezone = 'Mars/Olympus'")
    path = f"/api/schedules/{made['id']}"
    off = await owner.patch(path, json={"enabled": False, "payload": {"text": "later"}})
    assert (off.status_code, off.json()["enabled"], off.json()["payload"]) == (200, False, {"text": "later"})
    on = await owner.patch(path, json={"enabled": True})
    assert (on.status_code, [e["field"] for e in on.json()["details"]["errors"]]) == (422, ["timezone"])
    assert (await owner.patch(path, json={"enabled": True, "timezone": "UTC"})).status_code == 200


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


async def test_an_interval_keeps_its_beat_and_makes_up_for_the_last_seconds(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    body = {"name": "beat", "kind": "demo.echo", "interval_s": 2}
    made = (await owner.post("/api/schedules", json=body)).json()
    assert (made["cron"], made["interval_s"], len(made["next_runs"])) == (None, 2, 5)
    first, second = (datetime.fromisoformat(one) for one in made["next_runs"][:2])
    assert second - first == timedelta(seconds=2)
    past = "UPDATE tasks_schedule SET next_run_at = next_run_at - interval '{}'"
    await write(stack, past.format("7 seconds"))
    await _fire(stack)
    assert len(await read(stack, "SELECT id FROM tasks_task")) == 3  # -5 s, -3 s, -1 s
    await write(stack, past.format("100 seconds"))
    await _fire(stack)
    assert len(await read(stack, "SELECT id FROM tasks_task")) == 3 + 1 + 2  # of five beats, three had been fired
    [row] = await read(stack, "SELECT next_run_at FROM tasks_schedule")
    assert timedelta() < row["next_run_at"] - utc_now() <= timedelta(seconds=2)
    assert (row["next_run_at"] - first) % timedelta(seconds=2) in {timedelta(), timedelta(seconds=1)}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "cron"),
        ({"cron": "0 * * * *", "interval_s": 60}, "cron"),
        ({"interval_s": 0}, "interval_s"),
        ({"kind": "demo.sleep", "payload": {"seconds": -1}, "interval_s": 60}, "payload.seconds"),
    ],
)
async def test_a_schedule_has_a_cron_expression_or_an_interval(
    owner: httpx.AsyncClient, given: dict[str, Any], field: str
) -> None:
    answer = await owner.post("/api/schedules", json={"name": "s", "kind": "demo.echo", **given})
    assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("times", [{"interval_s": 3600}, {"cron": "30 2 * * *", "timezone": "Asia/Kolkata"}])
async def test_a_change_that_names_times_as_they_are_keeps_the_beat(
    stack: Stack, owner: httpx.AsyncClient, times: dict[str, Any]
) -> None:
    made = (await owner.post("/api/schedules", json={"name": "s", "kind": "demo.echo", **times})).json()
    path, due = f"/api/schedules/{made['id']}", "2020-01-01T00:00:00Z"
    await write(stack, "UPDATE tasks_schedule SET next_run_at = CAST(CAST(:due AS text) AS timestamptz)", due=due)
    whole = {"enabled": True, **times}
    same = (await owner.patch(path, json={**whole, "payload": {"n": 2}})).json()
    assert (same["payload"], same["next_run_at"]) == ({"n": 2}, due)
    assert (await owner.patch(path, json={"enabled": False})).json()["next_run_at"] == due
    assert (await owner.patch(path, json=whole)).json()["next_run_at"] > made["next_run_at"][:10]  # it begins anew


async def test_the_one_takes_the_place_of_the_other(owner: httpx.AsyncClient) -> None:
    made = (await owner.post("/api/schedules", json={"name": "s", "kind": "demo.echo", "interval_s": 60})).json()
    path = f"/api/schedules/{made['id']}"
    for change, times in (({"cron": "0 4 * * *"}, ("0 4 * * *", None)), ({"interval_s": 90}, (None, 90))):
        changed = (await owner.patch(path, json=change)).json()
        assert (changed["cron"], changed["interval_s"]) == times


async def test_a_schedule_is_run_beside_its_times(stack: Stack, owner: httpx.AsyncClient) -> None:
    body = {"name": "s", "kind": "demo.echo", "payload": {"n": 1}, "interval_s": 3600}
    made = (await owner.post("/api/schedules", json=body)).json()
    answer = await owner.post(f"/api/schedules/{made['id']}/run")
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    shown = (await owner.get("/api/schedules")).json()["items"][0]
    assert (shown["last_task_id"], shown["next_run_at"]) == (answer.json()["id"], made["next_run_at"])


async def test_a_schedule_whose_time_zone_is_gone_is_listed_and_can_be_mended(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    schedule = {"name": "far", "kind": "demo.echo", "cron": "0 3 * * *", "timezone": "Europe/Berlin"}
    made = (await owner.post("/api/schedules", json=schedule)).json()
    await write(stack, "UPDATE tasks_schedule SET timezone = 'Mars/Olympus'")
    [listed] = (await owner.get("/api/schedules")).json()["items"]
    assert (listed["timezone"], listed["next_runs"]) == ("Mars/Olympus", made["next_runs"][:1])
    path = f"/api/schedules/{made['id']}"
    assert (await owner.patch(path, json={"payload": {"n": 1}})).status_code == 200
    assert (await owner.patch(path, json={"timezone": "UTC"})).json()["next_runs"] != []
