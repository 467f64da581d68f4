"""How each kind does: how many have ended and how, how long they waited and ran."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from harness import Stack
from prometheus_client import REGISTRY
from rows import make, put, row_of, run, write

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import collect_figures
from relaydesk.tasks.ends.store import give_back
from relaydesk.tasks.engine.store import find_waiting
from relaydesk.tasks.types import ROOM


async def test_each_kind_is_counted_and_timed(stack: Stack, owner: httpx.AsyncClient) -> None:
    for _ in range(3):
        await run(stack, await make(owner))
    for status in ("failed", "cancelled"):
        await put(stack, await make(owner), status)
    await put(stack, await make(owner, "demo.fail"), "failed")
    await write(
        stack,
        "UPDATE tasks_ended SET started_at = run_at + interval '2 s', finished_at = run_at + interval '5 s'"
        " WHERE started_at IS NOT NULL",
    )
    echo, fail = (await owner.get("/api/tasks/stats")).json()
    assert echo == {
        "kind": "demo.echo",
        "count": 5,
        "failures": 1,
        "cancelled": 1,
        "wait_p50_ms": 2000.0,
        "wait_p95_ms": 2000.0,
        "run_p50_ms": 3000.0,
        "run_p95_ms": 3000.0,
    }
    assert (fail["kind"], fail["count"], fail["failures"], fail["run_p50_ms"]) == ("demo.fail", 1, 1, None)
    await write(stack, "UPDATE tasks_ended_count SET day = day - 10")
    assert (await owner.get("/api/tasks/stats")).json() == []
    assert len((await owner.get("/api/tasks/stats", params={"days": 11})).json()) == 2


async def test_health_tells_when_tasks_wait_beside_free_workers(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def tasks_health() -> dict[str, Any]:
        return dict((await owner.get("/api/health/detailed")).json()["tasks"])

    await make(owner)
    assert (await tasks_health())["status"] == "down"  # no worker at all
    worker = "INSERT INTO tasks_worker (name, slots, started_at, seen_at) VALUES ('w', 2, now(), now())"
    await write(stack, worker)
    assert (await tasks_health())["status"] == "ok"
    before = "now() - interval '2 minutes'"
    await write(stack, f"UPDATE tasks_task SET created_at = {before}, run_at = {before}")  # noqa: S608 - a time of ours
    health = await tasks_health()
    assert (health["status"], health["reason"]) == ("degraded", "NoDelivery")
    for _ in range(2):
        await put(stack, await make(owner), "running")
    assert (await tasks_health())["status"] == "degraded"  # each has room for more
    for _ in range(2 * ROOM - 2):
        await put(stack, await make(owner), "running")
    assert (await tasks_health())["status"] == "ok"  # they are busy


async def test_metrics_show_each_status_of_a_kind_as_it_is_now(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def shown() -> list[float | None]:
        await collect_figures(stack.kernel)
        statuses = ("queued", "running", "retrying", "succeeded")
        return [REGISTRY.get_sample_value("tasks", {"kind": "demo.echo", "status": one}) for one in statuses]

    task_id = await make(owner)
    await put(stack, task_id, "running")
    assert await shown() == [0, 1, 0, 0]
    await put(stack, task_id, "succeeded")
    assert await shown() == [0, 0, 0, 1]
    for table in ("tasks_ended", "tasks_ended_count"):
        await write(stack, f"DELETE FROM {table}")  # noqa: S608 - names of ours
    assert await shown() == [0, 0, 0, 0]


async def _release(stack: Stack, owner: httpx.AsyncClient) -> str:
    first = await make(owner)
    last = await make(owner, depends_on=[first])
    await write(stack, LONG_AGO)
    await run(stack, first)
    return last


async def _retry(stack: Stack, owner: httpx.AsyncClient) -> str:
    task_id = await make(owner)
    await write(stack, LONG_AGO)
    await put(stack, task_id, "failed")
    await owner.post(f"/api/tasks/{task_id}/retry")
    return task_id


async def _resume(stack: Stack, owner: httpx.AsyncClient) -> str:
    task_id = await make(owner)
    await owner.post(f"/api/tasks/{task_id}/pause")
    await write(stack, LONG_AGO)
    await owner.post(f"/api/tasks/{task_id}/resume")
    return task_id


async def _give_back(stack: Stack, owner: httpx.AsyncClient) -> str:
    task_id = await make(owner)
    await put(stack, task_id, "running")
    await write(stack, LONG_AGO)
    row = await row_of(stack, task_id)
    async with stack.kernel.database.unit_of_work() as uow:
        await give_back(uow.db, [(row["id"], row["attempt"])], utc_now())
    return task_id


async def _ask_for_the_past(_stack: Stack, owner: httpx.AsyncClient) -> str:
    return await make(owner, run_at="2020-01-01T00:00:00Z")


LONG_AGO = "UPDATE tasks_task SET run_at = now() - interval '1 hour'"


@pytest.mark.parametrize("make_runnable", [_release, _retry, _resume, _give_back, _ask_for_the_past])
async def test_a_task_has_waited_since_it_could_run(
    stack: Stack, owner: httpx.AsyncClient, make_runnable: Callable[[Stack, httpx.AsyncClient], Awaitable[str]]
) -> None:
    began = utc_now()
    row = await row_of(stack, await make_runnable(stack, owner))
    assert (row["status"], began <= row["run_at"] <= utc_now()) == ("queued", True)
    since_began_s = (utc_now() - began).total_seconds()
    assert (await collect_figures(stack.kernel))["oldest_waiting_seconds"] < since_began_s + 1
    assert (await find_waiting(stack.kernel.database, "w")).oldest_s < since_began_s + 1


async def test_a_task_that_is_cancelled_while_it_rests_counts_in_no_percentile_and_once_retried_begins_anew(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    task_id = await make(owner)
    await put(stack, task_id, "paused")
    await write(
        stack,
        "UPDATE tasks_task SET attempt = 1, uncounted_attempts = ARRAY[1], started_at = now() - interval '10 hours'",
    )
    assert (await owner.post(f"/api/tasks/{task_id}/cancel")).json()["status"] == "cancelled"
    [echo] = (await owner.get("/api/tasks/stats")).json()
    assert (echo["count"], echo["run_p50_ms"]) == (1, None)
    began = utc_now()
    await owner.post(f"/api/tasks/{task_id}/retry")
    ended = await run(stack, task_id, 2)
    assert (ended["status"], ended["started_at"] >= began) == ("succeeded", True)
