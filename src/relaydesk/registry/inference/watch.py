"""Owns the judgement of versions that have traffic anew: worse than those before, and they are to go.

Only requests that traffic gave to a version count: not those that name it.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from relaydesk.registry.inference.wire.frames import Octets
from relaydesk.registry.inference.wire.messages import Ask, Said

WATCH_S: Final = 600.0  # from the moment at which traffic moved; whatever changes later is not the move's fault
LEAST_RUNS: Final = 20  # before a version is judged, or is something to compare with
WORSE_BY: Final = 0.1  # share of its runs that fail, beyond that of the versions before
WORSE_ALONE: Final = 0.5  # the share where those before have computed too little to compare with
# an execution's mean time, beyond that of the versions before: so many times as long, and longer by so much
SLOWER_TIMES, SLOWER_BY_MS = 2.0, 20.0
MOST_SAMPLES, MOST_SAMPLE_BYTES = 8, 8 * 1024 * 1024
_NS_PER_MS: Final = 1_000_000
_OK: Final = 200


class Sample(NamedTuple):
    """A request that the model refused."""

    ask: Ask
    body: Octets


class Times(NamedTuple):
    """Of executions that were about as large as each other."""

    executions: int = 0
    ns: int = 0

    def plus(self, other: "Times") -> "Times":
        return Times(self.executions + other.executions, self.ns + other.ns)


@dataclass(slots=True)
class Runs:
    """How a version has done with what traffic gave it.

    `times` are by the size of what was computed at once, in powers of two of the inputs' elements: how many requests
    that is depends on the load.
    """

    done: int = 0
    lost: int = 0  # by the death of the process that had them, or as the version cannot be loaded any more
    refused: int = 0  # by the model itself, since somebody last looked whether that is its fault
    times: dict[int, Times] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)  # of the refused, each as likely to be here as any other
    is_sampled: bool = False

    @property
    def total(self) -> int:
        return self.done + self.lost + self.refused

    def answered(self, said: Said, sample: Sample) -> None:
        """What is refused before it is computed is not its fault, and what waits is not its time."""
        if said.status == _OK:
            self.done += 1
            self.took(said.elements, Times(said.executions, said.execution_ns))
        elif said.executions:
            self.refused += 1
            self._keep(sample)

    def took(self, elements: int, times: Times) -> None:
        if times.executions:
            size = elements.bit_length()
            self.times[size] = self.times.get(size, Times()).plus(times)

    def _keep(self, sample: Sample) -> None:
        if not self.is_sampled or len(sample.body) > MOST_SAMPLE_BYTES:
            return
        if len(self.samples) < MOST_SAMPLES:
            self.samples.append(sample)
        elif (place := random.randrange(self.refused)) < MOST_SAMPLES:
            self.samples[place] = sample

    def forgive(self) -> None:
        """What was refused is not its fault."""
        self.refused = 0
        self.samples.clear()

    def end_sampling(self) -> None:
        self.is_sampled = False
        self.samples.clear()


def sum_of(several: Iterable[Runs]) -> Runs:
    result = Runs()
    for runs in several:
        result.done += runs.done
        result.lost += runs.lost
        result.refused += runs.refused
        result.samples += runs.samples
        for size, times in runs.times.items():
            result.times[size] = result.times.get(size, Times()).plus(times)
    return result


def is_worse(new: Runs, before: Runs) -> bool:
    """In what is lost, or in how long it takes where both have computed enough to compare."""
    if new.total < LEAST_RUNS:
        return False
    bar = before.lost / before.total + WORSE_BY if before.total >= LEAST_RUNS else WORSE_ALONE
    return new.lost / new.total > bar or _is_slower(new, before)


def _is_slower(new: Runs, before: Runs) -> bool:
    """As long as those before would have taken for the same: sizes that they know too little of are left out."""
    pairs = [(one, before.times[size]) for size, one in new.times.items() if size in before.times]
    known = [(one, other) for one, other in pairs if other.executions >= LEAST_RUNS]
    count = sum(one.executions for one, _ in known)
    if count < LEAST_RUNS:
        return False
    mean_ms = sum(one.ns for one, _ in known) / count / _NS_PER_MS
    expected_ms = sum(other.ns / other.executions * one.executions for one, other in known) / count / _NS_PER_MS
    return mean_ms > max(expected_ms * SLOWER_TIMES, expected_ms + SLOWER_BY_MS)


def is_suspect(new: Runs, before: Runs) -> bool:
    """Whether it refuses so much that a version before is to be tried with the same."""
    if new.total < LEAST_RUNS or not new.samples:
        return False
    share_before = before.refused / before.total if before.total >= LEAST_RUNS else 0.0
    return new.refused / new.total > share_before + WORSE_BY


def is_at_fault(new: Runs, *, computed: int, tried: int) -> bool:
    """Whether what it alone refuses is too much: of so many that were `tried` a version before `computed` some.

    The others are whoever's fault sent them, and are no runs at all.
    """
    faults = new.refused * computed / tried if tried else 0.0
    runs = new.done + new.lost + faults
    return faults > 0 and faults / runs > WORSE_BY
