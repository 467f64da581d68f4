"""Sign-in over HTTP: `/api/auth/*` for the console, `/api/agent/*` for operators, the same tokens behind both."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response

from relaydesk.identity.access import signed_in
from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.tables import User
from relaydesk.identity.errors import RefreshRefused, RegistrationClosed
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
from relaydesk.identity.types import ROLE_PERMISSIONS, SYSTEM, Principal, Role
from relaydesk.identity.users.service import create_user
from relaydesk.kernel.errors import RateLimited, Unauthenticated
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep, client_address
from relaydesk.kernel.runtime import Kernel

router = APIRouter(tags=["sign-in"])
SignedInPerson = Annotated[Principal, Depends(signed_in)]
COOKIE = "relaydesk_refresh"
LOGINS_PER_MINUTE, LOGINS_PER_ADDRESS, REFRESHES_PER_MINUTE, REGISTRATIONS_PER_MINUTE = 20, 120, 120, 20


async def _limit(kernel: Kernel, key: str, limit_per_minute: int) -> None:
    verdict = await kernel.limiter.take(key, limit_per_minute=limit_per_minute)
    if not verdict.allowed:
        raise RateLimited(headers=verdict.headers())


async def _limit_login(kernel: Kernel, request: Request, account: str) -> None:
    await _limit(kernel, f"login:{account.strip().lower()}", LOGINS_PER_MINUTE)
    await _limit(kernel, f"login_from:{client_address(request)}", LOGINS_PER_ADDRESS)


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


def _signed_in(kernel: Kernel, response: Response, tokens: service.Tokens) -> SignedIn:
    response.set_cookie(
        COOKIE,
        tokens.refresh_token,
        max_age=kernel.options.refresh_token_ttl_s,
        path="/api/auth",
        httponly=True,
        samesite="strict",
        secure=kernel.options.secure_cookies,
    )
    return SignedIn(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        user=_brief(tokens.user),
    )


async def _refreshed(kernel: Kernel, request: Request, token: str | None) -> service.Tokens:
    """Opens its own unit of work: a refused replay must still commit the family's revocation."""
    await _limit(kernel, f"refresh_from:{client_address(request)}", REFRESHES_PER_MINUTE)
    async with kernel.database.unit_of_work() as uow:
        tokens = await service.refresh(kernel, uow, token)
    if tokens is None:
        raise RefreshRefused
    return tokens


@router.post("/api/auth/register", status_code=201)
async def register(kernel: KernelDep, uow: UowDep, request: Request, response: Response, body: RegisterIn) -> SignedIn:
    """Makes an account that may look around (viewer); an owner or admin gives it a role."""
    if not kernel.options.registration_open:
        raise RegistrationClosed
    await _limit(kernel, f"register_from:{client_address(request)}", REGISTRATIONS_PER_MINUTE)
    await create_user(uow, SYSTEM, email=body.email, password=body.password, name=body.name, role=Role.VIEWER)
    tokens = await service.login(kernel, uow, email=body.email, password=body.password)
    return _signed_in(kernel, response, tokens)


@router.post("/api/auth/login")
async def login(kernel: KernelDep, uow: UowDep, request: Request, response: Response, body: LoginIn) -> SignedIn:
    """Signs in; the refresh token also comes as an HttpOnly cookie."""
    await _limit_login(kernel, request, body.email)
    return _signed_in(kernel, response, await service.login(kernel, uow, email=body.email, password=body.password))


@router.post("/api/auth/refresh")
async def refresh(
    kernel: KernelDep,
    request: Request,
    response: Response,
    body: RefreshIn | None = None,
    relaydesk_refresh: Annotated[str | None, Cookie()] = None,
) -> SignedIn:
    """Trades a refresh token, from the body or the cookie, for the next pair."""
    token = (body.refresh_token if body else None) or relaydesk_refresh
    return _signed_in(kernel, response, await _refreshed(kernel, request, token))


@router.post("/api/auth/logout")
async def logout(uow: UowDep, principal: SignedInPerson, response: Response) -> Done:
    await service.logout(uow, principal)
    response.delete_cookie(COOKIE, path="/api/auth")
    return Done()


@router.get("/api/auth/me")
async def get_profile(db: ReadDbDep, principal: SignedInPerson) -> Profile:
    user = await store.find_user_by_id(db, principal.id)
    if user is None:
        raise Unauthenticated
    return _profile(user)


@router.patch("/api/auth/me")
async def change_profile(uow: UowDep, principal: SignedInPerson, body: ProfilePatch) -> Profile:
    return _profile(await service.change_profile(uow, principal, **body.model_dump()))


@router.post("/api/agent/login")
async def agent_login(kernel: KernelDep, uow: UowDep, request: Request, body: AgentLoginIn) -> AgentSignedIn:
    """Signs an operator in by e-mail address as user name and marks the seat online."""
    await _limit_login(kernel, request, body.username)
    tokens = await service.login(kernel, uow, email=body.username, password=body.password, permission="desk.write")
    tokens.user.is_online = True
    return AgentSignedIn(
        token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        agent=_agent(tokens.user),
    )


@router.post("/api/agent/refresh")
async def agent_refresh(kernel: KernelDep, request: Request, body: RefreshIn) -> AgentRefreshed:
    tokens = await _refreshed(kernel, request, body.refresh_token)
    return AgentRefreshed(token=tokens.access_token, refresh_token=tokens.refresh_token, expires_in=tokens.expires_in)


@router.post("/api/agent/logout")
async def agent_logout(uow: UowDep, principal: SignedInPerson) -> Done:
    await service.set_online(uow.db, principal, online=False)
    await service.logout(uow, principal)
    return Done()


@router.get("/api/agent/profile")
async def agent_profile(db: ReadDbDep, principal: SignedInPerson) -> AgentProfile:
    user = await store.find_user_by_id(db, principal.id)
    if user is None:
        raise Unauthenticated
    return AgentProfile(agent=_agent(user))
