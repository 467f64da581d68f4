"""What the front knows of a call before it is a request for the relay, and the relay's own answers to it."""

import re
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.budgets.bounds import Bounds
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Request, Reserved
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.own import JSON_LINE, own_head
from relaydesk.gateway.relay.snapshot import ClientKey, Limits, WireFormat
from relaydesk.gateway.relay.upstream.leg import Leg
from relaydesk.gateway.relay.wire.dialects import client_format, is_of_models
from relaydesk.gateway.relay.wire.hop import Hop
from relaydesk.gateway.relay.wire.translate import failures

# an id that may name a client key (`rd_`) or a visitor's token (`rdv_`) would be sent on and logged
_REQUEST_ID: Final = re.compile(rb"(?!.{0,127}rdv?_)[a-z0-9._:-]{1,128}", re.IGNORECASE)


class Visit:
    """What the front knows of a call before it is a request for the relay."""

    __slots__ = (
        "call",
        "client_key",
        "holdings",
        "id",
        "is_begun",
        "is_by_model",
        "keep_as",
        "keep_s",
        "model",
        "request_id",
        "route_limits",
    )

    def __init__(self, call: Call) -> None:
        self.call = call
        self.id = new_request_id()
        client_request_id = call.fields.get(b"x-request-id")
        self.request_id = (
            client_request_id.decode()
            if client_request_id is not None and _REQUEST_ID.fullmatch(client_request_id)
            else self.id
        )
        self.is_by_model = call.path.startswith(b"/v1/")
        self.client_key: ClientKey | None = None
        self.model: str | None = None  # that its body names
        self.is_begun = False
        self.holdings: list[Reserved] = []
        self.route_limits: Limits | None = None
        self.keep_as = b""  # under which the answer is to be kept, and how long
        self.keep_s = 0

    @property
    def client_format(self) -> WireFormat:
        """What the caller speaks; of the models, which both ask for alike, its headers tell."""
        call, fields = self.call, self.call.fields
        if is_of_models(call.path):
            is_anthropics = b"anthropic-version" in fields or (
                b"x-api-key" in fields and b"authorization" not in fields
            )
            return "anthropic" if is_anthropics else "openai"
        return client_format(call.path)

    def status_of(self, error: RelayError) -> int:
        """As the caller's protocol has it."""
        if not self.is_by_model:
            return error.status
        if self.client_format == "anthropic":
            return failures.anthropic_status(error)
        return errors.openai_status(error)

    def body_of(self, error: RelayError) -> bytes:
        """In the caller's protocol."""
        if not self.is_by_model:
            return errors.own_body(error, self.request_id)
        if self.client_format == "anthropic":
            return failures.anthropic_body(error, self.request_id)
        return errors.openai_body(error)

    def error_event(self, error: RelayError) -> bytes:
        """In the middle of a stream; it begins by ending what may have been cut."""
        is_openai = self.is_by_model and self.client_format == "openai"
        return (b"\n\ndata: %b\n\n" if is_openai else b"\n\nevent: error\ndata: %b\n\n") % self.body_of(error)

    def put_back(self) -> None:
        """Nothing was sent to an upstream: it does not count. What an exchange has settled stays so."""
        for holding in self.holdings:
            holding.put_back()

    def request(self, legs: tuple[Leg, ...], hop: Hop, bounds: Bounds | None = None) -> Request:
        call = self.call
        return Request(
            self.id,
            self.request_id,
            call.method.decode(),
            call.path.decode("latin-1"),
            call.query,
            call.headers,
            call.body,
            legs,
            hop.request_via_1_0 if call.is_http_1_0 else hop.request_via,
            self.client_key,
            None,
            self.model,
            bounds,
        )

    def respond(self, status: int, body: bytes, lines: list[bytes], *, is_json: bool = True) -> None:
        """Answer whole, unless an answer is under way: that one is then broken off. What is no JSON says so itself."""
        if self.call.response_started or self.call.gone:
            return
        head = [*lines, *own_head(self.request_id.encode())]
        if is_json:
            head.append(JSON_LINE)
        self.call.answer(status, head, length=len(body), body=body, complete=True)
