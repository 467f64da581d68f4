"""How web processes, the inference process and replicas talk: frames with an id, a small head and a body of octets."""

import asyncio
import struct
from collections.abc import Sequence
from typing import Final, NamedTuple, cast

import msgspec

from relaydesk.registry.inference.types import LARGE_BYTES

_PREFIX: Final = struct.Struct("<IIQ")  # id, octets of the head, octets of the body


Octets = bytes | memoryview


class Frame(NamedTuple):
    """A large body is a view of what was received."""

    id: int
    head: bytes
    body: Octets


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

    def write(self, frame_id: int, head: bytes, body: Octets = b"", rest: Sequence[bytes] = ()) -> None:
        """`rest` are the pieces of the body behind the first."""
        if not self._parts:
            self._loop.call_soon(self._flush)
        size = len(body)
        if rest:
            size += sum(map(len, rest))
        self._size += size
        self._parts += (_PREFIX.pack(frame_id, len(head), size), head, body, *rest)

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        size, self._size = self._size, 0
        if not parts or self._transport.is_closing():
            return
        if size < LARGE_BYTES:
            self._transport.write(b"".join(parts))
        else:
            self._write_some(parts)

    def _write_some(self, parts: list[Octets]) -> None:
        """Of what is too large to be copied, each part by itself, and no more than some of it in one turn."""
        written = place = 0
        while place < len(parts) and written < LARGE_BYTES:
            if part := parts[place]:
                self._transport.write(part)
                written += len(part)
            place += 1
        if place < len(parts):
            self._parts = parts[place:]
            self._size = sum(map(len, self._parts))
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


class Ask(msgspec.Struct, array_like=True, frozen=True):
    """What a web process asks. `kind` is `infer` or what is answered without a replica.

    `json_bytes` is the length of the body's JSON where binary tensors follow it, `encoding` that of the body,
    `asked_at` by the monotonic clock, which all processes of a machine share.
    """

    kind: str
    model: str = ""
    version: str = ""
    json_bytes: int | None = None
    encoding: str = ""
    sticky_key: str = ""
    asked_at: float = 0.0


class Said(msgspec.Struct, array_like=True, frozen=True):
    """An answer's head. `json_bytes` as in `Ask`; of an inference the version that computed it, in how long.

    `compute_ns` is its share of the execution, `execution_ns` all of that, for as many `elements` of the inputs.
    `executions` and these two are 0 of all but the first of those that were computed together; with `executions` and a
    status of 400 the model failed.
    """

    status: int
    json_bytes: int | None = None
    version: str = ""
    compute_ns: int = 0
    rows: int = 0
    executions: int = 0
    execution_ns: int = 0
    elements: int = 0


class Named(msgspec.Struct, array_like=True, frozen=True):
    """An input or output; `shape` with -1 for a size that is free, None where nothing is known of it."""

    name: str
    datatype: str
    shape: list[int] | None


class Orders(msgspec.Struct, array_like=True, frozen=True):
    """The first frame to a replica: what it is to load, and how. `memory_bytes` is what it may have, 0 is any."""

    path: str
    name: str
    version: str
    inputs: list[Named]
    outputs: list[Named]
    threads: int
    max_batch_rows: int
    memory_bytes: int = 0


class Report(msgspec.Struct, array_like=True, frozen=True):
    """The first frame of a replica: `reason` where the model could not be loaded."""

    reason: str | None = None
    batches: bool = False


encode_head = msgspec.msgpack.Encoder().encode
decode_ask = msgspec.msgpack.Decoder(Ask).decode
decode_said = msgspec.msgpack.Decoder(Said).decode
decode_orders = msgspec.msgpack.Decoder(Orders).decode
decode_report = msgspec.msgpack.Decoder(Report).decode


def error_body(message: str) -> bytes:
    """The one shape of an error in the protocol."""
    return msgspec.json.encode({"error": message})
