"""The header lines of what the data plane answers in its own name: the same for every such answer."""

from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.snapshot import ClientKey
from relaydesk.gateway.relay.wire.date import date_line
from relaydesk.gateway.relay.wire.hop import GUARDS

JSON_LINE: Final = b"content-type: application/json\r\n"
_UNAUTHENTICATED: Final = 401
_CHALLENGE: Final = b"www-authenticate: Bearer\r\n"
# Without it a cache on the way may keep some of them for others (404 and 501, say: RFC 9110, 15.1).
_NOT_STORED: Final = b"cache-control: no-store\r\n"


def own_head(request_id: bytes) -> tuple[bytes, ...]:
    """Whole lines, less those that say what the body is."""
    return GUARDS, _NOT_STORED, date_line(), b"x-request-id: %b\r\n" % request_id


def refusal_lines(error: RelayError, client_key: ClientKey | None) -> list[bytes]:
    """What an error says in headers: how to do better (RFC 9110, 15.5.2 and 15.5.6), and when."""
    lines = []
    if error.allow is not None:
        lines.append(b"allow: %b\r\n" % error.allow)
    if error.status == _UNAUTHENTICATED:
        lines.append(_CHALLENGE)
    if error.retry_after_s is not None:
        lines.append(b"retry-after: %d\r\n" % max(1, -int(-error.retry_after_s // 1)))
    if error.code == errors.RATE_LIMITED and client_key is not None:
        limit = client_key.rate_limit_per_minute
        resets_s = max(1, -int(-(error.retry_after_s or 1) // 1))
        lines.append(b'ratelimit-policy: "client-key";q=%d;w=60\r\n' % limit)
        lines.append(b'ratelimit: "client-key";r=0;t=%d\r\n' % resets_s)
    return lines
