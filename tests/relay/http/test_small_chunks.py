"""Bodies in very small chunks: they cost a read what it costs, not each chunk, and too many are refused."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from relay_kit import AUTH, connected, read_answer, relay_to, request_bytes, to_stub, upstream
from uvicorn.server import ServerState

from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.pieces import MANY, MOST_WASTE, SMALL_BYTES, Pieces
from relaydesk.gateway.relay.server.protocol import RelayProtocol, protocol_for
from relaydesk.gateway.relay.stream import UNREAD_BYTES, Body, ClientGoneError

CHUNKED = ("Transfer-Encoding", "chunked")
READ_BYTES = 250_000
LAST = b"0\r\n\r\n"
CHAT = "/v1/chat/completions"


def chunks(content: bytes, size: int = 1) -> bytes:
    places = range(0, len(content), size)
    return b"".join(b"%x\r\n%b\r\n" % (len(content[at : at + size]), content[at : at + size]) for at in places)


class _Transport(asyncio.Transport):
    """Reads when it is told to, and keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_reading = True
        self.has_ended = self.has_closed = False

    def is_closing(self) -> bool:
        return self.has_closed

    def pause_reading(self) -> None:
        self.is_reading = False

    def resume_reading(self) -> None:
        self.is_reading = True

    def write(self, data: Any) -> None:
        self.written += data

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self.has_ended = True

    def close(self) -> None:
        self.has_closed = True

    def get_write_buffer_size(self) -> int:
        return 0


class _Plane:
    """Takes each body, and answers early or never."""

    def __init__(self, *, is_early: bool = False) -> None:
        self._is_early = is_early
        self.calls: list[Call] = []
        self.messages: list[bytes] = []

    async def serve(self, call: Call) -> None:
        self.calls.append(call)
        if self._is_early:
            call.answer(401, [], length=0, body=b"", complete=True)
        else:
            with contextlib.suppress(ClientGoneError):
                await call.body.read_all(10**9)
        call.end()

    async def control(self, _scope: object, receive: Any, send: Any) -> None:
        if self._is_early:
            await send({"type": "http.response.start", "status": 401, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        while (message := await receive())["type"] == "http.request":
            self.messages.append(message["body"])


@asynccontextmanager
async def connection(plane: _Plane, target: str) -> AsyncIterator[tuple[RelayProtocol, _Transport]]:
    """Of which the head of a request in chunks was read."""
    config = uvicorn.Config(plane.control, lifespan="off", interface="asgi3", log_config=None, access_log=False)
    config.load()
    made: Any = protocol_for(plane.serve)
    protocol: RelayProtocol = made(
        config=config, server_state=ServerState(), app_state={}, _loop=asyncio.get_running_loop()
    )
    transport = _Transport()
    protocol.connection_made(transport)
    protocol.data_received(request_bytes("POST", target, [CHUNKED], None))
    await asyncio.sleep(0)
    yield protocol, transport
    transport.has_closed = True
    protocol.connection_lost(None)
    await asyncio.sleep(0)


async def test_the_chunks_of_one_read_are_one_piece_of_the_body() -> None:
    content = bytes(range(256)) * 40
    async with connection(plane := _Plane(), CHAT) as (protocol, _):
        protocol.data_received(chunks(content))
        [call] = plane.calls
        assert call.body.pieces == [content]
    async with connection(plane := _Plane(), "/api/auth/login") as (protocol, _):
        protocol.data_received(chunks(content))
        await asyncio.sleep(0.01)
        assert plane.messages == [content]


async def test_large_chunks_are_handed_on_as_they_are() -> None:
    content = [bytes([number]) * 60_000 for number in range(4)]
    async with connection(plane := _Plane(), CHAT) as (protocol, _):
        protocol.data_received(b"".join(chunks(piece, 60_000) for piece in content))
        assert plane.calls[0].body.pieces == content


@pytest.mark.parametrize("is_early", [False, True])
@pytest.mark.parametrize("target", [CHAT, "/v2/models/m/infer", "/api/auth/login", "/health/live"])
async def test_behind_a_read_of_many_chunks_the_others_have_their_turn(target: str, *, is_early: bool) -> None:
    async with connection(_Plane(is_early=is_early), target) as (protocol, transport):
        for _ in range(3):
            protocol.data_received(chunks(b"x" * SMALL_BYTES * (MANY + 1), SMALL_BYTES))
            assert not transport.is_reading
            await asyncio.sleep(0)
            assert transport.is_reading
        protocol.data_received(chunks(b"x" * MANY))
        assert transport.is_reading


async def test_a_body_that_is_paused_stays_so() -> None:
    async with connection(_Plane(), "/api/auth/login") as (protocol, transport):
        await asyncio.sleep(0)
        protocol.data_received(chunks(b"x" * 70_000, 20))
        assert not transport.is_reading
        protocol._pieces.were_many = True  # as if a read had been on its way
        protocol._slow_down()
        assert not transport.is_reading


@pytest.mark.parametrize("target", [CHAT, "/v2/models/m/infer", "/api/auth/login", "/health/live"])
async def test_a_body_of_far_too_many_chunks_is_refused_and_not_read_on(target: str) -> None:
    dense = chunks(b"x" * (READ_BYTES // 6))
    async with connection(_Plane(), target) as (protocol, transport):
        reads = 0
        while not transport.has_ended and reads < 100:
            protocol.data_received(dense)
            await asyncio.sleep(0)
            reads += 1
        assert reads == 2
        assert transport.written.startswith(b"HTTP/1.1 400 ")
        assert b"The body comes in too many small chunks." in transport.written
        assert transport.written.count(b"HTTP/1.1") == 1
        assert not transport.has_closed
        before = transport.written
        protocol.data_received(dense)
        await asyncio.sleep(0)
        assert (transport.written, protocol._pieces.waiting) == (before, [])


@pytest.mark.parametrize("target", [CHAT, "/api/auth/login"])
async def test_what_is_answered_already_is_not_answered_again(target: str) -> None:
    async with connection(_Plane(is_early=True), target) as (protocol, transport):
        await asyncio.sleep(0)
        for _ in range(3):
            protocol.data_received(chunks(b"x" * (READ_BYTES // 6)))
        assert transport.has_ended
        assert transport.written.count(b"HTTP/1.1") == 1
        assert transport.written.startswith(b"HTTP/1.1 401 ")


def test_only_chunks_that_come_together_count_and_only_of_one_body() -> None:
    pieces = Pieces()
    for _ in range(MOST_WASTE):
        pieces.add(b"x")
        assert pieces.take() == [b"x"]
    assert (pieces.were_many, pieces.are_too_many) == (False, False)
    for size, bodies in ((SMALL_BYTES, 1), (1, 100)):
        for _ in range(bodies):
            for _ in range(10_000):
                pieces.add(b"x" * size)
            assert pieces.take() == [b"x" * size * 10_000]
            assert (pieces.were_many, pieces.are_too_many) == (True, False)
            pieces.end()


async def test_small_pieces_are_joined_before_they_are_kept() -> None:
    body = Body(None, None)
    content = b"".join(b"%05d" % number for number in range(40_000))
    for place in range(0, len(content), 5):
        body.feed(content[place : place + 5])
    last = len(content) - 5 - 3 * (UNREAD_BYTES + 4)
    assert [len(piece) for piece in body.pieces] == [5, *[UNREAD_BYTES + 4] * 3, last]
    assert b"".join(body.pieces) == content
    body.feed(b"large" * 1000)
    body.feed(b"end")
    assert body.beginning(10**6) == content + b"large" * 1000 + b"end"
    body.seal()
    assert body.whole == content + b"large" * 1000 + b"end"


async def test_a_reader_gets_small_pieces_as_they_come() -> None:
    body, got = Body(None, None), []

    async def read() -> None:
        place = 0
        while (piece := await body.piece(place)) is not None:
            got.append(piece)
            place += 1

    reader = asyncio.create_task(read())
    for sent in ([b"a"], [b"b"], [b"c", b"d"], [b"e", b"f" * 5000, b"g"]):
        await asyncio.sleep(0)
        for piece in sent:
            body.feed(piece)
        body.tell()
        await asyncio.sleep(0)
    body.seal()
    body.tell()
    await reader
    assert got == [b"a", b"b", b"cd", b"e", b"f" * 5000, b"g"]
    assert body.whole == b"".join(got)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_client_that_sends_single_bytes_is_served(tmp_path: Path, *, at_once: bool) -> None:
    content = b'{"model":"test-model","x":"%b"}' % (b"a" * (20_000 if at_once else 1000))
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(20),
        connected(running.port) as (reader, writer),
    ):
        for target in (CHAT, "/proxy/stub/x", CHAT):
            writer.write(request_bytes("POST", target, [AUTH, CHUNKED], None))
            if at_once:
                writer.write(chunks(content))
            else:
                for place in range(len(content)):
                    writer.write(chunks(content[place : place + 1]))
                    await writer.drain()
                    await asyncio.sleep(0)
            writer.write(LAST)
            assert (await read_answer(reader)).status == 200
    assert [seen.body for seen in stub.seen] == [content] * 3


async def test_a_client_that_sends_far_too_many_single_bytes_is_told_so(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running, asyncio.timeout(30):
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("POST", CHAT, [AUTH, CHUNKED], None))
            writer.write(chunks(b"x") * 200_000)
            got, rest = await read_answer(reader), await reader.read()
        assert (got.status, got.header("connection"), rest) == (400, "close", b"")
        assert got.json()["message"] == "The body comes in too many small chunks."
        [record] = await running.logged(1)
    assert (record.status, record.end_reason, stub.seen) == (0, "client_gone", [])


@pytest.mark.parametrize("target", [CHAT, "/api/auth/login"])
async def test_a_body_that_is_malformed_in_its_middle_is_a_400(target: str) -> None:
    async with connection(_Plane(), target) as (protocol, transport):
        protocol.data_received(chunks(b"begun"))
        await asyncio.sleep(0)
        protocol.data_received(b"zz\r\n")
        assert transport.written.startswith(b"HTTP/1.1 400 ")
        assert (transport.written.count(b"HTTP/1.1"), transport.has_ended, transport.has_closed) == (1, True, False)
