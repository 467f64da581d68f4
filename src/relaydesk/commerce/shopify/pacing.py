"""Cost-aware pacing: what the store's bucket holds by its last word, and how long to wait for a query's cost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass
class CostPacer:
    """Keeps the bucket's level between answers. `clock` gives seconds; the store's word replaces every guess."""

    clock: Callable[[], float]
    _maximum: float | None = None
    _level: float = 0.0
    _restore_rate: float = 0.0
    _read_at: float = 0.0

    @property
    def maximum(self) -> float | None:
        """The bucket's size; None until the store has answered once."""
        return self._maximum

    def wait_s(self, cost: float) -> float:
        """Seconds until `cost` points are there; 0 while nothing is known or the cost can never be met."""
        if self._maximum is None or self._restore_rate <= 0:
            return 0.0
        level = min(self._maximum, self._level + (self.clock() - self._read_at) * self._restore_rate)
        return max(0.0, (min(cost, self._maximum) - level) / self._restore_rate)

    def learn(self, cost: Any) -> None:
        """Takes `extensions.cost` of an answer; whatever is malformed there is passed over."""
        status = cost.get("throttleStatus") if isinstance(cost, dict) else None
        if not isinstance(status, dict):
            return
        values = [status.get(name) for name in ("maximumAvailable", "currentlyAvailable", "restoreRate")]
        if all(isinstance(value, int | float) for value in values):
            self._maximum, self._level, self._restore_rate = (float(value) for value in values if value is not None)
            self._read_at = self.clock()
