"""The caller's body on its way, kept to a bound so that a retry can send it again."""

import asyncio
from typing import Final, Protocol

from relaydesk.gateway.relay.loop.fiber import Gate

REPLAY_BYTES: Final = 1024 * 1024
UNREAD_BYTES: Final = 64 * 1024
HEAD_BYTES: Final = 64 * 1024
SMALL_BYTES: Final = 4096  # of a piece: smaller ones are joined until their reader wants them


class ClientGoneError(Exception):
    """The caller left before its body had arrived whole."""


class Source(Protocol):
    """Where a body comes from."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...


class Body:
    """A request body, fed as it arrives. `length` is its Content-Length as sent, None where it has none."""

    __slots__ = (
        "_broken",
        "_dropped",
        "_gate",
        "_head",
        "_pieces",
        "_small",
        "_source",
        "_unread",
        "arrived",
        "length",
        "size",
    )

    def __init__(self, source: Source | None, length: bytes | None) -> None:
        self._source = source
        self._pieces: list[bytes] = []
        self._small: bytearray | None = None  # small pieces behind those
        self._gate: Gate | None = None
        self._unread = 0
        self._dropped = False
        self._head = b""  # what is left of one that is no longer there whole
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
        size = len(data)
        if size >= SMALL_BYTES or not self._pieces:
            self._join()
            self._pieces.append(data)
        elif self._small is None:
            self._small = bytearray(data)
        else:
            self._small += data
            if len(self._small) >= UNREAD_BYTES:
                self._join()
        self.size += size
        self._unread += size
        if self._unread > UNREAD_BYTES and self._source is not None:
            self._source.pause()

    def seal(self) -> None:
        """All of it is here."""
        self._join()
        self.arrived = True
        self._source = None

    def reopen(self, source: Source) -> None:
        """It is not all here after all."""
        self.arrived = False
        self._source = source

    def break_off(self) -> None:
        """No more of it will come."""
        if not self.arrived:
            self._broken = True
            self._source = None  # which refers to this
            self.tell()

    def discard(self) -> None:
        """Nobody reads the rest: let it come and drop it."""
        if not self.arrived:
            self._broken = True
            if self._source is not None:
                self._source.resume()
                self._source = None

    def end(self) -> None:
        """Nobody reads any of it again: a connection that waits for its next request keeps nothing of this one."""
        self.discard()
        self._dropped = True
        self._pieces = []
        self._small = None
        self._head = b""

    def tell(self) -> None:
        """Wake the reader, if one waits."""
        if self._gate is not None:
            self._gate.open()

    def _join(self) -> None:
        if self._small is not None:
            self._pieces.append(bytes(self._small))
            self._small = None

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

    def beginning(self, limit: int) -> bytes:
        """The first bytes of what has arrived, at most `HEAD_BYTES` of a body that cannot be sent again."""
        self._join()
        return (self._head or b"".join(self._pieces))[:limit]

    @property
    def replayable(self) -> bool:
        """Whether it can still be sent from its start."""
        return not self._dropped

    async def piece(self, place: int) -> bytes | None:
        """The piece at a place of those that came, from 0 on without a gap; None behind the last one.

        Only while `replayable`, or further on from there.

        Raises:
            ClientGoneError: the rest will not come.
        """
        self._join()
        while place >= len(self._pieces):
            if self.arrived:
                return None
            await self._more()
            self._join()
        piece = self._pieces[place]
        if self.size > REPLAY_BYTES:
            if not self._dropped:
                self._head = b"".join(self._pieces[: place + 1])[:HEAD_BYTES]
            self._pieces[place] = b""
            self._dropped = True
        return piece

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

    async def more(self) -> None:
        """Wait for more of it, while it has not arrived.

        Raises:
            ClientGoneError: the rest will not come.
        """
        await self._more()

    @property
    def pieces(self) -> list[bytes]:
        """As they came, of what is here and was not taken: a large body is not copied to be read."""
        self._join()
        return self._pieces

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


async def settle(task: asyncio.Task[None] | None) -> None:
    """Cancel a task of ours and wait until it is over, whatever it ends with."""
    if task is not None:
        task.cancel()
        await asyncio.wait([task])
