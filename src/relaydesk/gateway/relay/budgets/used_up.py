"""Which budgets a process knows to be used up: those stay so while the authority is away."""

from collections.abc import Mapping
from typing import Final

from relaydesk.gateway.relay.snapshot import Budget

_NEVER: Final = float("inf")


class UsedUpBudgets:
    """By owner the budget of which the authority had nothing left, and when its next period begins."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Budget, float]] = {}
        self._first_end = _NEVER
        self._configured: Mapping[int, float] = {}

    def swap(self, exhausted: Mapping[int, float]) -> None:
        """Another snapshot is in use: until when which owners' budgets are used up by that."""
        self._configured = exhausted

    def note(self, owner_id: int, budget: Budget, until: float) -> None:
        self._known[owner_id] = budget, until
        self._first_end = min(self._first_end, until)

    def forget(self, owner_id: int, budget: Budget) -> None:
        """Of another budget, which it had before or has since, that says nothing."""
        if self._known.get(owner_id, (None, 0.0))[0] == budget:
            del self._known[owner_id]

    def has(self, owner_id: int, budget: Budget, now: float) -> bool:
        known_budget, until = self._known.get(owner_id, (None, 0.0))
        return (known_budget == budget and now < until) or now < self._configured.get(owner_id, 0.0)

    def forget_ended(self, now: float) -> None:
        """What is known of periods that are over."""
        if now >= self._first_end:
            self._known = {owner_id: known for owner_id, known in self._known.items() if now < known[1]}
            self._first_end = min((until for _, until in self._known.values()), default=_NEVER)
