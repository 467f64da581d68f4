"""Answers in their vendors' own ways, packed or without their last mark: read, told and counted all the same."""

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import brotli
import pytest
from backports import zstd
from relay_kit import AUTH, TOKEN, Seen, answer, ask, connected, relay_to, request_bytes, to_stub, upstream

from relaydesk.gateway.relay.snapshot import Dialect, Route, Rule, Target
from relaydesk.gateway.relay.snapshot import Upstream as UpstreamValue

JSON = "Content-Type: Application/JSON"
CHAT, MESSAGES = "/v1/chat/completions", "/v1/messages"
COMPLETION = {
    "id": "c",
    "model": "m",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "four words are here"}, "finish_reason": "stop"}
    ],
    "usage": {"prompt_tokens": 10, "completion_tokens": 4},
}
PACKERS = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}


def chat_body(**fields: Any) -> bytes:
    return json.dumps({"model": "test-model", "messages": [{"role": "user", "content": "hi"}], **fields}).encode()


def message_body(**fields: Any) -> bytes:
    return chat_body(max_tokens=9, **fields)


def completion(message: Any, **fields: Any) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
    return answer(200, json.dumps({"id": "c", "model": "m", "choices": [choice], **fields}).encode(), JSON)


def events(*contents: Any) -> bytes:
    data = b"".join(b"data: %s\n\n" % (c if isinstance(c, bytes) else json.dumps(c).encode()) for c in contents)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: Text/Event-Stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


def delta(finish: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"id": "c", "model": "m", "choices": [{"index": 0, "delta": fields, "finish_reason": finish}]}


@pytest.mark.parametrize("encoding", PACKERS)
async def test_packed_answers_pass_unchanged_and_are_counted(tmp_path: Path, encoding: str) -> None:
    packed = PACKERS[encoding](json.dumps(COMPLETION).encode())
    async with (
        upstream(answer(200, packed, JSON, f"Content-Encoding: {encoding.upper()}")) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
    ):
        got = await ask(running.port, CHAT, method="POST", body=chat_body())
        [record] = await running.logged(1)
    assert got.body == packed
    assert (record.tokens_in, record.tokens_out, record.tokens_estimated) == (10, 4, False)


@pytest.mark.parametrize("encoding", PACKERS)
async def test_a_packed_answer_is_told_in_the_other_format(tmp_path: Path, encoding: str) -> None:
    packed = PACKERS[encoding](json.dumps(COMPLETION).encode())
    async with (
        upstream(answer(200, packed, JSON, f"Content-Encoding: {encoding}")) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
    ):
        got = await ask(running.port, MESSAGES, method="POST", body=message_body())
    assert got.json()["content"] == [{"type": "text", "text": "four words are here"}]
    assert got.header("content-encoding") is None


@pytest.mark.parametrize("encoding", PACKERS)
async def test_rules_see_packed_answers(tmp_path: Path, encoding: str) -> None:
    packed = PACKERS[encoding](b'{"error":{"code":"insufficient_quota"}}')
    condition = {"json": {"path": "$.error.code", "equals": "insufficient_quota"}}
    async with (
        upstream(answer(403, packed, JSON, f"Content-Encoding: {encoding}")) as stub,
        relay_to(tmp_path, to_stub(stub), rules=[Rule(7, "quota", condition, ({"tag": "no quota"},))]) as running,
    ):
        await ask(running.port, CHAT, method="POST", body=chat_body())
        [record] = await running.logged(1)
    assert (record.rules_fired, record.tags) == ([7], ["no quota"])


CALL = {"type": "function", "function": {"name": "f", "arguments": "{}"}}


@pytest.mark.parametrize(
    ("said", "fields", "content"),
    [
        ({"content": [{"type": "thinking", "thinking": [{"text": "hm"}]}, {"type": "text", "text": "4"}]}, {},
         [{"type": "thinking", "thinking": "hm", "signature": ""}, {"type": "text", "text": "4"}]),
        ({"content": "4", "reasoning": {"summary": "hm"}}, {},
         [{"type": "thinking", "thinking": "hm", "signature": ""}, {"type": "text", "text": "4"}]),
        ({"content": "4", "tool_calls": "none"}, {"id": 17, "usage": {"prompt_tokens": 1, "completion_tokens": 2.5}},
         [{"type": "text", "text": "4"}]),
        ({"content": None, "tool_calls": [{**CALL, "id": None, "function": {"name": "f", "arguments": {"a": 1}}}]}, {},
         [{"type": "tool_use", "id": "made", "name": "f", "input": {"a": 1}}]),
        ({"content": None, "tool_calls": [{**CALL, "id": ""}]}, {},
         [{"type": "tool_use", "id": "made", "name": "f", "input": {}}]),
    ],
)  # fmt: skip
async def test_a_field_of_another_type_loses_no_answer(
    tmp_path: Path, said: dict[str, Any], fields: dict[str, Any], content: list[dict[str, Any]]
) -> None:
    async with upstream(completion(said, **fields)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, MESSAGES, method="POST", body=message_body())
    told = got.json()["content"]
    for block in told:
        if block["type"] == "tool_use":
            assert block["id"].startswith("call_")
            assert len(block["id"]) == len("call_") + 32
            block["id"] = "made"
    assert (got.status, told) == (200, content)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (rb'"content":"a\ud83d b"', "a\ufffd b"),
        (b'"content":"a\xf0\x9f b"', "a\ufffd b"),
        (rb'"content":"x","odd":NaN,"name":"\udfff"', "x"),
    ],
    ids=["half a character", "no UTF-8", "NaN and half a character where nothing depends on them"],
)
async def test_a_text_that_was_cut_in_a_character_loses_no_answer(tmp_path: Path, written: bytes, told: str) -> None:
    whole = b'{"id":"1","choices":[{"message":{"role":"assistant",%b},"finish_reason":"stop"}]}' % written
    async with upstream(answer(200, whole, JSON)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, MESSAGES, method="POST", body=message_body())
    assert (got.status, got.json()["content"]) == (200, [{"type": "text", "text": told}])


async def test_half_a_character_in_an_event_loses_no_stream(tmp_path: Path) -> None:
    halves = b"".join(
        b'data: {"choices":[{"index":0,"delta":{"content":"%b"}}]}\n\n' % half for half in (rb"\ud83d", rb"\ude00!")
    )
    stream = halves + events(delta("stop"))
    async with (
        upstream(answer(200, stream, "Content-Type: text/event-stream")) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
    ):
        got = await ask(running.port, MESSAGES, method="POST", body=message_body(stream=True))
    assert b"event: error" not in got.body
    assert b"message_stop" in got.body
    assert "\ufffd!" in got.body.decode()


async def test_of_two_content_types_the_first_one_counts(tmp_path: Path) -> None:
    reply = completion({"content": "4"})
    twice = reply.replace(b"\r\n\r\n", b"\r\nContent-Type: text/event-stream\r\n\r\n", 1)
    assert twice != reply
    async with upstream(twice) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, MESSAGES, method="POST", body=message_body())
    assert (got.status, got.json()["content"]) == (200, [{"type": "text", "text": "4"}])


async def test_anthropics_answers_without_ids_or_with_empty_texts_are_told(tmp_path: Path) -> None:
    content = [{"type": "text", "text": None}, {"type": "text", "text": "ok"}]
    body = json.dumps({"type": "message", "id": None, "content": content, "stop_reason": "end_turn"}).encode()
    async with (
        upstream(answer(200, body, JSON)) as stub,
        relay_to(tmp_path, to_stub(stub, format="anthropic")) as running,
    ):
        got = await ask(running.port, CHAT, method="POST", body=chat_body())
    assert got.json()["choices"][0]["message"]["content"] == "ok"
    assert len(got.json()["id"]) == len("chatcmpl-") + 32


async def test_a_stream_with_its_finish_reason_is_whole_without_its_last_mark(tmp_path: Path) -> None:
    usage = {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 1}}
    calls = [{"id": "", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    stream = events(
        delta(content=[{"type": "text", "text": "hi"}]), delta(tool_calls=calls), delta("tool_calls"), usage
    )
    async with upstream(stream) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, MESSAGES, method="POST", body=message_body(stream=True))
        [record] = await running.logged(1)
    assert got.body.endswith(b'data: {"type":"message_stop"}\n\n')
    assert b'"text":"hi"' in got.body
    assert (record.end_reason, record.tokens_in, record.tokens_out) == ("done", 5, 1)


@pytest.mark.parametrize("stream", [False, True])
async def test_of_an_answer_that_cannot_be_told_the_fallback_is_asked(tmp_path: Path, stream: bool) -> None:
    bad = events(b"<html>") if stream else answer(200, b"<html>", JSON)
    good = (
        events(delta("stop", content="from the fallback"), b"[DONE]") if stream else completion({"content": "from it"})
    )
    async with upstream(bad) as first, upstream(good) as second:
        ways = [to_stub(first), UpstreamValue(2, "second", f"http://127.0.0.1:{second.port}", allow_private=True)]
        route = Route(1, "test-model", (Target(1),), (Target(2),))
        async with relay_to(tmp_path, *ways, routes=[route]) as running:
            got = await ask(running.port, MESSAGES, method="POST", body=message_body(stream=stream))
            [record] = await running.logged(1)
    assert (got.status, b"from" in got.body, len(first.seen), len(second.seen)) == (200, True, 1, 1)
    assert [(a.error, a.blame) for a in record.attempts] == [("protocol", "upstream"), (None, None)]


async def test_a_stream_without_usage_is_estimated_and_says_so(tmp_path: Path) -> None:
    stream = events(delta(content="word " * 200), delta("stop"), b"[DONE]")
    async with upstream(stream) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        body = chat_body(stream=True)
        await ask(running.port, CHAT, method="POST", body=body)
        [record] = await running.logged(1)
    assert (record.tokens_in, record.tokens_out, record.tokens_estimated) == (len(body) // 4, 250, True)


async def test_usage_is_asked_for_where_the_dialect_says_so_and_kept_from_the_client(tmp_path: Path) -> None:
    async def provider(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert json.loads(seen.body)["stream_options"] == {"include_usage": True}
        usage = {"id": "c", "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 200}}
        writer.write(events(delta(content="hi"), delta("stop"), usage, b"[DONE]"))

    dialect = Dialect(asks_for_stream_usage=True)
    async with upstream(provider) as stub, relay_to(tmp_path, to_stub(stub, dialect=dialect)) as running:
        whole = await ask(running.port, CHAT, method="POST", body=chat_body(stream=True))
        asking = chat_body(stream=True, stream_options={"include_usage": True})
        told = await ask(running.port, CHAT, method="POST", body=asking)
        records = await running.logged(2)
    assert (b'"usage"' in whole.body, b'"usage"' in told.body) == (False, True)
    assert whole.body.endswith(b"data: [DONE]\n\n")
    assert [(r.tokens_in, r.tokens_out, r.tokens_estimated) for r in records] == [(9, 200, False)] * 2


async def test_a_client_that_leaves_a_stream_is_charged_for_what_was_produced(tmp_path: Path) -> None:
    start = {"type": "message_start", "message": {"id": "m", "model": "c", "usage": {"input_tokens": 5000}}}
    words = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "word" * 400}}

    async def provider(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(events(start, words)[: -len(b"0\r\n\r\n")])
        await writer.drain()
        await reader.read()

    async with (
        upstream(provider) as stub,
        relay_to(tmp_path, to_stub(stub, format="anthropic")) as running,
    ):
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("POST", MESSAGES, [AUTH], message_body(stream=True)))
            await reader.readuntil(b"wordword")
        [record] = await running.logged(1)
    assert (record.end_reason, record.tokens_in, record.tokens_out) == ("client_gone", 5000, 400)
    assert record.tokens_estimated


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        (b"<html>", "body", "body: is not valid JSON"),
        (b"[]", "body", "body: must be a JSON object"),
        (b"{}", "model", "model: is missing"),
        (b'{"model":4}', "model", "model: must be a text"),
    ],
)
async def test_what_is_wrong_with_a_body_is_named(tmp_path: Path, body: bytes, field: str, message: str) -> None:
    async with upstream(answer()) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, CHAT, method="POST", body=body)
    error = got.json()["error"]
    assert (got.status, error["param"]) == (400, field)
    assert error["message"].startswith(message)


HALF = chat_body().replace(b'"hi"', b'"cut \\ud83d"')


@pytest.mark.parametrize("body", [HALF, b"\xef\xbb\xbf" + chat_body()], ids=["half a character", "byte order mark"])
async def test_half_a_character_and_a_byte_order_mark_do_no_harm(tmp_path: Path, body: bytes) -> None:
    async with upstream(completion({"content": "ok"})) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        same = await ask(running.port, CHAT, method="POST", body=body)
        other = await ask(running.port, MESSAGES, method="POST", body=body)
    assert (same.status, other.status, stub.seen[0].body) == (200, 200, body)
    said = json.loads(stub.seen[1].body)["messages"][0]["content"]
    assert said == ("cut \ufffd" if body is HALF else "hi")


async def test_models_are_listed_in_the_shape_of_who_asks(tmp_path: Path) -> None:
    async with upstream(answer()) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        openais = await ask(running.port, "/v1/models")
        anthropics = await ask(running.port, "/v1/models", headers=[AUTH, ("anthropic-version", "2023-06-01")])
        one = await ask(running.port, "/v1/models/test-model", headers=[("x-api-key", TOKEN)])
        none = await ask(running.port, "/v1/models/none", headers=[("x-api-key", TOKEN)])
        records = await running.logged(1)
    model = {"type": "model", "id": "test-model", "display_name": "test-model", "created_at": "1970-01-01T00:00:00Z"}
    ends = {"has_more": False, "first_id": "test-model", "last_id": "test-model"}
    assert openais.json()["object"] == "list"
    assert (anthropics.json(), one.json()) == ({"data": [model], **ends}, model)
    assert (none.status, none.json()["type"]) == (404, "error")
    assert [(r.status, r.end_reason, r.error) for r in records] == [(404, "refused", "MODEL_NOT_FOUND")]
