"""Owns whether access that was checked once still holds: after a sign-out, a change of role, a revoked key, an expiry.

Streams are open for hours; whoever keeps one open asks here every few seconds for all their holders at once.
"""

import time
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

from relaydesk.identity.accounts import store
from relaydesk.identity.errors import PermissionMissing, TokenExpired
from relaydesk.identity.types import ROLE_PERMISSIONS, Principal, Role, permissions_of_scopes
from relaydesk.kernel.database import ReadDb, utc_now
from relaydesk.kernel.errors import RelaydeskError, Unauthenticated


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """By what right something is open: a person's sign-in (a refresh family), or one secret of a client key."""

    kind: str
    id: int
    sign_in_id: int | None
    permission: str
    expires_at_s: float | None
    secret_hash: bytes | None = None


def access_of(principal: Principal, permission: str) -> Access:
    return Access(
        kind=principal.kind,
        id=principal.id,
        sign_in_id=principal.family_id,
        permission=permission,
        expires_at_s=principal.expires_at_s,
        secret_hash=principal.secret_hash,
    )


async def find_lost(db: ReadDb, holders: Collection[Hashable]) -> Mapping[Hashable, RelaydeskError]:
    """Those of `holders` whose access is over, and why; holders that are no `Access` are somebody else's."""
    held = [holder for holder in holders if isinstance(holder, Access)]
    now_s = time.time()
    lost: dict[Hashable, RelaydeskError] = {
        one: TokenExpired() for one in held if one.expires_at_s is not None and one.expires_at_s <= now_s
    }
    left = [one for one in held if one not in lost]
    sign_ins = [one.sign_in_id for one in left if one.kind == "user" and one.sign_in_id is not None]
    keys = [one.id for one in left if one.kind == "client_key"]
    roles = await store.roles_by_sign_in(db, sign_ins, now=utc_now()) if sign_ins else {}
    scopes = await store.scopes_by_secret(db, keys, now=utc_now()) if keys else {}
    for one in left:
        role = roles.get(one.sign_in_id or 0)
        permissions = ROLE_PERMISSIONS[Role(role)] if role is not None else None
        if one.kind == "client_key":
            held_scopes = scopes.get((one.id, one.secret_hash))
            permissions = permissions_of_scopes(held_scopes) if held_scopes is not None else None
        if permissions is None:
            lost[one] = Unauthenticated()
        elif one.permission not in permissions:
            lost[one] = PermissionMissing(permission=one.permission)
    return lost
