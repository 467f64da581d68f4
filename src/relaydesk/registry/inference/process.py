"""Owns one replica, seen from the inference process: started, given requests, drained, and what its end costs."""

import asyncio
import contextlib
import socket
import sys
import time
from collections.abc import Callable
from typing import Final, Protocol

from relaydesk.registry.inference import replica as replica_program
from relaydesk.registry.inference.figures import Figures
from relaydesk.registry.inference.types import ANSWER_S, MOST_INSIDE
from relaydesk.registry.inference.wire.frames import Frame, FrameReader, FrameWriter, Octets
from relaydesk.registry.inference.wire.messages import (
    Ask,
    Fault,
    Orders,
    Said,
    decode_report,
    decode_said,
    encode_head,
    error_body,
)

LOAD_S: Final = 300.0
START_S: Final = 5.0  # the longest that others wait for one to have loaded its model before they begin
MOST_STARTING: Final = 2
MOST_INSIDE_BYTES: Final = 128 * 1024 * 1024
_UNAVAILABLE: Final = 503
_PREFIX_ID_BITS: Final = 32

Answer = Callable[[int, bytes, Octets], None]  # of a frame's id: its head and its body


class Owner(Protocol):
    """Whom a replica works for."""

    orders: Orders
    figures: Figures
    starts: asyncio.Semaphore  # of `MOST_STARTING`, shared by all of this process

    def loaded(self) -> None:
        """A replica has the model."""

    def changed(self) -> None:
        """It stands otherwise."""

    def pump(self) -> None:
        """There may be room in it."""


class Waiting:
    """An inference on its way."""

    __slots__ = ("answer", "ask", "frame", "sent_at")

    def __init__(self, answer: Answer, frame: Frame, ask: Ask) -> None:
        self.answer, self.frame, self.ask = answer, frame, ask
        self.sent_at = 0.0

    def refuse(self, message: str) -> None:
        self.answer(self.frame.id, encode_head(Said(_UNAVAILABLE)), error_body(message))


class Replica(asyncio.Protocol):
    """One process with the model, from its start to its end."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self.orders = owner.orders
        self._frames = FrameReader()
        self._writer: FrameWriter | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._is_begun = self._is_closed = False
        self._next_id = 0
        self.inside: dict[int, Waiting] = {}
        self.inside_bytes = 0
        self.is_ready = False
        self.was_ready = False
        self.is_draining = False
        self.refusal: str | None = None
        self.fault = Fault.MODEL  # whose the refusal is
        self._reported = asyncio.Event()

    async def run(self) -> int:
        """Its exit code. A few begin at a time: to begin one holds the loop, the longer the more are importing."""
        self._is_begun = True
        async with contextlib.AsyncExitStack() as turn:
            await turn.enter_async_context(self._owner.starts)
            if self._is_closed:
                return 0
            try:
                own_end, self._process = await self._spawn()
            except BaseException:
                self._is_begun = False
                raise
            try:
                await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=own_end)
                self._write(0, encode_head(self.orders))
                await self._wait_for_report(START_S)
                await turn.aclose()
                await self._wait_for_report(LOAD_S - START_S)
                if not self._reported.is_set():
                    self.refusal = f"it was not loaded within {LOAD_S:.0f} s"
                    self.kill()
                return await self._process.wait()
            finally:
                self.kill()
                self._leave()
                await self._process.wait()

    async def _wait_for_report(self, within_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._reported.wait()

    async def _spawn(self) -> tuple[socket.socket, asyncio.subprocess.Process]:
        """The process, and this side's end of the socket to it."""
        own_end, other_end = socket.socketpair()
        own_end.setblocking(False)  # noqa: FBT003 - the socket module's own signature
        with other_end:
            try:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-I", "-m", replica_program.__name__, str(other_end.fileno())),
                    env={},
                    stdin=asyncio.subprocess.DEVNULL,
                    pass_fds=[other_end.fileno()],
                    start_new_session=True,
                )
            except BaseException:
                own_end.close()
                raise
        return own_end, process

    @property
    def is_loading(self) -> bool:
        return self._is_begun and not self._reported.is_set()

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    def drain(self) -> None:
        """It takes nothing more, and ends once it has answered what is inside."""
        self.is_draining = True
        if not self.inside:
            self.close()

    def close(self) -> None:
        """It ends by itself once its socket does; one that has not begun never does."""
        self._is_closed = True
        if self._writer is not None:
            self._writer.close()

    # -- asyncio.Protocol ------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._writer = FrameWriter(transport)
        if self.is_draining:
            self.close()

    def data_received(self, data: bytes) -> None:
        for frame in self._frames.feed(data):
            if not self._reported.is_set():
                report = decode_report(frame.head)
                self.refusal, self.fault = report.reason, report.fault
                self.is_ready = self.was_ready = self.refusal is None
                if self.is_ready:
                    self._owner.loaded()
                self._reported.set()
                self._owner.changed()
            else:
                self._answered(frame)
        self._owner.pump()

    def connection_lost(self, _error: Exception | None) -> None:
        self._leave()
        self._reported.set()
        self.kill()

    def _leave(self) -> None:
        self.is_ready = False
        lost, self.inside, self.inside_bytes = self.inside, {}, 0
        for waiting in lost.values():
            self._owner.figures.lost("lost", waiting.ask)
            waiting.refuse("the replica that computed this has ended; try again")

    # -- requests --------------------------------------------------------------------------------------------------

    @property
    def has_room(self) -> bool:
        is_open = self.is_ready and not self.is_draining
        return is_open and len(self.inside) < MOST_INSIDE and self.inside_bytes < MOST_INSIDE_BYTES

    def send(self, waiting: Waiting) -> None:
        frame_id = self._next_id
        self._next_id = (frame_id + 1) % (1 << _PREFIX_ID_BITS)
        waiting.sent_at = time.monotonic()
        self.inside[frame_id] = waiting
        frame = waiting.frame
        self.inside_bytes += len(frame.body)
        self._write(frame_id, frame.head, frame.body)

    def _write(self, frame_id: int, head: bytes, body: Octets = b"") -> None:
        if self._writer is not None:
            self._writer.write(frame_id, head, body)

    def _answered(self, frame: Frame) -> None:
        waiting = self.inside.pop(frame.id, None)
        if waiting is None:
            return
        self.inside_bytes -= len(waiting.frame.body)
        ask = waiting.ask
        said, queue_s = decode_said(frame.head), waiting.sent_at - ask.asked_at
        self._owner.figures.answered(said, ask, waiting.frame.body, queue_s=queue_s)
        waiting.answer(waiting.frame.id, frame.head, frame.body)
        if self.is_draining and not self.inside:
            self.close()

    def is_hung(self, now: float) -> bool:
        """The first of those inside is the oldest."""
        first = next(iter(self.inside.values()), None)
        return first is not None and now - first.sent_at > ANSWER_S
