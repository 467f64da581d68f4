"""One attempt at a time: duplicates do nothing, a zombie writes nothing, a silent worker's task is taken back."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from attempts import run_attempt
from harness import Stack
from rows import make, odd_kind, put, read, row_of, run, show, write
from sqlalchemy import text

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.ends.service import end_attempts
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.engine import store
from relaydesk.tasks.engine.celery_app import Publisher
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.errors import AttemptLost
from relaydesk.tasks.kinds import AnyPayload
from relaydesk.tasks.types import Status

LEASE = timedelta(seconds=30)


async def _id(stack: Stack, task_id: str) -> int:
    return int((await row_of(stack, task_id))["id"])


async def _claim(stack: Stack, task_id: str, attempt: int) -> TaskContext:
    """What a worker that begins this attempt holds."""
    number = await _id(stack, task_id)
    now = utc_now()
    async with stack.kernel.database.single_write() as single:
        [row] = await store.claim(single, [(number, attempt)], worker=f"w{attempt}", now=now, until=now + LEASE)
    return TaskContext(stack.kernel, number, task_id, attempt, row.max_attempts)


async def test_of_two_deliveries_of_one_attempt_one_runs(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner, "demo.fail")
    number = await _id(stack, task_id)
    await asyncio.gather(*(run_attempt(stack.kernel, number, 1, worker=f"w{n}") for n in range(2)))
    row = await row_of(stack, task_id)
    assert (row["status"], row["attempt"]) == ("retrying", 1)
    await run_attempt(stack.kernel, number, 1, worker="late")
    assert await row_of(stack, task_id) == row


@pytest.mark.parametrize("attempt", [0, 2, 7])
async def test_a_delivery_of_another_attempt_does_nothing(stack: Stack, owner: httpx.AsyncClient, attempt: int) -> None:
    task_id = await make(owner)
    before = await row_of(stack, task_id)
    await run_attempt(stack.kernel, before["id"], attempt, worker="w")
    assert await row_of(stack, task_id) == before


@pytest.mark.parametrize("status", ["paused", "cancelled", "scheduled", "succeeded"])
async def test_a_delivery_finds_a_task_that_is_no_longer_queued_and_leaves_it(
    stack: Stack, owner: httpx.AsyncClient, status: str
) -> None:
    task_id = await make(owner)
    await put(stack, task_id, status)
    before = await row_of(stack, task_id)
    await run_attempt(stack.kernel, before["id"], 1, worker="w")
    assert await row_of(stack, task_id) == before


async def test_a_zombie_writes_nothing_once_another_attempt_has_begun(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner)
    zombie = await _claim(stack, task_id, 1)
    await write(stack, "UPDATE tasks_task SET status = 'queued', lease_until = NULL")
    await _claim(stack, task_id, 2)
    before = await row_of(stack, task_id)
    with pytest.raises(AttemptLost):
        await zombie.progress(9, 10, "from the grave")
    with pytest.raises(AttemptLost):
        async with zombie.unit_of_work():
            pass
    async with stack.kernel.database.unit_of_work() as uow:
        ended = await end_attempts(uow, [End(zombie.id, 1, Status.SUCCEEDED, result="{}")])
    async with stack.kernel.database.single_write() as single:
        extended = await store.extend_leases(single, [(zombie.id, 1)], until=utc_now() + LEASE)
    assert (ended, extended) == (set(), {})
    assert await row_of(stack, task_id) == before
    assert (before["status"], before["attempt"], before["worker"], before["progress"]) == ("running", 2, "w2", 0.0)


async def test_what_a_zombie_wrote_beside_its_progress_is_rolled_back(stack: Stack, owner: httpx.AsyncClient) -> None:
    context = await _claim(stack, await make(owner), 1)
    before = len(await read(stack, "SELECT name FROM tasks_worker"))
    await write(stack, "UPDATE tasks_task SET attempt = 2")
    ghost = "INSERT INTO tasks_worker (name, slots, started_at, seen_at) VALUES ('ghost', 1, now(), now())"
    with pytest.raises(AttemptLost):
        async with context.unit_of_work() as uow:
            await uow.db.execute(text(ghost))
    assert len(await read(stack, "SELECT name FROM tasks_worker")) == before


async def test_a_cancel_reaches_the_handler_at_its_next_progress(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner)
    context = await _claim(stack, task_id, 1)
    assert (await owner.post(f"/api/tasks/{task_id}/cancel")).json()["status"] == "running"
    with pytest.raises(asyncio.CancelledError):
        await context.progress(1, 10)
    assert context.cancelled.is_set()


@pytest.mark.parametrize(("max_attempts", "status"), [(3, "retrying"), (1, "failed")])
async def test_the_task_of_a_silent_worker_is_taken_back(
    stack: Stack, owner: httpx.AsyncClient, redis_url: str, max_attempts: int, status: str
) -> None:
    lost, held = await make(owner), await make(owner)
    await write(stack, "UPDATE tasks_task SET max_attempts = :n", n=max_attempts)
    await _claim(stack, lost, 1)
    await _claim(stack, held, 1)
    sql = "UPDATE tasks_task SET lease_until = now() - interval '1 second' WHERE public_id = :id"
    await write(stack, sql, id=lost)
    await Dispatcher(stack.kernel, Publisher(redis_url))._keep_house()
    row = await row_of(stack, lost)
    assert (row["status"], row["error"], row.get("lease_until")) == (status, "the worker w1 went silent", None)
    assert (await show(owner, held))["status"] == "running"


async def test_a_failed_attempt_waits_before_the_next_within_its_back_off(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    task_id = await make(owner, "demo.fail")
    began = utc_now()
    await run_attempt(stack.kernel, await _id(stack, task_id), 1, worker="w")
    row = await row_of(stack, task_id)
    assert (row["status"], row["error"]) == ("retrying", "DemoFailure: This demo task fails on purpose.")
    assert began <= row["run_at"] <= utc_now() + timedelta(seconds=0.2)


async def test_a_secret_in_an_error_does_not_reach_the_row(stack: Stack, owner: httpx.AsyncClient) -> None:
    planted = "sk-planted1234567890abcdefghij"

    async def tell(context: TaskContext, _payload: AnyPayload) -> None:
        context.log(f"asking with Bearer {planted}")
        raise ValueError(f"refused: Bearer {planted}")

    with odd_kind(tell) as kind:
        row = await run(stack, await make(owner, kind))
    lines = await read(stack, "SELECT message, detail FROM tasks_log WHERE task_id = :id", id=row["id"])
    assert (row["status"], len(lines)) == ("retrying", 2)
    assert planted not in f"{row['error']} {lines}"


class _Wordless(Exception):
    """Says nothing: Relaydesk fails where it asks for its words."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


async def test_an_attempt_that_relaydesk_itself_fails_at_has_ended_and_is_logged(
    stack: Stack, owner: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    async def fails(_context: TaskContext, _payload: AnyPayload) -> None:
        raise _Wordless

    with odd_kind(fails, max_attempts=2) as kind:
        task_id = await make(owner, kind)
        row = await run(stack, task_id)
        assert (row["status"], row["error_code"]) == ("retrying", "HANDLER_FAILED")
        assert row["error"] == "an error of Relaydesk's own: RuntimeError"
        await put(stack, task_id, "queued")
        assert (await run(stack, task_id, 2))["status"] == "failed"
    lines = (await owner.get(f"/api/tasks/{task_id}/log")).json()["items"]
    assert [line["message"] for line in lines] == ["an error of Relaydesk's own: RuntimeError"] * 2
    out, err = capfd.readouterr()
    assert (out + err).count("attempt_broke") == 2


@pytest.mark.parametrize("result", [1, 0.5, True, "done", [], [1, {"a": None}], {"n": 1}, None])
async def test_any_json_that_a_handler_returns_is_its_result_wherever_it_is_read(
    stack: Stack, owner: httpx.AsyncClient, result: object
) -> None:
    async def work(_context: TaskContext, _payload: AnyPayload) -> object:
        return result

    with odd_kind(work) as kind:
        task_id = await make(owner, kind, cache_ttl_s=60)
        await run(stack, task_id)
        again = await make(owner, kind, cache_ttl_s=60)
    listed = (await owner.get("/api/tasks", params={"kind": kind})).json()["items"]
    assert [(one["id"], one["status"], one["result"]) for one in listed] == [
        (again, "succeeded", result),
        (task_id, "succeeded", result),
    ]
    assert (await show(owner, task_id))["result"] == result
