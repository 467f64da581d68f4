"""The HTTP server's side: an answer's head and the first piece of its body leave in one write.

uvicorn writes them apart, and uvloop makes each write a system call that wakes the client; joined, a small answer costs
one of the two. Give `CorkedHttpProtocol` to uvicorn as its `http` setting.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD = b"HTTP/1.1 "


class Cork:
    """A transport that keeps an answer's head until the next write, at most to the end of the loop's turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.transport = transport
        self._loop = loop
        self._held = b""

    def write(self, data: bytes) -> None:
        if self._held:
            data, self._held = self._held + data, b""
        elif data.startswith(_HEAD):
            self._held = data
            self._loop.call_soon(self._release)
            return
        self.transport.write(data)

    def _release(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            self.transport.write(held)

    def close(self) -> None:
        self._release()
        self.transport.close()

    def is_closing(self) -> bool:
        return self.transport.is_closing()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)


class CorkedHttpProtocol(HttpToolsProtocol):
    """uvicorn's protocol, writing through a cork."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast("asyncio.Transport", transport))
        self.transport = cast("asyncio.Transport", Cork(self.transport, self.loop))

    def handle_websocket_upgrade(self) -> None:
        self.transport = cast("Cork", self.transport).transport
        super().handle_websocket_upgrade()
