"""What is kept of an answer on its way so that its tokens can be read at its end, or guessed where it names none."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from relaydesk.gateway.relay.accounting.spoken import tokens_of_sample
from relaydesk.gateway.relay.accounting.usage import Named, read_answer, read_model, read_stream
from relaydesk.gateway.relay.wire.encodings import Decoder, UndecodableError, media_type_of
from relaydesk.gateway.relay.wire.octets import CR

MAX_ANSWER_BYTES: Final = 256 * 1024
TAIL_BYTES: Final = 16 * 1024
HEAD_BYTES: Final = 4 * 1024
# An empty line after one that ends: with LF as a rule, else with LF, CRLF or CR.
_USUAL_ENDS: Final = (b"\n\n",)
_EVENT_ENDS: Final = (b"\n\n", b"\r\n\r\n", b"\r\r", b"\n\r\n", b"\r\r\n", b"\n\r")
# "usage" or "usageMetadata"; looked for by `find`: `in` first tries it as a number and makes an error of that
_USAGE: Final = b'"usage'
_USAGE_OBJECT: Final = re.compile(rb'"usage(?:Metadata)?"\s*:\s*\{')  # many chunks name it without any: "usage": null
# Before the first "error" of an event; an answer that speaks of one has its quotes escaped. Of the event itself, not of
# what is in it, and not an empty one: some name the member in each chunk.
_ERROR: Final = b"error"
_FAILED: Final = re.compile(
    rb"(?:\A|(?<=[\r\n]))(?:event: ?error[\r\n]|"
    rb'data: ?\{(?:[^\r\n{\[]|\[[^\]\r\n]*\]|\{\s*\}){0,300}?"(?:error"\s*:\s*(?:"[^"]|\{\s*[^\s}])|'
    rb'object"\s*:\s*"error"|type"\s*:\s*"(?:error|response\.failed)"))'
)
_MODEL: Final = re.compile(rb'"model(?:Version)?"\s*:')


class Tail:
    """Of a JSON answer: all of it to a bound, beyond that nothing."""

    __slots__ = ("_pieces", "_size")

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        """The next piece of the answer's body."""
        self._size += len(piece)
        if self._size <= MAX_ANSWER_BYTES:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def named(self) -> Named | None:
        """Tokens and model, where the answer names tokens."""
        document = b"".join(self._pieces)
        return read_answer(document) if document.find(_USAGE) >= 0 else None

    def model(self) -> str | None:
        """The model that a stream's beginning names, where it names one."""
        return None

    def guessed_output(self, size: int) -> int:
        """How many tokens an answer is taken to have, of which `size` bytes came: by its text, as far as it is here."""
        sample = b"".join(self._pieces)
        return tokens_of_sample(sample, max(size, len(sample)), is_stream=False)


class StreamTail(Tail):
    """Of a stream its beginning and, of the rest, the last events that name tokens.

    Events that arrive whole and name none, nearly all of them, are not kept: a stream that runs for hours stays small.
    `_pieces` is what came of an event that is not whole yet. `_failed` counts what came from the upstream's word that
    it failed on: no answer.
    """

    __slots__ = ("_failed", "_head", "_named", "_wanted")

    def __init__(self) -> None:
        super().__init__()
        self._head = bytearray()
        self._wanted = HEAD_BYTES
        self._named = b""
        self._failed = 0

    def add(self, piece: bytes) -> None:
        is_plain = not self._size and piece.endswith(_EVENT_ENDS) and piece.find(_USAGE) < 0 and piece.find(_ERROR) < 0
        if is_plain and not self._failed:  # nearly all of them
            if self._wanted > 0:
                self._head += piece[: self._wanted]
                self._wanted -= len(piece)
            return
        had_failed = self._failed > 0
        if had_failed:
            self._failed += len(piece)
        rest = b""
        if not piece.endswith(_EVENT_ENDS):
            endings = _EVENT_ENDS if CR in piece else _USUAL_ENDS
            ends = [start + len(ending) for ending in endings if (start := piece.rfind(ending)) >= 0]
            end = max(ends, default=0)
            piece, rest = piece[:end], piece[end:]
        if piece:
            self._add_events(piece)
        if rest:
            self._pieces.append(rest)
            self._size += len(rest)
            if self._failed and not had_failed:
                self._failed += len(rest)
            if self._size > 2 * TAIL_BYTES:
                self._shorten()

    def _add_events(self, piece: bytes) -> None:
        """They are whole with what is kept."""
        if self._size:
            piece = b"".join([*self._pieces, piece])
            self._pieces.clear()
            self._size = 0
        self._begin(self._answer_in(piece))
        if piece.find(_USAGE) >= 0 and _USAGE_OBJECT.search(piece):
            self._named = piece[-TAIL_BYTES:]

    def _shorten(self) -> None:
        """Of an event that does not end, keep the end."""
        whole = b"".join(self._pieces)
        self._begin(self._answer_in(whole))
        self._wanted = 0
        if _USAGE_OBJECT.search(whole, 0, len(whole) - TAIL_BYTES):
            self._named = whole[:-TAIL_BYTES][-TAIL_BYTES:]
        rest = whole[-TAIL_BYTES:]
        self._pieces, self._size = [rest], len(rest)

    def _begin(self, events: bytes) -> None:
        if self._wanted > 0:
            self._head += events[: self._wanted]
            self._wanted -= len(events)

    def _answer_in(self, events: bytes) -> bytes:
        """What stands before the upstream's word that it failed."""
        if self._failed:
            return b""
        if events.find(_ERROR) >= 0 and (failed := _FAILED.search(events)):
            self._failed = len(events) - failed.start()
            return events[: failed.start()]
        return events

    def named(self) -> Named | None:
        document = b"".join([self._named, *self._pieces])
        return read_stream(bytes(self._head), document) if document.find(_USAGE) >= 0 else None

    def model(self) -> str | None:
        return read_model(bytes(self._head)) if _MODEL.search(self._head) else None

    def guessed_output(self, size: int) -> int:
        rest = self._answer_in(b"".join(self._pieces))
        if self._failed >= size > 0:
            return 0
        sample = bytes(self._head) or rest
        return tokens_of_sample(sample, max(size - self._failed, len(sample)), is_stream=True)


class PackedTail(Tail):
    """Of an answer with a content encoding; one that cannot be read on names nothing more."""

    __slots__ = ("_decoder", "_plain", "_unpacked")

    def __init__(self, plain: Tail, decoder: Decoder) -> None:
        super().__init__()
        self._plain = plain
        self._decoder: Decoder | None = decoder
        self._unpacked = 0

    def add(self, piece: bytes) -> None:
        if self._decoder is None:
            return
        try:
            for plain in self._decoder.parts(piece):
                self._unpacked += len(plain)
                if plain:
                    self._plain.add(plain)
        except UndecodableError:
            self._decoder = None

    def named(self) -> Named | None:
        return self._plain.named()

    def model(self) -> str | None:
        return self._plain.model()

    def guessed_output(self, size: int) -> int:
        return self._plain.guessed_output(max(self._unpacked, size if self._decoder is None else 0))


_KINDS: Final[dict[bytes, type[Tail]]] = {b"application/json": Tail, b"text/event-stream": StreamTail}


def _kind_of(media_type: bytes) -> type[Tail] | None:
    return Tail if media_type.endswith(b"+json") else _KINDS.get(media_type)


def tail_of(fields: Mapping[bytes, bytes], encodings: Sequence[bytes]) -> Tail | None:
    """The tail to keep of an answer with these content encodings; None of one that names no tokens we could read."""
    kind = _KINDS.get(fields.get(b"content-type", b""), None) or _kind_of(media_type_of(fields))
    if kind is None:
        return None
    plain = kind()
    if not encodings:
        return plain
    try:
        return PackedTail(plain, Decoder(encodings))
    except UndecodableError:
        return None
