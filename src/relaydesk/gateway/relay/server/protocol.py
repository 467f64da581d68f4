"""uvicorn's protocol, which hands our paths to the relay as `Call`s.

Both planes share connection, parser and pipeline; a call differs from uvicorn's own request cycle in what it costs: no
ASGI scope, no task, no messages, and a small answer leaves in one write.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from relaydesk.gateway.relay.errors import RelayError, inference_body, own_body
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.loop.fiber import Fiber
from relaydesk.gateway.relay.loop.outbox import outbox_of
from relaydesk.gateway.relay.server.admission import check_head, check_version, refusal_of, target_of
from relaydesk.gateway.relay.server.call import STATUS_LINES, Call, Headers, reset
from relaydesk.gateway.relay.server.own import JSON_LINE, own_head
from relaydesk.gateway.relay.server.pieces import Pieces, RestOfBody
from relaydesk.gateway.relay.wire.octets import HASH
from relaydesk.kernel.http.connections import ConnectionBounds, OpenConnections, Pace, TooManyConnections
from relaydesk.kernel.live.stream import CUT_OFF, DETACH, Stream

Serve = Callable[[Call], Coroutine[Any, None, None]]

PREFIXES: Final = (b"/proxy/", b"/v1/", b"/v2/", b"/v2?")
INFERENCE: Final = b"/v2"  # whose protocol has a shape of its own for errors
MAX_HEAD_BYTES: Final = 64 * 1024
_TIMER_RESOLUTION_S: Final = 0.01
LINGER_S: Final = 1.0
UNREAD_ANSWER_S = 60.0  # an answer of which its client takes nothing for so long is given up


_NO_HOST: Final = b" "  # what no header says
_FRAMING: Final = frozenset({b"content-length", b"transfer-encoding"})


class RelayProtocol(HttpToolsProtocol):
    """One connection; `serve` answers its calls, all else is for uvicorn's own cycle."""

    cycle: Any  # uvicorn's request cycle or a Call: of the latest request whose head was read
    on_body: Any  # what the parser calls with each piece of a body

    def __init__(
        self, serve: Serve, bounds: ConnectionBounds, opened: OpenConnections, *args: Any, **kwargs: Any
    ) -> None:
        self._pieces = Pieces()
        self.on_body = self._pieces.add  # before there is the parser, which asks for it once
        super().__init__(*args, **kwargs)
        self.ws_protocol_class = None  # nothing here speaks WebSocket; whoever asks for it gets a plain answer
        self._serve = serve
        self._bounds = bounds
        self._opened = opened
        self._network: str | None = None  # that it is counted by
        self._pace = Pace()
        self._body_bytes = 0  # received by uvicorn's cycle
        self._is_body_whole = False  # likewise
        self._url = b""
        self._headers: Headers = []
        self.outbox = outbox_of(self.loop)
        self._call: Call | None = None  # whose body the parser is in
        self._fresh: Call | None = None  # to begin once the parser is through
        self._active: Call | None = None  # being answered
        self._head_bytes = 0
        self._host = _NO_HOST  # that was found to be one
        self._idle_since = 0.0
        self._stream: Stream | None = None  # that the connection was left to
        self._is_ending = False  # the last answer is written

    # -- asyncio.Protocol ------------------------------------------------------------------------------------------

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._transport = transport
        self._idle_since = self.loop.time()
        if self.client is not None:
            try:
                self._network = self._opened.enter(self.client[0])
            except TooManyConnections:
                self._turn_away(429, "TOO_MANY_CONNECTIONS", "This address has too many connections open.")
                return
        self.timeout_keep_alive_task = self.loop.call_later(self._bounds.look_every_s, self._look)

    def data_received(self, data: bytes) -> None:
        if self._stream is not None or self._is_ending:
            return  # nothing can be asked on a connection that streams until its end, or was answered for the last time
        self._head_bytes += len(data)
        arriving = self._call  # of whose body this may be the end, and of others' heads the beginning
        try:
            self.parser.feed_data(data)
            if self._pieces.waiting:
                self._pass_on()
        except httptools.HttpParserError as error:
            refused = refusal_of(error, data)
            self._turn_away(refused.status, refused.code, refused.message)
            return
        except httptools.HttpParserUpgrade as switch:
            self._upgrade(data[switch.args[0] :])
        if self._head_bytes > MAX_HEAD_BYTES:
            if self._headers or len(self._url) <= MAX_HEAD_BYTES // 2:
                self._turn_away(431, "HEADERS_TOO_LARGE", f"The headers are larger than {MAX_HEAD_BYTES} bytes.")
            else:
                self._turn_away(414, "URI_TOO_LONG", f"The request target is longer than {MAX_HEAD_BYTES} bytes.")
            return
        fresh = self._fresh
        if fresh is not None:
            self._fresh = None
            self._begin(fresh)
        elif arriving is not None:
            arriving.body.tell()
        if self._pieces.were_many:
            self._slow_down()

    def _slow_down(self) -> None:
        """Let the others have their turn before more is read of what comes in many pieces, or read no more of it."""
        self._pieces.were_many = False
        if self._transport.is_closing() or self._is_ending:
            return
        if self._pieces.are_too_many:
            if self.cycle is not None and self.cycle.response_complete:
                self._close_in_stages()  # it is answered
            else:
                self._turn_away(400, "BAD_REQUEST", "The body comes in too many small chunks.")
        elif not self.flow.read_paused:
            self.flow.pause_reading()
            self.loop.call_soon(self._read_on)

    def _read_on(self) -> None:
        if not self._transport.is_closing():
            self.flow.resume_reading()

    def _upgrade(self, rest: bytes) -> None:
        call = self._call
        if call is not None:
            # The parser reads nothing after a request that asks for another protocol, not even its body.
            call.wants_upgrade, call.keep_alive = True, False
            framing = [(name, value) for name, value in call.headers if name in _FRAMING]
            if framing:
                call.body.reopen(call)
                self.parser = httptools.HttpRequestParser(RestOfBody(self.on_body, self.on_message_complete))
                head = b"".join(b"%b: %b\r\n" % field for field in framing)
                self.data_received(b"POST / HTTP/1.1\r\n%b\r\n%b" % (head, rest))
        elif self.cycle is not None:
            self.cycle.keep_alive = False

    def _look(self) -> None:
        """Turn away a client whose head or body comes too slowly, close what is idle; one timer serves all requests."""
        if self._is_ending:
            return
        now, next_s, cycle = self.loop.time(), self._bounds.look_every_s, self.cycle
        if self.flow.write_paused or self._transport.is_closing():  # which waits until all is written
            unread = ("answer", self._transport.get_write_buffer_size())
            if self._pace.has_stalled(unread, 0, within_s=UNREAD_ANSWER_S, now=now):
                reset(self._transport)  # or the system waits on with what it has of it
                return
        elif self._is_body_awaited():
            received = cycle.body.size if isinstance(cycle, Call) else self._body_bytes
            if self._pace.has_stalled(cycle, received, within_s=self._bounds.body_s, now=now):
                self._time_out("body")
        elif cycle is not None and not cycle.response_complete:
            self._pace.rest()
        elif self._head_bytes:
            if self._pace.has_stalled(self._idle_since, 0, within_s=self._bounds.head_s, now=now):
                self._time_out("head")
        else:
            self._pace.rest()
            left_s = self.timeout_keep_alive - (now - self._idle_since)
            if left_s <= _TIMER_RESOLUTION_S:
                self.transport.close()
            else:
                next_s = min(next_s, left_s)
        self.timeout_keep_alive_task = self.loop.call_later(next_s, self._look)

    def _is_body_awaited(self) -> bool:
        """Whether more of a request's body is to come, and it is the client alone that keeps it."""
        cycle = self.cycle
        if cycle is None or self.flow.read_paused:
            return False
        if isinstance(cycle, Call):
            return not (cycle.body.arrived or cycle.expects_continue)
        return not self._is_body_whole and not cycle.waiting_for_100_continue

    def _time_out(self, part: str) -> None:
        """Answer 408, where nothing else is answered on this connection already."""
        cycle = self.cycle
        is_asked = cycle is not None and (part == "body" or not cycle.response_complete)
        if is_asked and (cycle.response_started or self.pipeline):
            self._transport.close()
            return
        self._answer(408, "REQUEST_TIMEOUT", f"The {part} of the request came too slowly.")
        if isinstance(cycle, Call):
            cycle.leave(is_late=True)
        elif is_asked:
            cycle.disconnected = True
            cycle.message_event.set()

    def connection_lost(self, exc: Exception | None) -> None:
        active, call = self._active, self._call
        self._active = self._fresh = self._call = None  # which refer to this
        if self._network is not None:
            self._opened.leave(self._network)
            self._network = None
        if self._stream is not None:
            self._stream.gone()
        if isinstance(self.cycle, Call):
            self.cycle = None
        self.pipeline.clear()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self.cycle = None
        self.scope = {}  # type: ignore[typeddict-item]
        if active is not None:
            active.leave()
        if call is not None:
            call.body.break_off()  # of one whose turn has not come

    def shutdown(self) -> None:
        """As uvicorn's; a stream is ended whole, so that its reader knows to come back."""
        if self._stream is not None:
            self._stream.end()
        else:
            super().shutdown()

    def _turn_away(self, status: int, code: str, message: str) -> None:
        """Answer what cannot be read as a request; in the middle of an answer the connection can only be ended."""
        self._fresh = None
        active = self._active
        if active is not None and not active.response_complete:
            if active.response_started or active.body.arrived:
                self.transport.close()
            else:
                self._answer(status, code, message)
            active.leave()
            return
        cycle = self.cycle
        is_asked = cycle is not None and not isinstance(cycle, Call) and not cycle.response_complete
        if is_asked and (cycle.response_started or self.pipeline):
            self.transport.close()
            return
        self._answer(status, code, message)
        if is_asked:
            cycle.disconnected = True
            cycle.message_event.set()

    def _answer(self, status: int, code: str, message: str) -> None:
        """As the last thing on this connection."""
        request_id = new_request_id()
        if self._url.startswith(INFERENCE):
            body = inference_body(message)
        else:
            body = own_body(RelayError(status, code, message), request_id)
        head = b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body)
        self.transport.write(b"".join((STATUS_LINES[status], *own_head(request_id.encode()), JSON_LINE, head, body)))
        self._close_in_stages()

    def _close_in_stages(self) -> None:
        """Drop what still comes for a moment: closed at once, the answer would be lost to a reset (RFC 9112, 9.6)."""
        if self._transport.is_closing() or not self._transport.can_write_eof():
            self.transport.close()
            return
        self._is_ending = True
        self.pipeline.clear()
        self._transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(LINGER_S, self._transport.close)

    # -- httptools callbacks ---------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._url = b""
        self._headers = []
        self._call = None

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self._head_bytes = 0
        url = self._url
        if not url.startswith(b"/"):
            url = target_of(self.parser.get_method(), url)
        if url.startswith(PREFIXES) or url in (b"*", INFERENCE):
            self._take(url)
            return
        version = self.parser.get_http_version()
        check_version(version)
        fields = dict(self._headers)
        check_head(version, self._url, fields, self._headers)
        # What uvicorn's own on_message_begin and on_header would have prepared.
        super().on_message_begin()
        self.url = self._url
        self.headers.extend(self._headers)
        self._body_bytes = 0
        self._is_body_whole = False
        self.expect_100_continue = version == "1.1" and fields.get(b"expect", b"").lower() == b"100-continue"
        super().on_headers_complete()
        extensions: dict[str, Any] = {
            DETACH: partial(self._detach, self.cycle),
            CUT_OFF: partial(reset, self._transport),
        }
        self.scope["extensions"] = extensions

    def _detach(self, cycle: Any, stream: Stream) -> None:
        """Leave the connection to a live stream; the request's own cycle ends without ending the answer."""
        if cycle.disconnected or self._transport.is_closing():
            stream.gone()
            return
        cycle.disconnected = True
        self._stream = stream
        self.cycle = None
        self.scope, self.headers = {}, []  # type: ignore[typeddict-item]  # of no use any more, and large
        self._unset_keepalive_if_required()
        stream.attach(self._transport)

    def _take(self, target: bytes) -> None:
        parser, headers = self.parser, self._headers
        self._headers = []  # where trailers go: they are no headers, and are dropped
        call = self._call = Call(self, parser.get_method(), target, headers)
        fields = call.fields
        # HTTP/1.0 only keeps a connection where one of these asks for it
        if not parser.should_keep_alive() or b"connection" in fields or b"proxy-connection" in fields:
            version = parser.get_http_version()
            check_version(version)
            call.is_http_1_0 = version != "1.1"
            call.keep_alive = not call.is_http_1_0 and parser.should_keep_alive()
        host = fields.get(b"host")
        # as the request before on this connection, in most cases
        if host != self._host or len(fields) != len(headers) or HASH in self._url or b"transfer-encoding" in fields:
            check_head("1.0" if call.is_http_1_0 else "1.1", self._url, fields, headers)
            self._host = host or _NO_HOST
        if b"expect" in fields:
            call.expects_continue = fields[b"expect"].lower() == b"100-continue" and not call.is_http_1_0
        before = self.cycle
        self.cycle = call
        if before is None or before.response_complete:
            self._fresh = call
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_message_complete(self) -> None:
        if self._pieces.waiting:
            self._pass_on()
        self._pieces.end()
        self._head_bytes = 0
        if self._call is not None:
            self._call.body.seal()
        else:
            self._is_body_whole = True
            super().on_message_complete()

    def _pass_on(self) -> None:
        """What the parser has found of a body, to whoever it is for."""
        self._head_bytes = 0
        call = self._call
        for piece in self._pieces.take():
            if call is not None:
                call.body.feed(piece)
            else:
                self._body_bytes += len(piece)
                super().on_body(piece)

    def on_response_complete(self) -> None:
        """As uvicorn's, but for a timer of its own after each answer."""
        self.server_state.total_requests += 1
        if self._transport.is_closing() or self._is_ending:
            return
        self._idle_since = self.loop.time()
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())

    # -- calls -----------------------------------------------------------------------------------------------------

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        """Begin a request that waited its turn in the pipeline."""
        if isinstance(cycle, Call):
            self.loop.call_soon(self._begin, cycle)  # not in the stack of the one before: a thousand may be waiting
        else:
            super()._start_asgi_task(cycle, app)

    def _begin(self, call: Call) -> None:
        if self._transport.is_closing() or self._is_ending:
            return
        self._active = call
        call.fiber = Fiber(self._serve(call), self.loop)
        call.fiber.start()


def protocol_for(serve: Serve, bounds: ConnectionBounds | None = None) -> type[asyncio.Protocol]:
    """What to give to uvicorn as its `http` setting: it makes the protocol of each connection."""
    bounds = bounds or ConnectionBounds()
    return cast("type[asyncio.Protocol]", partial(RelayProtocol, serve, bounds, OpenConnections(bounds)))
