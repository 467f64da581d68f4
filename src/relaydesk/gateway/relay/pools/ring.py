"""Round robin and least recently used: the front of a ring is next, a used key goes to its back."""

from collections import deque
from collections.abc import Collection, Sequence
from typing import Final

from relaydesk.gateway.relay.pools.pool import Change, Pool
from relaydesk.gateway.relay.snapshot import UpstreamKey

_MOST_STALE: Final = 1024


class Ring(Pool):
    """A key back from its rest goes to the back in round robin, to the front where the longest unused goes first.

    A key that is gone or changed stays where it is in the ring until it is met: finding it would mean looking at all.
    """

    def __init__(self, keys: Sequence[UpstreamKey], *, rested_first: bool) -> None:
        super().__init__()
        self._ring = deque(keys)
        self._rested_first = rested_first
        self._stale: dict[int, UpstreamKey | None] = {}  # what is to be put in place of keys in the ring

    def pick(self, tried: Collection[int], cool_until: dict[int, float], now: float) -> UpstreamKey | None:
        if self._wakes:
            self._wake(now, cool_until)
        ring, skipped = self._ring, 0
        while len(ring) > skipped:
            key = ring.popleft()
            if self._stale and key.id in self._stale:
                newer = self._stale.pop(key.id)
                if newer is None:
                    continue
                key = newer
            until = cool_until.get(key.id)
            if until is not None and until > now:
                self._rest(key, until)
                continue
            ring.append(key)
            if key.id not in tried:
                return key
            skipped += 1
        return None

    def order(self) -> list[int]:
        return [key.id for key in self._ring] + list(self._resting)

    def revise(self, change: Change) -> None:
        for key in change.gone:
            if self._resting.pop(key.id, None) is None:
                self._stale[key.id] = None
        for _, newer in change.changed:
            if newer.id in self._resting:
                self._resting[newer.id] = newer
            else:
                self._stale[newer.id] = newer
        fresh = []
        for key in change.come:
            if key.id in self._stale:
                self._stale[key.id] = key
            else:
                fresh.append(key)
        self._ring.extendleft(reversed(fresh))
        if len(self._stale) > max(_MOST_STALE, len(self._ring) // 2):
            current_keys = (self._stale.get(key.id, key) for key in self._ring)
            self._ring = deque(key for key in current_keys if key is not None)
            self._stale.clear()

    def _put_back(self, key: UpstreamKey) -> None:
        if self._rested_first:
            self._ring.appendleft(key)
        else:
            self._ring.append(key)
