"""What pools of all strategies share: keys that rest are set aside, and a pool changes in place.

Neither a pick nor a change of a few keys costs more in a pool of a hundred thousand.
"""

import heapq
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from relaydesk.gateway.relay.snapshot import UpstreamKey

_NEVER: Final = float("inf")
_STRIDE: Final = 512


class Change(NamedTuple):
    """From the keys of one snapshot to those of the next; `changed` are pairs of old and new."""

    gone: list[UpstreamKey]
    come: list[UpstreamKey]
    changed: list[tuple[UpstreamKey, UpstreamKey]]


def change_between(old: Sequence[UpstreamKey], new: Sequence[UpstreamKey]) -> Change:
    """What became of the keys; keys that are the very same values cost next to nothing."""
    least = min(len(old), len(new))
    front = 0
    while front < least and old[front : front + _STRIDE] == new[front : front + _STRIDE]:
        front = min(front + _STRIDE, least)
    back = 0
    while back < least - front and _ends_alike(old, new, back, min(_STRIDE, least - front - back)):
        back = min(back + _STRIDE, least - front)
    left = {key.id: key for key in old[front : len(old) - back]}
    change = Change([], [], [])
    for key in new[front : len(new) - back]:
        known = left.pop(key.id, None)
        if known is None:
            change.come.append(key)
        elif known is not key and known != key:
            change.changed.append((known, key))
    change.gone.extend(left.values())
    return change


def _ends_alike(old: Sequence[UpstreamKey], new: Sequence[UpstreamKey], back: int, count: int) -> bool:
    till_old, till_new = len(old) - back, len(new) - back
    return old[till_old - count : till_old] == new[till_new - count : till_new]


class Pool(ABC):
    """A resting key leaves the pool when it is met, and comes back when its time is over."""

    def __init__(self) -> None:
        self._resting: dict[int, UpstreamKey] = {}
        self._wakes: list[tuple[float, int]] = []  # a heap; may hold ids that rest no more, or longer by now

    @abstractmethod
    def pick(self, tried: Collection[int], cool_until: dict[int, float], now: float) -> UpstreamKey | None:
        """The next key that neither rests nor is in `tried`; None when there is none."""

    @abstractmethod
    def order(self) -> list[int]:
        """Key ids, next one first, the resting ones last; empty where there is no order."""

    @abstractmethod
    def revise(self, change: Change) -> None:
        """Go on with other keys."""

    @abstractmethod
    def _put_back(self, key: UpstreamKey) -> None:
        """Its rest is over."""

    def revive(self, key_ids: Iterable[int]) -> None:
        """The rest of these keys, if they are the pool's, is over at once."""
        for key_id in key_ids:
            key = self._resting.pop(key_id, None)
            if key is not None:
                self._put_back(key)

    def find_first_back(self, cool_until: dict[int, float], barred: dict[int, float], now: float) -> UpstreamKey | None:
        """Of the resting keys that are not barred the one that is back first."""
        wakes, resting = self._wakes, self._resting
        while wakes:
            until, key_id = wakes[0]
            real = cool_until.get(key_id, until)
            if key_id not in resting:
                heapq.heappop(wakes)
            elif real > until:
                self._wake_later(real)
            elif barred.get(key_id, 0.0) <= now:
                return resting[key_id]
            else:
                break
        usable = (key for key in resting.values() if barred.get(key.id, 0.0) <= now)
        return min(usable, key=lambda key: cool_until.get(key.id, 0.0), default=None)

    def _rest(self, key: UpstreamKey, until: float) -> None:
        self._resting[key.id] = key
        if until < _NEVER:
            heapq.heappush(self._wakes, (until, key.id))

    def _wake(self, now: float, cool_until: dict[int, float]) -> None:
        wakes = self._wakes
        while wakes and wakes[0][0] <= now:
            key_id = wakes[0][1]
            until = cool_until.get(key_id, 0.0)
            if key_id in self._resting and until > now:
                self._wake_later(until)
                continue
            heapq.heappop(wakes)
            key = self._resting.pop(key_id, None)
            if key is not None:
                self._put_back(key)

    def _wake_later(self, until: float) -> None:
        """The first of the heap rests longer than it says there."""
        if until < _NEVER:
            heapq.heapreplace(self._wakes, (until, self._wakes[0][1]))
        else:
            heapq.heappop(self._wakes)
