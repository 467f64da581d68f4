"""Owns the watch over the inference process from outside: one that hangs is killed, and another one begun."""

import asyncio
from pathlib import Path
from typing import Final

import structlog

from relaydesk.operate.processes.child import Child
from relaydesk.registry.inference.places import reachable
from relaydesk.registry.inference.wire.frames import encode
from relaydesk.registry.inference.wire.messages import Ask, encode_head

log = structlog.get_logger(__name__)
LOOK_EVERY_S: Final = 10.0
PATIENCE_S: Final = 5.0
MOST_SILENT: Final = 3  # looks in a row: where this process was frozen, too, one of them tells nothing
_SIGN: Final = encode(0, encode_head(Ask("server")))


class SilenceWatch:
    """`look` is a step of a loop. Replicas are not asked: however long they compute, the process itself answers."""

    def __init__(self, child: Child, path: Path, *, patience_s: float = PATIENCE_S) -> None:
        """`path` is that of the socket at which the child listens."""
        self._child, self._path, self._patience_s = child, path, patience_s
        self._silent = 0

    async def look(self) -> None:
        process = self._child.process
        self._silent = self._silent + 1 if await self._is_silent() else 0
        if self._silent >= MOST_SILENT:
            self._silent = 0
            if process is self._child.process:
                log.warning("process_hangs", name=self._child.name)
                self._child.kill()

    async def _is_silent(self) -> bool:
        """Not where nobody listens: it has not begun yet, or has ended."""
        try:
            async with asyncio.timeout(self._patience_s):
                with reachable(self._path) as address:
                    reader, writer = await asyncio.open_unix_connection(address)
                try:
                    writer.write(_SIGN)
                    await reader.read(1)
                finally:
                    writer.close()
        except TimeoutError:
            return True
        except OSError:
            return False
        return False
