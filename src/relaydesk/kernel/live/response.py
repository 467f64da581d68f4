"""Owns the answer of an endpoint that is a live stream."""

from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from relaydesk.kernel.live.stream import DETACH, Stream


class LiveResponse(Response):
    """Writes the head, then leaves the connection to the stream, through the server's ASGI extension for that."""

    media_type = "text/event-stream"

    def __init__(self, stream: Stream, status_code: int = 200) -> None:
        super().__init__(status_code=status_code, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        detach: Callable[[Stream], None] = scope["extensions"][DETACH]
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        detach(self._stream)


def last_event_id(header: str | None) -> int:
    """The seq to resume after; 0 when the header is absent or not ours."""
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 19 else 0  # noqa: PLR2004
