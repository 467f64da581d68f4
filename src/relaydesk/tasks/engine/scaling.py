"""Owns how many children a worker's engine has: more while tasks wait for long, the fewest again once nothing runs."""

import contextlib
import os
import time
from dataclasses import dataclass

import structlog

from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.engine.store import Waiting, find_waiting

log = structlog.get_logger(__name__)
NAME, EVERY_S = "worker.scale", 2.0
GROWS_AFTER_S, SHRINKS_AFTER_S = 2.0, 60.0


@dataclass(slots=True)
class Scale:
    """How many children there are to be: twice as many while the oldest task waits, `least` after a minute of rest."""

    least: int
    most: int
    now: int = 0
    rested_since: float | None = None

    def __post_init__(self) -> None:
        self.now = self.now or self.least

    def look(self, waiting: Waiting, at: float) -> bool:
        """Whether the number changes; `at` is in seconds of a monotonic clock."""
        before = self.now
        if waiting.oldest_s >= GROWS_AFTER_S:
            self.now = min(self.most, self.now * 2)
        is_at_rest = not waiting.running and not waiting.oldest_s
        self.rested_since = (self.rested_since or at) if is_at_rest else None
        if self.rested_since is not None and at - self.rested_since >= SHRINKS_AFTER_S:
            self.now = self.least
        return self.now != before


class Scaler:
    """Tells the engine over a pipe how many children it is to have."""

    def __init__(self, kernel: Kernel, *, worker: str, least: int, most: int) -> None:
        self._kernel = kernel
        self._worker = worker
        self._scale = Scale(least, most)
        self.reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)  # an engine that reads nothing must not hold the dispatcher's loop

    @property
    def slots(self) -> int:
        return self._scale.now

    def start(self) -> None:
        self._tell()
        self._kernel.background.keep(NAME, self._look, every_s=EVERY_S)

    async def stop(self) -> None:
        await self._kernel.background.end(NAME)

    async def _look(self) -> None:
        waiting = await find_waiting(self._kernel.database, self._worker)
        if self._scale.look(waiting, time.monotonic()):
            log.info("worker_scaled", processes=self._scale.now, oldest_waiting_s=round(waiting.oldest_s, 1))
        self._tell()  # each time: an engine that was restarted has not heard of it

    def _tell(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._writer, f"{self._scale.now}\n".encode())
