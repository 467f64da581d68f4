"""What is kept of an answer on its way so that its tokens can be read at its end."""

from relaydesk.gateway.relay.accounting.usage import Named, read_answer, read_stream

MAX_ANSWER_BYTES = 256 * 1024
TAIL_BYTES = 16 * 1024
HEAD_BYTES = 4 * 1024


class Tail:
    """A JSON answer to a bound; the first and the last bytes of a stream."""

    __slots__ = ("_head", "_kept", "_kind", "_size")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._head = b""
        self._kept: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        if not self._kind:
            return
        self._size += len(piece)
        self._kept.append(piece)
        if self._kind == "json":
            if self._size > MAX_ANSWER_BYTES:
                self._kind = ""
                self._kept.clear()
        elif self._size > 2 * TAIL_BYTES:
            whole = b"".join(self._kept)
            self._head = self._head or whole[:HEAD_BYTES]
            rest = whole[-TAIL_BYTES:]
            self._kept, self._size = [rest], len(rest)

    def named(self) -> Named | None:
        """Tokens and model, where the answer names tokens."""
        if not self._kept:
            return None
        document = b"".join(self._kept)
        if b'"usage"' not in document:
            return None
        return read_answer(document) if self._kind == "json" else read_stream(self._head, document)


def tail_of(headers: list[tuple[bytes, bytes]]) -> Tail | None:
    """The tail to keep of an answer; None of one that names no tokens we could read."""
    kind = _readable_kind(headers)
    return Tail(kind) if kind else None


def _readable_kind(headers: list[tuple[bytes, bytes]]) -> str:
    kind = ""
    for name, value in headers:
        if name == b"content-type":
            if value.startswith(b"application/json"):
                kind = "json"
            elif value.startswith(b"text/event-stream"):
                kind = "events"
        elif name == b"content-encoding" and value not in (b"identity", b""):
            return ""
    return kind
