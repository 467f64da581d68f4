"""Statistics: sums by hour that add each logged request once, read by any column, exported as CSV."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import Admin
from harness import Stack

from relaydesk.gateway.log.store import copy_lines
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import Attempt, Finished, Received, encode
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.gateway.runtime.shipper import Shipper
from relaydesk.gateway.stats.latency import BUCKETS, bound_us, percentile_ms

STATS, EXPORT = "/api/admin/stats", "/api/admin/stats/export"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
RANGE = {"from": "2026-03-04T10:00:00Z", "to": "2026-03-04T15:00:00Z"}


def request(at: datetime = NOON, **fields: Any) -> Finished:
    made = {"id": new_request_id(), "started_us": int(at.timestamp() * 1e6), "method": "POST", "path": "/x", **fields}
    return Finished(**{"status": 200, "upstream_id": 1, "upstream": "one", **made})


async def keep(stack: Stack, *records: Finished) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await copy_lines(uow.db, [encode(record).rstrip() for record in records])


async def stats(admin: Admin, **params: Any) -> dict[str, Any]:
    answer = await admin.http.get(STATS, params={**RANGE, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def varied(admin: Admin, stack: Stack) -> None:
    """Seven requests of three hours."""
    half = timedelta(minutes=30)
    await keep(
        stack,
        request(NOON, model="a", key_id=5, tokens_in=10, tokens_out=1, cost_nanos=7, currency="USD", total_us=10_000),
        request(NOON + half, model="a", key_id=5, tokens_in=20, tokens_out=2, cost_nanos=8, currency="USD"),
        request(NOON + half, model="b", key_id=6, cost_nanos=100, currency="EUR", total_us=30_000, first_byte_us=4000),
        request(NOON + half, model="b", status=503, client_key_id=9),
        request(NOON + 2 * half, upstream_id=2, upstream="two", status=0, client_key_id=9),
    )
    await keep(
        stack,
        request(NOON - half, upstream_id=None, upstream=None, status=404),
        request(NOON, model="a", key_id=5, total_us=10_000, end_reason="truncated"),
    )


async def test_sums_are_read_in_all_and_by_each_column(admin: Admin, varied: None) -> None:
    found = await stats(admin)
    assert (found["from_time"], found["to_time"]) == (RANGE["from"], RANGE["to"])
    totals = found["totals"]
    assert {n: totals[n] for n in ("requests", "errors", "tokens_in", "tokens_out")} == {
        "requests": 7,
        "errors": 4,
        "tokens_in": 30,
        "tokens_out": 3,
    }
    assert totals["costs"] == [{"currency": "EUR", "nanos": 100}, {"currency": "USD", "nanos": 15}]
    assert (totals["average_ms"], totals["average_first_byte_ms"]) == (7.143, 4.0)

    async def by(group: str, **params: Any) -> dict[str, int]:
        return {g["key"]: g["requests"] for g in (await stats(admin, group_by=group, **params))["groups"]}

    assert await by("upstream") == {"one": 5, "": 1, "two": 1}
    assert await by("key") == {"5": 3, "": 3, "6": 1}
    assert await by("client_key") == {"": 5, "9": 2}
    assert await by("model") == {"a": 3, "": 2, "b": 2}
    assert await by("status") == {"200": 4, "0": 1, "404": 1, "503": 1}
    hours = {"2026-03-04T11:00:00Z": 1, "2026-03-04T12:00:00Z": 5, "2026-03-04T13:00:00Z": 1}
    assert await by("hour") == hours
    assert await by("day") == {"2026-03-04T00:00:00Z": 7}
    assert await by("model", upstream="one") == await by("model", upstream="1") == {"a": 3, "b": 2}
    assert await by("model", key_id=5) == {"a": 3}
    assert await by("upstream", client_key_id=9) == {"one": 1, "two": 1}
    assert await by("status", model="b") == {"200": 1, "503": 1}
    assert await by("model", **{"from": "2026-03-04T13:10:00Z"}) == {"": 1}


async def test_the_series_has_a_point_for_each_step_also_for_the_empty_ones(admin: Admin, varied: None) -> None:
    found = await stats(admin)
    assert (found["step_s"], [(p["at"][11:13], p["requests"]) for p in found["series"]]) == (
        3600,
        [("10", 0), ("11", 1), ("12", 5), ("13", 1), ("14", 0)],
    )
    assert (found["series"][0]["p50_ms"], found["series"][2]["costs"][0]) == (None, {"currency": "EUR", "nanos": 100})
    week = await stats(admin, **{"from": "2026-03-01T05:00:00Z", "to": "2026-03-08T00:00:00Z"})
    assert (week["step_s"], len(week["series"]), week["series"][0]["at"]) == (21_600, 28, "2026-03-01T00:00:00Z")
    year = await stats(admin, **{"from": "2025-03-05T00:00:00Z", "to": "2026-03-05T00:00:00Z"})
    assert (year["step_s"], len(year["series"])) == (86_400, 365)
    ages = await stats(admin, **{"from": "0001-01-01T00:00:00Z", "to": "9999-12-31T00:00:00Z"})
    assert (ages["totals"]["requests"], ages["series"][0]["at"]) == (7, "2026-03-04T00:00:00Z")


async def test_a_wrong_range_is_named(admin: Admin) -> None:
    for params in ({"from": RANGE["to"], "to": RANGE["from"]}, {"group_by": "colour"}, {"to": "9999-12-31T23:59:59Z"}):
        refused = await admin.http.get(STATS, params=params)
        assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, next(iter(params)))


@pytest.mark.parametrize("field", ["from", "to"])
@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("path", [STATS, f"{STATS}/export", "/api/admin/logs", "/api/audit"])
async def test_a_time_that_no_calendar_has_in_utc_is_named(admin: Admin, path: str, time: str, field: str) -> None:
    refused = await admin.http.get(path, params={field: time})
    assert refused.status_code == 422
    assert refused.json()["details"] == {
        "errors": [{"field": field, "message": "is not a time that could be"}],
        "reasons": [{"field": field, "type": "time_impossible"}],
    }


async def test_what_is_shipped_twice_counts_once_and_two_shippers_at_once_count_all(
    admin: Admin, stack: Stack, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    journals = [Journal(tmp_path / str(n)) for n in range(2)]
    for journal in journals:
        for n in range(300):
            record = request(now, model=f"m{n % 7}", tokens_in=1)
            journal.received(Received(record.id, record.started_us, record.method, record.path))
            journal.finished(record)

    async def ship_all() -> None:
        shippers = (Shipper(stack.kernel.database, journal, journal.folder.parent) for journal in journals)
        await asyncio.gather(*(shipper.ship_all() for shipper in shippers))

    await ship_all()
    for journal in journals:
        (journal.folder / "acknowledged.json").unlink()
    await ship_all()
    for journal in journals:
        journal.close()
    totals = (await admin.http.get(STATS, params={"upstream": "one"})).json()["totals"]
    assert (totals["requests"], totals["tokens_in"]) == (600, 600)


async def test_an_upstreams_lies_about_its_tokens_lose_no_row(admin: Admin, stack: Stack) -> None:
    for _ in range(3):
        await keep(stack, *(request(tokens_in=2**53 - 1, cost_nanos=2**53, currency="USD") for _ in range(800)))
    totals = (await stats(admin))["totals"]
    assert (totals["requests"], totals["tokens_in"]) == (2400, 2**63 - 1)


def test_percentiles_lie_in_the_bucket_of_the_value() -> None:
    counts = [0] * BUCKETS
    counts[10], counts[20], counts[BUCKETS - 1] = 50, 49, 1
    assert bound_us(10) == 32_000
    hour_us = 3_600_000_000
    assert percentile_ms(counts, 0.5, total_us=hour_us) == 32.0
    assert bound_us(19) / 1000 < (percentile_ms(counts, 0.95, total_us=hour_us) or 0) < bound_us(20) / 1000
    last = [0] * (BUCKETS - 1) + [1]
    assert percentile_ms(counts, 0.999, total_us=hour_us) == percentile_ms(last, 0.5, total_us=hour_us) == 741_455.2
    assert percentile_ms([0] * BUCKETS, 0.5, total_us=0) is None


async def test_no_percentile_is_more_than_the_slowest_request_took(admin: Admin, stack: Stack) -> None:
    await keep(stack, request(total_us=1_050_000))
    alone = (await stats(admin))["totals"]
    assert [alone[name] for name in ("p50_ms", "p95_ms", "p99_ms", "average_ms")] == [1050.0] * 4
    await keep(stack, *(request(total_us=1000) for _ in range(9)))
    totals = (await stats(admin))["totals"]
    assert 1050.0 <= totals["p95_ms"] == totals["p99_ms"] < 1060.0


async def test_a_percentile_is_within_a_fifth_of_the_true_one(admin: Admin, stack: Stack) -> None:
    await keep(stack, *(request(total_us=1000 * n) for n in range(1, 1001)))
    totals = (await stats(admin))["totals"]
    for share in (50, 95, 99):
        assert totals[f"p{share}_ms"] == pytest.approx(share * 10, rel=0.2)


async def exported(admin: Admin, path: str, **params: Any) -> list[list[str]]:
    answer = await admin.http.get(path, params={**RANGE, **params})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.text)))


async def test_statistics_are_exported_as_csv(admin: Admin, varied: None) -> None:
    heading, *lines = await exported(admin, EXPORT, group_by="model")
    assert heading[:5] + heading[-2:] == ["key", "label", "requests", "errors", "estimated", "currency", "cost"]
    estimated = heading.index("estimated")
    assert [line[estimated] for line in lines] == ["0", "0", "0"]
    assert [[line[0], line[2], line[-2], line[-1]] for line in lines] == [
        ["", "2", "", ""],
        ["a", "3", "USD", "0.000000015"],
        ["b", "2", "EUR", "0.000000100"],
    ]
    _, *lines = await exported(admin, EXPORT, group_by="day")
    assert [line[2] for line in lines] == ["7", ""]


async def test_an_export_of_many_groups_has_each_once(admin: Admin, stack: Stack) -> None:
    await keep(stack, *(request(model=f"model {n}") for n in range(2500)))
    _, *lines = await exported(admin, EXPORT, group_by="model")
    assert sorted(line[0] for line in lines) == sorted(f"model {n}" for n in range(2500))


async def test_a_cell_that_a_spreadsheet_would_run_is_defused(admin: Admin, stack: Stack) -> None:
    await keep(stack, *(request(model=m) for m in ("=1+1", "+1", "-1", "@x", '"a", b\n')))
    _, *lines = await exported(admin, EXPORT, group_by="model")
    assert sorted(line[0] for line in lines) == ['"a", b\n', "'+1", "'-1", "'=1+1", "'@x"]


async def test_the_log_is_exported_with_its_filters_and_whole(admin: Admin, stack: Stack) -> None:
    paths = [f"/proxy/one/{n}" for n in range(2300)]
    await keep(stack, *(request(path=path, tags=["a", "b"]) for path in paths), request(path="/other", error="=cmd"))
    heading, *lines = await exported(admin, "/api/admin/logs/export", q="/proxy/one/")
    assert sorted(line[heading.index("path")] for line in lines) == sorted(paths)
    assert {line[heading.index("tags")] for line in lines} == {"a b"}
    _, other = await exported(admin, "/api/admin/logs/export", q="/other")
    at = "2026-03-04T12:00:00+00:00"
    assert [other[heading.index(n)] for n in ("error", "started_at", "cost_nanos")] == ["'=cmd", at, ""]


async def test_a_short_range_is_told_in_steps_of_five_minutes_where_that_is_asked_for(
    admin: Admin, stack: Stack
) -> None:
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    await keep(stack, *(request(hour + timedelta(minutes=minute)) for minute in (7, 8, 12)))
    asked = {"from": hour.isoformat(), "to": (hour + timedelta(hours=1)).isoformat()}
    fine, usual = await stats(admin, **asked, fine=True), await stats(admin, **asked)
    assert (fine["step_s"], len(fine["series"])) == (300, 12)
    assert [point["requests"] for point in fine["series"]] == [0, 2, 1, *[0] * 9]
    assert (usual["step_s"], [point["requests"] for point in usual["series"]]) == (3600, [3])


async def test_keys_say_what_they_did_in_the_last_day(admin: Admin, stack: Stack) -> None:
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    earlier = hour - timedelta(hours=3)
    await keep(
        stack,
        *(request(earlier, key_id=5, status=status) for status in (200, 200, 503)),
        request(hour, key_id=5, status=429, model="a", client_key_id=9),
        request(hour, key_id=6),
        request(hour - timedelta(days=3), key_id=7),
        request(hour, key_id=8),
    )
    answer = await admin.http.get(f"{STATS}/keys", params={"key_id": [5, 6, 7]})
    at = hour.isoformat().replace("+00:00", "Z")
    assert sorted(answer.json(), key=lambda one: one["key_id"]) == [
        {"key_id": 5, "requests": 4, "errors": 2, "failovers": 0, "last_error_at": at, "last_error_status": 429},
        {"key_id": 6, "requests": 1, "errors": 0, "failovers": 0, "last_error_at": None, "last_error_status": None},
    ]


async def test_a_key_counts_each_request_that_was_tried_with_it_also_those_that_went_on(
    admin: Admin, stack: Stack
) -> None:
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

    def tried(*attempts: tuple[int | None, int | None]) -> Finished:
        made = [Attempt(1, key_id, status, None if status else "reset", 1) for key_id, status in attempts]
        key_id, status = attempts[-1]
        return request(hour, key_id=key_id, status=status or 502, attempts=made)

    before = await stats(admin, **{"from": hour.isoformat(), "to": (hour + timedelta(hours=1)).isoformat()})
    await keep(
        stack,
        tried((5, 401), (6, 200)),
        tried((5, 401), (5, 401), (6, 429), (7, None)),
        tried((6, 500), (6, 200)),
        tried((5, 401), (None, 200)),
        request(hour, key_id=5, status=200),
    )
    answer = await admin.http.get(f"{STATS}/keys", params={"key_id": [5, 6, 7]})
    at = hour.isoformat().replace("+00:00", "Z")
    assert sorted(answer.json(), key=lambda one: one["key_id"]) == [
        {"key_id": 5, "requests": 4, "errors": 3, "failovers": 3, "last_error_at": at, "last_error_status": 401},
        {"key_id": 6, "requests": 3, "errors": 1, "failovers": 1, "last_error_at": at, "last_error_status": 429},
        {"key_id": 7, "requests": 1, "errors": 1, "failovers": 0, "last_error_at": at, "last_error_status": 502},
    ]
    after = await stats(admin, **{"from": hour.isoformat(), "to": (hour + timedelta(hours=1)).isoformat()})
    assert after["totals"]["requests"] == before["totals"]["requests"] + 5


@pytest.mark.parametrize("key_id", ["-1", "0", "99999999999999999999"])
async def test_what_is_no_id_of_a_key_is_refused_by_its_name(admin: Admin, key_id: str) -> None:
    answer = await admin.http.get(f"{STATS}/keys", params={"key_id": ["1", key_id]})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, ["key_id.1"])
