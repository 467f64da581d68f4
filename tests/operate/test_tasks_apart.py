"""A handler in a process of its own, in a whole installation: cancelled, and left behind by a worker that is killed."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apart_kinds
import httpx
import psutil
import pytest
from instance import Instance, running_instance

SUPPORT = str(Path(apart_kinds.__file__).parent)


@pytest.fixture(scope="module")
def shop() -> Iterator[Instance]:
    path = os.pathsep.join([SUPPORT, os.environ.get("PYTHONPATH", "")])
    with running_instance(TASK_MODULES="apart_kinds", PYTHONPATH=path, WORKER_MAX="1") as instance:
        yield instance


def _begin(owner: httpx.Client, folder: Path) -> str:
    body = {"kind": apart_kinds.NAME, "payload": {"does": "spin", "folder": str(folder)}}
    answer = owner.post("/api/tasks", json=body)
    assert answer.status_code == 202, answer.text
    return f"/api/tasks/{answer.json()['id']}"


def _until(true: Any, within_s: float = 30) -> Any:
    until = time.monotonic() + within_s
    while not (found := true()):
        assert time.monotonic() < until
        time.sleep(0.1)
    return found


def _pids(folder: Path) -> list[int]:
    file = folder / "pids"
    return [int(pid) for pid in file.read_text().split()] if file.exists() else []


def test_it_is_cancelled_and_nothing_of_it_is_left(shop: Instance, tmp_path: Path) -> None:
    with shop.sign_in() as owner:
        task = _begin(owner, tmp_path)
        pids = _until(lambda: _pids(tmp_path))
        assert owner.post(f"{task}/cancel").status_code == 200
        _until(lambda: owner.get(task).json()["status"] == "cancelled")
    _until(lambda: not any(map(psutil.pid_exists, pids)), 5)


def test_a_killed_worker_takes_it_along(shop: Instance, tmp_path: Path) -> None:
    with shop.sign_in() as owner:
        task = _begin(owner, tmp_path)
        pid, beside = _until(lambda: _pids(tmp_path))
        for process in shop.descendants():
            if process.pid == psutil.Process(pid).ppid():
                process.kill()
        _until(lambda: not psutil.pid_exists(pid), 5)
        psutil.Process(beside).kill()  # begun by the handler itself: it knows of no death but its own
        assert owner.post(f"{task}/cancel").status_code == 200
