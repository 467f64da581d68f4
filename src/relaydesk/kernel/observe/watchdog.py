"""Owns the watch over the event loop: whoever holds it for a tenth of a second is logged with the stack.

A thread asks a loop that works for a sign, and looks whether it comes. What was held is told by the time that passed
and by the CPU that the loop's thread used in it: much time and little CPU is a machine that had other things to do, or
a call that waits in the loop.
"""

import asyncio
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from relaydesk.kernel.observe.metrics import LOOP_HELD

log = structlog.get_logger(__name__)
LOOK_EVERY_S = 0.05
HELD_S = 0.1
# a loop that hardly works is looked at less often: an idle process does nothing else that costs more than this thread
WORKS_SHARE = 0.1
# what a turn of the loop that does nothing else needs at most
IDLE_CPU_S, IDLE_S = 0.0002, 1.0
# of a deep stack both ends are kept: what the loop called, and where that was
OUTER_FRAMES, INNER_FRAMES = 8, 12
_OUR_CODE = str(Path(__file__).resolve().parents[2])
# the functions that call what waits in a loop; uvloop's own are not written in Python
_LOOPS_OWN = ("asyncio/events.py _run", "asyncio/runners.py run")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The loop did not turn for so long; `stack` is where it was when that was noticed, from what the loop called."""

    wall_ms: float
    cpu_ms: float
    stack: tuple[str, ...]


def log_hold(hold: Hold) -> None:
    LOOP_HELD.inc()
    log.warning("loop_held", wall_ms=hold.wall_ms, cpu_ms=hold.cpu_ms, frames=list(hold.stack))


class Watchdog:
    """`start` it on the loop that it is to watch; `report` is called there, once the loop turns again.

    A loop that has used no CPU since its last sign is asked for one once a second: an idle process stays idle. What
    waits in such a loop without working is seen when it takes longer than that. What holds a loop that hardly worked
    before is seen for certain when it takes longer than `rest_s` and a tenth of a second.
    """

    def __init__(self, report: Callable[[Hold], None] = log_hold, *, rest_s: float) -> None:
        self._report = report
        self._rest_s = rest_s
        self._asked_at: float | None = None  # when a sign was asked for that has not come yet
        self._rested_at = 0.0
        self._asked_cpu = self._rested_cpu = 0.0  # what the loop's thread had used then, and at its last sign
        self._stack: tuple[str, ...] = ()
        self._is_over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ident = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._ident)
        self._rested_cpu, self._rested_at = time.thread_time(), time.monotonic()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        if self._thread is not None:
            self._thread.join(1)

    def _turned(self) -> None:
        """On the loop: the sign."""
        if self._is_over.is_set() or self._asked_at is None:
            return
        held_s, stack = time.monotonic() - self._asked_at, self._stack
        cpu_s = time.thread_time() - self._asked_cpu
        self._asked_at, self._stack = None, ()
        if held_s >= HELD_S and stack:
            self._report(Hold(wall_ms=round(held_s * 1000, 1), cpu_ms=round(cpu_s * 1000, 1), stack=stack))
        self._rested_cpu, self._rested_at = time.thread_time(), time.monotonic()

    def _watch(self) -> None:
        """In the thread: asks the loop for a sign, and notes where its thread is while none comes."""
        pause_s, cpu = self._rest_s, 0.0
        while not self._is_over.wait(pause_s):
            asked_at = self._asked_at
            before, cpu = cpu, time.clock_gettime(self._clock)
            if asked_at is None:
                if cpu - self._rested_cpu > IDLE_CPU_S or time.monotonic() - self._rested_at > IDLE_S:
                    self._asked_cpu, self._asked_at = cpu, time.monotonic()
                    try:
                        self._loop.call_soon_threadsafe(self._turned)
                    except RuntimeError:  # the loop is closed
                        return
            elif not self._stack and time.monotonic() - asked_at >= HELD_S - LOOK_EVERY_S / 2:
                frame = sys._current_frames().get(self._ident)  # noqa: SLF001 - the only way to see another thread's stack
                if frame is not None:
                    self._stack = _stack_lines(traceback.extract_stack(frame))
            is_working = cpu - before > pause_s * WORKS_SHARE
            pause_s = LOOK_EVERY_S if is_working or self._asked_at is not None else self._rest_s


def _stack_lines(frames: Sequence[traceback.FrameSummary]) -> tuple[str, ...]:
    """One line a frame below the loop's own: those at both ends and all of ours, with how many are left out between."""
    runs = [at for at, frame in enumerate(frames) if f"{frame.filename} {frame.name}".endswith(_LOOPS_OWN)]
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in (frames[runs[-1] + 1 :] if runs else frames)]
    if not runs:  # the loop does not run: who has its thread is anywhere in it
        return tuple(lines)
    inner = len(lines) - INNER_FRAMES
    shown: list[str] = []
    left_out = 0
    for place, line in enumerate(lines):
        if OUTER_FRAMES <= place < inner and not line.startswith(_OUR_CODE):
            left_out += 1
            continue
        shown += ([f"{left_out} more"] if left_out else []) + [line]
        left_out = 0
    return tuple(shown)
