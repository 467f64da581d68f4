"""Bodies stream both ways without waiting for their end; who leaves is noticed; what broke off looks broken."""

import asyncio
from pathlib import Path

import pytest
from relay_kit import (
    AUTH,
    Seen,
    ask,
    connected,
    read_answer,
    read_head,
    relay_to,
    request_bytes,
    retry,
    to_stub,
    until,
    upstream,
)

SSE_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


async def read_piece(reader: asyncio.StreamReader) -> bytes:
    size = int(await reader.readline(), 16)
    data = await reader.readexactly(size)
    await reader.readexactly(2)
    return data


async def test_an_event_arrives_before_the_next_is_sent(tmp_path: Path) -> None:
    go = asyncio.Event()

    async def events(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number in range(3):
            writer.write((SSE_HEAD if number == 0 else b"") + chunk(b"data: %d\n\n" % number))
            await go.wait()
            go.clear()
        writer.write(b"0\r\n\r\n")

    async with upstream(events) as stub, relay_to(tmp_path, to_stub(stub)) as running, asyncio.timeout(10):
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("GET", "/proxy/stub/s", [AUTH], None))
            await read_head(reader)
            for number in range(3):
                assert await read_piece(reader) == b"data: %d\n\n" % number
                go.set()
            assert await reader.readline() == b"0\r\n"
        [record] = await running.logged(1)
    assert (record.end_reason, record.bytes_out) == ("done", 27)


async def test_the_head_of_a_stream_does_not_wait_for_its_first_event(tmp_path: Path) -> None:
    go = asyncio.Event()

    async def late(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SSE_HEAD)
        await go.wait()
        writer.write(b"0\r\n\r\n")

    async with (
        upstream(late) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("GET", "/proxy/stub/s", [AUTH], None))
        first, _ = await read_head(reader)
        assert first == "HTTP/1.1 200 OK"
        go.set()
        assert await reader.readline() == b"0\r\n"


async def test_tokens_are_read_from_the_end_of_a_stream(tmp_path: Path) -> None:
    last = b'data: {"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":3}}\n\ndata: [DONE]\n\n'

    async def events(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SSE_HEAD)
        for _ in range(400):
            writer.write(chunk(b'data: {"usage":null,"pad":"%b"}\n\n' % (b"x" * 200)))
            await writer.drain()
        writer.write(chunk(last) + b"0\r\n\r\n")

    async with upstream(events) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert got.body.endswith(last)
    assert (record.tokens_in, record.tokens_out) == (11, 3)


@pytest.mark.parametrize("count", ["-1", "9007199254740992", "1e400", "123456789012345678901234567890"])
async def test_token_counts_that_cannot_be_are_not_believed(tmp_path: Path, count: str) -> None:
    body = f'{{"usage": {{"prompt_tokens": {count}, "completion_tokens": 1}}}}'.encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with upstream(head + body) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        await ask(running.port)
        [record] = await running.logged(1)
    assert (record.tokens_in, record.tokens_out, record.end_reason) == (None, None, "done")


async def test_an_upload_reaches_the_upstream_while_it_is_sent(tmp_path: Path) -> None:
    pieces: asyncio.Queue[bytes] = asyncio.Queue()

    async def echo(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        body = b""
        while size := int(await reader.readline(), 16):
            piece = await reader.readexactly(size)
            await reader.readexactly(2)
            pieces.put_nowait(piece)
            body += piece
        await reader.readline()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        return True

    async with (
        upstream(echo, read_body=False) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("POST", "/proxy/stub/u", [AUTH, ("Transfer-Encoding", "chunked")], None))
        for number in range(3):
            writer.write(chunk(b"part %d" % number))
            assert await pieces.get() == b"part %d" % number
        writer.write(b"0\r\n\r\n")
        got = await read_answer(reader)
    assert got.body == b"part 0part 1part 2"


async def test_a_large_upload_with_a_length_arrives_whole(tmp_path: Path) -> None:
    body = bytes(range(256)) * 40_000
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, method="PUT", body=body)
        [record] = await running.logged(1)
    assert got.status == 200
    assert stub.seen[0].body == body
    assert (stub.seen[0].header("content-length"), record.bytes_in) == (str(len(body)), len(body))


async def test_a_slow_reader_holds_the_upstream_back(tmp_path: Path) -> None:
    sent = 0
    total = 64 * 1024 * 1024

    async def flood(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % total)
        while sent < total:
            writer.write(b"x" * 65536)
            sent += 65536
            await writer.drain()
        return True

    async with (
        upstream(flood) as stub,
        relay_to(tmp_path, to_stub(stub, timeout_ms=400)) as running,
        asyncio.timeout(20),
        connected(running.port) as (reader, writer),
    ):
        writer.transport.pause_reading()
        writer.write(request_bytes("GET", "/proxy/stub/x", [AUTH], None))
        await asyncio.sleep(1.0)  # longer than the timeout: a slow client is no silent upstream
        held_at = sent
        writer.transport.resume_reading()
        got = await read_answer(reader)
    assert held_at < 32 * 1024 * 1024
    assert (got.whole, len(got.body)) == (True, total)


@pytest.mark.parametrize("started", [True, False])
async def test_the_upstream_is_left_at_once_when_the_client_leaves(tmp_path: Path, started: bool) -> None:
    async def endless(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if started:
            writer.write(SSE_HEAD + chunk(b"data: 1\n\n"))
        await reader.read()
        return True

    async with upstream(endless) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(5))) as running:
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("POST", "/proxy/stub/s", [AUTH], b"{}"))
            if started:
                await read_head(reader)
            else:
                await asyncio.sleep(0.05)
        left_at = asyncio.get_running_loop().time()
        [record] = await running.logged(1)
        await until(lambda: stub.closed_at)
    assert stub.closed_at[0] - left_at < 1.0
    assert (record.end_reason, len(stub.seen)) == ("client_gone", 1)


async def test_a_client_that_leaves_its_upload_is_no_reason_to_try_again(tmp_path: Path) -> None:
    async def wait(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.read()
        return True

    async with upstream(wait, read_body=False) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(5))) as running:
        async with connected(running.port) as (_, writer):
            writer.write(request_bytes("POST", "/proxy/stub/u", [AUTH, ("Content-Length", "1000")], None) + b"some")
            await asyncio.sleep(0.05)
        [record] = await running.logged(1)
    assert (record.end_reason, len(stub.seen)) == ("client_gone", 1)


CUTS = {
    "chunked without its end": SSE_HEAD + chunk(b"data: 1\n\n"),
    "half a chunk": SSE_HEAD + b"ff\r\nonly this",
    "shorter than its length": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
    "a bad chunk": SSE_HEAD + chunk(b"data: 1\n\n") + b"zz\r\nnonsense\r\n",
}


@pytest.mark.parametrize("cut", CUTS, ids=lambda c: c.replace(" ", "-"))
async def test_a_cut_answer_looks_cut(tmp_path: Path, cut: str) -> None:
    async def break_off(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(CUTS[cut])
        await writer.drain()
        await asyncio.sleep(0.05)
        return True

    async with upstream(break_off) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(5))) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, got.whole) == (200, False)
    assert (record.end_reason, len(stub.seen)) == ("truncated", 1)


async def test_a_stall_in_the_middle_is_cut_after_the_timeout(tmp_path: Path) -> None:
    async def stall(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(SSE_HEAD + chunk(b"data: 1\n\n"))
        await reader.read()
        return True

    async with upstream(stall) as stub, relay_to(tmp_path, to_stub(stub, timeout_ms=300)) as running:
        started = asyncio.get_running_loop().time()
        got = await ask(running.port)
        took = asyncio.get_running_loop().time() - started
        [record] = await running.logged(1)
    assert (got.whole, record.end_reason, record.error) == (False, "truncated", "timeout")
    assert 0.29 <= took < 1.5


async def test_the_timeout_bounds_each_gap_and_not_the_stream(tmp_path: Path) -> None:
    async def steady(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SSE_HEAD)
        for _ in range(8):
            await asyncio.sleep(0.1)
            writer.write(chunk(b"data: x\n\n"))
        writer.write(b"0\r\n\r\n")

    async with upstream(steady) as stub, relay_to(tmp_path, to_stub(stub, timeout_ms=350)) as running:
        got = await ask(running.port)
    assert (got.whole, got.body) == (True, b"data: x\n\n" * 8)


async def test_an_answer_that_ends_with_the_connection_is_whole(tmp_path: Path) -> None:
    async def until_close(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it")
        return True

    async with upstream(until_close) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
    assert (got.whole, got.body) == (True, b"all of it")


async def test_an_early_answer_to_an_upload_is_passed_on(tmp_path: Path) -> None:
    async def refuse(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")
        await writer.drain()
        await reader.read(1000)
        return True

    async with (
        upstream(refuse, read_body=False) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("POST", "/proxy/stub/u", [AUTH, ("Content-Length", "5000000")], None) + b"x")
        got = await read_answer(reader)
    assert (got.status, got.body) == (413, b"big")
