"""Every query on the audit log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from relaydesk.identity.audit.tables import AuditEntry
from relaydesk.kernel.database import Db, ReadDb


async def list_entries(
    db: ReadDb, *, action: str | None, query: str | None, limit: int, offset: int
) -> tuple[Sequence[AuditEntry], int]:
    where = [AuditEntry.action == action] if action else []
    if query:
        where.append(
            or_(
                AuditEntry.subject.icontains(query, autoescape=True),
                AuditEntry.actor_name.icontains(query, autoescape=True),
            )
        )
    rows = await db.scalars(select(AuditEntry).where(*where).order_by(AuditEntry.id.desc()).limit(limit).offset(offset))
    total = await db.scalar(select(func.count()).select_from(AuditEntry).where(*where))
    return rows.all(), total or 0


async def delete_before(db: Db, moment: datetime) -> None:
    await db.execute(delete(AuditEntry).where(AuditEntry.at < moment))
