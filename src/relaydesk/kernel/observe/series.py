"""Owns series of metrics that come and go with what they are of: shown while that is there, and a while longer.

prometheus-client cannot take a series out of the files that processes share. One that is to be seen no more is NaN
there instead: so is its sum over all processes, and `render` leaves it out.
"""

import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from prometheus_client import metrics, values
from prometheus_client.metrics_core import Metric

KEEP_S: Final = 600.0  # after the end: what was counted last is to be scraped, too
_COUNTED: Final = ("counter", "histogram")
Labels = tuple[str, ...]


class PassingSeries:
    """Of some metrics, by the values of their first labels."""

    def __init__(self, *of: metrics.MetricWrapperBase) -> None:
        self._metrics = of
        self._users: Counter[Labels] = Counter()
        self._due: dict[Labels, float] = {}

    def begin(self, labels: Labels) -> None:
        """They are counted from here on, from 0 where they were seen no more."""
        self._users[labels] += 1
        if self._due.pop(labels, None) is None:
            for value in self._values(labels):
                if math.isnan(value.get()):
                    value.set(0)

    def end(self, labels: Labels) -> None:
        """Once for each `begin`."""
        self._users[labels] -= 1
        if not self._users[labels]:
            del self._users[labels]
            self._due[labels] = time.monotonic() + KEEP_S

    def sweep(self, now: float) -> None:
        """Takes those out of sight whose time is over; `now` by the monotonic clock."""
        for labels in [labels for labels, due in self._due.items() if due <= now]:
            del self._due[labels]
            if values.ValueClass is values.MutexValue:
                self._remove(labels)
            else:
                for value in self._values(labels):
                    value.set(math.nan)

    def _remove(self, labels: Labels) -> None:
        for metric in self._metrics:
            for own in _own(metric, labels):
                metric.remove(*own)

    def _values(self, labels: Labels) -> Iterator[Any]:
        for metric in self._metrics:
            for child in _own(metric, labels).values():
                counted: Any = child
                yield from [counted._value] if metric._type == "counter" else [counted._sum, *counted._buckets]  # noqa: SLF001 - it has no way to take a series out


def _own(metric: metrics.MetricWrapperBase, labels: Labels) -> dict[Labels, Any]:
    known: Any = metric
    return {own: child for own, child in list(known._metrics.items()) if own[: len(labels)] == labels}  # noqa: SLF001


def seen(families: Iterable[Metric]) -> Iterator[Metric]:
    """Without the series that are to be seen no more."""
    for family in families:
        if family.type in _COUNTED:
            family.samples = [sample for sample in family.samples if not math.isnan(sample.value)]
        yield family
