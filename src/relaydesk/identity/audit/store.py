"""Every query on the audit log."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on

from relaydesk.identity.audit.tables import AuditEntry
from relaydesk.kernel.database import Database, Db, ReadDb

_EXPORT_PAGE = 1000
_NAMES = ("name", "model", "email", "kind")  # of a target, in an entry's details


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries are meant; whatever is None or empty binds nothing.

    `since` is included, `until` is not. `actor` is an id or a part of a name, `action` the beginning of one (`user.`),
    `target` a part of one or of what it is called, `outcome` exact; `query` is a part of the target or
    of the actor's name.
    """

    since: datetime | None = None
    until: datetime | None = None
    actor: str | None = None
    action: str | None = None
    target: str | None = None
    outcome: str | None = None
    query: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        row, where = AuditEntry, []
        if self.since is not None:
            where.append(row.at >= self.since)
        if self.until is not None:
            where.append(row.at < self.until)
        if self.actor:
            where.append(or_(row.actor == self.actor, row.actor_name.icontains(self.actor, autoescape=True)))
        if self.action:
            where.append(row.action.startswith(self.action, autoescape=True))
        if self.outcome:
            where.append(row.outcome == self.outcome)
        if self.target:
            where.append(_is_called(self.target))
        if self.query:
            is_in_target = row.target.icontains(self.query, autoescape=True)
            where.append(or_(is_in_target, row.actor_name.icontains(self.query, autoescape=True)))
        return where


def _is_called(part: str) -> ColumnElement[bool]:
    """Whether a target has this part, or what an entry calls it: by its details, or whoever acted on themselves."""
    row = AuditEntry
    names = [func.jsonb_extract_path_text(row.details, name, type_=String) for name in _NAMES]
    return or_(
        row.target.icontains(part, autoescape=True),
        *(name.icontains(part, autoescape=True) for name in names),
        and_(row.target == row.actor, row.actor_name.icontains(part, autoescape=True)),
    )


async def list_entries(
    db: ReadDb, entry_filter: AuditFilter, *, limit: int, offset: int
) -> tuple[Sequence[AuditEntry], int]:
    rows = select(AuditEntry).where(*entry_filter.conditions()).order_by(AuditEntry.id.desc())
    return await db.page(rows, limit=limit, offset=offset)


async def find_entry(db: ReadDb, entry_id: int) -> AuditEntry | None:
    return await db.scalar(select(AuditEntry).where(AuditEntry.id == entry_id))


async def names_of_targets(db: ReadDb, targets: Collection[str]) -> dict[str, str]:
    """What the newest entry about each calls it: also of what is gone, for as long as entries are kept."""
    row = AuditEntry
    name = func.jsonb_extract_path_text(row.details, "name", type_=String)
    entries = select(row.target, name).where(row.target.in_(targets), name.is_not(None))
    rows = await db.execute(entries.ext(distinct_on(row.target)).order_by(row.target, row.id.desc()))
    return dict(rows.all())


async def pages_of_entries(database: Database, entry_filter: AuditFilter) -> AsyncIterator[Sequence[AuditEntry]]:
    """All that match, newest first, each page read by itself."""
    before_id: int | None = None
    while True:
        where = entry_filter.conditions()
        if before_id is not None:
            where.append(AuditEntry.id < before_id)
        async with database.read() as db:
            query = select(AuditEntry).where(*where).order_by(AuditEntry.id.desc()).limit(_EXPORT_PAGE)
            page = (await db.scalars(query)).all()
        if not page:
            return
        yield page
        before_id = page[-1].id


async def permit_deletion(db: Db) -> None:
    """Lets this transaction, and no other, delete from the audit log: for the retention alone."""
    await db.execute(text("SELECT set_config('relaydesk.audit_retention', 'on', true)"))


async def delete_before(db: Db, moment: datetime) -> None:
    await permit_deletion(db)
    await db.execute(delete(AuditEntry).where(AuditEntry.at < moment))
