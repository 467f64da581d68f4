"""Every query on schedules."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from relaydesk.kernel.database import Db, ReadDb
from relaydesk.tasks.tables import Schedule


async def list_schedules(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[Schedule], int]:
    where = [Schedule.name.icontains(query, autoescape=True)] if query else []
    return await db.page(select(Schedule).where(*where).order_by(Schedule.name), limit=limit, offset=offset)


async def find_schedule(db: ReadDb, schedule_id: int) -> Schedule | None:
    return await db.get(Schedule, schedule_id)


async def list_by_id(db: ReadDb, ids: Collection[int]) -> Sequence[Schedule]:
    return (await db.scalars(select(Schedule).where(Schedule.id.in_(ids)))).all()


async def lock_schedule(db: Db, schedule_id: int) -> Schedule | None:
    return await db.scalar(select(Schedule).where(Schedule.id == schedule_id).with_for_update())


async def find_schedule_by_name(db: ReadDb, name: str) -> Schedule | None:
    return await db.scalar(select(Schedule).where(Schedule.name == name))


async def take_due_schedules(db: Db, now: datetime, *, limit: int) -> Sequence[Schedule]:
    """Those that have been due for longest; nobody else has them until the transaction ends."""
    due = select(Schedule).where(Schedule.enabled, Schedule.next_run_at <= now)
    due = due.order_by(Schedule.next_run_at, Schedule.id).limit(limit)
    return (await db.scalars(due.with_for_update(skip_locked=True))).all()
