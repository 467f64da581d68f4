"""What came of one attempt, as far as it is known: what conditions are checked against."""

from typing import Any, Final, Literal

import msgspec

StreamEnd = Literal["done", "truncated", "client_gone", "upstream_error"]
Headers = list[tuple[bytes, bytes]]

MAX_BODY_BYTES = 64 * 1024
_UNREAD: Final = object()
NO_DOCUMENT: Final = object()
_decode = msgspec.json.Decoder().decode


class Outcome(msgspec.Struct):
    """None is "not known": a condition on it is neither true nor false.

    `status` 0 says that no answer came (then `failure` says how), and `headers` are `[]`, `body` is `b""`. Header names
    are lowercase. `body` is decoded, at most `MAX_BODY_BYTES` of it; `is_body_cut` when there was more. `latency_ms`
    runs from the start of the attempt to the head of its answer, or to its failure.
    """

    status: int = 0
    headers: Headers | None = None
    body: bytes | None = None
    is_body_cut: bool = False
    latency_ms: float | None = None
    stream_end: StreamEnd | None = None
    failure: str | None = None
    _document: Any = _UNREAD

    def document(self) -> Any:
        """The body as JSON, read once; NO_DOCUMENT where it is none."""
        if self._document is _UNREAD:
            try:
                self._document = _decode(self.body or b"")
            except (msgspec.DecodeError, RecursionError, ValueError):
                self._document = NO_DOCUMENT
        return self._document
