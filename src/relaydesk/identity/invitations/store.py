"""Every query on invitations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from relaydesk.identity.accounts.tables import User
from relaydesk.identity.invitations.tables import Invitation
from relaydesk.kernel.database import Db, ReadDb


async def list_open(
    db: ReadDb, *, now: datetime, limit: int, offset: int
) -> tuple[Sequence[tuple[Invitation, User | None]], int]:
    """Those that can still be used, newest first, with who invites."""
    is_open = (Invitation.used_at.is_(None), Invitation.expires_at > now)
    rows = await db.execute(
        select(Invitation, User)
        .outerjoin(User, User.id == Invitation.invited_by)
        .where(*is_open)
        .order_by(Invitation.id.desc())
        .limit(limit)
        .offset(offset)
    )
    total = await db.scalar(select(func.count()).select_from(Invitation).where(*is_open))
    return [(invitation, user) for invitation, user in rows.all()], total or 0


async def find_by_token(db: ReadDb, token_hash: bytes) -> Invitation | None:
    return await db.scalar(select(Invitation).where(Invitation.token_hash == token_hash))


async def lock_by_token(db: Db, token_hash: bytes) -> Invitation | None:
    """The row locked, so that of two who use one token at once the second finds it used."""
    return await db.scalar(select(Invitation).where(Invitation.token_hash == token_hash).with_for_update())


async def lock_invitation(db: Db, public_id: str) -> Invitation | None:
    return await db.scalar(select(Invitation).where(Invitation.public_id == public_id).with_for_update())


async def delete_outdated(db: Db, email: str, *, now: datetime) -> None:
    """Earlier invitations of the same address that nobody used, and all that are long over."""
    same = (Invitation.email == email) & Invitation.used_at.is_(None)
    await db.execute(delete(Invitation).where(same | (Invitation.expires_at < now)))
