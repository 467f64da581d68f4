"""Every query on rules."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from relaydesk.gateway.rules.tables import RuleRow
from relaydesk.kernel.database import ReadDb


async def list_rules(
    db: ReadDb, *, upstream_id: int | None, enabled: bool | None, query: str | None, limit: int, offset: int
) -> tuple[Sequence[RuleRow], int]:
    """In the order they are held against an answer."""
    where: list[ColumnElement[bool]] = []
    if upstream_id is not None:
        where.append(RuleRow.upstream_id == upstream_id)
    if enabled is not None:
        where.append(RuleRow.enabled == enabled)
    if query:
        where.append(RuleRow.name.icontains(query, autoescape=True))
    order = (RuleRow.priority.desc(), RuleRow.id)
    return await db.page(select(RuleRow).where(*where).order_by(*order), limit=limit, offset=offset)


async def enabled_rules(db: ReadDb) -> Sequence[RuleRow]:
    return (await db.scalars(select(RuleRow).where(RuleRow.enabled).order_by(RuleRow.id))).all()


async def find_rule_by_name(db: ReadDb, name: str) -> RuleRow | None:
    return await db.scalar(select(RuleRow).where(RuleRow.name == name))
