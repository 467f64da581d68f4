"""Token counts of a chat completion stream that its client did not ask for: asked for, and taken out on the way."""

import re
from typing import Any, Final

import msgspec

from relaydesk.gateway.relay.wire.openai import UnreadableRequestError, with_member

# The chunk that OpenAI and others send last of all where usage was asked for: no choice, only the counts.
_NO_CHOICE: Final = re.compile(rb'"choices"\s*:\s*\[\s*\]')
_USAGE: Final = re.compile(rb'"usage"\s*:\s*\{')
_EVENT_ENDS: Final = re.compile(rb"(?:\r\n?+|\n){2}")  # LF, CRLF or CR, each as much as it can be
_LONGEST_END: Final = 4
_MOST_HELD: Final = 1024 * 1024


class _StreamRequest(msgspec.Struct):
    stream: Any = None
    stream_options: Any = None


_stream_request = msgspec.json.Decoder(_StreamRequest)


def asking_for_usage(body: bytes) -> bytes | None:
    """The request with `stream_options.include_usage`; None where it asks for no stream, or for usage already."""
    try:
        request = _stream_request.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if request.stream is not True:
        return None
    if request.stream_options is None and b'"stream_options"' not in body:
        return b"".join((memoryview(body.rstrip())[:-1], b',"stream_options":{"include_usage":true}}'))
    options = request.stream_options if isinstance(request.stream_options, dict) else {}
    if options.get("include_usage") is True:
        return None
    try:
        return with_member(body, "stream_options", {**options, "include_usage": True})
    except UnreadableRequestError:
        return None


class UsageFilter:
    """Passes a stream on without the chunk that only counts; an event that is not whole yet waits for its end."""

    def __init__(self) -> None:
        self._held: list[bytes] = []  # joined once, when the event's end has come
        self._size = 0
        self._last = b""  # of what is held, as much as may begin an event's end

    def feed(self, piece: bytes) -> bytes:
        beginning = self._last + piece if self._size else piece
        if not _EVENT_ENDS.search(beginning):
            self._held.append(piece)
            self._size += len(piece)
            self._last = beginning[1 - _LONGEST_END :]
            return b"" if self._size <= _MOST_HELD else self.end()  # no stream of chunks
        data = self.end() + piece
        ends = [match.end() for match in _EVENT_ENDS.finditer(data)]
        whole, rest = data[: ends[-1]], data[ends[-1] :]
        self._held, self._size, self._last = [rest], len(rest), rest[1 - _LONGEST_END :]
        if not (_NO_CHOICE.search(whole) and _USAGE.search(whole)):
            return whole
        starts = [0, *ends[:-1]]
        events = [data[start:end] for start, end in zip(starts, ends, strict=True)]
        return b"".join(event for event in events if not (_NO_CHOICE.search(event) and _USAGE.search(event)))

    def end(self) -> bytes:
        """What is left."""
        held = b"".join(self._held)
        self._held.clear()
        self._size = 0
        return held
