"""Thresholds: a rule acts once its condition was met often enough in a window, then rests for its cool-down.

What is counted is met conditions by rule and key. A success resets nothing: old ones leave the window by themselves, so
a key that fails every other time is found as well as one that fails always. Acting begins the count anew; while a
rule rests for a key, nothing is counted.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Protocol

import msgspec

MAX_TIMES = 100_000


class Threshold(msgspec.Struct, frozen=True):
    """`count` met conditions within `window_s`; then silence for `cooldown_s`."""

    count: int = 1
    window_s: int = 60
    cooldown_s: int = 0

    @property
    def is_immediate(self) -> bool:
        """Whether each met condition acts: then there is nothing to count."""
        return self.count <= 1 and self.cooldown_s <= 0


class Counter(Protocol):
    """Where met conditions are counted: in this process, or for all of them."""

    async def hit(self, rule_id: int, key_id: int | None, threshold: Threshold) -> bool:
        """Count one; whether the rule is to act now."""
        ...


class _Window:
    __slots__ = ("rests_until", "times")

    def __init__(self) -> None:
        self.times: deque[float] = deque()
        self.rests_until = 0.0


class LocalCounter:
    """Exact for this process. At most `max_times` times are kept: the pair longest not met is forgotten first."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, max_times: int = MAX_TIMES) -> None:
        self._clock = clock
        self._max_times = max_times
        self._held = 0
        self._windows: OrderedDict[tuple[int, int | None], _Window] = OrderedDict()

    async def hit(self, rule_id: int, key_id: int | None, threshold: Threshold) -> bool:
        return self.count(rule_id, key_id, threshold, self._clock())

    def count(self, rule_id: int, key_id: int | None, threshold: Threshold, now: float) -> bool:
        """The same at a time of the caller's, which never goes back."""
        pair = (rule_id, key_id)
        window = self._windows.get(pair)
        if window is None:
            window = self._windows[pair] = _Window()
            self._held += 1
        self._windows.move_to_end(pair)
        if now < window.rests_until:
            return False
        times = window.times
        times.append(now)
        self._held += 1
        while times[0] <= now - threshold.window_s:
            times.popleft()
            self._held -= 1
        acts = len(times) >= threshold.count
        if acts:
            self._held -= len(times)
            times.clear()
            window.rests_until = now + threshold.cooldown_s
        while self._held > self._max_times:
            _, forgotten = self._windows.popitem(last=False)
            self._held -= 1 + len(forgotten.times)
        return acts
