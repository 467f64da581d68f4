"""Owns one live stream: server-sent events written straight to a connection, without a task or a queue of its own.

Format: WHATWG HTML, "Server-sent events", in chunks of HTTP/1.1 (RFC 9112, 7.1). What a slow reader has not taken stays
in the log: it is behind, and catches up from its position.
"""

import asyncio
import random
import time
from collections.abc import Callable, Hashable
from typing import Any

import msgspec

from relaydesk.kernel.errors import RelaydeskError

# a reader with more than this unread is behind: it gets no more until it has taken that
SLOW_BYTES = 64 * 1024
# what a client is told to wait before it connects again; spread, so that a restart is no stampede
RECONNECT_MS = (500, 3000)
DETACH = "relaydesk.detach"
CUT_OFF = "relaydesk.cut_off"  # ends the connection at once, whatever of the answer is not read
HEARTBEAT = b": heartbeat\n\n"
_BEAT = b"%x\r\n%b\r\n" % (len(HEARTBEAT), HEARTBEAT)
_END = b"0\r\n\r\n"


def encode(event: str, data: Any, *, seq: int | None = None) -> bytes:
    """One event; `seq` becomes its `id:`, from which a client resumes. Integers in it may be of any size."""
    head = f"id: {seq}\n" if seq is not None else ""
    return f"{head}event: {event}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"


class Stream:
    """An event stream on its way to one reader.

    `position` is the last thing of the log it was sent. `holder` is by whose right it is open; None needs no check.
    """

    __slots__ = ("_transport", "_unsent", "holder", "is_over", "on_gone", "position", "sent_at")

    def __init__(self, *, position: int = 0, holder: Hashable | None = None) -> None:
        self.position = position
        self.holder = holder
        self.sent_at = time.monotonic()
        self.is_over = False
        self.on_gone: Callable[[], None] | None = None
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []  # before there is a connection

    def attach(self, transport: asyncio.Transport) -> None:
        """From here on the connection is this stream's; its response head has been written."""
        self._transport = transport
        unsent, self._unsent = self._unsent, []
        self.send(f"retry: {random.randint(*RECONNECT_MS)}\n\n".encode())
        for data in unsent:
            self.send(data)
        if self.is_over:
            self._finish(transport)

    @property
    def is_attached(self) -> bool:
        return self._transport is not None

    @property
    def is_slow(self) -> bool:
        """Whether the reader has not taken what it was sent before."""
        return self._transport is not None and self._transport.get_write_buffer_size() > SLOW_BYTES

    def send(self, data: bytes) -> None:
        """Whole events, encoded."""
        if self._transport is None:
            self._unsent.append(data)
        elif not self._transport.is_closing():
            self.sent_at = time.monotonic()
            self._transport.write(b"%x\r\n%b\r\n" % (len(data), data))

    def beat(self, now: float) -> None:
        """Something to read, so that nobody on the way takes the connection for dead; `now` by the monotonic clock."""
        if self._transport is not None and not self._transport.is_closing():
            self.sent_at = now
            self._transport.write(_BEAT)

    def end(self, error: RelaydeskError | None = None) -> None:
        """Ends the stream whole; an error is sent as the last event."""
        if self.is_over:
            return
        if error is not None:
            self.send(encode("error", {"code": error.code, "message": error.message}))
        self.is_over = True
        if self._transport is not None:
            self._finish(self._transport)
        self.gone()

    def abort(self) -> None:
        """Drops a reader that does not read."""
        if self._transport is not None:
            self._transport.abort()
        self.gone()

    def gone(self) -> None:
        """The connection is lost, or nobody is to hear more."""
        self.is_over = True
        on_gone, self.on_gone = self.on_gone, None
        if on_gone is not None:
            on_gone()

    @staticmethod
    def _finish(transport: asyncio.Transport) -> None:
        if not transport.is_closing():
            transport.write(_END)
            transport.close()
