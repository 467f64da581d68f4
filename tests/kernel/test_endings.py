"""Background tasks end when they are told to, in the middle of a statement and past drivers that do not listen."""

import asyncio

import pytest
from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.background import end_tasks
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.postgres.failures import translated_failures


async def test_a_task_that_swallows_a_cancellation_is_cancelled_again() -> None:
    swallowed = []

    async def stubborn() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if len(swallowed) == 1:
                    raise
                swallowed.append(1)

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await end_tasks([task])
    assert (task.cancelled(), swallowed) == (True, [1])


async def test_a_failure_while_a_task_is_being_cancelled_stays_a_cancellation() -> None:
    async def failing_to_close() -> None:
        with translated_failures():
            try:
                await asyncio.sleep(60)
            finally:
                raise OSError

    task = asyncio.create_task(failing_to_close())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_failure_of_its_own_is_told_as_a_database_that_is_away() -> None:
    with pytest.raises(DatabaseUnavailable), translated_failures():
        raise OSError


async def test_a_leader_that_is_cancelled_in_the_middle_of_a_statement_gives_its_lock_up(stack: Stack) -> None:
    database, entered = stack.kernel.database, asyncio.Event()

    async def lead() -> None:
        async with database.leadership(4711) as leadership:
            assert leadership is not None
            entered.set()
            async with database.read() as db:
                await db.execute(text("SELECT pg_sleep(30)"))

    task = asyncio.create_task(lead())
    async with asyncio.timeout(10):
        await entered.wait()
        await asyncio.sleep(0.1)
        await end_tasks([task])
        assert task.cancelled()
        async with database.leadership(4711) as again:
            assert again is not None
