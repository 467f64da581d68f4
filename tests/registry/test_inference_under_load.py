"""Traffic that is moved, split and met by death while requests come: no more is lost than was inside the dead."""

import asyncio
import contextlib
import errno
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import psutil
import pytest
import served_models
from harness import Stack
from inference_host import DEPLOYMENTS, deploy, running_host, settled
from model_registry import MODELS, Registry

from relaydesk.registry.inference import fleet

X = {"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [0, 0, 0]}
INFER = "/v2/models/churn/infer"
Ask = Callable[[], Any]


@pytest.fixture
async def served(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    """Version n adds n."""
    await registry.make()
    for number in (1, 2):
        await registry.upload(served_models.plus(number))
    await registry.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 1})
    async with running_host(stack):
        yield registry


@pytest.fixture
async def program(served: Registry, stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    key = {"name": "load", "scopes": ["inference"], "rate_limit_per_minute": 1_000_000}
    made = (await served.http.post("/api/keys", json=key)).json()
    async with stack.client(Authorization=f"Bearer {made['key']}") as http:
        yield http


class Load:
    """Requests side by side until it is ended, each answer counted by status and version."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.answers: Counter[tuple[int, str]] = Counter()
        self.wrong: list[Any] = []

    async def _work(self) -> None:
        while True:
            answer = await self._http.post(INFER, json={"inputs": [X]})
            body = answer.json()
            version = body.get("model_version", "")
            self.answers[answer.status_code, version] += 1
            if answer.status_code == 200 and body["outputs"][0]["data"] != [float(version)] * 3:
                self.wrong.append(body)
            if answer.status_code != 200 and list(body) != ["error"]:
                self.wrong.append(body)
            await asyncio.sleep(0.005)

    @contextlib.asynccontextmanager
    async def running(self, workers: int = 4) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._work()) for _ in range(workers)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def count(self, status: int) -> int:
        return sum(count for (got, _), count in self.answers.items() if got == status)

    async def answered_by(self, version: int, *, times: int = 20) -> None:
        """Until that version has answered so often anew."""
        before = self.answers[200, str(version)]
        async with asyncio.timeout(30):
            while self.answers[200, str(version)] < before + times:  # noqa: ASYNC110 - counted by tasks of its own
                await asyncio.sleep(0.01)


def replicas() -> list[psutil.Process]:
    """Those that live: one that has died and was not waited for yet has no command line any more."""
    living = []
    for one in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "inference.replica" in " ".join(one.cmdline()):
                living.append(one)
    return living


async def test_an_alias_moves_live_traffic_without_a_failed_request(
    served: Registry, program: httpx.AsyncClient
) -> None:
    made = await deploy(served.http, alias="champion", replicas=2)
    load = Load(program)
    async with load.running():
        await load.answered_by(1)
        for version in (2, 1, 2):
            await served.http.put(f"{MODELS}/churn/aliases/champion", json={"version": version})
            await settled(served.http, made["id"])
            before = load.answers.copy()
            await load.answered_by(version)
            others = {key: count for key, count in (load.answers - before).items() if key != (200, str(version))}
            assert sum(others.values()) <= 4  # those that were under way when it was said to be ready
        await served.http.post(f"{DEPLOYMENTS}/{made['id']}/rollback")
        await load.answered_by(1)
    assert {status for status, _ in load.answers} == {200}
    assert load.wrong == []


async def test_replicas_become_more_and_fewer_and_are_replaced_without_a_failed_request(
    served: Registry, program: httpx.AsyncClient
) -> None:
    made = await deploy(served.http, version=1)
    path = f"{DEPLOYMENTS}/{made['id']}"
    load = Load(program)
    async with load.running(8):
        for change in ({"replicas": 3}, {"replicas": 1}, {"max_batch_rows": 1}, {"replicas": 2, "max_batch_rows": 8}):
            before = {replica.pid for replica in replicas()}
            wished = (await served.http.patch(path, json=change)).json()["replicas"]
            async with asyncio.timeout(30):
                while True:
                    [live] = (await served.http.get(path)).json()["live"]
                    now = {replica.pid for replica in replicas()}
                    if live["replicas"] == len(now) == wished:
                        break
                    await asyncio.sleep(0.05)
            assert bool(now & before) is ("max_batch_rows" not in change)
            await load.answered_by(1)
    assert {status for status, _ in load.answers} == {200}
    assert load.wrong == []


async def test_a_killed_replica_costs_the_requests_inside_it_and_comes_back(
    served: Registry, program: httpx.AsyncClient
) -> None:
    await deploy(served.http, version=1)
    load = Load(program)
    async with load.running(8):
        for _ in range(3):
            await load.answered_by(1)
            [replica] = replicas()
            replica.kill()
        await load.answered_by(1)
    assert {status for status, _ in load.answers} <= {200, 503}
    assert load.count(503) <= 3 * 8
    assert load.wrong == []


async def test_a_machine_without_a_process_to_spare_delays_a_model_and_does_not_end_it(
    served: Registry, program: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, refusals = asyncio.create_subprocess_exec, iter(range(5))

    async def begin_at_last(*command: Any, **options: Any) -> Any:
        if next(refusals, None) is not None:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return await begin(*command, **options)

    monkeypatch.setattr(fleet, "LONGEST_PAUSE_S", 0.2)
    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin_at_last)
    made = await deploy(served.http, version=1, until="failed")
    assert made["reason"] == f"version 1: its process cannot be started: {os.strerror(errno.EAGAIN)}"
    ready = await settled(served.http, made["id"])
    assert ready["reason"] is None
    assert (await program.post(INFER, json={"inputs": [X]})).status_code == 200


async def test_a_file_that_has_changed_is_not_served(served: Registry) -> None:
    made = await deploy(served.http, version=1)
    for path in served.folder.rglob("*"):
        if path.is_file() and path.stat().st_size > 64:  # the files of models, not their marks
            path.chmod(0o600)
            path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    [replica] = replicas()
    replica.kill()
    failed = await settled(served.http, made["id"], "failed")
    assert failed["reason"] == "version 1: its file is not the one that was uploaded: it has another SHA-256"


async def test_a_served_model_that_cannot_be_loaded_again_comes_back_once_it_can(
    served: Registry, program: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "LONGEST_PAUSE_S", 0.2)
    made = await deploy(served.http, version=1)
    files = [path for path in served.folder.rglob("*") if path.is_file()]
    for path in files:
        path.rename(path.with_name(f"{path.name}.away"))
    [replica] = replicas()
    replica.kill()
    failed = await settled(served.http, made["id"], "failed")
    assert failed["reason"].startswith("version 1: ")
    assert (await program.post(INFER, json={"inputs": [X]})).status_code == 503
    for path in files:
        path.with_name(f"{path.name}.away").rename(path)
    assert (await settled(served.http, made["id"]))["reason"] is None
    assert (await program.post(INFER, json={"inputs": [X]})).status_code == 200


async def test_traffic_is_split_by_weight_and_moves_are_refused_to_what_fails(
    served: Registry, program: httpx.AsyncClient
) -> None:
    made = await deploy(served.http, version=1)
    await served.upload(served_models.unloadable())
    path = f"{DEPLOYMENTS}/{made['id']}"
    weights = [{"version": 1, "weight": 3}, {"version": 2, "weight": 1}]
    await served.http.post(f"{path}/traffic", json={"weights": weights})
    await settled(served.http, made["id"])
    seen = Counter([(await program.post(INFER, json={"inputs": [X]})).json()["model_version"] for _ in range(200)])
    assert 110 < seen["1"] < 190
    assert seen["1"] + seen["2"] == 200
    named = await program.post("/v2/models/churn/versions/2/infer", json={"inputs": [X]})
    assert named.json()["model_version"] == "2"
    await served.http.post(f"{path}/traffic", json={"weights": [{"version": 3, "weight": 1}]})
    failed = await settled(served.http, made["id"], "failed")
    assert failed["reason"].startswith("version 3: ")
    still = await program.post(INFER, json={"inputs": [X]})
    assert still.json()["model_version"] in ("1", "2")
    await served.http.post(f"{path}/rollback")
    back = await settled(served.http, made["id"])
    assert [(one["version"], one["weight"]) for one in back["live"] if one["status"] == "ready"] == [(1, 3), (2, 1)]


async def test_a_sticky_split_answers_a_session_by_one_version(served: Registry, program: httpx.AsyncClient) -> None:
    made = await deploy(served.http, version=1)
    weights = [{"version": 1, "weight": 1}, {"version": 2, "weight": 1}]
    await served.http.post(f"{DEPLOYMENTS}/{made['id']}/traffic", json={"weights": weights, "sticky": True})
    await settled(served.http, made["id"])
    seen: dict[str, set[str]] = {}
    for number in range(60):
        session = f"session-{number % 20}"
        answer = await program.post(INFER, json={"inputs": [X]}, headers={"X-Session-ID": session})
        seen.setdefault(session, set()).add(answer.json()["model_version"])
    assert {len(versions) for versions in seen.values()} == {1}
    assert set().union(*seen.values()) == {"1", "2"}


async def test_requests_that_wait_are_computed_together_where_rows_are_alone(
    served: Registry, program: httpx.AsyncClient
) -> None:
    await served.make("mean")
    await served.upload(served_models.less_the_mean(), "mean")
    await deploy(served.http, version=2)
    await deploy(served.http, name="mean", model="mean")

    async def ask(model: str, row: list[float]) -> Any:
        given = {"name": "x", "datatype": "FP32", "shape": [1, len(row)], "data": row}
        answer = await program.post(f"/v2/models/{model}/infer", json={"inputs": [given]})
        return answer.json()["outputs"][0]["data"]

    rows = [[float(number)] * 3 for number in range(200)]
    assert await asyncio.gather(*(ask("churn", row) for row in rows)) == [[value + 2 for value in row] for row in rows]
    assert await asyncio.gather(*(ask("mean", row[:2]) for row in rows)) == [[0.0, 0.0]] * 200
    stats = {one["name"]: one for one in (await program.get("/v2/models/stats")).json()["model_stats"]}
    assert stats["churn"]["inference_count"] == 200
    assert stats["churn"]["execution_count"] < 200
    assert (stats["mean"]["inference_count"], stats["mean"]["execution_count"]) == (200, 200)


async def test_what_was_served_is_served_again_by_the_next_process(registry: Registry, stack: Stack) -> None:
    await registry.make()
    await registry.upload(served_models.plus(1))
    async with running_host(stack):
        made = await deploy(registry.http)
    away = await registry.http.post(INFER, json={"inputs": [X]})
    assert (away.status_code, list(away.json())) == (503, ["error"])
    assert replicas() == []
    async with running_host(stack):
        async with asyncio.timeout(30):
            while (await registry.http.post(INFER, json={"inputs": [X]})).status_code != 200:  # noqa: ASYNC110 - loads
                await asyncio.sleep(0.05)
        assert (await settled(registry.http, made["id"]))["live"][0]["replicas"] == 1


async def test_versions_that_fail_more_often_than_those_before_are_rolled_back_by_themselves(
    served: Registry, program: httpx.AsyncClient
) -> None:
    await served.make("table")
    for entries in (10, 8):
        await served.upload(served_models.looked_up(entries), "table")
    made = await deploy(served.http, name="table", model="table", version=1)
    traffic = {"weights": [{"version": 2, "weight": 1}]}
    await served.http.post(f"{DEPLOYMENTS}/{made['id']}/traffic", json=traffic)
    await settled(served.http, made["id"])

    async def ask(number: int) -> int:
        given = {"name": "i", "datatype": "INT64", "shape": [1], "data": [number % 10]}
        return (await program.post("/v2/models/table/infer", json={"inputs": [given]})).status_code

    async with asyncio.timeout(10):
        number = 0
        while (await served.http.get(f"{DEPLOYMENTS}/{made['id']}")).json()["traffic"][0]["version"] == 2:
            statuses = [await ask(number + one) for one in range(10)]
            assert set(statuses) <= {200, 400}
            number += 10
    await settled(served.http, made["id"])
    assert [await ask(one) for one in range(10)] == [200] * 10
    entries = (await served.http.get("/api/audit")).json()["items"]
    assert (entries[0]["action"], entries[0]["actor"]) == ("deployment.rolled_back", "system")
