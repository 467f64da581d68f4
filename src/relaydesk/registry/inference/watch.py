"""Owns the judgement of versions that have traffic anew: worse than those before, and they are to go."""

from collections.abc import Iterable
from typing import Final, NamedTuple

LEAST_RUNS: Final = 20  # before a version is judged
WORSE_BY: Final = 0.1  # share of its runs that fail, beyond that of the versions before
# a run's mean time, beyond that of the versions before: so many times as long, and longer by so much
SLOWER_TIMES, SLOWER_BY_MS = 2.0, 20.0
_NS_PER_MS: Final = 1_000_000


class Runs(NamedTuple):
    """How often a version has computed, and how often that failed: by the model's fault or by its process's death.

    `compute_ns` is of those that did not fail, without what they waited before.
    """

    total: int = 0
    failed: int = 0
    compute_ns: int = 0

    @property
    def share(self) -> float:
        return self.failed / self.total if self.total else 0.0

    @property
    def mean_ms(self) -> float:
        done = self.total - self.failed
        return self.compute_ns / done / _NS_PER_MS if done else 0.0


def sum_of(runs: Iterable[Runs]) -> Runs:
    total, failed, compute_ns = map(sum, zip(Runs(), *runs, strict=True))
    return Runs(total, failed, compute_ns)


def is_worse(new: Runs, before: Runs) -> bool:
    """In what fails, or in how long it takes where both have computed enough to compare."""
    if new.total < LEAST_RUNS:
        return False
    if new.share > before.share + WORSE_BY:
        return True
    is_known = min(new.total - new.failed, before.total - before.failed) >= LEAST_RUNS
    return is_known and new.mean_ms > max(before.mean_ms * SLOWER_TIMES, before.mean_ms + SLOWER_BY_MS)
