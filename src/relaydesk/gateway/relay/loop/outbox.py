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
            try:
                run()
            except Exception as error:  # noqa: BLE001 - one that fails must not hold up the others
                self._report("what was to run before the writes failed", error)
        for transport, data in due:
            try:
                transport.write(data)
            except Exception as error:  # noqa: BLE001 - a broken transport must not cost the others their bytes
                if not transport.is_closing():  # that of a client that has left says so by an error, too
                    transport.abort()
                    self._report("a write to a socket failed", error)

    def _report(self, message: str, error: Exception) -> None:
        self._loop.call_exception_handler({"message": message, "exception": error})


_outboxes: dict[asyncio.AbstractEventLoop, Outbox] = {}


def outbox_of(loop: asyncio.AbstractEventLoop) -> Outbox:
    """The loop's own."""
    outbox = _outboxes.get(loop)
    if outbox is None:
        for ended in [known for known in _outboxes if known.is_closed()]:
            del _outboxes[ended]
        outbox = _outboxes[loop] = Outbox(loop)
    return outbox
