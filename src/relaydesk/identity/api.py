"""What other packages may ask of identity: who acts, what they may do, the audit log, client keys, people's names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from relaydesk.identity.access import authenticate, bearer_token, may_write, read_access_token, require, signed_in
from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.passwords import hash_password
from relaydesk.identity.accounts.store import names_of_client_keys, names_of_people
from relaydesk.identity.accounts.tables import User
from relaydesk.identity.audit.service import record_alone, record_audit
from relaydesk.identity.audit.store import delete_before as delete_audit_before
from relaydesk.identity.audit.store import names_of_targets
from relaydesk.identity.audit.store import permit_deletion as permit_audit_deletion
from relaydesk.identity.client_keys.budget import add_to_budget, lock_budget
from relaydesk.identity.client_keys.service import create_client_key, is_client_key, list_records
from relaydesk.identity.client_keys.store import add_usage
from relaydesk.identity.client_keys.store import delete_reserved as delete_budgets
from relaydesk.identity.errors import PermissionMissing
from relaydesk.identity.resources import Resource, new_value
from relaydesk.identity.revocation import Access, access_of, find_lost
from relaydesk.identity.sign_in.service import confirm_password
from relaydesk.identity.types import ROLE_PERMISSIONS, SYSTEM, Principal, Role, Usage
from relaydesk.identity.users.service import create_user
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.runtime import Kernel

# tokens are renewed when the last one has run out, and a browser is not always quick
RENEWAL_SLACK = timedelta(minutes=1)

__all__ = [
    "SYSTEM",
    "Access",
    "PermissionMissing",
    "Principal",
    "Resource",
    "Role",
    "access_of",
    "add_to_budget",
    "authenticate",
    "bearer_token",
    "confirm_password",
    "count_active_users",
    "create_client_key",
    "create_user",
    "delete_audit_before",
    "delete_budgets",
    "ensure_first_owner",
    "find_actor",
    "find_colleague",
    "find_lost",
    "find_person",
    "find_signed_in",
    "has_owner",
    "hash_password",
    "is_client_key",
    "list_colleagues",
    "list_records",
    "lock_budget",
    "may_write",
    "names_of_client_keys",
    "names_of_people",
    "names_of_targets",
    "new_value",
    "permit_audit_deletion",
    "read_access_token",
    "record_alone",
    "record_audit",
    "record_usage",
    "require",
    "signed_in",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    public_id: str
    name: str
    max_sessions: int


def _person(user: User) -> Person:
    return Person(id=user.id, public_id=user.public_id, name=user.name, max_sessions=user.max_sessions)


async def find_person(db: ReadDb, user_id: int) -> Person | None:
    user = await store.find_user_by_id(db, user_id)
    return _person(user) if user else None


async def find_actor(db: ReadDb, public_id: str | None) -> Principal:
    """The person of this id, to be named in the audit log and with no permissions; else Relaydesk itself."""
    user = await store.find_user(db, public_id) if public_id else None
    return Principal("user", user.id, user.public_id, user.name, Role(user.role), frozenset()) if user else SYSTEM


async def find_colleague(db: ReadDb, public_id: str, *, permission: str) -> Person | None:
    """An active person who has this permission."""
    user = await store.find_user(db, public_id)
    if user is None or not user.is_active or permission not in ROLE_PERMISSIONS[Role(user.role)]:
        return None
    return _person(user)


async def list_colleagues(
    db: ReadDb, principal: Principal, *, permission: str, query: str | None, limit: int, offset: int
) -> tuple[list[Person], int]:
    """Active people other than `principal` who have this permission, by name, and how many there are."""
    roles = [role.value for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
    users, total = await store.list_active_users(
        db, roles=roles, without_id=principal.id, query=query, limit=limit, offset=offset
    )
    return [_person(user) for user in users], total


async def find_signed_in(kernel: Kernel, db: ReadDb, user_ids: Collection[int]) -> set[int]:
    """Of these people, those who are signed in and whose console, or whatever they use, still renews its tokens.

    Who signs out is not among them at once, who only closes the browser after the life of an access token.
    """
    now = utc_now()
    since = now - timedelta(seconds=kernel.options.access_token_ttl_s) - RENEWAL_SLACK
    return await store.list_signed_in(db, user_ids, since=since, now=now)


async def ensure_first_owner(uow: UnitOfWork, *, email: str, password: str) -> bool:
    """Creates the first owner when there is nobody yet; says whether it did. At start nobody waits for the hash."""
    if await store.count_users(uow.db):
        return False
    password_hash = await hash_password(password)
    await create_user(uow, SYSTEM, email=email, password_hash=password_hash, name="Owner", role=Role.OWNER)
    return True


async def has_owner(db: ReadDb) -> bool:
    """Whether there is an owner who may sign in."""
    return await store.has_active_owner(db)


async def record_usage(db: Db, *, day: date, counts: Mapping[int, Usage], now: datetime) -> None:
    """Adds to a day what client keys, by their ids, have used."""
    await add_usage(db, day=day, counts=counts, now=now)


async def count_active_users(db: ReadDb, now: datetime) -> int:
    """People with a sign-in that is still alive."""
    return await store.count_active_users(db, now)
