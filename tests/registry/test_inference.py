"""Models served by the Open Inference Protocol, as programs and the protocol's official clients use them."""

import asyncio
import gzip
import json
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import numpy as np
import pytest
import served_models
import tritonclient.http as triton
import tritonclient.http.aio as triton_aio
import yaml
from harness import Stack
from inference_host import deploy, running_host, settled
from model_registry import Registry
from tritonclient.utils import InferenceServerException

X = {"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}
INFER = "/v2/models/churn/infer"
Check = Callable[[str, Any], None]


@pytest.fixture(scope="session")
def oip(shared_data: Path) -> Check:
    """Checks an answer against a schema of the protocol's own document."""
    document = yaml.safe_load((shared_data / "oip" / "open_inference_rest.yaml").read_text())

    def check(name: str, answer: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.validate(schema, answer)

    return check


@pytest.fixture
async def served(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    await registry.make()
    await registry.upload()
    async with running_host(stack):
        yield registry


@pytest.fixture
async def key(served: Registry) -> str:
    """Of a client that may infer."""
    made = await served.http.post("/api/keys", json={"name": "model user", "scopes": ["inference"]})
    key: str = made.json()["key"]
    return key


@pytest.fixture
async def program(stack: Stack, key: str) -> AsyncIterator[httpx.AsyncClient]:
    async with stack.client(Authorization=f"Bearer {key}") as http:
        yield http


async def serve(registry: Registry, name: str, content: bytes, **values: Any) -> dict[str, Any]:
    await registry.make(name)
    await registry.upload(content, name)
    return await deploy(registry.http, name=name, model=name, **values)


async def test_a_deployment_answers_inferences(served: Registry, program: httpx.AsyncClient, oip: Check) -> None:
    shown = await deploy(served.http)
    assert shown["live"] == [{"version": 1, "weight": 100, "status": "ready", "replicas": 1, "reason": None}]
    answer = await program.post(INFER, json={"id": "42", "inputs": [X]})
    assert answer.status_code == 200, answer.text
    oip("inference_response", answer.json())
    assert answer.json() == {
        "model_name": "churn",
        "model_version": "1",
        "id": "42",
        "outputs": [{"name": "y", "datatype": "FP32", "shape": [1, 3], "data": [2.0, 3.0, 4.0]}],
    }


async def test_figures_of_each_version_are_shown_to_people(served: Registry, program: httpx.AsyncClient) -> None:
    await served.upload()
    made = await deploy(served.http, version=1)
    path = f"/api/deployments/{made['id']}"
    weights = [{"version": 2, "weight": 1}, {"version": 1, "weight": 0}]
    await served.http.post(f"{path}/traffic", json={"weights": weights})
    await settled(served.http, made["id"])
    assert (await program.post(INFER, json={"inputs": [X]})).status_code == 200
    assert (await program.post(INFER, json={"inputs": []})).status_code == 400
    first, second = (await served.http.get(f"{path}/figures")).json()["versions"]
    assert [first[name] for name in ("version", "requests", "errors", "latency_ms")] == [1, 0, 0, None]
    assert (second["version"], second["requests"], second["errors"], second["refused"]) == (2, 2, 0, 1)
    assert 0 <= second["queue_ms"] < second["latency_ms"] < 10_000
    assert (await program.get(f"{path}/figures")).status_code == 403


@pytest.mark.parametrize("slash", ["", "/"])
async def test_all_paths_answer_with_and_without_a_trailing_slash(
    served: Registry, program: httpx.AsyncClient, oip: Check, slash: str
) -> None:
    await deploy(served.http)
    server = (await program.get(f"/v2{slash}")).json()
    oip("metadata_server_response", server)
    assert (server["name"], "binary_tensor_data" in server["extensions"]) == ("relaydesk", True)
    for path in ("/v2/health/live", "/v2/health/ready", "/v2/models/churn/ready", "/v2/models/churn/versions/1/ready"):
        answer = await program.get(path + slash)
        assert (answer.status_code, answer.content) == (200, b"")
    for path in ("/v2/models/churn", "/v2/models/churn/versions/1"):
        metadata = (await program.get(path + slash)).json()
        oip("metadata_model_response", metadata)
        assert metadata == {
            "name": "churn",
            "versions": ["1"],
            "platform": "onnxruntime_onnx",
            "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 3]}],
            "outputs": [{"name": "y", "datatype": "FP32", "shape": [-1, 3]}],
        }
    for path in (INFER, "/v2/models/churn/versions/1/infer"):
        assert (await program.post(path + slash, json={"inputs": [X]})).status_code == 200
    stats = (await program.get(f"/v2/models/churn/stats{slash}")).json()["model_stats"]
    assert [(one["version"], one["inference_count"], one["execution_count"]) for one in stats] == [("1", 2, 2)]
    index = await program.post(f"/v2/repository/index{slash}")
    assert index.json() == [{"name": "churn", "version": "1", "state": "READY", "reason": ""}]


async def test_the_official_client_is_served(served: Registry, stack: Stack, key: str) -> None:
    await deploy(served.http)
    await serve(served, "texts", served_models.texts())
    await serve(served, "several", served_models.several())
    headers = {"authorization": f"Bearer {key}"}

    def work() -> None:
        with triton.InferenceServerClient(stack.url.removeprefix("http://")) as client:
            assert client.is_server_live()
            assert client.is_server_ready()
            assert client.is_model_ready("churn", headers=headers)
            assert not client.is_model_ready("nothing", headers=headers)
            assert client.get_server_metadata(headers=headers)["name"] == "relaydesk"
            assert client.get_model_metadata("churn", "1", headers=headers)["versions"] == ["1"]
            assert len(client.get_model_repository_index(headers=headers)) == 3
            for is_binary in (True, False):
                _infer_numbers(client, headers, is_binary=is_binary)
                _infer_texts(client, headers, is_binary=is_binary)
                _infer_several(client, headers, is_binary=is_binary)
            for algorithm in ("gzip", "deflate"):
                _infer_numbers(client, headers, is_binary=True, request_compression_algorithm=algorithm)
            assert client.get_inference_statistics("churn", headers=headers)["model_stats"][0]["inference_count"] == 8
            with pytest.raises(InferenceServerException, match="there is no model 'nothing'"):
                client.get_model_metadata("nothing", headers=headers)
            with pytest.raises(InferenceServerException, match="people who may write models"):
                client.unload_model("churn", headers=headers)

    await asyncio.to_thread(work)


def _infer_numbers(client: Any, headers: dict[str, str], *, is_binary: bool, **options: Any) -> None:
    x = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
    given = triton.InferInput("x", list(x.shape), "FP32")
    given.set_data_from_numpy(x, binary_data=is_binary)
    wanted = triton.InferRequestedOutput("y", binary_data=is_binary)
    result = client.infer("churn", [given], outputs=[wanted], request_id="7", headers={**headers}, **options)
    np.testing.assert_array_equal(result.as_numpy("y"), x + 1)
    assert result.get_response()["id"] == "7"


def _infer_texts(client: Any, headers: dict[str, str], *, is_binary: bool) -> None:
    words = np.array(["a", "", "日本", "x" * 1000], object)
    given = triton.InferInput("t", [4], "BYTES")
    given.set_data_from_numpy(words, binary_data=is_binary)
    wanted = triton.InferRequestedOutput("u", binary_data=is_binary)
    result = client.infer("texts", [given], outputs=[wanted], headers={**headers})
    received = [one.decode() if isinstance(one, bytes) else one for one in result.as_numpy("u")]
    assert received == list(words)


def _infer_several(client: Any, headers: dict[str, str], *, is_binary: bool) -> None:
    i, b = np.array([[1, -(2**62)]], np.int64), np.array([[True]])
    inputs = [triton.InferInput("i", [1, 2], "INT64"), triton.InferInput("b", [1, 1], "BOOL")]
    for given, array in zip(inputs, (i, b), strict=True):
        given.set_data_from_numpy(array, binary_data=is_binary)
    result = client.infer("several", inputs, headers={**headers})
    np.testing.assert_array_equal(result.as_numpy("j"), i)
    np.testing.assert_array_equal(result.as_numpy("c"), b)
    np.testing.assert_array_equal(result.as_numpy("k"), i + i)


async def test_the_official_client_for_asyncio_is_served(served: Registry, stack: Stack, key: str) -> None:
    await deploy(served.http)
    headers = {"authorization": f"Bearer {key}"}
    async with triton_aio.InferenceServerClient(stack.url.removeprefix("http://")) as client:
        assert await client.is_server_live()
        assert await client.is_model_ready("churn", headers=headers)
        x = np.ones((2, 3), np.float32)
        given = triton_aio.InferInput("x", [2, 3], "FP32")
        given.set_data_from_numpy(x)
        result = await client.infer("churn", [given], headers=headers)
        np.testing.assert_array_equal(result.as_numpy("y"), x + 1)
        wrong = triton_aio.InferInput("x", [1, 1], "FP32")
        wrong.set_data_from_numpy(np.ones((1, 1), np.float32))
        with pytest.raises(InferenceServerException, match="the model takes"):
            await client.infer("churn", [wrong], headers=headers)


async def test_people_load_and_unload_models_and_keys_may_not(
    served: Registry, program: httpx.AsyncClient, oip: Check
) -> None:
    made = await deploy(served.http)
    assert (await served.http.post("/v2/repository/models/churn/unload")).status_code == 200
    assert (await served.http.get(f"/api/deployments/{made['id']}")).json()["status"] == "stopped"
    away = await program.post(INFER, json={"inputs": [X]})
    oip("inference_error_response", away.json())
    assert (away.status_code, away.json()) == (503, {"error": "the model 'churn' is not ready"})
    index = (await program.post("/v2/repository/index", json={})).json()
    assert index == [{"name": "churn", "version": "1", "state": "UNAVAILABLE", "reason": "unloaded"}]
    assert (await program.post("/v2/repository/index", json={"ready": True})).json() == []
    large = await program.post("/v2/repository/index", json={"padding": ["x"] * 100_000})
    assert (large.status_code, large.json()) == (413, {"error": "The body is larger than 65536 bytes."})
    refused = await program.post("/v2/repository/models/churn/load")
    assert (refused.status_code, list(refused.json())) == (403, ["error"])
    assert (await served.http.post("/v2/repository/models/churn/load")).status_code == 200
    assert (await program.post(INFER, json={"inputs": [X]})).status_code == 200
    unknown = await served.http.post("/v2/repository/models/nothing/load")
    assert (unknown.status_code, unknown.json()) == (404, {"error": "there is no model 'nothing'"})


@pytest.mark.parametrize("path", ["/v2", "/v2/models/churn", "/v2/models/churn/ready", "/v2/nothing"])
async def test_who_shows_nothing_is_refused_in_the_shape_of_the_protocol(
    served: Registry, stack: Stack, path: str
) -> None:
    async with stack.client() as nobody:
        answer = await nobody.get(path)
        assert list(answer.json()) == ["error"]
        assert answer.status_code == (404 if path == "/v2/nothing" else 401)
        wrong = await nobody.get(path, headers={"Authorization": "Bearer nonsense"})
        assert list(wrong.json()) == ["error"]


async def test_a_key_needs_the_scope_and_is_counted_in_the_log(
    served: Registry, stack: Stack, program: httpx.AsyncClient
) -> None:
    await deploy(served.http)
    made = (await served.http.post("/api/keys", json={"name": "relay", "scopes": ["proxy"]})).json()
    async with stack.client(Authorization=f"Bearer {made['key']}") as other:
        refused = await other.post(INFER, json={"inputs": [X]})
    assert (refused.status_code, refused.json()) == (403, {"error": "This client key lacks the scope 'inference'."})
    assert (await program.post(INFER, json={"inputs": [X]})).status_code == 200
    await stack.gateway.ship()
    rows = (await served.http.get("/api/admin/logs")).json()["items"]
    assert [(row["status"], row["model"], row["path"]) for row in rows] == [
        (200, "churn", INFER),
        (403, "churn", INFER),
    ]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"inputs": []}, "the input 'x' is missing"),
        ({}, "missing required field `inputs`"),
        ({"inputs": [X, X]}, "the input 'x' is there twice"),
        ({"inputs": [{**X, "name": "z"}]}, "there is no input 'z'; there are: x"),
        ({"inputs": [{**X, "datatype": "INT64"}]}, "is of datatype FP32, not 'INT64'"),
        ({"inputs": [{**X, "shape": [3]}]}, "the model takes [-1, 3]"),
        ({"inputs": [{**X, "shape": [2, 3]}]}, "has 3 elements, its shape takes 6"),
        ({"inputs": [{**X, "shape": [-1, 3]}]}, "has an impossible shape"),
        ({"inputs": [{**X, "shape": [2**62, 2**62, 4]}]}, "has an impossible shape"),
        ({"inputs": [{**X, "data": [1, 2, "3"]}]}, "elements that are not FP32"),
        ({"inputs": [{**X, "data": [1, 2, None]}]}, "elements that are not FP32"),
        ({"inputs": [{**X, "data": [1, 2, True]}]}, "elements that are not FP32"),
        ({"inputs": [{**X, "data": [1, 2, 1e300]}]}, "numbers that are too large for FP32"),
        ({"inputs": [{**X, "data": [[1, 2], [3]]}]}, "'data' of uneven lengths"),
        ({"inputs": [X], "outputs": [{"name": "q"}]}, "there is no output 'q'; there are: y"),
        ({"inputs": [{**X, "parameters": {"binary_data_size": 12}}]}, "both 'data' and 'binary_data_size'"),
    ],
)
async def test_what_is_wrong_with_a_request_is_said(
    served: Registry, program: httpx.AsyncClient, oip: Check, change: dict[str, Any], says: str
) -> None:
    await deploy(served.http)
    answer = await program.post(INFER, json=change)
    oip("inference_error_response", answer.json())
    assert answer.status_code == 400
    assert list(answer.json()) == ["error"]
    assert says in answer.json()["error"]


async def test_binary_data_is_checked_to_the_last_octet(served: Registry, program: httpx.AsyncClient) -> None:
    await deploy(served.http)
    await serve(served, "texts", served_models.texts())

    async def send(model: str, given: dict[str, Any], octets: bytes, length: str | None = None) -> httpx.Response:
        head = json.dumps({"inputs": [given]}).encode()
        headers = {"Inference-Header-Content-Length": length or str(len(head))}
        return await program.post(f"/v2/models/{model}/infer", content=head + octets, headers=headers)

    given = {"name": "x", "datatype": "FP32", "shape": [1, 3], "parameters": {"binary_data_size": 12}}
    whole = struct.pack("<3f", 1, 2, 3)
    assert (await send("churn", given, whole)).status_code == 200
    text = {"name": "t", "datatype": "BYTES", "shape": [1], "parameters": {"binary_data_size": 6}}
    assert (await send("texts", text, struct.pack("<I", 2) + b"ab")).json()["outputs"][0]["data"] == ["ab"]
    refused = [
        await send("churn", given, whole[:-1]),
        await send("churn", given, whole + b"x"),
        await send("churn", {**given, "shape": [2, 3]}, whole),
        await send("churn", {**given, "parameters": {"binary_data_size": -1}}, whole),
        await send("churn", {**given, "parameters": {"binary_data_size": True}}, whole),
        await send("churn", given, whole, length="99999"),
        await send("churn", given, whole, length="x"),
        await send("churn", given, whole, length="3"),
        await send("texts", text, struct.pack("<I", 200) + b"ab"),
        await send("texts", {**text, "shape": [2]}, struct.pack("<I", 2) + b"ab"),
        await send("texts", text, struct.pack("<I", 2) + b"\xff\xfe"),
    ]
    assert [answer.status_code for answer in refused] == [400] * len(refused)
    assert all(list(answer.json()) == ["error"] for answer in refused)


async def test_bodies_come_compressed_and_no_bomb_is_unpacked(served: Registry, program: httpx.AsyncClient) -> None:
    await deploy(served.http)
    body = json.dumps({"inputs": [X]}).encode()
    bomb = gzip.compress(b" " * (70 * 1024 * 1024))

    async def send(encoding: str, content: bytes) -> int:
        answer = await program.post(INFER, content=content, headers={"Content-Encoding": encoding})
        assert answer.status_code == 200 or list(answer.json()) == ["error"]
        return answer.status_code

    assert await send("gzip", gzip.compress(body)) == 200
    assert await send("deflate", zlib.compress(body)) == 200
    assert await send("br", body) == 400
    assert await send("gzip", body) == 400
    assert await send("gzip", gzip.compress(body)[:-4]) == 400
    assert await send("gzip", bomb) == 400


async def test_infinite_numbers_are_given_as_binary_data_alone(served: Registry, program: httpx.AsyncClient) -> None:
    await serve(served, "divided", served_models.divided())
    given = {"name": "x", "datatype": "FP32", "shape": [2], "data": [0, 2]}
    refused = await program.post("/v2/models/divided/infer", json={"inputs": [given]})
    assert (refused.status_code, "ask for it as binary data" in refused.json()["error"]) == (400, True)
    wish = {"inputs": [given], "parameters": {"binary_data_output": True}}
    answer = await program.post("/v2/models/divided/infer", json=wish)
    json_bytes = int(answer.headers["inference-header-content-length"])
    assert struct.unpack("<2f", answer.content[json_bytes:]) == (float("inf"), 0.5)


async def test_a_model_that_cannot_be_loaded_says_why(served: Registry, program: httpx.AsyncClient) -> None:
    await served.make("odd")
    await served.upload(served_models.unloadable(), "odd")
    made = (await served.http.post("/api/deployments", json={"name": "odd", "model": "odd"})).json()
    shown = await settled(served.http, made["id"], "failed")
    assert "NoSuchOperator" in shown["reason"]
    assert "models/files" not in shown["reason"]
    assert (await program.get("/v2/models/odd/ready")).status_code == 503


async def test_other_methods_and_large_bodies_are_refused(served: Registry, program: httpx.AsyncClient) -> None:
    await deploy(served.http)
    wrong = await program.get(INFER)
    assert (wrong.status_code, wrong.headers["allow"], list(wrong.json())) == (405, "POST", ["error"])
    large = await program.post(INFER, content=b" " * (64 * 1024 * 1024 + 1))
    assert (large.status_code, list(large.json())) == (413, ["error"])


async def test_who_leaves_before_the_answer_is_in_the_log(
    served: Registry, stack: Stack, program: httpx.AsyncClient
) -> None:
    made = await deploy(served.http)
    assert (await served.http.post(f"/api/deployments/{made['id']}/stop")).status_code == 200

    async def half() -> AsyncIterator[bytes]:
        yield b'{"inputs"'
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await program.post(INFER, content=half())
    async with asyncio.timeout(10):
        rows: list[dict[str, Any]] = []
        while not rows:
            await stack.gateway.ship()
            rows = (await served.http.get("/api/admin/logs")).json()["items"]
    assert [(row["status"], row["end_reason"], row["model"]) for row in rows] == [(0, "client_gone", "churn")]


async def test_large_tensors_pass_both_ways_without_holding_anybody_up(
    served: Registry, program: httpx.AsyncClient
) -> None:
    await deploy(served.http)
    x = np.arange(6_000_000, dtype=np.float32).reshape(-1, 3)
    given = {"name": "x", "datatype": "FP32", "shape": list(x.shape), "parameters": {"binary_data_size": x.nbytes}}
    head = json.dumps({"inputs": [given], "parameters": {"binary_data_output": True}}).encode()
    headers = {"Inference-Header-Content-Length": str(len(head))}
    answer = await program.post(INFER, content=head + x.tobytes(), headers=headers)
    assert answer.status_code == 200, answer.text[:200]
    json_bytes = int(answer.headers["inference-header-content-length"])
    np.testing.assert_array_equal(np.frombuffer(answer.content[json_bytes:], np.float32).reshape(x.shape), x + 1)
