"""Which key is picked: strategies, cooldowns and what survives a swapped snapshot."""

import random
import time
from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_kit import keys

from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.pools.pool import change_between
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
    assert chooser.pick_soonest(1) is not None


def soonest(chooser: Chooser) -> str:
    found = chooser.pick_soonest(1)
    assert found is not None
    assert found[1] > 0
    return found[0].secret


def test_a_cooldown_only_gets_longer() -> None:
    chooser = pool_of("round_robin", keys("a", "b"))
    chooser.cool(101, time.monotonic() + 60)
    chooser.cool(101, time.monotonic() + 0.001)
    time.sleep(0.002)
    assert set(picked(chooser, 10)) == {"b"}
    swap(chooser, "random", keys("a", "b"))
    assert set(picked(chooser, 10)) == {"b"}


def test_with_every_key_resting_the_first_back_is_named_with_its_time() -> None:
    chooser = pool_of("round_robin", keys("a", "b"))
    chooser.cool(101, time.monotonic() + 60)
    chooser.cool(102, time.monotonic() + 30)
    assert chooser.pick(1) is None
    assert soonest(chooser) == "b"


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


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 20), st.floats(0, 1)), min_size=1, max_size=8), st.integers(0, 2**32))
def test_weighted_picks_follow_what_is_left_of_quotas(told: list[tuple[int, float]], seed: int) -> None:
    chooser = pool_of("weighted", [key_of(i, weight=weight) for i, (weight, _) in enumerate(told)], seed)
    for i, (_, share) in enumerate(told):
        chooser.regard(i, 0.5, time.time() + 600)
        chooser.regard(i, share, time.time() + 600)
    draws = 6000
    counts = Counter(picked(chooser, draws))
    expected = [weight * max(1, round(share * 255)) for weight, share in told]
    for i, weight in enumerate(expected):
        share = weight / sum(expected)
        spread = (share * (1 - share) * draws) ** 0.5
        assert abs(counts[str(i)] - share * draws) <= 5.5 * spread + 1e-9


def test_a_quota_begins_anew_with_its_period_and_outlives_a_change_of_strategy() -> None:
    pool = [key_of(1), key_of(2)]
    chooser = pool_of("round_robin", pool)
    chooser.regard(1, 0.0, time.time() + 600)
    chooser.regard(2, 0.0, time.time() - 1)
    swap(chooser, "weighted", pool)
    counts = Counter(picked(chooser, 1000))
    assert counts["2"] > 950
    chooser.regard(1, 0.0, time.time() - 1)
    swap(chooser, "weighted", pool)
    assert abs(Counter(picked(chooser, 1000))["2"] - 500) < 100


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


def key_of(key_id: int, weight: int = 1) -> UpstreamKey:
    return UpstreamKey(id=key_id, upstream_id=1, secret=str(key_id), weight=weight)


STRATEGIES: list[Strategy] = ["round_robin", "random", "weighted", "least_recently_used"]


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.sets(st.integers(0, 15)), st.sets(st.integers(0, 15))), max_size=8))
def test_after_any_swaps_exactly_the_keys_of_the_last_one_are_picked(
    strategy: Strategy, steps: list[tuple[set[int], set[int]]]
) -> None:
    chooser, pool = pool_of(strategy, []), set[int]()
    for pool, cooling in steps:
        swap(chooser, strategy, [key_of(i, weight=1 + i % 3) for i in sorted(pool)])
        for key_id in cooling:
            chooser.cool(key_id, time.monotonic() + 600)
        picked(chooser, 5)
        chooser.spare(cooling)
    found = set(picked(chooser, 16 if strategy in ("round_robin", "least_recently_used") else 600))
    assert found == {str(i) for i in pool}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_changed_key_is_picked_as_it_is_now(strategy: Strategy) -> None:
    chooser = pool_of(strategy, keys("a", "b"))
    chooser.cool(101, time.monotonic() + 600)
    picked(chooser, 4)
    newer = [UpstreamKey(id=101, upstream_id=1, secret="A"), UpstreamKey(id=102, upstream_id=1, secret="B")]
    swap(chooser, strategy, newer)
    assert set(picked(chooser, 4)) == {"B"}
    chooser.spare([101])
    assert set(picked(chooser, 60)) == {"A", "B"}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_key_taken_out_comes_back_with_a_later_snapshot_only(strategy: Strategy) -> None:
    chooser = pool_of(strategy, keys("a", "b"))
    chooser.take_out(101)
    swap(chooser, strategy, keys("a", "b"))
    assert set(picked(chooser, 20)) == {"b"}
    swap(chooser, strategy, [keys("a", "b")[1]])
    swap(chooser, strategy, keys("a", "b"))
    assert set(picked(chooser, 60)) == {"a", "b"}


def test_of_resting_keys_the_first_back_is_the_last_resort_unless_it_is_barred() -> None:
    chooser = pool_of("weighted", keys("a", "b", "c"))
    now = time.monotonic()
    for key_id, rest_s in ((101, 10), (102, 20), (103, 30)):
        chooser.cool(key_id, now + rest_s)
    assert chooser.pick(1) is None
    chooser.cool(101, now + 25)
    assert soonest(chooser) == "b"
    chooser.bar(102, now + 20)
    assert soonest(chooser) == "a"


def test_a_key_without_weight_is_picked_only_where_no_key_has_one() -> None:
    chooser = pool_of("weighted", [key_of(1, weight=0), key_of(2, weight=5)])
    assert set(picked(chooser, 100)) == {"2"}
    chooser.cool(2, time.monotonic() + 600)
    assert chooser.pick(1) is None
    assert chooser.pick_soonest(1) == (key_of(1, weight=0), 0.0)
    swap(chooser, "weighted", [key_of(1, weight=0), key_of(3, weight=0)])
    assert set(picked(chooser, 100)) == {"1", "3"}


def test_a_swap_of_one_key_leaves_the_others_of_a_huge_pool_alone() -> None:
    """Counted in comparisons of keys, not in time."""

    class Watched(UpstreamKey, frozen=True):
        compared: ClassVar[int] = 0

        def __eq__(self, other: object) -> bool:
            Watched.compared += 1
            return self is other

        __hash__ = UpstreamKey.__hash__

    pool = [Watched(id=i, upstream_id=1, secret="k") for i in range(100_000)]
    change = change_between(pool, pool[:50_000] + pool[50_001:])
    assert ([key.id for key in change.gone], change.come, change.changed) == ([50_000], [], [])
    assert Watched.compared <= 4
    for strategy in STRATEGIES:
        chooser = pool_of(strategy, pool)  # type: ignore[arg-type]
        swap(chooser, strategy, pool[:50_000] + pool[50_001:])  # type: ignore[arg-type]
        assert chooser.pool_size(1) == 99_999
