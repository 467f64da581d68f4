"""Chat completions for callers in this process: through the same pipeline as `/v1`, without HTTP."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from typing import Any

import msgspec

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.accounting.redaction import redact
from relaydesk.gateway.relay.budgets.estimate import expect
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Exchange, Request
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.stream import Body
from relaydesk.gateway.relay.traffic.gate import Ticket
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.gateway.relay.upstream.translated import begun
from relaydesk.gateway.relay.wire.density import DIRECT_BYTES, MOST_READ, SLICE_BYTES, is_too_dense
from relaydesk.gateway.relay.wire.dialects import CHAT_PATH
from relaydesk.gateway.relay.wire.encodings import media_type_of
from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.events import Event, EventReader
from relaydesk.gateway.relay.wire.translate.failures import MAX_MESSAGE_CHARACTERS, find_reason

_FAILED = 400


class _ErrorInAnswerError(UpstreamFailure):
    """An upstream that began to answer says in its answer that it failed; `said` are its words, or empty."""

    def __init__(self, body: bytes) -> None:
        self.said: str = find_reason(body)
        super().__init__("truncated", "the answer holds an error")


async def stream_chat(
    relay: Relay, body: dict[str, Any], *, caller: str, request_id: str | None = None
) -> AsyncGenerator[dict[str, Any], None]:
    """A chat completion: OpenAI's body in, its stream's chunks out.

    `caller` stands in the log where a client key would. Stop iterating (or cancel) and the upstream is left at
    once. A stream that breaks off, or says in itself that it failed, raises instead of ending.

    Raises:
        RelayError: 404 without a route, 502/504 when the upstream failed or broke off, or the status and
            message it refused with.
    """
    exchange = await _open(relay, {**body, "stream": True}, caller, request_id)
    try:
        if exchange.translation is None and media_type_of(exchange.fields) == b"application/json":
            yield _as_chunk(await _completion(exchange))  # its upstream knows no streams
        else:
            async with contextlib.aclosing(_events(exchange)) as events:
                async for event in events:
                    if (chunk := await _chunk_of(event)) is not None:
                        yield chunk
        await relay.settle(exchange, "done")
    except (UpstreamFailure, UnreadableAnswerError, msgspec.DecodeError) as error:
        await relay.settle(exchange, "truncated", error=_kind(error))
        raise _logged(errors.broken_off(exchange.upstream.name, _words(exchange, error))) from error
    finally:
        relay.end(exchange)


async def _events(exchange: Exchange) -> AsyncGenerator[Event, None]:
    reader = EventReader()
    async with contextlib.aclosing(_pieces(exchange)) as pieces:
        async for piece in pieces:
            for start in range(0, len(piece), SLICE_BYTES):
                if start:
                    await asyncio.sleep(0)
                for event in reader.feed(piece[start : start + SLICE_BYTES]):
                    yield event
    for event in reader.end():
        yield event


async def _chunk_of(event: Event) -> dict[str, Any] | None:
    """None of an event that says nothing: the last mark, and JSON that is no object.

    Raises:
        msgspec.DecodeError: it is no JSON, or too much of it.
        UpstreamFailure: it says that the upstream failed.
    """
    if not event.data or event.data == b"[DONE]":
        return None
    chunk = await _decoded(event.data)
    if event.name == b"error" or _is_error(chunk):
        raise _ErrorInAnswerError(event.data)
    return chunk if isinstance(chunk, dict) else None


def _is_error(content: Any) -> bool:
    """As OpenAI (`error`) or vLLM (`object`) write one."""
    return isinstance(content, dict) and (bool(content.get("error")) or content.get("object") == "error")


def _as_chunk(completion: dict[str, Any]) -> dict[str, Any]:
    """A completion in one piece as the only chunk of a stream."""
    choices = completion.get("choices")
    if not isinstance(choices, list):
        return completion
    deltas = [{**choice, "delta": choice.get("message")} if isinstance(choice, dict) else choice for choice in choices]
    return {**completion, "choices": deltas}


async def _completion(exchange: Exchange) -> dict[str, Any]:
    body = await _read_all(exchange)
    content = await _decoded(body)
    if _is_error(content):
        raise _ErrorInAnswerError(body)
    if not isinstance(content, dict):
        raise UpstreamFailure("protocol", "the answer is no object")
    return content


async def _decoded(data: bytes) -> Any:
    try:
        if len(data) <= DIRECT_BYTES:
            return msgspec.json.decode(data)
        if is_too_dense(data, MOST_READ):
            raise msgspec.DecodeError("holds too many values")
        return await asyncio.to_thread(msgspec.json.decode, data)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError("is no text, or is nested too deep") from error


async def chat(relay: Relay, body: dict[str, Any], *, caller: str, request_id: str | None = None) -> dict[str, Any]:
    """A chat completion in one piece; otherwise like `stream_chat`."""
    exchange = await _open(relay, {**body, "stream": False}, caller, request_id)
    try:
        content = await _completion(exchange)
        await relay.settle(exchange, "done")
        return content
    except (UpstreamFailure, UnreadableAnswerError, msgspec.DecodeError) as error:
        await relay.settle(exchange, "truncated", error=_kind(error))
        raise _logged(errors.broken_off(exchange.upstream.name, _words(exchange, error))) from error
    finally:
        relay.end(exchange)


async def _open(relay: Relay, body: dict[str, Any], caller: str, request_id: str | None) -> Exchange:
    started = time.monotonic()
    content = msgspec.json.encode(body)
    model = str(body.get("model", ""))
    record_id = new_request_id()
    request = Request(
        id=record_id,
        request_id=request_id or record_id,
        method="POST",
        path=CHAT_PATH.decode(),
        query=b"",
        headers=[(b"content-type", b"application/json"), (b"accept-encoding", b"identity")],
        body=Body.of(content),
        legs=relay.legs.by_model(model, CHAT_PATH, content),
        via=relay.hop.request_via,
        caller=caller,
        model=model,
    )
    request.holdings = await _let_in(relay, request)
    try:
        exchange = relay.begin(request, started, asyncio.current_task())
    except RelayError:
        for ticket in request.holdings:
            ticket.put_back()
        raise
    try:
        await relay.forward(exchange)
        exchange.head_at = time.monotonic()
        await _check_accepted(exchange)
    except UpstreamFailure as error:
        await relay.settle(exchange, "truncated", error=error.kind)
        relay.end(exchange)
        raise _logged(errors.broken_off(exchange.upstream.name)) from error
    except BaseException as error:
        if isinstance(error, RelayError):
            _logged(error)
        exchange.finish("done" if isinstance(error, RelayError) else "client_gone")
        relay.end(exchange)
        raise
    return exchange


async def _let_in(relay: Relay, request: Request) -> tuple[Ticket, ...]:
    """At the limits of the route."""
    route = relay.snapshot.routes.get(request.model or "")
    limits = route.limits if route is not None else None
    if limits is None:
        return ()
    expected = expect(request.body.whole, None)
    tokens = expected.tokens_in + expected.tokens_out
    return (await relay.traffic.let_in(f"The model '{request.model}'", limits, request.id, tokens),)


def _logged(error: RelayError) -> RelayError:
    error.is_logged = True
    return error


def _kind(error: Exception) -> str:
    return error.kind if isinstance(error, UpstreamFailure) else "protocol"


def _words(exchange: Exchange, error: Exception) -> str:
    """The upstream's own."""
    return _without_secrets(exchange, error.said) if isinstance(error, _ErrorInAnswerError) else ""


def _without_secrets(exchange: Exchange, said: str) -> str:
    """Upstreams repeat the key that they refuse."""
    return redact(said, exchange.secret, limit=MAX_MESSAGE_CHARACTERS, is_cut=len(said) >= MAX_MESSAGE_CHARACTERS)


async def _check_accepted(exchange: Exchange) -> None:
    if exchange.status >= _FAILED:
        said = _without_secrets(exchange, find_reason(await _read_all(exchange)))
        raise errors.upstream_refused(exchange.status, exchange.upstream.name, said)


async def _read_all(exchange: Exchange) -> bytes:
    async with contextlib.aclosing(_pieces(exchange)) as pieces:
        return b"".join([piece async for piece in pieces])


async def _pieces(exchange: Exchange) -> AsyncGenerator[bytes, None]:
    """The answer in OpenAI's format, whichever the upstream's is.

    Raises:
        UpstreamFailure: it broke off.
        UnreadableAnswerError: it is not of the upstream's format.
    """
    if exchange.translation is None:
        while piece := await exchange.read():
            yield piece
        return
    answer = exchange.translated_answer or await begun(exchange, exchange.translation)
    yield answer.body
    stream = answer.stream
    if stream is None:
        return
    try:
        while not answer.complete:
            yield await answer.more()
        yield await answer.end()
    finally:
        if stream.tokens is not None:
            exchange.tokens = stream.tokens
    if not (stream.finished or stream.failed):
        raise UpstreamFailure("truncated", "the stream ended before its end")
