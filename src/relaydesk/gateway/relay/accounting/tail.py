"""What is kept of an answer on its way so that its tokens can be read at its end, or guessed where it names none."""

import re
from typing import Final

from relaydesk.gateway.relay.accounting.spoken import tokens_of_sample
from relaydesk.gateway.relay.accounting.usage import Named, read_answer, read_model, read_stream
from relaydesk.gateway.relay.wire.encodings import Decoder, UndecodableError, media_type_of

MAX_ANSWER_BYTES: Final = 256 * 1024
TAIL_BYTES: Final = 16 * 1024
HEAD_BYTES: Final = 4 * 1024
_EVENT_ENDS: Final = (b"\n\n", b"\r\n\r\n")
# "usage" or "usageMetadata"; looked for by `find`: `in` first tries it as a number and makes an error of that
_USAGE: Final = b'"usage'
_GIVEN: Final = re.compile(rb'"usage(?:Metadata)?"\s*:\s*\{')  # many chunks name it without any: "usage": null
_MODEL: Final = re.compile(rb'"model(?:Version)?"\s*:')


class Tail:
    """A JSON answer to a bound; of a stream its beginning and, of the rest, the last events that name tokens.

    Events that arrive whole and name none, nearly all of them, are not kept: a stream that runs for hours stays small.
    """

    __slots__ = ("_head", "_kept", "_kind", "_named", "_size", "_wanted")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._head = b""
        self._wanted = HEAD_BYTES
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
        if self._wanted <= 0 and not self._size and piece.endswith(_EVENT_ENDS) and piece.find(_USAGE) < 0:
            return  # nearly all of them
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
            if self._wanted > 0:
                self._head += piece[: self._wanted]
                self._wanted -= len(piece)
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
        if self._wanted > 0:
            self._head += whole[: self._wanted]
            self._wanted = 0
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

    def model(self) -> str | None:
        """The model that a stream's beginning names, where it names one."""
        return read_model(self._head) if self._kind == "events" and _MODEL.search(self._head) else None

    def guessed_output(self, size: int) -> int:
        """How many tokens an answer is taken to have, of which `size` bytes came: by its text, as far as it is here."""
        sample = self._beginning()
        return tokens_of_sample(sample, max(size, len(sample)), is_stream=self._kind == "events")

    def _beginning(self) -> bytes:
        return self._head or b"".join(self._kept)


class PackedTail(Tail):
    """Of an answer with a content encoding; one that cannot be read on names nothing more."""

    __slots__ = ("_decoder", "_unpacked")

    def __init__(self, kind: str, decoder: Decoder) -> None:
        super().__init__(kind)
        self._decoder: Decoder | None = decoder
        self._unpacked = 0

    def add(self, piece: bytes) -> None:
        if self._decoder is None:
            return
        try:
            plain = self._decoder.feed(piece)
        except UndecodableError:
            self._decoder = None
            return
        self._unpacked += len(plain)
        if plain:
            super().add(plain)

    def guessed_output(self, size: int) -> int:
        return super().guessed_output(max(self._unpacked, size if self._decoder is None else 0))


def tail_of(headers: list[tuple[bytes, bytes]], encodings: list[bytes]) -> Tail | None:
    """The tail to keep of an answer with these content encodings; None of one that names no tokens we could read."""
    media_type = media_type_of(headers)
    if media_type == b"text/event-stream":
        kind = "events"
    elif media_type == b"application/json" or media_type.endswith(b"+json"):
        kind = "json"
    else:
        return None
    if not encodings:
        return Tail(kind)
    try:
        return PackedTail(kind, Decoder(encodings))
    except UndecodableError:
        return None
