"""Every query on scripts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from relaydesk.gateway.scripts.tables import ScriptRow, ScriptVersionRow
from relaydesk.kernel.database import ReadDb


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
    return await db.page(select(ScriptRow).where(*where).order_by(*order), limit=limit, offset=offset)


async def enabled_scripts(db: ReadDb) -> Sequence[ScriptRow]:
    return (await db.scalars(select(ScriptRow).where(ScriptRow.enabled).order_by(ScriptRow.id))).all()


async def find_script_by_name(db: ReadDb, name: str) -> ScriptRow | None:
    return await db.scalar(select(ScriptRow).where(ScriptRow.name == name))


async def list_versions(
    db: ReadDb, script_id: int, *, limit: int, offset: int
) -> tuple[Sequence[ScriptVersionRow], int]:
    """Newest first."""
    rows = select(ScriptVersionRow).where(ScriptVersionRow.script_id == script_id)
    return await db.page(rows.order_by(ScriptVersionRow.version.desc()), limit=limit, offset=offset)


async def find_version(db: ReadDb, script_id: int, version: int) -> ScriptVersionRow | None:
    return await db.scalar(
        select(ScriptVersionRow).where(ScriptVersionRow.script_id == script_id, ScriptVersionRow.version == version)
    )
