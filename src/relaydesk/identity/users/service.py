"""Rules for people: unique e-mail addresses, the last owner stays, deactivation signs out everywhere."""

from typing import Any

from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.passwords import find_problem
from relaydesk.identity.accounts.tables import User
from relaydesk.identity.audit.service import record_audit
from relaydesk.identity.errors import EmailTaken, LastOwner, PermissionMissing, UserNotFound
from relaydesk.identity.types import (
    ROLE_PERMISSIONS,
    ClientKeyRevoked,
    ClientKeysChanged,
    Ending,
    Principal,
    Role,
    RoleChanged,
    UserDeactivated,
)
from relaydesk.identity.users.schemas import UserCreate, UserPatch
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Database, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_public_id


async def check_new_user(database: Database, principal: Principal, body: UserCreate) -> None:
    """All that is wrong with it in one answer, before the password is hashed.

    Raises:
        PermissionMissing: only owners make owners and admins.
        EmailTaken: there is such an account.
        Invalid: the password is easy to guess; naming both fields where the address is taken, too.
    """
    if not principal.may_give(body.role):
        raise PermissionMissing(permission="owner")
    async with database.read() as db:
        is_taken = await store.find_user_by_email(db, body.email) is not None
    problem = await find_problem(body.password, about=[body.email, body.name])
    if error := Invalid.gather([EmailTaken() if is_taken else None, problem]):
        raise error


async def create_user(
    uow: UnitOfWork,
    principal: Principal,
    *,
    email: str,
    password_hash: str,
    name: str,
    role: Role,
    max_sessions: int = 5,
) -> User:
    """Raises EmailTaken; only owners make owners and admins (PermissionMissing)."""
    if not principal.may_give(role):
        raise PermissionMissing(permission="owner")
    if await store.find_user_by_email(uow.db, email):
        raise EmailTaken
    user = User(
        public_id=new_public_id("user"),
        email=email.strip().lower(),
        name=name,
        role=role.value,
        password_hash=password_hash,
        max_sessions=max_sessions,
    )
    uow.db.add(user)
    await uow.db.flush()
    await uow.db.refresh(user)
    record_audit(uow, principal, "user.created", user.public_id, name=name, role=role.value)
    return user


async def change_user(
    uow: UnitOfWork, principal: Principal, *, user_id: str, patch: UserPatch, password_hash: str | None = None
) -> User:
    """Applies what is set; `password_hash` is that of the patch's password.

    Raises:
        UserNotFound: there is no such person.
        LastOwner: nobody would own this any more.
        PermissionMissing: owners and admins are the owners' to change.
        Invalid: one's own password is changed with the current one, by PATCH /api/auth/me.
    """
    owners = await store.lock_active_owners(uow.db)
    user = await store.find_user(uow.db, user_id)
    if user is None:
        raise UserNotFound(user_id=user_id)
    _check_rank(principal, user, patch)
    loses_owner = (patch.role is not None and patch.role is not Role.OWNER) or patch.is_active is False
    if loses_owner and [owner.id for owner in owners] == [user.id]:
        raise LastOwner
    fields = await apply_changes(uow.db, user, _columns(patch))
    revokes_keys = patch.is_active is False and patch.revoke_keys
    if not fields and password_hash is None and not revokes_keys:
        return user
    if password_hash is not None:
        user.password_hash = password_hash
        await store.revoke_families(uow.db, user.id, reason=Ending.PASSWORD_CHANGED, now=utc_now())
    if patch.role is not None and "role" in fields:
        uow.record(RoleChanged(user_id=user.id, permissions=tuple(sorted(ROLE_PERMISSIONS[patch.role]))))
    if patch.is_active is False:
        await _sign_out(uow, principal, user, revoke_keys=patch.revoke_keys)
    named = sorted({*fields, *(patch.model_fields_set & {"password", "revoke_keys"})})
    record_audit(uow, principal, "user.changed", user.public_id, name=user.name, fields=named)
    await uow.db.flush()
    await uow.db.refresh(user)
    return user


def _columns(patch: UserPatch) -> dict[str, Any]:
    values = patch.model_dump(exclude_none=True, exclude={"password", "revoke_keys"})
    return {name: value.value if isinstance(value, Role) else value for name, value in values.items()}


def _check_rank(principal: Principal, user: User, patch: UserPatch) -> None:
    is_self = principal.kind == "user" and principal.id == user.id
    if is_self and patch.password is not None:
        message = "is your own: change it in your profile, with your current one"
        raise Invalid.field("password", message, reason="own_password")
    may_change = is_self or principal.may_give(Role(user.role))
    may_give = patch.role is None or patch.role == user.role or principal.may_give(patch.role)
    if not may_change or not may_give:
        raise PermissionMissing(permission="owner")


async def _sign_out(uow: UnitOfWork, principal: Principal, user: User, *, revoke_keys: bool) -> None:
    """Everywhere; with `revoke_keys` the client keys that the person has made stop working, too."""
    await store.revoke_families(uow.db, user.id, reason=Ending.DEACTIVATED, now=utc_now())
    uow.record(UserDeactivated(user_id=user.id))
    if not revoke_keys:
        return
    maker: dict[str, Any] = {"maker": user.name, "maker_id": user.public_id}
    for key_id, name in await store.switch_off_client_keys(uow.db, user.id):
        record_audit(uow, principal, "client_key.revoked", f"client_key {key_id}", name=name, **maker)
        uow.record(ClientKeyRevoked(client_key_id=key_id))
    uow.record(ClientKeysChanged())
