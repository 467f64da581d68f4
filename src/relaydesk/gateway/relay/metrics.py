"""What the relay counts, as a protocol that the kernel's metrics fill in."""

from typing import Protocol


class RelayMetrics(Protocol):
    def proxied(self, upstream: str, status: int, overhead_s: float) -> None:
        """One request ended; `status` is what the client got, 0 when it got nothing."""


class NullMetrics:
    """Counts nothing."""

    def proxied(self, upstream: str, status: int, overhead_s: float) -> None:
        """Do nothing."""
