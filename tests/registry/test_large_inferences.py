"""Large requests and answers on their way: in pieces that nobody copies, and of no more at once than a bound."""

import asyncio
import errno
import json
import socket
import time
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
import served_models
from harness import Stack
from inference_host import deploy, running_host
from model_registry import Registry

from relaydesk.gateway.relay.server import protocol
from relaydesk.registry.inference import front
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.places import socket_path
from relaydesk.registry.inference.types import LARGE_BYTES
from relaydesk.registry.inference.wire.frames import Frame, FrameReader, FrameWriter, encode
from relaydesk.registry.inference.wire.messages import TOO_LARGE, Ask

INFER = "/v2/models/plus/infer"
SMALL = json.dumps({"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 3], "data": [1, 2, 3]}]}).encode()


class _Transport(asyncio.WriteTransport):
    """Keeps what is written as it is."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(cast("bytes", data))

    def is_closing(self) -> bool:
        return False


async def test_a_large_body_is_written_as_it_came_and_small_ones_together() -> None:
    transport = _Transport()
    writer = FrameWriter(transport)
    writer.write(1, b"head", b"a")
    writer.write(2, b"head", b"b")
    await asyncio.sleep(0)
    assert transport.written == [encode(1, b"head", b"a") + encode(2, b"head", b"b")]
    pieces = [bytes([number]) * LARGE_BYTES for number in range(3)]
    writer.write(3, b"head", pieces[0], pieces[1:])
    writer.write(4, b"head", b"d")
    for turn in range(1, 4):  # no turn of the loop has all of it
        await asyncio.sleep(0)
        assert sum(len(part) == LARGE_BYTES for part in transport.written) == turn
    await asyncio.sleep(0)
    assert [id(part) for part in transport.written if len(part) == LARGE_BYTES] == [id(piece) for piece in pieces]
    assert b"".join(transport.written[1:]) == encode(3, b"head", b"".join(pieces)) + encode(4, b"head", b"d")


class _Piece(bytes):
    """Counts how often one is asked how long it is."""

    asked = 0

    def __len__(self) -> int:
        _Piece.asked += 1
        return super().__len__()


async def test_what_is_left_of_a_large_body_is_not_counted_again_in_each_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Piece, "asked", 0)
    transport = _Transport()
    writer = FrameWriter(transport)
    pieces: list[bytes] = [_Piece(bytes(LARGE_BYTES // 16)) for _ in range(320)]
    writer.write(1, b"head", b"", pieces)
    for _ in range(25):
        await asyncio.sleep(0)
    assert b"".join(transport.written) == encode(1, b"head", bytes(320 * LARGE_BYTES // 16))
    assert _Piece.asked <= 3 * len(pieces)  # for the head, as it is looked at and as it is written


@pytest.mark.parametrize("size", [70_000, LARGE_BYTES + 1, 5 * LARGE_BYTES])
def test_frames_are_the_same_however_they_come(size: int) -> None:
    frames = [
        Frame(1, b"a", b"x"),
        Frame(2, b"b", b"y" * 2 * LARGE_BYTES),
        Frame(3, b"", b""),
        Frame(4, b"c", b"z" * LARGE_BYTES),
    ]
    content = b"".join(encode(one.id, one.head, bytes(one.body)) for one in frames)
    reader = FrameReader()
    read = [one for place in range(0, len(content), size) for one in reader.feed(content[place : place + size])]
    assert [(one.id, one.head, one.body) for one in read] == [(one.id, one.head, one.body) for one in frames]


@pytest.fixture
async def plus(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    await registry.make("plus")
    await registry.upload(served_models.plus(1), "plus")
    async with running_host(stack):
        await deploy(registry.http, name="plus", model="plus")
        yield registry


async def test_more_bodies_than_may_come_at_once_are_told_to_come_again(
    plus: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "MOST_READ_BYTES", 3_000_000)
    large = SMALL.ljust(2_000_000)
    has_begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield large[:1_500_000]
        has_begun.set()
        await goes_on.wait()
        yield large[1_500_000:]

    first = asyncio.create_task(plus.http.post(INFER, content=slowly(), headers={"Content-Length": str(len(large))}))
    await has_begun.wait()
    async with asyncio.timeout(10):
        while (await plus.http.post(INFER, content=large)).status_code == 200:  # noqa: ASYNC110 - the server tells nobody how far it is
            await asyncio.sleep(0.05)
    for content in (large, _chunks(large)):
        refused = await plus.http.post(INFER, content=content)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json() == {"error": "too many large requests are being read; try again"}
    assert (await plus.http.post(INFER, content=SMALL)).status_code == 200
    goes_on.set()
    assert (await first).status_code == 200
    assert (await plus.http.post(INFER, content=_chunks(large))).status_code == 200


async def test_who_announces_much_and_sends_little_keeps_nobody_out(
    plus: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "MOST_READ_BYTES", 3_000_000)
    large = SMALL.ljust(2_000_000)
    begun, goes_on = asyncio.Semaphore(0), asyncio.Event()

    async def hardly() -> AsyncIterator[bytes]:
        yield large[:1000]
        begun.release()
        await goes_on.wait()
        yield large[1000:]

    headers = {"Content-Length": str(len(large))}
    idle = [asyncio.create_task(plus.http.post(INFER, content=hardly(), headers=headers)) for _ in range(4)]
    for _ in idle:
        await begun.acquire()
    assert [(await plus.http.post(INFER, content=large)).status_code for _ in range(3)] == [200] * 3
    goes_on.set()
    assert {(await one).status_code for one in idle} <= {200, 503}


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    for place in range(0, len(content), 100_000):
        yield content[place : place + 100_000]


async def test_a_large_answer_reaches_a_slow_reader_whole(plus: Registry) -> None:
    rows = 400_000
    request = {"name": "x", "datatype": "FP32", "shape": [rows, 3], "data": [1] * 3 * rows}
    plain = {"Accept-Encoding": "identity"}
    async with plus.http.stream("POST", INFER, json={"inputs": [request]}, headers=plain) as answer:
        assert answer.status_code == 200
        content = bytearray()
        async for piece in answer.aiter_raw():
            content += piece
            await asyncio.sleep(0.002)
    assert len(content) == int(answer.headers["content-length"])
    assert json.loads(content)["outputs"][0]["data"] == [2.0] * 3 * rows


async def test_an_answer_that_is_left_in_the_middle_is_in_the_log(plus: Registry, stack: Stack) -> None:
    key = (await plus.http.post("/api/keys", json={"name": "model user", "scopes": ["inference"]})).json()["key"]
    request = {"name": "x", "datatype": "FP32", "shape": [2_000_000, 3], "data": [1] * 6_000_000}
    async with (
        stack.client(Authorization=f"Bearer {key}") as leaving,
        leaving.stream("POST", INFER, json={"inputs": [request]}) as answer,
    ):
        assert answer.status_code == 200
    rows: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not rows:
            await stack.gateway.ship()
            rows = (await plus.http.get("/api/admin/logs")).json()["items"]
    assert [(row["status"], row["end_reason"], row["model"]) for row in rows] == [(0, "client_gone", "plus")]


async def test_an_answer_that_is_larger_than_who_asks_wants_is_said_to_be_and_counted_when_it_is_asked_again(
    plus: Registry, stack: Stack
) -> None:
    link = Link(socket_path(stack.kernel.options.data_dir))
    try:
        for most_bytes, status in ((20, TOO_LARGE), (0, 200), (10_000, 200)):
            ask = Ask("infer", "plus", asked_at=time.monotonic(), most_bytes=most_bytes)
            assert (await link.ask(ask, SMALL))[0].status == status
    finally:
        link.close()
    [stats] = (await plus.http.get("/v2/models/plus/stats")).json()["model_stats"]
    assert (stats["inference_count"], stats["inference_stats"]["fail"]["count"]) == (2, 0)


FILLED = "/v2/models/filled/infer"


def _filled(count: int) -> bytes:
    """Asks for so many numbers, of four octets each."""
    return json.dumps({"inputs": [{"name": "s", "datatype": "INT64", "shape": [1], "data": [count]}]}).encode()


@pytest.fixture
async def filled(registry: Registry, stack: Stack) -> AsyncIterator[Registry]:
    await registry.make("filled")
    await registry.upload(served_models.filled(), "filled")
    async with running_host(stack):
        await deploy(registry.http, name="filled", model="filled")
        yield registry


def _socket_of_who_reads_nothing(stack: Stack) -> socket.socket:
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    url = httpx.URL(stack.url)
    own.connect((url.host, url.port))
    return own


def _ask(own: socket.socket, registry: Registry, bodies: list[bytes]) -> None:
    head = f"POST {FILLED} HTTP/1.1\r\nHost: x\r\nAuthorization: {registry.http.headers['Authorization']}\r\n"
    for body in bodies:
        own.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


async def test_more_answers_than_may_wait_for_their_readers_are_refused_until_these_are_cut_off(
    filled: Registry, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "MOST_UNSENT_BYTES", 30_000_000)
    with _socket_of_who_reads_nothing(stack) as own:
        _ask(own, filled, [_filled(5_000_000)])
        await asyncio.to_thread(own.recv, 1, socket.MSG_PEEK)  # its answer has begun
        refused = await filled.http.post(FILLED, content=_filled(4_000_000))
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json() == {"error": "too many large answers wait for clients to read them; try again"}
        assert (await filled.http.post(FILLED, content=_filled(100_000))).status_code == 200
        monkeypatch.setattr(protocol, "UNREAD_ANSWER_S", 0.5)
        async with asyncio.timeout(30):
            while own.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != errno.ECONNRESET:  # noqa: ASYNC110 - nothing tells
                await asyncio.sleep(0.1)
        assert (await filled.http.post(FILLED, content=_filled(4_000_000))).status_code == 200


async def test_who_asks_on_without_reading_is_answered_no_more(filled: Registry, stack: Stack) -> None:
    async def computed() -> int:
        [stats] = (await filled.http.get("/v2/models/filled/stats")).json()["model_stats"]
        return int(stats["inference_count"])

    begun = await computed()
    with _socket_of_who_reads_nothing(stack) as own:
        _ask(own, filled, [_filled(3500)] * 2000)  # 28 MB of answers, each too small to be large
        before, now = -1, begun
        async with asyncio.timeout(30):
            while before != now or now == begun:
                before = now
                await asyncio.sleep(1)
                now = await computed()
        assert now - begun < 1500
