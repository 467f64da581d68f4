"""A handler that is long in a unit of work: what has committed is not begun again, and nobody waits for it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import deliver, make, odd_kind, read, row_of, show, write

from relaydesk.kernel.background import Background
from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.ends.follower import NAME, start_following
from relaydesk.tasks.ends.service import end_attempts, give_back
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.engine import store
from relaydesk.tasks.engine.celery_app import Publisher
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.engine.run import Runner
from relaydesk.tasks.errors import AttemptLost
from relaydesk.tasks.jobs import ECHO
from relaydesk.tasks.kinds import AnyPayload
from relaydesk.tasks.tables import Cascade
from relaydesk.tasks.types import LEASE, Claimed, Status

RUN_OUT = "UPDATE tasks_task SET lease_until = :until WHERE status = 'running'"
COUNT_S = 2.5


async def _run_out(stack: Stack, left_s: float = -60) -> None:
    """Has all leases run out then: as if whoever extends them stood still."""
    await write(stack, RUN_OUT, until=utc_now() + timedelta(seconds=left_s))


async def _claim(stack: Stack, task_id: str) -> tuple[Claimed, TaskContext]:
    """What a worker has of its first attempt."""
    number, now = (await row_of(stack, task_id))["id"], utc_now()
    async with stack.kernel.database.single_write() as single:
        [row] = await store.claim(single, [(number, 1)], worker="w", now=now, until=now + LEASE)
    return row, TaskContext(stack.kernel, row.id, task_id, 1, row.max_attempts)


@pytest.mark.parametrize("left_s", [-60, 0.3], ids=["before it", "in it"])
async def test_what_a_handler_commits_is_not_begun_again_although_its_lease_has_run_out(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner, redis_url: str, left_s: float
) -> None:
    dispatcher = Dispatcher(stack.kernel, Publisher(redis_url))

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        await _run_out(stack, left_s)
        async with context.unit_of_work() as uow:
            await ECHO.enqueue(uow, AnyPayload())
            await asyncio.sleep(max(0, left_s))
            await dispatcher._keep_house()  # cannot have it now
        await dispatcher._keep_house()

    with odd_kind(work) as kind:
        task_id = await make(owner, kind)
        await deliver(stack, runner, task_id)
        await runner.finish()
    row = await show(owner, task_id)
    assert (row["status"], row["attempt"], row["error_code"]) == ("succeeded", 1, None)
    assert len(await read(stack, "SELECT id FROM tasks_task WHERE kind = 'demo.echo'")) == 1


async def test_a_lease_is_extended_while_a_handler_holds_its_row(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    leases = []

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        async with context.unit_of_work():
            for _ in range(2):
                leases.append((await row_of(stack, context.public_id))["lease_until"])
                await runner._extend_leases()

    with odd_kind(work) as kind:
        await deliver(stack, runner, await make(owner, kind))
        await runner.finish()
    assert leases[0] < leases[1]


async def _alone(client: httpx.AsyncClient, task_id: str, _other: str) -> httpx.Response:
    return await client.post(f"/api/tasks/{task_id}/cancel")


async def _beside_another(client: httpx.AsyncClient, task_id: str, other: str) -> httpx.Response:
    return await client.post("/api/tasks/bulk", json={"action": "cancel", "ids": [task_id, other]})


@pytest.mark.parametrize("cancel", [_alone, _beside_another])
async def test_a_task_is_cancelled_while_its_handler_is_in_a_unit_of_work(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner, cancel: Callable[..., Awaitable[httpx.Response]]
) -> None:
    holds = asyncio.Event()

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        async with context.unit_of_work() as uow:
            await ECHO.enqueue(uow, AnyPayload())
            holds.set()
            await asyncio.sleep(600)

    other = await make(owner, "demo.sleep")
    with odd_kind(work) as kind:
        task_id = await make(owner, kind)
        await deliver(stack, runner, task_id)
        async with asyncio.timeout(10):
            await holds.wait()
            answer = await cancel(owner, task_id, other)
            await runner.finish()
    assert answer.status_code == 200, answer.text
    assert (await show(owner, task_id))["status"] == "cancelled"
    assert (await show(owner, other))["status"] == ("queued" if cancel is _alone else "cancelled")
    assert await read(stack, "SELECT id FROM tasks_task WHERE kind = 'demo.echo'") == []  # it was rolled back


async def _retry(uow: UnitOfWork, row: Claimed) -> None:
    await end_attempts(uow, [End(row.id, row.attempt, Status.RETRYING, run_at=utc_now())])


async def _give_back(uow: UnitOfWork, row: Claimed) -> None:
    await give_back(uow, [row])


@pytest.mark.parametrize("begin_again", [_retry, _give_back])
async def test_an_attempt_is_not_begun_again_while_a_part_of_its_handler_is_in_a_unit_of_work(
    stack: Stack,
    owner: httpx.AsyncClient,
    begin_again: Callable[[UnitOfWork, Claimed], Awaitable[None]],
) -> None:
    row, context = await _claim(stack, await make(owner))
    began = asyncio.Event()

    async def end() -> None:
        async with stack.kernel.database.unit_of_work() as uow:
            began.set()
            await begin_again(uow, row)

    async with context.unit_of_work():
        ending = asyncio.create_task(end())
        await began.wait()
        await asyncio.wait([ending], timeout=0.5)
        assert not ending.done()
    await ending
    with pytest.raises(AttemptLost):
        async with context.unit_of_work():
            pass


@contextlib.asynccontextmanager
async def _locked_cascade(stack: Stack, _owner: httpx.AsyncClient) -> AsyncIterator[None]:
    """An end that somebody else follows up just now."""
    await write(stack, "INSERT INTO tasks_cascade (id, public_id, status) VALUES (1, 'task_1', 'failed')")
    async with stack.kernel.database.unit_of_work() as uow:
        assert await uow.db.get_locked(Cascade, 1)
        yield


@contextlib.asynccontextmanager
async def _held_lease(stack: Stack, owner: httpx.AsyncClient) -> AsyncIterator[None]:
    """A lease that has run out, of a row that its handler holds."""
    _, context = await _claim(stack, await make(owner))
    await _run_out(stack)
    async with context.unit_of_work():
        yield


@contextlib.asynccontextmanager
async def _spared_lease(stack: Stack, owner: httpx.AsyncClient) -> AsyncIterator[None]:
    """One that a dispatcher that has just begun leaves for a while."""
    await _claim(stack, await make(owner))
    await _run_out(stack)
    yield


class _Unheard:
    """Nobody wakes who listens to this; it counts how often they rest."""

    def __init__(self) -> None:
        self.rests = 0

    @contextlib.asynccontextmanager
    async def listen(self, _channel: str) -> AsyncIterator["_Unheard"]:
        yield self

    async def wait(self, seconds: float) -> None:
        self.rests += 1
        await asyncio.sleep(seconds)


@pytest.mark.parametrize("chore", [_locked_cascade, _held_lease, _spared_lease])
async def test_the_dispatcher_rests_while_there_is_a_chore_that_it_cannot_do(
    stack: Stack, owner: httpx.AsyncClient, redis_url: str, chore: Any
) -> None:
    await stack.kernel.background.end(NAME)
    unheard: Any = _Unheard()
    dispatcher = Dispatcher(replace(stack.kernel, background=Background(), wakeups=unheard), Publisher(redis_url))
    async with chore(stack, owner):
        dispatcher.start()
        await asyncio.sleep(COUNT_S)
        await dispatcher.stop()
    start_following(stack.kernel)
    assert unheard.rests in {2, 3}  # a second each


async def test_a_part_that_goes_on_in_a_unit_of_work_holds_up_its_own_task_alone(
    stack: Stack, owner: httpx.AsyncClient, runner: Runner
) -> None:
    may_leave, parts = asyncio.Event(), []

    async def work(context: TaskContext, _payload: AnyPayload) -> None:
        is_in = asyncio.Event()

        async def part() -> None:
            async with context.unit_of_work():
                is_in.set()
                await may_leave.wait()

        parts.append(asyncio.create_task(part()))
        await is_in.wait()

    with odd_kind(work) as kind:
        held, free = await make(owner, kind), await make(owner)
        await deliver(stack, runner, held, free)
        finishing = asyncio.create_task(runner.finish())
        async with asyncio.timeout(5):
            while (await show(owner, free))["status"] != "succeeded":  # noqa: ASYNC110 - as anybody looks
                await asyncio.sleep(0.05)
        assert ((await show(owner, held))["status"], finishing.done()) == ("running", False)
        may_leave.set()
        await asyncio.gather(finishing, *parts)
        assert (await show(owner, held))["status"] == "succeeded"
