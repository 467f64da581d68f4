"""`relaydesk init`, and `web` and `worker` started alone on what it has made."""

import asyncio
import os
import time

import asyncpg
import httpx
import pytest
from commands import Commands, signed_in, stop
from databases import clone_database
from instance import free_port, wait_until_answers

from relaydesk.main import SCHEDULES
from relaydesk.settings import Settings

MIGRATION_LOCK = 7_305_517_220_001
SENTENCE = "relaydesk: The database has not been initialised: run `relaydesk init` (or `relaydesk serve`) first."


@pytest.fixture
async def alone(commands: Commands, worker_number: int) -> Commands:
    """Commands on servers by URL: a database that has tables and nobody in it."""
    commands.environment |= {
        "DATABASE_URL": await clone_database(f"relaydesk_alone_{worker_number}"),
        "REDIS_URL": f"{os.environ['RELAYDESK_TEST_REDIS']}?db={12 + worker_number}",
        "SECRET_KEY": "k" * 40,
        "ENCRYPTION_KEYS": "test-encryption-key",
    }
    return commands


def test_web_and_worker_refuse_a_database_before_init_and_run_without_serve_after_it(alone: Commands) -> None:
    for command in ("web", "worker"):
        refused = alone.run(command)
        assert (refused.code, refused.output.strip().splitlines()[-1]) == (2, SENTENCE)
    for _ in range(2):
        done = alone.run("init")
        assert (done.code, done.output.splitlines()[-1]) == (0, "Everything is there.")
    ports = free_port(), free_port()
    webs = [alone.start("web", "--port", str(port)) for port in ports]
    worker = alone.start("worker", WORKER_MAX="2")
    try:
        for port, web in zip(ports, webs, strict=True):
            wait_until_answers(f"http://127.0.0.1:{port}/health/live", web)
        with signed_in(f"http://127.0.0.1:{ports[0]}") as first, signed_in(f"http://127.0.0.1:{ports[1]}") as second:
            schedules = first.get("/api/schedules").json()["items"]
            assert sorted(item["name"] for item in schedules) == sorted(s.name for s in SCHEDULES)
            assert [item["name"] for item in second.get("/api/assistants").json()["items"]] == ["Shop assistant"]
            made = first.post("/api/tasks", json={"kind": "demo.echo", "payload": {"n": 1}}).json()
            assert _ended(second, made["id"]) == ("succeeded", {"echo": {"n": 1}})
    finally:
        codes = [stop(process) for process in (*webs, worker)]
    assert codes == [0, 0, 0]


async def test_a_start_that_waits_for_another_migration_ends_when_it_is_asked_to(alone: Commands) -> None:
    connection = await asyncpg.connect(alone.environment["DATABASE_URL"])
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        process = alone.start("serve", "--port", str(free_port()))
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        async with asyncio.timeout(60):
            while not await connection.fetchval(waiting):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.1)
        assert await asyncio.to_thread(stop, process) == 0
    finally:
        await connection.close()


def _ended(client: httpx.Client, task_id: str) -> tuple[str, object]:
    deadline = time.monotonic() + 60
    while True:
        task = client.get(f"/api/tasks/{task_id}").json()
        if task["status"] in {"succeeded", "failed"} or time.monotonic() > deadline:
            return task["status"], task["result"]
        time.sleep(0.1)


def test_init_makes_the_embedded_database_ready_and_prints_the_owners_password_once(commands: Commands) -> None:
    nobody_set = {"RELAYDESK_ADMIN_EMAIL": "", "RELAYDESK_ADMIN_PASSWORD": ""}
    first, second = (commands.run("init", **nobody_set) for _ in range(2))
    assert (first.code, "First owner: owner@localhost" in first.output) == (0, True)
    assert (second.code, second.output.strip()) == (0, "Everything is there.")


def test_a_misspelt_name_is_warned_of_at_the_start(alone: Commands) -> None:
    said = alone.run("web", RELAYDESK_ADMIN_MAIL="owner@shop.example").output
    assert said.count('"event": "unknown_setting"') == 1
    assert '"name": "RELAYDESK_ADMIN_MAIL"' in said


def test_every_documented_setting_is_one_and_every_setting_is_documented() -> None:
    lines = (line.removeprefix("#") for line in _documented().splitlines() if "=" in line and " " not in line[:12])
    documented = {line.partition("=")[0].lower() for line in lines}
    assert documented == set(Settings.model_fields) - {"prometheus_multiproc_dir"}


def _documented() -> str:
    with open(".env.example", encoding="utf-8") as example:  # noqa: PTH123 - the repository's root is where tests run
        return example.read()
