"""Ends share the rows that count them: a process that freezes in the middle of one keeps the others up only briefly."""

import httpx
from harness import Stack
from rows import make, row_of
from sqlalchemy import text

from relaydesk.kernel.database import Db, utc_now
from relaydesk.tasks.ends.service import end_tasks
from relaydesk.tasks.ends.store import End, revive
from relaydesk.tasks.types import Status

_PATIENCE = text("SELECT current_setting('idle_in_transaction_session_timeout')")


async def _patience(db: Db) -> str:
    return str((await db.execute(_PATIENCE)).scalar_one())


async def test_postgresql_waits_ten_seconds_for_the_commit_of_an_end(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner)
    row = await row_of(stack, task_id)
    async with stack.kernel.database.unit_of_work() as uow:
        assert await _patience(uow.db) == "1min"
        end = End(row["id"], row["attempt"], Status.CANCELLED)
        assert await end_tasks(uow, [end], waiting=True) == {row["id"]}
        assert await _patience(uow.db) == "10s"
    async with stack.kernel.database.unit_of_work() as uow:
        assert await _patience(uow.db) == "1min"
        assert await revive(uow.db, [task_id], statuses=[Status.CANCELLED], now=utc_now()) == [row["id"]]
        assert await _patience(uow.db) == "10s"
