"""Which requests are taken at all: what RFC 9110 and 9112 want of a head, whatever it asks for.

What is refused here is refused for both planes, before any path is looked at, and its connection is closed: where its
body ends may be unknown.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import httptools

from relaydesk.gateway.relay.server.call import Headers

# uri-host [":" port] of RFC 3986, which may not be empty for `http`
_HOST: Final = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::[0-9]{0,5})?")
_METHOD: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S")
_VERSIONS: Final = ("1.1", "1.0")
_OF_VERSION: Final = ("Invalid HTTP version", "Pause on PRI")  # the second is HTTP/2 from its first byte on


class RefusedHeadError(Exception):
    """Raised inside the parser; `status`, `code` and a message for the client."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


def check_version(version: str) -> None:
    """Only HTTP/1.1 and 1.0 are spoken here.

    Raises:
        RefusedHeadError: another one, 505.
    """
    if version not in _VERSIONS:
        raise RefusedHeadError(505, "HTTP_VERSION_UNSUPPORTED", "HTTP/1.1 and HTTP/1.0 are spoken here.")


def check_head(version: str, target: bytes, fields: Mapping[bytes, bytes], headers: Headers) -> None:
    """Check where a request goes and how its body is framed; `fields` are the headers by name, the last of each.

    Raises:
        RefusedHeadError: 400, or 501 for a transfer coding other than `chunked`.
    """
    if b"#" in target:
        raise RefusedHeadError(400, "BAD_REQUEST", "A request target has no fragment (#).")
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) > 1 or (version == "1.1" and not hosts):
        raise RefusedHeadError(400, "BAD_REQUEST", "A request has exactly one Host header.")
    if hosts and _HOST.fullmatch(hosts[0]) is None:
        raise RefusedHeadError(400, "BAD_REQUEST", "The Host header does not name a host.")
    coding = fields.get(b"transfer-encoding")
    if coding is not None and version != "1.1":
        raise RefusedHeadError(400, "BAD_REQUEST", "HTTP/1.0 has no Transfer-Encoding.")
    if coding is not None and coding.lower() != b"chunked":
        raise RefusedHeadError(501, "TRANSFER_CODING_UNSUPPORTED", "The only transfer coding read here is 'chunked'.")


def target_of(method: bytes, url: bytes) -> bytes:
    """Path and query of a request target in any of its forms; `*` stays what it is.

    Raises:
        RefusedHeadError: it names no path of this server.
    """
    if method == b"CONNECT":
        raise RefusedHeadError(501, "METHOD_UNSUPPORTED", "Relaydesk opens no tunnels: there is no CONNECT.")
    if url == b"*":
        if method != b"OPTIONS":
            raise RefusedHeadError(400, "BAD_REQUEST", "Only OPTIONS may be asked of '*'.")
        return url
    parts = httptools.parse_url(url)
    return (parts.path or b"/") + (b"?" + parts.query if parts.query else b"")


def refusal_of(error: httptools.HttpParserError, data: bytes) -> RefusedHeadError:
    """What to tell the client of what could not be parsed; `data` is where the parser stopped in."""
    refused: Any = error.__context__
    if isinstance(refused, RefusedHeadError):
        return refused
    if isinstance(error, httptools.HttpParserInvalidMethodError) and _METHOD.match(data) is not None:
        return RefusedHeadError(501, "METHOD_UNSUPPORTED", "The method of this request is not known here.")
    if str(error).startswith(_OF_VERSION):
        return RefusedHeadError(505, "HTTP_VERSION_UNSUPPORTED", "HTTP/1.1 and HTTP/1.0 are spoken here.")
    return RefusedHeadError(400, "BAD_REQUEST", "This is not a valid HTTP request.")
