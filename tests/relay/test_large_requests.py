"""Requests of twenty megabytes, told in the other format or renamed, hold a relay's loop nowhere."""

import asyncio
import base64
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from relay_kit import AUTH, Got, Seen, connected, read_answer, relay_to, request_bytes, to_stub, upstream
from two_formats import of_anthropic, of_openai

from relaydesk.gateway.relay.snapshot import Route, Target

PROGRAM = Path(__file__).parent / "watched_relay.py"
PATHS = {"openai": "/v1/chat/completions", "anthropic": "/v1/messages"}
HELD_MS = 100
QUESTION = "预算九百元以下的手机有哪些推荐？屏幕要大、电池要耐用。"
MANY_MESSAGES = [{"role": ("user", "assistant")[n % 2], "content": QUESTION * 6} for n in range(39_999)]
MANY_COLONS = [{"role": ("user", "assistant")[n % 2], "content": "价格:九百 " * 290} for n in range(4_999)]


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
