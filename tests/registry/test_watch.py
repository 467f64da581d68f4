"""Which versions are worse than those before them: by what fails, and by how long they compute."""

import pytest

from relaydesk.registry.inference.watch import Runs, is_worse, sum_of

MS = 1_000_000


def runs(total: int, *, failed: int = 0, mean_ms: float = 1) -> Runs:
    return Runs(total, failed, int((total - failed) * mean_ms * MS))


@pytest.mark.parametrize(
    ("new", "before", "is_so"),
    [
        (runs(20, failed=4), runs(100), True),  # a fifth fails
        (runs(19, failed=19), runs(100), False),  # too few to say
        (runs(100, failed=10), runs(100), False),
        (runs(100, failed=30), runs(100, failed=25), False),  # those before were no better
        (runs(20, failed=20), Runs(), True),
        (runs(20, mean_ms=31), runs(20, mean_ms=10), True),
        (runs(20, mean_ms=29), runs(20, mean_ms=10), False),  # three times as long, of almost nothing
        (runs(20, mean_ms=190), runs(20, mean_ms=100), False),
        (runs(20, mean_ms=210), runs(20, mean_ms=100), True),
        (runs(20, mean_ms=500), runs(19, mean_ms=1), False),  # nothing to compare with
        (runs(20, mean_ms=500), Runs(), False),
        (runs(40, failed=2, mean_ms=500), runs(20, failed=2, mean_ms=1), False),  # 18 of those before were computed
    ],
)
def test_worse_is_what_fails_more_or_takes_longer(new: Runs, before: Runs, is_so: bool) -> None:
    assert is_worse(new, before) is is_so


def test_runs_of_several_versions_are_one() -> None:
    assert sum_of([runs(10, failed=1), runs(5)]) == Runs(15, 1, 14 * MS)
    assert sum_of([]) == Runs()
