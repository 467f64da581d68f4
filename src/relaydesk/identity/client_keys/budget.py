"""Rules of budgets: what a key has used of its period, how much a process may reserve, what it gives back.

PostgreSQL is the truth. A process reserves requests before it sends them, in small batches, and gives back what it does
not use; the row of the period never goes beyond the budget. Tokens are known only once a request is in the log.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from relaydesk.identity.accounts.tables import ClientKey
from relaydesk.identity.client_keys import store
from relaydesk.identity.client_keys.schemas import BudgetUsed
from relaydesk.identity.types import Budget, Period, Reserved, period_of
from relaydesk.kernel.database import Db

# A process holds at most this part of what is left beyond what it needs at once: at the end of a budget nothing.
LARGEST_PART = 8


def as_budget(kept: Mapping[str, Any] | None) -> Budget | None:
    """From the column of a client key."""
    return Budget(kept["period"], kept.get("requests"), kept.get("tokens")) if kept else None


async def find_used(db: Db, keys: Iterable[ClientKey], now: datetime) -> dict[int, BudgetUsed]:
    """What the keys that have a budget have used of the period that `now` lies in, by their ids."""
    by_period: dict[Period, list[int]] = {}
    for key in keys:
        if (budget := as_budget(key.budget)) is not None:
            by_period.setdefault(budget.period, []).append(key.id)
    used = {}
    for period, ids in by_period.items():
        starts_on, resets_at = period_of(period, now)
        settled = await store.sum_usage(db, ids, since=starts_on)
        reserved = await store.list_reserved(db, ids, period=period, starts_on=starts_on)
        for key_id in ids:
            requests, tokens = settled.get(key_id, (0, 0))
            used[key_id] = BudgetUsed(
                requests=max(requests, reserved.get(key_id, 0)), tokens=tokens, resets_at=resets_at
            )
    return used


async def reserve_budget(
    db: Db, key_id: int, budget: Budget, *, now: datetime, need: int, want: int, owed: int
) -> Reserved:
    """Reserve `need` requests, as many more up to `want` as may be spared, and the `owed` that were sent unasked."""
    starts_on, resets_at = period_of(budget.period, now)
    requests, tokens = (await store.sum_usage(db, [key_id], since=starts_on)).get(key_id, (0, 0))
    permits = 0
    if budget.requests is not None:
        # What the log has counts also where nobody reserved it: before there was a budget, or without PostgreSQL.
        period, at_least = budget.period, requests
        reserved = await store.lock_reserved(db, key_id, period=period, starts_on=starts_on, at_least=at_least)
        left = max(budget.requests - (reserved or 0) - owed, 0) if reserved is not None else 0
        if budget.tokens is None or tokens < budget.tokens:
            permits = min(left, max(need, min(want, left // LARGEST_PART)))
        if permits + owed:
            await store.add_reserved(db, key_id, period=period, starts_on=starts_on, requests=permits + owed)
    if budget.tokens is not None and tokens >= budget.tokens:
        return Reserved(0, "tokens", starts_on, resets_at)
    if budget.requests is None:
        return Reserved(want, None, starts_on, resets_at)
    return Reserved(permits, "requests" if need > 0 and not permits else None, starts_on, resets_at)


async def return_budget(db: Db, unused: Iterable[tuple[int, Period, date, int]]) -> None:
    """Take back `(client_key_id, period, starts_on, requests)`; a negative number was sent without being reserved."""
    for key_id, period, starts_on, requests in sorted(unused):
        await store.add_reserved(db, key_id, period=period, starts_on=starts_on, requests=-requests)
