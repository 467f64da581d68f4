"""Owns the watch over the event loop: whoever holds it for a tenth of a second is logged with the stack.

A thread looks whether the loop has turned since its last look. What was held is told by the time that passed and by the
CPU that the loop's thread used in it: much time and little CPU is a machine that had other things to do, or a call that
waits in the loop.
"""

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from relaydesk.kernel.observe.metrics import LOOP_HELD

log = structlog.get_logger(__name__)
LOOK_EVERY_S = 0.05
HELD_S = 0.1
FRAMES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The loop did not turn for so long; `stack` is where it was when that was noticed, outermost first."""

    wall_ms: float
    cpu_ms: float
    stack: tuple[str, ...]


def log_hold(hold: Hold) -> None:
    LOOP_HELD.inc()
    log.warning("loop_held", wall_ms=hold.wall_ms, cpu_ms=hold.cpu_ms, stack=list(hold.stack))


class Watchdog:
    """`start` it on the loop that it is to watch; `report` is called there, once the loop turns again."""

    def __init__(self, report: Callable[[Hold], None] = log_hold) -> None:
        self._report = report
        self._turned_at = 0.0
        self._cpu_at = 0.0
        self._stack: tuple[str, ...] = ()
        self._is_over = threading.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ident = threading.get_ident()
        self._turned_at, self._cpu_at = time.monotonic(), time.thread_time()
        self._timer = self._loop.call_later(LOOK_EVERY_S, self._turned)
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        if self._timer is not None:
            self._timer.cancel()
        if self._thread is not None:
            self._thread.join(1)

    def _turned(self) -> None:
        now, cpu = time.monotonic(), time.thread_time()
        held_s = now - self._turned_at - LOOK_EVERY_S
        stack, self._stack = self._stack, ()
        if held_s >= HELD_S and stack:
            cpu_ms = round((cpu - self._cpu_at) * 1000, 1)
            self._report(Hold(wall_ms=round(held_s * 1000, 1), cpu_ms=cpu_ms, stack=stack))
        self._turned_at, self._cpu_at = now, cpu
        self._timer = self._loop.call_later(LOOK_EVERY_S, self._turned)

    def _watch(self) -> None:
        """In the thread: notes where the loop's thread is while it does not turn."""
        while not self._is_over.wait(LOOK_EVERY_S):
            if self._stack or time.monotonic() - self._turned_at < HELD_S + LOOK_EVERY_S:
                continue
            frame = sys._current_frames().get(self._ident)  # noqa: SLF001 - the only way to see another thread's stack
            if frame is not None:
                entries = traceback.extract_stack(frame)[-FRAMES:]
                self._stack = tuple(f"{entry.filename}:{entry.lineno} {entry.name}" for entry in entries)
