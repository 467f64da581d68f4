"""Every query on what client keys have used and what of their budgets is reserved."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert

from relaydesk.identity.accounts.tables import ClientKey, ClientKeyBudget, ClientKeyUsage
from relaydesk.identity.types import USES_APART, Amounts, Period, Usage
from relaydesk.kernel.database import Db, ReadDb
from relaydesk.kernel.postgres.sums import MOST_SUM, bounded_sum

_RESERVED = (
    ClientKeyBudget.requests_reserved,
    ClientKeyBudget.tokens_reserved,
    ClientKeyBudget.cost_nanos_reserved,
)


async def list_usage(db: ReadDb, key_id: int, *, since: date) -> Sequence[ClientKeyUsage]:
    statement = (
        select(ClientKeyUsage)
        .where(ClientKeyUsage.client_key_id == key_id, ClientKeyUsage.day >= since)
        .order_by(ClientKeyUsage.day)
    )
    return (await db.scalars(statement)).all()


async def add_usage(db: Db, *, day: date, counts: Mapping[int, Usage], now: datetime) -> None:
    """Adds to a day what keys, by their ids, have used; keys that were deleted meanwhile are left out."""
    known = set((await db.scalars(select(ClientKey.id).where(ClientKey.id.in_(counts)))).all())
    rows = [
        {"client_key_id": key, "day": day, **{name: min(n, MOST_SUM) for name, n in usage._asdict().items()}}
        for key, usage in sorted(counts.items())
        if key in known
    ]
    if not rows:
        return
    statement = insert(ClientKeyUsage).values(rows)
    added = statement.on_conflict_do_update(
        index_elements=["client_key_id", "day"],
        set_={n: bounded_sum(getattr(ClientKeyUsage, n), statement.excluded[n]) for n in Usage._fields},
    )
    await db.execute(added)
    await write_uses(db, dict.fromkeys(known, now))


# in the order of their ids, as other processes do; whoever waits for one of these finds it written
_USES = text("""
WITH due AS (
  SELECT k.id, given.at FROM identity_client_key k
  JOIN unnest(CAST(:ids AS bigint[]), CAST(:times AS timestamptz[])) AS given (id, at) ON k.id = given.id
  WHERE k.last_used_at IS NULL OR k.last_used_at <= given.at - CAST(:apart AS interval)
  ORDER BY k.id FOR NO KEY UPDATE OF k
)
UPDATE identity_client_key k SET last_used_at = due.at FROM due WHERE k.id = due.id
""")


async def write_uses(db: Db, uses: Mapping[int, datetime]) -> None:
    """When keys, by their ids, were last used; not of one of which a use within the minute before is known."""
    ids, times = list(uses), list(uses.values())
    await db.execute(_USES, {"ids": ids, "times": times, "apart": USES_APART})


async def sum_usage(db: ReadDb, key_ids: Collection[int], *, since: date) -> dict[int, tuple[int, int]]:
    """`{client_key_id: (requests, tokens)}` from a day on, as far as the log has them; keys without any left out."""
    tokens = func.sum(ClientKeyUsage.tokens_in + ClientKeyUsage.tokens_out)
    rows = await db.execute(
        select(ClientKeyUsage.client_key_id, func.sum(ClientKeyUsage.requests), tokens)
        .where(ClientKeyUsage.client_key_id.in_(key_ids), ClientKeyUsage.day >= since)
        .group_by(ClientKeyUsage.client_key_id)
    )
    return {key_id: (int(requests), int(used)) for key_id, requests, used in rows.all()}


async def list_reserved(db: ReadDb, key_ids: Collection[int], *, period: Period, starts_on: date) -> dict[int, Amounts]:
    """What is reserved of a period, by client key; keys without any are left out."""
    row = ClientKeyBudget
    rows = await db.execute(
        select(row.client_key_id, *_RESERVED).where(
            row.client_key_id.in_(key_ids), row.period == period, row.starts_on == starts_on
        )
    )
    return {key_id: (int(requests), int(tokens), int(cost)) for key_id, requests, tokens, cost in rows.all()}


async def lock_reserved(
    db: Db, key_id: int, *, period: Period, starts_on: date, owed: Amounts, at_least: Amounts
) -> Amounts | None:
    """What is reserved of a period, `owed` added, raised to `at_least`, its row locked; None when the key is gone."""
    row = ClientKeyBudget
    columns = ["client_key_id", "period", "starts_on", *(column.key for column in _RESERVED)]
    first = [literal(min(max(pair), MOST_SUM)) for pair in zip(owed, at_least, strict=True)]
    own = select(ClientKey.id, literal(period), literal(starts_on), *first).where(ClientKey.id == key_id)
    raised = {
        column.key: func.greatest(bounded_sum(column, more), min(least, MOST_SUM))
        for column, more, least in zip(_RESERVED, owed, at_least, strict=True)
    }
    statement = insert(row).from_select(columns, own)
    locked = statement.on_conflict_do_update(index_elements=columns[:3], set_=raised).returning(*_RESERVED)
    reserved = (await db.execute(locked)).first()
    return (int(reserved[0]), int(reserved[1]), int(reserved[2])) if reserved is not None else None


async def add_reserved(db: Db, key_id: int, *, period: Period, starts_on: date, amounts: Amounts) -> None:
    """Reserve more, or give back with negative numbers."""
    row = ClientKeyBudget
    await db.execute(
        update(row)
        .where(row.client_key_id == key_id, row.period == period, row.starts_on == starts_on)
        .values({c.key: func.greatest(bounded_sum(c, amount), 0) for c, amount in zip(_RESERVED, amounts, strict=True)})
    )


async def delete_reserved(db: Db, *, period: Period, before: date, limit: int) -> int:
    """Rows of periods that began before a day, this many at most: how many."""
    row = ClientKeyBudget
    old = select(row.id).where(row.period == period, row.starts_on < before).limit(limit)
    return len((await db.scalars(delete(row).where(row.id.in_(old)).returning(row.id))).all())
