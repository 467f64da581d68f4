"""Where budgets are kept, as the relay sees it."""

from datetime import date
from typing import Literal, NamedTuple, Protocol

from relaydesk.gateway.relay.snapshot import Budget

Dimension = Literal["requests", "tokens", "cost"]


class Amount(NamedTuple):
    """What is used of a budget; the order is that of `DIMENSIONS` and `limits_of`."""

    requests: int = 1
    tokens: int = 0
    cost_nanos: int = 0


DIMENSIONS: tuple[Dimension, ...] = ("requests", "tokens", "cost")
NOTHING = Amount(0)

# A process holds at most this part of what is left beyond what it needs at once: at the end of a budget nothing.
LARGEST_PART = 8


def limits_of(budget: Budget) -> tuple[int | None, int | None, int | None]:
    """By dimension; None is without a limit."""
    return budget.requests, budget.tokens, budget.cost_nanos


class Ask(NamedTuple):
    """`one` is what the next request needs, `need` all that wait; up to `want` would be used soon; `owed` is used.

    Where a budget has no limit, what is asked has no meaning.
    """

    owner_id: int
    budget: Budget
    now: float
    one: Amount
    need: Amount
    want: Amount
    owed: Amount


class Grant(NamedTuple):
    """`amount` was reserved in the period that began on a day and ends at `resets_at` (seconds since the epoch).

    `used_up` says why there is none: where it is set, not even one request can be sent. `share` is what part of the
    budget is left, 1 of one that nobody has used.
    """

    amount: Amount
    used_up: Dimension | None
    starts_on: date
    resets_at: float
    share: float = 1.0


class Unused(NamedTuple):
    """What to take back; negative numbers were used without being reserved."""

    owner_id: int
    budget: Budget
    starts_on: date
    amount: Amount


def share_out(budget: Budget, used: Amount, ask: Ask) -> tuple[Amount, Dimension | None]:
    """What to lend of a budget of which `used` is reserved, what was owed among it; else what is used up."""
    amount = [0, 0, 0]
    for place, limit in enumerate(limits_of(budget)):
        if limit is None:
            continue
        left = max(limit - used[place], 0)
        if left < ask.one[place]:
            return NOTHING, DIMENSIONS[place]
        amount[place] = min(left, max(ask.need[place], min(ask.want[place], left // LARGEST_PART)))
    return Amount(*amount), None


def share_left(budget: Budget, used: Amount) -> float:
    """What part of the scarcest thing in a budget is left, 0 to 1."""
    parts = (1 - now / limit for limit, now in zip(limits_of(budget), used, strict=True) if limit)
    return max(min(parts, default=1.0), 0.0)


class BudgetAuthority(Protocol):
    """Raises OSError when it is away; `give_back` a TimeoutError where it cannot say whether it took anything."""

    async def lease(self, ask: Ask) -> Grant: ...

    async def give_back(self, unused: list[Unused]) -> None: ...


class NoAuthority:
    """Always away, for a relay without a database: every process goes on alone."""

    async def lease(self, ask: Ask) -> Grant:
        raise ConnectionRefusedError(f"no authority on the budget of {ask.owner_id}")

    async def give_back(self, unused: list[Unused]) -> None:
        raise ConnectionRefusedError(f"no authority on {len(unused)} budgets")
