"""The beginnings of a request's and its answer's body as the log shows them, where the upstream asks for that."""

from typing import Protocol

from relaydesk.gateway.relay.accounting.redaction import redact
from relaydesk.gateway.relay.stream import Body
from relaydesk.gateway.relay.wire.encodings import decoded_beginning, encodings_of, media_type_of

SHOWN = 16 * 1024
_CAPTURED = SHOWN + 4 * 1024  # a secret that the cut goes through is seen whole
_TEXTUAL = (b"json", b"text/", b"xml", b"x-www-form-urlencoded", b"javascript")
Headers = list[tuple[bytes, bytes]]


class CapturedRequest(Protocol):
    """A request whose headers and body are to be logged."""

    @property
    def headers(self) -> Headers: ...
    @property
    def body(self) -> Body: ...


class Bodies:
    """One attempt's. `secret` is the upstream key that it carried."""

    __slots__ = ("_pieces", "_secret", "_size")

    def __init__(self, secret: str | None) -> None:
        self._secret = secret
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        """A piece of the answer."""
        if self._size < _CAPTURED:
            self._pieces.append(piece[: _CAPTURED - self._size])
            self._size += len(piece)

    def shown(self, request: CapturedRequest, headers: Headers) -> tuple[str | None, str | None]:
        """The request's and the answer's, without secrets; None where there is none."""
        request_beginning = request.body.beginning(_CAPTURED)
        answer_beginning = b"".join(self._pieces)
        return (
            self._text(request_beginning, request.headers, is_cut=request.body.size > len(request_beginning)),
            self._text(answer_beginning, headers, is_cut=self._size >= _CAPTURED),
        )

    def _text(self, content: bytes, headers: Headers, *, is_cut: bool) -> str | None:
        if not content:
            return None
        kind = media_type_of(dict(reversed(headers)))
        if encodings := encodings_of(headers):
            plain = decoded_beginning(content, encodings, _CAPTURED)
            if not plain:
                return f"[{b', '.join(encodings).decode('latin-1')[:50]}]"
            content, is_cut = plain, True
        if kind and not any(textual in kind for textual in _TEXTUAL):
            return f"[{kind.decode('latin-1')[:100]}]"
        return redact(content.decode("utf-8", "replace"), self._secret, limit=SHOWN, is_cut=is_cut)
