"""What the relay counts: a protocol, and sums in plain numbers for whoever hands them on."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol


class RelayMetrics(Protocol):
    def proxied(self, upstream: str, status: int, overhead_s: float) -> None:
        """One request ended; `status` is what the client got, 0 when it got nothing."""


class NullMetrics:
    """Counts nothing."""

    def proxied(self, upstream: str, status: int, overhead_s: float) -> None:
        """Do nothing."""


class Sums:
    """Requests by upstream and status, and a histogram of the overhead by the upper `bounds` of its buckets."""

    __slots__ = ("_bounds", "buckets", "overhead_s", "requests")

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = list(bounds)
        self.begin()

    def begin(self) -> None:
        """Count from nothing."""
        self.requests: dict[tuple[str, int], int] = {}
        self.buckets = [0] * len(self._bounds)
        self.overhead_s = 0.0

    def proxied(self, upstream: str, status: int, overhead_s: float) -> None:
        """As `RelayMetrics`."""
        what = (upstream, status)
        self.requests[what] = self.requests.get(what, 0) + 1
        self.buckets[bisect_left(self._bounds, overhead_s)] += 1
        self.overhead_s += overhead_s
