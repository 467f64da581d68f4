"""Every query on the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select, update

from relaydesk.kernel.database import Database, Db, ReadDb
from relaydesk.kernel.outbox.tables import OutboxRow
from relaydesk.kernel.postgres.statements import Statement

_DUE = Statement(select(exists().where(OutboxRow.claimed_until <= bindparam("now")).label("is_due")))


async def insert_rows(db: Db, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Their ids, in the order given."""
    statement = insert(OutboxRow).values(list(rows)).returning(OutboxRow.id)
    return sorted((await db.scalars(statement)).all())


async def has_due(database: Database, *, now: datetime) -> bool:
    (row,) = await database.ask(_DUE, {"now": now})
    return bool(row["is_due"])


async def claim_due(db: Db, names: Sequence[str], *, now: datetime, until: datetime, limit: int) -> Sequence[OutboxRow]:
    """Rows of events of these names that nobody is at, oldest first; they are this process's until `until`."""
    due = (
        select(OutboxRow.id)
        .where(OutboxRow.claimed_until <= now, OutboxRow.event.in_(names))
        .order_by(OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = update(OutboxRow).where(OutboxRow.id.in_(due)).values(claimed_until=until).returning(OutboxRow)
    return sorted((await db.scalars(statement)).all(), key=lambda row: row.id)


async def lock_row(db: Db, row_id: int) -> OutboxRow | None:
    return await db.scalar(select(OutboxRow).where(OutboxRow.id == row_id).with_for_update())


async def delete_row(db: Db, row_id: int) -> None:
    await db.execute(delete(OutboxRow).where(OutboxRow.id == row_id))


async def put_off(db: Db, row_id: int, *, until: datetime, error: str) -> None:
    """Not every subscriber took it: another attempt after `until`."""
    values = {"claimed_until": until, "attempts": OutboxRow.attempts + 1, "error": error}
    await db.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(**values))


async def count_waiting(db: ReadDb) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does."""
    count, oldest_at = (await db.execute(select(func.count(), func.min(OutboxRow.recorded_at)))).one()
    return count, oldest_at
