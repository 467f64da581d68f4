"""Rules for people: unique e-mail addresses, the last owner stays, deactivation signs out everywhere."""

from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.passwords import hash_password
from relaydesk.identity.accounts.tables import User
from relaydesk.identity.audit.service import record_audit
from relaydesk.identity.errors import EmailTaken, LastOwner, PermissionMissing, UserNotFound
from relaydesk.identity.types import Principal, Role, UserDeactivated
from relaydesk.identity.users.schemas import UserPatch
from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.kernel.ids import new_public_id


async def create_user(
    uow: UnitOfWork, principal: Principal, *, email: str, password: str, name: str, role: Role, max_sessions: int = 5
) -> User:
    """Raises EmailTaken; only owners make owners (PermissionMissing)."""
    if role is Role.OWNER and principal.kind == "user" and principal.role is not Role.OWNER:
        raise PermissionMissing(permission="owner")
    if await store.find_user_by_email(uow.db, email):
        raise EmailTaken
    user = User(
        public_id=new_public_id("user"),
        email=email.strip().lower(),
        name=name,
        role=role.value,
        password_hash=await hash_password(password),
        max_sessions=max_sessions,
    )
    uow.db.add(user)
    await uow.db.flush()
    await uow.db.refresh(user)
    record_audit(uow, principal, "user.created", user.public_id, role=role.value)
    return user


async def change_user(uow: UnitOfWork, principal: Principal, *, user_id: str, patch: UserPatch) -> User:
    """Applies what is set. Raises UserNotFound, LastOwner, PermissionMissing."""
    owners = await store.lock_active_owners(uow.db)
    user = await store.find_user(uow.db, user_id)
    if user is None:
        raise UserNotFound(user_id=user_id)
    touches_owner = user.role == Role.OWNER or patch.role is Role.OWNER
    if touches_owner and principal.role is not Role.OWNER:
        raise PermissionMissing(permission="owner")
    loses_owner = (patch.role is not None and patch.role is not Role.OWNER) or patch.is_active is False
    if loses_owner and [owner.id for owner in owners] == [user.id]:
        raise LastOwner
    changes = patch.model_dump(exclude_none=True, exclude={"password"})
    for name, value in changes.items():
        setattr(user, name, value.value if isinstance(value, Role) else value)
    if patch.password is not None:
        user.password_hash = await hash_password(patch.password)
        await store.revoke_families(uow.db, user.id, reason="password_changed", now=utc_now())
    if patch.is_active is False:
        await store.revoke_families(uow.db, user.id, reason="deactivated", now=utc_now())
        uow.record(UserDeactivated(user_id=user.id))
    record_audit(uow, principal, "user.changed", user.public_id, fields=sorted(patch.model_fields_set))
    await uow.db.flush()
    await uow.db.refresh(user)
    return user
