"""Budgets of client keys, quotas of upstream keys: leased in small batches from an authority all processes share.

What a request may use is reserved before it is sent: the request itself, and of tokens and cost an upper estimate,
which is settled with what the answer names. All processes together so never use more than the budget, unless an answer
goes beyond its estimate. The usual request costs one look into a dict. A batch grows fourfold while it is used up
before it would count as unused, and the authority lends less the less is left, at the end one by one; what lies unused
goes back.
A killed process leaves at most `MAX_LEASE` requests reserved that nobody sends, or a thousandth of the budget where
that is more, until the next period.

With the authority away, or slower than `AUTHORITY_DEADLINE_S`, a process goes on alone: a tenth of the budget,
`ALONE_MAX` requests at most, until the authority is back and has counted them; after those it refuses. Of a budget that
it knows to be used up it sends nothing.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from relaydesk.gateway.relay.budgets.authority import (
    DIMENSIONS,
    Amount,
    Ask,
    BudgetAuthority,
    Grant,
    NoAuthority,
    Unused,
    limits_of,
)
from relaydesk.gateway.relay.budgets.used_up import UsedUpBudgets
from relaydesk.gateway.relay.errors import UsedUp
from relaydesk.gateway.relay.loop.deadline import within
from relaydesk.gateway.relay.snapshot import Budget

MAX_LEASE: Final = 64
LARGEST_LEASE: Final = 4096
NEGLIGIBLE_PART: Final = 1000
GROWTH: Final = 4
QUICK_S: Final = 1.0
ASK_AGAIN_S: Final = 1.0
AUTHORITY_DEADLINE_S: Final = 1.0
AUTHORITY_REST_S: Final = 1.0
REPORTS_AT_ONCE: Final = 16
ALONE_MAX: Final = 100
ALONE_PART: Final = 10
ONE: Final = Amount()
_UNLIMITED: Final = 1 << 62


class Refusal(NamedTuple):
    """Why a request may not be sent. `unknown`: the authority is away and what may go on without it went."""

    used_up: UsedUp
    retry_after_s: float
    resets_at: float


class _Lease:
    """What one process has in hand of one budget. Each list is by dimension, as `Amount`."""

    __slots__ = (
        "_least",
        "_limits",
        "_most",
        "_quick_s",
        "ask_at",
        "budget",
        "era",
        "idle",
        "is_alone",
        "leased_at",
        "left",
        "open",
        "owed",
        "owner_id",
        "refused",
        "renewal",
        "resets_at",
        "seen",
        "size",
        "starts_on",
        "until",
        "used_up",
        "waiting",
    )

    def __init__(self, owner_id: int, budget: Budget, least: int, quick_s: float) -> None:
        self.owner_id = owner_id
        self.budget = budget
        self.waiting: list[Amount] = []
        self.renewal: asyncio.Task[None] | None = None
        self.size = self._least = least
        self._quick_s = quick_s
        self._most = max(MAX_LEASE, min((budget.requests or 0) // NEGLIGIBLE_PART, LARGEST_LEASE))
        self.leased_at = 0.0
        self.era = self.open = 0
        self._limits = limits_of(budget)
        self.begin()

    def begin(self) -> None:
        """Nothing in hand, nothing known: at the start and when a period is over."""
        self.left = [0 if limit is not None else _UNLIMITED for limit in self._limits]
        self.owed = [0, 0, 0]
        self.seen: list[int] = []
        self.idle = 0
        self.until = self.ask_at = 0.0
        self.resets_at: float | None = None
        self.starts_on: date | None = None
        self.used_up: UsedUp | None = None
        self.refused = ONE
        self.is_alone = False
        self.era += 1
        self.open = 0

    def in_hand(self) -> Amount:
        """What of the limited dimensions is reserved and unused; negative where more was used."""
        return Amount(
            *(
                left - owed if limit is not None else 0
                for left, owed, limit in zip(self.left, self.owed, self._limits, strict=True)
            )
        )

    def ask(self, now: float) -> Ask:
        if self.resets_at is not None and now >= self.resets_at:
            self.begin()
        took_s = now - self.leased_at
        if took_s < self._quick_s and any(left <= 0 for left in self.left):
            self.size = min(self._most, self.size * GROWTH)
        elif took_s > 4 * self._quick_s:
            self.size = self._least
        for place, left in enumerate(self.left):
            if left < 0:  # an answer went beyond its estimate
                self.owed[place] -= left
                self.left[place] = 0
        one = self.waiting[0] if self.waiting else ONE
        need = [max(sum(amount[p] for amount in self.waiting) - self.left[p], 0) for p in range(len(self.left))]
        want = (max(needed, self.size * part) for needed, part in zip(need, one, strict=True))
        one = Amount(*(max(part - left, 0) for part, left in zip(one, self.left, strict=True)))
        return Ask(self.owner_id, self.budget, now, one, Amount(*need), Amount(*want), Amount(*self.owed))

    def take_in(self, grant: Grant, ask: Ask) -> None:
        self.left = [left + lent for left, lent in zip(self.left, grant.amount, strict=True)]
        self.owed = [owed - ask_owed for owed, ask_owed in zip(self.owed, ask.owed, strict=True)]
        self.leased_at = ask.now
        self.starts_on, self.resets_at, self.used_up = grant.starts_on, grant.resets_at, grant.used_up
        self.refused = ask.one
        self.is_alone = False
        self.ask_at = min(grant.resets_at, ask.now + ASK_AGAIN_S)
        self.until = grant.resets_at

    def refuses(self, amount: Amount, now: float) -> bool:
        """Whether the authority has just said that not even as much is left, or is away and no more goes on alone."""
        if self.used_up is None or now >= self.ask_at:
            return False
        if self.is_alone or self.used_up == "unknown":
            return True
        place = DIMENSIONS.index(self.used_up)
        return amount[place] - self.left[place] >= self.refused[place]

    def hand_over(self) -> tuple[list[int], list[int]]:
        """Keep nothing: what was in hand and what was owed, for `take_back`."""
        had = self.left, self.owed
        self.left = [0 if limit is not None else _UNLIMITED for limit in self._limits]
        self.owed = [0, 0, 0]
        return had

    def take_back(self, left: list[int], owed: list[int]) -> None:
        self.left = [now + before for now, before in zip(self.left, left, strict=True)]
        self.owed = [now + before for now, before in zip(self.owed, owed, strict=True)]

    def rests(self) -> bool:
        """Whether nothing was taken or came back since the last time this was asked."""
        same = self.left == self.seen
        self.seen = self.left.copy()
        self.idle = self.idle + 1 if same else 0
        return same

    def go_on_alone(self, now: float, *, is_used_up: bool) -> None:
        """Without the authority; what it called used up stays so, and of what is known as that comes no more."""
        self.ask_at = now + AUTHORITY_REST_S
        self.is_alone = True
        if self.used_up not in (None, "unknown"):
            return
        self.used_up = "unknown"
        self.refused = ONE
        if is_used_up:
            return
        for place, limit in enumerate(self._limits):
            if limit is None:
                continue
            share = max(1, limit // ALONE_PART)
            more = max((min(ALONE_MAX, share) if place == 0 else share) - self.owed[place], 0)
            self.left[place] += more
            self.owed[place] += more
        self.until = self.ask_at if self.resets_at is None else min(self.resets_at, self.ask_at)


class Holding:
    """What one request has reserved; ends with `settle` or `put_back`, once."""

    __slots__ = ("_amount", "_era", "_held", "_lease")

    def __init__(self, held: set[_Lease], lease: _Lease, amount: Amount) -> None:
        """`held` are the leases in which something may lie unused; the end of a holding puts its lease there."""
        self._held = held
        self._lease: _Lease | None = lease
        self._era = lease.era
        self._amount = amount

    @property
    def reserved(self) -> Amount:
        return self._amount

    def settle(self, tokens: int | None, cost_nanos: int | None) -> None:
        """The request was sent and used so much; None is as much as was reserved."""
        _, reserved_tokens, reserved_nanos = self._amount
        self._end(
            0,
            reserved_tokens - tokens if tokens is not None else 0,
            reserved_nanos - cost_nanos if cost_nanos is not None else 0,
        )

    def put_back(self) -> None:
        """The request was not sent after all."""
        self._end(*self._amount)

    def _end(self, requests: int, tokens: int, cost_nanos: int) -> None:
        lease, self._lease = self._lease, None
        if lease is not None and lease.era == self._era:
            lease.open -= 1
            left = lease.left
            left[0] += requests
            left[1] += tokens
            left[2] += cost_nanos
            self._held.add(lease)


class Budgets:
    """One a process and kind of owner. `clock` gives seconds since the epoch."""

    def __init__(
        self,
        authority: BudgetAuthority | None = None,
        *,
        clock: Callable[[], float] = time.time,
        least: int = 1,
        idle_sweeps: int = 1,
    ) -> None:
        """`least` requests are leased at a time, for owners so many that each is seldom used.

        What was not used between so many sweeps and one more goes back.
        """
        self._authority = authority or NoAuthority()
        self._least = least
        self._idle_sweeps = idle_sweeps
        self._clock = clock
        self._on_share: Callable[[int, float, float], None] | None = None
        self._rests_until = 0.0
        self._used_up = UsedUpBudgets()
        self._leases: dict[int, _Lease] = {}
        self._held: set[_Lease] = set()  # those with something in hand, as far as the sweep must look

    def tell_shares(self, on_share: Callable[[int, float, float], None]) -> None:
        """Tell after each lease what part of the owner's budget is left, and until when that holds."""
        self._on_share = on_share

    def swap(self, exhausted: Mapping[int, float]) -> None:
        """Another snapshot is in use: whose budgets are used up by that, and until when (seconds since the epoch)."""
        self._used_up.swap(exhausted)

    def take_ready(self, owner_id: int, budget: Budget, amount: Amount = ONE) -> Holding | None:
        """Reserve out of what is already here."""
        lease = self._leases.get(owner_id)
        if lease is None or (lease.budget is not budget and lease.budget != budget):
            return None
        requests, tokens, cost_nanos = amount
        left = lease.left
        if left[0] < requests or left[1] < tokens or left[2] < cost_nanos or lease.until <= self._clock():
            return None
        left[0] -= requests
        left[1] -= tokens
        left[2] -= cost_nanos
        lease.open += 1
        return Holding(self._held, lease, amount)

    async def take(self, owner_id: int, budget: Budget, amount: Amount = ONE) -> Holding | Refusal:
        """Reserve; else say why nothing is left.

        May be awaited in a fiber: the permit is then used in the step that goes on with the request, and one who leaves
        meanwhile takes none along.
        """
        lease = self._lease_of(owner_id, budget)
        while (holding := self.take_ready(owner_id, budget, amount)) is None:
            now = self._clock()
            if lease.refuses(amount, now) and lease.used_up is not None:
                over = lease.ask_at if lease.used_up == "unknown" or lease.resets_at is None else lease.resets_at
                return Refusal(lease.used_up, over - now, over)
            lease.waiting.append(amount)
            try:
                if lease.renewal is None:
                    lease.renewal = asyncio.get_running_loop().create_task(self._renew(lease))
                await asyncio.shield(lease.renewal)
            finally:
                lease.waiting.remove(amount)
        return holding

    def _lease_of(self, owner_id: int, budget: Budget) -> _Lease:
        lease = self._leases.get(owner_id)
        if lease is None or lease.budget != budget:
            # what an old one with another budget holds is given back by the sweep
            lease = self._leases[owner_id] = _Lease(owner_id, budget, self._least, QUICK_S * self._idle_sweeps)
        return lease

    async def give_back_unused(self) -> None:
        """Call it once a second: what lay unused for `idle_sweeps` goes back, what is owed is reported."""
        now = self._clock()
        self._used_up.forget_ended(now)
        idle: list[_Lease] = []
        unreported: list[_Lease] = []
        for lease in list(self._held):
            if lease.waiting or lease.renewal is not None:
                continue
            if lease.resets_at is not None and lease.resets_at <= now:
                lease.begin()
                self._drop(lease)
            elif lease.rests() and lease.idle >= self._idle_sweeps and (lease.used_up is None or now >= lease.ask_at):
                (unreported if lease.starts_on is None and any(lease.owed) else idle).append(lease)
        for lease in unreported[:REPORTS_AT_ONCE]:  # used alone, in a period that only the authority can name
            lease.renewal = asyncio.get_running_loop().create_task(self._renew(lease))
        await self._give_back(idle)

    async def give_back_all(self) -> None:
        """At the end of the process: whatever is in hand."""
        await self._give_back(list(self._held))

    def _drop(self, lease: _Lease) -> None:
        self._held.discard(lease)
        if not lease.open and self._leases.get(lease.owner_id) is lease:
            del self._leases[lease.owner_id]

    async def _give_back(self, leases: list[_Lease]) -> None:
        unused, to_restore = [], []
        for lease in leases:
            amount = lease.in_hand()
            if lease.starts_on is None or not any(amount):
                self._drop(lease)
                continue
            unused.append(Unused(lease.owner_id, lease.budget, lease.starts_on, amount))
            to_restore.append((lease, lease.era, *lease.hand_over()))
        if not unused:
            return
        try:
            await within(AUTHORITY_DEADLINE_S, self._authority.give_back(unused))
        except OSError as error:  # after a TimeoutError it may be back with the authority: nobody is to have it twice
            is_unknown = isinstance(error, TimeoutError)
            for lease, era, left, owed in to_restore:
                if lease.era == era:
                    lease.take_back([min(part, 0) for part in left] if is_unknown else left, owed)
        else:
            for owner_id, budget, _, amount in unused:
                if all(back > 0 for back, limit in zip(amount, limits_of(budget), strict=True) if limit is not None):
                    self._used_up.forget(owner_id, budget)

    async def _renew(self, lease: _Lease) -> None:
        try:
            now = self._clock()
            ask = lease.ask(now)
            if now < self._rests_until:
                self._go_on_alone(lease, now)
                return
            try:
                grant = await within(AUTHORITY_DEADLINE_S, self._authority.lease(ask))
            except (OSError, TimeoutError):
                now = self._clock()  # it took a while to find out
                self._rests_until = now + AUTHORITY_REST_S
                self._go_on_alone(lease, now)
            else:
                lease.take_in(grant, ask)
                self._learn(lease, grant)
        finally:
            lease.renewal = None
            self._held.add(lease)

    def _go_on_alone(self, lease: _Lease, now: float) -> None:
        lease.go_on_alone(now, is_used_up=self._used_up.has(lease.owner_id, lease.budget, now))

    def _learn(self, lease: _Lease, grant: Grant) -> None:
        if grant.used_up is not None or grant.share <= 0:
            self._used_up.note(lease.owner_id, lease.budget, grant.resets_at)
        else:
            self._used_up.forget(lease.owner_id, lease.budget)
        if self._on_share is not None:
            self._on_share(lease.owner_id, grant.share, grant.resets_at)
