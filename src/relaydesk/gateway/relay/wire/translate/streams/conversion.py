"""What both directions of a stream share: events in, bytes out, and whether the stream came to its end."""

from abc import ABC, abstractmethod

from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.events import Event, EventReader
from relaydesk.gateway.relay.wire.translate.tokens import Tokens


class Conversion(ABC):
    """Feed it the bytes of an upstream's stream as they arrive; what it returns is the stream for the client."""

    def __init__(self, max_event_bytes: int) -> None:
        self.reader = EventReader(max_event_bytes)
        self._finished = False
        self._failed = False
        self._has_reason = False  # to stop: nothing of the answer itself is missing

    @property
    def finished(self) -> bool:
        """Whether the upstream sent its proper end: only then is the answer whole."""
        return self._finished

    @property
    def failed(self) -> bool:
        """Whether the upstream sent an error event, which was passed on; nothing is written after it."""
        return self._failed

    @property
    @abstractmethod
    def tokens(self) -> Tokens | None:
        """The token counts as far as the stream has named them."""

    @abstractmethod
    def _stop(self) -> bytes:
        """The proper end."""

    @abstractmethod
    def _translate(self, event: Event) -> bytes:
        """One event of a stream that has neither finished nor failed."""

    def feed(self, data: bytes) -> bytes:
        """What these bytes complete.

        Raises:
            EventTooLargeError: more than the bound would have to be held.
            UnreadableAnswerError: an event is not of the upstream's format. Both carry as `written` what the events
                before it became.
        """
        written: list[bytes] = []
        try:
            for event in self.reader.feed(data):
                if self._finished or self._failed:
                    break
                written.append(self._translate(event))
        except UnreadableAnswerError as error:
            error.written = b"".join(written)
            raise
        return b"".join(written)

    def end(self, *, is_orderly: bool = True) -> bytes:
        """What is still to be written when the upstream has closed: a last event whose empty line is missing.

        A stream that gave its reason to stop and closed in good order (`is_orderly`) is whole without its last mark.
        An event that was cut in the middle is dropped.
        """
        if self._finished or self._failed:
            return b""
        written: list[bytes] = []
        try:
            written += [self._translate(event) for event in self.reader.end()]
        except UnreadableAnswerError:
            return b"".join(written)
        if is_orderly and self._has_reason and not (self._finished or self._failed):
            written.append(self._stop())
        return b"".join(written)
