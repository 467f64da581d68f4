"""Queries on the configuration's mark."""

from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from relaydesk.gateway.config.tables import ConfigMark
from relaydesk.kernel.database import Database, Db
from relaydesk.kernel.postgres.statements import Statement

_ROW = 1
_MARK = Statement(select(ConfigMark.mark).where(ConfigMark.id == bindparam("id")))  # asked every second


async def move_mark(db: Db) -> None:
    mark = uuid4()
    statement = insert(ConfigMark).values(id=_ROW, mark=mark)
    await db.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"mark": mark, "moved_at": func.now()})
    )


async def find_mark(database: Database) -> UUID | None:
    rows = await database.ask(_MARK, {"id": _ROW})
    return UUID(int=rows[0]["mark"].int) if rows else None  # the driver has a type of its own
