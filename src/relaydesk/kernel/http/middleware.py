"""Owns the ASGI middleware of the control plane: request id, metrics, body limit, security headers. Pure ASGI."""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog

from relaydesk.kernel.errors import BodyTooLarge, Internal, LoopDetected, RelaydeskError
from relaydesk.kernel.http.rendering import error_response
from relaydesk.kernel.observe import metrics, tracing

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = structlog.get_logger(__name__)

_CSP = (
    "default-src 'self'; img-src 'self' data: https: http:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
)


class RequestContext:
    """Accepts or creates the request id, echoes it, counts and times the request by its route template."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = tracing.accept_request_id(headers.get(b"x-request-id", b"").decode("latin-1"))
        tracing.bind(request_id, tracing.child_traceparent(headers.get(b"traceparent", b"").decode("latin-1")))
        tracing.client_address_var.set(scope["client"][0] if scope.get("client") else "")
        status = 500
        began = time.perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
            await send(message)

        metrics.HTTP_ACTIVE.inc()
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            metrics.HTTP_ACTIVE.dec()
            self._count(scope, status, time.perf_counter() - began)

    @staticmethod
    def _count(scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "unmatched"
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        metrics.HTTP_REQUESTS.labels(method, route, str(status)).inc()
        metrics.HTTP_DURATION.labels(method, route).observe(seconds)
        metrics.REQUEST_COUNT.inc()
        metrics.REQUEST_DURATION.observe(seconds)
        if status >= 500:  # noqa: PLR2004 - a server error by RFC 9110
            metrics.ERROR_COUNT.inc()


_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}


class LoopRefusal:
    """Refuses what the relay has sent on and a proxy has brought back: it would act with our own address."""

    def __init__(self, app: App, has_passed: Callable[[Iterable[tuple[bytes, bytes]]], bool]) -> None:
        self._app = app
        self._has_passed = has_passed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._has_passed(scope["headers"]):
            raise LoopDetected
        await self._app(scope, receive, send)


class ErrorBoundary:
    """Renders whatever escapes as one JSON error; never a trace, never a bare 500."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = complete = False

        async def watch(message: Message) -> None:
            nonlocal started, complete
            started = started or message["type"] == "http.response.start"
            complete = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except RelaydeskError as error:
            if started:
                raise
            await error_response(error)(scope, receive, send)
        except Exception:
            if complete:
                return  # it was logged and rendered further in
            log.exception("unhandled_error", path=scope["path"])
            if started:
                raise
            await error_response(Internal())(scope, receive, send)


STRANGERS_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class StreamedBody:
    """One operation that looks who sends its body before it reads that piece by piece, and holds nothing of it.

    `path` has a part in braces where any will do: `/things/{id}/file`.
    """

    method: str
    path: str
    limit_bytes: int

    def is_of(self, method: str, path: str) -> bool:
        own, parts = self.path.split("/"), path.split("/")
        is_there = len(own) == len(parts) and all(o == p or o.startswith("{") for o, p in zip(own, parts, strict=True))
        return method == self.method and is_there


class BodyLimit:
    """Refuses bodies over `limit_bytes` with 413, by their stated length and by what really comes.

    `wider` are resources that take more than that, by the beginning of their path, and how much. Who has nothing to
    write here (not `may_write`) may send `STRANGERS_BYTES`: a body is read and parsed before an endpoint looks who
    sends it. `streamed` are operations of which neither holds: they look first, and hold nothing.
    """

    def __init__(
        self,
        app: App,
        *,
        limit_bytes: int,
        may_write: Callable[[Scope], Awaitable[bool]],
        wider: Mapping[str, int] | None = None,
        streamed: Sequence[StreamedBody] = (),
    ) -> None:
        self._app = app
        self._limit = limit_bytes
        self._may_write = may_write
        self._wider = wider or {}
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = self._body(scope, receive, send)
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if stated.isdigit():
            await body.check(int(stated[:20]))
        await self._app(scope, body.receive, body.send)

    def _body(self, scope: Scope, receive: Receive, send: Send) -> "_Body":
        path = scope["path"]
        for one in self._streamed:
            if one.is_of(scope["method"], path):
                return _Body(scope, receive, send, one.limit_bytes, None)
        resource = next((name for name in self._wider if path == name or path.startswith(f"{name}/")), None)
        limit = self._limit if resource is None else self._wider[resource]
        return _Body(scope, receive, send, limit, self._may_write)


class _Body:
    """The body of one request as it comes; refused in the middle, whatever the application makes of that."""

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        limit: int,
        may_write: Callable[[Scope], Awaitable[bool]] | None,
    ) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._limit = limit
        self._may_write = may_write
        self._received = 0
        self._is_checked = may_write is None
        self._refusal: RelaydeskError | None = None
        self._is_refused = False

    async def check(self, size: int) -> None:
        """Asks who sends it once it turns out to be a large one. Raises BodyTooLarge or TokenExpired."""
        if size > self._limit:
            raise BodyTooLarge(limit_bytes=self._limit)
        if size > STRANGERS_BYTES and not self._is_checked:
            self._is_checked = True
            if self._may_write is not None and not await self._may_write(self._scope):
                raise BodyTooLarge(limit_bytes=STRANGERS_BYTES)

    async def receive(self) -> Message:
        message = await self._receive()
        self._received += len(message.get("body", b""))
        try:
            await self.check(self._received)
        except RelaydeskError as error:
            self._refusal = error
            raise
        return message

    async def send(self, message: Message) -> None:
        """Whoever parses a body makes an error of its own of a refusal: ours is sent in its place."""
        if self._refusal is None:
            await self._send(message)
        elif not self._is_refused:
            self._is_refused = True
            await error_response(self._refusal)(self._scope, self._receive, self._send)


class SecurityHeaders:
    """Adds the usual guards; a response that sets its own Content-Security-Policy keeps it.

    JSON is never stored, as it may hold tokens. Redirects name no host: the one in the request is the caller's to
    choose, and whatever lies between could keep the answer for others.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, _local(value) if name == b"location" else value) for name, value in message["headers"]
                ]
                message["headers"] = [*headers, *_guards(dict(headers), scope)]
            await send(message)

        await self._app(scope, receive, guarded)


def _guards(present: Mapping[bytes, bytes], scope: Scope) -> list[tuple[bytes, bytes]]:
    guards = [*_GUARDS, (b"content-security-policy", f"{_CSP}; frame-ancestors 'none'".encode())]
    if present.get(b"content-type", b"").startswith(b"application/json"):
        guards.append((b"cache-control", b"no-store"))
    if scope.get("scheme") == "https":  # by our own TLS, or as a trusted proxy forwards it
        guards.append((b"strict-transport-security", b"max-age=31536000"))
    return [(name, value) for name, value in guards if name not in present]


def _local(location: bytes) -> bytes:
    """A redirect of ours as a path on this host; we send nobody elsewhere."""
    parts = urlsplit(location)
    path = b"/" + parts.path.lstrip(b"/\\")
    return path + (b"?" + parts.query if parts.query else b"")


_GUARDS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
