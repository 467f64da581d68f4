"""Queries on the configuration's mark."""

from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from relaydesk.gateway.config.tables import ConfigMark
from relaydesk.kernel.database import Db, ReadDb

_ROW = 1


async def move_mark(db: Db) -> None:
    mark = uuid4()
    statement = insert(ConfigMark).values(id=_ROW, mark=mark)
    await db.execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"mark": mark, "moved_at": func.now()})
    )


async def find_mark(db: ReadDb) -> UUID | None:
    return await db.scalar(select(ConfigMark.mark).where(ConfigMark.id == _ROW))
