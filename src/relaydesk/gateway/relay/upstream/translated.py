"""An upstream's answer translated for its client, begun before anything is sent: until then another may be asked."""

import asyncio
from collections.abc import Iterator
from typing import Final, Protocol

from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.upstream.failure import UnreadableAnswer
from relaydesk.gateway.relay.wire.density import DIRECT_BYTES, SLICE_BYTES
from relaydesk.gateway.relay.wire.dialects import Translation
from relaydesk.gateway.relay.wire.encodings import Decoder, UndecodableError, media_type_of
from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.streams.conversion import Conversion

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
    """After `begin`: `status` and, of a whole answer, all of its `body`; of a stream what can be sent at first.

    A stream is translated in slices with a turn of the loop between, and nothing is read ahead of what is translated.
    """

    def __init__(self, source: Source, translation: Translation) -> None:
        self._source = source
        self._translation = translation
        self.status = source.status
        self.body = b""
        self.complete = False  # whether all of the upstream's answer was read and translated
        is_events = media_type_of(source.fields) == b"text/event-stream" and self.status < _FIRST_FAILURE
        self.stream = translation.stream() if is_events else None
        self._decoder: Decoder | None = None
        self._slices: Iterator[bytes] | None = None  # of a piece that is not all translated yet
        self._is_all_read = False

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
                self.body = await self._translate_next(self.stream)
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
            return await self._translate_next(stream)
        except (UndecodableError, RecursionError) as error:
            raise UnreadableAnswerError(str(error)) from error

    async def end(self) -> bytes:
        """What is still to be written of a stream that has closed in good order."""
        stream = self.stream
        if stream is None:
            return b""
        return await in_task(asyncio.to_thread(stream.end)) if stream.reader.is_large else stream.end()

    async def _translate_next(self, stream: Conversion) -> bytes:
        data = await self._next_slice()
        # an event that is no larger than a slice is translated at once; pieces of another are only put aside
        if stream.reader.is_large and (b"\n" in data or b"\r" in data):
            return await in_task(asyncio.to_thread(stream.feed, data))
        return stream.feed(data)

    async def _next_slice(self) -> bytes:
        if self._slices is not None:
            await asyncio.sleep(0)
            data = next(self._slices, None)
            if data is not None:
                return data
            self._slices = None
            if self._is_all_read:
                self.complete = True
                return b""
        piece = await self._source.read()
        self._is_all_read = self._source.complete  # said before, it means that all is here, not that it was read
        if self._decoder is None and len(piece) <= SLICE_BYTES:  # nearly all of them
            self.complete = self._is_all_read
            return piece
        self._slices = _slices(piece, self._decoder)
        return next(self._slices, b"")

    async def _take_whole(self) -> None:
        pieces: list[bytes] = []
        size = 0
        while not self.complete:
            piece = await self._source.read()
            self.complete = self._source.complete
            for part in (piece,) if self._decoder is None else self._decoder.parts(piece):
                pieces.append(part)
                size += len(part)
                if size > MAX_TRANSLATED_BYTES:
                    raise UnreadableAnswer
                if self._decoder is not None and len(part) > SLICE_BYTES:
                    await asyncio.sleep(0)
        body = b"".join(pieces)
        if size <= DIRECT_BYTES:
            self._translate_whole(body)
        else:
            # several steps in C, each of which may take a good part of a tenth of a second: not one after another
            await in_task(asyncio.to_thread(self._translate_whole, body))

    def _translate_whole(self, body: bytes) -> None:
        if self.status >= _FIRST_FAILURE:
            self.status, self.body = self._translation.failure(self.status, body)
        else:
            self.body = self._translation.answer(body)


def _slices(piece: bytes, decoder: Decoder | None) -> Iterator[bytes]:
    """A piece of a stream, each part of it unpacked when it is asked for."""
    for part in (piece,) if decoder is None else decoder.parts(piece):
        yield part[:SLICE_BYTES]
        for start in range(SLICE_BYTES, len(part), SLICE_BYTES):
            yield part[start : start + SLICE_BYTES]


async def begun(source: Source, translation: Translation) -> TranslatedAnswer:
    """Raises UpstreamFailure."""
    answer = TranslatedAnswer(source, translation)
    await answer.begin()
    return answer
