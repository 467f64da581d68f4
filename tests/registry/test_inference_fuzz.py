"""Whatever is sent to `/v2`, the answer is one of the protocol: no other status of the server's fault than 503."""

import json
import struct
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import served_models
from harness import Stack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inference_host import deploy, running_host
from model_registry import Registry

STATUSES = {200, 400, 401, 403, 404, 405, 413, 503}
DATATYPES = ["FP32", "FP64", "FP16", "BF16", "INT64", "UINT8", "BOOL", "BYTES", "", "fp32"]
SETTINGS = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=12)
sizes = st.one_of(st.integers(-2, 4), st.sampled_from([2**31, 2**62, 2**64, -(2**70)]))
parameters = st.dictionaries(
    st.sampled_from(["binary_data_size", "binary_data", "binary_data_output", "classification", "x"]),
    st.one_of(st.integers(-1, 40), st.booleans(), st.text(max_size=3), st.none()),
    max_size=2,
)
tensors = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["t", "i", "b", "x", ""]),
        "datatype": st.sampled_from(DATATYPES),
        "shape": st.lists(sizes, max_size=3),
    },
    optional={"data": values, "parameters": parameters},
)
requests = st.fixed_dictionaries(
    {"inputs": st.lists(tensors, max_size=3)},
    optional={
        "id": st.one_of(st.text(max_size=5), st.integers(), st.none()),
        "outputs": st.lists(st.fixed_dictionaries({"name": st.sampled_from(["u", "j", "q"])}), max_size=2),
        "parameters": parameters,
    },
)
WORDS = st.sampled_from(
    ["models", "texts", "several", "versions", "1", "2", "x", "ready", "infer", "stats", "health", "live", "", "%2e%2e",
     "repository", "index", "load", "unload", "é", "a/b", "%", "\x00"]
)  # fmt: skip
octets = st.one_of(
    st.binary(max_size=40), st.lists(st.text(max_size=4)).map(lambda words: b"".join(map(as_text, words)))
)


def as_text(word: str) -> bytes:
    return struct.pack("<I", len(word.encode())) + word.encode()


@pytest.fixture
async def program(registry: Registry, stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    async with running_host(stack):
        for name, content in (("texts", served_models.texts()), ("several", served_models.several())):
            await registry.make(name)
            await registry.upload(content, name)
            await deploy(registry.http, name=name, model=name)
        key = {"name": "fuzz", "scopes": ["inference"], "rate_limit_per_minute": 1_000_000}
        made = (await registry.http.post("/api/keys", json=key)).json()
        async with stack.client(Authorization=f"Bearer {made['key']}") as http:
            yield http


def assert_of_the_protocol(answer: httpx.Response) -> None:
    assert answer.status_code in STATUSES, (answer.status_code, answer.text)
    if answer.status_code != 200:
        assert list(answer.json()) == ["error"]
        assert isinstance(answer.json()["error"], str)


@SETTINGS
@given(
    model=st.sampled_from(["texts", "several"]),
    request=requests,
    binary=st.one_of(st.none(), octets),
    lie=st.sampled_from([0, 0, 0, 1, -1]),
)
async def test_no_request_breaks_the_protocol(
    program: httpx.AsyncClient, model: str, request: dict[str, Any], binary: bytes | None, lie: int
) -> None:
    head = json.dumps(request).encode()
    headers = {} if binary is None else {"Inference-Header-Content-Length": str(len(head) + lie)}
    content = head + (binary or b"")
    assert_of_the_protocol(await program.post(f"/v2/models/{model}/infer", content=content, headers=headers))


@SETTINGS
@given(
    path=st.sampled_from(["/v2/models/texts/infer", "/v2/repository/index", "/v2/models/texts/versions/1/infer"]),
    content=st.one_of(st.binary(max_size=60), values.map(lambda value: json.dumps(value).encode())),
    encoding=st.sampled_from(["", "gzip", "deflate", "br", "gzip, deflate"]),
    length=st.sampled_from(["", "0", "5", "-1", "x", "99999999999"]),
)
async def test_no_body_breaks_the_protocol(
    program: httpx.AsyncClient, path: str, content: bytes, encoding: str, length: str
) -> None:
    headers = {"Content-Encoding": encoding, "Inference-Header-Content-Length": length}
    present = {name: value for name, value in headers.items() if value}
    assert_of_the_protocol(await program.post(path, content=content, headers=present))


async def test_no_depth_breaks_the_protocol(program: httpx.AsyncClient) -> None:
    assert_of_the_protocol(await program.post("/v2/models/texts/infer", content=b"[" * 100_000))
    whole = json.dumps({"inputs": [{"name": "t", "datatype": "BYTES", "shape": [1], "data": "DATA"}]}).encode()
    for depth in (1, 30, 900, 50_000):
        data = b"[" * depth + b'"a"' + b"]" * depth
        answer = await program.post("/v2/models/texts/infer", content=whole.replace(b'"DATA"', data))
        assert_of_the_protocol(answer)
        assert answer.status_code == (200 if depth <= 30 else 400)
    assert (await program.get("/v2/health/ready")).status_code == 200


@SETTINGS
@given(
    parts=st.lists(WORDS, max_size=6),
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]),
)
async def test_no_path_breaks_the_protocol(program: httpx.AsyncClient, parts: list[str], method: str) -> None:
    path = "/v2" + "".join(f"/{quote(part, safe='')}" for part in parts)
    answer = await program.request(method, program.base_url.copy_with(raw_path=path.encode()))
    if method == "HEAD":
        assert answer.status_code in STATUSES
    else:
        assert_of_the_protocol(answer)
