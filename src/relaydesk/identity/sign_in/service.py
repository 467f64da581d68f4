"""Rules of sign-in: refresh tokens rotate by family, single use, with a grace window and replay revocation.

A token presented again within the grace gets the same successor (two tabs); one whose successor has already been used,
or that comes after the grace, is a replay: the whole family is revoked (RFC 9700, 4.14.2).
"""

from dataclasses import dataclass
from datetime import timedelta

import jwt
import structlog

from relaydesk.identity.access import ALGORITHM
from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.passwords import hash_password, is_password
from relaydesk.identity.accounts.tables import RefreshFamily, RefreshToken, User
from relaydesk.identity.audit.service import record_audit
from relaydesk.identity.errors import PermissionMissing, WrongCredentials
from relaydesk.identity.types import ROLE_PERMISSIONS, Principal, Role
from relaydesk.kernel.crypto import hash_token
from relaydesk.kernel.database import Db, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_secret
from relaydesk.kernel.runtime import Kernel

log = structlog.get_logger(__name__)
GRACE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A signed-in person's tokens; `expires_in` in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: User


def principal_of(user: User, family_id: int | None = None) -> Principal:
    role = Role(user.role)
    return Principal("user", user.id, user.public_id, user.name, role, ROLE_PERMISSIONS[role], family_id)


async def login(kernel: Kernel, uow: UnitOfWork, *, email: str, password: str, permission: str | None = None) -> Tokens:
    """Starts a refresh family.

    Raises:
        WrongCredentials: no such active person, or another password.
        PermissionMissing: the person lacks `permission`.
    """
    user = await store.find_user_by_email(uow.db, email)
    matches = await is_password(password, user.password_hash if user else None)
    if user is None or not matches or not user.is_active:
        log.info("sign_in_failed")
        raise WrongCredentials
    principal = principal_of(user)
    if permission and not principal.may(permission):
        raise PermissionMissing(permission=permission)
    now = utc_now()
    user.last_login_at = now
    family = RefreshFamily(
        user_id=user.id, created_at=now, expires_at=now + timedelta(seconds=kernel.options.refresh_token_ttl_s)
    )
    uow.db.add(family)
    await uow.db.flush()
    refresh_token = _add_token(uow.db, family)
    record_audit(uow, principal, "user.signed_in", user.public_id)
    return _tokens(kernel, user, family, refresh_token)


async def refresh(kernel: Kernel, uow: UnitOfWork, token: str | None) -> Tokens | None:
    """The next pair of tokens, or None when this one is refused; a replay has then revoked its family.

    Returns rather than raises, so that the revocation is committed.
    """
    found = await store.find_refresh_token(uow.db, hash_token(token)) if token else None
    if found is None:
        return None
    row, family, user = found
    now = utc_now()
    if family.revoked_at or family.expires_at <= now or not user.is_active:
        return None
    if row.used_at is None:
        row.used_at = now
        successor = _add_token(uow.db, family)
        row.successor, row.successor_hash = kernel.vault.encrypt(successor), hash_token(successor)
        return _tokens(kernel, user, family, successor)
    in_grace = row.successor_hash is not None and now - row.used_at <= GRACE
    if in_grace and row.successor_hash and not await store.is_token_used(uow.db, row.successor_hash):
        return _tokens(kernel, user, family, kernel.vault.decrypt(row.successor or ""))
    await store.revoke_family(uow.db, family.id, reason="replay", now=now)
    record_audit(uow, principal_of(user), "user.refresh_replayed", user.public_id, family=family.id)
    log.warning("refresh_token_replayed", user=user.public_id)
    return None


async def logout(uow: UnitOfWork, principal: Principal) -> None:
    """Ends this sign-in on this device."""
    if principal.family_id is not None:
        await store.revoke_family(uow.db, principal.family_id, reason="signed_out", now=utc_now())
    record_audit(uow, principal, "user.signed_out", principal.public_id)


async def set_online(db: Db, principal: Principal, *, online: bool) -> None:
    user = await store.find_user_by_id(db, principal.id)
    if user:
        user.is_online = online


async def change_profile(
    uow: UnitOfWork, principal: Principal, *, name: str | None, current_password: str | None, new_password: str | None
) -> User:
    """Raises WrongCredentials when the current password does not match."""
    user = await store.find_user_by_id(uow.db, principal.id)
    if user is None:
        raise WrongCredentials
    if name is not None:
        user.name = name
    if new_password is not None:
        if current_password is None:
            raise Invalid.field("current_password", "is needed to set a new password")
        if not await is_password(current_password, user.password_hash):
            raise WrongCredentials
        user.password_hash = await hash_password(new_password)
        await store.revoke_families(uow.db, user.id, reason="password_changed", now=utc_now(), keep=principal.family_id)
        record_audit(uow, principal, "user.password_changed", user.public_id)
    await uow.db.flush()
    return user


def _add_token(db: Db, family: RefreshFamily) -> str:
    token = new_secret("rdr", 40)
    db.add(RefreshToken(family_id=family.id, token_hash=hash_token(token), created_at=utc_now()))
    return token


def _tokens(kernel: Kernel, user: User, family: RefreshFamily, refresh_token: str) -> Tokens:
    ttl = kernel.options.access_token_ttl_s
    now = utc_now()
    claims = {
        "sub": user.public_id,
        "fam": family.id,
        "role": user.role,
        "iat": now,
        "exp": now + timedelta(seconds=ttl),
    }
    access_token = jwt.encode(claims, kernel.options.secret_key, algorithm=ALGORITHM)
    return Tokens(access_token, refresh_token, ttl, user)
