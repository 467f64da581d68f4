"""The server below ASGI: order of pipelined requests, bounds of heads, bodies nobody reads, protocol switches."""

import asyncio
from pathlib import Path

import pytest
from relay_kit import AUTH, answer, connected, read_answer, relay_to, request_bytes, scripted, to_stub, upstream

from relaydesk.gateway.relay.loop.fiber import Fiber, Gate, in_task


async def test_pipelined_requests_of_both_planes_are_answered_in_order(tmp_path: Path) -> None:
    async with (
        upstream(scripted(answer(200, b"first"), answer(200, b"third"))) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        targets = ["/proxy/stub/1", "/elsewhere", "/proxy/stub/3", "/proxy/unknown/4"]
        writer.write(b"".join(request_bytes("GET", target, [AUTH], None) for target in targets))
        got = [await read_answer(reader) for _ in targets]
    assert [g.status for g in got] == [200, 404, 200, 404]
    assert [g.body for g in (got[0], got[2])] == [b"first", b"third"]
    assert [s.target for s in stub.seen] == ["/1", "/3"]


async def test_a_thousand_pipelined_refusals_are_all_answered(tmp_path: Path) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(20),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("GET", "/proxy/stub/x", [], None) * 1000)
        statuses = [(await read_answer(reader)).status for _ in range(1000)]
    assert statuses == [401] * 1000
    assert stub.seen == []


async def test_an_endless_head_is_refused(tmp_path: Path) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(b"GET /proxy/stub/x HTTP/1.1\r\nHost: a\r\nX-Pad: " + b"x" * 100_000)
        got = await read_answer(reader)
        rest = await reader.read()
    assert (got.status, got.json()["code"], rest) == (431, "HEADERS_TOO_LARGE", b"")


async def test_a_body_that_nobody_reads_does_not_become_the_next_request(tmp_path: Path) -> None:
    async with (
        upstream(answer(200, b"next")) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        body = b"GET /proxy/stub/smuggled HTTP/1.1\r\n\r\n" * 5000
        whole = request_bytes("POST", "/proxy/unknown/x", [AUTH], body)
        writer.write(whole[:1000])
        refused = await read_answer(reader)
        writer.write(whole[1000:] + request_bytes("GET", "/proxy/stub/next", [AUTH], None))
        following = await read_answer(reader)
    assert (refused.status, following.status, following.body) == (404, 200, b"next")
    assert [s.target for s in stub.seen] == ["/next"]


@pytest.mark.parametrize("body", [None, b"whole", b"x" * 300_000])
async def test_a_wish_for_http_2_is_passed_over_and_the_body_arrives_whole(tmp_path: Path, body: bytes | None) -> None:
    wish = [AUTH, ("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQ")]
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("POST" if body else "GET", "/proxy/stub/x", wish, body))
        got = await read_answer(reader)
        rest = await reader.read()
    assert (got.status, got.header("connection"), rest) == (200, "close", b"")
    assert [(s.body, s.all("upgrade") + s.all("http2-settings")) for s in stub.seen] == [(body or b"", [])]


async def test_an_answer_to_http_1_0_ends_with_the_connection_and_a_cut_one_with_a_reset(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"

    async def cut(seen: object, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(head + (b"" if len(stub.seen) == 2 else b"0\r\n\r\n"))
        await writer.drain()
        await asyncio.sleep(0.05)
        return True

    request = f"GET /proxy/stub/x HTTP/1.0\r\n{AUTH[0]}: {AUTH[1]}\r\n\r\n".encode()
    async with upstream(cut) as stub, relay_to(tmp_path, to_stub(stub)) as running, asyncio.timeout(10):
        async with connected(running.port) as (reader, writer):
            writer.write(request)
            assert (await reader.read()).endswith(b"\r\n\r\nhello")
        async with connected(running.port) as (reader, writer):
            writer.write(request)
            with pytest.raises(ConnectionResetError):
                await reader.read()


async def test_a_fiber_goes_on_in_the_stack_of_who_opens_its_gate() -> None:
    gate, steps = Gate(), []

    async def walk() -> None:
        steps.append("started")
        await gate
        steps.append("through")
        steps.append(await in_task(asyncio.sleep(0, "from a task")))

    fiber = Fiber(walk(), asyncio.get_running_loop())
    fiber.start()
    steps.append("outside")
    gate.open()
    steps.append("back")
    while not fiber.is_done:  # noqa: ASYNC110 - fibers have nothing to wait for
        await asyncio.sleep(0)
    assert steps == ["started", "outside", "through", "back", "from a task"]


@pytest.mark.parametrize("waits_at", ["gate", "future", "turn"])
async def test_a_cancelled_fiber_raises_where_it_waits(waits_at: str) -> None:
    ended = asyncio.Event()

    async def wait() -> None:
        try:
            await (Gate() if waits_at == "gate" else asyncio.sleep(60 if waits_at == "future" else 0))
        except asyncio.CancelledError:
            ended.set()
            raise

    fiber = Fiber(wait(), asyncio.get_running_loop())
    fiber.start()
    fiber.cancel()
    async with asyncio.timeout(1):
        await ended.wait()
    assert fiber.is_done


async def test_an_answer_that_ends_its_connection_reaches_a_client_that_is_still_sending(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        for _ in range(5):
            async with asyncio.timeout(20), connected(running.port) as (reader, writer):
                writer.write(b"POST /proxy/stub/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
                for _ in range(20):
                    writer.write(b"x" * 10_000)
                    await asyncio.sleep(0)
                got, rest = await read_answer(reader), await reader.read()
                assert (got.status, got.json()["code"], rest) == (400, "BAD_REQUEST", b"")
    assert stub.seen == []
