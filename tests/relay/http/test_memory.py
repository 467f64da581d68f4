"""Requests that are over hold no memory: neither their connection nor a cycle of references keeps their bodies."""

import asyncio
import contextlib
import gc
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from left_over import leaving_nothing
from relay_kit import (
    AUTH,
    Script,
    Seen,
    answer,
    ask,
    connected,
    read_answer,
    relay_to,
    request_bytes,
    retry,
    upstream,
)
from two_formats import JSON, OPENAI_EVENTS, SPEAKING, SSE, chunked, of_format

from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.server.local import chat, stream_chat
from relaydesk.gateway.relay.snapshot import Route, Target
from relaydesk.gateway.relay.stream import Body

CHAT = "/v1/chat/completions"


def chat_body(size: int = 300_000, **fields: object) -> bytes:
    content = {"model": "test-model", "messages": [{"role": "user", "content": "x" * size}], **fields}
    return json.dumps(content).encode()


async def broken_off(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.write(SSE + chunked(*OPENAI_EVENTS[:3]))
    return True


async def nothing(seen: Seen, _reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> bool:
    return True


async def refusing(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(500, b'{"error":{"message":"no"}}', JSON))


async def endless(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    writer.write(SSE + chunked(*OPENAI_EVENTS[:3]))
    with contextlib.suppress(ConnectionError):
        while True:
            writer.write(chunked(b": more\n\n"))
            await writer.drain()
            await asyncio.sleep(0.01)
    return True


async def whole(port: int, target: str, body: bytes) -> None:
    await ask(port, target, method="POST", body=body)


async def cut_answer(port: int, target: str, body: bytes) -> None:
    async with connected(port) as (reader, writer):
        writer.write(request_bytes("POST", target, [AUTH], body))
        await reader.read(100)
        writer.transport.abort()


async def cut_body(port: int, target: str, body: bytes) -> None:
    async with connected(port) as (_, writer):
        writer.write(request_bytes("POST", target, [AUTH], body)[:-10])
        await asyncio.sleep(0.1)
        writer.transport.abort()


async def cut_second(port: int, target: str, body: bytes) -> None:
    """Whose turn has not come yet."""
    async with connected(port) as (_, writer):
        request = request_bytes("POST", target, [AUTH], body)
        writer.write(request + request[:-10])
        await asyncio.sleep(0.1)
        writer.transport.abort()


Way = Callable[[int, str, bytes], Awaitable[None]]
CASES: list[tuple[Way, Script]] = [
    (whole, SPEAKING["openai"]),
    (whole, broken_off),
    (whole, nothing),
    (whole, refusing),
    (cut_answer, endless),
    (cut_body, SPEAKING["openai"]),
    (cut_second, SPEAKING["openai"]),
]
PLACES = [(CHAT, "openai"), (CHAT, "anthropic"), ("/v1/nowhere", "anthropic"), ("/proxy/stub/chat", "openai")]


@pytest.mark.parametrize(("way", "script"), CASES)
@pytest.mark.parametrize(("target", "spoken"), PLACES)
async def test_of_a_request_nothing_is_left(tmp_path: Path, way: Way, script: Script, target: str, spoken: str) -> None:
    """Answered, refused, broken off by either side, buffered, streamed or translated; over a route that renames it."""
    answering = SPEAKING[spoken] if script is SPEAKING["openai"] else script
    routes = [Route(1, "test-model", (Target(1, "other"),))]
    async with (
        upstream(answering) as stub,
        relay_to(tmp_path, of_format(stub, spoken, retry=retry(2), log_bodies=True), routes=routes) as running,
        leaving_nothing(),
    ):
        for stream in (False, True):
            for size in (10, 300_000, 2_000_000, 10, 10):  # the last are refused where the upstream is held by then
                await way(running.port, target, chat_body(size, stream=stream, max_tokens=5))


@pytest.mark.parametrize("script", [SPEAKING["openai"], broken_off, nothing, refusing])
async def test_of_a_chat_in_this_process_nothing_is_left(tmp_path: Path, script: Script) -> None:
    async with upstream(script) as stub, relay_to(tmp_path, of_format(stub, "openai")) as running, leaving_nothing():
        for _ in range(3):
            with contextlib.suppress(RelayError):
                await chat(running.relay, json.loads(chat_body()), caller="test")
            with contextlib.suppress(RelayError):
                async for _chunk in stream_chat(running.relay, json.loads(chat_body()), caller="test"):
                    pass


async def test_a_connection_that_waits_for_its_next_request_keeps_no_body(tmp_path: Path) -> None:
    async with (
        upstream(SPEAKING["openai"]) as stub,
        relay_to(tmp_path, of_format(stub, "openai")) as running,
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("POST", CHAT, [AUTH], chat_body()))
        assert (await read_answer(reader)).status == 200
        await running.logged(1)
        kept = [one for one in gc.get_objects() if isinstance(one, Body) and one.size > 300_000 and one.pieces]
    assert kept == []


async def test_the_end_of_a_body_and_the_next_request_may_come_together(tmp_path: Path) -> None:
    async with (
        upstream(SPEAKING["openai"]) as stub,
        relay_to(tmp_path, of_format(stub, "openai")) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        request = request_bytes("POST", CHAT, [AUTH], chat_body())
        writer.write(request[:-10])
        await asyncio.sleep(0.1)
        writer.write(request[-10:] + request)
        assert [(await read_answer(reader)).status for _ in range(2)] == [200, 200]
