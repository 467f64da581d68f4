"""How each kind does: how many have ended and how, how long they waited and ran."""

from typing import Any

import httpx
from harness import Stack
from rows import make, put, run, write

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
