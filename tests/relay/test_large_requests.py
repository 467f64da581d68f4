"""Large requests and dense streams, translated or renamed, hold a relay's loop nowhere."""

import asyncio
import base64
import gzip
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from relay_kit import (
    AUTH,
    Got,
    Seen,
    answer,
    connected,
    read_answer,
    relay_to,
    request_bytes,
    scripted,
    to_stub,
    upstream,
)
from two_formats import named, of_anthropic, of_openai

from relaydesk.gateway.relay.snapshot import Route, Target

PROGRAM = Path(__file__).parent / "watched_relay.py"
PATHS = {"openai": "/v1/chat/completions", "anthropic": "/v1/messages"}
HELD_MS = 100
QUESTION = "预算九百元以下的手机有哪些推荐？屏幕要大、电池要耐用。"
MANY_MESSAGES = [{"role": ("user", "assistant")[n % 2], "content": QUESTION * 6} for n in range(39_999)]
MANY_COLONS = [{"role": ("user", "assistant")[n % 2], "content": "价格:九百 " * 290} for n in range(4_999)]


def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return b"data: %b\n\n" % json.dumps({"id": "c", "model": "m", "choices": [choice]}).encode()


def calls(fragments: list[tuple[int, str]]) -> bytes:
    """Fragments of tool calls' arguments, a chunk each, every call's first with its name."""
    names = {number: {"id": f"call_{number}", "name": "f"} for number, _ in fragments}
    chunks = []
    for number, arguments in fragments:
        start = names.pop(number, {})
        function = {"arguments": arguments, **({"name": start["name"]} if start else {})}
        call = {"index": number, "function": function, **({"id": start["id"]} if start else {})}
        chunks.append(chunk({"tool_calls": [call]}))
    return b"".join(chunks)


def call_deltas(count: int) -> list[dict[str, Any]]:
    return [{"index": n, "id": f"c{n}", "function": {"name": "f", "arguments": "{}"}} for n in range(count)]


OPENAI_END = chunk({"content": "the end"}, "stop") + b"data: [DONE]\n\n"
ANTHROPIC_END = (
    named("content_block_delta", index=0, delta={"type": "text_delta", "text": "the end"})
    + named("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 7})
    + named("message_stop")
)
UNENDING_CALL = [(0, '{"a": "' + "a" * 5_000_000 + '"')] + [(n % 2 * (n + 1), "{}") for n in range(1_000)]
FROM_OPENAI = {
    "nulls": b"data: null\n\n" * 600_000,
    "nulls that end with CR": b"data: null\r\r" * 600_000,
    "misfits": b'data:{"id":1}\n\n' * 200_000,
    "empty lines": b"\n" * 10_000_000,
    "comments": b":\n" * 5_000_000,
    "CR alone": b"data: 1" + b"\r" * 5_000_000,
    "deltas": chunk({"content": "a"}) * 60_000,
    "one large delta": chunk({"content": "预" * 2_000_000}),
    "many calls in one event": chunk({"tool_calls": call_deltas(20_000)}),
    "misfits in one event": b'data: {"choices":[%b{}]}\n\n' % (b'{"index":"x"},' * 20_000),
    "a call that never ends": calls(UNENDING_CALL),
}
FROM_ANTHROPIC = {
    "pings": named("ping") * 200_000,
    "numbers": b"data: 1\n\n" * 600_000,
    "deltas": named("content_block_delta", index=0, delta={"type": "text_delta", "text": "a"}) * 60_000,
    "one large delta": named("content_block_delta", index=0, delta={"type": "text_delta", "text": "a" * 10_000_000}),
    "a large name": named("message_start", message={"model": "m" * 1_000_000})
    + named("content_block_delta", index=0, delta={"type": "text_delta", "text": "a"}) * 500,
}
STREAMS = [("openai", sent) for sent in FROM_OPENAI.values()] + [
    ("anthropic", sent) for sent in FROM_ANTHROPIC.values()
]
NAMES = [f"openai: {name}" for name in FROM_OPENAI] + [f"anthropic: {name}" for name in FROM_ANTHROPIC]


def pictures(spoken: str) -> list[dict[str, Any]]:
    """Ten of 1.5 MB each, with a question between."""
    messages = []
    for _ in range(10):
        text = base64.b64encode(os.urandom(1_500_000)).decode()
        picture: dict[str, Any] = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{text}"}}
        if spoken == "anthropic":
            source = {"type": "base64", "media_type": "image/png", "data": text}
            picture = {"type": "image", "source": source}
        messages.append({"role": "user", "content": [{"type": "text", "text": QUESTION}, picture]})
    return messages


@asynccontextmanager
async def watched(stub_port: int, folder: Path) -> AsyncIterator[tuple[int, list[str]]]:
    """The port of a watched relay, and what held it, once it has ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(PROGRAM), str(stub_port), str(folder), stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PROGRAM.parent.parent / "support")},
    )  # fmt: skip
    assert process.stdout is not None
    held: list[str] = []
    try:
        yield int(await process.stdout.readline()), held
        await asyncio.sleep(0.3)  # what came last is told once its loop turns again
    finally:
        process.terminate()
        told = (await process.stdout.read()).decode().splitlines()
        await process.wait()
    holds = [json.loads(line) for line in told]
    held += [f"{hold['cpu_ms']} ms at {hold['stack'][-6:]}" for hold in holds if hold["cpu_ms"] >= HELD_MS]


async def asked(port: int, spoken: str, body: bytes) -> Got:
    async with asyncio.timeout(60), connected(port) as (reader, writer):
        writer.write(request_bytes("POST", PATHS[spoken], [AUTH], body))
        return await read_answer(reader, "POST")


async def of_either(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await (of_anthropic if seen.target == PATHS["anthropic"] else of_openai)(seen, reader, writer)


@pytest.mark.parametrize(("model", "sent"), STREAMS, ids=NAMES)
async def test_a_dense_stream_is_translated_whole_and_holds_the_loop_nowhere(
    tmp_path: Path, model: str, sent: bytes
) -> None:
    spoken, end, last = {
        "openai": ("anthropic", OPENAI_END, b'data: {"type":"message_stop"}\n\n'),
        "anthropic": ("openai", ANTHROPIC_END, b"data: [DONE]\n\n"),
    }[model]
    events, gzipped = "Content-Type: text/event-stream", "Content-Encoding: gzip"
    script = scripted(answer(200, sent + end, events), answer(200, gzip.compress(sent + end, 1), events, gzipped))
    question = {"model": model, "max_tokens": 5, "stream": True, "messages": MANY_MESSAGES[:1]}
    async with upstream(script) as stub, watched(stub.port, tmp_path) as (port, held):
        plain = await asked(port, spoken, json.dumps(question).encode())
        # another question, as an answer may be kept
        packed = await asked(port, spoken, json.dumps({**question, "max_tokens": 6}).encode())
    for got in (plain, packed):
        assert (got.status, got.body.count(b'"the end"'), got.body[-len(last) :]) == (200, 1, last)
        assert got.body.count(b':"a"') == sent.count(b': "a"')
    assert held == []


async def test_a_dense_stream_loses_its_token_counts_and_holds_the_loop_nowhere(tmp_path: Path) -> None:
    counts = b'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}\n\n'
    sent = chunk({"content": "a"}) + (counts + b"\n\n" * 40) * 40_000
    script = scripted(answer(200, sent + OPENAI_END, "Content-Type: text/event-stream"))
    question = {"model": "counted", "stream": True, "messages": MANY_MESSAGES[:1]}
    async with upstream(script) as stub, watched(stub.port, tmp_path) as (port, held):
        got = await asked(port, "openai", json.dumps(question).encode())
    assert got.status == 200
    assert got.body.replace(b"\n", b"") == (chunk({"content": "a"}) + OPENAI_END).replace(b"\n", b"")
    assert held == []


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
@pytest.mark.parametrize("model", ["openai", "anthropic"])
async def test_twenty_megabytes_hold_the_loop_nowhere(tmp_path: Path, spoken: str, model: str) -> None:
    bodies = [
        json.dumps({"model": model, "max_tokens": 5, "messages": messages}, ensure_ascii=False).encode()
        for messages in (MANY_MESSAGES, MANY_COLONS, pictures(spoken))
    ]
    assert [len(body) // 1_000_000 for body in bodies] == [20, 20, 20]
    async with upstream(of_either) as stub, watched(stub.port, tmp_path) as (port, held):
        answers = [await asked(port, spoken, body) for body in bodies]
    assert [(got.status, got.body[:200]) for got in answers if got.status != 200] == []
    names = [json.loads(seen.body)["model"] for seen in stub.seen]
    assert {"another", "theirs"}.issuperset(names)
    assert len(names) == 3
    assert held == []


async def test_one_of_a_million_members_is_renamed_where_it_stands_or_the_body_is_refused(tmp_path: Path) -> None:
    members = b"".join(b'"%x":1,' % n for n in range(1_000_000))
    clear = b'{%b"model": "test-model", "more": {"model": "other"}}' % members
    doubtful = b'{%b"model":"test-model","more":{"model":"test-model"}}' % members
    routes = [Route(1, "test-model", (Target(1, model="theirs"),))]
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), routes=routes) as running:
        renamed = await asked(running.port, "openai", clear)
        refused = await asked(running.port, "openai", doubtful)
    assert renamed.status == 200
    assert [seen.body for seen in stub.seen] == [clear.replace(b'"test-model"', b'"theirs"')]
    assert (refused.status, refused.json()["error"]["message"]) == (
        400,
        "body: holds too many values to have one of them set",
    )
