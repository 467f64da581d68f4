"""A burst of tasks that statistics know nothing of yet: who takes some of them reads these, and not all of them."""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from harness import Stack
from rows import write
from sqlalchemy import text

from relaydesk.kernel.database import SingleWrite, utc_now
from relaydesk.kernel.postgres.statements import Statement
from relaydesk.tasks.engine import store
from relaydesk.tasks.jobs import ECHO
from relaydesk.tasks.queue.service import EnqueueOptions, enqueue_batch

BURST, MESSAGE = 20_000, 10
_BEGIN, _ROLLBACK = Statement(text("BEGIN")), Statement(text("ROLLBACK"))
_READ = Statement(
    text("""
SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_xact_user_tables
WHERE relname = 'tasks_task'
""")
)


async def rows_read(given: SingleWrite) -> int:
    [row] = await given.all(_READ, {})
    return int(row["rows"])


@contextlib.asynccontextmanager
async def undone(stack: Stack) -> AsyncIterator[SingleWrite]:
    """A transaction, since what it has read is counted for it alone."""
    async with stack.kernel.database.single_write() as given:
        await given.all(_BEGIN, {})
        try:
            yield given
        finally:
            await given.all(_ROLLBACK, {})


@pytest.fixture
async def burst(stack: Stack, owner: httpx.AsyncClient) -> Stack:
    """Statistics of a table in which nothing is queued, and then all of these at once."""
    accepted = await owner.post("/api/tasks", json={"kind": "demo.echo", "run_at": "2100-01-01T00:00:00Z"})
    assert accepted.status_code == 202
    await write(stack, "ANALYZE tasks_task")
    async with stack.kernel.database.unit_of_work() as uow:
        for _ in range(BURST // 10_000):
            await enqueue_batch(uow, ECHO.work, [{}] * 10_000, EnqueueOptions(queue="burst"))
    return stack


async def test_what_is_taken_and_claimed_is_all_that_is_read(burst: Stack) -> None:
    now = utc_now()
    async with undone(burst) as given:
        before = await rows_read(given)  # what is not yet counted of transactions before is among it
        taken = await store.take_publishable(given, now, limit=MESSAGE, weights={})
        assert len(taken) == MESSAGE
        published = await rows_read(given) - before
        claimed = await store.claim(given, taken, worker="w", now=now, until=now + timedelta(seconds=30))
        assert len(claimed) == MESSAGE
        begun = await rows_read(given) - published - before
    assert published <= 20 * MESSAGE
    assert begun <= 3 * MESSAGE


async def test_the_oldest_is_known_without_reading_those_behind_it(burst: Stack) -> None:
    async with undone(burst) as given:
        before = await rows_read(given)
        [row] = await given.all(Statement(text(f"SELECT CAST(({store.OLDEST}) AS text) AS at")), {})
        assert row["at"] is not None
        assert await rows_read(given) - before <= MESSAGE
