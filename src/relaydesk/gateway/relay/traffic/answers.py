"""Answers kept for routes that opt in: the very same request, byte by byte, is answered again without an upstream.

An answer is kept once it has gone out whole with status 200. What is kept is what the client was sent, so a hit needs
no translation. Clients go past it with `Cache-Control: no-cache` (ask anew) or `no-store` (keep nothing either), and
say with `max-age` how old an answer may be. It is no cache of RFC 9111, which has none of POST: the route's owner says
how long an answer holds. An upstream's `no-store` is heeded, as is `Vary` by what is no part of an answer's name.
"""

import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Protocol

import msgspec

from relaydesk.gateway.relay.wire.encodings import encodings_of, media_type_of

_MOST_DIGITS = 9  # of a number in a header; a longer one is as good as endless
MAX_KEPT_BYTES = 1024 * 1024
_STREAM_ENDS = (b"[DONE]", b"message_stop", b"response.completed")
_KEPT_HEADERS = (b"content-type", b"content-encoding")
# Headers of a request that change its answer: part of the name. Origin is answered anew with each hit.
_NAMING = (b"accept", b"accept-encoding", b"anthropic-beta", b"anthropic-version", b"openai-beta")
_MAY_VARY_BY = frozenset({*_NAMING, b"origin", b"authorization", b"x-api-key", b""})


class KeptAnswer(msgspec.Struct, frozen=True):
    """`headers` are those that say what the body is; `kept_at` is when it came, in seconds since the epoch."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    kept_at: float = 0.0

    @property
    def age_s(self) -> int:
        return max(0, int(time.time() - self.kept_at)) if self.kept_at else 0


class Answers(Protocol):
    """Where answers are kept, for all processes."""

    async def find(self, name: bytes) -> KeptAnswer | None: ...

    def keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None:
        """May not wait."""


class NoAnswers:
    """Keeps nothing."""

    async def find(self, name: bytes) -> KeptAnswer | None: ...
    def keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None: ...


def name_of(client_key_id: int, route_id: int, path: bytes, fields: Mapping[bytes, bytes], body: bytes) -> bytes:
    """Under which an answer is kept: one client key never gets what another was answered.

    `fields` are the request's headers.
    """
    digest = sha256()
    named = (fields.get(name, b"") for name in _NAMING)
    for part in (b"%d" % client_key_id, b"%d" % route_id, path, *named, body):
        digest.update(b"%d:%b" % (len(part), part))
    return digest.digest()


def is_asked_anew(cache_control: bytes | None) -> bool:
    return cache_control is not None and not {b"no-cache", b"no-store"}.isdisjoint(_directives(cache_control))


def is_kept(cache_control: bytes | None) -> bool:
    return cache_control is None or b"no-store" not in _directives(cache_control)


def is_too_old(answer: KeptAnswer, cache_control: bytes | None) -> bool:
    """Whether the client wants a younger one (`max-age`)."""
    most_s = _directives(cache_control or b"").get(b"max-age", b"")
    return most_s.isdigit() and len(most_s) <= _MOST_DIGITS and answer.age_s > int(most_s)


def _directives(cache_control: bytes) -> dict[bytes, bytes]:
    """RFC 9111, 5.2: names in lower case, and what they say."""
    directives = {}
    for part in cache_control.split(b","):
        name, _, value = part.partition(b"=")
        directives[name.strip().lower()] = value.strip().strip(b'"')
    return directives


def hit_lines(answer: KeptAnswer) -> list[bytes]:
    """Whole header lines for a client that gets a kept answer."""
    lines = [b"%b: %b\r\n" % header for header in answer.headers]
    return [*lines, b"age: %d\r\n" % answer.age_s, b"x-relaydesk-cache: hit\r\n"]


def answer_to_keep(lines: list[bytes], body: bytes) -> KeptAnswer | None:
    """From the header lines and the body that went out; None where the body may not be all of it, or not be kept.

    A stream must have had its last event: an upstream can end one in good order after an error.
    """
    headers = []
    for line in lines:
        name, _, value = line.partition(b":")
        if name == b"cache-control" and b"no-store" in _directives(value):
            return None
        if name == b"vary" and not _MAY_VARY_BY.issuperset(word.strip() for word in value.lower().split(b",")):
            return None
        if name in _KEPT_HEADERS:
            headers.append((name, value.strip()))
    kind = media_type_of(dict(reversed(headers)))
    is_json = kind == b"application/json"
    if kind == b"text/event-stream" and not encodings_of(headers):
        is_json = any(end in body[-4096:] for end in _STREAM_ENDS)
    return KeptAnswer(headers, body, time.time()) if is_json and body else None
