"""Rules of invitations: used once, within seven days, worth what the person who invites is worth at that time."""

from datetime import timedelta

from relaydesk.identity.accounts import store as accounts
from relaydesk.identity.audit.service import record_audit
from relaydesk.identity.errors import EmailTaken, InvitationNotFound, InvitationRefused, PermissionMissing
from relaydesk.identity.invitations import store
from relaydesk.identity.invitations.tables import Invitation
from relaydesk.identity.types import ROLE_PERMISSIONS, Principal, Role
from relaydesk.kernel.crypto import hash_token
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_public_id, new_secret

VALID_FOR = timedelta(days=7)


async def invite(uow: UnitOfWork, principal: Principal, *, email: str, role: Role) -> tuple[Invitation, str]:
    """The row and its token, which is not kept. An earlier invitation of the same address ends.

    Raises:
        PermissionMissing: owners and admins are invited by owners alone.
        EmailTaken: the person has an account.
    """
    if not principal.may_give(role):
        raise PermissionMissing(permission="owner")
    address, now = email.strip().lower(), utc_now()
    if await accounts.find_user_by_email(uow.db, address):
        raise EmailTaken
    await store.delete_outdated(uow.db, address, now=now)
    token = new_secret("rdi", 40)
    row = Invitation(
        public_id=new_public_id("inv"),
        email=address,
        role=role.value,
        token_hash=hash_token(token),
        invited_by=principal.id if principal.kind == "user" else None,
        expires_at=now + VALID_FOR,
    )
    uow.db.add(row)
    await uow.db.flush()
    record_audit(uow, principal, "invitation.created", row.public_id, email=address, role=role.value)
    return row, token


async def withdraw(uow: UnitOfWork, principal: Principal, invitation_id: str) -> None:
    """Raises InvitationNotFound, also for one that was used; PermissionMissing for one that only owners may give."""
    row = await store.lock_invitation(uow.db, invitation_id)
    if row is None or row.used_at is not None:
        raise InvitationNotFound(invitation_id=invitation_id)
    if not principal.may_give(Role(row.role)):
        raise PermissionMissing(permission="owner")
    await uow.db.delete(row)
    record_audit(uow, principal, "invitation.withdrawn", invitation_id, email=row.email)


async def find_problem(db: ReadDb, token: str, *, email: str) -> Invalid | EmailTaken | None:
    """What is wrong with the address, before anything costly is done; raises InvitationRefused as `use` does."""
    row = await _get_usable(db, await store.find_by_token(db, hash_token(token)))
    if problem := _problem_of_address(row, email):
        return problem
    return EmailTaken() if await accounts.find_user_by_email(db, email) else None


async def use(uow: UnitOfWork, token: str, *, email: str) -> Role:
    """Marks the invitation as used and gives its role; a rollback leaves it open.

    Raises:
        InvitationRefused: used, withdrawn, too old, or whoever gave it may no longer give it.
        Invalid: it is somebody else's, naming `email`.
    """
    row = await _get_usable(uow.db, await store.lock_by_token(uow.db, hash_token(token)))
    if problem := _problem_of_address(row, email):
        raise problem
    row.used_at = utc_now()
    return Role(row.role)


def _problem_of_address(row: Invitation, email: str) -> Invalid | None:
    if row.email == email.strip().lower():
        return None
    return Invalid.field("email", "is not the one that was invited", reason="email_not_invited")


async def _get_usable(db: ReadDb, row: Invitation | None) -> Invitation:
    if row is None or row.used_at is not None or row.expires_at <= utc_now():
        raise InvitationRefused
    if not await _still_holds(db, row):
        raise InvitationRefused
    return row


async def _still_holds(db: ReadDb, row: Invitation) -> bool:
    if row.invited_by is None:
        return True
    person = await accounts.find_user_by_id(db, row.invited_by)
    if person is None or not person.is_active:
        return False
    role = Role(person.role)
    permissions = ROLE_PERMISSIONS[role]
    giver = Principal("user", person.id, person.public_id, person.name, role, permissions)
    return giver.may("users.write") and giver.may_give(Role(row.role))
