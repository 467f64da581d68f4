"""Sign-in over HTTP: `/api/auth/*` for the console, `/api/agent/*` for operators, the same tokens behind both."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from relaydesk.identity.access import require, signed_in
from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.tables import User
from relaydesk.identity.errors import PermissionMissing, RefreshRefused
from relaydesk.identity.sign_in import service
from relaydesk.identity.sign_in.schemas import (
    AgentLoginIn,
    AgentOut,
    AgentProfile,
    AgentRefreshed,
    AgentSignedIn,
    Done,
    LoginIn,
    Profile,
    ProfilePatch,
    RefreshIn,
    RegisterIn,
    SignedIn,
    UserBrief,
)
from relaydesk.identity.types import ACCESS_SCHEME, ROLE_PERMISSIONS, Ending, Principal, Role
from relaydesk.kernel.errors import RateLimited, Unauthenticated
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep, client_network
from relaydesk.kernel.http.openapi import takes
from relaydesk.kernel.runtime import Kernel

router = APIRouter(tags=["sign-in"])
SignedInPerson = Annotated[Principal, Depends(signed_in)]
OwnProfile = Annotated[Principal, Depends(require("profile.write"))]
COOKIE, COOKIE_PATH = "relaydesk_refresh", "/api/auth"
REFRESHES_PER_MINUTE, REGISTRATIONS_PER_MINUTE = 120, 20


async def _limit(kernel: Kernel, key: str, limit_per_minute: int) -> None:
    verdict = await kernel.limiter.take(key, limit_per_minute=limit_per_minute)
    if not verdict.allowed:
        raise RateLimited(headers=verdict.headers())


def _brief(user: User) -> UserBrief:
    return UserBrief(id=user.public_id, email=user.email, name=user.name, role=Role(user.role))


def _profile(user: User) -> Profile:
    permissions = sorted(ROLE_PERMISSIONS[Role(user.role)])
    return Profile(**_brief(user).model_dump(), permissions=permissions, max_sessions=user.max_sessions)


def _agent(user: User) -> AgentOut:
    return AgentOut(
        id=user.public_id,
        username=user.email,
        name=user.name,
        role="admin" if user.role in {Role.OWNER, Role.ADMIN} else "agent",
        status="online" if user.is_online else "offline",
        max_sessions=user.max_sessions,
    )


def _is_secure(kernel: Kernel, request: Request) -> bool:
    """By the scheme that a trusted proxy forwards, or our own; SECURE_COOKIES says it where neither can."""
    return kernel.options.secure_cookies or request.url.scheme == "https"


def _cookie_name(kernel: Kernel, request: Request) -> str:
    """Browsers take a `__Host-` cookie from this very host over TLS alone (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{COOKIE}" if _is_secure(kernel, request) else COOKIE


def _cookie_path(kernel: Kernel, request: Request) -> str:
    return "/" if _is_secure(kernel, request) else COOKIE_PATH


def _signed_in(kernel: Kernel, request: Request, response: Response, tokens: service.Tokens) -> SignedIn:
    response.set_cookie(
        _cookie_name(kernel, request),
        tokens.refresh_token,
        max_age=kernel.options.refresh_token_ttl_s,
        path=_cookie_path(kernel, request),
        httponly=True,
        samesite="strict",
        secure=_is_secure(kernel, request),
    )
    return SignedIn(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        user=_brief(tokens.user),
    )


async def _refreshed(kernel: Kernel, request: Request, token: str | None) -> service.Tokens:
    """Opens its own unit of work: a refused replay must still commit the family's revocation."""
    await _limit(kernel, f"refresh_from:{client_network(request)}", REFRESHES_PER_MINUTE)
    async with kernel.database.unit_of_work() as uow:
        outcome = await service.refresh(kernel, uow, token)
    if isinstance(outcome, Ending):
        raise RefreshRefused(reason=outcome.value)
    return outcome


@router.post("/api/auth/register", status_code=201, summary="Register an account")
async def register(kernel: KernelDep, request: Request, response: Response, body: RegisterIn) -> SignedIn:
    """Makes an account by invitation. Where registration is open it also makes one without, which waits for a role."""
    address = client_network(request)
    await _limit(kernel, f"register_from:{address}", REGISTRATIONS_PER_MINUTE)
    tokens = await service.register(kernel, **body.model_dump(), address=address)
    return _signed_in(kernel, request, response, tokens)


@router.post("/api/auth/login", summary="Sign in")
async def login(kernel: KernelDep, request: Request, response: Response, body: LoginIn) -> SignedIn:
    """Signs in; the refresh token also comes as an HttpOnly cookie.

    After some wrong passwords for an account from one address the wait for the next try there grows: 429 says how long.
    """
    tokens = await service.login(kernel, email=body.email, password=body.password, address=client_network(request))
    return _signed_in(kernel, request, response, tokens)


@router.post("/api/auth/refresh", summary="Renew a sign-in")
async def refresh(kernel: KernelDep, request: Request, response: Response, body: RefreshIn | None = None) -> SignedIn:
    """Trades a refresh token, from the body or the cookie, for the next pair."""
    token = (body.refresh_token if body else None) or request.cookies.get(_cookie_name(kernel, request))
    return _signed_in(kernel, request, response, await _refreshed(kernel, request, token))


@takes(ACCESS_SCHEME, is_required=False)
async def _person_if_any(kernel: KernelDep, request: Request) -> Principal | None:
    """None where the access token is over, or nobody's."""
    try:
        return await signed_in(request, kernel)
    except (Unauthenticated, PermissionMissing):
        return None


@router.post("/api/auth/logout", summary="Sign out")
async def logout(
    kernel: KernelDep,
    uow: UowDep,
    request: Request,
    principal: Annotated[Principal | None, Depends(_person_if_any)],
    response: Response,
) -> Done:
    """Ends the sign-ins of the access token and of the refresh cookie, either of which may be missing or over.

    The cookie goes. A page of another site does not have it sent (`SameSite=Strict`), so it signs nobody out.
    """
    name = _cookie_name(kernel, request)
    cookie = request.cookies.get(name)
    if principal is not None:
        await service.logout(uow, principal)
    if cookie is not None:
        await service.logout_by_token(uow, cookie)
    if principal is not None or cookie is not None:
        response.delete_cookie(
            name,
            path=_cookie_path(kernel, request),
            secure=_is_secure(kernel, request),
            httponly=True,
            samesite="strict",
        )
    return Done()


@router.get("/api/auth/me", summary="Get your own profile")
async def get_profile(db: ReadDbDep, principal: SignedInPerson) -> Profile:
    user = await store.find_user_by_id(db, principal.id)
    if user is None:
        raise Unauthenticated
    return _profile(user)


@router.patch("/api/auth/me", summary="Change your own profile")
async def change_profile(kernel: KernelDep, principal: OwnProfile, request: Request, body: ProfilePatch) -> Profile:
    """A new password needs the current one, which may be guessed no more often than at sign-in."""
    if body.new_password is not None:
        await service.change_password(
            kernel,
            principal,
            current_password=body.current_password,
            new_password=body.new_password,
            address=client_network(request),
        )
    async with kernel.database.unit_of_work() as uow:
        if body.name is not None:
            await service.change_name(uow, principal, body.name)
        user = await store.find_user_by_id(uow.db, principal.id)
        if user is None:
            raise Unauthenticated
        return _profile(user)


@router.post("/api/agent/login", summary="Sign in as an operator")
async def agent_login(kernel: KernelDep, request: Request, body: AgentLoginIn) -> AgentSignedIn:
    """Signs an operator in by e-mail address as user name and marks the seat online."""
    tokens = await service.login(
        kernel,
        email=body.username,
        password=body.password,
        address=client_network(request),
        permission="desk.write",
        online=True,
    )
    return AgentSignedIn(
        token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        agent=_agent(tokens.user),
    )


@router.post("/api/agent/refresh", summary="Renew an operator's sign-in")
async def agent_refresh(kernel: KernelDep, request: Request, body: RefreshIn) -> AgentRefreshed:
    tokens = await _refreshed(kernel, request, body.refresh_token)
    return AgentRefreshed(token=tokens.access_token, refresh_token=tokens.refresh_token, expires_in=tokens.expires_in)


@router.post("/api/agent/logout", summary="Sign out as an operator")
async def agent_logout(uow: UowDep, principal: SignedInPerson) -> Done:
    await service.set_online(uow.db, principal, online=False)
    await service.logout(uow, principal)
    return Done()


@router.get("/api/agent/profile", summary="Get the operator's profile")
async def agent_profile(db: ReadDbDep, principal: SignedInPerson) -> AgentProfile:
    user = await store.find_user_by_id(db, principal.id)
    if user is None:
        raise Unauthenticated
    return AgentProfile(agent=_agent(user))
