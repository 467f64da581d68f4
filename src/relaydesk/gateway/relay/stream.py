"""Bodies on their way: the caller's, kept to a bound so that a retry can send it again; the tail of the answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

from relaydesk.gateway.relay.wire import openai

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

REPLAY_BYTES = 1024 * 1024
MAX_ANSWER_BYTES = 256 * 1024
TAIL_BYTES = 16 * 1024


class ClientGoneError(Exception):
    """The caller left before its body had arrived whole."""


class Body:
    """A request body that is either here whole, or still arriving through ASGI's `receive`."""

    __slots__ = ("_kept", "_more", "_receive", "length", "overflowed", "size", "whole")

    def __init__(self, first: bytes, *, receive: Receive | None = None, length: bytes | None = None) -> None:
        self._kept = [first] if first else []
        self._receive = receive
        self._more = receive is not None
        self.size = len(first)
        self.length = length
        self.overflowed = False
        self.whole = first if receive is None else None

    @property
    def arrived(self) -> bool:
        """Whether all of it was received."""
        return not self._more

    @property
    def replayable(self) -> bool:
        return not self.overflowed

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of it from the start: what is kept, then what arrives. Only while `replayable`."""
        for piece in list(self._kept):
            yield piece
        while self._more:
            piece = await self._next()
            if piece:
                yield piece

    async def _next(self) -> bytes:
        if self._receive is None:
            return b""
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        piece: bytes = message.get("body", b"")
        self._more = message.get("more_body", False)
        self.size += len(piece)
        if self.size > REPLAY_BYTES:
            self.overflowed = True
            self._kept.clear()
        elif piece and not self.overflowed:
            self._kept.append(piece)
        return piece

    async def read_all(self, limit: int) -> bytes | None:
        """The whole body in one piece; None when it is larger than `limit`."""
        if self.whole is None:
            parts = list(self._kept)
            while self._more:
                if self.size > limit:
                    return None
                parts.append(await self._next())
            self.overflowed = False
            self.whole = b"".join(parts)
        return self.whole if len(self.whole) <= limit else None


class Tail:
    """The end of an answer as far as token counts need it: a JSON answer to a bound, the last bytes of a stream."""

    __slots__ = ("_kept", "_kind", "_size")

    def __init__(self, headers: list[tuple[bytes, bytes]]) -> None:
        self._kind = _readable_kind(headers)
        self._kept: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        if not self._kind:
            return
        self._size += len(piece)
        self._kept.append(piece)
        if self._kind == "json":
            if self._size > MAX_ANSWER_BYTES:
                self._kind = ""
                self._kept.clear()
        elif self._size > 2 * TAIL_BYTES:
            rest = b"".join(self._kept)[-TAIL_BYTES:]
            self._kept, self._size = [rest], len(rest)

    def usage(self) -> tuple[int, int] | None:
        """Input and output tokens, where the answer names them."""
        if not self._kept:
            return None
        document = b"".join(self._kept)
        if b'"usage"' not in document:
            return None
        return openai.read_usage(document) if self._kind == "json" else openai.read_stream_usage(document)


def _readable_kind(headers: list[tuple[bytes, bytes]]) -> str:
    kind = ""
    for name, value in headers:
        if name == b"content-type":
            if value.startswith(b"application/json"):
                kind = "json"
            elif value.startswith(b"text/event-stream"):
                kind = "events"
        elif name == b"content-encoding" and value not in (b"identity", b""):
            return ""
    return kind


async def settle(task: asyncio.Task[None] | None) -> None:
    """Cancel a task of ours and wait until it is over, whatever it ends with."""
    if task is not None:
        task.cancel()
        await asyncio.wait([task])
