"""Every query on people, refresh families and client keys."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update

from relaydesk.identity.accounts.tables import ClientKey, RefreshFamily, RefreshToken, User
from relaydesk.identity.types import ClientKeyRights, Ending, SignedInUser
from relaydesk.kernel.database import Database, Db, ReadDb
from relaydesk.kernel.postgres.statements import Statement

# Made once: each request asks who sent it.
_SIGNED_IN = Statement(
    select(User.id, User.public_id, User.name, User.role)
    .join(RefreshFamily, RefreshFamily.user_id == User.id)
    .where(
        User.public_id == bindparam("public_id"),
        User.is_active,
        RefreshFamily.id == bindparam("family_id"),
        RefreshFamily.revoked_at.is_(None),
    )
)
_KEY_BY_HASH = Statement(
    select(
        ClientKey.id, ClientKey.name, ClientKey.scopes, ClientKey.rate_limit_per_minute, ClientKey.is_active,
        ClientKey.expires_at, ClientKey.token_hash, ClientKey.previous_until, ClientKey.last_used_at,
    ).where(or_(ClientKey.token_hash == bindparam("token_hash"), ClientKey.previous_hash == bindparam("token_hash")))
)  # fmt: skip


async def find_user_by_email(db: ReadDb, email: str) -> User | None:
    return await db.scalar(select(User).where(User.email == email.strip().lower()))


async def find_user(db: ReadDb, public_id: str) -> User | None:
    return await db.scalar(select(User).where(User.public_id == public_id))


async def find_user_by_id(db: ReadDb, user_id: int) -> User | None:
    return await db.get(User, user_id)


async def lock_user(db: Db, user_id: int) -> User | None:
    """The row as it is now, until the unit of work ends."""
    query = select(User).where(User.id == user_id).with_for_update()
    return await db.scalar(query.execution_options(populate_existing=True))


async def lock_active_owners(db: Db) -> Sequence[User]:
    statement = select(User).where(User.role == "owner", User.is_active).order_by(User.id).with_for_update()
    return (await db.scalars(statement)).all()


async def has_active_owner(db: ReadDb) -> bool:
    return await db.scalar(select(User.id).where(User.role == "owner", User.is_active).limit(1)) is not None


async def count_users(db: ReadDb) -> int:
    return await db.scalar(select(func.count()).select_from(User)) or 0


async def list_users(db: ReadDb, *, query: str | None, limit: int, offset: int) -> tuple[Sequence[User], int]:
    where: list[ColumnElement[bool]] = []
    if query:
        where.append(or_(User.email.icontains(query, autoescape=True), User.name.icontains(query, autoescape=True)))
    return await db.page(select(User).where(*where).order_by(User.id), limit=limit, offset=offset)


async def list_active_users(
    db: ReadDb, *, roles: Collection[str], without_id: int, query: str | None, limit: int, offset: int
) -> tuple[Sequence[User], int]:
    """Those of some roles but one, by name."""
    where = [User.is_active, User.role.in_(roles), User.id != without_id]
    if query:
        where.append(User.name.icontains(query, autoescape=True))
    return await db.page(select(User).where(*where).order_by(User.name, User.id), limit=limit, offset=offset)


async def find_user_of_sign_in(database: Database, *, user_public_id: str, family_id: int) -> SignedInUser | None:
    """The active user of a family that has not been revoked."""
    rows = await database.ask(_SIGNED_IN, {"public_id": user_public_id, "family_id": family_id})
    return SignedInUser(**rows[0]) if rows else None


async def is_known_address(db: ReadDb, user_id: int, address: str, *, since: datetime) -> bool:
    """Whether the person has signed in from there since then."""
    family_id = await db.scalar(
        select(RefreshFamily.id)
        .where(RefreshFamily.user_id == user_id, RefreshFamily.address == address, RefreshFamily.created_at >= since)
        .limit(1)
    )
    return family_id is not None


async def find_refresh_token(db: Db, token_hash: bytes) -> tuple[RefreshToken, RefreshFamily, User] | None:
    """The token with its family, the family's row locked so that rotations of one family go one by one."""
    family_id = await db.scalar(select(RefreshToken.family_id).where(RefreshToken.token_hash == token_hash))
    if family_id is None:
        return None
    family = await db.scalar(select(RefreshFamily).where(RefreshFamily.id == family_id).with_for_update())
    token = await db.scalar(select(RefreshToken).where(RefreshToken.token_hash == token_hash))
    user = await db.get(User, family.user_id) if family else None
    return (token, family, user) if token and family and user else None


async def is_token_used(db: ReadDb, token_hash: bytes) -> bool:
    used_at = await db.scalar(select(RefreshToken.used_at).where(RefreshToken.token_hash == token_hash))
    return used_at is not None


async def revoke_families(db: Db, user_id: int, *, reason: Ending, now: datetime, keep: int | None = None) -> None:
    """Signs a person out everywhere, but for the family `keep`."""
    await db.execute(
        update(RefreshFamily)
        .where(
            RefreshFamily.user_id == user_id,
            RefreshFamily.revoked_at.is_(None),
            RefreshFamily.id.is_distinct_from(keep),
        )
        .values(revoked_at=now, revoked_reason=reason.value)
    )


async def revoke_family(db: Db, family_id: int, *, reason: Ending, now: datetime) -> None:
    await db.execute(
        update(RefreshFamily)
        .where(RefreshFamily.id == family_id, RefreshFamily.revoked_at.is_(None))
        .values(revoked_at=now, revoked_reason=reason.value)
    )


async def count_active_users(db: ReadDb, now: datetime) -> int:
    live = select(RefreshFamily.user_id).where(RefreshFamily.revoked_at.is_(None), RefreshFamily.expires_at > now)
    return await db.scalar(select(func.count()).select_from(live.distinct().subquery())) or 0


async def list_signed_in(db: ReadDb, user_ids: Collection[int], *, since: datetime, now: datetime) -> set[int]:
    """Of these people, those with a sign-in that holds and whose tokens were renewed since then."""
    rows = await db.scalars(
        select(RefreshFamily.user_id)
        .join(RefreshToken, RefreshToken.family_id == RefreshFamily.id)
        .where(
            RefreshFamily.user_id.in_(user_ids),
            RefreshFamily.revoked_at.is_(None),
            RefreshFamily.expires_at > now,
            RefreshToken.created_at >= since,
        )
        .distinct()
    )
    return set(rows.all())


async def list_client_keys(
    db: ReadDb, *, query: str | None, created_by: str | None, limit: int, offset: int
) -> tuple[Sequence[ClientKey], int]:
    """`created_by` is the public id of a person."""
    where = [ClientKey.name.icontains(query, autoescape=True)] if query else []
    if created_by:
        where.append(ClientKey.created_by.in_(select(User.id).where(User.public_id == created_by)))
    rows = select(ClientKey).where(*where).order_by(ClientKey.id.desc())
    return await db.page(rows, limit=limit, offset=offset)


async def list_people(db: ReadDb, user_ids: Collection[int]) -> dict[int, User]:
    """Of those that are still there, by id."""
    return {user.id: user for user in (await db.scalars(select(User).where(User.id.in_(user_ids)))).all()}


async def switch_off_client_keys(db: Db, user_id: int) -> Sequence[tuple[int, str]]:
    """All that the person has made and that are on: their ids and names."""
    statement = update(ClientKey).where(ClientKey.created_by == user_id, ClientKey.is_active)
    rows = await db.execute(statement.values(is_active=False).returning(ClientKey.id, ClientKey.name))
    return [(key_id, name) for key_id, name in rows]


async def list_usable_client_keys(db: ReadDb) -> Sequence[ClientKey]:
    return (await db.scalars(select(ClientKey).where(ClientKey.is_active).order_by(ClientKey.id))).all()


async def names_of_client_keys(db: ReadDb, key_ids: Collection[int]) -> dict[int, str]:
    """Of those that are still there."""
    rows = await db.execute(select(ClientKey.id, ClientKey.name).where(ClientKey.id.in_(key_ids)))
    return dict(rows.all())


async def names_of_people(db: ReadDb, public_ids: Collection[str]) -> dict[str, str]:
    """Also of those who may not sign in any more."""
    rows = await db.execute(select(User.public_id, User.name).where(User.public_id.in_(public_ids)))
    return dict(rows.all())


async def find_client_key_by_hash(database: Database, token_hash: bytes) -> ClientKeyRights | None:
    """The key whose secret this is, or was before the last rotation."""
    rows = await database.ask(_KEY_BY_HASH, {"token_hash": token_hash})
    return ClientKeyRights(**rows[0]) if rows else None


async def roles_by_sign_in(db: ReadDb, family_ids: Collection[int], *, now: datetime) -> dict[int, str]:
    """Of the sign-ins that still hold: the role of their person."""
    rows = await db.execute(
        select(RefreshFamily.id, User.role)
        .join(User, User.id == RefreshFamily.user_id)
        .where(
            RefreshFamily.id.in_(family_ids),
            RefreshFamily.revoked_at.is_(None),
            RefreshFamily.expires_at > now,
            User.is_active,
        )
    )
    return dict(rows.all())


async def scopes_by_secret(
    db: ReadDb, key_ids: Collection[int], *, now: datetime
) -> dict[tuple[int, bytes | None], list[str]]:
    """Of the keys that may still be used, by key and hash of a secret of theirs that holds."""
    keys = await db.execute(
        select(
            ClientKey.id, ClientKey.scopes, ClientKey.token_hash, ClientKey.previous_hash, ClientKey.previous_until
        ).where(
            ClientKey.id.in_(key_ids),
            ClientKey.is_active,
            or_(ClientKey.expires_at.is_(None), ClientKey.expires_at > now),
        )
    )
    scopes: dict[tuple[int, bytes | None], list[str]] = {}
    for key in keys:
        scopes[key.id, key.token_hash] = key.scopes
        if key.previous_hash is not None and key.previous_until is not None and key.previous_until > now:
            scopes[key.id, key.previous_hash] = key.scopes
    return scopes
