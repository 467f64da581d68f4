"""An upstream's answer on its way to the client: as it came, or translated into the client's format."""

import asyncio
import time
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.exchange import Exchange
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.upstream.failure import UnreadableAnswer, UpstreamFailure
from relaydesk.gateway.relay.upstream.translated import TranslatedAnswer, begun
from relaydesk.gateway.relay.wire import heads
from relaydesk.gateway.relay.wire.density import SLICE_BYTES
from relaydesk.gateway.relay.wire.dialects import Translation
from relaydesk.gateway.relay.wire.encodings import media_type_of
from relaydesk.gateway.relay.wire.hop import Hop
from relaydesk.gateway.relay.wire.stream_usage import UsageFilter
from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.streams.conversion import Conversion

_OWN_LINES: Final = b"x-relaydesk-upstream: %b\r\nx-relaydesk-attempts: %d\r\nx-relaydesk-overhead-us: %d\r\n"
_REPLACED: Final = (b"content-type:", b"content-encoding:", b"etag:")


def own_lines(exchange: Exchange) -> bytes:
    """The header lines that tell what was done to get an answer."""
    return _OWN_LINES % (
        exchange.upstream.name.encode("ascii", "replace"),
        len(exchange.attempts),
        exchange.overhead_us(),
    )


async def pass_on(exchange: Exchange, call: Call, request_id: bytes, hop: Hop) -> None:
    """Pass an answer on as it comes; `hop` is what it tells the client of us.

    Raises:
        UpstreamFailure: it broke off; the head is out.
        RelayError: it could not be translated; nothing is out.
    """
    lines, length = heads.answer_lines(exchange.headers)
    exchange.head_at = time.monotonic()
    answer, flow = exchange.answer, call.flow
    said = hop.answer_lines_1_0 if answer is not None and answer.is_http_1_0 else hop.answer_lines
    lines += (said, own_lines(exchange), b"x-request-id: %b\r\n" % request_id)
    if exchange.translation is not None:
        await _pass_translated(exchange, call, exchange.translation, lines)
        return
    if exchange.leg.strips_usage and media_type_of(exchange.fields) == b"text/event-stream":
        await _pass_without_usage(exchange, call, lines)
        return
    piece = exchange.count(answer.take()) if answer is not None else b""
    complete = answer is None or answer.complete
    call.answer(exchange.status, lines, length=length, body=piece, complete=complete)
    while answer is not None and not complete:  # for each event of a stream: as little as can be
        if flow.write_paused:
            await flow.drain()
        piece = exchange.count(await answer.read())
        complete = answer.complete
        call.write(piece, complete=complete)


async def _pass_without_usage(exchange: Exchange, call: Call, lines: list[bytes]) -> None:
    """The stream less the chunk that the client did not ask for."""
    usage_filter = UsageFilter()
    call.answer(exchange.status, lines, length=None, body=b"", complete=False)
    complete = False
    while not complete:
        if call.is_slow:
            await call.drain()
        piece = await exchange.read()
        complete = exchange.complete
        for start in range(SLICE_BYTES, len(piece), SLICE_BYTES):  # nearly every piece is one slice
            call.write(usage_filter.feed(piece[start - SLICE_BYTES : start]), complete=False)
            await asyncio.sleep(0)
        last = usage_filter.feed(piece[(len(piece) - 1) // SLICE_BYTES * SLICE_BYTES :])
        call.write(last + usage_filter.end() if complete else last, complete=complete)


async def _pass_translated(exchange: Exchange, call: Call, translation: Translation, lines: list[bytes]) -> None:
    answer = exchange.translated_answer
    if answer is None:
        try:
            answer = await begun(exchange, translation)
        except UnreadableAnswer as failure:
            raise errors.answer_unreadable(exchange.upstream.name) from failure
        except UpstreamFailure as failure:
            raise errors.broken_off(exchange.upstream.name) from failure
    lines = [line for line in lines if not line.startswith(_REPLACED)]
    if answer.stream is not None:
        await _pass_stream(exchange, call, translation, answer, answer.stream, lines)
        return
    lines.append(b"content-type: application/json\r\n")
    call.answer(answer.status, lines, length=len(answer.body), body=answer.body, complete=True)


async def _pass_stream(
    exchange: Exchange,
    call: Call,
    translation: Translation,
    answer: TranslatedAnswer,
    stream: Conversion,
    lines: list[bytes],
) -> None:
    lines.append(b"content-type: text/event-stream\r\n")
    call.answer(exchange.status, lines, length=None, body=answer.body, complete=False)
    try:
        await _convert(call, answer)
    except UnreadableAnswerError as error:
        unreadable = errors.answer_unreadable(exchange.upstream.name)
        call.write(error.written + translation.last_event(unreadable), complete=False)
        raise UpstreamFailure("protocol", "the stream is not of the upstream's format") from error
    except UpstreamFailure:
        call.write(stream.end(is_orderly=False), complete=False)
        if not (stream.finished or stream.failed):
            call.write(translation.last_event(errors.broken_off(exchange.upstream.name)), complete=False)
        raise
    finally:
        if stream.tokens is not None:
            exchange.tokens = stream.tokens
    if not (stream.finished or stream.failed):
        call.write(translation.last_event(errors.broken_off(exchange.upstream.name)), complete=False)
        raise UpstreamFailure("truncated", "the stream ended before its end")
    call.write(b"", complete=True)


async def _convert(call: Call, answer: TranslatedAnswer) -> None:
    while not answer.complete:
        if call.is_slow:
            await call.drain()
        if written := await answer.more():
            call.write(written, complete=False)
    if written := await answer.end():
        call.write(written, complete=False)
