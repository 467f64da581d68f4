"""Received = logged, also when the process is killed in the middle of its work."""

import asyncio
import os
import random
import sys
from pathlib import Path

import pytest
from relay_kit import AUTH, Seen, answer, ask, connected, relay_to, request_bytes, to_stub, until, upstream

from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.journal.reader import adopt
from relaydesk.gateway.relay.journal.records import Finished
from relaydesk.gateway.relay.server.local import chat, stream_chat

PROGRAM = Path(__file__).parent / "relay_process.py"


def ship_dead(folder: Path) -> list[Finished]:
    """What the next process's shipper would write into the database."""
    shipped = []
    for adopted in adopt(folder):
        while (batch := adopted.reader.next_batch(100)).finished or batch.size:
            shipped += batch.finished
            adopted.reader.acknowledge(batch)
        shipped += adopted.reader.killed()
        adopted.release(emptied=True)
    return shipped


@pytest.mark.parametrize("round_number", range(3))
async def test_a_killed_relay_under_load_has_logged_all_it_received(tmp_path: Path, round_number: int) -> None:
    async def sometimes_slow(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if random.random() < 0.3:
            await asyncio.sleep(random.random() * 0.2)
        writer.write(answer(200, b"x" * 200))

    async def load(port: int, name: int) -> None:
        for number in range(10_000):
            await ask(port, f"/proxy/stub/{name}/{number}", method="POST", body=b"{}")

    async with upstream(sometimes_slow) as stub:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(PROGRAM),
            str(stub.port),
            str(tmp_path),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(PROGRAM.parent.parent / "support")},
        )
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        clients = [asyncio.create_task(load(port, n)) for n in range(16)]
        await until(lambda: len(stub.seen) > 150 + 40 * round_number, within_s=30)
        process.kill()
        await process.wait()
        await asyncio.gather(*clients, return_exceptions=True)
        paths = [f"/proxy/stub{s.target}" for s in stub.seen]
    shipped = ship_dead(tmp_path)
    logged = [r.path for r in shipped]
    assert len(logged) == len(set(logged))
    assert set(paths) - set(logged) == set()
    assert "process_killed" in {r.end_reason for r in shipped}
    assert ship_dead(tmp_path) == []


async def test_draining_lets_requests_end_and_takes_no_more(tmp_path: Path) -> None:
    async def slow(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(answer(200, b"done"))

    async with upstream(slow) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        under_way = asyncio.create_task(ask(running.port))
        await until(lambda: stub.seen)
        draining = asyncio.create_task(running.relay.drain(5.0))
        await asyncio.sleep(0.01)
        late = await ask(running.port)
        got = await under_way
        await draining
        records = running.finished()
    assert (got.status, got.body) == (200, b"done")
    assert (late.status, late.json()["code"]) == (503, "SHUTTING_DOWN")
    assert {r.end_reason for r in records} == {"done", "refused"}


async def test_what_outlives_the_grace_time_is_broken_off_and_says_so(tmp_path: Path) -> None:
    async def endless(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndata\r\n")
        await reader.read()
        return True

    async with upstream(endless) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        async with asyncio.timeout(10), connected(running.port) as (reader, writer):
            writer.write(request_bytes("GET", "/proxy/stub/x", [AUTH], None))
            await reader.readuntil(b"data\r\n")
            await running.relay.drain(0.1)
            rest = await reader.read()
        [record] = running.finished()
    assert rest == b""
    assert record.end_reason == "truncated"


async def chunks_of(running: object, body: dict) -> list[dict]:
    return [chunk async for chunk in stream_chat(running.relay, body, caller="assistant:7", request_id="turn-1")]


SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
BODY = {"model": "test-model", "messages": []}


async def test_an_assistant_streams_through_the_same_pipeline(tmp_path: Path) -> None:
    async def events(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SSE)
        for piece in (b'data: {"n"', b': 1}\n\ndata: {"n": 2}\r\n\r\n: ping\n\n', b"data: [DONE]\n\n"):
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(b"0\r\n\r\n")

    async with upstream(events) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        chunks = await chunks_of(running, BODY)
        [record] = await running.logged(1)
    assert chunks == [{"n": 1}, {"n": 2}]
    assert stub.seen[0].body == b'{"model":"test-model","messages":[],"stream":true}'
    assert (stub.seen[0].header("x-request-id"), stub.seen[0].header("authorization")) == ("turn-1", "Bearer sk-one")
    assert (record.caller, record.client_key_id, record.end_reason) == ("assistant:7", None, "done")


async def test_an_assistant_that_stops_listening_leaves_the_upstream(tmp_path: Path) -> None:
    async def endless(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(SSE + b'e\r\ndata: {"n":1}\n\n\r\n'.replace(b"e\r\n", b"f\r\n", 1))
        await reader.read()
        return True

    async with upstream(endless) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        stream = stream_chat(running.relay, BODY, caller="assistant:7")
        assert await anext(stream) == {"n": 1}
        await stream.aclose()
        await until(lambda: stub.closed_at)
        [record] = await running.logged(1)
    assert record.end_reason == "client_gone"


@pytest.mark.parametrize(
    ("reply", "status", "message"),
    [
        (answer(400, b'{"error": {"message": "no such tool"}}'), 400, "The upstream 'stub' answered 400: no such tool"),
        (answer(401, b"<html>"), 401, "The upstream 'stub' answered 401"),
        (SSE + b"5\r\ndata:", 502, "The answer of the upstream 'stub' broke off."),
    ],
)
async def test_an_assistant_is_told_what_went_wrong(tmp_path: Path, reply: bytes, status: int, message: str) -> None:
    async def once(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(reply)
        return True

    async with upstream(once) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        with pytest.raises(RelayError) as error:
            await chunks_of(running, BODY)
        with pytest.raises(RelayError) as unknown:
            await chunks_of(running, {"model": "other", "messages": []})
    assert (error.value.status, error.value.message) == (status, message)
    assert (unknown.value.status, unknown.value.code) == (404, "MODEL_NOT_FOUND")


async def test_an_assistant_may_ask_for_the_answer_in_one_piece(tmp_path: Path) -> None:
    async with upstream(answer(200, b'{"choices": []}')) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        assert await chat(running.relay, BODY, caller="assistant:7") == {"choices": []}
        [record] = await running.logged(1)
    assert (record.end_reason, record.bytes_out) == ("done", 15)
