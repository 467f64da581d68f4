"""What is to be written to sockets, written together at the end of the loop's turn.

A write to a socket whose reader sleeps wakes it, which costs the writer more than the write. A busy process that writes
as it goes wakes its peers for each request, and they fall asleep before the next one; what it writes in a row finds
them awake. An idle process loses nothing: its turn ends at once.
"""

import asyncio
from collections.abc import Callable


class Outbox:
    """One a loop. Data keeps its order for each transport."""

    __slots__ = ("_ahead", "_due", "_loop")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._due: list[tuple[asyncio.WriteTransport, bytes]] = []
        self._ahead: list[Callable[[], None]] = []

    def ahead(self, run: Callable[[], None]) -> None:
        """Run something at the end of this turn, before anything that is due then is written."""
        if not (self._due or self._ahead):
            self._loop.call_soon(self._flush)
        self._ahead.append(run)

    def write(self, transport: asyncio.WriteTransport, data: bytes) -> None:
        due = self._due
        if not (due or self._ahead):
            self._loop.call_soon(self._flush)
        due.append((transport, data))

    def close(self, transport: asyncio.WriteTransport) -> None:
        """Close it once all that is due is written."""
        if self._due or self._ahead:
            self._loop.call_soon(transport.close)  # behind the flush that is scheduled
        else:
            transport.close()

    def _flush(self) -> None:
        ahead, self._ahead = self._ahead, []
        due, self._due = self._due, []
        for run in ahead:
            run()
        for transport, data in due:
            transport.write(data)


_outboxes: dict[asyncio.AbstractEventLoop, Outbox] = {}


def outbox_of(loop: asyncio.AbstractEventLoop) -> Outbox:
    """The loop's own."""
    found = _outboxes.get(loop)
    if found is None:
        for ended in [known for known in _outboxes if known.is_closed()]:
            del _outboxes[ended]
        found = _outboxes[loop] = Outbox(loop)
    return found
