"""What client keys have reserved and used of their budgets: PostgreSQL is the truth, one row a key and period.

Processes reserve before they send, in small batches, and give back what they do not use; the gateway shares out.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from relaydesk.identity.accounts.tables import ClientKey
from relaydesk.identity.client_keys import store
from relaydesk.identity.client_keys.schemas import BudgetUsed
from relaydesk.identity.types import Amounts, Budget, Period, period_of
from relaydesk.kernel.database import Db, ReadDb


def as_budget(column: Mapping[str, Any] | None) -> Budget | None:
    """From the column of a client key."""
    if not column:
        return None
    return Budget(column["period"], column.get("requests"), column.get("tokens"), column.get("cost_micros"))


async def find_used(db: ReadDb, keys: Iterable[ClientKey], now: datetime) -> dict[int, BudgetUsed]:
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
            held = reserved.get(key_id, (0, 0, 0))
            used[key_id] = BudgetUsed(
                requests=max(requests, held[0]), tokens=tokens, cost_micros=held[2] // 1000, resets_at=resets_at
            )
    return used


async def lock_budget(
    db: Db, key_id: int, period: Period, *, starts_on: date, owed: Amounts = (0, 0, 0)
) -> Amounts | None:
    """What is reserved of the period that began on a day, its row locked; None when the key is gone.

    `owed` was used without being reserved and is added. What the log has counts also where nobody reserved it: before
    there was a budget, or without PostgreSQL; what is owed may be in the log by now and does not count twice.
    """
    requests, tokens = (await store.sum_usage(db, [key_id], since=starts_on)).get(key_id, (0, 0))
    return await store.lock_reserved(
        db, key_id, period=period, starts_on=starts_on, owed=owed, at_least=(requests, tokens, 0)
    )


async def add_to_budget(db: Db, key_id: int, period: Period, *, starts_on: date, amounts: Amounts) -> None:
    """Reserve more, or give back with negative numbers."""
    await store.add_reserved(db, key_id, period=period, starts_on=starts_on, amounts=amounts)
