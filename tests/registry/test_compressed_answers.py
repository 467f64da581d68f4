"""Large answers of `/v2` are compressed for whoever takes that, and web pages of listed origins may read them."""

import asyncio
import gzip
import zlib
from typing import Any

import httpx
import numpy as np
import pytest
import served_models
import tritonclient.http as triton
from harness import Stack
from inference_host import deploy, running_host
from instance import running_instance
from model_registry import Registry

from relaydesk.registry.inference import front

INFER = "/v2/models/plus/infer"
ROWS = 20_000
SHOP = "https://shop.example"


@pytest.fixture
async def plus(registry: Registry) -> Registry:
    await registry.make("plus")
    await registry.upload(served_models.plus(1), "plus")
    return registry


def request(rows: int) -> dict[str, Any]:
    return {"inputs": [{"name": "x", "datatype": "FP32", "shape": [rows, 3], "data": [0] * rows * 3}]}


async def raw(http: httpx.AsyncClient, accepted: str, rows: int = ROWS) -> tuple[httpx.Response, bytes]:
    async with http.stream("POST", INFER, json=request(rows), headers={"Accept-Encoding": accepted}) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


async def test_large_answers_come_as_they_are_taken_and_small_ones_plain(plus: Registry, stack: Stack) -> None:
    async with running_host(stack):
        await deploy(plus.http, name="plus", model="plus")
        plain, content = await raw(plus.http, "identity")
        assert (plain.headers.get("content-encoding"), plain.headers["vary"]) == (None, "accept-encoding")
        for accepted, encoding in (("gzip", "gzip"), ("br, deflate", "deflate"), ("gzip;q=0, *", "deflate")):
            answer, packed = await raw(plus.http, accepted)
            assert (answer.status_code, answer.headers["content-encoding"]) == (200, encoding)
            assert int(answer.headers["content-length"]) == len(packed) < len(content) / 10
            assert (gzip.decompress if encoding == "gzip" else zlib.decompress)(packed) == content
        for accepted in ("gzip;q=0", "br", ""):
            answer, packed = await raw(plus.http, accepted)
            assert (answer.headers.get("content-encoding"), packed) == (None, content)
        small, _ = await raw(plus.http, "gzip", rows=1)
        assert "content-encoding" not in small.headers
        assert "vary" not in small.headers


async def test_binary_tensors_and_what_is_very_large_come_plain_whatever_is_taken(
    plus: Registry, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_host(stack):
        await deploy(plus.http, name="plus", model="plus")
        binary = request(ROWS) | {"outputs": [{"name": "y", "parameters": {"binary_data": True}}]}
        answer = await plus.http.post(INFER, json=binary, headers={"Accept-Encoding": "gzip"})
        assert (answer.status_code, len(answer.content) > ROWS * 12) == (200, True)
        assert "content-encoding" not in answer.headers
        assert "vary" not in answer.headers
        monkeypatch.setattr(front, "MOST_COMPRESSED_BYTES", 64 * 1024)
        answer = await plus.http.post(INFER, json=request(ROWS), headers={"Accept-Encoding": "gzip"})
        assert (len(answer.content) > 64 * 1024, "content-encoding" in answer.headers) == (True, False)


async def test_the_official_client_reads_compressed_answers(plus: Registry, stack: Stack) -> None:
    token = plus.http.headers["Authorization"]

    def work() -> None:
        x = np.arange(ROWS * 3, dtype=np.float32).reshape(ROWS, 3)
        given = triton.InferInput("x", [ROWS, 3], "FP32")
        given.set_data_from_numpy(x)
        with triton.InferenceServerClient(stack.url.removeprefix("http://")) as client:
            for algorithm in ("gzip", "deflate"):
                for is_binary in (True, False):
                    wanted = triton.InferRequestedOutput("y", binary_data=is_binary)
                    answered = client.infer(
                        "plus",
                        [given],
                        outputs=[wanted],
                        headers={"authorization": token},
                        response_compression_algorithm=algorithm,
                    )
                    np.testing.assert_array_equal(answered.as_numpy("y"), x + 1)

    async with running_host(stack):
        await deploy(plus.http, name="plus", model="plus")
        await asyncio.to_thread(work)


def test_web_pages_of_listed_origins_may_infer() -> None:
    with running_instance(CORS_ALLOW_ORIGINS=SHOP) as instance:
        http = instance.client()
        wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
        preflight = http.options(INFER, headers={"Origin": SHOP, **wanted})
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, SHOP)
        assert preflight.headers["access-control-allow-headers"] == "authorization"
        refused = http.options(INFER, headers={"Origin": "https://other.example", **wanted})
        assert (refused.status_code, refused.headers.get("access-control-allow-origin")) == (405, None)
        answer = http.post(INFER, headers={"Origin": SHOP}, json=request(1))
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, SHOP)
        assert "inference-header-content-length" in answer.headers["access-control-expose-headers"]
