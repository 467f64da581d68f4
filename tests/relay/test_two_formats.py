"""`/v1` for clients of either format over upstreams of either: the vendors' SDKs, errors, cuts, what cannot be told."""

import asyncio
import json
from pathlib import Path
from typing import Any

import anthropic
import openai
import pytest
from fibers import contract_of
from relay_kit import AUTH, TOKEN, Running, Seen, answer, ask, keys, relay_to, retry, upstream
from two_formats import (
    ANTHROPIC_EVENTS,
    CARRIED,
    JSON,
    OPENAI_EVENTS,
    SPEAKING,
    SSE,
    TOOL,
    chunked,
    of_anthropic,
    of_format,
    of_openai,
)

from relaydesk.gateway.relay.server.local import chat, stream_chat
from relaydesk.gateway.relay.snapshot import Route, Target
from relaydesk.gateway.relay.upstream.translated import Source


def openai_sdk(running: Running) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(api_key=TOKEN, base_url=f"http://127.0.0.1:{running.port}/v1", max_retries=0)


def anthropic_sdk(running: Running) -> anthropic.AsyncAnthropic:
    return anthropic.AsyncAnthropic(api_key=TOKEN, base_url=f"http://127.0.0.1:{running.port}", max_retries=0)


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
async def test_openais_sdk_chats_streams_and_calls_tools_over_either(tmp_path: Path, spoken: str) -> None:
    messages: list[Any] = [{"role": "user", "content": "Hi"}]
    async with (
        upstream(SPEAKING[spoken]) as stub,
        relay_to(tmp_path, of_format(stub, spoken)) as running,
        openai_sdk(running) as client,
    ):
        chat = client.chat.completions
        whole = await chat.create(model="test-model", messages=messages)
        stream = await chat.create(
            model="test-model", messages=messages, stream=True, stream_options={"include_usage": True}
        )
        chunks = [chunk async for chunk in stream]
        tools: list[Any] = [{"type": "function", "function": TOOL}]
        called = await chat.create(model="test-model", messages=messages, tools=tools)
        records = await running.logged(3)
    assert (whole.choices[0].message.content, whole.choices[0].finish_reason) == ("Hello!", "stop")
    assert whole.usage is not None
    assert (whole.usage.prompt_tokens, whole.usage.completion_tokens) == (11, 7)
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "Hello!"
    assert chunks[-1].usage is not None
    assert (chunks[-1].usage.prompt_tokens, chunks[-1].usage.completion_tokens) == (11, 7)
    [call] = called.choices[0].message.tool_calls or []
    assert (call.function.name, json.loads(call.function.arguments)) == ("get_weather", {"place": "Rome"})
    target, credential = CARRIED[spoken]
    assert [s.target for s in stub.seen] == [target] * 3
    assert all("sk-one" in (s.header(credential) or "") for s in stub.seen)
    assert [(r.tokens_in, r.tokens_out, r.end_reason) for r in records] == [(11, 7, "done")] * 3


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
async def test_anthropics_sdk_chats_streams_and_calls_tools_over_either(tmp_path: Path, spoken: str) -> None:
    asked: dict[str, Any] = {"model": "test-model", "max_tokens": 50, "messages": [{"role": "user", "content": "Hi"}]}
    async with (
        upstream(SPEAKING[spoken]) as stub,
        relay_to(tmp_path, of_format(stub, spoken)) as running,
        anthropic_sdk(running) as client,
    ):
        whole = await client.messages.create(**asked)
        async with client.messages.stream(**asked) as stream:
            text = "".join([piece async for piece in stream.text_stream])
            final = await stream.get_final_message()
        tools = [{"name": TOOL["name"], "input_schema": TOOL["parameters"]}]
        called = await client.messages.create(**asked, tools=tools)
        records = await running.logged(3)
    assert (whole.content[0].text, whole.stop_reason) == ("Hello!", "end_turn")
    assert (whole.usage.input_tokens, whole.usage.output_tokens) == (11, 7)
    assert (text, final.stop_reason, final.usage.output_tokens) == ("Hello!", "end_turn", 7)
    assert (called.content[0].name, called.content[0].input) == ("get_weather", {"place": "Rome"})
    assert [s.target for s in stub.seen] == [CARRIED[spoken][0]] * 3
    assert [(r.tokens_out, r.end_reason) for r in records] == [(7, "done")] * 3


async def test_an_error_is_told_in_the_clients_own_words(tmp_path: Path) -> None:
    overloaded = b'{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}'
    async with (
        upstream(answer(529, overloaded, JSON)) as stub,
        relay_to(tmp_path, of_format(stub, "anthropic", retry=retry(1))) as running,
        openai_sdk(running) as client,
    ):
        with pytest.raises(openai.InternalServerError) as told:
            await client.chat.completions.create(model="test-model", messages=[{"role": "user", "content": "Hi"}])
    assert (told.value.status_code, told.value.code) == (503, "overloaded")
    assert "Overloaded" in told.value.message


async def test_relaydesks_own_errors_are_told_to_anthropics_sdk_in_its_words(tmp_path: Path) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, of_format(stub, "anthropic")) as running,
        anthropic_sdk(running) as client,
    ):
        with pytest.raises(anthropic.NotFoundError) as told:
            await client.messages.create(model="no-model", max_tokens=5, messages=[{"role": "user", "content": "Hi"}])
    assert told.value.body["error"] == {
        "type": "not_found_error",
        "message": "There is no route for the model 'no-model'.",
    }


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
async def test_a_stream_that_breaks_off_never_gets_an_end(tmp_path: Path, spoken: str) -> None:
    events = (OPENAI_EVENTS if spoken == "openai" else ANTHROPIC_EVENTS)[:3]

    async def cut(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(SSE + chunked(*events))
        return True

    path = "/v1/messages" if spoken == "openai" else "/v1/chat/completions"
    body = {"model": "test-model", "max_tokens": 5, "stream": True, "messages": [{"role": "user", "content": "Hi"}]}
    async with upstream(cut) as stub, relay_to(tmp_path, of_format(stub, spoken)) as running:
        got = await ask(running.port, path, method="POST", headers=[AUTH], body=json.dumps(body).encode())
        [record] = await running.logged(1)
    assert (got.status, got.whole, record.end_reason, record.error) == (200, False, "truncated", "truncated")
    assert b"[DONE]" not in got.body
    assert b"message_stop" not in got.body
    assert b"error" in got.body.rpartition(b"\n\n")[0].rpartition(b"\n\n")[2]


async def test_an_answer_of_another_format_becomes_a_502(tmp_path: Path) -> None:
    async with (
        upstream(answer(200, b"<html>hello</html>", "Content-Type: text/html")) as stub,
        relay_to(tmp_path, of_format(stub, "anthropic")) as running,
        openai_sdk(running) as client,
    ):
        with pytest.raises(openai.InternalServerError) as told:
            await client.chat.completions.create(model="test-model", messages=[{"role": "user", "content": "Hi"}])
        [record] = await running.logged(1)
    assert (told.value.status_code, told.value.code) == (502, "upstream_answer_invalid")
    assert (record.status, record.end_reason) == (502, "upstream_error")


async def test_what_one_format_cannot_say_goes_to_an_upstream_of_the_other(tmp_path: Path) -> None:
    body = {"model": "test-model", "n": 2, "messages": [{"role": "user", "content": "Hi"}]}
    async with upstream(of_anthropic) as first, upstream(of_openai) as second:
        one, two = of_format(first, "anthropic"), of_format(second, "openai", id=2, name="second")
        route = Route(1, "test-model", (Target(1),), (Target(2),))
        pool = [*keys("sk-one"), *keys("sk-two", upstream_id=2)]
        async with relay_to(tmp_path / "a", one, two, upstream_keys=pool, routes=[route]) as running:
            served = await ask(
                running.port, "/v1/chat/completions", method="POST", headers=[AUTH], body=json.dumps(body).encode()
            )
        async with relay_to(tmp_path / "b", one) as running:
            refused = await ask(
                running.port, "/v1/chat/completions", method="POST", headers=[AUTH], body=json.dumps(body).encode()
            )
    assert (served.status, served.header("x-relaydesk-upstream"), len(first.seen)) == (200, "second", 0)
    assert (refused.status, refused.json()["error"]["param"]) == (400, "n")


async def test_a_path_that_only_the_other_vendor_has_is_not_found(tmp_path: Path) -> None:
    asked = json.dumps({"model": "test-model", "input": "x", "messages": []}).encode()
    async with upstream() as stub:
        async with relay_to(tmp_path / "a", of_format(stub, "anthropic")) as running:
            embeddings = await ask(running.port, "/v1/embeddings", method="POST", headers=[AUTH], body=asked)
        async with relay_to(tmp_path / "b", of_format(stub, "openai")) as running:
            counting = await ask(running.port, "/v1/messages/count_tokens", method="POST", headers=[AUTH], body=asked)
    assert [(g.status, g.json()["error"]["type"]) for g in (embeddings, counting)] == [
        (404, "invalid_request_error"),
        (404, "not_found_error"),
    ]
    assert stub.seen == []


async def test_headers_of_the_clients_vendor_stay_here_and_the_other_ones_are_added(tmp_path: Path) -> None:
    sent = [AUTH, ("OpenAI-Organization", "org-1"), ("Accept-Encoding", "gzip"), ("X-Own", "1")]
    body = json.dumps({"model": "test-model", "messages": [{"role": "user", "content": "Hi"}]}).encode()
    async with upstream(of_anthropic) as stub, relay_to(tmp_path, of_format(stub, "anthropic")) as running:
        got = await ask(running.port, "/v1/chat/completions", method="POST", headers=sent, body=body)
    [seen] = stub.seen
    names = ("openai-organization", "accept-encoding", "x-own", "anthropic-version")
    assert got.status == 200
    assert [seen.header(name) for name in names] == [None, "identity", "1", "2023-06-01"]


@contract_of(Source)
async def test_an_assistant_reads_openais_format_whichever_the_upstreams_is(tmp_path: Path) -> None:
    asked = {"model": "test-model", "messages": [{"role": "user", "content": "Hi"}]}
    async with upstream(of_anthropic) as stub, relay_to(tmp_path, of_format(stub, "anthropic")) as running:
        chunks = [chunk async for chunk in stream_chat(running.relay, asked, caller="assistant:7")]
        whole = await chat(running.relay, asked, caller="assistant:7")
        records = await running.logged(2)
    pieces = [choice["delta"].get("content") for chunk in chunks for choice in chunk["choices"]]
    assert "".join(piece for piece in pieces if piece) == "Hello!"
    assert whole["choices"][0]["message"]["content"] == "Hello!"
    assert [(record.end_reason, record.tokens_in, record.tokens_out) for record in records] == [("done", 11, 7)] * 2
