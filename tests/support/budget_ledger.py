"""An authority on budgets in memory, and a clock, for tests of leases."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant, Unused, share_left, share_out
from relaydesk.gateway.relay.budgets.leases import Budgets, Holding
from relaydesk.gateway.relay.snapshot import Budget

DAY_S = 86_400


class Clock:
    def __init__(self) -> None:
        self.now = 10 * DAY_S + 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Ledger:
    """An authority that answers late, as one across a network does."""

    reserved: dict[tuple[int, date], list[int]] = field(default_factory=dict)
    is_away: bool = False
    loses_answers: bool = False  # of what is given back
    asked: list[Ask] = field(default_factory=list)

    async def lease(self, ask: Ask) -> Grant:
        self.asked.append(ask)
        await asyncio.sleep(0)
        if self.is_away:
            raise ConnectionRefusedError
        day = int(ask.now // DAY_S)
        starts_on, resets_at = datetime.fromtimestamp(day * DAY_S, UTC).date(), (day + 1) * DAY_S
        used = self.reserved.setdefault((ask.owner_id, starts_on), [0, 0, 0])
        self._add(used, ask.owed, 1)
        amount, used_up = share_out(ask.budget, Amount(*used), ask)
        self._add(used, amount, 1)
        return Grant(amount, used_up, starts_on, resets_at, share_left(ask.budget, Amount(*used)))

    async def give_back(self, unused: list[Unused]) -> None:
        await asyncio.sleep(0)
        if self.is_away:
            raise ConnectionRefusedError
        for owner_id, _, starts_on, amount in unused:
            self._add(self.reserved[owner_id, starts_on], amount, -1)
        if self.loses_answers:
            raise TimeoutError

    def _add(self, used: list[int], amount: Amount, sign: int) -> None:
        for place, part in enumerate(amount):
            used[place] += sign * part

    @property
    def total(self) -> int:
        return sum(used[0] for used in self.reserved.values())

    @property
    def tokens(self) -> int:
        return sum(used[1] for used in self.reserved.values())


async def passed_of(processes: list[Budgets], budget: Budget, count: int) -> int:
    asked = [processes[n % len(processes)].take(1, budget) for n in range(count)]
    return [isinstance(found, Holding) for found in await asyncio.gather(*asked)].count(True)
