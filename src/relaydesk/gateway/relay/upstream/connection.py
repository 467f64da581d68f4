"""One HTTP/1.1 connection to an upstream: writes a request, reads its answer, both with back-pressure and deadlines."""

import asyncio
import time
from typing import Any, Final, Protocol, cast

import httptools

from relaydesk.gateway.relay.loop.fiber import Gate
from relaydesk.gateway.relay.loop.outbox import outbox_of
from relaydesk.gateway.relay.upstream.failure import FailureKind, UpstreamFailure, renewed

MAX_HEAD_BYTES: Final = 64 * 1024
PAUSE_AT_BYTES: Final = 256 * 1024
DEFAULT_IDLE_S: Final = 4.0
PEEK_WITHIN_S: Final = 2.0
_NEVER: Final = float("inf")
_TIMER_RESOLUTION_S: Final = 0.001
_SWITCHING_PROTOCOLS: Final = 101
_OK: Final = 200
_MAX_STATUS: Final = 599
_NO_CONTENT, _NOT_MODIFIED = 204, 304
_VERSIONS: Final = ("1.1", "1.0")


class Answer(Protocol):
    """What an attempt reads from: a connection, or a built-in model."""

    status: int
    headers: list[tuple[bytes, bytes]]
    fields: dict[bytes, bytes]  # the headers by name, the first of each
    complete: bool
    first_byte_at: float
    is_http_1_0: bool

    def take(self) -> bytes:
        """What of the body is here already."""
        ...

    async def read(self) -> bytes:
        """The next piece of the body; empty at its end. Raises UpstreamFailure when it broke off."""
        ...

    async def peek(self, limit: int) -> tuple[bytes, bool]:
        """Up to `limit` bytes of the body, which stay to be read, and whether there is more. Waits only so long."""
        ...

    def beginning(self, limit: int) -> tuple[bytes, bool]:
        """As `peek`, of what is here already."""
        ...

    def done(self) -> None:
        """Give the connection back, or close it where its answer was not read to the end."""
        ...


class Connection(asyncio.Protocol):
    """Deadlines are lazy: one timer a connection, moved only when it fires too early."""

    def __init__(self, loop: asyncio.AbstractEventLoop, owner: "Owner") -> None:
        self._loop = loop
        self._owner = owner
        self._outbox = outbox_of(loop)
        self._parser: Any = None
        self._transport: asyncio.Transport = cast("asyncio.Transport", None)
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = _NEVER
        self._deadline = self._head_by = _NEVER
        self._timeout_s = 60.0
        self._gate = Gate()
        self._writable: asyncio.Future[None] | None = None
        self._read_paused = False
        self._chunks: list[bytes] = []
        self._buffered = 0
        self._head_bytes = 0
        self._busy = False
        self._head_only = False
        self._head_done = False
        self._interim = False
        self._until_close = False
        self._keep_alive = False
        self._sent_all = True
        self._failure: UpstreamFailure | None = None
        self.closed = False
        self.used = False
        self.idle_s = DEFAULT_IDLE_S
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.fields: dict[bytes, bytes] = {}
        self.complete = False
        self.first_byte_at = 0.0
        self.is_http_1_0 = False

    # -- the request ---------------------------------------------------------------------------------------------

    def begin(
        self, data: bytes, *, timeout_s: float, head_within_s: float, now: float, head_only: bool, sent_all: bool
    ) -> None:
        """Write a request. `timeout_s` bounds the first byte and each gap, `head_within_s` the whole wait for the head.

        `sent_all` False announces that `write` brings more of the request until `sent`.
        """
        if self._parser is None or self._head_only:
            self._parser = httptools.HttpResponseParser(self)
        self.headers = []
        self.status = 0
        self.first_byte_at = 0.0
        self._chunks.clear()
        self._buffered = self._head_bytes = 0
        self.complete = self._head_done = self._interim = self._until_close = self._keep_alive = False
        self._busy = True
        self._head_only = head_only
        self._sent_all = sent_all
        self._timeout_s = timeout_s
        self._head_by = now + head_within_s
        self._arm(min(timeout_s, head_within_s), now)
        self._outbox.write(self._transport, data)

    def write(self, data: bytes) -> None:
        """Write a piece of a streamed request body."""
        if self._failure is not None:
            raise renewed(self._failure)
        self._arm(self._timeout_s)
        self._outbox.write(self._transport, data)

    async def drain(self) -> None:
        """Wait until the upstream takes more of the body."""
        while self._writable is not None and self._failure is None:
            await asyncio.shield(self._writable)

    def hold(self) -> None:
        """Stop the clock: what is awaited next is not the upstream's."""
        self._deadline = _NEVER

    def sent(self) -> None:
        """The whole request is written; from now on the upstream owes its answer."""
        self._sent_all = True
        if not self.complete and self._failure is None:
            self._arm(self._timeout_s)

    # -- the answer ----------------------------------------------------------------------------------------------

    async def head(self) -> None:
        """Wait for status and headers.

        Raises:
            UpstreamFailure: none came.
        """
        while not self._head_done:
            if self._failure is not None:
                raise renewed(self._failure)
            await self._gate

    def take(self) -> bytes:
        chunks = self._chunks
        if not chunks:
            return b""
        data = chunks[0] if len(chunks) == 1 else b"".join(chunks)
        chunks.clear()
        self._buffered = 0
        if self._read_paused:
            self._read_paused = False
            self._arm(self._timeout_s)
            self._transport.resume_reading()
        return data

    async def read(self) -> bytes:
        while True:
            if self._chunks:
                return self.take()
            if self.complete:
                return b""
            if self._failure is not None:
                raise renewed(self._failure)
            await self._gate

    async def peek(self, limit: int) -> tuple[bytes, bool]:
        until = time.monotonic() + PEEK_WITHIN_S
        while not self.complete and self._failure is None and self._buffered < limit:
            left = until - time.monotonic()
            if left <= 0:
                break
            timer = self._loop.call_later(left, self._gate.open)
            try:
                await self._gate
            finally:
                timer.cancel()
        return self.beginning(limit)

    def beginning(self, limit: int) -> tuple[bytes, bool]:
        chunks = self._chunks
        if len(chunks) > 1:
            chunks[:] = [b"".join(chunks)]
        data = chunks[0] if chunks else b""
        return data[:limit], len(data) > limit or not self.complete

    def done(self) -> None:
        if self.complete and self._keep_alive and self._sent_all and self._busy and self._failure is None:
            self._busy = False
            self.used = True
            self._chunks.clear()
            self._arm(self.idle_s)
            self._owner.released(self)
        else:
            self.abort()

    def abort(self) -> None:
        """Close at once, whatever is under way."""
        if not self.closed and self._transport is not None:
            self._transport.abort()
        self._fail("reset", "the connection was closed on our side")

    def _fail(self, kind: FailureKind, message: str) -> None:
        if self._failure is None:
            self._failure = UpstreamFailure(kind, message)
        self._deadline = _NEVER
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._gate.open()

    def _fail_and_close(self, kind: FailureKind, message: str) -> None:
        self._fail(kind, message)
        self._transport.abort()

    # -- deadlines -----------------------------------------------------------------------------------------------

    def _arm(self, timeout_s: float, now: float = 0.0) -> None:
        deadline = (now or time.monotonic()) + timeout_s
        self._deadline = deadline
        if self._timer is None or deadline < self._timer_at - _TIMER_RESOLUTION_S:
            if self._timer is not None:
                self._timer.cancel()
            self._timer_at = deadline
            self._timer = self._loop.call_later(timeout_s, self._on_timer)

    def _on_timer(self) -> None:
        self._timer = None
        left = self._deadline - time.monotonic()
        if left == _NEVER:
            return
        if left > _TIMER_RESOLUTION_S:
            self._timer_at = self._deadline
            self._timer = self._loop.call_later(left, self._on_timer)
        elif self._busy:
            self._fail_and_close("timeout", "the upstream was silent for longer than its timeout")
        else:
            self._transport.close()

    # -- asyncio.Protocol ----------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if not self._busy or self.complete:
            # Bytes nobody asked for: whatever follows could be taken for the next answer.
            self._keep_alive = False
            self._transport.abort()
            return
        now = time.monotonic()
        if not self.first_byte_at:
            self.first_byte_at = now
        if self._head_done:
            self._deadline = now + self._timeout_s
        else:
            self._head_bytes += len(data)
            self._deadline = min(now + self._timeout_s, self._head_by)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._keep_alive = False
            if not self.complete:
                self._fail_and_close("protocol", "the upstream's answer is not valid HTTP/1.1")
            return
        if not self._head_done and self._head_bytes > MAX_HEAD_BYTES:
            self._fail_and_close("protocol", "the upstream's headers are larger than 64 KiB")
        elif self._buffered > PAUSE_AT_BYTES and not self._read_paused and not self.complete:
            self._read_paused = True
            self._deadline = _NEVER
            self._transport.pause_reading()
        self._gate.open()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        self._parser = None  # which refers to this
        if not self._busy:
            self._owner.lost(self)
        elif not self.complete:
            if self._head_done and self._until_close and exc is None:
                self.complete = True
            elif self._head_done:
                self._fail("truncated", "the upstream's answer broke off")
            elif self.used and not self.first_byte_at:
                self._fail("stale", "a kept connection was closed before it answered")
            else:
                self._fail("reset", "the upstream closed the connection without answering")
        self._fail("reset", "the connection is closed")
        self._owner.closed(self)

    def pause_writing(self) -> None:
        self._writable = self._loop.create_future()

    def resume_writing(self) -> None:
        writable, self._writable = self._writable, None
        if writable is not None and not writable.done():
            writable.set_result(None)

    # -- httptools callbacks -------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        if self.complete:
            self._keep_alive = False
        elif self._head_done:
            raise ValueError

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._head_done:
            self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        if self.complete:
            return
        status = self._parser.get_status_code()
        if status < _OK:
            if status == _SWITCHING_PROTOCOLS:
                raise ValueError
            self._interim = True
            self.headers = []
            return
        if status > _MAX_STATUS or (self._head_bytes > MAX_HEAD_BYTES and self._header_bytes() > MAX_HEAD_BYTES):
            raise ValueError
        self.status = status
        fields = self.fields = dict(reversed(self.headers))
        self._keep_alive = self._parser.should_keep_alive()
        if not self._keep_alive:
            self._check_version()
        if self._head_only or status in (_NO_CONTENT, _NOT_MODIFIED):
            self.complete = self._head_done = True
            return
        is_framed = b"content-length" in fields
        if b"transfer-encoding" in fields:
            for coding in [value for name, value in self.headers if name == b"transfer-encoding"]:
                is_framed = _is_chunked(coding) or is_framed
        if b"keep-alive" in fields:
            self.idle_s = _promised_idle(fields[b"keep-alive"], self.idle_s)
        self._until_close = not is_framed
        self._head_done = True

    def _check_version(self) -> None:
        version = self._parser.get_http_version()
        self.is_http_1_0 = version == "1.0"
        if version not in _VERSIONS:
            raise ValueError

    def _header_bytes(self) -> int:
        return sum(len(name) + len(value) for name, value in self.headers)

    def on_body(self, data: bytes) -> None:
        if self.complete:
            self._keep_alive = False
            return
        self._chunks.append(data)
        self._buffered += len(data)

    def on_message_complete(self) -> None:
        if self._interim:
            self._interim = False
        else:
            self.complete = True


class Owner(Protocol):
    """The pool a connection belongs to."""

    def released(self, connection: Connection) -> None: ...
    def lost(self, connection: Connection) -> None: ...
    def closed(self, connection: Connection) -> None: ...


def _is_chunked(coding: bytes) -> bool:
    """Raises ValueError for what we asked nobody for."""
    name = coding.lower()
    if name not in (b"chunked", b"identity"):
        raise ValueError
    return name == b"chunked"


def _promised_idle(value: bytes, default: float) -> float:
    """Half of what `Keep-Alive: timeout=5` promises, at most the default: never reuse at the last moment."""
    for part in value.split(b","):
        name, _, seconds = part.strip().partition(b"=")
        if name.lower() == b"timeout" and seconds.strip().isdigit():
            return min(default, int(seconds) / 2)
    return default
