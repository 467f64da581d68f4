"""What is kept of an answer on its way so that its tokens can be read at its end."""

import re
from typing import Final

from relaydesk.gateway.relay.accounting.usage import Named, read_answer, read_stream

MAX_ANSWER_BYTES: Final = 256 * 1024
TAIL_BYTES: Final = 16 * 1024
HEAD_BYTES: Final = 4 * 1024
_EVENT_ENDS: Final = (b"\n\n", b"\r\n\r\n")
_USAGE: Final = b'"usage"'  # looked for by `find`: `in` first tries it as a number and makes an error of that
_GIVEN: Final = re.compile(rb'"usage"\s*:\s*\{')  # many chunks name it without any: "usage": null


class Tail:
    """A JSON answer to a bound; of a stream its beginning and, of the rest, the last events that name tokens.

    Events that arrive whole and name none, nearly all of them, are not kept: a stream that runs for hours stays small.
    """

    __slots__ = ("_head", "_kept", "_kind", "_named", "_size")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._head = b""
        self._named = b""
        self._kept: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        if self._kind == "events":
            self._add_events(piece)
        elif self._kind:
            self._size += len(piece)
            self._kept.append(piece)
            if self._size > MAX_ANSWER_BYTES:
                self._kind = ""
                self._kept.clear()

    def _add_events(self, piece: bytes) -> None:
        rest = b""
        if not piece.endswith(_EVENT_ENDS):
            ends = [found + len(ending) for ending in _EVENT_ENDS if (found := piece.rfind(ending)) >= 0]
            end = max(ends, default=0)
            piece, rest = piece[:end], piece[end:]
        if piece:
            if self._size:
                piece = b"".join([*self._kept, piece])
                self._kept.clear()
                self._size = 0
            if not self._head:
                self._head = piece[:HEAD_BYTES]
            if piece.find(_USAGE) >= 0 and _GIVEN.search(piece):
                self._named = piece[-TAIL_BYTES:]
        if rest:
            self._kept.append(rest)
            self._size += len(rest)
            if self._size > 2 * TAIL_BYTES:
                self._shorten()

    def _shorten(self) -> None:
        """Of an event that does not end, keep the end."""
        whole = b"".join(self._kept)
        self._head = self._head or whole[:HEAD_BYTES]
        if _GIVEN.search(whole, 0, len(whole) - TAIL_BYTES):
            self._named = whole[:-TAIL_BYTES][-TAIL_BYTES:]
        rest = whole[-TAIL_BYTES:]
        self._kept, self._size = [rest], len(rest)

    def named(self) -> Named | None:
        """Tokens and model, where the answer names tokens."""
        document = b"".join([self._named, *self._kept])
        if document.find(_USAGE) < 0:
            return None
        return read_answer(document) if self._kind == "json" else read_stream(self._head, document)


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
