"""Tasks while everything that carries them is killed, stopped and cut off: each ends once, and none before its time.

`CHAOS_TASKS` says how many there are, 10,000 for a run by hand.
"""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import psutil
import pytest
from instance import Instance, running_instance

from relaydesk.operate.embedded.places import postgres_place
from relaydesk.operate.embedded.roles import SUPERUSER

TASKS = int(os.environ.get("CHAOS_TASKS", "600"))
WAVES, FIRST_SINGLE = 6, 40
CALM_S, SETTLES_S = 1.2, 240.0
# of our kinds alone: a schedule of the instance may be due
LEFT = "SELECT count(*) AS n FROM tasks_task WHERE kind LIKE 'demo.%'"
ENDED = "SELECT count(*) AS n, count(DISTINCT public_id) AS ids FROM tasks_ended WHERE kind LIKE 'demo.%'"
COUNTED = "SELECT sum(tasks) AS n FROM tasks_ended_count WHERE kind LIKE 'demo.%'"
EARLY = """
SELECT t.public_id, t.started_at, o.public_id AS other, o.finished_at
FROM tasks_ended t, jsonb_array_elements_text(t.depends_on) AS on_id JOIN tasks_ended o ON o.public_id = on_id
WHERE t.started_at < o.finished_at
"""
MANY_ATTEMPTS = "UPDATE tasks_task SET max_attempts = 50"


@pytest.fixture
def instance() -> Iterator[Instance]:
    with running_instance(LOG_LEVEL="WARNING") as running:
        yield running


def query(instance: Instance, statement: str) -> Any:
    """The rows, as objects, that a superuser reads."""
    place = postgres_place(instance.folder / "data")
    wrapped = f"SELECT coalesce(json_agg(r), '[]') FROM ({statement}) AS r"  # noqa: S608 - statements of this file
    url = f"postgresql://{SUPERUSER}@/relaydesk?host={place.sockets}"
    done = subprocess.run(
        [place.programs / "psql", url, "-At", "-c", wrapped], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


class Chaos:
    """What is done to an instance, one misfortune after the other."""

    def __init__(self, instance: Instance, seed: int) -> None:
        self._instance = instance
        self._random = random.Random(seed)
        self.done: list[str] = []

    def strike(self) -> None:
        misfortunes: list[Callable[[], None]] = [
            self.kill_a_child, self.kill_the_engine, self.kill_the_worker, self.restart_redis, self.cut_connections,
            self.stop_a_child_for_a_while,
        ]  # fmt: skip
        misfortune = self._random.choice(misfortunes)
        self.done.append(misfortune.__name__)
        with suppress(psutil.NoSuchProcess, IndexError, AssertionError, subprocess.CalledProcessError):
            misfortune()  # what is away at this moment cannot be hit

    def _one(self, marker: str) -> psutil.Process:
        return self._random.choice(self._instance.children(marker))

    def kill_a_child(self) -> None:
        self._one("ForkPoolWorker").kill()

    def kill_the_engine(self) -> None:
        self._one(":MainProcess]").kill()

    def kill_the_worker(self) -> None:
        self._one("relaydesk worker").kill()

    def restart_redis(self) -> None:
        self._one("redis-server").kill()

    def cut_connections(self) -> None:
        query(self._instance, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    def stop_a_child_for_a_while(self) -> None:
        child = self._one("ForkPoolWorker")
        child.send_signal(signal.SIGSTOP)
        time.sleep(2 * CALM_S)
        child.send_signal(signal.SIGCONT)


def enqueue_waves(owner: httpx.Client) -> int:
    """Single tasks, and batches of which each waits for some of the one before."""

    def batch(count: int, depends_on: list[str]) -> list[str]:
        body = {"kind": "demo.sleep", "payloads": [{"seconds": 0.1}] * count, "depends_on": depends_on, "after": "any"}
        made = owner.post("/api/tasks/batch", json=body)
        assert made.status_code == 202, made.text
        listed = owner.get("/api/tasks", params={"batch_id": made.json()["batch_id"], "limit": 5}).json()
        return [task["id"] for task in listed["items"]]

    single = [
        owner.post("/api/tasks", json={"kind": "demo.fail", "payload": {"times": n % 2}}) for n in range(FIRST_SINGLE)
    ]
    assert {answer.status_code for answer in single} == {202}
    last = [answer.json()["id"] for answer in single][-5:]
    size = (TASKS - FIRST_SINGLE) // WAVES
    for _ in range(WAVES):
        last = batch(size, last)
    return FIRST_SINGLE + WAVES * size


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_each_task_ends_once_and_none_begins_before_those_it_waits_for(instance: Instance) -> None:
    with instance.sign_in() as owner:
        asked = enqueue_waves(owner)
    instance.execute(MANY_ATTEMPTS)  # an attempt that was killed counts
    chaos = Chaos(instance, seed=asked)
    until = time.monotonic() + SETTLES_S
    strikes = max(6, asked // 250)
    while (left := _left(instance)) and time.monotonic() < until + asked / 20:
        if len(chaos.done) < strikes:
            chaos.strike()
        time.sleep(CALM_S)
    assert (left, len(chaos.done)) == (0, strikes), chaos.done
    [ended] = query(instance, ENDED)
    assert (ended["n"], ended["ids"]) == (asked, asked), chaos.done
    [counted] = query(instance, COUNTED)
    assert counted["n"] == asked, chaos.done  # counted as a task ends: no end was written twice
    assert query(instance, EARLY) == [], chaos.done


def _left(instance: Instance) -> int:
    with suppress(subprocess.CalledProcessError):
        return int(query(instance, LEFT)[0]["n"])
    return -1  # PostgreSQL is away at this moment
