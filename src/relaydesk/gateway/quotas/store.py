"""Queries on what of the quotas of upstream keys is reserved: one row a key and period."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Numeric, and_, cast, delete, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from relaydesk.gateway.quotas.tables import KeyQuotaRow
from relaydesk.gateway.upstreams.tables import UpstreamKeyRow
from relaydesk.identity.types import Amounts, Period
from relaydesk.kernel.database import Db, ReadDb
from relaydesk.kernel.postgres.sums import MOST_SUM, bounded_sum

_RESERVED = (KeyQuotaRow.requests_reserved, KeyQuotaRow.tokens_reserved, KeyQuotaRow.cost_nanos_reserved)
_LIMITS = (
    ("requests", 1),
    ("tokens", 1),
    ("cost_micros", 1000),
)  # of a key's quota, and how much one is of `_RESERVED`


async def lock_reserved(db: Db, key_id: int, *, period: Period, starts_on: date, owed: Amounts) -> Amounts | None:
    """What is reserved of a period, `owed` added, its row locked; None when the key is gone."""
    row = KeyQuotaRow
    columns = ["key_id", "period", "starts_on", *(column.key for column in _RESERVED)]
    own = select(
        UpstreamKeyRow.id, literal(period), literal(starts_on), *(literal(min(n, MOST_SUM)) for n in owed)
    ).where(UpstreamKeyRow.id == key_id)
    added = {column.key: bounded_sum(column, more) for column, more in zip(_RESERVED, owed, strict=True)}
    statement = insert(row).from_select(columns, own)
    locked = statement.on_conflict_do_update(index_elements=columns[:3], set_=added).returning(*_RESERVED)
    amounts = (await db.execute(locked)).first()
    return (int(amounts[0]), int(amounts[1]), int(amounts[2])) if amounts is not None else None


async def add_reserved(
    db: Db, key_id: int, *, period: Period, starts_on: date, amounts: Amounts, resets_at: datetime | None
) -> None:
    """Reserve more, or give back with negative numbers."""
    row = KeyQuotaRow
    values: dict[str, Any] = {
        c.key: func.greatest(bounded_sum(c, n), 0) for c, n in zip(_RESERVED, amounts, strict=True)
    }
    if resets_at is not None:
        values["resets_at"] = resets_at
    await db.execute(update(row).where(*_of(key_id, period, starts_on)).values(values))


def _is_used_up() -> ColumnElement[bool]:
    """Whether any limit of the key's quota, as that is now, is reached by what a row has reserved."""
    row, key = KeyQuotaRow, UpstreamKeyRow
    limits = zip(_RESERVED, _LIMITS, strict=True)
    reached = or_(*(column >= cast(key.quota[name].as_string(), Numeric) * part for column, (name, part) in limits))
    return exists().where(key.id == row.key_id, key.quota["period"].as_string() == row.period, reached).correlate(row)


async def mark_exhausted(db: Db, key_id: int, *, period: Period, starts_on: date, is_exhausted: bool) -> bool:
    """Note that a limit is reached in a period, or that none is any more, where that is so; says whether it is news."""
    row = KeyQuotaRow
    is_so = _is_used_up() if is_exhausted else ~_is_used_up()
    changed = update(row).where(*_of(key_id, period, starts_on), row.is_exhausted.is_distinct_from(is_exhausted), is_so)
    return await db.scalar(changed.values(is_exhausted=is_exhausted).returning(row.id)) is not None


async def judge_exhausted(db: Db, key_id: int) -> None:
    """Its quota is another one now: note by that whether anything is left."""
    await db.execute(update(KeyQuotaRow).where(KeyQuotaRow.key_id == key_id).values(is_exhausted=_is_used_up()))


async def move_periods(
    db: Db, upstream_id: int, now: datetime, periods: Mapping[Period, tuple[date, datetime]]
) -> Collection[int]:
    """Periods of the keys of an upstream are these now, each with its first day and its end: those of another zone end.

    Returns the keys that had nothing left in a period that ends so.
    """
    row = KeyQuotaRow
    own = row.key_id.in_(select(UpstreamKeyRow.id).where(UpstreamKeyRow.upstream_id == upstream_id))
    is_present = or_(*(and_(row.period == name, row.starts_on == first) for name, (first, _) in periods.items()))
    over = update(row).where(own, row.resets_at > now, ~is_present)
    before = select(row.key_id).where(own, row.resets_at > now, ~is_present, row.is_exhausted)
    freed = (await db.scalars(before)).all()
    await db.execute(over.values(resets_at=now, is_exhausted=False))
    for name, (first, end) in periods.items():
        present = update(row).where(own, row.period == name, row.starts_on == first)
        await db.execute(present.values(resets_at=end, is_exhausted=_is_used_up()))
    return freed


async def exhausted(db: ReadDb, now: datetime) -> dict[int, datetime]:
    """The active keys with nothing left, and when their quotas begin anew."""
    row, key = KeyQuotaRow, UpstreamKeyRow
    rows = await db.execute(
        select(row.key_id, row.resets_at)
        .join(key, key.id == row.key_id)
        .where(row.is_exhausted, row.resets_at > now, key.status == "active")
    )
    return {key_id: until for key_id, until in rows.all() if until is not None}


async def list_current(db: ReadDb, key_ids: Collection[int], now: datetime) -> dict[int, KeyQuotaRow]:
    """By key the row of the period that its quota is of, where that has begun to be used and not ended."""
    row, key = KeyQuotaRow, UpstreamKeyRow
    own = select(row).join(key, (key.id == row.key_id) & (key.quota["period"].as_string() == row.period))
    rows = await db.scalars(own.where(row.key_id.in_(key_ids), row.resets_at > now))
    return {row.key_id: row for row in rows.all()}


async def delete_reserved(db: Db, *, period: Period, before: date, limit: int) -> int:
    """Rows of periods that began before a day, this many at most: how many."""
    row = KeyQuotaRow
    old = select(row.id).where(row.period == period, row.starts_on < before).limit(limit)
    return len((await db.scalars(delete(row).where(row.id.in_(old)).returning(row.id))).all())


def _of(key_id: int, period: Period, starts_on: date) -> tuple[ColumnElement[bool], ...]:
    row = KeyQuotaRow
    return row.key_id == key_id, row.period == period, row.starts_on == starts_on
