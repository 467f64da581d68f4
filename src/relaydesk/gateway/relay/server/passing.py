"""An upstream's answer on its way to the client: as it came, or told in the client's own format."""

import time
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.exchange import Exchange
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.gateway.relay.wire import heads
from relaydesk.gateway.relay.wire.dialects import Translation
from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.streams.conversion import Conversion

MAX_TRANSLATED_BYTES: Final = 32 * 1024 * 1024
_FAILED: Final = 400
_OWN_LINES: Final = (
    b"x-content-type-options: nosniff\r\n"
    b"x-relaydesk-upstream: %b\r\nx-relaydesk-attempts: %d\r\nx-relaydesk-overhead-us: %d\r\n"
)
_REPLACED: Final = (b"content-type:", b"content-encoding:", b"etag:")


def own_lines(exchange: Exchange) -> bytes:
    """The header lines that each forwarded answer gets."""
    return _OWN_LINES % (
        exchange.upstream.name.encode("ascii", "replace"),
        len(exchange.attempts),
        exchange.overhead_us(),
    )


async def pass_on(exchange: Exchange, call: Call, request_id: bytes) -> None:
    """Pass an answer on as it comes.

    Raises:
        UpstreamFailure: it broke off; the head is out.
        RelayError: it could not be translated; nothing is out.
    """
    lines, length = heads.answer_lines(exchange.headers)
    exchange.head_at = time.monotonic()
    lines.append(own_lines(exchange))
    lines.append(b"x-request-id: %b\r\n" % request_id)
    if exchange.translation is not None:
        await _pass_translated(exchange, call, exchange.translation, lines)
        return
    piece = exchange.take()
    complete = exchange.complete
    call.answer(exchange.status, lines, length=length, body=piece, complete=complete)
    while not complete:
        if call.is_slow:
            await call.drain()
        piece = await exchange.read()
        complete = exchange.complete
        call.write(piece, complete=complete)


async def _pass_translated(exchange: Exchange, call: Call, translation: Translation, lines: list[bytes]) -> None:
    kind = next((value for name, value in exchange.headers if name == b"content-type"), b"")
    lines = [line for line in lines if not line.startswith(_REPLACED)]
    if exchange.status < _FAILED and kind.startswith(b"text/event-stream"):
        await _pass_stream(exchange, call, translation, lines)
        return
    body = await _whole(exchange)
    status = exchange.status
    if status >= _FAILED:
        status, body = translation.failure(status, body)
    else:
        try:
            body = translation.answer(body)
        except UnreadableAnswerError as error:
            raise errors.answer_unreadable(exchange.upstream.name) from error
    lines.append(b"content-type: application/json\r\n")
    call.answer(status, lines, length=len(body), body=body, complete=True)


async def _whole(exchange: Exchange) -> bytes:
    pieces: list[bytes] = []
    try:
        while exchange.bytes_out <= MAX_TRANSLATED_BYTES:
            piece = await exchange.read()
            pieces.append(piece)
            if exchange.complete:
                return b"".join(pieces)
    except UpstreamFailure as failure:
        raise errors.broken_off(exchange.upstream.name) from failure
    raise errors.answer_unreadable(exchange.upstream.name)


async def _pass_stream(exchange: Exchange, call: Call, translation: Translation, lines: list[bytes]) -> None:
    stream = translation.stream()
    lines.append(b"content-type: text/event-stream\r\n")
    call.answer(exchange.status, lines, length=None, body=b"", complete=False)
    try:
        await _convert(exchange, call, stream)
    except UnreadableAnswerError as error:
        unreadable = errors.answer_unreadable(exchange.upstream.name)
        call.write(error.written + translation.last_event(unreadable), complete=False)
        raise UpstreamFailure("protocol", "the stream is not of the upstream's format") from error
    except UpstreamFailure:
        call.write(stream.end(), complete=False)
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


async def _convert(exchange: Exchange, call: Call, stream: Conversion) -> None:
    complete = False
    while not complete:
        if call.is_slow:
            await call.drain()
        piece = await exchange.read()
        complete = exchange.complete
        if written := stream.feed(piece):
            call.write(written, complete=False)
    if written := stream.end():
        call.write(written, complete=False)
