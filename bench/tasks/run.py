"""Measures tasks on a whole instance: throughput, time from asking to beginning, cost of asking, an idle instance.

    [TASKS=20000] [PEERS=1] .venv/bin/python bench/tasks/run.py [--json FILE]

`relaydesk serve` with its own PostgreSQL and Redis and two worker processes. Bare Celery does as many tasks that do
nothing with two processes on the same Redis; PEERS=1 installs Dramatiq and Procrastinate in a throw-away place, too.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import peers
import psutil

from relaydesk import main
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.runtime import Kernel
from relaydesk.operate.embedded.roles import APPLICATION_ROLE, SUPERUSER
from relaydesk.operate.web import build_kernel
from relaydesk.settings import Settings
from relaydesk.tasks.jobs import ECHO
from relaydesk.tasks.kinds import AnyPayload
from relaydesk.tasks.queue.service import EnqueueOptions, enqueue_batch

TASKS = int(os.environ.get("TASKS", "20000"))
SINGLE, IDLE_TASKS, IDLE_S, SETTLE_S = 2000, 200, 30, 10
OWNER = {"email": "owner@bench.example", "password": "bench password"}
LAST = "SELECT coalesce(max(id), 0) FROM tasks_task"
LEFT = "SELECT EXISTS (SELECT FROM tasks_task WHERE id > $1)"
FINISHED = """
INSERT INTO tasks_ended (id, public_id, kind, status, priority, payload, attempt, max_attempts, timeout_s, progress,
  message, owner, request_id, created_at, run_at, started_at, finished_at, queue, depends_on)
SELECT nextval('tasks_task_id_seq'), 'task_old' || n, 'demo.echo', 'succeeded', 0, '{}', 1, 3, 60, 1, '', 'system', '',
  t, t, t, t, 'default', '[]'
FROM generate_series(1, 1000000) AS n, LATERAL (SELECT now() - n % 86000 * interval '1 second' AS t) AS times
"""


class Instance:
    """A whole Relaydesk, and this process's own way into it."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self._folder = folder
        self.url = "http://127.0.0.1:18310"
        environment = {
            **os.environ,
            "RELAYDESK_DATA_DIR": str(folder / "data"),
            "RELAYDESK_ADMIN_EMAIL": OWNER["email"],
            "RELAYDESK_ADMIN_PASSWORD": OWNER["password"],
            "RATE_LIMIT_PER_MINUTE": "1000000",
            "WORKER_MAX": "2",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "relaydesk", "serve", "--port", "18310"]
        self.process = subprocess.Popen(command, env=environment, cwd=folder)

    def wait(self) -> None:
        until = time.monotonic() + 120
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health/ready", timeout=2).is_success:
                    return
            assert time.monotonic() < until
            time.sleep(0.2)

    @property
    def note(self) -> dict[str, Any]:
        return dict(json.loads((self._folder / "data/run/instance.json").read_text()))

    def processes(self) -> list[psutil.Process]:
        serve = psutil.Process(self.process.pid)
        return [serve, *serve.children(recursive=True)]

    def kernel(self) -> Kernel:
        settings = Settings(
            relaydesk_data_dir=self._folder / "data",
            database_url=self.note["database_url"],
            redis_url=self.note["redis_url"],
            secret_key="x" * 40,
            encryption_keys=["bench"],
        )
        return main.subscribe_events(build_kernel(settings))

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


async def until_done(connection: asyncpg.Connection, after: int) -> None:
    while await connection.fetchval(LEFT, after):  # noqa: ASYNC110 - nothing tells of the last
        await asyncio.sleep(0.02)


async def throughput(kernel: Kernel, connection: asyncpg.Connection) -> float:
    """Tasks a second, from asking for them all to the end of the last: the median of three."""
    return sorted([await pace(kernel, connection) for _ in range(3)])[1]


async def pace(kernel: Kernel, connection: asyncpg.Connection) -> float:
    last, began = await connection.fetchval(LAST), time.perf_counter()
    async with kernel.database.unit_of_work() as uow:
        options = EnqueueOptions(queue="measured", priority=100)
        await enqueue_batch(uow, ECHO.work, [{} for _ in range(TASKS)], options)
    await until_done(connection, last)
    return round(TASKS / (time.perf_counter() - began))


async def starts(kernel: Kernel, connection: asyncpg.Connection) -> dict[str, float]:
    """Milliseconds from asking to beginning, one task every 50 ms on idle workers."""
    last = await connection.fetchval(LAST)
    for _ in range(IDLE_TASKS):
        async with kernel.database.unit_of_work() as uow:
            await ECHO.enqueue(uow, AnyPayload(), EnqueueOptions(queue="idle"))
        await asyncio.sleep(0.05)
    await until_done(connection, last)
    rows = await connection.fetch(
        "SELECT extract(epoch FROM started_at - created_at)::float8 * 1000 AS ms FROM tasks_ended WHERE queue = 'idle' "
        "ORDER BY id DESC LIMIT $1",
        IDLE_TASKS,
    )
    waits = sorted(row["ms"] for row in rows)
    return {"p50_ms": round(waits[len(waits) // 2], 1), "p99_ms": round(waits[int(len(waits) * 0.99)], 1)}


async def a_second(ask: Callable[[], Awaitable[object]], *, at_once: int) -> float:
    """Tasks a second that are taken: the median of three."""
    return sorted([await taken(ask, at_once=at_once) for _ in range(3)])[1]


async def taken(ask: Callable[[], Awaitable[object]], *, at_once: int) -> float:
    async def some() -> None:
        for _ in range(SINGLE // at_once):
            await ask()

    began = time.perf_counter()
    await asyncio.gather(*(some() for _ in range(at_once)))
    return round(SINGLE / (time.perf_counter() - began))


async def asking_for_later(kernel: Kernel) -> float:
    """Tasks a second that are taken in a process one by one, while no worker has anything to do."""
    options = EnqueueOptions(queue="waiting", run_at=utc_now() + timedelta(days=1))
    return await a_second(lambda: ECHO.enqueue_alone(kernel.database, AnyPayload(), options), at_once=1)


async def asking(instance: Instance, kernel: Kernel) -> dict[str, float]:
    """Tasks a second that are taken, while workers do them on the same processors."""

    async def alone() -> None:
        await ECHO.enqueue_alone(kernel.database, AnyPayload())

    async def in_transaction() -> None:
        async with kernel.database.unit_of_work() as uow:
            await ECHO.enqueue(uow, AnyPayload())

    async with httpx.AsyncClient(base_url=instance.url, timeout=60) as http:
        login = await http.post("/api/auth/login", json=OWNER)
        http.headers["Authorization"] = f"Bearer {login.json()['access_token']}"

        async def by_api() -> None:
            (await http.post("/api/tasks", json={"kind": "demo.echo"})).raise_for_status()

        figures = {
            "in process, one by one": await a_second(alone, at_once=1),
            "in process, 16 at once": await a_second(alone, at_once=16),
            "in process, a transaction each, one by one": await a_second(in_transaction, at_once=1),
            "in process, a transaction each, 16 at once": await a_second(in_transaction, at_once=16),
            "by API, one by one": await a_second(by_api, at_once=1),
            "by API, 16 at once": await a_second(by_api, at_once=16),
        }
        batch = {"kind": "demo.echo", "payloads": [{}] * 10_000}
        began = time.perf_counter()
        (await http.post("/api/tasks/batch", json=batch)).raise_for_status()
        figures["by API, a batch of 10,000"] = round(10_000 / (time.perf_counter() - began))
    return figures


def idle(instance: Instance) -> dict[str, float]:
    processes = instance.processes()
    before = sum(p.cpu_times().user + p.cpu_times().system for p in processes)
    time.sleep(IDLE_S)
    after = sum(p.cpu_times().user + p.cpu_times().system for p in processes)
    memory = sum(p.memory_full_info().pss for p in processes)
    return {"pss_mb": round(memory / 1e6), "cpu_percent": round((after - before) / IDLE_S * 100, 2)}


async def settle(instance: Instance) -> None:
    """What follows is beside the rows that were loaded, not beside the disk's work at loading them."""
    superuser = await asyncpg.connect(instance.note["database_url"].replace(f"{APPLICATION_ROLE}@", f"{SUPERUSER}@"))
    await superuser.execute("VACUUM ANALYZE")
    await superuser.execute("CHECKPOINT")
    await superuser.close()
    await asyncio.sleep(SETTLE_S)


async def measure(instance: Instance) -> dict[str, Any]:
    kernel = instance.kernel()
    connection = await asyncpg.connect(instance.note["database_url"])
    found: dict[str, Any] = {"idle": await asyncio.to_thread(idle, instance)}
    found["throughput"] = await throughput(kernel, connection)
    found["celery"] = await asyncio.to_thread(peers.celery, instance.note["redis_url"], TASKS)
    if os.environ.get("PEERS"):
        found |= await asyncio.to_thread(peers.rivals, instance.note, TASKS)
    found["starts"] = await starts(kernel, connection)
    found["asking"] = await asking(instance, kernel)
    await until_done(connection, 0)
    found["asking for later, in process, one by one"] = await asking_for_later(kernel)
    await connection.execute(FINISHED)
    options = EnqueueOptions(queue="waiting", run_at=utc_now() + timedelta(days=1))
    async with kernel.database.unit_of_work() as uow:
        for _ in range(10):
            await enqueue_batch(uow, ECHO.work, [{} for _ in range(10_000)], options)
    await settle(instance)
    found["starts, with 100,000 scheduled and a million finished"] = await starts(kernel, connection)
    # behind those that are measured, in their queue: what is of another queue has its turns beside them
    await connection.execute("UPDATE tasks_task SET status = 'queued', queue = 'measured' WHERE queue = 'waiting'")
    await settle(instance)
    found["throughput, with 100,000 queued and a million finished"] = await throughput(kernel, connection)
    await connection.close()
    await kernel.database.close()
    return found


def run() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-tasks-") as folder:
        instance = Instance(Path(folder))
        try:
            instance.wait()
            time.sleep(5)
            found = asyncio.run(measure(instance))
        finally:
            instance.stop()
    for name, value in found.items():
        print(f"{name:>60}  {value}")
    print(f"{'times bare Celery':>60}  {found['throughput'] / max(found['celery'].values()):.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    run()
