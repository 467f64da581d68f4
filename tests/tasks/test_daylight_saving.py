"""Clocks that go forward and back: a schedule's runs one after the other, as a dispatcher asks for them."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from relaydesk.tasks.schedules.service import next_cron_run


def runs(cron: str, timezone: str, after: str, *, count: int) -> list[str]:
    found, at = [], datetime.fromisoformat(after).replace(tzinfo=UTC)
    for _ in range(count):
        at = next_cron_run(cron, timezone, at)
        found.append(at.strftime("%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        # 29 March 2026: from 01:59 (UTC+1) to 03:00 (UTC+2); what has no time of its own that day runs once, an hour on
        ("30 2 * * *", "2026-03-28T00:00", ["28 01:30", "29 01:00", "30 00:30"]),
        ("30 3 * * *", "2026-03-28T00:00", ["28 02:30", "29 01:30", "30 01:30"]),
        ("0 * * * *", "2026-03-28T23:30", ["29 00:00", "29 01:00", "29 02:00"]),
        ("*/30 * * * *", "2026-03-29T00:10", ["29 00:30", "29 01:00", "29 01:30"]),
        # 25 October 2026: from 02:59 (UTC+2) back to 02:00 (UTC+1); a time of day comes once, what recurs goes on
        ("30 2 * * *", "2026-10-24T00:00", ["24 00:30", "25 00:30", "26 01:30"]),
        ("30 3 * * *", "2026-10-24T00:00", ["24 01:30", "25 02:30", "26 02:30"]),
        ("0 * * * *", "2026-10-24T23:30", ["25 00:00", "25 01:00", "25 02:00", "25 03:00"]),
        ("*/30 * * * *", "2026-10-25T00:10", ["25 00:30", "25 01:00", "25 01:30", "25 02:00"]),
    ],
)
def test_in_berlin(cron: str, after: str, expected: list[str]) -> None:
    assert runs(cron, "Europe/Berlin", after, count=len(expected)) == expected


def test_where_clocks_go_by_half_an_hour() -> None:
    """Lord Howe, 5 April 2026: from 01:59 (UTC+11) back to 01:30 (UTC+10:30)."""
    expected = ["04 14:00", "04 15:30", "04 16:30"]
    assert runs("0 * * * *", "Australia/Lord_Howe", "2026-04-04T13:30", count=3) == expected


def test_a_whole_year_of_days_has_no_day_twice_and_none_missing() -> None:
    days = [run.split()[0] for run in runs("30 2 * * *", "America/New_York", "2026-01-01T06:00", count=365)]
    assert all(day != other for day, other in pairwise(days))
    assert len(days) == 365
