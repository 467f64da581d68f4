"""What relay tests share: a scripted upstream, the relay under a real uvicorn, a client that sees raw bytes."""

import asyncio
import hashlib
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from relaydesk.gateway.relay import snapshot
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.front import Front
from relaydesk.gateway.relay.journal.reader import FolderReader
from relaydesk.gateway.relay.journal.records import Finished
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.gateway.relay.server.origins import Origins
from relaydesk.gateway.relay.server.protocol import protocol_for
from relaydesk.gateway.relay.snapshot import (
    ClientKey,
    Price,
    RetryPolicy,
    Route,
    Rule,
    Target,
    Upstream,
    UpstreamKey,
    build,
)
from relaydesk.kernel.http.connections import ConnectionBounds

TOKEN = "rd_test_token"
AUTH = ("Authorization", f"Bearer {TOKEN}")


@dataclass
class Seen:
    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int
    at: float

    def header(self, name: str) -> str | None:
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    def all(self, name: str) -> list[str]:
        return [v for n, v in self.headers if n.lower() == name.lower()]


Script = Callable[[Seen, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bool | None]]


async def until(true: Callable[[], object], within_s: float = 5.0) -> None:
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - what is waited for happens in another process or on a wire
            await asyncio.sleep(0.005)


def answer(status: int = 200, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Some", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def read_head(reader: asyncio.StreamReader) -> tuple[str, list[tuple[str, str]]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    return first, [(line.partition(":")[0], line.partition(":")[2].strip()) for line in lines if line]


async def read_chunked(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return body


@dataclass
class StubUpstream:
    """Records what it is sent; `script` answers (returning True closes the connection)."""

    script: Script
    read_body: bool = True
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    closed_at: list[float] = field(default_factory=list)
    port: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self.writers.append(writer)
        try:
            while await self._one(reader, writer, number):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.closed_at.append(asyncio.get_running_loop().time())
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> bool:
        first, headers = await read_head(reader)
        method, target, _ = first.split(" ")
        seen = Seen(method, target, headers, b"", number, asyncio.get_running_loop().time())
        self.seen.append(seen)
        if self.read_body:
            if length := seen.header("content-length"):
                seen.body = await reader.readexactly(int(length))
            elif seen.header("transfer-encoding") == "chunked":
                seen.body = await read_chunked(reader)
        close = await self.script(seen, reader, writer)
        await writer.drain()
        return not close


@asynccontextmanager
async def upstream(
    script: Script | bytes | None = None, *, read_body: bool = True, tls: ssl.SSLContext | None = None
) -> AsyncIterator[StubUpstream]:
    async def fixed(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(script if isinstance(script, bytes) else answer())

    stub = StubUpstream(script if callable(script) else fixed, read_body)
    server = await asyncio.start_server(stub._serve, "127.0.0.1", 0, limit=2**22, ssl=tls)
    stub.port = server.sockets[0].getsockname()[1]
    try:
        yield stub
    finally:
        server.close()
        for writer in stub.writers:
            if not writer.transport.is_closing():
                writer.transport.abort()
        await until(lambda: len(stub.closed_at) == stub.connections)


def scripted(*answers: bytes) -> Script:
    """Give these answers one after the other, the last one for ever."""
    left = list(answers)

    async def script(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])

    return script


async def no_control_plane(scope: dict, receive: object, send: Callable[[dict], Awaitable[None]]) -> None:
    """Answers what is not the data plane's."""
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


class QuietServer(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def client_key(token: str = TOKEN, key_id: int = 1, **fields: object) -> ClientKey:
    return ClientKey(
        id=key_id,
        token_hash=hashlib.sha256(token.encode()).digest(),
        **{"scopes": frozenset({"proxy"}), "rate_limit_per_minute": 100_000, **fields},
    )


@dataclass
class Running:
    relay: Relay
    port: int
    folder: Path

    def finished(self) -> list[Finished]:
        return FolderReader(self.relay.journal.folder).next_batch(10_000).finished

    async def logged(self, count: int) -> list[Finished]:
        """The log once it has `count` finished requests."""
        await until(lambda: len(self.finished()) >= count)
        found = self.finished()
        assert len(found) == count
        return found

    def journal_text(self) -> str:
        return "".join(p.read_text() for p in sorted(self.relay.journal.folder.glob("*.jsonl")))


def to_stub(stub: StubUpstream, **fields: object) -> Upstream:
    made = {"id": 1, "name": "stub", "base_url": f"http://127.0.0.1:{stub.port}", "allow_private": True, **fields}
    return Upstream(**made)


def retry(max_attempts: int = 3, deadline_ms: int = 10_000, statuses: tuple[int, ...] = (429, 500, 503)) -> RetryPolicy:
    return RetryPolicy(max_attempts=max_attempts, statuses=frozenset(statuses), deadline_ms=deadline_ms)


def keys(*secrets: str, upstream_id: int = 1, **fields: object) -> list[UpstreamKey]:
    return [
        UpstreamKey(id=upstream_id * 100 + i, upstream_id=upstream_id, secret=s, **fields)
        for i, s in enumerate(secrets, 1)
    ]


@asynccontextmanager
async def relay_to(
    folder: Path,
    *upstreams: Upstream,
    upstream_keys: list[UpstreamKey] | None = None,
    routes: list[Route] | None = None,
    client_keys: list[ClientKey] | None = None,
    rules: list[Rule] | None = None,
    prices: list[Price] | None = None,
    scripts: list[snapshot.Script] | None = None,
    allow_origins: list[str] | None = None,
    bounds: ConnectionBounds | None = None,
    **wiring: object,
) -> AsyncIterator[Running]:
    journal = wiring.pop("journal", None) or Journal(folder)
    relay = Relay(journal=journal, **wiring)
    relay.swap(
        build(
            1,
            upstreams=upstreams,
            keys=keys("sk-one") if upstream_keys is None else upstream_keys,
            routes=[Route(1, "test-model", (Target(1),))] if routes is None else routes,
            client_keys=client_keys or [client_key()],
            rules=rules or [],
            prices=prices or [],
            scripts=scripts or [],
        )
    )
    server = QuietServer(
        uvicorn.Config(
            no_control_plane,
            port=0,
            http=protocol_for(Front(relay, Origins(allow_origins) if allow_origins else None).serve, bounds),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
        )
    )
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield Running(relay, server.servers[0].sockets[0].getsockname()[1], folder)
    finally:
        server.should_exit = server.force_exit = True
        await task
        await relay.drain(0.0)
        journal.close()


@dataclass
class Got:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    whole: bool

    def header(self, name: str) -> str | None:
        return next((v for n, v in self.headers if n == name), None)

    def json(self) -> dict:
        return json.loads(self.body)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    try:
        yield reader, writer
    finally:
        writer.close()


def request_bytes(method: str, target: str, headers: list[tuple[str, str]], body: bytes | None) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: relay", *(f"{n}: {v}" for n, v in headers)]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")


async def read_answer(reader: asyncio.StreamReader, method: str = "GET") -> Got:
    first, headers = await read_head(reader)
    got = Got(int(first.split(" ")[1]), [(n.lower(), v) for n, v in headers], b"", whole=True)
    try:
        if method == "HEAD" or got.status in {204, 304}:
            return got
        if got.header("transfer-encoding") == "chunked":
            while size := int(await reader.readline() or b"broken", 16):
                got.body += await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readline()
        else:
            got.body = await reader.readexactly(int(got.header("content-length") or 0))
    except asyncio.IncompleteReadError as error:
        got.body += error.partial
        got.whole = False
    except ValueError:
        got.whole = False
    return got


async def ask(
    port: int,
    target: str = "/proxy/stub/x",
    *,
    method: str = "GET",
    headers: list[tuple[str, str]] | None = None,
    body: bytes | None = None,
) -> Got:
    async with asyncio.timeout(20), connected(port) as (reader, writer):
        writer.write(request_bytes(method, target, [AUTH] if headers is None else headers, body))
        return await read_answer(reader, method)
