"""Tasks as people and programs ask for them: created once, listed, acted upon by status, watched."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from events import read_events
from harness import Stack
from rows import make, put, row_of, show, write

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.jobs import ECHO
from relaydesk.tasks.kinds import AnyPayload
from relaydesk.tasks.queue.service import EnqueueOptions

STATUSES = ["waiting", "scheduled", "queued", "running", "retrying", "paused", "succeeded", "failed", "cancelled"]
OPEN = {"waiting", "scheduled", "queued", "retrying"}
BECOMES: dict[str, dict[str, str]] = {
    "cancel": {**dict.fromkeys(OPEN | {"paused"}, "cancelled"), "running": "running"},
    "retry": {"failed": "queued", "cancelled": "queued"},
    "pause": dict.fromkeys(OPEN, "paused"),
    "resume": {"paused": "queued"},
}


async def test_a_task_is_accepted_and_shown(owner: httpx.AsyncClient) -> None:
    body = {"kind": "demo.echo", "payload": {"a": [1, "ü"]}, "priority": 5}
    accepted = await owner.post("/api/tasks", json=body)
    assert (accepted.status_code, set(accepted.json()), accepted.json()["status"]) == (202, {"id", "status"}, "queued")
    shown = await show(owner, accepted.json()["id"])
    found = {name: shown[name] for name in ("kind", "payload", "priority", "attempt", "max_attempts", "progress")}
    assert found == {**body, "attempt": 0, "max_attempts": 3, "progress": 0.0}
    assert (shown["result"], shown["error"], shown["started_at"], shown["finished_at"]) == (None, None, None, None)
    unknown = await owner.get("/api/tasks/task_none")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "TASK_NOT_FOUND")


async def test_a_task_that_comes_alone_is_as_one_of_a_transaction(stack: Stack) -> None:
    options = EnqueueOptions(priority=7, queue="q", owner="someone", run_at=datetime(2100, 1, 1, tzinfo=UTC))
    payload = AnyPayload.model_validate({"a": [1, "ü", None]})
    alone = await ECHO.enqueue_alone(stack.kernel.database, payload, options)
    async with stack.kernel.database.unit_of_work() as uow:
        other = await ECHO.enqueue(uow, payload, options)
    assert alone.status == other.status == "scheduled"
    rows = [await row_of(stack, one.id) for one in (alone, other)]
    own = {"id", "public_id", "created_at", "updated_at"}
    first, second = ({name: value for name, value in row.items() if name not in own} for row in rows)
    assert first == second
    for wish in ({"idempotency_key": "k"}, {"depends_on": ["task_a"]}, {"cache_ttl_s": 60}):
        with pytest.raises(ValueError, match="enqueue"):
            await ECHO.enqueue_alone(stack.kernel.database, payload, EnqueueOptions(**wish))  # type: ignore[arg-type]


async def test_the_kinds_are_named(owner: httpx.AsyncClient) -> None:
    kinds = (await owner.get("/api/tasks/kinds")).json()
    assert kinds == sorted(kinds)
    assert {"commerce.sync_products", "demo.echo", "tasks.clean_up"} <= set(kinds)


async def test_the_kinds_that_one_may_start_are_those_that_are_not_refused(owner: httpx.AsyncClient) -> None:
    kinds = (await owner.get("/api/tasks/kinds")).json()
    startable = (await owner.get("/api/tasks/kinds", params={"startable": True})).json()
    answers = {kind: (await owner.post("/api/tasks", json={"kind": kind})).json() for kind in kinds}
    refused = {kind for kind, answer in answers.items() if "task_kind_unknown" in str(answer.get("details"))}
    assert "tasks.clean_up" in refused
    assert startable == [kind for kind in kinds if kind not in refused]


def _without_tests(kinds: list[str]) -> list[str]:
    """Without those of tests that ran before in this process."""
    return [kind for kind in kinds if not kind.startswith("test.")]


async def test_a_client_key_is_named_exactly_the_kinds_that_it_may_make(owner: httpx.AsyncClient, stack: Stack) -> None:
    made = (await owner.post("/api/keys", json={"name": "k", "scopes": ["tasks"]})).json()
    async with stack.client(**{"X-API-Key": made["key"]}) as program:
        kinds = _without_tests((await program.get("/api/tasks/kinds")).json())
        everything = _without_tests((await owner.get("/api/tasks/kinds")).json())
        answers = [await program.post("/api/tasks", json={"kind": kind}) for kind in everything]
    assert kinds == ["demo.echo", "demo.fail", "demo.progress", "demo.sleep"]
    assert [kind for kind, answer in zip(everything, answers, strict=True) if answer.status_code == 202] == kinds


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "demo.unknown"}, "kind"),
        ({"kind": "tasks.clean_up"}, "kind"),
        ({"priority": 101}, "priority"),
        ({"run_at": "tomorrow"}, "run_at"),
        ({"run_at": "2030-01-01T00:00:00"}, "run_at"),
        ({"payload": []}, "payload"),
        ({"payload": {"x": json.loads("[" * 80 + "]" * 80)}}, "payload"),
        ({"kind": "demo.sleep", "payload": {"seconds": "soon"}}, "payload.seconds"),
        ({"kind": "demo.sleep", "payload": {"hours": 1}}, "payload.hours"),
        ({"extra": 1}, "extra"),
    ],
)
async def test_a_wrong_field_is_named(owner: httpx.AsyncClient, given: dict[str, Any], field: str) -> None:
    answer = await owner.post("/api/tasks", json={"kind": "demo.echo", **given})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ('"payload": {"n": NaN}', "payload"),
        ('"payload": {"n": 1e999}', "payload"),
        ('"payload": {"n": [-Infinity]}, "idempotency_key": "k"', "payload"),
        ('"payload": {"t": "a\\u0000"}', "payload"),
        ('"payload": {"a\\u0000": 1}', "payload"),
        ('"payload": {"t": "\\ud800"}', "payload"),
        ('"payload": {}, "idempotency_key": "a\\u0000"', "idempotency_key"),
        ('"payload": {}, "depends_on": ["a\\u0000"]', "depends_on.0"),
        ('"payload": {}, "run_at": "9999-12-31T23:59:59-14:00"', "run_at"),
        ('"payload": {}, "run_at": "0001-01-01T00:00:00+14:00"', "run_at"),
    ],
)
async def test_what_cannot_be_stored_is_named(owner: httpx.AsyncClient, given: str, field: str) -> None:
    as_json = {"Content-Type": "application/json"}
    answer = await owner.post("/api/tasks", content=f'{{"kind": "demo.echo", {given}}}', headers=as_json)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["details"]["errors"]] == [field]
    if field != "payload":
        return
    document = given.split(', "idem', maxsplit=1)[0].removeprefix('"payload": ')
    batch = f'{{"kind": "demo.echo", "payloads": [{{}}, {document}]}}'
    answer = await owner.post("/api/tasks/batch", content=batch, headers=as_json)
    assert [error["field"] for error in answer.json()["details"]["errors"]] == ["payloads.1"]


async def test_an_idempotency_key_makes_one_task_of_many_requests(owner: httpx.AsyncClient) -> None:
    body = {"kind": "demo.echo", "idempotency_key": "once"}
    answers = await asyncio.gather(*(owner.post("/api/tasks", json=body) for _ in range(10)))
    assert {a.status_code for a in answers} == {202}
    assert len({a.json()["id"] for a in answers}) == 1
    assert (await owner.get("/api/tasks")).json()["total"] == 1


@pytest.mark.parametrize("number", ["1e30", "1e23", "18446744073709551617", "-9223372036854775809", "0.1", "-0.0"])
async def test_a_number_of_any_size_is_the_same_each_time(owner: httpx.AsyncClient, number: str) -> None:
    async def post(text: str) -> httpx.Response:
        body = f'{{"kind": "demo.echo", "idempotency_key": "n", "payload": {{"n": {text}}}}}'
        return await owner.post("/api/tasks", content=body, headers={"Content-Type": "application/json"})

    first, again, other = [await post(text) for text in (number, number, "5e30")]
    assert (first.status_code, again.status_code, other.status_code) == (202, 202, 409)
    task_id = first.json()["id"]
    assert again.json()["id"] == task_id
    await owner.post(f"/api/tasks/{task_id}/cancel")
    async with asyncio.timeout(10), owner.stream("GET", f"/api/tasks/{task_id}/events") as response:
        [event] = [event async for event in read_events(response)]
    assert event["event"] == "task"
    assert float(event["data"]["payload"]["n"]) == float(number)


async def test_a_task_for_later_is_scheduled_and_one_for_the_past_queued(owner: httpx.AsyncClient) -> None:
    later, past = ((utc_now() + timedelta(hours=hours)).isoformat() for hours in (1, -1))
    assert (await show(owner, await make(owner, run_at=later)))["status"] == "scheduled"
    assert (await show(owner, await make(owner, run_at=past)))["status"] == "queued"


@pytest.mark.parametrize("action", sorted(BECOMES))
async def test_an_action_is_possible_in_the_statuses_of_the_table(
    stack: Stack, owner: httpx.AsyncClient, action: str
) -> None:
    answers = {}
    for status in STATUSES:
        task_id = await make(owner)
        await put(stack, task_id, status)
        answer = await owner.post(f"/api/tasks/{task_id}/{action}")
        answers[status] = answer.json().get("code", answer.json()["status"]) if answer.status_code == 200 else None
        if answer.status_code == 409:
            answers[status] = answer.json()["code"]
            assert answer.json()["details"] == {"action": action, "status": status}
    assert answers == {status: BECOMES[action].get(status, "TASK_STATUS_CONFLICT") for status in STATUSES}


async def test_a_resumed_task_still_waits_for_its_time(owner: httpx.AsyncClient) -> None:
    task_id = await make(owner, run_at=(utc_now() + timedelta(hours=1)).isoformat())
    await owner.post(f"/api/tasks/{task_id}/pause")
    assert (await owner.post(f"/api/tasks/{task_id}/resume")).json()["status"] == "scheduled"


async def test_a_task_that_used_up_its_attempts_gets_one_more_by_retry(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner)
    await write(stack, "UPDATE tasks_task SET attempt = 3 WHERE public_id = :id", id=task_id)
    await put(stack, task_id, "failed")
    await owner.post(f"/api/tasks/{task_id}/retry")
    row = await row_of(stack, task_id)
    assert (row["status"], row["attempt"], row["max_attempts"]) == ("queued", 3, 4)


async def test_an_unknown_action_is_no_action(owner: httpx.AsyncClient) -> None:
    answer = await owner.post(f"/api/tasks/{await make(owner)}/explode")
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, ["action"])


async def test_the_list_is_newest_first_and_filtered(owner: httpx.AsyncClient) -> None:
    first, second, third = await make(owner), await make(owner, "demo.sleep"), await make(owner)
    await owner.post(f"/api/tasks/{third}/cancel")

    async def ids(**query: Any) -> list[str]:
        answer = (await owner.get("/api/tasks", params=query)).json()
        return [item["id"] for item in answer["items"]]

    assert await ids() == [third, second, first]
    assert await ids(kind="demo.sleep") == [second]
    assert await ids(status="queued") == [second, first]
    assert await ids(status="cancelled", kind="demo.sleep") == []
    page = (await owner.get("/api/tasks", params={"limit": 1, "offset": 1})).json()
    assert ([i["id"] for i in page["items"]], page["total"], page["limit"], page["offset"]) == ([second], 3, 1, 1)
    wrong = await owner.get("/api/tasks", params={"status": "asleep"})
    assert [e["field"] for e in wrong.json()["details"]["errors"]] == ["status"]


async def test_the_list_leaves_out_long_payloads_and_results_and_says_so(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    short, long = {"text": "x" * 2000}, {"text": "x" * 60_000}
    task_ids = [await make(owner, payload=payload) for payload in (short, long, {})]
    await put(stack, task_ids[0], "succeeded", result=short)
    await put(stack, task_ids[2], "succeeded", result=long)
    items = (await owner.get("/api/tasks")).json()["items"]
    assert [(one["payload"], one["result"], one["is_truncated"]) for one in reversed(items)] == [
        (short, short, False),
        (None, None, True),
        ({}, None, True),
    ]
    assert (await show(owner, task_ids[1]))["payload"] == long
    assert (await show(owner, task_ids[2]))["result"] == long


async def test_the_stream_shows_each_change_and_ends_with_the_task(owner: httpx.AsyncClient) -> None:
    task_id = await make(owner)
    async with asyncio.timeout(10), owner.stream("GET", f"/api/tasks/{task_id}/events") as response:
        events = read_events(response)
        first = await anext(events)
        await owner.post(f"/api/tasks/{task_id}/pause")
        second = await anext(events)
        await owner.post(f"/api/tasks/{task_id}/cancel")
        rest = [event async for event in events]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [(e["event"], e["data"]["status"]) for e in (first, second, *rest)] == [
        ("task", "queued"),
        ("task", "paused"),
        ("task", "cancelled"),
    ]
