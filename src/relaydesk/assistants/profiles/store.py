"""Every query on assistants."""

from collections.abc import Sequence

from sqlalchemy import or_, select, update

from relaydesk.assistants.profiles.tables import Assistant
from relaydesk.kernel.database import Db, ReadDb


async def list_assistants(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[Assistant], int]:
    where = [Assistant.name.icontains(query, autoescape=True)] if query else []
    return await db.page(select(Assistant).where(*where).order_by(Assistant.id), limit=limit, offset=offset)


async def find_assistant(db: ReadDb, public_id: str) -> Assistant | None:
    return await db.scalar(select(Assistant).where(Assistant.public_id == public_id))


async def lock_assistant(db: Db, public_id: str) -> Assistant | None:
    return await db.scalar(select(Assistant).where(Assistant.public_id == public_id).with_for_update())


async def find_by_name(db: ReadDb, name: str) -> Assistant | None:
    return await db.scalar(select(Assistant).where(Assistant.name == name))


async def names_of_model(db: ReadDb, model: str) -> Sequence[str]:
    """Of all that speak by this model, also of those that are switched off."""
    return (await db.scalars(select(Assistant.name).where(Assistant.model == model).order_by(Assistant.name))).all()


async def find_enabled(db: ReadDb, reference: str | None) -> Assistant | None:
    """By id or name; the default one when there is no reference."""
    named = or_(Assistant.public_id == reference, Assistant.name == reference)
    condition = named if reference else Assistant.is_default
    return await db.scalar(select(Assistant).where(condition, Assistant.is_enabled))


async def find_of_merchant(db: ReadDb, merchant_id: str) -> Assistant | None:
    """The first enabled one that answers for this merchant."""
    own = select(Assistant).where(Assistant.merchant_id == merchant_id, Assistant.is_enabled)
    return await db.scalar(own.order_by(Assistant.id).limit(1))


async def clear_default(db: Db) -> None:
    await db.execute(update(Assistant).where(Assistant.is_default).values(is_default=False))
