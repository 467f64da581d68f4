"""The data plane's ASGI entry: `/proxy/{upstream}/{path}` and `/v1/*`, from the caller's head to the last byte."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast
from urllib.parse import unquote, unquote_to_bytes

import msgspec

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.authenticate import authenticate
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Exchange, Leg, Request
from relaydesk.gateway.relay.journal.records import Finished, new_request_id
from relaydesk.gateway.relay.snapshot import ClientKey
from relaydesk.gateway.relay.stream import Body, ClientGoneError, Receive
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.gateway.relay.wire import heads, openai

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

WATCH_AFTER_S = 0.2
MAX_JSON_BYTES = 32 * 1024 * 1024
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,128}")
_BODILESS = frozenset({204, 304})
_TOO_MANY = 429


def owns(path: str) -> bool:
    """Whether a path belongs to the data plane."""
    return path.startswith(("/proxy/", "/v1/"))


class Call:
    """What the front knows of a request before it is one for the relay."""

    __slots__ = (
        "client_key",
        "headers",
        "id",
        "is_openai",
        "method",
        "path",
        "query",
        "receive",
        "request_id",
        "started",
    )

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.started = time.monotonic()
        self.id = new_request_id()
        self.headers: list[tuple[bytes, bytes]] = scope["headers"]
        given = heads.header(self.headers, b"x-request-id")
        self.request_id = given.decode() if given is not None and _REQUEST_ID.fullmatch(given) else self.id
        self.method: str = scope["method"]
        self.path: bytes = scope.get("raw_path") or scope["path"].encode()
        self.query: bytes = scope["query_string"]
        self.is_openai = self.path.startswith(b"/v1/")
        self.receive = receive
        self.client_key: ClientKey | None = None

    def request(self, legs: tuple[Leg, ...], body: Body, model: str | None = None) -> Request:
        return Request(
            self.id,
            self.request_id,
            self.method,
            self.path.decode("latin-1"),
            self.query,
            self.headers,
            body,
            legs,
            self.client_key,
            None,
            model,
        )


class Front:
    """A thin adapter: everything that counts happens in the relay's core."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._young: dict[Exchange, tuple[Receive, asyncio.Task[Any]]] = {}
        self._watchers: dict[Exchange, asyncio.Task[None]] = {}
        self._ticking = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1003, "reason": "the relay speaks HTTP"})
            return
        call = Call(scope, receive)
        exchange: Exchange | None = None
        try:
            request = await self._admit(call, send)
            if request is None:
                return
            task = cast("asyncio.Task[Any]", asyncio.current_task())
            exchange = self._relay.begin(request, call.started, task)
            await self._carry(exchange, call, send, task)
        except RelayError as error:
            await self._refuse(error, call, exchange, send)
        except ClientGoneError:
            if exchange is None:
                self._note_refusal(call, 0, "client_gone")
        finally:
            if exchange is not None:
                self._forget(exchange)

    # -- before it is forwarded ----------------------------------------------------------------------------------

    async def _admit(self, call: Call, send: Send) -> Request | None:
        """Check who asks and where to; None when it is answered already."""
        relay = self._relay
        key = call.client_key = authenticate(call.headers, relay.snapshot, time.time())
        name = f"client_key:{key.id}"
        if not relay.limiter.take_ready(name):
            retry_after_s = await relay.limiter.take(name, key.rate_limit_per_minute)
            if retry_after_s > 0:
                raise errors.rate_limited(key.rate_limit_per_minute, retry_after_s)
        if call.method == "TRACE":  # would echo the pooled key to the caller
            raise RelayError(405, "METHOD_NOT_ALLOWED", "TRACE is not forwarded.")
        return await self._by_model(call, send) if call.is_openai else await self._by_name(call)

    async def _by_name(self, call: Call) -> Request:
        name, slash, rest = call.path[len(b"/proxy/") :].partition(b"/")
        upstream = self._relay.snapshot.upstreams_by_name.get(unquote(name.decode("latin-1")))
        if upstream is None:
            raise errors.upstream_not_found(unquote(name.decode("latin-1")))
        legs = self._relay.leg_to(upstream, slash + rest)
        if legs[0].endpoint.path and not {b".", b".."}.isdisjoint(unquote_to_bytes(rest).split(b"/")):
            raise errors.invalid("path", "must not leave the upstream's base path")
        return call.request(legs, await _body(call))

    async def _by_model(self, call: Call, send: Send) -> Request | None:
        if call.path == b"/v1/models" or call.path.startswith(b"/v1/models/"):
            await self._answer_models(call, send)
            return None
        if call.method != "POST":
            raise errors.route_not_found(call.path.decode("latin-1"))
        body = await _body(call)
        content = await body.read_all(MAX_JSON_BYTES)
        if content is None:
            raise errors.body_too_large(MAX_JSON_BYTES)
        try:
            asked = openai.read_asked(content)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise errors.invalid("model", "the body must be a JSON object that names a model") from error
        return call.request(self._relay.legs_by_model(asked.model, call.path, content), body, asked.model)

    async def _answer_models(self, call: Call, send: Send) -> None:
        if call.method not in ("GET", "HEAD"):
            raise RelayError(405, "METHOD_NOT_ALLOWED", "Models can only be read.")
        routes = self._relay.snapshot.routes
        name = unquote(call.path[len(b"/v1/models/") :].decode("latin-1"))
        if name and name not in routes:
            raise errors.model_not_found(name)
        body = openai.model_body(routes[name]) if name else openai.models_body(routes.values())
        await _respond(send, 200, body, [(b"x-request-id", call.request_id.encode())])

    # -- the answer ----------------------------------------------------------------------------------------------

    async def _carry(self, exchange: Exchange, call: Call, send: Send, task: asyncio.Task[Any]) -> None:
        self._young[exchange] = (call.receive, task)
        if not self._ticking:
            self._ticking = True
            asyncio.get_running_loop().call_later(WATCH_AFTER_S, self._tick)
        try:
            await self._relay.forward(exchange)
            await self._pass_on(exchange, call, send)
        except asyncio.CancelledError:
            if not (exchange.client_gone or self._relay.draining):
                raise
            task.uncancel()  # it was us who cancelled, to leave the upstream wherever we waited
        except UpstreamFailure:
            # The head is out: returning with the body unfinished makes the server break the connection, so that the
            # answer looks as cut as it is.
            return

    async def _pass_on(self, exchange: Exchange, call: Call, send: Send) -> None:
        status = exchange.status
        headers = heads.response_headers(exchange.headers, bodiless=status in _BODILESS)
        exchange.head_at = time.monotonic()
        headers += _own_headers(exchange, call)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        more = True
        while more:
            piece = await exchange.read()
            more = not exchange.complete
            await send({"type": "http.response.body", "body": piece, "more_body": more})
        exchange.finish("done")

    async def _refuse(self, error: RelayError, call: Call, exchange: Exchange | None, send: Send) -> None:
        headers = [(b"x-request-id", call.request_id.encode())]
        if exchange is not None:
            headers = _own_headers(exchange, call)
        elif call.client_key is not None:
            self._note_refusal(call, error.status, error.code)
        if error.retry_after_s is not None:
            headers.append((b"retry-after", b"%d" % max(1, -int(-error.retry_after_s // 1))))
        if error.status == _TOO_MANY and call.client_key is not None:
            limit = call.client_key.rate_limit_per_minute
            headers.append((b"ratelimit-policy", b'"client-key";q=%d;w=60' % limit))
            headers.append((b"ratelimit", b'"client-key";r=0;t=%d' % max(1, -int(-(error.retry_after_s or 1) // 1))))
        if call.is_openai:
            await _respond(send, errors.openai_status(error), errors.openai_body(error), headers)
        else:
            await _respond(send, error.status, errors.own_body(error, call.request_id), headers)

    def _note_refusal(self, call: Call, status: int, error: str) -> None:
        took_us = int((time.monotonic() - call.started) * 1e6)
        gone = error == "client_gone"
        self._relay.refuse(
            Finished(
                id=call.id,
                started_us=time.time_ns() // 1000 - took_us,
                method=call.method,
                path=call.path.decode("latin-1"),
                client_key_id=call.client_key.id if call.client_key is not None else None,
                request_id=call.request_id if call.request_id != call.id else None,
                status=status,
                total_us=took_us,
                end_reason="client_gone" if gone else "refused",
                error=None if gone else error,
            )
        )

    # -- whether the client is still there -----------------------------------------------------------------------

    def _tick(self) -> None:
        """Start watching the clients of requests that outlived a tick; quick ones never cost a watcher."""
        for exchange, (receive, task) in list(self._young.items()):
            if exchange.request.body.arrived:
                del self._young[exchange]
                self._watchers[exchange] = asyncio.create_task(_watch(exchange, receive, task))
        self._ticking = bool(self._young)
        if self._ticking:
            asyncio.get_running_loop().call_later(WATCH_AFTER_S, self._tick)

    def _forget(self, exchange: Exchange) -> None:
        self._young.pop(exchange, None)
        watcher = self._watchers.pop(exchange, None)
        if watcher is not None:
            watcher.cancel()
        self._relay.end(exchange)


async def _watch(exchange: Exchange, receive: Receive, task: asyncio.Task[Any]) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            _leave(exchange, task)
            return


def _leave(exchange: Exchange, task: asyncio.Task[Any]) -> None:
    if not exchange.client_gone:
        exchange.client_gone = True
        task.cancel()


def _own_headers(exchange: Exchange, call: Call) -> list[tuple[bytes, bytes]]:
    return [
        (b"x-relaydesk-upstream", exchange.upstream.name.encode("ascii", "replace")),
        (b"x-relaydesk-attempts", b"%d" % len(exchange.attempts)),
        (b"x-relaydesk-overhead-us", b"%d" % exchange.overhead_us()),
        (b"x-request-id", call.request_id.encode()),
    ]


async def _body(call: Call) -> Body:
    """The caller's body: whole when it came with the head, else still arriving."""
    length = heads.header(call.headers, b"content-length")
    if length is None and heads.header(call.headers, b"transfer-encoding") is None:
        return Body(b"")
    message = await call.receive()
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    first: bytes = message.get("body", b"")
    if not message.get("more_body", False):
        return Body(first, length=length)
    return Body(first, receive=call.receive, length=length)


async def _respond(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    own = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": own + headers})
    await send({"type": "http.response.body", "body": body})
