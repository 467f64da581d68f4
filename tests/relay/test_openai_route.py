"""`/v1` as OpenAI's own SDK meets it: only the base URL and the key are changed."""

import asyncio
import json
from pathlib import Path

import openai
import pytest
from openai import AsyncOpenAI
from relay_kit import TOKEN, Running, Seen, answer, ask, keys, relay_to, retry, to_stub, upstream

from relaydesk.gateway.relay.snapshot import Route, Target

COMPLETION = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "test-model",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello!"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
}
MESSAGES = [{"role": "user", "content": "Hi"}]


async def provider(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = json.loads(seen.body) if seen.body else {}
    if seen.target == "/v1/embeddings":
        data = [{"object": "embedding", "index": 0, "embedding": [0.5, 0.25]}]
        body = {"object": "list", "data": data, "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        writer.write(answer(200, json.dumps(body).encode(), "Content-Type: application/json"))
    elif asked.get("stream"):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in ("Hel", "lo!"):
            delta = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
            chunk = {**COMPLETION, "object": "chat.completion.chunk", "choices": [delta], "usage": None}
            event = f"data: {json.dumps(chunk)}\n\n".encode()
            writer.write(b"%x\r\n%b\r\n" % (len(event), event))
        writer.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
    else:
        writer.write(answer(200, json.dumps(COMPLETION).encode(), "Content-Type: application/json"))


def sdk(running: Running, token: str = TOKEN) -> AsyncOpenAI:
    return AsyncOpenAI(api_key=token, base_url=f"http://127.0.0.1:{running.port}/v1", max_retries=0)


async def test_the_openai_sdk_works_plain_and_streaming(tmp_path: Path) -> None:
    async with (
        upstream(provider) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        sdk(running) as client,
    ):
        whole = await client.chat.completions.create(model="test-model", messages=MESSAGES)
        stream = await client.chat.completions.create(model="test-model", messages=MESSAGES, stream=True)
        pieces = [chunk.choices[0].delta.content async for chunk in stream]
        vectors = await client.embeddings.create(model="test-model", input="x", encoding_format="float")
        records = await running.logged(3)
    assert whole.choices[0].message.content == "Hello!"
    assert pieces == ["Hel", "lo!"]
    assert vectors.data[0].embedding == [0.5, 0.25]
    assert {s.header("authorization") for s in stub.seen} == {"Bearer sk-one"}
    assert [(r.model, r.tokens_in, r.tokens_out, r.tokens_estimated) for r in records[:2]] == [
        ("test-model", 3, 2, False),
        ("test-model", 20, 1, True),
    ]


async def test_models_are_the_routes(tmp_path: Path) -> None:
    routes = [Route(1, "small", (Target(1),), created_at=1_700_000_000), Route(2, "org/large", (Target(1),))]
    async with (
        upstream(provider) as stub,
        relay_to(tmp_path, to_stub(stub), routes=routes) as running,
        sdk(running) as client,
    ):
        listed = [(m.id, m.created, m.owned_by) async for m in await client.models.list()]
        one = await client.models.retrieve("org/large")
        with pytest.raises(openai.NotFoundError):
            await client.models.retrieve("unknown")
    assert listed == [("small", 1_700_000_000, "relaydesk"), ("org/large", 0, "relaydesk")]
    assert one.id == "org/large"
    assert stub.seen == []


async def test_errors_come_in_openais_shape(tmp_path: Path) -> None:
    async with (
        upstream(provider) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        sdk(running) as client,
        sdk(running, "rd_wrong") as stranger,
    ):
        with pytest.raises(openai.NotFoundError) as missing:
            await client.chat.completions.create(model="nowhere", messages=MESSAGES)
        with pytest.raises(openai.AuthenticationError) as unknown:
            await stranger.chat.completions.create(model="test-model", messages=MESSAGES)
        bad = await ask(running.port, "/v1/chat/completions", method="POST", body=b"{not json")
        nothing = await ask(running.port, "/v1/files")
    assert missing.value.body == {
        "message": "There is no route for the model 'nowhere'.",
        "type": "invalid_request_error",
        "code": "model_not_found",
        "param": "model",
    }
    assert unknown.value.body["type"] == "authentication_error"  # type: ignore[index]
    assert (bad.status, bad.json()["error"]["param"], nothing.status) == (400, "body", 404)
    assert set(nothing.json()["error"]) == {"message", "type", "code", "param"}
    assert stub.seen == []


async def test_a_request_for_a_model_that_nobody_offers_is_logged_with_that_model(tmp_path: Path) -> None:
    names = ["nowhere", "\u0000\ud83d", "m" * 300]
    async with upstream(provider) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        for name in names:
            body = json.dumps({"model": name, "messages": MESSAGES}).encode()
            assert (await ask(running.port, "/v1/chat/completions", method="POST", body=body)).status == 404
        records = await running.logged(3)
    assert [(r.status, r.error, r.model, r.client_key_id) for r in records] == [
        (404, "MODEL_NOT_FOUND", name, 1) for name in ("nowhere", "\0\ufffd", "m" * 200)
    ]


async def test_the_upstreams_own_errors_reach_the_sdk_unchanged(tmp_path: Path) -> None:
    body = b'{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded","param":null}}'
    reply = answer(429, body, "Content-Type: application/json")
    async with (
        upstream(reply) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(2))) as running,
        sdk(running) as client,
    ):
        with pytest.raises(openai.RateLimitError) as error:
            await client.chat.completions.create(model="test-model", messages=MESSAGES)
    assert error.value.code == "rate_limit_exceeded"
    assert len(stub.seen) == 2


async def test_targets_share_by_weight(tmp_path: Path) -> None:
    async with upstream(provider) as one, upstream(provider) as two:
        route = Route(1, "m", (Target(1, weight=3), Target(2, weight=1)))
        second = to_stub(two, id=2, name="two")
        pool = keys("a") + keys("b", upstream_id=2)
        async with relay_to(tmp_path, to_stub(one), second, routes=[route], upstream_keys=pool) as running:
            for _ in range(80):
                await ask(running.port, "/v1/chat/completions", method="POST", body=b'{"model":"m"}')
    assert len(one.seen) + len(two.seen) == 80
    assert 40 < len(one.seen) < 75
