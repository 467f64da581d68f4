"""Random and weighted: keys are drawn by their weight, and may leave and enter between draws.

Where weights count, so does what is left of a key's quota: a key with half of it is drawn half as often.

Keys stand in classes of weights within a factor of two; a class is drawn by its total, a key in it evenly and kept by
its share of the class's heaviest (Hagerup, Mehlhorn, Munro 1993, with one level): at most two draws on average.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from relaydesk.gateway.relay.pools.pool import Change, Pool
from relaydesk.gateway.relay.snapshot import UpstreamKey

_LOOKS: Final = 32
_WHOLE: Final = 255  # a weight stands so many times in its class: the parts in which a quota is told


class _Class:
    """Keys whose weights need the same number of bits; `heaviest` is the greatest of such weights."""

    __slots__ = ("heaviest", "keys", "total")

    def __init__(self, bits: int) -> None:
        self.heaviest = (1 << bits) - 1
        self.total = 0
        self.keys: list[UpstreamKey] = []


class Urn(Pool):
    """Keys of weight 0 are drawn only where no key has another weight."""

    def __init__(
        self,
        keys: Sequence[UpstreamKey],
        *,
        by_weight: bool,
        rng: random.Random,
        shares: Mapping[int, float] | None = None,
    ) -> None:
        super().__init__()
        self._parts = {key_id: _parts_of(share) for key_id, share in (shares or {}).items()}
        self._by_weight = by_weight
        self._random = rng.random
        self._classes: dict[int, _Class] = {}
        self._filled: list[_Class] = []  # those of `_classes` with keys to draw, but for weight 0
        self._total = 0
        self._place: dict[int, int] = {}  # of a key in its class
        self._weighty = 0  # keys of the pool with a weight, resting ones included
        for key in keys:
            self._enter(key)

    def pick(self, tried: Collection[int], cool_until: dict[int, float], now: float) -> UpstreamKey | None:
        if self._wakes:
            self._wake(now, cool_until)
        aside = []
        while (key := self._draw()) is not None:
            until = cool_until.get(key.id, 0.0)
            if until > now:
                self._take(key)
                self._rest(key, until)
            elif key.id in tried:
                self._take(key)
                aside.append(key)
            else:
                break
        for other in aside:
            self._put_back(other)
        return key

    def find_first_back(self, cool_until: dict[int, float], barred: dict[int, float], now: float) -> UpstreamKey | None:
        """Those of weight 0 are the last resort."""
        if weightless := self._classes.get(0):
            for key in weightless.keys[:_LOOKS]:
                if max(barred.get(key.id, 0.0), cool_until.get(key.id, 0.0)) <= now:
                    return key
        return super().find_first_back(cool_until, barred, now)

    def regard(self, key_id: int, share: float) -> None:
        """So much of a key's quota is left, 0 to 1; nothing happens where the key is not the pool's."""
        place = self._place.get(key_id)
        if place is None and key_id not in self._resting:
            return
        keys_at_place = (c.keys[place] for c in self._classes.values() if place is not None and place < len(c.keys))
        key = next((k for k in keys_at_place if k.id == key_id), None)
        if key is not None:
            self._take(key)
        self._parts[key_id] = _parts_of(share)
        if key is not None:
            self._put_back(key)

    def order(self) -> list[int]:
        return []

    def revise(self, change: Change) -> None:
        for key in (*change.gone, *(old for old, _ in change.changed)):
            self._weighty -= self._weight(key) > 0
            if self._resting.pop(key.id, None) is None:
                self._take(key)
        for key in change.gone:
            self._parts.pop(key.id, None)
        for key in (*change.come, *(newer for _, newer in change.changed)):
            self._enter(key)

    def _enter(self, key: UpstreamKey) -> None:
        self._weighty += self._weight(key) > 0
        self._put_back(key)

    def _weight(self, key: UpstreamKey) -> int:
        if not self._by_weight:
            return 1
        return max(key.weight, 0) * self._parts.get(key.id, _WHOLE)

    def _draw(self) -> UpstreamKey | None:
        if not self._weighty:
            weightless = self._classes.get(0)
            keys = weightless.keys if weightless else None
            return keys[int(self._random() * len(keys))] if keys else None
        if not self._filled:
            return None
        chosen = self._filled[0]
        if len(self._filled) > 1:
            point = self._random() * self._total
            for chosen in self._filled:
                point -= chosen.total
                if point < 0:
                    break
        keys, heaviest = chosen.keys, chosen.heaviest
        while True:
            key = keys[int(self._random() * len(keys))]
            if heaviest == 1 or self._random() * heaviest < self._weight(key):
                return key

    def _put_back(self, key: UpstreamKey) -> None:
        weight = self._weight(key)
        bits = weight.bit_length()
        chosen = self._classes.get(bits)
        if chosen is None:
            chosen = self._classes[bits] = _Class(bits)
        if not chosen.keys and bits:
            self._filled.append(chosen)
        self._place[key.id] = len(chosen.keys)
        chosen.keys.append(key)
        chosen.total += weight
        self._total += weight

    def _take(self, key: UpstreamKey) -> None:
        weight = self._weight(key)
        chosen = self._classes[weight.bit_length()]
        place, last = self._place.pop(key.id), chosen.keys.pop()
        if last.id != key.id:
            chosen.keys[place] = last
            self._place[last.id] = place
        chosen.total -= weight
        self._total -= weight
        if not chosen.keys and chosen in self._filled:
            self._filled.remove(chosen)


def _parts_of(share: float) -> int:
    """At least one: a key whose quota is used up is not drawn for other reasons."""
    return max(1, round(share * _WHOLE))
