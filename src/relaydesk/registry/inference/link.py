"""A web process's way to the inference process: one connection, made again whenever it is lost."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog

from relaydesk.gateway.api import Gate, in_task
from relaydesk.kernel.background import Background
from relaydesk.registry.inference.places import reachable
from relaydesk.registry.inference.types import ANSWER_S
from relaydesk.registry.inference.wire.frames import FrameReader, FrameWriter, Octets
from relaydesk.registry.inference.wire.messages import Ask, Said, decode_said, encode_head, error_body

log = structlog.get_logger(__name__)
LOOK_EVERY_S: Final = 0.5
# looks in a row, not seconds: a web process that was frozen itself has heard nothing either
SILENT_LOOKS: Final = 8
_SIGN_AT: Final = 2  # of these: it has three seconds to answer
LAST_GRACE_S: Final = 1.0
MOST_PENDING, MOST_PENDING_BYTES = 2048, 256 * 1024 * 1024
_UNAVAILABLE: Final = 503
_LOOP: Final = "inference.link"
_IDS: Final = 1 << 32
_SIGN: Final = encode_head(Ask("server"))  # what is answered at once, whatever replicas are at
_SILENT: Final = "the inference process does not answer; try again"


class _Pending:
    """A question that waits for its answer."""

    __slots__ = ("asked_at", "body", "gate", "said", "size")

    def __init__(self, size: int) -> None:
        self.asked_at = time.monotonic()
        self.size = size
        self.gate = Gate()
        self.said: Said | None = None
        self.body: Octets = b""

    def end(self, said: Said, body: Octets) -> None:
        self.said, self.body = said, body
        self.gate.open()


class Link(asyncio.Protocol):
    """Ask it in a fiber or a task."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._frames = FrameReader()
        self._writer: FrameWriter | None = None
        self._pending: dict[int, _Pending] = {}
        self._pending_bytes = 0
        self._next_id = 0
        self._silent_looks = 0  # in a row, with answers due, nothing heard and nothing taken
        self._unsent_bytes = 0
        self._connecting = asyncio.Lock()
        self._wake: Callable[[], None] = lambda: None

    def start(self, background: Background) -> None:
        self._wake = background.keep(_LOOP, self._step, every_s=LOOK_EVERY_S).wake

    async def stop(self, background: Background) -> None:
        """Once what is under way is answered, or after a moment."""
        await background.end(_LOOP)
        until = time.monotonic() + LAST_GRACE_S
        while self._pending and time.monotonic() < until:  # noqa: ASYNC110 - each of many may be the last
            await asyncio.sleep(0.02)
        self.close()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()

    async def _step(self) -> None:
        """Connects where it is not, and gives up on what nobody answers."""
        await self._connect()
        self._listen()
        now = time.monotonic()
        late = [key for key, one in self._pending.items() if now - one.asked_at > ANSWER_S]
        for key in late:
            self._end(key, Said(_UNAVAILABLE), error_body("the model did not answer in time; try again"))

    def _listen(self) -> None:
        """Asks for a sign where answers are due and none come; without one it gives up on all of them."""
        writer = self._writer
        if writer is None or not (self._pending or self._silent_looks):
            return
        unsent_bytes, self._unsent_bytes = self._unsent_bytes, writer.unsent_bytes
        self._silent_looks = self._silent_looks + 1 if self._unsent_bytes >= unsent_bytes else 0
        if self._silent_looks == _SIGN_AT:
            writer.write(self._take_id(), _SIGN)
        elif self._silent_looks == SILENT_LOOKS:
            log.warning("inference_process_silent", requests=len(self._pending))
            self._end_all(_SILENT)

    async def _connect(self) -> None:
        async with self._connecting:
            if self._writer is None:
                with contextlib.suppress(OSError), reachable(self._path) as address:
                    await asyncio.get_running_loop().create_unix_connection(lambda: self, address)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._writer, self._frames = FrameWriter(transport), FrameReader()
        self._silent_looks = self._unsent_bytes = 0

    def connection_lost(self, _error: Exception | None) -> None:
        self._writer = None
        self._end_all("the inference process has ended; try again")
        self._wake()

    def data_received(self, data: bytes) -> None:
        self._silent_looks = 0
        for frame in self._frames.feed(data):
            self._end(frame.id, decode_said(frame.head), frame.body)

    def _end_all(self, message: str) -> None:
        body = error_body(message)
        for key in list(self._pending):
            self._end(key, Said(_UNAVAILABLE), body)

    def _end(self, key: int, said: Said, body: Octets) -> None:
        pending = self._pending.pop(key, None)
        if pending is not None:
            self._pending_bytes -= pending.size
            pending.end(said, body)

    def _take_id(self) -> int:
        key = self._next_id
        self._next_id = (key + 1) % _IDS
        return key

    async def ask(self, ask: Ask, body: bytes = b"", rest: Sequence[bytes] = ()) -> tuple[Said, Octets]:
        """What the inference process says; a 503 where it is away, hangs or has too much to do.

        `rest` are the pieces of the body behind the first.
        """
        if self._writer is None:  # it may have begun this moment
            await in_task(self._connect())
        if self._writer is None or self._writer.is_closing:
            return Said(_UNAVAILABLE), error_body("the inference process is not running")
        if self._silent_looks >= SILENT_LOOKS:
            return Said(_UNAVAILABLE), error_body(_SILENT)
        size = len(body)
        if rest:
            size += sum(map(len, rest))
        if len(self._pending) >= MOST_PENDING or self._pending_bytes + size > MOST_PENDING_BYTES:
            return Said(_UNAVAILABLE), error_body("too many requests wait for models; try again")
        key = self._take_id()
        pending = self._pending[key] = _Pending(size)
        self._pending_bytes += size
        head = encode_head(ask)
        try:
            self._writer.write(key, head, body, rest)
            await pending.gate
        finally:
            if self._pending.pop(key, None) is not None:  # whoever asked has left
                self._pending_bytes -= pending.size
        return pending.said or Said(_UNAVAILABLE), pending.body
