"""Whose tasks are whose: a client key has its own ones alone, idempotency keys belong to whoever gave them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from harness import People, Stack
from rows import make, row_of, show

from relaydesk.tasks.api import AnyPayload, EnqueueOptions
from relaydesk.tasks.jobs import ECHO


@asynccontextmanager
async def _program(stack: Stack, owner: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    key = (await owner.post("/api/keys", json={"name": "Till", "scopes": ["tasks"]})).json()["key"]
    async with stack.client(Authorization=f"Bearer {key}") as http:
        yield http


async def test_a_client_key_sees_and_acts_on_its_own_tasks_alone(stack: Stack, owner: httpx.AsyncClient) -> None:
    async with _program(stack, owner) as one, _program(stack, owner) as other:
        own, foreign, persons = await make(one), await make(other), await make(owner)
        listed = (await one.get("/api/tasks")).json()
        assert ([task["id"] for task in listed["items"]], listed["total"]) == ([own], 1)
        for task_id in (foreign, persons, "task_none"):
            paths = [f"/api/tasks/{task_id}", f"/api/tasks/{task_id}/events"]
            answers = [await one.get(path) for path in paths]
            answers += [await one.post(f"/api/tasks/{task_id}/{action}") for action in ("cancel", "retry", "pause")]
            assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "TASK_NOT_FOUND")] * 5
        assert [(await show(owner, task_id))["status"] for task_id in (foreign, persons)] == ["queued"] * 2
        assert (await one.post(f"/api/tasks/{own}/cancel")).json()["status"] == "cancelled"
        seen = (await owner.get("/api/tasks")).json()["items"]
        assert {task["id"]: task["owner"][:4] for task in seen} == {own: "key_", foreign: "key_", persons: "user"}


async def test_an_idempotency_key_belongs_to_whoever_gave_it(stack: Stack, owner: httpx.AsyncClient) -> None:
    async with _program(stack, owner) as one, _program(stack, owner) as other:
        given = [await make(caller, idempotency_key="same") for caller in (one, other, owner, one)]
    assert len({*given[:3]}) == 3
    assert given[3] == given[0]


async def test_nobody_takes_a_schedules_key_from_it(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await owner.post("/api/schedules", json={"name": "hourly", "kind": "demo.echo", "cron": "0 * * * *"})
    key = f"schedule:{made.json()['id']}:{made.json()['next_run_at'].replace('Z', '+00:00')}"
    async with _program(stack, owner) as program:
        claimed = await make(program, idempotency_key=key)
    async with stack.kernel.database.unit_of_work() as uow:
        fired, _ = await ECHO.enqueue(uow, AnyPayload(), EnqueueOptions(idempotency_key=key))
    assert fired != claimed
    assert [(await row_of(stack, task_id))["owner"][:4] for task_id in (claimed, fired)] == ["key_", "syst"]


async def test_the_same_key_with_another_payload_is_a_mismatch(stack: Stack, owner: httpx.AsyncClient) -> None:
    body = {"kind": "demo.echo", "payload": {"n": 1}, "idempotency_key": "once"}
    first = (await owner.post("/api/tasks", json=body)).json()
    assert (await owner.post("/api/tasks", json=body)).json() == first
    for change in ({"payload": {"n": 2}}, {"payload": {"n": True}}, {"kind": "demo.sleep", "payload": {}}):
        refused = await owner.post("/api/tasks", json={**body, **change})
        assert (refused.status_code, refused.json()["code"]) == (409, "IDEMPOTENCY_MISMATCH")
        assert refused.json()["details"] == {"task_id": first["id"]}


async def test_what_relaydesk_tells_itself_once_may_be_worded_anew(stack: Stack, owner: httpx.AsyncClient) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        given = [
            await ECHO.enqueue(uow, AnyPayload(words=words), EnqueueOptions(idempotency_key="notify:1"))
            for words in ("a", "b")
        ]
    assert given[0] == given[1]


async def test_schedules_are_peoples(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = (await owner.post("/api/schedules", json={"name": "n", "kind": "demo.echo", "cron": "0 * * * *"})).json()
    async with _program(stack, owner) as program:
        answers = [
            await program.get("/api/schedules"),
            await program.post("/api/schedules", json={"name": "m", "kind": "demo.echo", "cron": "0 * * * *"}),
            await program.patch(f"/api/schedules/{made['id']}", json={"enabled": False}),
            await program.delete(f"/api/schedules/{made['id']}"),
            await program.get("/api/workers"),
        ]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(403, "FORBIDDEN")] * 5
    assert (await owner.get("/api/schedules")).json()["items"][0]["enabled"] is True


async def test_a_client_key_starts_none_of_relaydesks_own_upkeep(stack: Stack, owner: httpx.AsyncClient) -> None:
    async with _program(stack, owner) as program:
        answers = [await caller.post("/api/tasks", json={"kind": "gateway.clean_log"}) for caller in (program, owner)]
    assert [a.status_code for a in answers] == [422, 202]
    [wrong] = answers[0].json()["details"]["errors"]
    assert (wrong["field"], "gateway." in wrong["message"], "demo.echo" in wrong["message"]) == ("kind", False, True)


@pytest.mark.parametrize(
    ("kind", "permission"),
    [
        ("desk.erase_sessions", "desk.erase"),
        ("commerce.sync_products", "merchants.write"),
        ("gateway.recover_keys", None),
        ("gateway.clean_log", None),
    ],
)
async def test_a_kind_is_for_those_who_may_do_the_same_elsewhere(
    people: People, owner: httpx.AsyncClient, kind: str, permission: str | None
) -> None:
    developer = await people.named("developer")
    payload = {"merchant_id": "merch_0000000000000000"} if kind == "commerce.sync_products" else {}
    for caller, missing in ((owner, None), (developer, permission)):
        answer = await caller.post("/api/tasks", json={"kind": kind, "payload": payload})
        needed = None if answer.status_code == 202 else answer.json()["details"]["permission"]
        offered = (await caller.get("/api/tasks/kinds", params={"startable": True})).json()
        assert (needed, kind in offered) == (missing, missing is None)
        assert kind in (await caller.get("/api/tasks/kinds")).json()


async def test_a_schedule_is_changed_and_run_by_those_who_may_start_its_kind(
    stack: Stack, people: People, owner: httpx.AsyncClient
) -> None:
    body = {"name": "erase", "kind": "desk.erase_sessions", "cron": "0 4 * * *"}
    schedule = f"/api/schedules/{(await owner.post('/api/schedules', json=body)).json()['id']}"
    developer = await people.named("developer")
    refused = [
        await developer.post("/api/schedules", json={**body, "name": "mine"}),
        await developer.patch(schedule, json={"enabled": False}),
        await developer.post(f"{schedule}/run"),
        await developer.delete(schedule),
    ]
    told = [(answer.status_code, answer.json()["details"]) for answer in refused]
    assert told == [(403, {"permission": "desk.erase"})] * 4
    assert (await owner.post(f"{schedule}/run")).status_code == 202
    assert (await owner.patch(schedule, json={"enabled": False})).json()["enabled"] is False
    assert (await owner.delete(schedule)).status_code == 204
