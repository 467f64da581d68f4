"""Deployments that nobody asks: unloaded after a while, and loaded by the next request, which waits for that."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import psutil
import pytest
import served_models
from fibers import contract_of
from harness import Stack
from inference_host import DEPLOYMENTS, deploy, running_host, settled
from model_registry import MODELS, Registry
from sqlalchemy import text

from relaydesk.registry.inference import fleet
from relaydesk.registry.inference.fleet import Fetch

X = {"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [0, 0, 0]}
INFER = "/v2/models/churn/infer"
SHORT = "UPDATE registry_deployment SET unload_after_s = 1"


@pytest.fixture
async def two(registry: Registry) -> Registry:
    """Version n adds n."""
    await registry.make()
    for number in (1, 2):
        await registry.upload(served_models.plus(number))
    await registry.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 1})
    return registry


@pytest.fixture
async def served(two: Registry, stack: Stack) -> AsyncIterator[Registry]:
    async with running_host(stack):
        yield two


async def shorten(stack: Stack) -> None:
    """Nobody wants a model unloaded after a second, but for a test."""
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(SHORT))


async def idle(registry: Registry, stack: Stack, **values: Any) -> dict[str, Any]:
    made = await deploy(registry.http, unload_after_s=10, **values)
    await shorten(stack)
    return await settled(registry.http, made["id"], "idle")


async def until_replicas(count: int) -> None:
    """So many processes; with 0 their memory is free."""
    async with asyncio.timeout(10):
        while len(replicas()) != count:  # noqa: ASYNC110 - processes of their own
            await asyncio.sleep(0.02)


def replicas() -> list[psutil.Process]:
    living = []
    for one in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "inference.replica" in " ".join(one.cmdline()):
                living.append(one)
    return living


async def infer(http: httpx.AsyncClient) -> tuple[int, str]:
    answer = await http.post(INFER, json={"inputs": [X]})
    return answer.status_code, answer.json().get("model_version", answer.json().get("error"))


async def test_one_that_nobody_asks_gives_its_memory_back_and_is_loaded_once_by_many_requests(
    served: Registry, stack: Stack
) -> None:
    made = await deploy(served.http, version=1, replicas=2, unload_after_s=10)
    assert await infer(served.http) == (200, "1")
    assert len(replicas()) == 2
    await shorten(stack)
    shown = await settled(served.http, made["id"], "idle")
    assert (shown["revision"], shown["traffic"]) == (1, [{"version": 1, "weight": 100}])
    await until_replicas(0)
    assert set(await asyncio.gather(*(infer(served.http) for _ in range(50)))) == {(200, "1")}
    await until_replicas(2)
    stats = (await served.http.get("/v2/models/churn/stats")).json()["model_stats"]
    assert [(one["version"], one["inference_count"]) for one in stats] == [("1", 51)]
    await settled(served.http, made["id"], "idle")


async def test_an_idle_one_says_that_it_is_ready_and_is_not_loaded_by_questions(served: Registry, stack: Stack) -> None:
    await idle(served, stack, version=1)
    await until_replicas(0)
    for path in ("/v2/health/ready", "/v2/models/churn/ready", "/v2/models/churn/versions/1/ready", "/v2/models/churn"):
        assert (await served.http.get(path)).status_code == 200
    index = (await served.http.post("/v2/repository/index", json={"ready": True})).json()
    assert index == [{"name": "churn", "version": "1", "state": "READY", "reason": "idle"}]
    metrics = (await served.http.get("/metrics")).text
    assert 'model_deployments{status="idle"} 1.0' in metrics
    assert replicas() == []
    assert (await served.http.get("/v2/models/churn/versions/2/ready")).status_code == 404


async def test_an_alias_that_moves_while_it_is_idle_has_the_new_version_loaded(served: Registry, stack: Stack) -> None:
    made = await idle(served, stack, alias="champion")
    await served.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 2})
    shown = await settled(served.http, made["id"], "ready")
    assert [(one["version"], one["weight"]) for one in shown["live"]] == [(2, 100)]
    assert await infer(served.http) == (200, "2")
    await settled(served.http, made["id"], "idle")
    back = await served.http.post(f"{DEPLOYMENTS}/{made['id']}/rollback")
    assert back.status_code == 200
    assert await infer(served.http) in {(200, "1"), (200, "2")}  # by what has the traffic until version 1 is loaded
    await settled(served.http, made["id"], "ready")
    assert await infer(served.http) == (200, "1")
    await settled(served.http, made["id"], "idle")
    await served.http.post(f"{DEPLOYMENTS}/{made['id']}/stop")
    await settled(served.http, made["id"], "stopped")
    assert (await infer(served.http))[0] == 503


async def test_it_is_idle_still_once_the_inference_process_is_another_one(two: Registry, stack: Stack) -> None:
    async with running_host(stack):
        made = await idle(two, stack, alias="champion")
    async with running_host(stack):
        async with asyncio.timeout(10):
            while (await two.http.get("/v2/models/churn/ready")).status_code != 200:  # noqa: ASYNC110 - as a client
                await asyncio.sleep(0.05)
        assert (await two.http.get(f"{DEPLOYMENTS}/{made['id']}")).json()["status"] == "idle"
        assert replicas() == []
        assert await infer(two.http) == (200, "1")
        await settled(two.http, made["id"], "idle")
        await two.http.put(f"{MODELS}/churn/aliases/champion", json={"version": 2})
        await settled(two.http, made["id"], "ready")
        assert await infer(two.http) == (200, "2")


@contract_of(Fetch)
async def test_a_process_that_begins_before_its_storage_is_there_tries_what_was_served_every_few_seconds(
    two: Registry, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "SERVED_PAUSE_S", 0.1)
    async with running_host(stack):
        made = await deploy(two.http, version=1)
    folder = two.folder / "files"
    folder.rename(two.folder / "away")
    async with running_host(stack):
        await settled(two.http, made["id"], "failed")
        await asyncio.sleep(8)  # by now the pauses of what has never been loaded are of many seconds
        (two.folder / "away").rename(folder)
        await settled(two.http, made["id"], "ready", within_s=5)


async def test_one_that_can_be_loaded_no_more_says_so_to_who_waits(served: Registry, stack: Stack) -> None:
    made = await idle(served, stack, version=1)
    await until_replicas(0)
    for file in (served.folder / "files").iterdir():
        file.write_bytes(b"no model any more")
    status, error = await infer(served.http)
    assert (status, error) == (503, "the model could not be loaded")
    assert (await settled(served.http, made["id"], "failed"))["live"][0]["status"] == "failed"
    assert (await served.http.get("/v2/models/churn/ready")).status_code == 503


async def test_who_has_waited_too_long_for_it_is_told_to_come_again_while_it_goes_on_loading(
    served: Registry, stack: Stack
) -> None:
    await idle(served, stack, version=1)
    await until_replicas(0)
    first = asyncio.create_task(served.http.post(INFER, json={"inputs": [X]}))
    await until_replicas(1)
    [replica] = replicas()
    replica.suspend()
    answer = await first
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json() == {"error": "the request waited too long; try again"}
    second = asyncio.create_task(infer(served.http))
    await asyncio.sleep(0.5)
    replica.resume()
    assert await second == (200, "1")


async def test_a_split_is_idle_and_loaded_as_a_whole(served: Registry, stack: Stack) -> None:
    made = await deploy(served.http, version=1, unload_after_s=10)
    shares = [{"version": 1, "weight": 100}, {"version": 2, "weight": 0}]
    await served.http.post(f"{DEPLOYMENTS}/{made['id']}/traffic", json={"weights": shares})
    await settled(served.http, made["id"])
    await shorten(stack)
    await settled(served.http, made["id"], "idle")
    await until_replicas(0)
    answer = await served.http.post("/v2/models/churn/versions/2/infer", json={"inputs": [X]})
    assert (answer.status_code, answer.json()["model_version"]) == (200, "2")
    shown = await settled(served.http, made["id"], "ready")
    assert [(one["version"], one["replicas"]) for one in shown["live"]] == [(1, 1), (2, 1)]


async def test_the_time_is_set_and_taken_away_by_people(served: Registry) -> None:
    made = await deploy(served.http, version=1)
    assert made["unload_after_s"] is None
    path = f"{DEPLOYMENTS}/{made['id']}"
    assert (await served.http.patch(path, json={"unload_after_s": 600})).json()["unload_after_s"] == 600
    assert (await served.http.patch(path, json={"replicas": 1})).json()["unload_after_s"] == 600
    assert (await served.http.patch(path, json={"unload_after_s": None})).json()["unload_after_s"] is None
    for value in (9, 86401, True, 10.5):
        assert (await served.http.patch(path, json={"unload_after_s": value})).status_code == 422
