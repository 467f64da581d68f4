"""Models served by the Open Inference Protocol: deployed over HTTP, computed by replicas in processes of their own."""

from collections.abc import AsyncIterator

import httpx
import pytest
from harness import Stack
from inference_host import deploy, running_host
from model_registry import Registry

X = {"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}


@pytest.fixture
async def served(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    await registry.make()
    await registry.upload()
    async with running_host(stack):
        yield registry


@pytest.fixture
async def program(served: Registry, stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """With a client key that may infer."""
    made = await served.http.post("/api/keys", json={"name": "model user", "scopes": ["inference"]})
    async with stack.client(Authorization=f"Bearer {made.json()['key']}") as http:
        yield http


async def test_a_deployment_answers_inferences(served: Registry, program: httpx.AsyncClient) -> None:
    shown = await deploy(served.http)
    assert shown["live"] == [{"version": 1, "weight": 100, "status": "ready", "replicas": 1, "reason": None}]
    answer = await program.post("/v2/models/churn/infer", json={"id": "42", "inputs": [X]})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "model_name": "churn",
        "model_version": "1",
        "id": "42",
        "outputs": [{"name": "y", "datatype": "FP32", "shape": [1, 3], "data": [2.0, 3.0, 4.0]}],
    }
