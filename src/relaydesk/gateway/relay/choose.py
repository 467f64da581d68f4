"""Which key of an upstream's pool serves an attempt. Picks cost the same at one key and at a hundred thousand."""

import heapq
import random
import time
from collections import deque
from collections.abc import Collection, Sequence

from relaydesk.gateway.relay.snapshot import Snapshot, Strategy, Target, UpstreamKey

_REDRAWS = 16
_NEVER = float("inf")
LONGEST_BAR_S = 35.0  # a little longer than a snapshot lasts


class Ring:
    """Round robin and least recently used: the front of a ring is next, a used key goes to its back.

    A key that cools leaves the ring when it is met and comes back when its time is over: to the back in round robin,
    to the front where the longest unused key goes first.
    """

    def __init__(self, keys: Sequence[UpstreamKey], *, rested_first: bool) -> None:
        self._ring = deque(keys)
        self._cooling: list[tuple[float, int, UpstreamKey]] = []
        self._rested_first = rested_first

    def pick(self, tried: Collection[int], cool_until: dict[int, float], now: float) -> UpstreamKey | None:
        self._wake(now, cool_until)
        skipped = 0
        while len(self._ring) > skipped:
            key = self._ring.popleft()
            until = cool_until.get(key.id)
            if until is not None and until > now:
                heapq.heappush(self._cooling, (until, key.id, key))
                continue
            self._ring.append(key)
            if key.id not in tried:
                return key
            skipped += 1
        return None

    def _wake(self, now: float, cool_until: dict[int, float]) -> None:
        while self._cooling and self._cooling[0][0] <= now:
            _, key_id, key = heapq.heappop(self._cooling)
            until = cool_until.get(key_id, 0.0)
            if until > now:
                heapq.heappush(self._cooling, (until, key_id, key))
            elif self._rested_first:
                self._ring.appendleft(key)
            else:
                self._ring.append(key)

    def order(self) -> list[int]:
        """Key ids, next one first, the cooling ones last."""
        return [key.id for key in self._ring] + [key_id for _, key_id, _ in sorted(self._cooling)]


class Urn:
    """Random and weighted: Walker's alias method (Vose 1991), redrawn while the key drawn cools or was tried."""

    def __init__(self, keys: Sequence[UpstreamKey], *, by_weight: bool, rng: random.Random) -> None:
        self._all = tuple(k for k in keys if k.weight > 0) or tuple(keys) if by_weight else tuple(keys)
        self._by_weight = by_weight
        self._rng = rng
        self._drawable = self._all
        self._restock_at = float("inf")
        self._share: list[float] = []
        self._alias: list[int] = []
        self._fill()

    def _weight(self, key: UpstreamKey) -> float:
        return max(key.weight, 0) if self._by_weight else 1

    def _fill(self) -> None:
        count = len(self._drawable)
        total = sum(self._weight(k) for k in self._drawable) or 1
        scaled = [self._weight(k) * count / total for k in self._drawable]
        self._share, self._alias = [1.0] * count, list(range(count))
        small = [i for i, s in enumerate(scaled) if s < 1]
        large = [i for i, s in enumerate(scaled) if s >= 1]
        while small and large:
            less, more = small.pop(), large[-1]
            self._share[less], self._alias[less] = scaled[less], more
            scaled[more] -= 1 - scaled[less]
            if scaled[more] < 1:
                small.append(large.pop())

    def _draw(self) -> UpstreamKey:
        point = self._rng.random() * len(self._drawable)
        column = int(point)
        return self._drawable[column if point - column < self._share[column] else self._alias[column]]

    def pick(self, tried: Collection[int], cool_until: dict[int, float], now: float) -> UpstreamKey | None:
        if now >= self._restock_at:
            self._stock(cool_until, now)
        for _ in range(_REDRAWS if self._drawable else 0):
            key = self._draw()
            if key.id not in tried and cool_until.get(key.id, 0.0) <= now:
                return key
        if not any(cool_until.get(k.id, 0.0) <= now for k in self._drawable if k.id not in tried):
            return None
        # Most of the pool cools or was tried: build the table anew from what is left, then at most `tried` are redrawn.
        self._stock(cool_until, now)
        left = [k for k in self._drawable if k.id not in tried]
        return self._rng.choices(left, [self._weight(k) or 1e-9 for k in left])[0] if left else None

    def _stock(self, cool_until: dict[int, float], now: float) -> None:
        cooling = [until for k in self._all if (until := cool_until.get(k.id, 0.0)) > now]
        self._restock_at = min(cooling, default=float("inf"))
        self._drawable = tuple(k for k in self._all if cool_until.get(k.id, 0.0) <= now) if cooling else self._all
        self._fill()

    def order(self) -> list[int]:
        return []


class Chooser:
    """The pools of all upstreams. Cursors and cooldowns outlive a swapped snapshot."""

    def __init__(self, rng: random.Random | None = None) -> None:
        self._rng = rng or random.Random()
        self._pools: dict[int, Ring | Urn] = {}
        self._built_from: dict[int, tuple[tuple[UpstreamKey, ...], Strategy]] = {}
        self._keys: dict[int, tuple[UpstreamKey, ...]] = {}
        self._cool_until: dict[int, float] = {}
        self._barred: dict[int, float] = {}  # of those, the keys that may not even serve as the last resort

    def swap(self, snapshot: Snapshot) -> None:
        """Take over another snapshot's keys; pools whose keys and strategy stayed alike stay as they are."""
        pools: dict[int, Ring | Urn] = {}
        built_from: dict[int, tuple[tuple[UpstreamKey, ...], Strategy]] = {}
        for upstream in snapshot.upstreams.values():
            keys = snapshot.keys.get(upstream.id, ())
            made = (keys, upstream.strategy)
            old = self._pools.get(upstream.id)
            kept = old if old is not None and self._built_from.get(upstream.id) == made else None
            pools[upstream.id] = kept or self._build(keys, upstream.strategy, old)
            built_from[upstream.id] = made
        self._pools, self._built_from = pools, built_from
        self._keys = dict(snapshot.keys)
        now = time.monotonic()
        still = {key.id for pool in snapshot.keys.values() for key in pool} if _NEVER in self._barred.values() else ()
        self.spare([i for i, until in self._barred.items() if until != _NEVER and i not in snapshot.exhausted])
        for known in (self._cool_until, self._barred):
            over = [i for i, until in known.items() if until <= now or (until == _NEVER and i not in still)]
            for key_id in over:
                del known[key_id]
        for key_id, until in snapshot.cooling.items():
            self.cool(key_id, now + until - time.time())
        for key_id, until in snapshot.exhausted.items():
            self.bar(key_id, now + until - time.time())

    def _build(self, keys: Sequence[UpstreamKey], strategy: Strategy, old: Ring | Urn | None) -> Ring | Urn:
        if strategy in ("random", "weighted"):
            return Urn(keys, by_weight=strategy == "weighted", rng=self._rng)
        places = {key_id: place for place, key_id in enumerate(old.order())} if old else {}
        ordered = sorted(keys, key=lambda k: places.get(k.id, -1)) if places else keys
        return Ring(ordered, rested_first=strategy == "least_recently_used")

    def has_keys(self, upstream_id: int) -> bool:
        return bool(self._keys.get(upstream_id))

    def pick(self, upstream_id: int, tried: Collection[int] = ()) -> UpstreamKey | None:
        """The next key that neither cools nor is in `tried`; None when there is none."""
        return self._pools[upstream_id].pick(tried, self._cool_until, time.monotonic())

    def pick_any(self, upstream_id: int) -> UpstreamKey | None:
        """The key to use when none is fresh: the one whose cooldown ends first, of those not barred."""
        cooling, barred, now = self._cool_until, self._barred, time.monotonic()
        usable = (key for key in self._keys.get(upstream_id, ()) if barred.get(key.id, 0.0) <= now)
        return self._pools[upstream_id].pick((), barred, now) or min(
            usable, key=lambda key: cooling.get(key.id, 0.0), default=None
        )

    def barred_for_s(self, upstream_id: int) -> float:
        """How long until the first barred key may be picked again; 0 where none ever will by itself."""
        untils = (self._barred.get(key.id, _NEVER) for key in self._keys.get(upstream_id, ()))
        soonest = min(untils, default=_NEVER)
        return max(soonest - time.monotonic(), 0.0) if soonest < _NEVER else 0.0

    def pool_size(self, upstream_id: int) -> int:
        """How many keys the upstream has, resting ones included."""
        return len(self._keys.get(upstream_id, ()))

    def take_out(self, key_id: int) -> None:
        """Pick a key no more, until a snapshot was without it and a later one brings it back."""
        self._cool_until[key_id] = self._barred[key_id] = _NEVER

    def spare(self, key_ids: Collection[int]) -> None:
        """Take back what was decided on keys: they may be picked again."""
        if not key_ids:
            return
        for key_id in key_ids:
            self._cool_until.pop(key_id, None)
            self._barred.pop(key_id, None)
        for upstream_id, keys in self._keys.items():
            if not {key.id for key in keys}.isdisjoint(key_ids):  # a ring has set them aside until their time
                strategy = self._built_from[upstream_id][1]
                self._pools[upstream_id] = self._build(keys, strategy, self._pools[upstream_id])

    def bar(self, key_id: int, until: float) -> None:
        """Do not pick a key, not even as a last resort, until a monotonic time, or for `LONGEST_BAR_S` at most."""
        until = min(until, time.monotonic() + LONGEST_BAR_S)
        self._barred[key_id] = max(until, self._barred.get(key_id, 0.0))
        self.cool(key_id, until)

    def cool(self, key_id: int, until: float) -> None:
        """Rest a key until a monotonic time; a cooldown only ever gets longer."""
        if until > self._cool_until.get(key_id, 0.0):
            self._cool_until[key_id] = until

    def pick_target(self, targets: Sequence[Target]) -> int:
        """Index of a route's target, drawn by weight."""
        if len(targets) == 1:
            return 0
        weights = [max(t.weight, 0) for t in targets]
        return self._rng.choices(range(len(targets)), weights if any(weights) else None)[0]
