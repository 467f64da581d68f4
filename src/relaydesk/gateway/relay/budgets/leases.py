"""Budgets of client keys: requests leased in small batches from an authority shared by all processes.

A request is reserved when its lease is, so all processes together never send more than the budget. The usual request
costs one look into a dict. A batch doubles while it is used up within a second, and the authority lends less the less
is left, at the end one by one; what lies unused for a second goes back. A killed process leaves at most `MAX_LEASE`
requests reserved that nobody sends, until they are counted anew in the next period.

Tokens are known once a request is in the log: a budget of tokens is looked up again each `TOKENS_FRESH_S`, and what was
under way meanwhile goes beyond it.

With the authority away a process goes on alone: a tenth of the budget's requests, `ALONE_MAX` at most, until the
authority is back and has counted them; after those it refuses.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from relaydesk.gateway.relay.budgets.authority import Ask, BudgetAuthority, Grant, NoAuthority, Unused
from relaydesk.gateway.relay.errors import UsedUp
from relaydesk.gateway.relay.snapshot import Budget

MAX_LEASE = 64
QUICK_S = 1.0
TOKENS_FRESH_S = 1.0
ASK_AGAIN_S = 1.0
AUTHORITY_DEADLINE_S = 1.0
AUTHORITY_REST_S = 1.0
ALONE_MAX = 100
ALONE_PART = 10
_PLENTY = 1 << 30  # permits of a budget that limits tokens alone


class Refusal(NamedTuple):
    """Why a request may not be sent. `unknown`: the authority is away and what may go on without it went."""

    used_up: UsedUp
    retry_after_s: float
    resets_at: float


class _Lease:
    """What one process has in hand of one key's budget."""

    __slots__ = (
        "ask_at",
        "budget",
        "client_key_id",
        "leased_at",
        "left",
        "owed",
        "renewal",
        "resets_at",
        "seen",
        "size",
        "starts_on",
        "until",
        "used_up",
        "waiting",
    )

    def __init__(self, client_key_id: int, budget: Budget) -> None:
        self.client_key_id = client_key_id
        self.budget = budget
        self.waiting = 0
        self.renewal: asyncio.Task[None] | None = None
        self.size = 1
        self.leased_at = 0.0
        self.begin()

    def begin(self) -> None:
        """Nothing in hand, nothing known: at the start and when a period is over."""
        self.left = self.owed = self.seen = 0
        self.until = self.ask_at = 0.0
        self.resets_at: float | None = None
        self.starts_on: date | None = None
        self.used_up: UsedUp | None = None

    def ask(self, now: float) -> Ask:
        if self.resets_at is not None and now >= self.resets_at:
            self.begin()
        was_quick = self.left == 0 and now - self.leased_at < QUICK_S
        self.size = min(MAX_LEASE, self.size * 2) if was_quick else 1
        need = max(self.waiting - self.left, 0)
        want = _PLENTY - self.left if self.budget.requests is None else max(need, self.size)
        return Ask(self.client_key_id, self.budget, now, need, want, self.owed)

    def take_in(self, grant: Grant, ask: Ask) -> None:
        self.left += grant.permits
        self.owed -= ask.owed
        self.leased_at = ask.now
        self.starts_on, self.resets_at, self.used_up = grant.starts_on, grant.resets_at, grant.used_up
        self.ask_at = min(grant.resets_at, ask.now + ASK_AGAIN_S)
        fresh_s = TOKENS_FRESH_S if self.budget.tokens is not None else float("inf")
        self.until = 0.0 if grant.used_up == "tokens" else min(grant.resets_at, ask.now + fresh_s)

    def go_on_alone(self, now: float) -> None:
        """Without the authority; what it called used up stays so."""
        self.ask_at = now + AUTHORITY_REST_S
        if self.used_up in ("requests", "tokens"):
            return
        limit = self.budget.requests
        share = ALONE_MAX if limit is None else min(ALONE_MAX, max(1, limit // ALONE_PART))
        if limit is None and self.left > share:
            self.left = 0
        more = max(share - self.owed, 0)
        self.left += more
        self.owed += more
        self.until = self.ask_at if self.resets_at is None else min(self.resets_at, self.ask_at)
        self.used_up = None if self.left else "unknown"


class Budgets:
    """One a process. `clock` gives seconds since the epoch."""

    def __init__(self, authority: BudgetAuthority | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._authority = authority or NoAuthority()
        self._clock = clock
        self._rests_until = 0.0
        self._leases: dict[tuple[int, Budget], _Lease] = {}

    def take_ready(self, client_key_id: int, budget: Budget) -> bool:
        """Use a permit that is already here."""
        lease = self._leases.get((client_key_id, budget))
        if lease is None or lease.left <= 0 or lease.until <= self._clock():
            return False
        lease.left -= 1
        return True

    async def take(self, client_key_id: int, budget: Budget) -> Refusal | None:
        """Use a permit; else say why there is none.

        May be awaited in a fiber: the permit is then used in the step that goes on with the request, and one who leaves
        meanwhile takes none along.
        """
        lease = self._leases.setdefault((client_key_id, budget), _Lease(client_key_id, budget))
        while not self.take_ready(client_key_id, budget):
            now = self._clock()
            if lease.used_up is not None and now < lease.ask_at:
                over = lease.ask_at if lease.used_up == "unknown" or lease.resets_at is None else lease.resets_at
                return Refusal(lease.used_up, over - now, over)
            lease.waiting += 1
            try:
                if lease.renewal is None:
                    lease.renewal = asyncio.get_running_loop().create_task(self._renew(lease))
                await asyncio.shield(lease.renewal)
            finally:
                lease.waiting -= 1
        return None

    def put_back(self, client_key_id: int, budget: Budget) -> None:
        """The request that took a permit was not sent after all."""
        lease = self._leases.get((client_key_id, budget))
        if lease is not None:
            lease.left += 1

    async def give_back_unused(self) -> None:
        """Call it once a second: what nobody used since the last time goes back, what is owed is told."""
        now = self._clock()
        idle = []
        for name, lease in list(self._leases.items()):
            if lease.waiting or lease.renewal is not None:
                continue
            if lease.resets_at is not None and lease.resets_at <= now:
                del self._leases[name]
            elif lease.left == lease.seen:
                idle.append(lease)
            lease.seen = lease.left
        await self._give_back(idle)

    async def give_back_all(self) -> None:
        """At the end of the process: whatever is in hand."""
        await self._give_back(list(self._leases.values()))

    async def _give_back(self, leases: list[_Lease]) -> None:
        unused, kept = [], []
        for lease in leases:
            if lease.starts_on is None or lease.budget.requests is None or lease.left == lease.owed == 0:
                continue
            unused.append(Unused(lease.client_key_id, lease.budget, lease.starts_on, lease.left - lease.owed))
            kept.append((lease, lease.left, lease.owed))
            lease.left = lease.owed = lease.seen = 0
        if not unused:
            return
        try:
            async with asyncio.timeout(AUTHORITY_DEADLINE_S):
                await self._authority.give_back(unused)
        except (OSError, TimeoutError):
            for lease, left, owed in kept:
                lease.left += left
                lease.owed += owed

    async def _renew(self, lease: _Lease) -> None:
        try:
            now = self._clock()
            ask = lease.ask(now)
            if now < self._rests_until:
                lease.go_on_alone(now)
                return
            try:
                async with asyncio.timeout(AUTHORITY_DEADLINE_S):
                    grant = await self._authority.lease(ask)
            except (OSError, TimeoutError):
                self._rests_until = now + AUTHORITY_REST_S
                lease.go_on_alone(now)
            else:
                lease.take_in(grant, ask)
        finally:
            lease.renewal = None
