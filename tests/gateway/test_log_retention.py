"""Retention: whole days of the log are dropped, the sums by hour stay."""

from datetime import UTC, datetime, timedelta
from typing import Any

from attempts import run_attempt
from gateway_admin import Admin
from harness import Stack
from sqlalchemy import text

from relaydesk.gateway.log import store
from relaydesk.gateway.log.store import copy_lines
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import Finished, encode

DAY = timedelta(days=1)


def request(at: datetime, **fields: Any) -> Finished:
    made = {"id": new_request_id(), "started_us": int(at.timestamp() * 1e6), "method": "POST", "path": "/x", **fields}
    return Finished(**{"status": 200, "upstream_id": 1, "upstream": "one", **made})


async def keep(stack: Stack, *records: Finished) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await copy_lines(uow.db, [encode(record).rstrip() for record in records])


async def read(stack: Stack, query: str) -> list[Any]:
    async with stack.kernel.database.read() as db:
        return list((await db.scalars(text(query))).all())


async def clean(admin: Admin, stack: Stack) -> dict[str, Any]:
    """What the task gives once a worker has run it."""
    made = await admin.post("/api/tasks", 202, kind="gateway.clean_log", payload={})
    [number] = await read(stack, "SELECT id FROM tasks_task ORDER BY id DESC LIMIT 1")
    await run_attempt(stack.kernel, number, 1, worker="w")
    done = (await admin.http.get(f"/api/tasks/{made['id']}")).json()
    assert done["status"] == "succeeded", done
    result: dict[str, Any] = done["result"]
    return result


async def test_days_older_than_the_retention_are_dropped_whole_and_the_sums_stay(admin: Admin, stack: Stack) -> None:
    now = datetime.now(UTC)
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    days = [noon - 33 * DAY, noon - 31 * DAY, noon - 29 * DAY]
    async with stack.kernel.database.unit_of_work() as uow:
        await store.LOGGED_DAYS.ensure(uow.db, [day.date() for day in days])
    homeless = [noon - 100 * DAY, noon - 32 * DAY, noon - 28 * DAY]
    await keep(stack, *(request(at) for at in [*days, *homeless, now]))
    done = await clean(admin, stack)
    assert (done["days_dropped"], done["rows_deleted"], done["sums_deleted"]) == (
        [day.date().isoformat() for day in days[:2]],
        2,
        0,
    )
    left = await read(stack, "SELECT started_at FROM gateway_request_log ORDER BY 1")
    assert [at.date() for at in left] == [at.date() for at in (days[2], homeless[2], now)]
    [partition] = await read(stack, f"SELECT to_regclass('gateway_request_log_p{days[2]:%Y%m%d}')::text")
    assert partition is not None
    sums = await admin.http.get("/api/admin/stats", params={"from": (now - 200 * DAY).isoformat()})
    assert sums.json()["totals"]["requests"] == 7
    assert (await clean(admin, stack))["days_dropped"] == []


async def test_sums_are_forgotten_after_400_days(admin: Admin, stack: Stack) -> None:
    now = datetime.now(UTC)
    await keep(stack, request(now - 402 * DAY), request(now - 398 * DAY))
    done = await clean(admin, stack)
    assert done["rows_deleted"] == 2
    in_cuts = await read(stack, "SELECT at FROM gateway_stats_hour UNION ALL SELECT at FROM gateway_stats_day")
    assert (done["sums_deleted"], len(in_cuts)) == (11, 11)
    assert {at.date() for at in in_cuts} == {(now - 398 * DAY).date()}


async def test_a_reader_of_the_log_delays_a_drop_and_not_the_other_readers(admin: Admin, stack: Stack) -> None:
    old = datetime.now(UTC) - 40 * DAY
    async with stack.kernel.database.unit_of_work() as uow:
        await store.LOGGED_DAYS.ensure(uow.db, [old.date()])
    await keep(stack, request(old))
    async with stack.kernel.database.read() as reader:
        await reader.execute(text("SELECT count(*) FROM gateway_request_log"))
        await admin.post("/api/tasks", 202, kind="gateway.clean_log", payload={})
        [number] = await read(stack, "SELECT id FROM tasks_task ORDER BY id DESC LIMIT 1")
        await run_attempt(stack.kernel, number, 1, worker="w")
        assert (await admin.http.get("/api/tasks")).json()["items"][0]["status"] == "retrying"
    assert (await clean(admin, stack))["days_dropped"] == [old.date().isoformat()]


async def test_a_day_whose_rows_came_before_its_partition_stays_where_it_is(admin: Admin, stack: Stack) -> None:
    ahead = datetime.now(UTC) + 20 * DAY
    await keep(stack, request(ahead))
    async with stack.kernel.database.unit_of_work() as uow:
        await store.LOGGED_DAYS.ensure(uow.db, [ahead.date(), (ahead + DAY).date()])
    names = [f"gateway_request_log_p{day:%Y%m%d}" for day in (ahead, ahead + DAY)]
    assert await read(stack, f"SELECT to_regclass('{names[0]}')::text") == [None]
    assert await read(stack, f"SELECT to_regclass('{names[1]}')::text") == [names[1]]
    assert len((await admin.http.get("/api/admin/logs")).json()["items"]) == 1
