"""Owns what a process keeps running beside its requests: endless loops that no error ends, and the sign to stop.

A loop is a *step* that the keeper calls again and again. Whatever a step raises is logged and counted, and the next try
waits longer each time, up to half a minute. Health says of each loop when it last succeeded.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from relaydesk.kernel.errors import Unavailable

log = structlog.get_logger(__name__)
LEAST_BACKOFF_S, LONGEST_BACKOFF_S = 0.25, 30.0
# a server that is away may be back at any moment
LONGEST_WAIT_AWAY_S = 4.0
CANCEL_AGAIN_S = 1.0
CANCEL_TRIES = 10
# a loop whose last success is older than this many of its intervals (and this many seconds) is told as late
LATE_INTERVALS, LATE_S = 10, 60.0

Step = Callable[[], Awaitable[None]]


class Draining:
    """The sign that this process is asked to stop, so that open streams end themselves. Set once; never cleared."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def start(self) -> None:
        self._event.set()

    @property
    def started(self) -> bool:
        return self._event.is_set()

    async def wait(self) -> None:
        await self._event.wait()


@dataclass(slots=True)
class Loop:
    """One endless loop: its figures, and `wake` to have its next step now."""

    name: str
    every_s: float
    failures: int = 0
    failures_in_a_row: int = 0
    error: str | None = None
    is_away: bool = False
    started_at: float = field(default_factory=time.monotonic)
    succeeded_at: float | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self._woken.set()

    def succeeded(self) -> None:
        """A step calls it when it does not end for a long time: all is well up to here."""
        self.succeeded_at = time.monotonic()
        self.failures_in_a_row, self.error = 0, None

    def failed(self, error: Exception) -> None:
        self.failures += 1
        self.failures_in_a_row += 1
        self.error, self.is_away = type(error).__name__, isinstance(error, Unavailable)

    def wait_s(self) -> float:
        """Until the next step; after failures longer each time, and not for as long as one that looks seldom rests."""
        if self.failures_in_a_row == 0:
            return self.every_s
        backoff_s: float = max(self.every_s, LEAST_BACKOFF_S) * 2 ** min(self.failures_in_a_row, 10)
        longest_s = LONGEST_WAIT_AWAY_S if self.is_away else LONGEST_BACKOFF_S
        return min(backoff_s, longest_s)

    async def pause(self) -> None:
        """Until the next step is due: at once when woken, unless the last one failed."""
        if self.failures_in_a_row:
            await asyncio.sleep(self.wait_s())
            return
        try:
            async with asyncio.timeout(self.every_s):
                await self._woken.wait()
        except TimeoutError:
            pass
        self._woken.clear()

    def is_late(self, now: float) -> bool:
        since = self.succeeded_at if self.succeeded_at is not None else self.started_at
        return now - since > max(LATE_S, LATE_INTERVALS * self.every_s)

    def shown(self, now: float) -> dict[str, Any]:
        """For health."""
        ago_s = round(now - self.succeeded_at, 1) if self.succeeded_at is not None else None
        shown: dict[str, Any] = {"succeeded_seconds_ago": ago_s, "failures": self.failures}
        return {**shown, "error": self.error} if self.error else shown


class Background:
    """Keeps the loops of one process."""

    def __init__(self) -> None:
        self._loops: dict[str, tuple[Loop, asyncio.Task[None]]] = {}

    def keep(self, name: str, step: Step, *, every_s: float) -> Loop:
        """Calls `step` every `every_s` seconds, and when the loop is woken, until `end`; the first time at once.

        A step may itself go on for ever; it then calls `Loop.succeeded` from time to time.
        """
        loop = Loop(name, every_s)
        task = asyncio.create_task(self._run(loop, step), name=name)
        self._loops[name] = (loop, task)
        return loop

    async def _run(self, loop: Loop, step: Step) -> None:
        while True:
            try:
                await step()
            except Unavailable as error:
                loop.failed(error)
                log.warning("background_waits", loop=loop.name, reason=error.code, failures=loop.failures_in_a_row)
            except Exception as error:
                loop.failed(error)
                log.exception("background_failed", loop=loop.name, failures=loop.failures_in_a_row)
            else:
                loop.succeeded()
            await loop.pause()

    async def end(self, *names: str) -> None:
        """Ends these loops, without names all of them, and waits until they have ended."""
        ending = [self._loops.pop(name) for name in names or tuple(self._loops) if name in self._loops]
        await end_tasks([task for _, task in ending])

    def health(self) -> dict[str, Any]:
        """Each loop with its last success; `late` when one has not succeeded for long."""
        now = time.monotonic()
        loops = [loop for loop, _ in self._loops.values()]
        return {
            "status": "late" if any(loop.is_late(now) for loop in loops) else "ok",
            "loops": {loop.name: loop.shown(now) for loop in loops},
        }


async def end_tasks(tasks: list[asyncio.Task[None]]) -> None:
    """Cancels tasks until they have ended: a driver in the middle of something may swallow a cancellation."""
    pending = set(tasks)
    for _ in range(CANCEL_TRIES):
        if not pending:
            return
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)
