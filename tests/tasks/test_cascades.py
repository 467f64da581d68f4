"""Ends that take thousands with them: in few statements, and in transactions of a bounded size."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
from gateway_admin import eventually
from harness import Stack
from rows import make, read, row_of, run, show, write
from sqlalchemy import event

from relaydesk.kernel.database import Database, Db, NoOutlet
from relaydesk.kernel.events import Event, Recorded
from relaydesk.tasks.ends.follower import NAME, start_following
from relaydesk.tasks.ends.service import AT_ONCE, end_tasks, follow_up
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.types import Status, TaskFinished

MORE = 300
_INSERT = """
INSERT INTO tasks_task (public_id, payload, kind, status, max_attempts, timeout_s, created_at, run_at, rank, after)
SELECT 'task_' || n, '{}', 'demo.echo', 'waiting', 1, 60, now(), now(), now(), :after
FROM generate_series(1, :count) AS n ORDER BY n
"""
_CHAIN = """
INSERT INTO tasks_dependency (task_id, on_id)
SELECT id, lag(id, 1, :root) OVER (ORDER BY id) FROM tasks_task WHERE id > :root
"""
_FAN = "INSERT INTO tasks_dependency (task_id, on_id) SELECT id, :root FROM tasks_task WHERE id > :root"


@pytest.fixture
async def alone(stack: Stack) -> AsyncIterator[None]:
    """Nobody follows up ends but the test itself."""
    await stack.kernel.background.end(NAME)
    yield
    start_following(stack.kernel)


async def _plant(stack: Stack, owner: httpx.AsyncClient, shape: str, *, count: int, after: str = "success") -> str:
    """A task, and as many that wait for it: each for the one before it, or all for the first."""
    root = await make(owner)
    await write(stack, _INSERT, count=count, after=after)
    await write(stack, shape, root=(await row_of(stack, root))["id"])
    return root


async def _end(stack: Stack, task_id: str, status: Status) -> int:
    """How many have ended by it."""
    row = await row_of(stack, task_id)
    async with stack.kernel.database.unit_of_work() as uow:
        return len(await end_tasks(uow, [End(row["id"], row["attempt"], status)], waiting=True))


async def _follow_up(stack: Stack) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await follow_up(uow)


async def _count(stack: Stack) -> dict[str, int]:
    """The tasks by status, with the ends that are to be followed up and the dependencies that are left."""
    tasks = "(SELECT status FROM tasks_task UNION ALL SELECT status FROM tasks_ended)"
    rows = await read(stack, f"SELECT status, count(*) AS n FROM {tasks} AS t GROUP BY 1")  # noqa: S608
    [left] = await read(
        stack,
        "SELECT (SELECT count(*) FROM tasks_cascade) AS cascades, (SELECT count(*) FROM tasks_dependency) AS held",
    )
    return {row["status"]: row["n"] for row in rows} | {name: n for name, n in left.items() if n}


async def _statements(stack: Stack, task_id: str) -> int:
    """How many it takes to fail a task."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    engine = stack.kernel.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await _end(stack, task_id, Status.FAILED)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


async def test_a_chain_takes_as_many_statements_as_a_fan(stack: Stack, owner: httpx.AsyncClient) -> None:
    fan = await _statements(stack, await _plant(stack, owner, _FAN, count=50))
    await write(stack, "DELETE FROM tasks_ended")
    assert await _statements(stack, await _plant(stack, owner, _CHAIN, count=50)) == fan
    assert await _count(stack) == {"failed": 51}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("shape", [_CHAIN, _FAN], ids=["chain", "fan"])
async def test_of_thousands_that_fail_the_rest_does_so_in_later_transactions(
    stack: Stack, owner: httpx.AsyncClient, shape: str
) -> None:
    root = await _plant(stack, owner, shape, count=AT_ONCE + MORE)
    last = f"task_{AT_ONCE + MORE}"
    before_last = root if shape == _FAN else f"task_{AT_ONCE + MORE - 1}"
    whatever = await make(owner, depends_on=[last], after="any")
    assert await _end(stack, root, Status.CANCELLED) == AT_ONCE + 1
    held = MORE + 1
    assert await _count(stack) == {
        "cancelled": 1, "failed": AT_ONCE, "waiting": held, "cascades": 1, "held": held
    }  # fmt: skip
    await _follow_up(stack)
    assert await _count(stack) == {"cancelled": 1, "failed": AT_ONCE + MORE, "queued": 1}
    row, word = await show(owner, last), "was cancelled" if shape == _FAN else "failed"
    assert (row["status"], row["error"]) == ("failed", f"{before_last}, on which it depends, {word}")
    assert (await show(owner, whatever))["status"] == "queued"


class _Notes(NoOutlet):
    """Events that were recorded."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def keep(self, _db: Db, events: Sequence[Event]) -> list[Recorded]:
        self.events += events
        return []


async def test_each_that_falls_is_an_event(stack: Stack, owner: httpx.AsyncClient, database_url: str) -> None:
    root = (await row_of(stack, await _plant(stack, owner, _CHAIN, count=3)))["id"]
    notes = _Notes()
    database = Database(database_url, pool_size=1, outlet=notes)
    async with database.unit_of_work() as uow:
        await end_tasks(uow, [End(root, 0, Status.CANCELLED)], waiting=True)
    await database.close()
    rows = await read(stack, "SELECT public_id, kind, status FROM tasks_ended ORDER BY id")
    assert [row["status"] for row in rows] == ["cancelled", "failed", "failed", "failed"]
    assert notes.events == [
        TaskFinished(task_id=row["public_id"], kind=row["kind"], status=Status(row["status"])) for row in rows
    ]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("status", "after"), [(Status.SUCCEEDED, "success"), (Status.FAILED, "any")])
async def test_of_thousands_that_begin_the_rest_does_so_in_later_transactions(
    stack: Stack, owner: httpx.AsyncClient, status: Status, after: str
) -> None:
    root = await _plant(stack, owner, _FAN, count=AT_ONCE + MORE, after=after)
    await _end(stack, root, status)
    assert await _count(stack) == {status: 1, "queued": AT_ONCE, "waiting": MORE, "cascades": 1, "held": MORE}
    await _follow_up(stack)
    assert await _count(stack) == {status: 1, "queued": AT_ONCE + MORE}


async def test_of_two_ways_to_one_task_the_reason_is_the_first_end(stack: Stack, owner: httpx.AsyncClient) -> None:
    first = await make(owner)
    second = await make(owner, depends_on=[first])
    third = await make(owner, depends_on=[second, first, await make(owner)])
    fourth = await make(owner, depends_on=[third, second])
    assert await _end(stack, first, Status.CANCELLED) == 4
    errors = [(await show(owner, one))["error"] for one in (second, third, fourth)]
    whys = (f"{first}, on which it depends, was cancelled", f"{second}, on which it depends, failed")
    assert errors == [whys[0], whys[0], whys[1]]
    assert await read(stack, "SELECT * FROM tasks_dependency") == []


async def test_what_waits_for_one_that_fell_and_for_another_is_begun_by_the_last(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    first, other = await make(owner), await make(owner)
    second = await make(owner, depends_on=[first])
    last = await make(owner, depends_on=[first, second, other], after="any")
    await _end(stack, first, Status.FAILED)
    assert (await show(owner, last))["status"] == "waiting"
    await run(stack, other)
    assert (await show(owner, last))["status"] == "queued"


@pytest.mark.usefixtures("alone")
async def test_one_that_is_retried_before_the_rest_is_told_is_waited_for_again(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    root = await _plant(stack, owner, _FAN, count=AT_ONCE + MORE)
    await _end(stack, root, Status.FAILED)
    assert (await owner.post(f"/api/tasks/{root}/retry")).status_code == 200
    await _follow_up(stack)
    waits = {"failed": AT_ONCE, "waiting": MORE, "held": MORE}
    assert await _count(stack) == {**waits, "queued": 1}
    await _end(stack, root, Status.SUCCEEDED)
    assert await _count(stack) == {"failed": AT_ONCE, "succeeded": 1, "queued": MORE}


@pytest.mark.parametrize("shape", [_CHAIN, _FAN], ids=["chain", "fan"])
async def test_of_thousands_all_fall_where_no_dispatcher_is(stack: Stack, owner: httpx.AsyncClient, shape: str) -> None:
    root = await _plant(stack, owner, shape, count=2 * AT_ONCE + MORE)
    assert (await owner.post(f"/api/tasks/{root}/cancel")).status_code == 200

    async def has_fallen() -> bool:
        return await _count(stack) == {"cancelled": 1, "failed": 2 * AT_ONCE + MORE}

    await eventually(has_fallen)


@pytest.mark.usefixtures("alone")
async def test_many_follow_up_at_once_without_waiting_for_each_other(stack: Stack, owner: httpx.AsyncClient) -> None:
    root = await _plant(stack, owner, _FAN, count=2 * AT_ONCE + MORE)
    await _end(stack, root, Status.FAILED)
    async with stack.kernel.database.unit_of_work() as uow:
        assert await follow_up(uow)
        await _follow_up(stack)  # finds nothing that is free
    assert await _count(stack) == {"failed": 2 * AT_ONCE + 1, "waiting": MORE, "cascades": 1, "held": MORE}
    await asyncio.gather(*(_follow_up(stack) for _ in range(3)))
    assert await _count(stack) == {"failed": 2 * AT_ONCE + MORE + 1}
