"""What a replica may have of the machine's memory, and what it says of requests that take more."""

from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import psutil
import pytest
import served_models
from harness import Stack
from inference_host import deploy, running_host
from model_registry import Registry

from relaydesk.registry.inference.replica.tensors import BadRequest, Inference, write
from relaydesk.registry.inference.wire.messages import Named

MEMORY_BYTES = 512 * 1024**2
INFER = "/v2/models/filled/infer"
TOO_MUCH = "computing this takes more memory than a replica may have"


@pytest.fixture
async def filled(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    """A model that answers as many zeros as it is asked for."""
    await registry.make("filled")
    await registry.upload(served_models.filled(), "filled")
    async with running_host(stack, memory_bytes=MEMORY_BYTES):
        await deploy(registry.http, name="filled", model="filled")
        yield registry


def _shape(*sizes: int, **more: Any) -> dict[str, Any]:
    return {"inputs": [{"name": "s", "datatype": "INT64", "shape": [len(sizes)], "data": sizes}], **more}


BINARY = {"parameters": {"binary_data_output": True}}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_shape(4_000_000_000), TOO_MUCH),
        (_shape(1_000_000_000), TOO_MUCH),
        (_shape(140_000_000, **BINARY), TOO_MUCH),
        (_shape(20_000_000), TOO_MUCH),  # computed, but not written
        (_shape(70_000_000, **BINARY), "the answer is larger than 268435456 bytes"),
    ],
)
async def test_a_request_that_takes_too_much_memory_is_an_error_of_the_version_and_costs_no_replica(
    filled: Registry, body: dict[str, Any], message: str
) -> None:
    before = _replicas()
    failed = await filled.http.post(INFER, json=body)
    assert (failed.status_code, failed.json()) == (400, {"error": message})
    [stats] = (await filled.http.get("/v2/models/filled/stats")).json()["model_stats"]
    assert (stats["inference_stats"]["fail"]["count"], stats["refused_count"]) == (1, 0)
    answer = await filled.http.post(INFER, json=_shape(2, 2))
    assert answer.json()["outputs"][0]["data"] == [0, 0, 0, 0]
    assert before
    assert _replicas() == before


async def test_what_a_large_request_took_is_given_back(filled: Registry) -> None:
    [replica] = _replicas()
    process = psutil.Process(replica)
    await filled.http.post(INFER, json=_shape(2, 2))
    before = process.memory_info().rss
    answer = await filled.http.post(INFER, json=_shape(20_000_000, **BINARY))
    assert answer.status_code == 200
    del answer
    await filled.http.post(INFER, json=_shape(2, 2))
    assert process.memory_info().rss - before < 64 * 1024**2


def _replicas() -> set[int]:
    children = psutil.Process().children(recursive=True)
    return {one.pid for one in children if any("inference.replica" in part for part in one.cmdline())}


def test_a_larger_answer_than_one_may_be_is_refused() -> None:
    output = Named("y", "FP32", None)
    zeros = np.zeros(65 * 1024**2, np.float32)
    with pytest.raises(BadRequest, match="larger than 268435456 bytes"):
        write("filled", "1", Inference(None, {}, [(output, True)]), [zeros])
