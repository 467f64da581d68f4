"""Content encodings (RFC 9110, section 8.4) taken off for what reads a body; what is passed on keeps its own.

gzip, deflate (with zlib's frame and without), br and zstd are known, also one upon the other. What comes out is
bounded: a few kilobytes can be gigabytes when they are unpacked.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

import brotli
from backports import zstd

MAX_DECODED_BYTES: Final = 16 * 1024 * 1024
_STEP_BYTES: Final = 64 * 1024
_INPUT_BYTES: Final = 16 * 1024  # a stage copies what it has not read yet: of a large piece, thousands of times
_MOST_STAGES: Final = 4
# Members or frames of little or nothing, each with a state of its own, take more time than they have bytes. An event
# that is packed by itself is not as small: so many of them in one input are made to keep us busy.
_SMALL_PART_BYTES: Final = 1024
_MOST_SMALL_PARTS: Final = 256
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32  # zlib recognises gzip's header and its own by themselves
_ZLIB_HEAD_BYTES: Final = 2
_ZLIB_CHECK: Final = 31  # RFC 1950: the head of zlib's frame, as a number, is a multiple of it
_LARGEST_ZSTD_WINDOW: Final = 23  # RFC 9659: 8 MB on the web
_NONE: Final = frozenset({b"", b"identity"})
_COMMON: Final = frozenset({b"application/json", b"text/event-stream"})  # as most of their senders write them

Headers = Iterable[tuple[bytes, bytes]]


class UndecodableError(ValueError):
    """A body is not of its content encoding, is larger than the bound, or its encoding is not known."""


class _Stage(Protocol):
    """One encoding. After a call with more input than the output has room for, call again without any."""

    @property
    def holds_more(self) -> bool: ...

    def step(self, data: bytes) -> bytes: ...


class _Zlib:
    """gzip's members follow each other; deflate comes with zlib's frame or, from some servers, without."""

    def __init__(self, *, may_be_raw: bool) -> None:
        self._inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._may_be_raw = may_be_raw
        self._start = b""
        self._rest = b""

    @property
    def holds_more(self) -> bool:
        return bool(self._rest)

    def step(self, data: bytes) -> bytes:
        data = self._rest + data
        if self._may_be_raw:
            data = self._start + data
            if len(data) < _ZLIB_HEAD_BYTES:
                self._start, self._rest = data, b""
                return b""
            self._may_be_raw = False
            if int.from_bytes(data[:_ZLIB_HEAD_BYTES]) % _ZLIB_CHECK:
                self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        if self._inflater.eof:
            if not data or data[:1] != b"\x1f":  # what follows is no other member but padding
                self._rest = b""
                return b""
            self._inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
        made = self._inflater.decompress(data, _STEP_BYTES)
        self._rest = self._inflater.unconsumed_tail or self._inflater.unused_data
        return made


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()
        self.holds_more = False

    def step(self, data: bytes) -> bytes:
        if self._decompressor.is_finished():
            self.holds_more = False
            return b""
        made: bytes = self._decompressor.process(data, output_buffer_limit=_STEP_BYTES)
        self.holds_more = bool(made)  # only a call that brings nothing tells that nothing is left
        return made


class _Zstd:
    """Frames follow each other."""

    def __init__(self) -> None:
        self._decompressor = self._new()
        self._rest = b""

    @staticmethod
    def _new() -> zstd.ZstdDecompressor:
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _LARGEST_ZSTD_WINDOW})

    @property
    def holds_more(self) -> bool:
        return bool(self._rest) or not (self._decompressor.needs_input or self._decompressor.eof)

    def step(self, data: bytes) -> bytes:
        data = self._rest + data
        self._rest = b""
        if self._decompressor.eof:
            if not data:
                return b""
            self._decompressor = self._new()
        made = self._decompressor.decompress(data, _STEP_BYTES)
        if self._decompressor.eof:
            self._rest = self._decompressor.unused_data
        return made


_FAILURES: Final = (zlib.error, brotli.error, zstd.ZstdError, EOFError)


class Decoder:
    """Unpacks a body as it arrives; at most `limit` bytes come out."""

    __slots__ = ("_left", "_stages")

    def __init__(self, encodings: Sequence[bytes], limit: int = MAX_DECODED_BYTES) -> None:
        """`encodings` are in the order in which they were applied.

        Raises:
            UndecodableError: one is not known, or there are too many.
        """
        if len(encodings) > _MOST_STAGES:
            raise UndecodableError("a body has too many content encodings")
        self._stages = [_stage(name) for name in reversed(encodings)]
        self._left = limit

    def feed(self, piece: bytes) -> bytes:
        """What this piece brings.

        Raises:
            UndecodableError: it is not of its encoding, or more than the bound came out.
        """
        return b"".join(self.parts(piece))

    def parts(self, piece: bytes) -> Iterator[bytes]:
        """The same in parts, some of them empty, each unpacked when it is asked for; to be read to the last.

        Raises:
            UndecodableError: as `feed`.
        """
        for part in self._unpacked(piece):
            self._left -= len(part)
            if self._left < 0:
                raise UndecodableError("a body is larger than the bound when it is unpacked")
            yield part

    def begin(self, piece: bytes) -> bytes:
        """The same of a body's beginning: what goes beyond the bound is left out."""
        made: list[bytes] = []
        size = 0
        for part in self._unpacked(piece):
            made.append(part)
            size += len(part)
            if size > self._left:
                break
        return b"".join(made)[: self._left]

    def _unpacked(self, piece: bytes) -> Iterator[bytes]:
        try:
            for start in range(0, len(piece), _INPUT_BYTES):
                small = 0
                for part in _through(self._stages, piece[start : start + _INPUT_BYTES]):
                    small += len(part) < _SMALL_PART_BYTES
                    if small > _MOST_SMALL_PARTS:
                        raise UndecodableError("a body is packed in too many small parts")
                    yield part
        except _FAILURES as error:
            raise UndecodableError("a body is not of its content encoding") from error


def _through(stages: Sequence[_Stage], data: bytes) -> Iterator[bytes]:
    """What comes out behind the last stage, at most `_STEP_BYTES` at a time."""
    if not stages:
        yield data
        return
    stage, *further = stages
    while True:
        yield from _through(further, stage.step(data))
        data = b""
        if not stage.holds_more:
            return


def _stage(name: bytes) -> _Stage:
    if name in (b"gzip", b"x-gzip", b"deflate"):
        return _Zlib(may_be_raw=name == b"deflate")
    if name == b"br":
        return _Brotli()
    if name == b"zstd":
        return _Zstd()
    raise UndecodableError("a body's content encoding is not known")


def encodings_of(headers: Headers) -> tuple[bytes, ...]:
    """The content encodings in the order in which they were applied, in lower case; none for a plain body."""
    encodings: list[bytes] = []
    for name, value in headers:
        if name == b"content-encoding":
            tokens = (part.strip().lower() for part in value.split(b","))
            encodings.extend(token for token in tokens if token not in _NONE)
    return tuple(encodings)


def decoded_beginning(body: bytes, encodings: Sequence[bytes], limit: int) -> bytes | None:
    """At most `limit` bytes of a body, or of its beginning, unpacked; None where it cannot be."""
    if not encodings:
        return body[:limit]
    try:
        return Decoder(encodings, limit).begin(body)
    except UndecodableError:
        return None


def media_type_of(fields: Mapping[bytes, bytes]) -> bytes:
    """Of `Content-Type`, without its parameters and in lower case; empty where there is none."""
    value = fields.get(b"content-type", b"")
    return value if value in _COMMON else value.partition(b";")[0].strip().lower()
