"""Answers kept for routes that opt in: the very same request, byte by byte, is answered again without an upstream.

An answer is kept once it has gone out whole with status 200. What is kept is what the client was sent, so a hit needs
no translation. Clients go past it with `Cache-Control: no-cache` (ask anew) or `no-store` (keep nothing either).
"""

from hashlib import sha256
from typing import Protocol

import msgspec

MAX_KEPT_BYTES = 1024 * 1024
_STREAM_ENDS = (b"[DONE]", b"message_stop", b"response.completed")
_KEPT_HEADERS = (b"content-type", b"content-encoding")


class KeptAnswer(msgspec.Struct, frozen=True):
    """`headers` are those that say what the body is."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Answers(Protocol):
    """Where answers are kept, for all processes."""

    async def find(self, name: bytes) -> KeptAnswer | None: ...

    def keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None:
        """May not wait."""


class NoAnswers:
    """Keeps nothing."""

    async def find(self, name: bytes) -> KeptAnswer | None: ...
    def keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None: ...


def name_of(client_key_id: int, route_id: int, path: bytes, accepts: bytes, body: bytes) -> bytes:
    """Under which an answer is kept: one client key never gets what another was answered.

    `accepts` is the client's `Accept-Encoding`.
    """
    digest = sha256()
    for part in (b"%d" % client_key_id, b"%d" % route_id, path, accepts, body):
        digest.update(b"%d:%b" % (len(part), part))
    return digest.digest()


def is_asked_anew(cache_control: bytes | None) -> bool:
    return cache_control is not None and any(word in cache_control.lower() for word in (b"no-cache", b"no-store"))


def is_kept(cache_control: bytes | None) -> bool:
    return cache_control is None or b"no-store" not in cache_control.lower()


def kept_of(lines: list[bytes], body: bytes) -> KeptAnswer | None:
    """From the header lines and the body that went out; None where the body may not be all of it.

    A stream must have had its last event: an upstream can end one in good order after an error.
    """
    headers = []
    for line in lines:
        name, _, value = line.partition(b":")
        if name.lower() in _KEPT_HEADERS:
            headers.append((name.lower(), value.strip()))
    kind = dict(headers).get(b"content-type", b"")
    is_json = kind.startswith(b"application/json")
    if kind.startswith(b"text/event-stream") and b"content-encoding" not in dict(headers):
        is_json = any(end in body[-4096:] for end in _STREAM_ENDS)
    return KeptAnswer(headers, body) if is_json and body else None
