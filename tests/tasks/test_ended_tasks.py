"""How tasks end, and what is kept of them: moved once, found as before, dropped by whole days."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from attempts import run_attempt
from harness import Stack
from rows import make, make_own, put, read, row_of, show, write

from relaydesk.kernel.daily.ahead import DaysAhead
from relaydesk.kernel.database import utc_now
from relaydesk.tasks import store
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.ends.store import ENDED_DAYS
from relaydesk.tasks.kinds import KINDS, AnyPayload, Handler, Kind


@pytest.fixture
def kind() -> Iterator[str]:
    """A kind whose handler a test gives by `_does`."""
    yield "test.odd"
    KINDS.pop("test.odd", None)


def _does(handler: Handler[AnyPayload]) -> None:
    Kind(name="test.odd", payload=AnyPayload, is_public=True).handler(handler)


async def _run(stack: Stack, task_id: str, attempt: int = 1) -> dict[str, Any]:
    await run_attempt(stack.kernel, (await row_of(stack, task_id))["id"], attempt, worker="w")
    return await row_of(stack, task_id)


async def test_the_days_in_which_tasks_end_are_made_ahead_and_dropped_whole(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        for day in await ENDED_DAYS.days(uow.db):  # of tests before
            await ENDED_DAYS.drop(uow.db, day)
    await DaysAhead(ENDED_DAYS).make(stack.kernel.database)
    async with stack.kernel.database.unit_of_work() as uow:
        made = await ENDED_DAYS.days(uow.db)
        await ENDED_DAYS.ensure(uow.db, [made[0] - timedelta(days=40), made[0] - timedelta(days=10)])
    assert len(made) == 3
    old, recent, kept = [await make(owner, idempotency_key=f"key {n}") for n in range(3)]
    for task_id in (old, recent, kept):
        await put(stack, task_id, "succeeded")
    for task_id, days in ((old, 40), (recent, 10)):
        past = {"id": task_id, "days": days}
        await write(
            stack, "UPDATE tasks_ended SET finished_at = now() - :days * interval '1 day' WHERE public_id = :id", **past
        )
    await write(stack, "UPDATE tasks_key SET created_at = now() - interval '40 days' WHERE task_id = :id", id=old)
    cleaning = await make_own(stack, "tasks.clean_up")
    await _run(stack, cleaning)
    async with stack.kernel.database.read() as db:
        assert await ENDED_DAYS.days(db) == [made[0] - timedelta(days=10), *made]
    assert [(await owner.get(f"/api/tasks/{one}")).status_code for one in (old, recent, kept)] == [404, 200, 200]
    assert await make(owner, idempotency_key="key 1") == recent
    assert await make(owner, idempotency_key="key 0") != old


async def test_what_was_asked_for_long_ago_is_known_as_long_as_its_task_lives(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    later = (utc_now() + timedelta(days=60)).isoformat()
    first = await make(owner, idempotency_key="far", run_at=later)
    batches = []
    for _ in range(3):
        body = {"kind": "demo.echo", "payloads": [{}, {}], "run_at": later}
        batches.append((await owner.post("/api/tasks/batch", json=body)).json()["batch_id"])
    for batch_id in batches[1:]:
        for row in await read(stack, "SELECT public_id FROM tasks_task WHERE batch_id = :id", id=batch_id):
            await put(stack, row["public_id"], "succeeded")
    gone = "UPDATE tasks_ended SET finished_at = now() - interval '40 days' WHERE batch_id = :id"
    await write(stack, gone, id=batches[2])
    for table in ("tasks_key", "tasks_batch"):
        await write(stack, f"UPDATE {table} SET created_at = now() - interval '40 days'")  # noqa: S608 - names of ours
    await _run(stack, await make_own(stack, "tasks.clean_up"))
    assert [(await owner.get(f"/api/tasks/batches/{one}")).status_code for one in batches] == [200, 200, 404]
    assert await make(owner, idempotency_key="far", run_at=later) == first
    await owner.post(f"/api/tasks/{first}/cancel")
    await _run(stack, await make_own(stack, "tasks.clean_up"))
    assert await make(owner, idempotency_key="far", run_at=later) != first


async def test_a_task_that_ended_is_listed_with_those_that_have_not(stack: Stack, owner: httpx.AsyncClient) -> None:
    ids = [await make(owner, payload={"n": n}) for n in range(6)]
    for task_id in ids[1::2]:
        await put(stack, task_id, "succeeded", result={"of": task_id})
    pages = [(await owner.get("/api/tasks", params={"limit": 4, "offset": n})).json() for n in (0, 4)]
    items = [item for page in pages for item in page["items"]]
    assert [item["id"] for item in items] == ids[::-1]
    assert {page["total"] for page in pages} == {6}
    ended = {item["id"]: item["result"] for item in items if item["status"] == "succeeded"}
    assert ended == {task_id: {"of": task_id} for task_id in ids[1::2]}
    assert await read(stack, "SELECT id FROM tasks_task WHERE status = 'succeeded'") == []


async def test_of_two_retries_at_once_one_takes_the_task_back(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner, payload={"kept": True})
    await put(stack, task_id, "failed")
    answers = await asyncio.gather(*(owner.post(f"/api/tasks/{task_id}/retry") for _ in range(5)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 409, 409, 409, 409]
    shown = await show(owner, task_id)
    assert (shown["status"], shown["payload"], shown["finished_at"]) == ("queued", {"kept": True}, None)
    assert (await owner.get("/api/tasks")).json()["total"] == 1


@pytest.mark.parametrize(
    ("result", "kept"),
    [
        ({"text": "a\0b", "half": "\ud800"}, {"text": "a\ufffdb", "half": "?"}),
        ({"text": "\\u0000"}, {"text": "\\u0000"}),
        (None, None),
        ({}, {}),
    ],
)
async def test_a_result_is_kept_as_far_as_it_can_be(
    stack: Stack, owner: httpx.AsyncClient, kind: str, result: Any, kept: Any
) -> None:
    async def give(_context: TaskContext, _payload: AnyPayload) -> Any:
        return result

    _does(give)
    row = await _run(stack, await make(owner, kind))
    assert (row["status"], row["result"], row["progress"]) == ("succeeded", kept, 1.0)


DEEP = json.loads("[" * 200 + "]" * 200)


@pytest.mark.parametrize("result", [{"at": utc_now()}, {"n": float("nan")}, {"ids": {1, 2}}, DEEP])
async def test_a_result_that_is_not_json_fails_the_task_at_once(
    stack: Stack, owner: httpx.AsyncClient, kind: str, result: Any
) -> None:
    async def give(_context: TaskContext, _payload: AnyPayload) -> Any:
        return result

    _does(give)
    row = await _run(stack, await make(owner, kind))
    assert (row["status"], row["error"][:13], row["attempt"]) == ("failed", "its result is", 1)


async def test_a_time_out_inside_a_handler_is_told_as_its_own(
    stack: Stack, owner: httpx.AsyncClient, kind: str
) -> None:
    async def wait(_context: TaskContext, _payload: AnyPayload) -> None:
        raise TimeoutError("the store did not answer")

    _does(wait)
    row = await _run(stack, await make(owner, kind))
    assert (row["status"], row["error"]) == ("retrying", "TimeoutError: the store did not answer")


async def test_a_cancel_that_meets_a_failure_is_not_forgotten(
    stack: Stack, owner: httpx.AsyncClient, kind: str
) -> None:
    async def fail(context: TaskContext, _payload: AnyPayload) -> None:
        with contextlib.suppress(asyncio.CancelledError):  # leases may be extended just then
            await write(stack, "UPDATE tasks_task SET is_cancel_requested = true WHERE id = :id", id=context.id)
        raise ValueError("at the same moment")

    _does(fail)
    row = await _run(stack, await make(owner, kind))
    assert (row["status"], row["error"]) == ("cancelled", "ValueError: at the same moment")


async def test_ended_tasks_are_counted_as_they_end_and_as_they_are_taken_back(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    ids = [await make(owner) for _ in range(4)]
    for task_id, status in zip(ids, ("succeeded", "succeeded", "failed", "failed"), strict=True):
        await put(stack, task_id, status)
    await owner.post(f"/api/tasks/{ids[2]}/retry")
    async with stack.kernel.database.read() as db:
        counts = {(kind, status): count for kind, status, count in await store.count_by_kind_and_status(db)}
    shown = {status: counts.get(("demo.echo", status), 0) for status in ("queued", "succeeded", "failed")}
    assert shown == {"queued": 1, "succeeded": 2, "failed": 1}
