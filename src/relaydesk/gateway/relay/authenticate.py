"""Who calls the relay: the client key in the caller's headers, looked up by its hash."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from hashlib import sha256
from typing import Any, Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.snapshot import ClientKey, Snapshot
from relaydesk.gateway.relay.wire.ours import PREFIX, bearer_of

SCOPE: Final = "proxy"
log = logging.getLogger(__name__)
_MOST_KNOWN: Final = 4096


def token_of(fields: Mapping[bytes, bytes], query: bytes = b"") -> bytes | None:
    """The client key as sent: `Authorization: Bearer rd_…`, or `X-API-Key` (also what Anthropic's SDK sends).

    Else, as clients of Azure's and Google's send theirs: `api-key`, `x-goog-api-key` or `?key=`.
    """
    value = fields.get(b"authorization")
    if value is not None:
        token = bearer_of(value)
        if token is not None and token.startswith(PREFIX):
            return token
    value = fields.get(b"x-api-key") or fields.get(b"api-key") or fields.get(b"x-goog-api-key")
    if value is not None:
        return value.strip()
    for part in query.split(b"&") if b"key=rd_" in query else ():
        if part.startswith(b"key=rd_"):
            return part.removeprefix(b"key=")
    return None


# Looks for a client key that the snapshot lacks, by its SHA-256; true where a snapshot that has it is in use then.
FindNewKey = Callable[[bytes], Coroutine[Any, Any, bool]]


class Authenticator:
    """Checks callers against a snapshot's client keys; remembers headers that it has checked, to a bound."""

    def __init__(self, find_new_key: FindNewKey | None = None) -> None:
        self._find_new_key = find_new_key
        self._client_keys: Mapping[bytes, ClientKey] = {}
        self._known: dict[bytes, ClientKey] = {}

    def swap(self, snapshot: Snapshot) -> None:
        """Check against another snapshot from now on, and remember nothing of the one before."""
        self._client_keys = snapshot.client_keys
        self._known.clear()

    def find(self, fields: Mapping[bytes, bytes], query: bytes) -> ClientKey | None:
        """The caller's client key, where we know it; whether it may be used is for `check` to say."""
        header = fields.get(b"authorization")
        key = self._known.get(header) if header is not None else None
        if key is None:
            token = token_of(fields, query)
            key = self._client_keys.get(sha256(token).digest()) if token is not None else None
            if key is None:
                return None
            if header is not None and token is not None and header.endswith(token) and len(self._known) < _MOST_KNOWN:
                self._known[header] = key
        return key

    async def find_new(self, fields: Mapping[bytes, bytes], query: bytes) -> ClientKey:
        """A key that was made a moment ago, of a caller whose key `find` does not know. May be awaited in a fiber.

        Raises:
            RelayError: 401, there is none, or it could not be looked for.
        """
        token = token_of(fields, query)
        key = None
        if self._find_new_key is not None and token is not None and token.startswith(PREFIX):
            try:
                await in_task(self._find_new_key(sha256(token).digest()))
            except Exception:  # whatever kept us from looking, such as a database that is away, we know no such key
                log.exception("a client key that this process does not know could not be looked for")
            key = self.find(fields, query)
        if key is None:
            raise errors.unauthenticated()
        return key

    def find_lost(self, key: ClientKey, now: float) -> RelayError | None:
        """Why a key that was let in before would not be now."""
        current = self._client_keys.get(key.token_hash)
        if current is None:
            return errors.unauthenticated()
        try:
            check(current, now)
        except RelayError as error:
            return error
        return None


def check(key: ClientKey, now: float, scope: str = SCOPE) -> None:
    """Check that a client key may use the relay, or what `scope` names, at `now` (seconds since the epoch).

    Raises:
        RelayError: 401 where it has expired, 403 without the scope.
    """
    if key.expires_at is not None and key.expires_at <= now:
        raise errors.expired()
    if scope not in key.scopes:
        raise errors.forbidden(scope)
