"""HTTP/1.1 heads: what is carried, what belongs to one hop only, how the pooled key takes the caller's place."""

from collections.abc import Container, Iterable
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from relaydesk.gateway.relay.snapshot import Auth, Endpoint
from relaydesk.gateway.relay.wire.date import date_line
from relaydesk.gateway.relay.wire.octets import CR, LF
from relaydesk.gateway.relay.wire.ours import (
    KEY_HEADERS,
    OUR_COOKIES,
    query_without_key,
    without_ours,
)

Headers = list[tuple[bytes, bytes]]

# RFC 9110 section 7.6.1, with the older names still seen.
HOP_BY_HOP: Final = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    }
)
# Written anew for the upstream: the address, the framing, the id; `expect` was answered by our own server.
_REQUEST_DROPS: Final = HOP_BY_HOP | {b"host", b"content-length", b"expect", b"x-request-id"}
# No key goes into one of these: it would stand beside what is written for the upstream, or be taken for it.
_CARRY_NO_KEY: Final = _REQUEST_DROPS | {b"via", b"cookie"}
_REQUEST_LOOKS: Final = _REQUEST_DROPS | KEY_HEADERS | {b"authorization", b"cookie", b""}  # no name is empty
# What would act on our whole origin, not on the one answer; `nosniff` we say ourselves.
_ACTS_ON_ORIGIN: Final = frozenset(
    {
        b"alt-svc",
        b"clear-site-data",
        b"nel",
        b"public-key-pins",
        b"report-to",
        b"reporting-endpoints",
        b"service-worker-allowed",
        b"strict-transport-security",
        b"x-content-type-options",
    }
)
_RESPONSE_DROPS = (
    HOP_BY_HOP
    | _ACTS_ON_ORIGIN
    | {
        b"content-length",
        b"set-cookie",
        b"x-request-id",
        b"x-relaydesk-upstream",
        b"x-relaydesk-attempts",
        b"x-relaydesk-overhead-us",
    }
)
_RESPONSE_LOOKS = _RESPONSE_DROPS | {b"date"}
_NOTHING: Final[frozenset[bytes]] = frozenset()
_COMMON_CONNECTION_TOKENS: Final = frozenset({b"keep-alive", b"close", b""})


class BadHeadError(ValueError):
    """A header or target that would not stay one line on the wire."""


def named_by_connection(values: Iterable[bytes]) -> frozenset[bytes]:
    """The header names that `Connection` declares to be for this hop only."""
    return (
        frozenset(token.strip().lower() for value in values for token in value.split(b",")) - _COMMON_CONNECTION_TOKENS
    )


def request_head(
    *,
    method: bytes,
    target: bytes,
    endpoint: Endpoint,
    headers: Iterable[tuple[bytes, bytes]],
    auth: Auth,
    secret: str | None,
    request_id: bytes,
    framing: bytes,
    via: bytes,
) -> bytes:
    """Encode the request line and headers for an upstream; `framing` is a header line without its end, or empty.

    `via` is our own line of `Via` with its end, behind those of who was there before us.

    Raises:
        BadHeadError: something in it holds a line break.
    """
    credential_name, credential = _credential(auth, secret)
    lines = [b"%b %b HTTP/1.1" % (method, target), b"host: " + endpoint.host_header]
    named = _NOTHING
    looks = _REQUEST_LOOKS
    if credential_name not in looks:
        looks |= {credential_name}
    for name, value in headers:
        if name not in looks:
            lines.append(name + b": " + value)
        elif name == b"connection":
            named |= named_by_connection((value,))
        elif name not in _REQUEST_DROPS and name != credential_name and (others := without_ours(name, value)):
            lines.append(name + b": " + others)
    if named:
        lines[2:] = [line for line in lines[2:] if line.partition(b":")[0] not in named]
    if credential_name:
        lines.append(credential_name + b": " + credential)
    if framing:
        lines.append(framing)
    lines.append(b"x-request-id: " + request_id)
    text = b"".join(lines)
    if CR in text or LF in text:
        raise BadHeadError("a header holds a line break")
    lines.append(via)
    return b"\r\n".join(lines) + b"\r\n"


def _credential(auth: Auth, secret: str | None) -> tuple[bytes, bytes]:
    """The header that an upstream's key goes into; empty where there is no key or it goes into the query."""
    if secret is None or auth.type == "query":
        return b"", b""
    if auth.type == "bearer":
        return b"authorization", b"Bearer " + secret.encode()
    return (auth.name or "x-api-key").lower().encode(), secret.encode()


def request_query(
    query: bytes, auth: Auth, secret: str | None, caller: bytes | None, others: Container[bytes] = _NOTHING
) -> bytes:
    """The caller's query, byte for byte, with the key in it where the upstream wants it there.

    `caller` is the caller's client key, `others` are the SHA-256 of all: the query does not name them any more.
    """
    query = query_without_key(query, caller, others)
    if auth.type == "query" and secret is not None:
        decoded_name = (auth.name or "key").encode()
        name = quote(decoded_name, safe="").encode()
        other_params = [p for p in query.split(b"&") if p and unquote_to_bytes(p.partition(b"=")[0]) != decoded_name]
        query = b"&".join([*other_params, name + b"=" + quote(secret, safe="").encode()])
    return query


def answer_lines(headers: Headers) -> tuple[list[bytes], int | None]:
    """An upstream's headers as lines for the client, and the length of the body where they tell it.

    Order and duplicates are kept; this hop's own and the framing are dropped. The upstream's own request id moves to
    `X-Upstream-Request-ID`. An answer without a `Date` gets one.
    """
    lines: list[bytes] = []
    length: int | None = None
    is_dated = False
    named = _NOTHING
    for name, value in headers:
        if name not in _RESPONSE_LOOKS:
            lines.append(name + b": " + value + b"\r\n")
        elif name == b"content-length":
            length = int(value)
        elif name == b"date":
            lines.append(b"date: " + value + b"\r\n")
            is_dated = True
        elif name == b"x-request-id":
            lines.append(b"x-upstream-request-id: " + value + b"\r\n")
        elif name == b"connection":
            named |= named_by_connection([value])
        elif name == b"set-cookie" and not value.strip().lower().startswith(OUR_COOKIES):
            lines.append(b"set-cookie: " + value + b"\r\n")
    if named:
        lines = [line for line in lines if line.partition(b":")[0] not in named]
    if not is_dated:
        lines.append(date_line())
    return lines, length


def may_carry_key(name: str) -> bool:
    """Whether a key can go into the header of this name: not where that breaks the head."""
    return name.lower().encode() not in _CARRY_NO_KEY


def header(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes | None:
    for name, value in headers:
        if name == wanted:
            return value
    return None
