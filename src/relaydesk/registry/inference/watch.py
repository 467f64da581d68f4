"""Owns the judgement of versions that have traffic anew: worse than those before, and they are to go."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from relaydesk.registry.inference.figures import Figures

LEAST_RUNS: Final = 20  # before a version is judged
WORSE_BY: Final = 0.1  # share of its runs that fail, beyond that of the versions before


class Runs(NamedTuple):
    """How often a version has computed, and how often that failed: by the model's fault or by its process's death."""

    total: int = 0
    failed: int = 0

    @property
    def share(self) -> float:
        return self.failed / self.total if self.total else 0.0


def runs_of(figures: Iterable[Figures]) -> Runs:
    each = [one.runs for one in figures]
    return Runs(sum(one[0] for one in each), sum(one[1] for one in each))


def is_worse(new: Runs, before: Runs) -> bool:
    return new.total >= LEAST_RUNS and new.share > before.share + WORSE_BY
