"""What a script is shown of a request and of an answer, and what may come of it. Credentials are never part of it."""

import re
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import msgspec

from relaydesk.gateway.relay.authenticate import token_of
from relaydesk.gateway.relay.exchange import Exchange
from relaydesk.gateway.relay.scripts.messages import Output
from relaydesk.gateway.relay.snapshot import Auth
from relaydesk.gateway.relay.upstream.leg import Leg
from relaydesk.gateway.relay.wire.encodings import decoded_beginning, encodings_of
from relaydesk.gateway.relay.wire.heads import HOP_BY_HOP
from relaydesk.gateway.relay.wire.ours import holds_key, query_without_key

Headers = list[tuple[bytes, bytes]]
MAX_BODY_BYTES = 1024 * 1024
MAX_HEADERS_SET = 64
MAX_VALUE = 8192
_CREDENTIALS = frozenset(
    {b"authorization", b"proxy-authorization", b"x-api-key", b"api-key", b"x-goog-api-key", b"cookie", b"set-cookie"}
)
# The relay writes these itself: address, framing, ids, how the body is packed.
_OWN = frozenset({b"host", b"content-length", b"content-encoding", b"expect", b"x-request-id"})
_HIDDEN = _CREDENTIALS | _OWN | HOP_BY_HOP
# Once a body is another one these are wrong.
_OF_THE_BODY = frozenset({b"content-encoding", b"content-md5", b"digest", b"content-digest", b"repr-digest", b"etag"})
_TOKEN = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]{1,100}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_SECRET_PARAMETERS = frozenset({"key", "api_key", "api-key", "apikey", "access_token", "token"})


class OutputRefusedError(Exception):
    """A script wants something that is not its to change."""


class RequestView(msgspec.Struct):
    """`query` is a parsed one: the last value of each name; `headers` have lower-case names, repeated ones joined."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    json: msgspec.Raw
    upstream: str
    model: str | None
    client_key_id: int | None


class ResponseView(msgspec.Struct):
    status: int
    headers: dict[str, str]
    json: msgspec.Raw


class ScriptInput(msgspec.Struct):
    subject: RequestView | ResponseView
    context: RequestView | None = None


class Changes(NamedTuple):
    """A script's output after it was checked; `body` is None where it stays as it is."""

    set: dict[bytes, bytes]
    dropped: frozenset[bytes]
    body: bytes | None


_NULL = msgspec.Raw(b"null")


def is_json(headers: Headers) -> bool:
    """Whether the headers say that the body is JSON."""
    for name, value in headers:
        if name == b"content-type":
            kind = value.partition(b";")[0].strip().lower()
            return kind == b"application/json" or kind.endswith(b"+json")
    return False


def raw_json(body: bytes | None) -> msgspec.Raw:
    """A body as JSON; null where it is none that a script could read."""
    if not body:
        return _NULL
    try:
        msgspec.json.decode(body)
        body.decode()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _NULL
    return msgspec.Raw(body)


def is_null(content: msgspec.Raw) -> bool:
    return bytes(content) == b"null"


def request_view(exchange: Exchange, leg: Leg, headers: Headers, content: msgspec.Raw) -> RequestView:
    """A request as its upstream is about to be asked."""
    request = exchange.request
    auth = leg.upstream.auth
    key = token_of(dict(request.headers), request.query)
    return RequestView(
        method=request.method,
        path=(leg.endpoint.path + leg.path).decode("latin-1"),
        query=_query(request.query, auth, key),
        headers=shown(headers, auth, key),
        json=content,
        upstream=leg.upstream.name,
        model=request.model if request.model is not None else _named_model(content),
        client_key_id=request.client_key.id if request.client_key is not None else None,
    )


class _Named(msgspec.Struct):
    model: Any = None


def _named_model(content: msgspec.Raw) -> str | None:
    """What a request by a path of the upstream's own says, of which nobody else has read it."""
    if is_null(content):
        return None
    try:
        model = msgspec.json.decode(bytes(content), type=_Named).model
    except msgspec.DecodeError:  # a list, say
        return None
    return model if isinstance(model, str) else None


def _query(query: bytes, auth: Auth, key: bytes | None) -> dict[str, str]:
    if not query:
        return {}
    own = (auth.name or "key").lower() if auth.type == "query" else "key"
    pairs = parse_qsl(query_without_key(query, key).decode("latin-1"), keep_blank_values=True)
    return {n: v for n, v in pairs if n.lower() not in _SECRET_PARAMETERS and n.lower() != own and v[:3] != "rd_"}


def shown(headers: Headers, auth: Auth, caller: bytes | None = None) -> dict[str, str]:
    """The headers that a script may see and change; none that names `caller`, a client key."""
    hidden = hidden_names(auth)
    seen: dict[str, str] = {}
    for name, value in headers:
        if name not in hidden and not name.startswith(b"x-relaydesk-") and not holds_key(value, caller):
            key, text = name.decode("latin-1"), value.decode("latin-1")
            seen[key] = f"{seen[key]}, {text}" if key in seen else text
    return seen


def hidden_names(auth: Auth) -> frozenset[bytes]:
    if auth.type == "header" and auth.name:
        return _HIDDEN | {auth.name.lower().encode()}
    return _HIDDEN


def checked(output: Output, auth: Auth) -> Changes:
    """What of an output may be done.

    Raises:
        OutputRefusedError: a header that is not a script's to change, or no header at all.
    """
    hidden = hidden_names(auth)
    if len(output.set) > MAX_HEADERS_SET:
        raise OutputRefusedError(f"headers: at most {MAX_HEADERS_SET} may be set")
    made: dict[bytes, bytes] = {}
    for name, value in output.set.items():
        if not _TOKEN.fullmatch(name):
            raise OutputRefusedError(f"headers: {name[:100]!r} is not the name of a header")
        if name.encode() in hidden or name.startswith("x-relaydesk-"):
            raise OutputRefusedError(f"headers: '{name}' is not a script's to change")
        if len(value) > MAX_VALUE or _CONTROL.search(value):
            raise OutputRefusedError(f"headers: '{name}' has a line break or is longer than {MAX_VALUE} characters")
        try:
            made[name.encode()] = value.encode("latin-1")
        except UnicodeEncodeError:
            raise OutputRefusedError(f"headers: '{name}' has characters that no header can carry") from None
    dropped = frozenset(name.encode("latin-1", "replace") for name in output.dropped) - hidden
    if output.json is None:
        return Changes(made, dropped, None)
    body = output.json.encode()
    if is_null(raw_json(body)):
        raise OutputRefusedError("json: what the script made of the body is not JSON")
    return Changes(made, dropped, body)


def applied(changes: Changes, headers: Headers) -> Headers:
    """The headers with the changes; those that stay keep order and spelling."""
    gone = changes.dropped | changes.set.keys()
    if changes.body is not None:
        gone |= _OF_THE_BODY
    remaining_headers = [(name, value) for name, value in headers if name not in gone]
    return remaining_headers + list(changes.set.items())


def unpacked(body: bytes, headers: Headers) -> bytes | None:
    """A body without its content encoding; None where we cannot undo that, or where it is too large then."""
    plain = decoded_beginning(body, encodings_of(headers), MAX_BODY_BYTES + 1)
    return plain if plain is not None and len(plain) <= MAX_BODY_BYTES else None
