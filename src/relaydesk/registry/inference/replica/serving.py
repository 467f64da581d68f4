"""Answers frames until their socket ends.

What waits in the socket is computed together where the model allows it: the busier the replica, the larger a batch,
and nobody waits for one to fill.
"""

import socket
import time
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from relaydesk.registry.inference.replica.session import Session, is_out_of_memory
from relaydesk.registry.inference.replica.tensors import Array, BadRequest, Inference, Signature, write
from relaydesk.registry.inference.types import MAX_BODY_BYTES, QUEUE_AGE_S
from relaydesk.registry.inference.wire.frames import Frame, FrameReader, Octets, encode
from relaydesk.registry.inference.wire.messages import (
    TOO_LARGE,
    Ask,
    Orders,
    Said,
    decode_ask,
    encode_head,
    error_body,
)

_READ_BYTES: Final = 1 << 20
_SMALL_BYTES: Final = 1 << 20  # answers that are copied into one write
_NO_MEMORY: Final = "computing this takes more memory than a replica may have"
_GZIP: Final = 0x1F  # its first octet
_MOST_MEMBERS: Final = 10_000
_PACKED_BYTES: Final = 64 * 1024
_ZLIB_OR_GZIP: Final = 32 + zlib.MAX_WBITS
_BAD, _FULL, _BROKEN = 400, 503, 500


class _Item:
    """A request on its way through."""

    __slots__ = ("ask", "frame", "inference", "key", "rows")

    def __init__(self, frame: Frame, ask: Ask) -> None:
        self.frame, self.ask = frame, ask
        self.inference: Inference | None = None
        self.rows = 0
        self.key: object = None  # of those that may be computed together; None is alone


class _Took(NamedTuple):
    """An execution: of how many requests, and of how many elements of their inputs."""

    ns: int
    items: int
    elements: int


def _elements(feeds: Mapping[str, Array]) -> int:
    return sum(array.size for array in feeds.values())


class Replica:
    """The loop between a socket and a session."""

    def __init__(self, sock: socket.socket, orders: Orders, session: Session) -> None:
        self._sock, self._orders, self._session = sock, orders, session
        self._signature = Signature(orders.inputs, orders.outputs)
        self._frames = FrameReader()
        self._waiting: deque[_Item] = deque()

    def serve(self) -> None:
        """Until the other side closes."""
        while self._take(0 if not self._waiting else socket.MSG_DONTWAIT):
            answers: list[bytes] = []
            while self._waiting and not answers:
                answers = self._answer(self._next_batch())
            if answers:
                self._send(answers)

    def _send(self, answers: Sequence[bytes]) -> None:
        is_small = sum(map(len, answers)) <= _SMALL_BYTES
        for content in (b"".join(answers),) if is_small else answers:
            self._sock.sendall(content)

    def _take(self, flags: int) -> bool:
        """What has come; False once no more will."""
        try:
            data = self._sock.recv(_READ_BYTES, flags)
        except BlockingIOError:
            return True
        for frame in self._frames.feed(data):
            self._waiting.append(self._read(frame))
        return bool(data)

    def _read(self, frame: Frame) -> _Item:
        return _Item(frame, decode_ask(frame.head))

    def _decode(self, item: _Item) -> bytes | None:
        """Its answer already, where it is refused."""
        if time.monotonic() - item.ask.asked_at > QUEUE_AGE_S:
            return _refusal(item, _FULL, "the request waited too long; try again")
        try:
            content = _unpacked(item.frame.body, item.ask.encoding)
            item.inference = self._signature.read(content, item.ask.json_bytes)
        except BadRequest as error:
            return _refusal(item, _BAD, str(error))
        except MemoryError:
            return _refusal(item, _BAD, _NO_MEMORY)
        except (ValueError, TypeError, OverflowError):  # it is one request's fault, not its neighbours'
            return _refusal(item, _BAD, "the request cannot be read")
        if self._session.batches:
            shapes = [item.inference.feeds[name].shape for name in self._signature.inputs]
            rows = {shape[0] for shape in shapes}
            item.rows = min(rows)
            if item.rows and len(rows) == 1:
                item.key = [shape[1:] for shape in shapes]
        return None

    def _next_batch(self) -> list[_Item | bytes]:
        """Requests that may be computed together, with the answers of those that are refused."""
        batch: list[_Item | bytes] = []
        rows, key = 0, None
        while self._waiting:
            item = self._waiting[0]
            if item.inference is None and (refusal := self._decode(item)) is not None:
                self._waiting.popleft()
                batch.append(refusal)
                continue
            if rows and (item.key is None or item.key != key or rows + item.rows > self._orders.max_batch_rows):
                break
            self._waiting.popleft()
            batch.append(item)
            rows, key = rows + max(item.rows, 1), item.key
            if key is None:
                break
        return batch

    def _answer(self, batch: Sequence[_Item | bytes]) -> list[bytes]:
        answers = [one for one in batch if isinstance(one, bytes)]
        items = [one for one in batch if isinstance(one, _Item)]
        if len(items) > 1 and (together := self._together(items)) is not None:
            return answers + together
        return answers + [self._alone(item) for item in items]

    def _together(self, items: Sequence[_Item]) -> list[bytes] | None:
        """None where it fails: then each is tried by itself, so that one's fault is not another's."""
        inferences = [item.inference for item in items if item.inference is not None]
        rows = sum(item.rows for item in items)
        began = time.monotonic_ns()
        try:
            feeds = {name: np.concatenate([one.feeds[name] for one in inferences]) for name in self._signature.inputs}
            arrays = self._session.run(feeds)
        except Exception:  # noqa: BLE001 - whatever ONNX Runtime raises
            return None
        if any(array.ndim == 0 or len(array) != rows for array in arrays):
            return None
        took = _Took(time.monotonic_ns() - began, len(items), _elements(feeds))
        by_name = dict(zip(self._signature.outputs, arrays, strict=True))
        answers: list[bytes] = []
        place = 0
        for item, inference in zip(items, inferences, strict=True):
            own = [by_name[named.name][place : place + item.rows] for named, _ in inference.outputs]
            place += item.rows
            answers.append(self._written(item, inference, own, took, is_first=not answers))
        return answers

    def _alone(self, item: _Item) -> bytes:
        inference = item.inference
        assert inference is not None  # noqa: S101 - it was decoded before it came into a batch
        began = time.monotonic_ns()
        try:
            arrays = self._session.run(inference.feeds, [named.name for named, _ in inference.outputs])
        except Exception as error:  # noqa: BLE001 - a model's own refusal of these values, of many classes
            reason = _NO_MEMORY if is_out_of_memory(error) else f"the model cannot compute this: {str(error)[:500]}"
            return _refusal(item, _BAD, reason, executions=1)
        took = _Took(time.monotonic_ns() - began, 1, _elements(inference.feeds))
        return self._written(item, inference, arrays, took, is_first=True)

    def _written(self, item: _Item, inference: Inference, arrays: list[Array], took: _Took, *, is_first: bool) -> bytes:
        orders, rows, own_ns = self._orders, max(item.rows, 1), took.ns // took.items
        own_execution = (1, took.ns, took.elements) if is_first else (0, 0, 0)
        try:
            body, json_bytes = write(orders.name, orders.version, inference, arrays)
            if 0 < item.ask.most_bytes < len(body):
                return _refusal(item, TOO_LARGE, f"the answer is larger than {item.ask.most_bytes} bytes")
            said = Said(200, json_bytes, orders.version, own_ns, rows, *own_execution)
            return encode(item.frame.id, encode_head(said), body)
        except BadRequest as error:  # of what the model made of it: its fault as much as if it had made nothing
            return _refusal(item, _BAD, str(error), executions=1)
        except MemoryError:
            return _refusal(item, _BAD, _NO_MEMORY, executions=1)


def _refusal(item: _Item, status: int, message: str, *, executions: int = 0) -> bytes:
    return encode(item.frame.id, encode_head(Said(status, executions=executions)), error_body(message))


def _unpacked(body: Octets, encoding: str) -> Octets:
    """Raises BadRequest."""
    if not encoding:
        return body
    for bits in (_ZLIB_OR_GZIP, -zlib.MAX_WBITS):  # some send `deflate` without zlib's head
        try:
            return _members(memoryview(body), bits)
        except zlib.error:
            continue
    raise BadRequest(f"the body is not whole in {encoding}")


def _members(body: memoryview, bits: int) -> bytes:
    """What is packed: of gzip there may be several, one behind the other (RFC 1952, 2.2).

    Raises:
        BadRequest: it is too large, or of too many.
        zlib.error: it is no such data, or not all of it.
    """
    unpacking = zlib.decompressobj(bits)
    pieces: list[bytes] = []
    size = place = 0
    members = 1
    while place < len(body):
        if unpacking.eof:
            if body[0] != _GZIP or body[place] != _GZIP:
                raise zlib.error
            members += 1
            if members > _MOST_MEMBERS:
                raise BadRequest(f"the body has more than {_MOST_MEMBERS} members of gzip")
            unpacking = zlib.decompressobj(bits)
        packed = body[place : place + _PACKED_BYTES]  # of which what is behind a member is copied
        piece = unpacking.decompress(packed, MAX_BODY_BYTES + 1 - size)
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BODY_BYTES:
            raise BadRequest(f"the body is larger than {MAX_BODY_BYTES} bytes once it is unpacked")
        place += len(packed) - len(unpacking.unused_data)
    if not unpacking.eof:
        raise zlib.error
    return b"".join(pieces)
