"""Which key of an upstream's pool serves an attempt. Picks cost the same at one key and at a hundred thousand."""

import random
import time
from collections.abc import Collection, Sequence
from typing import Final

from relaydesk.gateway.relay.pools.pool import Change, Pool, change_between
from relaydesk.gateway.relay.pools.ring import Ring
from relaydesk.gateway.relay.pools.urn import Urn
from relaydesk.gateway.relay.snapshot import Snapshot, Strategy, Target, UpstreamKey

_NEVER: Final = float("inf")
LONGEST_BAR_S: Final = 35.0  # a little longer than a snapshot lasts


class Chooser:
    """The pools of all upstreams. Cursors and cooldowns outlive a swapped snapshot."""

    def __init__(self, rng: random.Random | None = None) -> None:
        self._rng = rng or random.Random()
        self._pools: dict[int, Pool] = {}
        self._strategies: dict[int, Strategy] = {}
        self._keys: dict[int, tuple[UpstreamKey, ...]] = {}
        self._cool_until: dict[int, float] = {}
        self._shares: dict[int, tuple[float, float]] = {}  # what part of a key's quota is left, and until when
        self._barred: dict[int, float] = {}  # of those, the keys that may not even serve as the last resort

    def swap(self, snapshot: Snapshot) -> None:
        """Take over another snapshot's keys; a pool whose strategy stayed changes by the keys that did."""
        known, strategies = self._pools, self._strategies
        self._pools, self._strategies = {}, {}
        moved: set[int] = set()
        for upstream in snapshot.upstreams.values():
            keys, old, had = snapshot.keys.get(upstream.id, ()), known.get(upstream.id), self._keys.get(upstream.id, ())
            change = change_between(had, keys) if had is not keys else Change([], [], [])
            if old is None or strategies[upstream.id] != upstream.strategy:
                old = self._build(keys, upstream.strategy, old)
            elif had is not keys:
                old.revise(change)
            moved.update(key.id for key in (*change.gone, *change.come))
            self._pools[upstream.id], self._strategies[upstream.id] = old, upstream.strategy
        self._keys = dict(snapshot.keys)
        self._forget(moved, snapshot)
        now = time.monotonic()
        for key_id, until in snapshot.cooling.items():
            self.cool(key_id, now + until - time.time())
        for key_id, until in snapshot.exhausted.items():
            self.bar(key_id, now + until - time.time())

    def _forget(self, moved: set[int], snapshot: Snapshot) -> None:
        """Rests that are over, quotas that are not used up any more, and that keys were taken out which are gone."""
        now = time.monotonic()
        self.spare([i for i, until in self._barred.items() if until != _NEVER and i not in snapshot.exhausted])
        for known in (self._cool_until, self._barred):
            over = [i for i, until in known.items() if until <= now or (until == _NEVER and i in moved)]
            for key_id in over:
                del known[key_id]
        for key_id in [i for i, (_, until) in self._shares.items() if until <= now]:
            self._regard(key_id, 1.0)
            del self._shares[key_id]

    def _build(self, keys: Sequence[UpstreamKey], strategy: Strategy, old: Pool | None) -> Pool:
        if strategy == "random":
            return Urn(keys, by_weight=False, rng=self._rng)
        if strategy == "weighted":
            shares = {key.id: self._shares[key.id][0] for key in keys if key.id in self._shares}
            return Urn(keys, by_weight=True, rng=self._rng, shares=shares)
        places = {key_id: place for place, key_id in enumerate(old.order())} if old else {}
        ordered = sorted(keys, key=lambda k: places.get(k.id, -1)) if places else keys
        return Ring(ordered, rested_first=strategy == "least_recently_used")

    def has_keys(self, upstream_id: int) -> bool:
        return bool(self._keys.get(upstream_id))

    def pick(self, upstream_id: int, tried: Collection[int] = ()) -> UpstreamKey | None:
        """The next key that neither cools nor is in `tried`; None when there is none."""
        return self._pools[upstream_id].pick(tried, self._cool_until, time.monotonic())

    def pick_soonest(self, upstream_id: int) -> tuple[UpstreamKey, float] | None:
        """The key to use when none is fresh and untried, and after how many seconds.

        It is the first of those not barred whose rest is over: a resting key must not be asked before.
        """
        pool, now = self._pools[upstream_id], time.monotonic()
        key = pool.pick((), self._cool_until, now) or pool.find_first_back(self._cool_until, self._barred, now)
        return (key, max(self._cool_until.get(key.id, 0.0) - now, 0.0)) if key is not None else None

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
        for pool in self._pools.values():
            pool.revive(key_ids)

    def bar(self, key_id: int, until: float) -> None:
        """Do not pick a key, not even as a last resort, until a monotonic time, or for `LONGEST_BAR_S` at most."""
        until = min(until, time.monotonic() + LONGEST_BAR_S)
        self._barred[key_id] = max(until, self._barred.get(key_id, 0.0))
        self.cool(key_id, until)

    def cool(self, key_id: int, until: float) -> None:
        """Rest a key until a monotonic time; a cooldown only ever gets longer."""
        if until > self._cool_until.get(key_id, 0.0):
            self._cool_until[key_id] = until

    def regard(self, key_id: int, share: float, until: float) -> None:
        """Only this part of a key's quota is left, until a time (seconds since the epoch): draw it so much less."""
        self._shares[key_id] = share, time.monotonic() + until - time.time()
        self._regard(key_id, share)

    def _regard(self, key_id: int, share: float) -> None:
        for upstream_id, strategy in self._strategies.items():
            pool = self._pools[upstream_id]
            if strategy == "weighted" and isinstance(pool, Urn):
                pool.regard(key_id, share)

    def pick_target(self, targets: Sequence[Target]) -> int:
        """Index of a route's target, drawn by weight."""
        if len(targets) == 1:
            return 0
        weights = [max(t.weight, 0) for t in targets]
        return self._rng.choices(range(len(targets)), weights if any(weights) else None)[0]
