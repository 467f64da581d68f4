"""Redis hangs, PostgreSQL restarts, the web process is killed: what goes on, what heals, that no row is missing."""

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Self

import httpx
import pytest
import redis
from counting_upstream import CountingUpstream, counting_upstream
from instance import Instance, free_port, running_instance


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance() as running:
        yield running


@pytest.fixture(scope="module")
def upstream() -> Iterator[CountingUpstream]:
    with counting_upstream() as counting:
        yield counting


@pytest.fixture(scope="module")
def caller(instance: Instance, upstream: CountingUpstream) -> str:
    """A client key that may proxy to the upstream."""
    with instance.sign_in() as owner:
        body = {"name": "counting", "base_url": upstream.url, "allow_private": True}
        made = owner.post("/api/admin/upstreams", json=body)
        assert made.status_code == 201, made.text
        key = {"upstream_id": made.json()["id"], "name": "one", "key_value": "sk-counting-upstream"}
        assert owner.post("/api/admin/keys", json=key).status_code == 201
        limits = {"name": "faults", "scopes": ["proxy"], "rate_limit_per_minute": 1_000_000}
        token: str = owner.post("/api/keys", json=limits).json()["key"]
    _eventually(lambda: _proxy(instance, token, "ready") == 200)
    return token


def _eventually(is_so: Callable[[], bool], *, within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.1)


def _proxy(instance: Instance, token: str, path: str) -> int:
    try:
        answer = httpx.get(
            f"{instance.url}/proxy/counting/{path}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
            trust_env=False,
        )
    except httpx.HTTPError:
        return 0
    return answer.status_code


def _health(instance: Instance) -> tuple[int, dict[str, Any], float]:
    began = time.perf_counter()
    answer = httpx.get(f"{instance.url}/health", timeout=10, trust_env=False)
    return answer.status_code, answer.json(), time.perf_counter() - began


def _logged_paths(instance: Instance) -> list[str]:
    with instance.sign_in() as owner:
        paths, cursor = [], None
        while True:
            given = {"limit": 200, "upstream": "counting", **({"cursor": cursor} if cursor else {})}
            page = owner.get("/api/admin/logs", params=given).json()
            paths += [row["path"] for row in page["items"]]
            cursor = page["next_cursor"]
            if not cursor:
                return paths


class _Load:
    """Callers that go on until told to stop; `statuses` by path of what each got (0: no answer)."""

    def __init__(self, instance: Instance, token: str, prefix: str, callers: int = 4) -> None:
        self.statuses: dict[str, int] = {}
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._call, args=(instance, token, f"{prefix}-{n}")) for n in range(callers)
        ]

    def _call(self, instance: Instance, token: str, name: str) -> None:
        number = 0
        while not self._stopping.is_set():
            number += 1
            self.statuses[f"{name}-{number}"] = _proxy(instance, token, f"{name}-{number}")

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()


def _assert_all_logged(instance: Instance, upstream: CountingUpstream, prefix: str) -> None:
    """Received = logged: each request that the upstream saw has exactly one row."""
    received = sorted(p for p in upstream.paths if p.startswith(f"/{prefix}-"))

    def logged() -> list[str]:
        found = [p.removeprefix("/proxy/counting") for p in _logged_paths(instance)]
        return sorted(p for p in found if p.startswith(f"/{prefix}-"))

    _eventually(lambda: set(received) <= set(logged()))
    rows = logged()
    assert len(rows) == len(set(rows))


@pytest.mark.timeout(240)
def test_chat_sign_in_and_proxying_go_on_while_redis_hangs_and_all_heals(instance: Instance, caller: str) -> None:
    redis = instance.child("redis-server")
    redis.send_signal(signal.SIGSTOP)
    try:
        _eventually(lambda: _health(instance)[1]["redis"]["status"] == "down")
        status, summary, seconds = _health(instance)
        assert (status, summary["status"], summary["database"]["status"]) == (200, "degraded", "ok")
        assert seconds < 0.5  # its own deadline is 80 ms; the rest is this machine's load
        with instance.sign_in() as owner:
            assert owner.get("/api/auth/me").status_code == 200
        answer = httpx.post(f"{instance.url}/api/chat", json={"message": "Hello?"}, timeout=60, trust_env=False)
        assert answer.json()["message"]["role"] == "assistant"
        assert _proxy(instance, caller, "without-redis") == 200
    finally:
        redis.send_signal(signal.SIGCONT)
    _eventually(lambda: _health(instance)[1]["status"] == "ok")
    with instance.sign_in() as owner:
        task = owner.post("/api/tasks", json={"kind": "demo.echo", "payload": {}}).json()["id"]
        _eventually(lambda: owner.get(f"/api/tasks/{task}").json()["status"] == "succeeded", within_s=60)


@pytest.mark.timeout(240)
def test_a_full_redis_is_told(instance: Instance) -> None:
    note = next((instance.folder / "data").rglob("instance.json"))
    with redis.Redis.from_url(json.loads(note.read_text())["redis_url"]) as client:
        client.config_set("maxmemory", 1)
        try:
            _eventually(lambda: _health(instance)[1]["redis"].get("reason") == "takes no writes")
            assert _health(instance)[0] == 200
        finally:
            client.config_set("maxmemory", 0)
    _eventually(lambda: _health(instance)[1]["status"] == "ok")


@pytest.mark.timeout(240)
def test_a_killed_redis_comes_back_by_itself(instance: Instance) -> None:
    redis = instance.child("redis-server")
    redis.kill()
    _eventually(lambda: [p.pid for p in instance.children("redis-server")] not in ([], [redis.pid]))
    _eventually(lambda: _health(instance)[1]["redis"]["status"] == "ok")


@pytest.mark.timeout(240)
def test_proxying_goes_on_while_postgresql_restarts_and_every_row_is_there_afterwards(
    instance: Instance, upstream: CountingUpstream, caller: str
) -> None:
    postgres = instance.child("bin/postgres")
    with _Load(instance, caller, "restart") as load:
        _eventually(lambda: len(load.statuses) > 20)
        postgres.send_signal(signal.SIGINT)
        _eventually(lambda: not postgres.is_running())
        _eventually(lambda: _health(instance)[0] == 200, within_s=60)
        seen = len(load.statuses)
        _eventually(lambda: len(load.statuses) > seen + 20)
    assert set(load.statuses.values()) == {200}
    _assert_all_logged(instance, upstream, "restart")


@pytest.mark.timeout(240)
def test_a_hung_postgresql_is_told_in_time_and_proxying_goes_on(instance: Instance, caller: str) -> None:
    postgres = instance.child("bin/postgres")
    family = [postgres, *postgres.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGSTOP)
    try:
        _eventually(lambda: _health(instance)[0] == 503)
        status, summary, seconds = _health(instance)
        assert (status, summary["status"], summary["database"]["status"]) == (503, "down", "down")
        assert seconds < 0.5
        assert _proxy(instance, caller, "hung-database") == 200
    finally:
        for process in family:
            process.send_signal(signal.SIGCONT)
    _eventually(lambda: _health(instance)[0] == 200)


@pytest.mark.timeout(240)
def test_received_is_logged_also_when_the_web_process_is_killed_under_load(
    instance: Instance, upstream: CountingUpstream, caller: str
) -> None:
    with _Load(instance, caller, "killed") as load:
        for _ in range(2):
            before = len(load.statuses)
            _eventually(lambda before=before: len(load.statuses) > before + 40)
            web = instance.child("relaydesk web")
            web.kill()
            _eventually(lambda: _health_or_nothing(instance) == 200, within_s=60)
    assert 200 in load.statuses.values()
    _assert_all_logged(instance, upstream, "killed")


def _health_or_nothing(instance: Instance) -> int:
    try:
        return _health(instance)[0]
    except httpx.HTTPError:
        return 0


@pytest.mark.timeout(240)
def test_a_second_instance_on_the_same_data_directory_is_refused_with_a_clear_message(instance: Instance) -> None:
    second = Instance(instance.folder, free_port(), instance.environment)
    second.output = instance.folder / "second.log"
    with pytest.raises(AssertionError, match="ended with 2"):
        second.start()
    said = second.output.read_text()
    assert "already runs on" in said
    assert "RELAYDESK_DATA_DIR" in said


@pytest.mark.timeout(240)
def test_sigterm_ends_everything_with_exit_code_0(instance: Instance) -> None:
    assert instance.stop() == 0
