"""Which versions are worse than those before them: by what fails, and by how long they compute."""

import pytest

from relaydesk.registry.inference.watch import (
    MOST_SAMPLE_BYTES,
    MOST_SAMPLES,
    Runs,
    Sample,
    Times,
    is_at_fault,
    is_suspect,
    is_worse,
    sum_of,
)
from relaydesk.registry.inference.wire.messages import Ask, Said

MS = 1_000_000
A_SAMPLE = Sample(Ask("infer", "table"), b"{}")
REFUSED = Said(400, executions=1)


def runs(total: int, *, failed: int = 0, mean_ms: float = 1, elements: int = 1) -> Runs:
    """Each computed alone; those that failed were lost with their process."""
    one = Runs(done=total - failed, lost=failed)
    one.took(elements, Times(total - failed, int((total - failed) * mean_ms * MS)))
    return one


def refusals(total: int, *, refused: int) -> Runs:
    one = Runs(done=total - refused, is_sampled=True)
    for _ in range(refused):
        one.answered(REFUSED, A_SAMPLE)
    return one


@pytest.mark.parametrize(
    ("new", "before", "is_so"),
    [
        (runs(20, failed=4), runs(100), True),  # a fifth fails
        (runs(19, failed=19), runs(100), False),  # too few to say
        (runs(100, failed=10), runs(100), False),
        (runs(100, failed=30), runs(100, failed=25), False),  # those before were no better
        (runs(20, failed=20), Runs(), True),
        (runs(20, failed=10), runs(19), False),  # with nothing to compare it is to be most of them
        (runs(20, failed=11), runs(19), True),
        (runs(20, mean_ms=31), runs(20, mean_ms=10), True),
        (runs(20, mean_ms=29), runs(20, mean_ms=10), False),  # three times as long, of almost nothing
        (runs(20, mean_ms=190), runs(20, mean_ms=100), False),
        (runs(20, mean_ms=210), runs(20, mean_ms=100), True),
        (runs(20, mean_ms=500), runs(19, mean_ms=1), False),  # nothing to compare with
        (runs(20, mean_ms=500), Runs(), False),
        (runs(40, failed=2, mean_ms=500), runs(20, failed=2, mean_ms=1), False),  # 18 of those before were computed
        (runs(50, mean_ms=500, elements=3200), runs(50, mean_ms=10, elements=100), False),  # what comes is larger now
        (sum_of([runs(50, mean_ms=500, elements=3200), runs(20, mean_ms=50)]), runs(20), True),
    ],
)
def test_worse_is_what_is_lost_more_or_takes_longer(new: Runs, before: Runs, is_so: bool) -> None:
    assert is_worse(new, before) is is_so


@pytest.mark.parametrize(
    ("new", "before", "is_so"),
    [
        (refusals(20, refused=4), Runs(), True),
        (refusals(20, refused=2), Runs(), False),
        (refusals(19, refused=19), Runs(), False),
        (refusals(100, refused=30), refusals(100, refused=25), False),
        (refusals(100, refused=30), refusals(19, refused=19), True),  # too few of those before to say
    ],
)
def test_much_that_is_refused_is_to_be_tried_with_a_version_before(new: Runs, before: Runs, is_so: bool) -> None:
    assert is_suspect(new, before) is is_so
    assert not is_worse(new, before)


@pytest.mark.parametrize(
    ("new", "computed", "tried", "is_so"),
    [
        (refusals(20, refused=4), 4, 4, True),
        (refusals(20, refused=20), 0, 8, False),  # nobody could compute that
        (refusals(20, refused=20), 0, 0, False),  # there is nobody to ask
        (refusals(180, refused=100), 2, 8, True),  # 25 of 105
        (refusals(1000, refused=200), 2, 8, False),  # 50 of 850
    ],
)
def test_what_the_version_before_refuses_too_is_nobodys_fault(
    new: Runs, computed: int, tried: int, is_so: bool
) -> None:
    assert is_at_fault(new, computed=computed, tried=tried) is is_so


def test_an_execution_counts_once_for_all_requests_that_it_computed() -> None:
    one = Runs()
    one.answered(Said(200, None, "1", 10 * MS, 1, 1, 40 * MS, 12), A_SAMPLE)
    for _ in range(3):
        one.answered(Said(200, None, "1", 10 * MS, 1), A_SAMPLE)
    assert (one.done, one.times) == (4, {4: Times(1, 40 * MS)})


def test_what_is_refused_before_it_is_computed_does_not_count() -> None:
    one = Runs()
    one.answered(Said(400), A_SAMPLE)
    assert one == Runs()


def test_a_few_of_the_refused_are_held_and_none_that_is_large() -> None:
    one = refusals(1000, refused=1000)
    assert len(one.samples) == MOST_SAMPLES
    one.forgive()
    assert (one.refused, one.samples) == (0, [])
    one.answered(REFUSED, Sample(A_SAMPLE.ask, bytes(MOST_SAMPLE_BYTES + 1)))
    assert (one.refused, one.samples) == (1, [])
    one.answered(REFUSED, A_SAMPLE)
    one.end_sampling()
    one.answered(REFUSED, A_SAMPLE)
    assert (one.refused, one.samples) == (3, [])


def test_runs_of_several_versions_are_one() -> None:
    several = sum_of([runs(10, failed=1), runs(5), runs(1, elements=2)])
    assert several == Runs(15, 1, 0, {1: Times(14, 14 * MS), 2: Times(1, MS)})
    assert sum_of([]) == Runs()
