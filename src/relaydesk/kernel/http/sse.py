"""Owns server-sent events: the wire form, heartbeats, and an end with a hint to reconnect when the process drains.

Format: WHATWG HTML, "Server-sent events". `id:` is given where an event is persisted, so `Last-Event-ID` resumes there.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi.responses import StreamingResponse

from relaydesk.kernel.background import Draining

HEARTBEAT_S = 15.0
RECONNECT_MS = 1000


@dataclass(frozen=True, slots=True)
class ServerEvent:
    event: str
    data: Any
    id: int | None = None

    def encode(self) -> bytes:
        head = f"id: {self.id}\n" if self.id is not None else ""
        return f"{head}event: {self.event}\ndata: ".encode() + orjson.dumps(self.data) + b"\n\n"


async def _framed(events: AsyncIterator[ServerEvent], draining: Draining) -> AsyncIterator[bytes]:
    yield f"retry: {RECONNECT_MS}\n\n".encode()
    stopping = asyncio.ensure_future(draining.wait())
    upcoming: asyncio.Future[ServerEvent] = asyncio.ensure_future(anext(events))
    try:
        while True:
            waited: set[asyncio.Future[Any]] = {upcoming, stopping}
            done, _ = await asyncio.wait(waited, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            if upcoming in done:
                try:
                    yield upcoming.result().encode()
                except StopAsyncIteration:
                    return
                upcoming = asyncio.ensure_future(anext(events))
            elif stopping in done:
                yield b": server is restarting, reconnect\n\n"
                return
            else:
                yield b": heartbeat\n\n"
    finally:
        stopping.cancel()
        upcoming.cancel()
        await asyncio.gather(upcoming, stopping, return_exceptions=True)
        await events.aclose()  # type: ignore[attr-defined]  # every source here is an async generator


def event_stream(
    events: AsyncIterator[ServerEvent], *, draining: Draining, headers: dict[str, str] | None = None
) -> StreamingResponse:
    """Streams `events` unbuffered by proxies, with a heartbeat whenever there was nothing to say for 15 s."""
    shown = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", **(headers or {})}
    return StreamingResponse(_framed(events, draining), media_type="text/event-stream", headers=shown)


def last_event_id(given: str | None) -> int:
    """The seq to resume after; 0 when the header is absent or not ours."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 19 else 0  # noqa: PLR2004
