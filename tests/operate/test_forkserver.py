"""The fork server as whoever has it fork sees it: what a process is given and hears of, and what outlives whom."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from instance import Instance, running_instance

from relaydesk import __version__

PROGRAM = Path(__file__).with_name("forking.py")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are executed here")


def _started(scenario: str, tmp_path: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, str(PROGRAM), scenario, str(tmp_path / "own file")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _outcome(scenario: str, tmp_path: Path) -> tuple[list[str], Any]:
    """The lines before what it came to, and that."""
    process = _started(scenario, tmp_path)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    *lines, last = output.splitlines()
    return lines, json.loads(last)


def _are_gone(pids: list[int], *, within_s: float = 10) -> bool:
    _, alive = psutil.wait_procs([psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)], timeout=within_s)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


def test_a_process_has_its_arguments_environment_and_files_and_no_other(tmp_path: Path) -> None:
    _, shown = _outcome("told", tmp_path)
    assert shown["environment"] == {"ONLY": "this \udcff"}
    assert shown["arguments"][:2] == ["tell", "--fd"]
    assert (shown["code"], shown["errors"]) == (3, "told")
    sockets = [name for name in shown["open"] if name.startswith("socket:")]
    assert sockets == []  # those of the fork server are its own
    assert not [name for name in shown["open"] if name.endswith("own file")]


def test_a_signal_ends_a_process_and_its_end_is_told(tmp_path: Path) -> None:
    assert _outcome("signals", tmp_path)[1] == [-signal.SIGTERM, -signal.SIGKILL]


def test_what_a_process_has_had_forked_ends_with_it(tmp_path: Path) -> None:
    [grandchild], code = _outcome("one_that_has_one", tmp_path)
    assert code == -signal.SIGKILL
    assert _are_gone([int(grandchild)])


def test_a_machine_without_a_process_to_spare_is_said_and_asked_again(tmp_path: Path) -> None:
    assert _outcome("no_process_to_spare", tmp_path)[1] == ["EAGAIN", "EAGAIN", -signal.SIGTERM]


def test_a_process_that_nobody_waits_for_any_more_is_not_left(tmp_path: Path) -> None:
    assert _outcome("nobody_waits", tmp_path)[1] == []


def test_a_child_is_kept_alive(tmp_path: Path) -> None:
    assert _outcome("kept_alive", tmp_path)[1] == [-signal.SIGKILL, -signal.SIGTERM, 1]


def test_what_is_too_large_to_ask_for_is_executed(tmp_path: Path) -> None:
    lines, (is_forked, code) = _outcome("large_environment", tmp_path)
    assert (is_forked, code) == (False, 0)
    assert lines[-1] == __version__


@pytest.mark.parametrize("victim", ["server", "first"])
def test_killed_neither_the_server_nor_the_first_process_leaves_any(victim: str, tmp_path: Path) -> None:
    process = _started("rests", tmp_path)
    assert process.stdout is not None
    first, other = map(int, process.stdout.readline().split())
    os.kill(process.pid if victim == "server" else first, signal.SIGKILL)
    assert process.wait(10) == (-signal.SIGKILL if victim == "server" else 128 + signal.SIGKILL)
    assert _are_gone([first, other])
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_server_is_the_first_process_s(number: signal.Signals, tmp_path: Path) -> None:
    process = _started("rests", tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    process.communicate(timeout=10)
    assert process.returncode in (128 + number, 1)  # asyncio.run turns SIGINT into KeyboardInterrupt


def test_many_processes_are_asked_for_at_once(tmp_path: Path) -> None:
    """More than the socket holds: each is asked for once the one before is there."""
    assert _outcome("many_at_once", tmp_path)[1] == [-signal.SIGTERM] * 40


def test_descriptors_without_a_number_are_a_refusal(tmp_path: Path) -> None:
    assert _outcome("no_number_free", tmp_path)[1] == ["EMFILE", "EMFILE", -signal.SIGTERM]


def test_what_was_ignored_when_it_began_stays_so(tmp_path: Path) -> None:
    """As `nohup` has it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = _started("rests", tmp_path)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    process.terminate()
    process.communicate(timeout=10)


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance() as running:
        yield running


def test_an_instance_is_one_family_that_shares_its_memory(instance: Instance) -> None:
    assert instance.process is not None
    for name in ("supervisor", "web", "worker", "inference"):
        process = instance.child(f"relaydesk {name}")
        assert process.ppid() == instance.process.pid
        memory = process.memory_full_info()
        assert memory.uss < memory.rss / 2, name


def test_the_metrics_tell_of_the_web_process_and_not_of_the_one_that_it_was_forked_from(instance: Instance) -> None:
    web = instance.child("relaydesk web")
    assert abs(_gauge(instance, "system_memory_usage_bytes") / web.memory_info().rss - 1) < 0.02


def test_a_gauge_forgets_a_web_process_that_was_killed(instance: Instance) -> None:
    before = instance.child("relaydesk web")
    assert _gauge(instance, 'db_connections{state="max"}') > 0
    most = _gauge(instance, 'db_connections{state="max"}')
    before.kill()
    until = time.monotonic() + 60
    while not instance.children("relaydesk web") or not _answers(instance):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert _gauge(instance, 'db_connections{state="max"}') == most


def _answers(instance: Instance) -> bool:
    try:
        return httpx.get(f"{instance.url}/health/ready", timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _gauge(instance: Instance, name: str) -> float:
    text = httpx.get(f"{instance.url}/metrics", timeout=30, trust_env=False).text
    [line] = [one for one in text.splitlines() if one.startswith(f"{name} ")]
    return float(line.removeprefix(name))


def test_a_killed_worker_takes_its_engine_along_and_both_come_back(instance: Instance) -> None:
    worker = instance.child("relaydesk worker")
    until = time.monotonic() + 30
    while not (engines := instance.children(f"-{worker.pid}-")):
        assert time.monotonic() < until
        time.sleep(0.1)
    worker.kill()
    _, alive = psutil.wait_procs(engines, timeout=30)
    assert alive == []
    while not instance.children("relaydesk worker") or instance.children("relaydesk worker")[0].pid == worker.pid:
        assert time.monotonic() < until + 30
        time.sleep(0.1)
    with instance.sign_in() as owner:
        task = owner.post("/api/tasks", json={"kind": "demo.progress", "payload": {"steps": 1}})
        assert task.status_code == 202, task.text
        while owner.get(f"/api/tasks/{task.json()['id']}").json()["status"] != "succeeded":
            assert time.monotonic() < until + 90
            time.sleep(0.2)


def test_a_killed_supervisor_ends_the_instance(instance: Instance) -> None:
    assert instance.process is not None
    processes = instance.descendants()
    instance.child("relaydesk supervisor").kill()
    assert instance.process.wait(30) == 128 + signal.SIGKILL
    _, alive = psutil.wait_procs(processes, timeout=40)
    assert [one.cmdline()[:4] for one in alive] == []
    instance.start()


def test_with_its_standard_files_closed_it_serves_does_tasks_and_ends(tmp_path: Path) -> None:
    """As some supervisors and shells begin a service."""
    closing = ["bash", "-c", 'exec "$@" <&- >&-', "closing"]
    with running_instance(before=closing) as alone, alone.sign_in() as owner:
        task = owner.post("/api/tasks", json={"kind": "demo.echo"}).json()["id"]
        until = time.monotonic() + 60
        while owner.get(f"/api/tasks/{task}").json()["status"] != "succeeded":
            assert time.monotonic() < until
            time.sleep(0.2)
        assert alone.stop() == 0
        assert "Assertion" not in alone.output.read_text()
