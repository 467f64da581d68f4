"""What of a client key's budget an inference takes: one request once it is computed, and nothing else does."""

from collections.abc import AsyncIterator

import httpx
import pytest
from harness import Stack
from inference_host import deploy, running_host
from model_registry import Registry

X = {"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}
INFER = "/v2/models/churn/infer"


@pytest.fixture
async def served(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    await registry.make()
    await registry.upload()
    async with running_host(stack):
        await deploy(registry.http)
        yield registry


async def _ask(http: httpx.AsyncClient, path: str = INFER, inputs: object = None) -> int:
    return (await http.post(path, json={"inputs": [X] if inputs is None else inputs})).status_code


async def test_only_what_was_computed_uses_a_budget_and_the_usage_says_so(served: Registry, stack: Stack) -> None:
    limited = {"name": "limited", "scopes": ["inference"], "budget": {"requests": 3, "period": "day"}}
    made = (await served.http.post("/api/keys", json=limited)).json()
    async with stack.client(Authorization=f"Bearer {made['key']}") as program:
        for _ in range(5):
            assert (await program.get("/v2/models/churn/ready")).status_code == 200
            assert (await program.get("/v2/models/churn")).status_code == 200
            assert await _ask(program, "/v2/models/unknown/infer") == 404
            assert await _ask(program, inputs=[{**X, "shape": [2, 3]}]) == 400
        assert [await _ask(program) for _ in range(4)] == [200, 200, 200, 429]
        assert (await program.get("/v2/models/churn/ready")).status_code == 200
    address = f"/api/keys/{made['id']}"
    await stack.gateway.ship()
    usage = (await served.http.get(f"{address}/usage")).json()
    assert (usage["requests"], usage["errors"]) == (3, 0)
    rows = (await served.http.get("/api/admin/logs", params={"status": "4xx", "limit": 100})).json()["items"]
    assert {row["error"] for row in rows} == {"BUDGET_EXHAUSTED", "INFERENCE_REFUSED", "MODEL_NOT_SERVED"}
    assert (await served.http.get(address)).json()["budget_used"]["requests"] == 3
