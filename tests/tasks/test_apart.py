"""Handlers in a process of their own: what they tell, how they end, and that nothing of them is left."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apart_kinds
import httpx
import psutil
import pytest
from harness import Stack
from rows import make, put, row_of, run, show

from relaydesk.tasks.engine import apart_child
from relaydesk.tasks.engine.run import Runner

SUPPORT = str(Path(apart_kinds.__file__).parent)


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([SUPPORT, os.environ.get("PYTHONPATH", "")]))
    with apart_kinds.declared(max_attempts=3, is_pausable=True) as name:
        yield name


@pytest.fixture
def room() -> int:
    return 4


async def _begin(stack: Stack, runner: Runner, task_id: str) -> asyncio.Task[None]:
    async def both() -> None:
        await runner.run([((await row_of(stack, task_id))["id"], 1)])
        await runner.finish()

    return asyncio.create_task(both())


def _pids(folder: Path) -> list[int]:
    """Of a handler that spins, and of what it has begun, once it does."""
    until = time.monotonic() + 20
    while not (folder / "pids").exists() or not (folder / "pids").read_text():
        assert time.monotonic() < until
        time.sleep(0.02)
    return [int(pid) for pid in (folder / "pids").read_text().split()]


async def _reaches(http: httpx.AsyncClient, task_id: str, field: str, *, within_s: float = 20) -> Any:
    """What a task shows of this, once that is true."""
    for _ in range(int(within_s / 0.02)):
        if shown := (await show(http, task_id))[field]:
            return shown
        await asyncio.sleep(0.02)
    raise AssertionError(await show(http, task_id))


def _are_gone(pids: list[int], within_s: float) -> bool:
    until = time.monotonic() + within_s
    while any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


async def test_it_tells_goes_on_from_its_checkpoint_and_gives_a_result(
    stack: Stack, owner: httpx.AsyncClient, kind: str
) -> None:
    task_id = await make(owner, kind, payload={"does": "count"})
    first = await run(stack, task_id)
    assert (first["status"], first["error"]) == ("retrying", "RuntimeError: the first attempt stops here")
    await put(stack, task_id, "queued")
    second = await run(stack, task_id, attempt=2)
    assert (second["status"], second["progress"], second["result"]["attempt"]) == ("succeeded", 1.0, 2)
    assert second["result"]["pid"] != os.getpid()
    lines = (await owner.get(f"/api/tasks/{task_id}/log")).json()["items"]
    assert [line["message"] for line in lines if line["level"] == "info"] == [f"step {n}" for n in range(4)]
    assert "in _count" in next(line["detail"] for line in lines if line["level"] == "error")


@pytest.mark.parametrize(
    ("does", "status", "error", "code"),
    [
        ("die", "retrying", "its process ended with -9 before it had a result", "PROCESS_ENDED"),
        ("refuse", "failed", "PermanentFailure: it cannot be done: [redacted]", "HANDLER_FAILED"),
        ("foresee", "failed", "There is no task task_1.", "TASK_NOT_FOUND"),
        ("miss", "failed", "TaskNotFound: There is no task task_1.", "TASK_NOT_FOUND"),
        ("swell", "failed", "ResultUnreadable: its result is larger than 4 MiB of JSON", "RESULT_UNREADABLE"),
        ("odd", "failed", "ResultUnreadable: its result is not JSON", "RESULT_UNREADABLE"),
    ],
)
async def test_how_it_failed_is_said(
    stack: Stack, owner: httpx.AsyncClient, kind: str, does: str, status: str, error: str, code: str
) -> None:
    row = await run(stack, await make(owner, kind, payload={"does": does}))
    assert (row["status"], row["error_code"]) == (status, code)
    assert row["error"].startswith(error)
    [line] = (await owner.get(f"/api/tasks/{row['public_id']}/log")).json()["items"]
    assert (line["message"], line["detail"] is None) == (row["error"], does in {"die", "foresee"})


async def test_what_it_says_in_no_unicode_is_kept_as_well_as_can_be(
    stack: Stack, owner: httpx.AsyncClient, kind: str
) -> None:
    row = await run(stack, await make(owner, kind, payload={"does": "mumble"}))
    assert (row["status"], row["error"]) == ("retrying", "ValueError: the other half ?")
    lines = (await owner.get(f"/api/tasks/{row['public_id']}/log")).json()["items"]
    assert [line["message"] for line in lines] == ["half of ?", row["error"]]
    assert "in _mumble" in lines[1]["detail"]


async def test_one_that_computes_is_cancelled_with_all_it_has_begun_and_holds_nobody_up(
    stack: Stack, owner: httpx.AsyncClient, kind: str, runner: Runner, tmp_path: Path
) -> None:
    task_id = await make(owner, kind, payload={"does": "spin", "folder": str(tmp_path)})
    running = await _begin(stack, runner, task_id)
    pids = await asyncio.to_thread(_pids, tmp_path)
    neighbour = await make(owner, "demo.echo")
    await runner.run([((await row_of(stack, neighbour))["id"], 1)])
    assert await _reaches(owner, neighbour, "finished_at", within_s=3)
    assert (await owner.post(f"/api/tasks/{task_id}/cancel")).status_code == 200
    async with asyncio.timeout(10):
        await running
    assert (await show(owner, task_id))["status"] == "cancelled"
    assert _are_gone(pids, 1)


async def test_one_that_takes_too_long_is_killed_and_fails(
    stack: Stack, owner: httpx.AsyncClient, tmp_path: Path
) -> None:
    with apart_kinds.declared(max_attempts=1, timeout_s=3) as kind:
        row = await run(stack, await make(owner, kind, payload={"does": "spin", "folder": str(tmp_path)}))
    assert [row[name] for name in ("status", "error", "error_code")] == ["failed", "took longer than 3 s", "TIMED_OUT"]
    assert _are_gone(_pids(tmp_path), 1)


async def test_it_is_paused_at_its_checkpoint_and_goes_on_from_there(
    stack: Stack, owner: httpx.AsyncClient, kind: str, runner: Runner
) -> None:
    task_id = await make(owner, kind, payload={"does": "count", "seconds": 0.3})
    running = await _begin(stack, runner, task_id)
    await _reaches(owner, task_id, "progress")
    assert (await owner.post(f"/api/tasks/{task_id}/pause")).status_code == 200
    async with asyncio.timeout(10):
        await running
    assert (await show(owner, task_id))["status"] == "paused"
    assert (await owner.post(f"/api/tasks/{task_id}/resume")).status_code == 200
    row = await row_of(stack, task_id)
    done = await run(stack, task_id, attempt=row["attempt"] + 1)
    assert done["status"] == "succeeded"
    lines = (await owner.get(f"/api/tasks/{task_id}/log")).json()["items"]
    told = [line["message"] for line in lines if line["level"] == "info"]
    assert told == [f"step {n}" for n in range(4)]


def test_a_killed_worker_leaves_no_process(tmp_path: Path) -> None:
    order = {"module": "apart_kinds", "kind": apart_kinds.NAME, "attempt": 1, "max_attempts": 1, "restored": None}
    order["payload"] = {"does": "spin", "folder": str(tmp_path)}
    line = json.dumps(order).encode() + b"\n"
    worker = f"""
import socket, subprocess, sys, time
own, other = socket.socketpair()
subprocess.Popen([sys.executable, "-m", {apart_child.__name__!r}, str(other.fileno())], pass_fds=[other.fileno()])
own.sendall({line!r})
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", worker])
    [pid, beside] = _pids(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert _are_gone([pid], 5)
    os.kill(beside, signal.SIGKILL)  # begun by the handler itself: it knows of no death but its own
