"""Owns the one place where a caller becomes a Principal and a permission is checked.

Each endpoint names what it needs in its signature: `principal: Annotated[Principal, Depends(require("desk.write"))]`.
"""

import functools
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import jwt
from fastapi import Request

from relaydesk.identity.accounts import store
from relaydesk.identity.errors import PermissionMissing, TokenExpired
from relaydesk.identity.types import (
    ACCESS_SCHEME,
    EVERYBODY,
    ROLE_PERMISSIONS,
    USES_APART,
    ClientKeyRights,
    Principal,
    Role,
    permissions_of_scopes,
    schemes_for,
)
from relaydesk.kernel.crypto import hash_token
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import RateLimited, Unauthenticated
from relaydesk.kernel.http.dependencies import KernelDep
from relaydesk.kernel.http.openapi import takes
from relaydesk.kernel.observe.metrics import KEY_USAGE
from relaydesk.kernel.runtime import Kernel

ALGORITHM = "HS256"
KEY_PREFIX = "rd_"


def bearer_token(request: Request) -> str | None:
    """The caller's credential from `Authorization: Bearer …` or `X-API-Key`."""
    parts = request.headers.get("authorization", "").split(None, 1)  # by one blank or more: RFC 9110, 11.4
    if len(parts) == 2 and parts[0].lower() == "bearer":  # noqa: PLR2004
        return parts[1].rstrip()
    return request.headers.get("x-api-key") or None


def read_access_token(token: str, secret_key: str) -> dict[str, Any]:
    """The claims of an access token.

    Raises:
        TokenExpired: its time is over.
        Unauthenticated: it is not one of ours.
    """
    try:
        claims = _signed_claims(token, secret_key)
    except jwt.InvalidTokenError:
        raise Unauthenticated from None
    if claims["exp"] <= time.time():
        raise TokenExpired
    return claims


@functools.lru_cache(maxsize=4096)
def _signed_claims(token: str, secret_key: str) -> dict[str, Any]:
    """What is signed does not change: the signature is checked once, the time at each use."""
    options: Any = {"require": ["exp", "sub", "fam"], "verify_exp": False}
    claims: dict[str, Any] = jwt.decode(token, secret_key, algorithms=[ALGORITHM], options=options)
    return claims


async def authenticate(kernel: Kernel, token: str | None, *, is_counted: bool = True) -> Principal:
    """Whoever this token belongs to; asked before a request takes a connection of its own: it never holds two.

    Where it `is_counted`, it takes one of the requests that a client key may send a minute.

    Raises:
        Unauthenticated: nobody.
        RateLimited: a client key has sent more than it may.
    """
    if not token:
        raise Unauthenticated
    if token.startswith(KEY_PREFIX):
        return await _client_key(kernel, token, is_counted=is_counted)
    claims = read_access_token(token, kernel.options.secret_key)
    public_id, family_id = str(claims["sub"]), int(claims["fam"])
    user = await store.find_user_of_sign_in(kernel.database, user_public_id=public_id, family_id=family_id)
    if user is None:
        raise Unauthenticated
    role = Role(user.role)
    return Principal(
        kind="user",
        id=user.id,
        public_id=user.public_id,
        name=user.name,
        role=role,
        permissions=ROLE_PERMISSIONS[role],
        family_id=family_id,
        expires_at_s=float(claims["exp"]),
    )


async def _client_key(kernel: Kernel, token: str, *, is_counted: bool) -> Principal:
    hashed = hash_token(token)
    key = await store.find_client_key_by_hash(kernel.database, hashed)
    now = utc_now()
    if key is None or not key.holds(hashed, now):
        raise Unauthenticated
    if is_counted:
        await _take_permit(kernel, key)
        if key.last_used_at is None or key.last_used_at <= now - USES_APART:
            kernel.key_uses[key.id] = now
    permissions = permissions_of_scopes(key.scopes)
    expires_at_s = _end_of(key, hashed)
    return Principal(
        kind="client_key",
        id=key.id,
        public_id=f"key_{key.id}",
        name=key.name,
        role=None,
        permissions=permissions,
        expires_at_s=expires_at_s,
        secret_hash=hashed,
    )


async def _take_permit(kernel: Kernel, key: ClientKeyRights) -> None:
    limit = key.rate_limit_per_minute or kernel.options.rate_limit_per_minute
    verdict = await kernel.limiter.take(f"client_key:{key.id}", limit_per_minute=limit)
    if not verdict.allowed:
        raise RateLimited(headers=verdict.headers())
    for scope in key.scopes:
        KEY_USAGE.labels(scope).inc()


def _end_of(key: ClientKeyRights, hashed: bytes) -> float | None:
    """When this secret of the key ends: with the key, or with the overlap of a rotation."""
    ends = [key.expires_at, key.previous_until if key.token_hash != hashed else None]
    return min((end.timestamp() for end in ends if end is not None), default=None)


def require(permission: str) -> Callable[..., Awaitable[Principal]]:
    """The dependency that lets only those pass who hold `permission`."""

    @takes(*schemes_for(permission))
    async def check(request: Request, kernel: KernelDep) -> Principal:
        principal = await authenticate(kernel, bearer_token(request))
        if not principal.may(permission):
            raise PermissionMissing(permission=permission)
        return principal

    check.permission = permission  # type: ignore[attr-defined]  # read by the test that lists endpoints and permissions
    return check


@takes(ACCESS_SCHEME)
async def signed_in(request: Request, kernel: KernelDep) -> Principal:
    """The dependency for what every signed-in person may do with their own account."""
    principal = await authenticate(kernel, bearer_token(request))
    if principal.kind != "user":
        raise PermissionMissing(permission="a person's sign-in")
    return principal


async def may_write(kernel: Kernel, scope: MutableMapping[str, Any]) -> bool:
    """Whether a request (its ASGI scope) is of somebody who may write more here than their own name.

    Raises:
        TokenExpired: whoever it is, they are told so rather than that they sent too much.
    """
    try:
        principal = await authenticate(kernel, bearer_token(Request(scope)), is_counted=False)
    except TokenExpired:
        raise
    except Unauthenticated:
        return False
    return any(not name.endswith(".read") for name in principal.permissions - EVERYBODY)
