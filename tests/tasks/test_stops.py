"""An attempt that is to end does so whichever part of its handler was told, and what it has by then is not lost."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import deliver, make, odd_kind, read, row_of, run, write

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.engine import run as engine
from relaydesk.tasks.engine.celery_app import Publisher
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.engine.run import Runner
from relaydesk.tasks.kinds import AnyPayload

Parts = list[Coroutine[Any, Any, None]]
CANCEL = "UPDATE tasks_task SET is_cancel_requested = true"
PAUSE = "UPDATE tasks_task SET is_pause_requested = true"
TAKE_OVER = "UPDATE tasks_task SET attempt = 2, worker = 'another'"


async def _in_a_group(parts: Parts) -> None:
    async with asyncio.TaskGroup() as group:
        for part in parts:
            group.create_task(part)


async def _gathered(parts: Parts) -> None:
    await asyncio.gather(*parts, return_exceptions=True)


@pytest.mark.parametrize("side_by_side", [_in_a_group, _gathered])
@pytest.mark.parametrize(("sql", "status"), [(CANCEL, "cancelled"), (PAUSE, "paused"), (TAKE_OVER, "running")])
async def test_what_parts_of_a_handler_are_told_ends_the_attempt(
    stack: Stack,
    owner: httpx.AsyncClient,
    side_by_side: Callable[[Parts], Awaitable[None]],
    sql: str,
    status: str,
) -> None:
    went_on = []

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        await write(stack, sql)
        await side_by_side([context.checkpoint({"part": number}) for number in range(3)])
        went_on.append(context.attempt)

    with odd_kind(work) as kind:
        row = await run(stack, await make(owner, kind))
    assert (row["status"], row["error"], went_on) == (status, None, [])
    lines = await read(stack, "SELECT message FROM tasks_log WHERE task_id = :id", id=row["id"])
    assert [line["message"] for line in lines] == (["paused"] if status == "paused" else [])


async def test_a_handler_that_ends_well_although_it_was_cancelled_has_succeeded(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def work(context: TaskContext, _payload: AnyPayload) -> dict[str, bool]:
        try:
            await write(stack, CANCEL)  # on a slow machine a heartbeat may tell it of this already
            await _in_a_group([context.progress(1, 2)])
        except asyncio.CancelledError:
            return {"finished": True}
        return {}

    with odd_kind(work) as kind:
        row = await run(stack, await make(owner, kind))
    assert (row["status"], row["result"]) == ("succeeded", {"finished": True})


async def test_a_task_ends_although_its_handler_lets_go_of_what_a_part_was_told(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FORCED_S", 0.1)
    was_told, over = asyncio.Event(), asyncio.Event()

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        await write(stack, CANCEL)
        with contextlib.suppress(asyncio.CancelledError):
            await _gathered([context.progress(1, 2)])
        was_told.set()
        await over.wait()

    with odd_kind(work) as kind:
        task_id = await make(owner, kind)
        await deliver(stack, runner, task_id)
        async with asyncio.timeout(15):
            await was_told.wait()
            while (await row_of(stack, task_id))["status"] == "running":
                await runner._extend_leases()
                await asyncio.sleep(0.05)
        over.set()
        await runner.finish()
    assert (await row_of(stack, task_id))["status"] == "cancelled"


@pytest.mark.parametrize(("max_attempts", "status"), [(2, "paused"), (1, "failed")])
async def test_a_task_that_fails_before_the_checkpoint_where_it_was_to_rest_is_paused_if_it_has_attempts_left(
    stack: Stack, owner: httpx.AsyncClient, max_attempts: int, status: str
) -> None:
    async def work(_context: TaskContext, _payload: AnyPayload) -> None:
        await write(stack, PAUSE)
        raise ValueError("before it")

    with odd_kind(work, max_attempts=max_attempts, is_pausable=True) as kind:
        task_id = await make(owner, kind)
        row = await run(stack, task_id)
        assert (row["status"], row["error"]) == (status, "ValueError: before it")
        if status == "paused":
            assert (await owner.post(f"/api/tasks/{task_id}/resume")).json()["status"] in {"scheduled", "queued"}
            assert (await row_of(stack, task_id))["is_pause_requested"] is False


async def test_a_part_that_fails_beside_one_that_is_paused_is_told(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def fail() -> None:
        raise ValueError("beside it")

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        await write(stack, PAUSE)

        async def part() -> None:
            try:
                await context.checkpoint({})
            finally:
                await fail()

        await _in_a_group([context.checkpoint({}), part()])

    with odd_kind(work, max_attempts=2) as kind:
        row = await run(stack, await make(owner, kind))
    assert (row["status"], row["error_code"]) == ("paused", "HANDLER_FAILED")


async def test_a_task_to_be_paused_rests_where_its_worker_is_lost(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner, redis_url: str
) -> None:
    task_id = await make(owner, "demo.sleep", payload={"seconds": 600})
    await deliver(stack, runner, task_id)
    await write(stack, f"{PAUSE}, lease_until = :past", past=utc_now().replace(year=2020))
    await Dispatcher(stack.kernel, Publisher(redis_url))._keep_house()
    row = await row_of(stack, task_id)
    assert (row["status"], row["error_code"]) == ("paused", "WORKER_LOST")


async def test_what_ends_well_once_its_process_stops_is_kept(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    async def work(_context: TaskContext, _payload: AnyPayload) -> dict[str, bool]:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            return {"finished": True}
        return {}

    with odd_kind(work) as kind:
        task_id = await make(owner, kind)
        await deliver(stack, runner, task_id)
        await runner.stop(grace_s=0.1)
    row = await row_of(stack, task_id)
    assert (row["status"], row["attempt"], row.get("result")) == ("succeeded", 1, {"finished": True})


async def test_what_fails_at_being_broken_off_by_a_stop_is_given_back_and_does_not_count(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    async def work(_context: TaskContext, _payload: AnyPayload) -> None:
        try:
            await asyncio.sleep(600)
        finally:
            raise ValueError("broken off")

    with odd_kind(work, max_attempts=1) as kind:
        task_id = await make(owner, kind)
        await deliver(stack, runner, task_id)
        await runner.stop(grace_s=0.1)
    row = await row_of(stack, task_id)
    assert (row["status"], row["attempt"], row["max_attempts"], row["uncounted_attempts"]) == ("queued", 1, 2, [1])


@pytest.mark.parametrize("error", [ConnectionRefusedError("mail server is away"), TimeoutError("mail server hangs")])
async def test_an_error_of_the_handlers_own_connection_in_a_unit_of_work_is_its_own(
    stack: Stack, owner: httpx.AsyncClient, error: OSError
) -> None:
    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        async with context.unit_of_work():
            raise error

    with odd_kind(work, max_attempts=1) as kind:
        row = await run(stack, await make(owner, kind))
    assert (row["status"], row["error_code"]) == ("failed", "HANDLER_FAILED")
    assert row["error"] == f"{type(error).__name__}: {error}"


async def test_a_line_that_cannot_be_stored_holds_up_no_other_and_no_end(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        for number in range(7):
            context.log(str(number), level="\0" if number == 4 else "info")  # type: ignore[arg-type]

    with odd_kind(work) as kind:
        async with asyncio.timeout(15):
            row = await run(stack, await make(owner, kind))
    lines = await read(stack, "SELECT message FROM tasks_log WHERE task_id = :id ORDER BY id", id=row["id"])
    assert row["status"] == "succeeded"
    assert "".join(line["message"] for line in lines) == "012356"
