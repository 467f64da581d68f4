"""Server-sent events on the wire: read from pieces split anywhere, written in each format's manner."""

from collections.abc import Iterator
from typing import NamedTuple

from relaydesk.gateway.relay.wire.density import SLICE_BYTES
from relaydesk.gateway.relay.wire.octets import CR, LF
from relaydesk.gateway.relay.wire.translate.errors import EventTooLargeError, is_json

MAX_EVENT_BYTES = 16 * 1024 * 1024


class Event(NamedTuple):
    """One event; `name` is empty where the stream gave none."""

    name: bytes
    data: bytes


class EventReader:
    """Splits an event stream (WHATWG HTML, section 9.2) into its events; lines end with LF, CRLF or CR.

    Comments and events without data are passed over. What is held is at most about twice `max_event_bytes`: the lines
    of an event so far and the line that is arriving. `is_large` says that this is more than a slice of a stream.
    """

    __slots__ = (
        "_data",
        "_ended_in_cr",
        "_held",
        "_limit",
        "_line",
        "_line_size",
        "_name",
        "_small",
        "is_large",
    )

    def __init__(self, max_event_bytes: int = MAX_EVENT_BYTES) -> None:
        self._limit = max_event_bytes
        self._small = min(max_event_bytes, SLICE_BYTES)
        self.is_large = False
        self._line: list[bytes] = []
        self._line_size = 0
        self._data: list[bytes] = []
        self._held = 0
        self._name = b""
        self._ended_in_cr = False

    def feed(self, piece: bytes) -> Iterator[Event]:
        """The events that `piece` completes, to be read to the last.

        Raises:
            EventTooLargeError: a line or an event is larger than the bound.
        """
        if self._ended_in_cr or CR in piece:
            piece = self._with_plain_ends(piece)
        # pieces of a line are joined once, when its end has come: a long line in many pieces costs linear time
        self._line.append(piece)
        if LF not in piece:
            self._line_size += len(piece)
            self._hold(self._line_size)
            return
        *lines, rest = b"".join(self._line).split(b"\n")
        self._line = [rest]
        self._line_size = len(rest)
        for line in lines:
            event = self._read(line)
            if event is not None:
                yield event
        self._hold(self._line_size)

    def _with_plain_ends(self, piece: bytes) -> bytes:
        """With LF for each CR and CRLF, of which a piece may hold either half."""
        if not piece:
            return piece
        if self._ended_in_cr:
            piece = piece.removeprefix(b"\n")
        self._ended_in_cr = piece.endswith(b"\r")
        return plain_ends(piece)

    def end(self) -> list[Event]:
        """The last event, where a stream left out the empty line after it; nothing, where it was cut in the middle."""
        self._ended_in_cr = False
        left = self.feed(b"\n\n") if self._data or self._line_size else ()
        return [event for event in left if _is_whole(event.data)]

    def _read(self, line: bytes) -> Event | None:
        # also a line that is passed over: the same stream in smaller pieces would have it held
        self._hold(len(line))
        if not line:
            event = Event(self._name, b"\n".join(self._data)) if self._data else None
            self._data = []
            self._held = 0
            self._name = b""
            self.is_large = False
            return event
        if line.startswith(b"data:"):
            self._held += len(line)
            self._hold(self._held)
            self._data.append(line[5:].removeprefix(b" "))
        elif line.startswith(b"event:"):
            self._name = line[6:].strip()
        return None

    def _hold(self, size: int) -> None:
        if size > self._small:
            self._hold_much(size)

    def _hold_much(self, size: int) -> None:
        self.is_large = True
        if size > self._limit:
            raise EventTooLargeError(f"an event of the upstream is larger than {self._limit} bytes")


def _is_whole(data: bytes) -> bool:
    """Both formats' data are JSON, but for OpenAI's `[DONE]`."""
    return data == b"[DONE]" or is_json(data)


def plain_ends(lines: bytes) -> bytes:
    """Lines of an event stream that end with LF alone."""
    if CR not in lines:
        return lines
    return lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def data_event(data: bytes) -> bytes:
    """An event as OpenAI writes it: data alone."""
    return b"data: " + data + b"\n\n"


def named_event(name: bytes, data: bytes) -> bytes:
    """An event as Anthropic writes it: its type is repeated as its name."""
    return b"event: " + name + b"\ndata: " + data + b"\n\n"
