"""Times go to PostgreSQL and come back as they are, on every way, and always with UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.postgres.statements import Statement
from relaydesk.kernel.postgres.times import FIRST_TIME, LAST_TIME

_SQL = text("""
SELECT CAST(:time AS timestamptz) AS time, isfinite(CAST(:time AS timestamptz)) AS is_finite,
  CAST(CAST(:time AS timestamptz) AS text) AS shown, CAST(:times AS timestamptz[]) AS times
""")
_ASK = Statement(_SQL)
_STORED = text("SELECT CAST(CAST(:stored AS text) AS timestamptz)")


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (FIRST_TIME, "0001-01-01 00:00:00+00"),
        (LAST_TIME, "9999-12-31 23:59:59.999999+00"),
        (datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), "1969-12-31 23:59:59.999999+00"),
        (datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=5, minutes=30))), "2026-07-01 06:30:00+00"),
    ],
)
async def test_a_time_comes_back_as_it_went(stack: Stack, time: datetime, shown: str) -> None:
    values = {"time": time, "times": [time, None]}
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        by_session = (await uow.db.execute(_SQL, values)).mappings().one()
    [by_driver] = await stack.kernel.database.ask(_ASK, values)
    for row in (by_session, by_driver):
        assert (row["time"], row["is_finite"], row["times"]) == (time, True, [time, None])
        assert (row["time"].tzinfo, row["times"][0].tzinfo) == (UTC, UTC)
    assert by_session["shown"] == shown


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("infinity", LAST_TIME),
        ("-infinity", FIRST_TIME),
        ("20000-01-01 00:00:00+00", LAST_TIME),
        ("0044-03-15 00:00:00+00 BC", FIRST_TIME),
    ],
)
async def test_what_is_beyond_the_calendar_is_read_as_its_end(stack: Stack, stored: str, read: datetime) -> None:
    async with stack.kernel.database.read() as db:
        assert await db.scalar(_STORED, {"stored": stored}) == read
