"""How web processes, the inference process and replicas talk: frames with an id, a small head and a body of octets."""

import asyncio
import struct
from collections.abc import Sequence
from typing import Final, cast, final

from relaydesk.registry.inference.types import LARGE_BYTES

_PREFIX: Final = struct.Struct("<IIQ")  # id, octets of the head, octets of the body


Octets = bytes | memoryview


@final
class Frame:
    """A large body is a view of what was received."""

    __slots__ = ("body", "head", "id")

    def __init__(self, id: int, head: bytes, body: Octets) -> None:  # noqa: A002 - it is that
        self.id = id
        self.head = head
        self.body = body


def encode(frame_id: int, head: bytes, body: bytes = b"") -> bytes:
    return b"".join((_PREFIX.pack(frame_id, len(head), len(body)), head, body))


class FrameWriter:
    """Writes at the end of the loop's turn what came in it: one call to the system for many frames."""

    def __init__(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._loop = asyncio.get_running_loop()
        self._parts: list[Octets] = []
        self._size = 0

    @property
    def is_closing(self) -> bool:
        return self._transport.is_closing()

    @property
    def unsent_bytes(self) -> int:
        return self._size + self._transport.get_write_buffer_size()

    def write(self, frame_id: int, head: bytes, body: Octets = b"", rest: Sequence[bytes] = ()) -> None:
        """`rest` are the pieces of the body behind the first."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        size = len(body)
        if rest:
            size += sum(map(len, rest))
        self._size += _PREFIX.size + len(head) + size
        self._parts += (_PREFIX.pack(frame_id, len(head), size), head, body, *rest)

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        size, self._size = self._size, 0
        if not parts or self._transport.is_closing():
            return
        if size < LARGE_BYTES:
            self._transport.write(b"".join(parts))
        else:
            self._write_some(parts, size)

    def _write_some(self, parts: list[Octets], size: int) -> None:
        """Of what is too large to be copied, each part by itself, and no more than some of it in one turn."""
        written = place = 0
        while place < len(parts) and written < LARGE_BYTES:
            if part := parts[place]:
                self._transport.write(part)
                written += len(part)
            place += 1
        if place < len(parts):
            self._parts = parts[place:]
            self._size = size - written
            self._loop.call_soon(self._flush)

    def close(self) -> None:
        while self._parts and not self._transport.is_closing():
            self._flush()
        self._transport.close()


class FrameReader:
    """Gives frames as soon as they are whole."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        frames: list[Frame] = []
        if self._buffer:
            self._buffer += data
            if len(self._buffer) >= LARGE_BYTES and (large := self._take_large()) is not None:
                frames.append(large)
            place = _take(self._buffer, frames)
            del self._buffer[:place]
        elif (place := _take(data, frames)) < len(data):
            self._buffer += memoryview(data)[place:]
        return frames

    def _take_large(self) -> Frame | None:
        """The first frame where it is large and whole: the buffer is left to it, and only what is behind it copied."""
        frame_id, head_bytes, body_bytes = _PREFIX.unpack_from(self._buffer)
        body = _PREFIX.size + head_bytes
        end = body + body_bytes
        if body_bytes < LARGE_BYTES or len(self._buffer) < end:
            return None
        octets = memoryview(self._buffer).toreadonly()
        self._buffer = bytearray(octets[end:])
        return Frame(frame_id, bytes(octets[_PREFIX.size : body]), octets[body:end])


def _take(data: bytes | bytearray, frames: list[Frame]) -> int:
    """Adds the frames that are whole. Returns where the rest begins."""
    place, size = 0, len(data)
    octets = memoryview(data) if isinstance(data, bytearray) else data
    try:
        while size - place >= _PREFIX.size:
            frame_id, head_bytes, body_bytes = _PREFIX.unpack_from(data, place)
            head = place + _PREFIX.size
            body = head + head_bytes
            end = body + body_bytes
            if size < end:
                break
            frames.append(Frame(frame_id, bytes(octets[head:body]), bytes(octets[body:end])))
            place = end
    finally:
        if isinstance(octets, memoryview):
            octets.release()
    return place
