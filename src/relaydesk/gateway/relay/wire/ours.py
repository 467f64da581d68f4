"""What of a request is our own and no upstream's business: the caller's client key, wherever it is, and our cookies.

A client key is known by its value too: programs send it twice, in `Referer`, under names of their own.
"""

import re
from collections.abc import Container
from hashlib import sha256
from typing import Final
from urllib.parse import unquote_to_bytes

from relaydesk.gateway.relay.wire.octets import PERCENT, UNDERSCORE

PREFIX: Final = b"rd_"
KEY_HEADERS: Final = frozenset({b"x-api-key", b"api-key", b"x-goog-api-key"})
_KEYS: Final = re.compile(rb"rd_[0-9a-z]{40}")  # as they are made
_NONE: Final[frozenset[bytes]] = frozenset()
OUR_COOKIES: Final = (b"relaydesk", b"__host-relaydesk", b"__secure-relaydesk")


def bearer_of(authorization: bytes) -> bytes | None:
    """The token of `Bearer` credentials, behind any number of blanks (RFC 9110, 11.4) and tabs; None of others."""
    parts = authorization.split(None, 1)
    return parts[1].rstrip() if len(parts) == 2 and parts[0].lower() == b"bearer" else None  # noqa: PLR2004


def is_ours(name: bytes, value: bytes) -> bool:
    """Whether a header carries a client key of Relaydesk, which must never reach an upstream."""
    if name == b"authorization":
        if value.startswith(b"Bearer rd_"):  # nearly always
            return True
        token = bearer_of(value)
        return token is not None and token.startswith(PREFIX)
    return name in KEY_HEADERS and value.strip().startswith(PREFIX)


def without_ours(name: bytes, value: bytes) -> bytes:
    """What of a header may reach an upstream; empty where nothing does.

    A browser that is signed in to the console sends our cookies to each path of it.
    """
    if name != b"cookie":
        return b"" if is_ours(name, value) else value
    other_cookies = [part for part in value.split(b";") if not part.strip().lower().startswith(OUR_COOKIES)]
    return b";".join(other_cookies).strip()


def may_name_key(text: bytes) -> bool:
    """Whether to look for client keys in a text at all: a quick look, which misses none that `holds_key` finds."""
    if PERCENT in text:
        text = unquote_to_bytes(text)
    return UNDERSCORE in text and text.lower().find(PREFIX) >= 0


def holds_key(text: bytes, key: bytes | None, others: Container[bytes] = _NONE) -> bool:
    """Whether a text names this client key or one whose SHA-256 is in `others`, in capitals or percent-encoded too."""
    plain = unquote_to_bytes(text).lower()
    if key and plain.find(key.lower()) >= 0:
        return True
    return any(sha256(candidate).digest() in others for candidate in _KEYS.findall(plain))


def headers_without_key(
    headers: list[tuple[bytes, bytes]], key: bytes | None, others: Container[bytes] = _NONE
) -> list[tuple[bytes, bytes]]:
    """Without those that name the caller's key, or one of `others`."""
    return [(name, value) for name, value in headers if not holds_key(b"%b: %b" % (name, value), key, others)]


def query_without_key(query: bytes, key: bytes | None, others: Container[bytes] = _NONE) -> bytes:
    """Without the parts that name the caller's key or one of `others`, or any client key that is called `key`."""
    if not may_name_key(query):
        return query
    return b"&".join(part for part in query.split(b"&") if not (_is_credential(part) or holds_key(part, key, others)))


def path_without_key(path: bytes, key: bytes | None, others: Container[bytes] = _NONE) -> bytes:
    """With a mark for each segment that names the caller's key or one of `others`."""
    return b"/".join(b"[redacted]" if holds_key(part, key, others) else part for part in path.split(b"/"))


def _is_credential(part: bytes) -> bool:
    name, _, value = part.partition(b"=")
    return unquote_to_bytes(name).lower() == b"key" and unquote_to_bytes(value).startswith(PREFIX)
