"""Requests that are over hold no memory: neither their connection nor a cycle of references keeps their bodies."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from left_over import leaving_nothing
from relay_kit import (
    AUTH,
    Running,
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
from two_formats import JSON, OPENAI_EVENTS, SSE, chunked, of_anthropic, of_format, of_openai

from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.server.local import chat, stream_chat
from relaydesk.gateway.relay.snapshot import Route, Target

CHAT = "/v1/chat/completions"
TIMES = 3


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
WAYS: list[Way] = [whole, cut_answer, cut_body, cut_second]
SCRIPTS: list[Script] = [of_openai, broken_off, nothing, refusing, endless]


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
@pytest.mark.parametrize("target", [CHAT, "/v1/messages", "/v1/nowhere", "/proxy/stub/chat/completions"])
async def test_requests(tmp_path: Path, way: Way, script: Script, spoken: str, target: str) -> None:
    if way is whole and script is endless:
        pytest.skip("never ends")
    renaming = [Route(1, "test-model", (Target(1, "other"),))]
    answering = of_anthropic if script is of_openai and spoken == "anthropic" else script
    async with (
        upstream(answering) as stub,
        relay_to(tmp_path, of_format(stub, spoken, retry=retry(2), log_bodies=True), routes=renaming) as running,
        leaving_nothing(),
    ):
        for stream in (False, True):
            for size in (10, 300_000, 2_000_000):
                for _ in range(TIMES):
                    await way(running.port, target, chat_body(size, stream=stream, max_tokens=5))


@pytest.mark.parametrize("script", [of_openai, broken_off, nothing, refusing])
async def test_chats_in_this_process(tmp_path: Path, script: Script) -> None:
    async with upstream(script) as stub, relay_to(tmp_path, of_format(stub, "openai")) as running, leaving_nothing():
        for _ in range(TIMES):
            with contextlib.suppress(RelayError):
                await chat(running.relay, json.loads(chat_body()), caller="test")
            with contextlib.suppress(RelayError):
                async for _chunk in stream_chat(running.relay, json.loads(chat_body()), caller="test"):
                    pass
