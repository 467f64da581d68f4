"""Whose fault a failed attempt is, told from its status, its headers and the beginning of its body."""

from typing import Literal

from relaydesk.gateway.relay.upstream.failure import FailureKind

Blame = Literal["client", "key", "upstream", "our_ip"]

_FAILED = 400
_SERVER_ERROR = 500
_KEY_STATUSES = frozenset({401, 402, 403, 429})
_BUSY_STATUSES = frozenset({408, 425})
# Providers tell a bad or empty key with 400 too: Google's API_KEY_INVALID, Anthropic's credit balance.
_KEY_WORDS = (
    b"api key not valid",
    b"api_key_invalid",
    b"invalid api key",
    b"invalid_api_key",
    b"credit balance is too low",
)
_IP_WORDS = (
    b"your ip",
    b"ip address",
    b"this ip",
    b"ip_rate_limit",
    b"error 1015",
    b"error 1020",
    b"unsupported_country",
    b"country, region",
    b"user location is not supported",
)


def blame_of(
    status: int,
    *,
    failure: FailureKind | None = None,
    headers: list[tuple[bytes, bytes]] | None = None,
    body: bytes | None = None,
) -> Blame | None:
    """None of an answer that is no failure. Without a body only status and headers speak."""
    if failure is not None:
        return "upstream"
    if status < _FAILED:
        return None
    if status >= _SERVER_ERROR or status in _BUSY_STATUSES:
        return "upstream"
    said = body[:4096].lower() if body else b""
    if status in _KEY_STATUSES:
        is_ours = any(word in said for word in _IP_WORDS) or any(name == b"cf-mitigated" for name, _ in headers or ())
        return "our_ip" if is_ours else "key"
    return "key" if any(word in said for word in _KEY_WORDS) else "client"
