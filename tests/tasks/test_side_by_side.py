"""Several tasks in one process: beside each other, ended apart, given back when the process stops."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import deliver, make, odd_kind, row_of, show, write

from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.tasks import store
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.engine import run
from relaydesk.tasks.engine.dispatcher import count_to_publish, share_out
from relaydesk.tasks.engine.run import Runner
from relaydesk.tasks.engine.store import Due
from relaydesk.tasks.engine.unwritten import Unwritten
from relaydesk.tasks.errors import AttemptLost
from relaydesk.tasks.kinds import KINDS, AnyPayload, Handler, Kind
from relaydesk.tasks.types import Status


@pytest.fixture
def kind() -> Iterator[str]:
    """A kind whose handler a test gives by `_does`."""
    yield "test.odd"
    KINDS.pop("test.odd", None)


def _does(handler: Handler[AnyPayload]) -> None:
    Kind(name="test.odd", payload=AnyPayload, is_public=True, backoff_s=0).handler(handler)


@pytest.fixture
def room() -> int:
    return 4


@pytest.mark.parametrize(
    ("count", "slots", "most", "sizes"),
    [
        (1, 4, 16, [1]),
        (3, 4, 16, [1, 1, 1]),
        (6, 4, 16, [2, 2, 2]),
        (64, 4, 16, [16] * 4),
        (100, 2, 16, [16] * 6 + [4]),
        (100, 2, 60, [50, 50]),
    ],
)
def test_what_is_ready_is_shared_out_over_the_processes(count: int, slots: int, most: int, sizes: list[int]) -> None:
    deliveries = [(number, 1) for number in range(count)]
    messages = share_out(deliveries, slots, most=most)
    assert [len(message) for message in messages] == sizes
    assert [delivery for message in messages for delivery in message] == deliveries


@pytest.mark.parametrize(
    ("slots", "on_their_way", "ahead", "count"),
    [
        (0, 0, 0, 0),  # nobody works
        (1, 0, 0, 48),
        (1, 47, 0, 1),  # few begin: what ends is replaced at once
        (1, 47, 40, 0),  # many begin: once a quarter is missing
        (1, 36, 40, 12),
        (1, 300, 400, 100),
        (1, 48, 0, 0),
    ],
)
def test_as_many_are_published_as_are_missing(slots: int, on_their_way: int, ahead: int, count: int) -> None:
    due = Due(
        has_ready=True,
        has_due=False,
        has_late=False,
        has_chores=False,
        next_at=None,
        slots=slots,
        running=on_their_way // 2,
        published=on_their_way - on_their_way // 2,
    )
    assert count_to_publish(due, ahead) == count


async def test_as_many_run_at_once_as_there_is_room_and_the_rest_after_them(
    stack: Stack, owner: httpx.AsyncClient, kind: str, runner: Runner
) -> None:
    running, most = 0, 0

    async def count(_context: TaskContext, _payload: AnyPayload) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1

    _does(count)
    task_ids = [await make(owner, kind) for _ in range(10)]
    await deliver(stack, runner, *task_ids)
    await runner.finish()
    assert most == 4
    assert {(await row_of(stack, task_id))["status"] for task_id in task_ids} == {"succeeded"}


async def test_progress_from_inside_a_unit_of_work_is_written_with_its_end(
    stack: Stack, owner: httpx.AsyncClient, kind: str, runner: Runner
) -> None:
    seen: list[float] = []

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        async with context.unit_of_work():
            await context.progress(1, 4, "a quarter")
            seen.append((await row_of(stack, context.public_id))["progress"])
        seen.append((await row_of(stack, context.public_id))["progress"])

    _does(work)
    began = time.monotonic()
    await deliver(stack, runner, await make(owner, kind))
    await runner.finish()
    assert seen == [0.0, 0.25]
    assert time.monotonic() - began < 5


async def test_what_runs_when_the_process_stops_is_given_back_and_its_attempt_does_not_count(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    long, short = await make(owner, "demo.sleep", payload={"seconds": 600}), await make(owner)
    await write(stack, "UPDATE tasks_task SET max_attempts = 1")
    await deliver(stack, runner, long, short)
    await runner.stop(grace_s=0.2)
    row = await row_of(stack, long)
    assert (row["status"], row["attempt"], row["max_attempts"], row["published_at"]) == ("queued", 1, 2, None)
    assert (await show(owner, short))["status"] == "succeeded"


async def test_what_was_cancelled_in_the_last_moment_of_a_stopping_process_is_not_begun_again(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    task_id = await make(owner, "demo.sleep", payload={"seconds": 600})
    await deliver(stack, runner, task_id)
    await write(stack, "UPDATE tasks_task SET is_cancel_requested = true")  # the process has not heard of it yet
    await runner.stop(grace_s=0.2)
    assert (await show(owner, task_id))["status"] == "cancelled"


async def test_what_is_to_be_paused_when_the_process_stops_rests_and_is_paused_once(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    task_id = await make(owner, "demo.progress", payload={"steps": 2, "step_s": 60})
    await deliver(stack, runner, task_id)
    assert (await owner.post(f"/api/tasks/{task_id}/pause")).json()["status"] == "running"
    await runner.stop(grace_s=0.2)
    shown = await show(owner, task_id)
    assert (shown["status"], shown["attempt"], shown["uncounted_attempts"]) == ("paused", 1, [1])
    log = (await owner.get(f"/api/tasks/{task_id}/log")).json()["items"]
    assert [(line["level"], line["message"]) for line in log] == [("state", "paused")]
    assert (await owner.post(f"/api/tasks/{task_id}/resume")).json()["status"] == "queued"
    assert (await row_of(stack, task_id))["is_pause_requested"] is False


async def test_an_end_that_cannot_be_stored_holds_up_no_other(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    stored, refused = await make(owner, payload={"n": 1}), await make(owner, payload={"n": 2})
    check = "CHECK (status <> 'succeeded' OR payload <> '{\"n\": 2}') NOT VALID"
    await write(stack, f"ALTER TABLE tasks_ended ADD CONSTRAINT ck_odd {check}")
    try:
        await deliver(stack, runner, stored, refused)
        await runner.finish()
    finally:
        await write(stack, "ALTER TABLE tasks_ended DROP CONSTRAINT ck_odd")
    found = [((row := await row_of(stack, one))["status"], row["error_code"]) for one in (stored, refused)]
    assert found == [("succeeded", None), ("failed", "END_NOT_STORED")]


async def test_the_end_of_a_next_attempt_is_not_taken_for_the_one_just_written(
    stack: Stack, owner: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (await row_of(stack, await make(owner)))["id"]
    first, second = End(number, 1, Status.RETRYING), End(number, 2, Status.SUCCEEDED)
    sent: list[End] = []

    async def write_slowly(ends: list[End]) -> None:
        sent.extend(ends)
        if second not in sent:
            unwritten.add(second, context)

    unwritten, context = Unwritten(stack.kernel), TaskContext(stack.kernel, number, "task", 1, 3)
    monkeypatch.setattr(unwritten, "_write", write_slowly)
    unwritten.add(first, context)
    await unwritten.write()
    assert sent == [first, second]
    assert unwritten.ends == {}


async def test_what_another_attempt_has_taken_over_is_broken_off(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    task_id = await make(owner, "demo.sleep", payload={"seconds": 600})
    await deliver(stack, runner, task_id)
    await write(stack, "UPDATE tasks_task SET attempt = 2, worker = 'another'")
    await runner._extend_leases()
    async with asyncio.timeout(5):
        await runner.finish()
    row = await row_of(stack, task_id)
    assert (row["status"], row["attempt"], row["worker"]) == ("running", 2, "another")


async def test_the_next_attempt_beside_one_that_was_lost_keeps_its_lease_and_its_end(
    stack: Stack, owner: httpx.AsyncClient, kind: str, runner: Runner
) -> None:
    ended, may_end = [], asyncio.Event()

    async def wait(context: TaskContext, _payload: AnyPayload) -> None:
        try:
            await may_end.wait()
        finally:
            ended.append(context.attempt)

    _does(wait)
    task_id = await make(owner, kind)
    await deliver(stack, runner, task_id)
    await asyncio.sleep(0)
    await write(stack, "UPDATE tasks_task SET status = 'queued'")  # its lease was taken back
    await deliver(stack, runner, task_id, attempt=2)
    before = (await row_of(stack, task_id))["lease_until"]
    await asyncio.sleep(0.01)
    await runner._extend_leases()
    await asyncio.sleep(0.01)
    assert ended == [1]
    await runner._extend_leases()
    assert (await row_of(stack, task_id))["lease_until"] > before
    may_end.set()
    await runner.finish()
    row = await row_of(stack, task_id)
    assert (row["status"], row["attempt"], ended) == ("succeeded", 2, [1, 2])


async def test_what_waits_for_room_is_left_to_others_once_the_process_drains(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    task_ids = [await make(owner, "demo.sleep", payload={"seconds": 600}) for _ in range(7)]
    await write(stack, "UPDATE tasks_task SET published_at = now()")
    waiting = asyncio.create_task(deliver(stack, runner, *task_ids))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    runner.drain()
    async with asyncio.timeout(5):
        await waiting
    rows = [await row_of(stack, task_id) for task_id in task_ids]
    assert [row["status"] for row in rows] == ["running"] * 4 + ["queued"] * 3
    assert {row["published_at"] for row in rows[4:]} == {None}
    await runner.stop(grace_s=0)
    assert {(await row_of(stack, task_id))["status"] for task_id in task_ids} == {"queued"}


async def test_what_finds_no_room_for_long_is_passed_on(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE_S", 0.1)
    task_ids = [await make(owner, "demo.sleep", payload={"seconds": 600}) for _ in range(6)]
    await write(stack, "UPDATE tasks_task SET published_at = now()")
    async with asyncio.timeout(5):
        await deliver(stack, runner, *task_ids)
    rows = [await row_of(stack, task_id) for task_id in task_ids]
    assert [row["status"] for row in rows] == ["running"] * 4 + ["queued"] * 2
    assert {row["published_at"] for row in rows[4:]} == {None}
    await runner.stop(grace_s=0)


async def test_a_database_that_is_away_fails_no_work_by_its_progress(
    stack: Stack, owner: httpx.AsyncClient, kind: str, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_attempt = store.write_attempt

    async def away(*_: Any, **__: Any) -> None:
        raise DatabaseUnavailable

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        monkeypatch.setattr(store, "write_attempt", away)
        await context.checkpoint({"page": 1})
        await context.progress(1, 4, "one")
        monkeypatch.setattr(store, "write_attempt", write_attempt)
        await context.progress(2, 4, "two")
        seen.append(await row_of(stack, context.public_id))

    seen: list[dict[str, Any]] = []
    _does(work)
    await deliver(stack, runner, await make(owner, kind))
    await runner.finish()
    assert [(row["checkpoint"], row["progress"], row["message"]) for row in seen] == [({"page": 1}, 0.5, "two")]


async def test_an_attempt_that_met_a_database_that_was_away_does_not_count(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    async def work(_context: TaskContext, _payload: AnyPayload) -> None:
        raise DatabaseUnavailable

    with odd_kind(work, max_attempts=1) as kind:
        task_id = await make(owner, kind)
        for attempt in (1, 2):
            await deliver(stack, runner, task_id, attempt=attempt)
            await runner.finish()
            row = await row_of(stack, task_id)
            assert (row["status"], row["max_attempts"]) == ("retrying", 1 + attempt)
            assert row["uncounted_attempts"] == list(range(1, 1 + attempt))
            await write(stack, "UPDATE tasks_task SET status = 'queued'")


@pytest.mark.parametrize(
    ("limits", "status", "error"),
    [
        ({}, "cancelled", None),
        ({"timeout_s": 1, "max_attempts": 1}, "failed", "took longer than 1 s, and did not end when it was told to"),
    ],
)
async def test_a_task_ends_although_its_handler_does_not(
    stack: Stack,
    owner: httpx.AsyncClient,
    kind: str,
    runner: Runner,
    monkeypatch: pytest.MonkeyPatch,
    limits: dict[str, int],
    status: str,
    error: str | None,
) -> None:
    monkeypatch.setattr(run, "FORCED_S", 0.2)
    over = asyncio.Event()
    written: list[str] = []

    async def stubborn(context: TaskContext, _payload: AnyPayload) -> None:
        while not over.is_set():
            try:
                await over.wait()
            except asyncio.CancelledError:
                continue
        try:
            await context.progress(1, 1)
        except AttemptLost:
            written.append("refused")

    Kind(name="test.odd", payload=AnyPayload, is_public=True, **limits).handler(stubborn)  # type: ignore[arg-type]
    task_id = await make(owner, kind)
    await deliver(stack, runner, task_id)
    if not limits:
        await owner.post(f"/api/tasks/{task_id}/cancel")
    async with asyncio.timeout(15):
        while (shown := await show(owner, task_id))["finished_at"] is None:
            await runner._extend_leases()
            await asyncio.sleep(0.1)
    assert (shown["status"], shown["error"]) == (status, error)
    assert shown["error_code"] == ("FORCED_END" if error else None)
    over.set()
    await runner.finish()
    assert written == ["refused"]
    assert (await show(owner, task_id))["status"] == status
