"""An upstream's answer translated for its client, begun before anything is sent: until then another may be asked."""

import asyncio
from typing import Final, Protocol

from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.upstream.failure import UnreadableAnswer
from relaydesk.gateway.relay.wire.density import DIRECT_BYTES
from relaydesk.gateway.relay.wire.dialects import Translation
from relaydesk.gateway.relay.wire.encodings import Decoder, UndecodableError, media_type_of
from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError

MAX_TRANSLATED_BYTES: Final = 16 * 1024 * 1024
_FIRST_FAILURE: Final = 400


class Source(Protocol):
    """What is read of an exchange."""

    status: int
    fields: dict[bytes, bytes]  # the headers by name
    encodings: tuple[bytes, ...]

    @property
    def complete(self) -> bool: ...

    async def read(self) -> bytes: ...


class TranslatedAnswer:
    """After `begin`: `status` and, of a whole answer, all of its `body`; of a stream what can be sent at first."""

    def __init__(self, source: Source, translation: Translation) -> None:
        self._source = source
        self._translation = translation
        self.status = source.status
        self.body = b""
        self.complete = False  # whether all of the upstream's answer was read
        is_events = media_type_of(source.fields) == b"text/event-stream" and self.status < _FIRST_FAILURE
        self.stream = translation.stream() if is_events else None
        self._decoder: Decoder | None = None

    async def begin(self) -> None:
        """Read a whole answer to its end, a stream until something is to be sent.

        Raises:
            UpstreamFailure: it broke off, or cannot be translated.
        """
        try:
            encodings = self._source.encodings
            self._decoder = Decoder(encodings, MAX_TRANSLATED_BYTES) if encodings else None
            if self.stream is None:
                await self._take_whole()
                return
            while not (self.body or self.complete):
                self.body = self.stream.feed(await self._read())
        except (UndecodableError, UnreadableAnswerError, RecursionError) as error:
            raise UnreadableAnswer from error

    async def more(self) -> bytes:
        """What comes next of a stream.

        Raises:
            UpstreamFailure: it broke off.
            UnreadableAnswerError: an event is not of the upstream's format.
        """
        stream = self.stream
        if stream is None:
            return b""
        try:
            return stream.feed(await self._read())
        except (UndecodableError, RecursionError) as error:
            raise UnreadableAnswerError(str(error)) from error

    async def _read(self) -> bytes:
        piece = await self._source.read()
        self.complete = self._source.complete  # said before, it means that all is here, not that it was read
        return piece if self._decoder is None else self._decoder.feed(piece)

    async def _take_whole(self) -> None:
        pieces: list[bytes] = []
        size = 0
        while size <= MAX_TRANSLATED_BYTES:
            piece = await self._read()
            pieces.append(piece)
            size += len(piece)
            if self.complete:
                break
        else:
            raise UnreadableAnswer
        body = b"".join(pieces)
        if self.status >= _FIRST_FAILURE:
            self.status, self.body = self._translation.failure(self.status, body)
        elif size <= DIRECT_BYTES:
            self.body = self._translation.answer(body)
        else:
            # several steps in C, each of which may take a good part of a tenth of a second: not one after another
            self.body = await in_task(asyncio.to_thread(self._translation.answer, body))


async def begun(source: Source, translation: Translation) -> TranslatedAnswer:
    """Raises UpstreamFailure."""
    answer = TranslatedAnswer(source, translation)
    await answer.begin()
    return answer
