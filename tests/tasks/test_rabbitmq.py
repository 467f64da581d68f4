"""Tasks whose deliveries go through RabbitMQ: none is lost, though a worker and the server are killed in mid-work."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from databases import clone_database
from harness import OWNER_EMAIL, OWNER_PASSWORD, Stack, start_stack
from rabbitmq import RabbitMQ
from rows import make, read, show, write

from relaydesk.tasks.engine import celery_app

pytestmark = pytest.mark.skipif(not RabbitMQ.is_there(), reason="no RabbitMQ here: apt-get install rabbitmq-server")


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[RabbitMQ]:
    (tmp_path / "rabbitmq").mkdir()
    server = RabbitMQ(tmp_path / "rabbitmq")
    await asyncio.to_thread(server.start)
    yield server
    await asyncio.to_thread(server.stop)


async def _wait_for(client: httpx.AsyncClient, task_ids: list[str], status: str, within_s: float = 30) -> None:
    until = time.monotonic() + within_s
    for task_id in task_ids:
        while (task := await show(client, task_id))["status"] != status:
            assert time.monotonic() < until, task
            await asyncio.sleep(0.05)


async def test_nothing_is_lost_with_a_worker_or_with_the_server(
    worker_number: int, broker: RabbitMQ, tmp_path: Path
) -> None:
    database = await clone_database(f"relaydesk_rabbitmq_{worker_number}")
    redis = f"{os.environ['RELAYDESK_TEST_REDIS']}?db={8 + worker_number}"
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "TASK_BROKER_URL": broker.url,
        "SECRET_KEY": "k" * 40,
        "ENCRYPTION_KEYS": "test-encryption-key",
        "RELAYDESK_DATA_DIR": str(tmp_path),
        "WORKER_MIN": "1",
        "WORKER_MAX": "1",
        "LOG_FORMAT": "json",
    }

    async def start_worker() -> asyncio.subprocess.Process:
        with (tmp_path / "worker.log").open("ab") as output:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "relaydesk", "worker", env=environment, stdout=output, stderr=output
            )

    async with start_stack(database, redis, tmp_path) as stack:
        await stack.clean()
        workers = [await start_worker()]
        try:
            async with stack.client() as client:
                await _sign_in(client)
                await _go_through(stack, client, broker, workers, start_worker)
        finally:
            for worker in workers:
                if worker.returncode is None:
                    worker.kill()
                await worker.wait()


async def test_a_server_that_is_short_of_memory_takes_no_threads_from_others(
    broker: RabbitMQ, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(celery_app, "SOCKET_TIMEOUT_S", 0.5)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2))
    publisher = celery_app.Publisher(broker.url)
    until = time.monotonic() + 30
    while True:
        try:
            await publisher.publish([[(1, 1)]])
            break
        except Exception:  # noqa: BLE001 - it may take no connections yet, and says so in many ways
            assert time.monotonic() < until
            await asyncio.sleep(0.2)
    await asyncio.to_thread(broker.run_short_of_memory)
    refused = 0
    for number in range(8):
        try:
            await publisher.publish([[(number, 1)]])
        except Exception:  # noqa: BLE001 - of whatever class
            refused += 1
    assert refused >= 4
    async with asyncio.timeout(1):
        await asyncio.to_thread(time.monotonic)


async def _sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/auth/login", json={"email": OWNER_EMAIL, "password": OWNER_PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


async def _worker_of(client: httpx.AsyncClient) -> str:
    """Which one does the next task."""
    task_id = await make(client)
    await _wait_for(client, [task_id], "succeeded")
    return str((await show(client, task_id))["worker"])


async def _running_beside(stack: Stack, leader: str) -> list[str]:
    """The tasks that another worker holds, as soon as there are any."""
    sql = "SELECT public_id FROM tasks_task WHERE status = 'running' AND NOT starts_with(worker, :leader)"
    until = time.monotonic() + 20
    rows = await read(stack, sql, leader=leader)
    while not rows and time.monotonic() < until:
        await asyncio.sleep(0.05)
        rows = await read(stack, sql, leader=leader)
    assert rows, await read(stack, "SELECT worker, status, count(*) FROM tasks_task GROUP BY 1, 2")
    return [row["public_id"] for row in rows]


async def _go_through(
    stack: Stack,
    client: httpx.AsyncClient,
    broker: RabbitMQ,
    workers: list[asyncio.subprocess.Process],
    start_worker: Callable[[], Awaitable[asyncio.subprocess.Process]],
) -> None:
    await _wait_for(client, [await make(client) for _ in range(20)], "succeeded")
    # the second worker leads nothing: the first one takes back what it held
    [leader] = await read(stack, "SELECT name FROM tasks_worker")
    workers.append(await start_worker())
    until = time.monotonic() + 20
    while (await _worker_of(client)).startswith(leader["name"]):
        assert time.monotonic() < until
    body = {"kind": "demo.sleep", "payloads": [{"seconds": 8}] * 8}  # a message for each
    batch = (await client.post("/api/tasks/batch", json=body)).json()["batch_id"]
    answer = await client.get("/api/tasks", params={"batch_id": batch})
    slow = [task["id"] for task in answer.json()["items"]]
    held = await _running_beside(stack, leader["name"])
    workers[1].kill()
    await asyncio.sleep(1)  # its engine dies with it
    expired = "UPDATE tasks_task SET lease_until = now() - interval '1 second' WHERE NOT starts_with(worker, :leader)"
    await write(stack, expired, leader=leader["name"])
    await write(stack, "DELETE FROM tasks_worker WHERE name <> :leader", leader=leader["name"])
    await _wait_for(client, held, "running")
    await asyncio.to_thread(broker.kill)
    meanwhile = [await make(client) for _ in range(20)]
    await asyncio.to_thread(broker.start)
    await _wait_for(client, [*slow, *meanwhile], "succeeded")
    attempts = {task_id: (await show(client, task_id))["attempt"] for task_id in [*slow, *meanwhile]}
    again = {task_id for task_id, attempt in attempts.items() if attempt == 2}
    assert again <= set(held)  # the engine may have ended some before it died
    assert again
    assert set(attempts.values()) == {1, 2}
