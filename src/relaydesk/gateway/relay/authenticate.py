"""Who calls the relay: the client key in the caller's headers, looked up by its hash."""

from collections.abc import Mapping
from hashlib import sha256

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.snapshot import ClientKey, Snapshot

SCOPE = "proxy"


def token_of(fields: Mapping[bytes, bytes]) -> bytes | None:
    """The client key as sent: `Authorization: Bearer rd_…`, or `X-API-Key` (also what Anthropic's SDK sends)."""
    value = fields.get(b"authorization")
    if value is not None:
        scheme, _, token = value.partition(b" ")
        if scheme.lower() == b"bearer" and token.startswith(b"rd_"):
            return token.strip()
    value = fields.get(b"x-api-key")
    return value.strip() if value is not None else None


def authenticate(fields: Mapping[bytes, bytes], snapshot: Snapshot, now: float) -> ClientKey:
    """Find the caller's client key and check that it may use the relay at `now` (seconds since the epoch).

    Raises:
        RelayError: 401 without a known, unexpired key; 403 without the scope `proxy`.
    """
    token = token_of(fields)
    if token is None:
        raise errors.unauthenticated()
    key = snapshot.client_keys.get(sha256(token).digest())
    if key is None:
        raise errors.unauthenticated()
    if key.expires_at is not None and key.expires_at <= now:
        raise errors.expired()
    if SCOPE not in key.scopes:
        raise errors.forbidden(SCOPE)
    return key
