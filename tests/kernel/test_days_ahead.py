"""Partitions of the coming days: made ahead, without hurry and without holding up whoever writes."""

import time
from datetime import timedelta

import pytest
from harness import Stack
from sqlalchemy import func, select, text

from relaydesk.kernel.daily import ahead
from relaydesk.kernel.daily.ahead import AGAIN_S, DaysAhead
from relaydesk.kernel.daily.partitions import DailyPartitions, partition_of
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.ends.store import ENDED_DAYS

TABLE = "tasks_ended"


async def _days(stack: Stack) -> int:
    today = utc_now().date()
    wanted = [partition_of(TABLE, today + timedelta(days=n)) for n in range(3)]
    async with stack.kernel.database.read() as db:
        return len([name for name in wanted if await db.scalar(select(func.to_regclass(name)))])


async def test_a_long_reader_keeps_a_day_from_being_made_for_a_while_and_nobody_from_writing(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, days = stack.kernel.database, DaysAhead(ENDED_DAYS)
    async with database.unit_of_work() as uow:
        for day in await ENDED_DAYS.days(uow.db):
            await ENDED_DAYS.drop(uow.db, day)
    async with database.read() as reader:
        await reader.execute(text("SELECT count(*) FROM tasks_ended"))  # as a backup does, until its end
        began = time.monotonic()
        await days.make(database)
        assert time.monotonic() - began < 4
        await days.make(database)  # which is not tried again at once
        assert time.monotonic() - began < 4
        assert await _days(stack) == 0
    monkeypatch.setattr(ahead.time, "monotonic", lambda now=time.monotonic: now() + AGAIN_S + 1)
    await days.make(database)
    assert await _days(stack) == 3


async def test_a_table_that_is_not_there_is_no_reason_to_write_nothing(stack: Stack) -> None:
    await DaysAhead(DailyPartitions("tasks_nowhere", column="at")).make(stack.kernel.database)
