"""Rules of sign-in: refresh tokens rotate by family, single use, with a grace window and replay revocation.

A token presented again within the grace gets the same successor (two tabs); one whose successor has already been used,
or that comes after the grace, is a replay: the whole family is revoked (RFC 9700, 4.14.2).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
import structlog

from relaydesk.identity.access import ALGORITHM
from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.passwords import check_new_password, find_problem, hash_password, is_password
from relaydesk.identity.accounts.tables import RefreshFamily, RefreshToken, User
from relaydesk.identity.audit.service import record_alone, record_audit
from relaydesk.identity.errors import PermissionMissing, RegistrationClosed, WrongCredentials, WrongPassword
from relaydesk.identity.invitations import service as invitations
from relaydesk.identity.sign_in import guesses
from relaydesk.identity.types import ANONYMOUS, ROLE_PERMISSIONS, SYSTEM, Ending, Principal, Role
from relaydesk.identity.users.service import create_user
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


async def login(
    kernel: Kernel, *, email: str, password: str, address: str, permission: str | None = None, online: bool = False
) -> Tokens:
    """Starts a refresh family; `address` as limits count it. The password is checked outside any unit of work.

    Raises:
        WrongCredentials: no such active person, or another password.
        RateLimited: too many wrong ones from there.
        PermissionMissing: the person lacks `permission`.
    """
    user, is_known = await guesses.find_account(kernel, email, address)
    guess = await guesses.admit(kernel, email=email, address=address, is_known=is_known)
    matches = await is_password(password, user.password_hash if user else None)
    if user is None or not matches or not user.is_active:
        await _sign_in_failed(kernel, user)
        raise WrongCredentials
    await guess.right()
    principal = principal_of(user)
    if permission and not principal.may(permission):
        await record_alone(kernel.database, principal, "user.signed_in", user.public_id, outcome="refused")
        raise PermissionMissing(permission=permission)
    async with kernel.database.unit_of_work() as uow:
        present = await store.lock_user(uow.db, user.id)
        if present is None or not present.is_active or present.password_hash != user.password_hash:
            raise WrongCredentials
        if online:
            present.is_online = True
        return await _begin(kernel, uow, present, address)


async def _begin(kernel: Kernel, uow: UnitOfWork, user: User, address: str) -> Tokens:
    now = utc_now()
    user.last_login_at = now
    expires_at = now + timedelta(seconds=kernel.options.refresh_token_ttl_s)
    family = RefreshFamily(user_id=user.id, created_at=now, expires_at=expires_at, address=address)
    uow.db.add(family)
    await uow.db.flush()
    refresh_token = _add_token(uow.db, family)
    record_audit(uow, principal_of(user), "user.signed_in", user.public_id)
    return _tokens(kernel, user, family, refresh_token)


async def _sign_in_failed(kernel: Kernel, user: User | None) -> None:
    """What was typed is not kept: people type passwords where the address belongs."""
    log.info("sign_in_failed")
    target, known = (user.public_id, {"name": user.name}) if user else ("no such account", {})
    await record_alone(kernel.database, ANONYMOUS, "user.signed_in", target, outcome="failed", **known)


async def register(
    kernel: Kernel, *, email: str, password: str, name: str, invitation: str | None, address: str
) -> Tokens:
    """An account with the role of the invitation; without one, and where registration is open, a pending one.

    Raises:
        RegistrationClosed: without an invitation.
        InvitationRefused: it cannot be used any more.
        Invalid: the password is easy to guess, or the e-mail address is not the one invited.
        EmailTaken: there is such an account.
    """
    if invitation is None and not kernel.options.registration_open:
        raise RegistrationClosed
    problem = None
    if invitation is not None:  # whoever has none is not told which addresses are taken before making an account
        async with kernel.database.read() as db:
            problem = await invitations.find_problem(db, invitation, email=email)
    if error := Invalid.gather([problem, await find_problem(password, about=[email, name])]):
        raise error
    password_hash = await hash_password(password)
    async with kernel.database.unit_of_work() as uow:
        role = Role.PENDING if invitation is None else await invitations.use(uow, invitation, email=email)
        user = await create_user(uow, SYSTEM, email=email, password_hash=password_hash, name=name, role=role)
        return await _begin(kernel, uow, user, address)


async def refresh(kernel: Kernel, uow: UnitOfWork, token: str | None) -> Tokens | Ending:
    """The next pair of tokens, or why there is none; a replay has then revoked its family.

    Returns rather than raises, so that the revocation is committed.
    """
    token_family_user = await store.find_refresh_token(uow.db, hash_token(token)) if token else None
    if token_family_user is None:
        return Ending.UNKNOWN
    row, family, user = token_family_user
    now = utc_now()
    if ending := _ending_of(family, user, now):
        return ending
    if row.used_at is None:
        row.used_at = now
        successor = _add_token(uow.db, family)
        row.successor, row.successor_hash = kernel.vault.encrypt(successor), hash_token(successor)
        return _tokens(kernel, user, family, successor)
    in_grace = row.successor_hash is not None and now - row.used_at <= GRACE
    if in_grace and row.successor_hash and not await store.is_token_used(uow.db, row.successor_hash):
        return _tokens(kernel, user, family, kernel.vault.decrypt(row.successor or ""))
    await store.revoke_family(uow.db, family.id, reason=Ending.REPLAY, now=now)
    record_audit(uow, principal_of(user), "user.refresh_replayed", user.public_id, family=family.id)
    log.warning("refresh_token_replayed", user=user.public_id)
    return Ending.REPLAY


def _ending_of(family: RefreshFamily, user: User, now: datetime) -> Ending | None:
    if not user.is_active:
        return Ending.DEACTIVATED
    if family.revoked_at is not None:
        return Ending(family.revoked_reason or Ending.UNKNOWN)
    return Ending.EXPIRED if family.expires_at <= now else None


async def logout(uow: UnitOfWork, principal: Principal) -> None:
    """Ends this sign-in on this device."""
    if principal.family_id is not None:
        await store.revoke_family(uow.db, principal.family_id, reason=Ending.SIGNED_OUT, now=utc_now())
    record_audit(uow, principal, "user.signed_out", principal.public_id)


async def logout_by_token(uow: UnitOfWork, token: str) -> None:
    """Ends the sign-in of a refresh token, also of one that was used; nothing where it has ended already."""
    token_family_user = await store.find_refresh_token(uow.db, hash_token(token))
    if token_family_user is not None:
        _, family, user = token_family_user
        if _ending_of(family, user, utc_now()) is None:
            await logout(uow, principal_of(user, family.id))


async def set_online(db: Db, principal: Principal, *, online: bool) -> None:
    user = await store.find_user_by_id(db, principal.id)
    if user:
        user.is_online = online


async def change_name(uow: UnitOfWork, principal: Principal, name: str) -> None:
    user = await store.find_user_by_id(uow.db, principal.id)
    if user is not None:
        user.name = name


async def change_password(
    kernel: Kernel, principal: Principal, *, current_password: str | None, new_password: str, address: str
) -> None:
    """Signs all other devices out.

    Raises:
        WrongPassword: the current password does not match.
        RateLimited: too many wrong ones from there.
        Invalid: the current one is missing, or the new one is easy to guess.
    """
    if current_password is None:
        raise Invalid.field("current_password", "is needed to set a new password", reason="current_password_needed")
    field = "current_password"
    user = await confirm_password(kernel, principal, password=current_password, address=address, field=field)
    await check_new_password(new_password, about=[user.email, user.name], field="new_password")
    password_hash = await hash_password(new_password)
    async with kernel.database.unit_of_work() as uow:
        present = await store.lock_user(uow.db, principal.id)
        if present is None or present.password_hash != user.password_hash:
            raise WrongPassword.at(field)
        present.password_hash = password_hash
        keep = principal.family_id
        await store.revoke_families(uow.db, present.id, reason=Ending.PASSWORD_CHANGED, now=utc_now(), keep=keep)
        record_audit(uow, principal, "user.password_changed", present.public_id)


async def confirm_password(
    kernel: Kernel, principal: Principal, *, password: str, address: str, field: str = "password"
) -> User:
    """That it is really the person who acts, not only somebody with their token. Counts as a sign-in does.

    `field` is where the caller's body has the password.

    Raises:
        WrongPassword: another password.
        RateLimited: too many wrong ones from there.
    """
    async with kernel.database.read() as db:
        user = await store.find_user_by_id(db, principal.id) if principal.kind == "user" else None
    if user is None:
        raise WrongPassword.at(field)
    guess = await guesses.admit(kernel, email=user.email, address=address, is_known=True)
    if not await is_password(password, user.password_hash):
        await record_alone(kernel.database, principal, "user.password_confirmed", user.public_id, outcome="failed")
        raise WrongPassword.at(field)
    await guess.right()
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
