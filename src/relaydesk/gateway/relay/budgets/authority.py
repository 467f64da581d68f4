"""Where budgets are kept, as the relay sees it."""

from datetime import date
from typing import Literal, NamedTuple, Protocol

from relaydesk.gateway.relay.snapshot import Budget


class Ask(NamedTuple):
    """`need` requests wait for an answer; up to `want` would be used soon; `owed` were sent without being reserved."""

    client_key_id: int
    budget: Budget
    now: float
    need: int
    want: int
    owed: int


class Grant(NamedTuple):
    """`permits` were reserved in the period that began on a day and ends at `resets_at` (seconds since the epoch).

    `used_up` says why there are none where some were needed. A budget of tokens alone reserves nothing: all that was
    wanted is granted.
    """

    permits: int
    used_up: Literal["requests", "tokens"] | None
    starts_on: date
    resets_at: float


class Unused(NamedTuple):
    """Permits to take back; a negative number was sent without being reserved."""

    client_key_id: int
    budget: Budget
    starts_on: date
    permits: int


class BudgetAuthority(Protocol):
    """May raise OSError or time out when it is away."""

    async def lease(self, ask: Ask) -> Grant: ...

    async def give_back(self, unused: list[Unused]) -> None: ...


class NoAuthority:
    """Always away, for a relay without a database: every process goes on alone."""

    async def lease(self, ask: Ask) -> Grant:
        raise ConnectionRefusedError(f"no authority on the budget of client key {ask.client_key_id}")

    async def give_back(self, unused: list[Unused]) -> None:
        raise ConnectionRefusedError(f"no authority on {len(unused)} budgets")
