"""Queries on what becomes of upstream keys: decisions of rules and people, their ends, the history."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select, update

from relaydesk.gateway.upstreams.tables import KeyEventRow, UpstreamKeyRow, UpstreamRow
from relaydesk.kernel.database import Db


class Decision(NamedTuple):
    """`status` `cooling` leaves a key active and rests it; `until` None is for good."""

    key_id: int
    at: datetime
    status: str
    reason: str
    rule_id: int | None = None
    until: datetime | None = None


async def decide(db: Db, decision: Decision) -> bool:
    """Write a decision down; False when the key is gone. A rest only ever gets longer."""
    row = UpstreamKeyRow
    statement = update(row).where(row.id == decision.key_id)
    if decision.status == "cooling":
        changed = statement.values(cool_until=func.greatest(row.cool_until, decision.until))
    else:
        changed = statement.values(
            status=decision.status, status_reason=decision.reason, status_until=decision.until, cool_until=None
        )
    found = (await db.scalars(changed.returning(row.id))).first() is not None
    if found:
        await note(db, [decision])
    return found


async def hold_upstream(db: Db, upstream_id: int, until: datetime | None, why: str | None) -> None:
    """Tell all processes, and people, until when an upstream is not asked; None lets it be asked again."""
    row = UpstreamRow
    await db.execute(update(row).where(row.id == upstream_id).values(held_until=until, held_reason=why))


async def note(db: Db, decisions: Sequence[Decision]) -> None:
    """Add to the histories of keys."""
    if decisions:
        await db.execute(insert(KeyEventRow), [decision._asdict() for decision in decisions])


async def revive(db: Db, now: datetime) -> list[int]:
    """Bring the disabled keys back whose time is over: their ids."""
    row = UpstreamKeyRow
    over = update(row).where(row.status == "disabled", row.status_until <= now)
    back = over.values(status="active", status_reason=None, status_until=None).returning(row.id)
    ids = list((await db.scalars(back)).all())
    await note(db, [Decision(key_id, now, "active", "its time out is over") for key_id in ids])
    return ids


async def cooling(db: Db, now: datetime) -> dict[int, datetime]:
    """The active keys that rest, and until when."""
    row = UpstreamKeyRow
    found = await db.execute(select(row.id, row.cool_until).where(row.status == "active", row.cool_until > now))
    return {key_id: until for key_id, until in found.all() if until is not None}


async def names_of_keys(db: Db, key_ids: Collection[int]) -> dict[int, str]:
    """Of those that are still there."""
    found = await db.execute(select(UpstreamKeyRow.id, UpstreamKeyRow.name).where(UpstreamKeyRow.id.in_(key_ids)))
    return dict(found.all())


async def list_events(db: Db, key_id: int, *, limit: int, offset: int) -> tuple[Sequence[KeyEventRow], int]:
    """A key's history, newest first."""
    where = KeyEventRow.key_id == key_id
    page = select(KeyEventRow).where(where).order_by(KeyEventRow.id.desc()).limit(limit).offset(offset)
    total = await db.scalar(select(func.count()).select_from(KeyEventRow).where(where))
    return (await db.scalars(page)).all(), total or 0
