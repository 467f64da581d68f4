"""Bodies on their way: the caller's, kept to a bound so that a retry can send it again; the tail of the answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from relaydesk.gateway.relay.loop.fiber import Gate
from relaydesk.gateway.relay.wire import openai

REPLAY_BYTES = 1024 * 1024
UNREAD_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 256 * 1024
TAIL_BYTES = 16 * 1024


class ClientGoneError(Exception):
    """The caller left before its body had arrived whole."""


class Source(Protocol):
    """Where a body comes from."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...


class Body:
    """A request body, fed as it arrives. `length` is its Content-Length as sent, None where it has none."""

    __slots__ = ("_broken", "_dropped", "_gate", "_pieces", "_source", "_unread", "arrived", "length", "size")

    def __init__(self, source: Source | None, length: bytes | None) -> None:
        self._source = source
        self._pieces: list[bytes] = []
        self._gate: Gate | None = None
        self._unread = 0
        self._dropped = False
        self._broken = False
        self.arrived = False
        self.size = 0
        self.length = length

    @classmethod
    def of(cls, content: bytes) -> "Body":
        """A body that is here whole."""
        body = cls(None, b"%d" % len(content))
        body.feed(content)
        body.seal()
        return body

    # -- what the server tells it ----------------------------------------------------------------------------------

    def feed(self, data: bytes) -> None:
        if self._broken:
            return
        self._pieces.append(data)
        self.size += len(data)
        self._unread += len(data)
        if self._unread > UNREAD_BYTES and self._source is not None:
            self._source.pause()

    def seal(self) -> None:
        """All of it is here."""
        self.arrived = True
        self._source = None

    def break_off(self) -> None:
        """No more of it will come."""
        if not self.arrived:
            self._broken = True
            self.tell()

    def discard(self) -> None:
        """Nobody reads the rest: let it come and drop it."""
        if not self.arrived:
            self._broken = True
            if self._source is not None:
                self._source.resume()

    def tell(self) -> None:
        """Wake the reader, if one waits."""
        if self._gate is not None:
            self._gate.open()

    # -- what its reader does --------------------------------------------------------------------------------------

    @property
    def whole(self) -> bytes | None:
        """All of it, where all of it is here."""
        if not self.arrived or self._dropped:
            return None
        pieces = self._pieces
        if len(pieces) != 1:
            pieces[:] = [b"".join(pieces)]
        return pieces[0]

    @property
    def replayable(self) -> bool:
        """Whether it can still be sent from its start."""
        return not self._dropped

    async def pieces(self) -> AsyncIterator[bytes]:
        """All of it from the start, in the pieces that came. Only while `replayable`.

        Raises:
            ClientGoneError: the rest will not come.
        """
        place = 0
        while True:
            while place < len(self._pieces):
                piece = self._pieces[place]
                if self.size > REPLAY_BYTES:
                    self._pieces[place] = b""
                    self._dropped = True
                place += 1
                yield piece
            if self.arrived:
                return
            await self._more()

    async def _more(self) -> None:
        if not self._broken:
            self._unread = 0
            if self._source is not None:
                self._source.resume()
            if self._gate is None:
                self._gate = Gate()
            await self._gate
        if self._broken:
            raise ClientGoneError

    async def read_all(self, limit: int) -> bytes | None:
        """The whole body in one piece; None when it is larger than `limit`.

        Raises:
            ClientGoneError: the rest will not come.
        """
        while not self.arrived:
            if self.size > limit:
                return None
            await self._more()
        return self.whole if self.size <= limit else None


class Tail:
    """The end of an answer as far as token counts need it: a JSON answer to a bound, the last bytes of a stream."""

    __slots__ = ("_kept", "_kind", "_size")

    def __init__(self, kind: str) -> None:
        self._kind = kind
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


def tail_of(headers: list[tuple[bytes, bytes]]) -> Tail | None:
    """The tail to keep of an answer; None of one that names no tokens we could read."""
    kind = _readable_kind(headers)
    return Tail(kind) if kind else None


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
