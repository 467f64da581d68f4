"""Which key is picked: strategies, cooldowns and what survives a swapped snapshot."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_kit import keys

from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.snapshot import Strategy, Target, Upstream, UpstreamKey, build


def pool_of(strategy: Strategy, pool: list[UpstreamKey], seed: int = 1) -> Chooser:
    chooser = Chooser(random.Random(seed))
    swap(chooser, strategy, pool)
    return chooser


def swap(chooser: Chooser, strategy: Strategy, pool: list[UpstreamKey]) -> None:
    upstream = Upstream(id=1, name="u", base_url="http://u", strategy=strategy)
    chooser.swap(build(1, upstreams=[upstream], keys=pool))


def picked(chooser: Chooser, count: int) -> list[str]:
    return [key.secret for _ in range(count) if (key := chooser.pick(1)) is not None]


def test_round_robin_is_exact() -> None:
    assert picked(pool_of("round_robin", keys("a", "b", "c")), 7) == ["a", "b", "c", "a", "b", "c", "a"]


def test_round_robin_goes_on_where_it_was_after_a_swap() -> None:
    chooser = pool_of("round_robin", keys("a", "b", "c"))
    assert picked(chooser, 2) == ["a", "b"]
    swap(chooser, "round_robin", keys("a", "b", "c"))
    assert picked(chooser, 1) == ["c"]
    swap(chooser, "round_robin", [*keys("a", "b", "c"), UpstreamKey(id=999, upstream_id=1, secret="new")])
    assert sorted(picked(chooser, 4)) == ["a", "b", "c", "new"]


def test_the_least_recently_used_key_is_next_also_after_its_rest() -> None:
    chooser = pool_of("least_recently_used", keys("a", "b", "c"))
    assert picked(chooser, 1) == ["a"]
    chooser.cool(102, time.monotonic() + 0.05)
    assert picked(chooser, 3) == ["c", "a", "c"]
    time.sleep(0.06)
    assert picked(chooser, 2) == ["b", "a"]


@pytest.mark.parametrize("strategy", ["round_robin", "random", "weighted", "least_recently_used"])
def test_cooling_and_tried_keys_are_passed_over(strategy: Strategy) -> None:
    chooser = pool_of(strategy, keys("a", "b", "c"))
    chooser.cool(101, time.monotonic() + 60)
    assert {k.secret for _ in range(50) if (k := chooser.pick(1))} == {"b", "c"}
    assert {k.secret for _ in range(50) if (k := chooser.pick(1, {102}))} == {"c"}
    assert chooser.pick(1, {102, 103}) is None
    assert chooser.pick_any(1) is not None


def test_a_cooldown_only_gets_longer() -> None:
    chooser = pool_of("round_robin", keys("a", "b"))
    chooser.cool(101, time.monotonic() + 60)
    chooser.cool(101, time.monotonic() + 0.001)
    time.sleep(0.002)
    assert set(picked(chooser, 10)) == {"b"}
    swap(chooser, "random", keys("a", "b"))
    assert set(picked(chooser, 10)) == {"b"}


def test_with_every_key_cooling_one_is_still_given() -> None:
    chooser = pool_of("round_robin", keys("a", "b"))
    chooser.cool(101, time.monotonic() + 60)
    chooser.cool(102, time.monotonic() + 30)
    assert chooser.pick(1) is None
    assert chooser.pick_any(1).secret == "b"  # type: ignore[union-attr]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any), st.integers(0, 2**32))
def test_weighted_picks_follow_the_weights(weights: list[int], seed: int) -> None:
    pool = [UpstreamKey(id=i, upstream_id=1, secret=str(i), weight=w) for i, w in enumerate(weights)]
    draws = 6000
    counts = Counter(picked(pool_of("weighted", pool, seed), draws))
    for i, weight in enumerate(weights):
        share = weight / sum(weights)
        spread = (share * (1 - share) * draws) ** 0.5
        assert abs(counts[str(i)] - share * draws) <= 5.5 * spread + 1e-9


def test_random_picks_every_key_alike() -> None:
    counts = Counter(picked(pool_of("random", keys("a", "b", "c", "d")), 8000))
    assert all(abs(n - 2000) < 200 for n in counts.values())


def test_a_pick_costs_the_same_in_a_huge_pool() -> None:
    """Counted in looks at the cooldowns, not in time."""

    class Counting(dict[int, float]):
        looks = 0

        def get(self, *args: object) -> float | None:  # type: ignore[override]
            Counting.looks += 1
            return super().get(*args)  # type: ignore[call-overload,no-any-return]

    for strategy in ("round_robin", "random", "weighted", "least_recently_used"):
        chooser = pool_of(strategy, [UpstreamKey(id=i, upstream_id=1, secret="k") for i in range(100_000)])  # type: ignore[arg-type]
        chooser._cool_until = Counting(chooser._cool_until)
        for i in range(50_000):
            chooser.cool(i, time.monotonic() + 600)
        picks = 20_000
        Counting.looks = 0
        for _ in range(picks):
            chooser.pick(1)
        assert Counting.looks < 200_000 + 5 * picks


def test_a_routes_target_is_drawn_by_weight() -> None:
    chooser = Chooser(random.Random(3))
    targets = [Target(1, weight=3), Target(2, weight=1), Target(3, weight=0)]
    counts = Counter(chooser.pick_target(targets) for _ in range(4000))
    assert counts[2] == 0
    assert abs(counts[0] - 3000) < 150
