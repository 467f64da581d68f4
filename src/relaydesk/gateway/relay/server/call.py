"""A request of the data plane as its server has it, and the way its answer takes to the client."""

import asyncio
import http
import socket
import struct
import time
from collections.abc import Callable
from typing import Final, Protocol

from uvicorn.protocols.http.flow_control import FlowControl

from relaydesk.gateway.relay.loop.fiber import Fiber
from relaydesk.gateway.relay.loop.outbox import Outbox
from relaydesk.gateway.relay.stream import Body

Headers = list[tuple[bytes, bytes]]
_BODILESS: Final = frozenset({204, 304})
_LINGER_NOT: Final = struct.pack("ii", 1, 0)
_UNTIL_CLOSE, _CHUNKED = -1, -2


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


STATUS_LINES: Final = [f"HTTP/1.1 {status} {_phrase(status)}\r\n".encode() for status in range(600)]


_CHUNK_HEADS: Final = [b"%x\r\n" % size for size in range(2048)]


def _chunk_head(size: int) -> bytes:
    return _CHUNK_HEADS[size] if size < len(_CHUNK_HEADS) else b"%x\r\n" % size


def reset(transport: asyncio.Transport) -> None:
    """End a connection at once, without what is not sent yet."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    transport.abort()


class Server(Protocol):
    """The connection that a call came on."""

    transport: asyncio.Transport
    flow: FlowControl
    outbox: Outbox

    def on_response_complete(self) -> None:
        """The answer is written; the connection is free for the next call."""


class Copy:
    """What goes out to the client, to a bound."""

    __slots__ = ("_limit", "body", "is_whole", "lines")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.lines: list[bytes] = []
        self.body = bytearray()
        self.is_whole = True

    def begin(self, lines: list[bytes], body: bytes) -> None:
        self.lines = lines
        self.add(body)

    def add(self, piece: bytes) -> None:
        if len(self.body) + len(piece) > self._limit:
            self.is_whole = False
            self.body.clear()
        elif self.is_whole:
            self.body += piece


class Call:
    """One request of a client, and its answer's way back. `on_gone` is told when the client leaves before its end."""

    __slots__ = (
        "_left",
        "_outbox",
        "_server",
        "body",
        "copy",
        "expects_continue",
        "fiber",
        "fields",
        "flow",
        "gone",
        "headers",
        "is_head",
        "is_http_1_0",
        "is_late",
        "keep_alive",
        "method",
        "on_gone",
        "origin_lines",
        "path",
        "query",
        "response_complete",
        "response_started",
        "started",
        "transport",
        "wants_upgrade",
    )

    def __init__(self, server: Server, method: bytes, target: bytes, headers: Headers) -> None:
        self.started = time.monotonic()
        self._server = server
        self._outbox = server.outbox
        self.transport = server.transport
        self.flow: FlowControl = server.flow
        self.method = method
        self.path, _, self.query = target.partition(b"?")
        self.headers = headers
        self.fields = dict(headers)
        self.body = Body(self, self.fields.get(b"content-length"))
        self.is_head = method == b"HEAD"
        self.is_http_1_0 = False
        self.keep_alive = True
        self.expects_continue = False
        self.wants_upgrade = False
        self.fiber: Fiber | None = None
        self.on_gone: Callable[[], None] | None = None
        self.origin_lines: list[bytes] | None = None  # what the answer says of who may read it, in place of its own
        self.copy: Copy | None = None
        self.gone = self.is_late = False
        self.response_started = False
        self.response_complete = False
        self._left = 0

    # -- the body's source -----------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Take no more of the body for now."""
        self.flow.pause_reading()

    def resume(self) -> None:
        """More of the body is wanted."""
        if self.expects_continue and not self.response_started:
            self.expects_continue = False
            self._outbox.write(self.transport, b"HTTP/1.1 100 Continue\r\n\r\n")
        self.flow.resume_reading()

    # -- the answer ------------------------------------------------------------------------------------------------

    def answer(self, status: int, lines: list[bytes], *, length: int | None, body: bytes, complete: bool) -> None:
        """Write the head and what of the body is here, in one write.

        `lines` are whole header lines without any for framing or `connection`, `length` is that of the whole body
        where it is known, `complete` says that no more follows.
        """
        self.response_started = True
        if self.origin_lines is not None:
            lines = [*self.origin_lines, *(line for line in lines if not line.startswith(b"access-control-"))]
        if self.copy is not None:
            self.copy.begin(lines, body)
        if self.expects_continue:
            self.keep_alive = False  # what comes next may be the body that was held back, or not
        parts = [STATUS_LINES[status], *lines]
        if self.is_head or status in _BODILESS:
            if length is not None and status not in _BODILESS:
                parts.append(b"content-length: %d\r\n" % length)
            body, self._left = b"", 0
        elif length is not None or complete:
            length = len(body) if length is None else length
            parts.append(b"content-length: %d\r\n" % length)
            self._left = length - len(body)
        elif self.is_http_1_0:
            self._left, self.keep_alive = _UNTIL_CLOSE, False
        else:
            parts.append(b"transfer-encoding: chunked\r\n")
            self._left = _CHUNKED
            body = b"".join((_chunk_head(len(body)), body, b"\r\n")) if body else b""
        parts.append(b"\r\n" if self.keep_alive else b"connection: close\r\n\r\n")
        if body:
            parts.append(body)
        self._outbox.write(self.transport, b"".join(parts))
        if complete:
            self._complete()

    def write(self, piece: bytes, *, complete: bool) -> None:
        """Write more of the body."""
        left = self._left
        if self.copy is not None:
            self.copy.add(piece)
        if left == _CHUNKED:
            if piece:
                end = b"\r\n0\r\n\r\n" if complete else b"\r\n"
                self._outbox.write(self.transport, b"".join((_chunk_head(len(piece)), piece, end)))
            elif complete:
                self._outbox.write(self.transport, b"0\r\n\r\n")
        elif piece and (left == _UNTIL_CLOSE or left > 0):
            if left > 0:
                self._left = left - len(piece)
            self._outbox.write(self.transport, piece)
        if complete:
            self._complete()

    async def drain(self) -> None:
        """Wait until the client takes more."""
        await self.flow.drain()

    @property
    def is_slow(self) -> bool:
        """Whether the client takes less than it is sent."""
        return self.flow.write_paused

    def break_off(self) -> None:
        """End the connection in such a way that the answer looks as cut as it is."""
        if self.response_complete:
            return
        self.response_complete = True
        if self.gone and not self.response_started:
            return  # whoever told it so has answered the client, and ends the connection
        if self._left == _UNTIL_CLOSE:
            reset(self.transport)
        else:
            self._outbox.close(self.transport)

    def end(self) -> None:
        """Whoever has served it is through with it; what is not answered whole is broken off."""
        self.break_off()
        self.body.end()

    def leave(self, *, is_late: bool = False) -> None:
        """The client is gone, or `is_late` with its body and was answered that."""
        if self.response_complete or self.gone:
            return
        self.gone, self.is_late = True, is_late
        if self.on_gone is not None:
            self.on_gone()
        self.body.break_off()
        if self.fiber is not None:
            self.fiber.cancel()

    def _complete(self) -> None:
        if self._left > 0:
            self.break_off()
            return
        self.response_complete = True
        self.body.discard()
        if not self.keep_alive:
            self._outbox.close(self.transport)
        self._server.on_response_complete()
