"""Every query on turns."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, or_, select, text, true, update
from sqlalchemy.dialects.postgresql import insert

from relaydesk.assistants.turns.tables import Turn, TurnCount
from relaydesk.assistants.types import TurnStatus
from relaydesk.kernel.database import Database, Db, ReadDb
from relaydesk.kernel.postgres.statements import Statement

# asked every two seconds
_SESSIONS_OF_EXPIRED = Statement(
    select(Turn.session_name).where(Turn.status == TurnStatus.RUNNING, Turn.lease_until < bindparam("now"))
)


async def insert_turn(db: Db, values: dict[str, Any]) -> int | None:
    """The new turn's id, or None when one is running for this session."""
    statement = insert(Turn).values(status=TurnStatus.RUNNING, **values)
    alone = statement.on_conflict_do_nothing(index_elements=["session_name"], index_where=text("status = 'running'"))
    return await db.scalar(alone.returning(Turn.id))


async def count_turn(db: Db, assistant_id: str, *, day: date, most: int | None) -> bool:
    """Counts one more turn of the day; False, and nothing counted, where there were as many as there may be."""
    is_new_day = TurnCount.day < day
    counted = insert(TurnCount).values(assistant_id=assistant_id, day=day, turns=1)
    counted = counted.on_conflict_do_update(
        index_elements=["assistant_id"],
        set_={"day": func.greatest(TurnCount.day, day), "turns": case((is_new_day, 1), else_=TurnCount.turns + 1)},
        where=or_(is_new_day, true() if most is None else TurnCount.turns < most),
    )
    return await db.scalar(counted.returning(TurnCount.turns)) is not None


async def count_turns_of(db: ReadDb, assistant_ids: Collection[str], *, day: date) -> dict[str, int]:
    """How many turns each had that day."""
    of_day = select(TurnCount).where(TurnCount.assistant_id.in_(assistant_ids), TurnCount.day == day)
    return {row.assistant_id: row.turns for row in await db.scalars(of_day)}


async def forget_count(db: Db, assistant_id: str) -> None:
    await db.execute(delete(TurnCount).where(TurnCount.assistant_id == assistant_id))


async def checkpoint(db: Db, turn_id: int, *, partial: str, lease_until: datetime, **values: Any) -> bool:
    """Writes the partial text and extends the lease; False when the turn is not running any more."""
    running = (Turn.id == turn_id, Turn.status == TurnStatus.RUNNING)
    statement = update(Turn).where(*running).values(text=partial, lease_until=lease_until, **values)
    return await db.scalar(statement.returning(Turn.id)) is not None


async def end_turn(
    db: Db, turn_id: int, *, status: TurnStatus, answer: str, sources: list[Any], error: str | None, now: datetime
) -> bool:
    """Ends a running turn once; False when it had ended already."""
    running = (Turn.id == turn_id, Turn.status == TurnStatus.RUNNING)
    values = {"status": status, "text": answer, "sources": sources, "error": error, "finished_at": now}
    return await db.scalar(update(Turn).where(*running).values(**values).returning(Turn.id)) is not None


async def stop_running(db: Db, session_name: str, now: datetime) -> int | None:
    """Ends the session's running turn as stopped; its id, or None when there was none."""
    running = (Turn.session_name == session_name, Turn.status == TurnStatus.RUNNING)
    statement = update(Turn).where(*running).values(status=TurnStatus.STOPPED, finished_at=now)
    return await db.scalar(statement.returning(Turn.id))


async def sessions_of_expired(database: Database, now: datetime) -> Sequence[str]:
    return [row["session_name"] for row in await database.ask(_SESSIONS_OF_EXPIRED, {"now": now})]


async def take_expired(db: Db, session_name: str, now: datetime) -> Sequence[Turn]:
    expired = select(Turn).where(
        Turn.session_name == session_name, Turn.status == TurnStatus.RUNNING, Turn.lease_until < now
    )
    return (await db.scalars(expired.with_for_update())).all()
