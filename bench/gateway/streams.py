"""Memory of the relay with thousands of streams open at once: `streams.py [STREAMS] [SECONDS]`.

Each stream gets an event a second from a stub. Prints the relay's resident memory before, when all are open, and each
ten seconds after; writes JSON beside the other results.
"""

import asyncio
import json
import resource
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import ClassVar

import psutil
from app import TOKEN

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results" / "streams.json"
AT_ONCE = 100
EVENT = b'data: {"choices":[{"delta":{"content":"a few words of an answer"}}]}\n\n'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Stub(asyncio.Protocol):
    """An event a second to whoever asks."""

    open: ClassVar[set[asyncio.Transport]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, _data: bytes) -> None:
        self.transport.write(HEAD)
        self.open.add(self.transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self.open.discard(self.transport)


class Reader(asyncio.Protocol):
    """A client that counts what comes."""

    events = 0
    broken = 0

    def __init__(self) -> None:
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        head = f"GET /proxy/stub/x HTTP/1.1\r\nHost: a\r\nX-API-Key: {TOKEN}\r\n\r\n"
        transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        if not self.begun.done():
            self.begun.set_result(None)
        Reader.events += data.count(b"data: ")

    def connection_lost(self, _error: Exception | None) -> None:
        Reader.broken += 1
        if not self.begun.done():
            self.begun.set_result(None)


async def tick() -> None:
    chunk = b"%x\r\n%b\r\n" % (len(EVENT), EVENT)
    while True:
        began = time.monotonic()
        for transport in list(Stub.open):
            transport.write(chunk)
        await asyncio.sleep(max(0.0, 1.0 - (time.monotonic() - began)))


async def measure(streams: int, seconds: int) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    stub = await loop.create_server(Stub, "127.0.0.1", 0, backlog=4096)
    port, stub_port = free_port(), stub.sockets[0].getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(HERE / "app.py"), str(port), str(stub_port), folder]
        relay = await asyncio.create_subprocess_exec(*command)
        try:
            await listening(port)
            return await run(psutil.Process(relay.pid), port, streams, seconds)
        finally:
            relay.kill()  # it would wait for the streams
            await relay.wait()


async def listening(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            assert time.monotonic() < until, "the relay did not start"
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


async def run(relay: psutil.Process, port: int, streams: int, seconds: int) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    one = (await loop.create_connection(Reader, "127.0.0.1", port))[1]
    await one.begun
    before = relay.memory_info().rss
    readers: list[Reader] = []
    for start in range(0, streams, AT_ONCE):
        part = await asyncio.gather(
            *(loop.create_connection(Reader, "127.0.0.1", port) for _ in range(min(AT_ONCE, streams - start)))
        )
        readers += [reader for _, reader in part]
        await asyncio.gather(*(reader.begun for reader in readers[start:]))
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(5)
    figures = [relay.memory_info().rss]
    cpu, events, began = sum(relay.cpu_times()[:2]), Reader.events, time.monotonic()
    for _ in range(seconds // 10):
        await asyncio.sleep(10)
        figures.append(relay.memory_info().rss)
    used = sum(relay.cpu_times()[:2]) - cpu
    ticking.cancel()
    seen = Reader.events - events
    return {
        "streams": streams,
        "seconds": round(time.monotonic() - began),
        "broken": Reader.broken,
        "before_mb": round(before / 2**20, 1),
        "open_mb": [round(rss / 2**20, 1) for rss in figures],
        "kb_per_stream": round((max(figures) - before) / 1024 / streams, 1),
        "events": seen,
        "cpu_us_per_event": round(used / max(seen, 1) * 1e6, 1),
    }


def main() -> None:
    streams, seconds = (int(given) for given in [*sys.argv[1:], "5000", "60"][:2])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    found = asyncio.run(measure(streams, seconds))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=2))
    for name, value in found.items():
        print(f"{name:18} {value}")


if __name__ == "__main__":
    main()
