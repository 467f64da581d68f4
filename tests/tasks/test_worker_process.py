"""A real worker process beside the application: runs, retries, shows progress, cancels, survives `kill -9`."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import holds
import httpx
import pytest
from databases import clone_database
from events import read_events
from harness import OWNER_EMAIL, OWNER_PASSWORD, Stack, start_stack
from rows import make, read, show
from sqlalchemy import update

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.tables import Task
from relaydesk.tasks.types import ROOM

Worker = asyncio.subprocess.Process


@pytest.fixture(scope="module")
async def served(worker_number: int, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Stack, Worker]]:
    """An application on a database of its own, with a worker process that nothing else feeds."""
    database = await clone_database(f"relaydesk_worker_{worker_number}")
    redis = f"{os.environ['RELAYDESK_TEST_REDIS']}?db={8 + worker_number}"
    folder = tmp_path_factory.mktemp("worker")
    async with start_stack(database, redis, folder) as running:
        await running.clean()
        process = await _start_worker(database, redis, folder)
        yield running, process
        await _stop(process)
    assert holds.in_log((folder / "worker.log").read_text()) == []


@pytest.fixture(scope="module")
async def shop(served: tuple[Stack, Worker]) -> Stack:
    return served[0]


async def _stop(process: Worker) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        assert await process.wait() == 0


async def _start_worker(database: str, redis: str, folder: Path) -> Worker:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "SECRET_KEY": "k" * 40,
        "ENCRYPTION_KEYS": "test-encryption-key",
        "RELAYDESK_DATA_DIR": str(folder),
        "WORKER_MIN": "2",
        "WORKER_MAX": "2",
        "LOG_FORMAT": "json",
    }
    with (folder / "worker.log").open("wb") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "relaydesk", "worker", env=environment, stdout=output, stderr=output
        )


@pytest.fixture(scope="module")
async def person(shop: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with shop.client() as client:
        login = await client.post("/api/auth/login", json={"email": OWNER_EMAIL, "password": OWNER_PASSWORD})
        client.headers["Authorization"] = f"Bearer {login.json()['access_token']}"
        yield client


async def _watch(person: httpx.AsyncClient, task_id: str, *, until: set[str]) -> list[dict[str, Any]]:
    """What the task's stream shows, up to the first of these statuses."""
    seen: list[dict[str, Any]] = []
    async with asyncio.timeout(90), person.stream("GET", f"/api/tasks/{task_id}/events", timeout=90) as response:
        async for event in read_events(response):
            seen.append(event["data"])
            if event["data"]["status"] in until:
                break
    return seen


FINISHED = {"succeeded", "failed", "cancelled"}


async def test_a_task_runs_and_gives_its_result(person: httpx.AsyncClient) -> None:
    task_id = await make(person, payload={"hello": "你好"})
    last = (await _watch(person, task_id, until=FINISHED))[-1]
    assert (last["status"], last["attempt"], last["progress"], last["error"]) == ("succeeded", 1, 1.0, None)
    assert last["result"] == {"echo": {"hello": "你好"}}
    workers = (await person.get("/api/workers")).json()["items"]
    assert [(w["name"], w["slots"]) for w in workers] == [(last["worker"].split("/")[0], 2)]


async def test_a_task_that_always_fails_is_tried_three_times(person: httpx.AsyncClient) -> None:
    last = (await _watch(person, await make(person, "demo.fail"), until=FINISHED))[-1]
    found = (last["status"], last["attempt"], last["max_attempts"], last["error"])
    assert found == ("failed", 3, 3, "DemoFailure: This demo task fails on purpose.")


async def test_a_task_that_fails_once_succeeds_on_its_second_attempt(person: httpx.AsyncClient) -> None:
    last = (await _watch(person, await make(person, "demo.fail", payload={"times": 1}), until=FINISHED))[-1]
    assert (last["status"], last["attempt"], last["error"]) == ("succeeded", 2, None)
    assert last["result"] == {"succeeded_on_attempt": 2}


async def test_progress_is_seen_while_a_task_runs(person: httpx.AsyncClient) -> None:
    seen = await _watch(person, await make(person, "demo.sleep", payload={"seconds": 2}), until=FINISHED)
    running = [state["progress"] for state in seen if state["status"] == "running"]
    assert running == sorted(running)
    assert [share for share in running if 0 < share < 1] != []
    assert (seen[-1]["status"], seen[-1]["progress"], seen[-1]["message"]) == ("succeeded", 1.0, "slept 2.0 s")


async def test_a_running_task_that_is_cancelled_ends_as_cancelled(person: httpx.AsyncClient) -> None:
    task_id = await make(person, "demo.sleep", payload={"seconds": 600})
    await _watch(person, task_id, until={"running"})
    assert (await person.post(f"/api/tasks/{task_id}/cancel")).status_code == 200
    async with asyncio.timeout(20):
        last = (await _watch(person, task_id, until=FINISHED))[-1]
    assert (last["status"], last["attempt"], last["result"]) == ("cancelled", 1, None)


async def test_the_task_of_a_killed_process_is_finished_by_another(shop: Stack, person: httpx.AsyncClient) -> None:
    task_id = await make(person, "demo.sleep", payload={"seconds": 2})
    running = (await _watch(person, task_id, until={"running"}))[-1]
    killed = int(running["worker"].split("/")[1])
    os.kill(killed, signal.SIGKILL)
    async with shop.kernel.database.unit_of_work() as uow:  # as if its lease had run out
        await uow.db.execute(update(Task).where(Task.public_id == task_id).values(lease_until=utc_now()))
    last = (await _watch(person, task_id, until=FINISHED))[-1]
    assert (last["status"], last["attempt"], last["result"]) == ("succeeded", 2, {"slept_s": 2.0})
    assert int(last["worker"].split("/")[1]) != killed
    assert (await show(person, await make(person)))["status"] in {"queued", "running", "succeeded"}


async def test_a_full_worker_that_is_asked_to_stop_gives_all_back(
    served: tuple[Stack, Worker], person: httpx.AsyncClient
) -> None:
    shop, process = served
    batch = {"kind": "demo.sleep", "payloads": [{"seconds": 600}] * 60}
    batch_id = (await person.post("/api/tasks/batch", json=batch)).json()["batch_id"]
    tasks = "SELECT status, max_attempts - attempt AS left FROM tasks_task WHERE batch_id = :id"
    running = 0
    for _ in range(150):
        running = [row["status"] for row in await read(shop, tasks, id=batch_id)].count("running")
        if running == 2 * ROOM:
            break
        await asyncio.sleep(0.2)
    assert running == 2 * ROOM
    await asyncio.sleep(1)  # messages of more tasks wait for room meanwhile
    await _stop(process)
    rows = await read(shop, tasks, id=batch_id)
    assert {(row["status"], row["left"]) for row in rows} == {("queued", 3)}
    assert len(rows) == 60
