"""Models that live in this process, answering through the same pipeline as an upstream over HTTP."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator

from relaydesk.gateway.relay.upstream.failure import UpstreamFailure

# (method, path, body) -> status, headers, pieces of the body
BuiltinModel = Callable[[str, bytes, bytes], tuple[int, list[tuple[bytes, bytes]], Iterator[bytes]]]


class BuiltinAnswer:
    """A built-in model's answer, read like a connection's. The loop gets its turn between two pieces."""

    def __init__(self, model: BuiltinModel, method: str, path: bytes, body: bytes) -> None:
        self.first_byte_at = time.monotonic()
        self.status, self.headers, self._pieces = model(method, path, body)
        self.fields = dict(reversed(self.headers))
        self.complete = False
        self.is_http_1_0 = False

    def take(self) -> bytes:
        return b""

    async def read(self) -> bytes:
        await asyncio.sleep(0)
        try:
            piece = next(self._pieces, b"")
        except (ValueError, LookupError) as error:
            raise UpstreamFailure("truncated", "the built-in model broke off") from error
        self.complete = not piece
        return piece

    async def peek(self, limit: int) -> tuple[bytes, bool]:
        piece = next(self._pieces, b"")
        self._pieces = itertools.chain((piece,), self._pieces) if piece else iter(())
        return piece[:limit], bool(piece)

    def beginning(self, limit: int) -> tuple[bytes, bool]:  # noqa: ARG002 - nothing is here before it is read
        return b"", not self.complete

    def done(self) -> None:
        self._pieces = iter(())


def builtin_name(base_url: str) -> str | None:
    """`builtin://extractive` -> `extractive`; None for an address on the network."""
    scheme, _, name = base_url.partition("://")
    return name.strip("/") if scheme == "builtin" else None
