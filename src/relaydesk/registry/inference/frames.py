"""How web processes, the inference process and replicas talk: frames with an id, a small head and a body of octets."""

import asyncio
import struct
from typing import Final, NamedTuple, cast

import msgspec

_PREFIX: Final = struct.Struct("<IIQ")  # id, octets of the head, octets of the body


class Frame(NamedTuple):
    id: int
    head: bytes
    body: bytes


def prefix_of(frame_id: int, head: bytes, body: bytes) -> bytes:
    return _PREFIX.pack(frame_id, len(head), len(body))


def encode(frame_id: int, head: bytes, body: bytes = b"") -> bytes:
    return b"".join((prefix_of(frame_id, head, body), head, body))


class FrameWriter:
    """Writes at the end of the loop's turn what came in it: one call to the system for many frames."""

    def __init__(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._loop = asyncio.get_running_loop()
        self._parts: list[bytes] = []

    @property
    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def write(self, frame_id: int, head: bytes, body: bytes = b"") -> None:
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts += (prefix_of(frame_id, head, body), head, body)

    def _flush(self) -> None:
        parts, self._parts = self._parts, []
        if parts and not self._transport.is_closing():
            self._transport.write(b"".join(parts))

    def close(self) -> None:
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
            place = _take(self._buffer, frames)
            del self._buffer[:place]
        elif (place := _take(data, frames)) < len(data):
            self._buffer += memoryview(data)[place:]
        return frames


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

    `executions` is 0 of all but the first of those that were computed together; with a status of 400 the model failed.
    """

    status: int
    json_bytes: int | None = None
    version: str = ""
    compute_ns: int = 0
    rows: int = 0
    executions: int = 0


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
