"""Owns the ids that tie one piece of work together: the request id and W3C trace context (Trace Context level 1)."""

import re
import secrets
from contextvars import ContextVar

import structlog

from relaydesk.kernel.ids import new_request_id

request_id_var: ContextVar[str] = ContextVar("request_id", default="")
traceparent_var: ContextVar[str] = ContextVar("traceparent", default="")
# of whoever asked, for the audit log; empty where Relaydesk itself works
client_address_var: ContextVar[str] = ContextVar("client_address", default="")

# an id that may name a client key (`rd_`) or a visitor's token (`rdv_`) would be echoed and logged
_REQUEST_ID = re.compile(r"(?!.{0,127}rdv?_)[a-z0-9._\-]{1,128}", re.ASCII | re.IGNORECASE)
_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


def accept_request_id(client_request_id: str | None) -> str:
    """The caller's id when it is short and holds no secret, else a new one."""
    return client_request_id if client_request_id and _REQUEST_ID.fullmatch(client_request_id) else new_request_id()


def child_traceparent(traceparent: str | None) -> str:
    """A `traceparent` with the caller's trace id and our own span id; a new trace when there was none."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    if match and set(match[1]) != {"0"} and set(match[2]) != {"0"}:
        return f"00-{match[1]}-{secrets.token_hex(8)}-{match[3]}"
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


def bind(request_id: str, traceparent: str) -> None:
    request_id_var.set(request_id)
    traceparent_var.set(traceparent)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id, trace_id=traceparent[3:35])
