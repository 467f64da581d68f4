"""Every query on scripts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from relaydesk.gateway.scripts.tables import ScriptRow, ScriptVersionRow
from relaydesk.kernel.database import Db, ReadDb


async def list_scripts(
    db: ReadDb, *, upstream_id: int | None, enabled: bool | None, query: str | None, limit: int, offset: int
) -> tuple[Sequence[ScriptRow], int]:
    """In the order in which they run."""
    where: list[ColumnElement[bool]] = []
    if upstream_id is not None:
        where.append(ScriptRow.upstream_id == upstream_id)
    if enabled is not None:
        where.append(ScriptRow.enabled == enabled)
    if query:
        where.append(ScriptRow.name.icontains(query, autoescape=True))
    order = (ScriptRow.priority.desc(), ScriptRow.id)
    rows = await db.scalars(select(ScriptRow).where(*where).order_by(*order).limit(limit).offset(offset))
    return rows.all(), await db.scalar(select(func.count()).select_from(ScriptRow).where(*where)) or 0


async def enabled_scripts(db: ReadDb) -> Sequence[ScriptRow]:
    return (await db.scalars(select(ScriptRow).where(ScriptRow.enabled).order_by(ScriptRow.id))).all()


async def find_script(db: ReadDb, script_id: int) -> ScriptRow | None:
    return await db.scalar(select(ScriptRow).where(ScriptRow.id == script_id))


async def lock_script(db: Db, script_id: int) -> ScriptRow | None:
    """The script, for this unit of work alone: versions are counted one by one."""
    return await db.scalar(select(ScriptRow).where(ScriptRow.id == script_id).with_for_update())


async def find_script_by_name(db: ReadDb, name: str) -> ScriptRow | None:
    return await db.scalar(select(ScriptRow).where(ScriptRow.name == name))


async def list_versions(
    db: ReadDb, script_id: int, *, limit: int, offset: int
) -> tuple[Sequence[ScriptVersionRow], int]:
    """Newest first."""
    where = ScriptVersionRow.script_id == script_id
    newest = ScriptVersionRow.version.desc()
    rows = await db.scalars(select(ScriptVersionRow).where(where).order_by(newest).limit(limit).offset(offset))
    return rows.all(), await db.scalar(select(func.count()).select_from(ScriptVersionRow).where(where)) or 0


async def find_version(db: ReadDb, script_id: int, version: int) -> ScriptVersionRow | None:
    return await db.scalar(
        select(ScriptVersionRow).where(ScriptVersionRow.script_id == script_id, ScriptVersionRow.version == version)
    )
