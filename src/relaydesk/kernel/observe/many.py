"""Owns observations counted in plain numbers: prometheus-client's shared files cost several microseconds each."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from prometheus_client import Histogram


def bounds_of(histogram: Histogram) -> list[float]:
    """The upper bounds of its buckets, without end the last; of one with labels when these are chosen."""
    known: Any = histogram
    return list(known._upper_bounds)  # noqa: SLF001 - it has no way to add many at once


def add_to(histogram: Histogram, buckets: Sequence[int], total: float) -> None:
    """As many observations in each of its buckets, which come to `total`."""
    known: Any = histogram
    for bucket, count in zip(known._buckets, buckets, strict=True):  # noqa: SLF001 - as above
        if count:
            bucket.inc(count)
    known._sum.inc(total)  # noqa: SLF001 - as above


class Observations:
    """Of one histogram, until they are handed to it."""

    def __init__(self, histogram: Histogram) -> None:
        self._histogram = histogram
        self._bounds = bounds_of(histogram)
        self._begin()

    def _begin(self) -> None:
        self._buckets = [0] * len(self._bounds)
        self._total = 0.0

    def add(self, value: float) -> None:
        self._buckets[bisect_left(self._bounds, value)] += 1
        self._total += value

    def flush(self) -> None:
        if self._total or any(self._buckets):
            add_to(self._histogram, self._buckets, self._total)
            self._begin()
