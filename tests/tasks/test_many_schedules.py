"""Hundreds of schedules that are due at once: fired in turns, each in a moment, while everything else goes on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from gateway_admin import eventually
from harness import Stack
from rows import read, write
from sqlalchemy import event

from relaydesk.kernel.background import Background
from relaydesk.kernel.database import Database, NoOutlet, utc_now
from relaydesk.kernel.events import Recorded
from relaydesk.tasks.engine import store
from relaydesk.tasks.engine.celery_app import Deliveries
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.schedules.service import AT_ONCE, fire_due_schedules
from relaydesk.tasks.types import DISPATCH

_PLANT = """
INSERT INTO tasks_schedule (name, kind, payload, interval_s, next_run_at)
SELECT lpad(CAST(n AS text), 3, '0'), :kind, jsonb_build_object('n', n), 1,
  now() - interval '5.5 s' - n * interval '1 ms'
FROM generate_series(1, :count) AS n
"""
_LATE = "SELECT count(*) AS n FROM tasks_schedule WHERE next_run_at < now() - interval '3 s'"


async def _fire(stack: Stack) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await fire_due_schedules(uow)


async def _plant(stack: Stack, count: int, *, kind: str = "demo.echo") -> None:
    """Schedules of each second that have missed six times each; the last is due for longest."""
    await write(stack, "DELETE FROM tasks_schedule")
    await write(stack, _PLANT, count=count, kind=kind)


async def test_of_many_that_are_due_those_that_are_due_for_longest_fire_first(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    await _plant(stack, AT_ONCE + 10)
    await _fire(stack)
    tasks = await read(stack, "SELECT public_id, CAST(payload ->> 'n' AS bigint) AS n FROM tasks_task ORDER BY id")
    assert sorted(task["n"] for task in tasks) == sorted([*range(11, AT_ONCE + 11)] * 6)
    assert await read(stack, _LATE) == [{"n": 10}]
    last = {task["n"]: task["public_id"] for task in tasks}
    listed = (await owner.get("/api/schedules", params={"limit": 200})).json()["items"]
    assert {one["payload"]["n"]: one["last_task_id"] for one in listed if one["last_task_id"]} == last
    await _fire(stack)
    assert await read(stack, _LATE) == [{"n": 0}]
    again = await read(stack, "SELECT DISTINCT CAST(payload ->> 'n' AS bigint) AS n FROM tasks_task ORDER BY n")
    assert [task["n"] for task in again] == [*range(1, AT_ONCE + 11)]


class _Notes(NoOutlet):
    """Wake-ups that have left."""

    def __init__(self) -> None:
        self.wakeups: list[str] = []

    async def publish(self, _events: Sequence[Recorded], wakeups: Sequence[str]) -> None:
        self.wakeups += wakeups


@pytest.mark.parametrize(("count", "wakeups"), [(AT_ONCE, [DISPATCH]), (AT_ONCE - 1, [])])
async def test_the_dispatcher_is_told_that_more_may_be_due(
    stack: Stack, client: httpx.AsyncClient, database_url: str, count: int, wakeups: list[str]
) -> None:
    await _plant(stack, count, kind="old.kind")  # of which nothing is to be dispatched
    notes = _Notes()
    database = Database(database_url, pool_size=1, outlet=notes)
    async with database.unit_of_work() as uow:
        await fire_due_schedules(uow)
    await database.close()
    assert notes.wakeups == wakeups


async def test_what_is_not_fired_yet_can_be_deleted_meanwhile(stack: Stack, owner: httpx.AsyncClient) -> None:
    await _plant(stack, AT_ONCE + 1)
    [other] = await read(stack, "SELECT id FROM tasks_schedule WHERE name = '001'")
    async with stack.kernel.database.unit_of_work() as uow:
        await fire_due_schedules(uow)
        assert (await owner.delete(f"/api/schedules/{other['id']}")).status_code == 204


async def test_a_schedule_fires_in_as_few_statements_as_many(stack: Stack, owner: httpx.AsyncClient) -> None:
    counts = []
    for count in (1, 20):
        await _plant(stack, count)
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any, seen: list[str] = seen) -> None:
            seen.append(statement)

        engine = stack.kernel.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        await _fire(stack)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]


class _CountingPublisher:
    """Notes how many schedules were late still when tasks were sent first."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.late: int | None = None

    async def publish(self, _messages: list[Deliveries]) -> None:
        if self.late is None:
            [row] = await read(self._stack, _LATE)
            self.late = row["n"]


async def test_tasks_are_sent_while_schedules_are_late(stack: Stack, owner: httpx.AsyncClient) -> None:
    kernel, publisher = stack.kernel, _CountingPublisher(stack)
    await _plant(stack, 2 * AT_ONCE)
    async with kernel.database.single_write() as one:
        await store.save_worker(one, name="w", slots=4, started_at=utc_now(), now=utc_now())
    dispatcher = Dispatcher(replace(kernel, background=Background()), publisher)  # type: ignore[arg-type]
    dispatcher.start()

    async def has_fired() -> bool:
        return await read(stack, _LATE) == [{"n": 0}]

    await eventually(has_fired)
    await dispatcher.stop()
    assert publisher.late == AT_ONCE
