"""People over HTTP: `/api/users`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from relaydesk.identity.access import require
from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.passwords import check_new_password, hash_password
from relaydesk.identity.errors import UserNotFound
from relaydesk.identity.types import Principal
from relaydesk.identity.users import service
from relaydesk.identity.users.schemas import Deactivation, UserCreate, UserOut, UserPatch
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import text_query

router = APIRouter(prefix="/api/users", tags=["users"])
MayRead = Annotated[Principal, Depends(require("users.read"))]
MayWrite = Annotated[Principal, Depends(require("users.write"))]
UserId = Annotated[str, Path(description="The person's id.", examples=["user_5f0c1d2e3a4b5c6d"])]


@router.get("")
async def list_users(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    q: Annotated[str | None, text_query("A part of a name or an e-mail address.")] = None,
) -> Page[UserOut]:
    """People by the order in which they joined; `q` looks in names and e-mail addresses."""
    rows, total = await store.list_users(db, query=q, limit=page.limit, offset=page.offset)
    return page.page([UserOut.model_validate(row) for row in rows], total)


@router.post("", status_code=201)
async def create_user(kernel: KernelDep, principal: MayWrite, body: UserCreate) -> UserOut:
    """Owners and admins are made by owners alone. A password that is easy to guess is refused."""
    await service.check_new_user(kernel.database, principal, body)
    password_hash = await hash_password(body.password)
    values = body.model_dump(exclude={"password"})
    async with kernel.database.unit_of_work() as uow:
        user = await service.create_user(uow, principal, password_hash=password_hash, **values)
        return UserOut.model_validate(user)


@router.get("/{user_id}")
async def get_user(db: ReadDbDep, _principal: MayRead, user_id: UserId) -> UserOut:
    user = await store.find_user(db, user_id)
    if user is None:
        raise UserNotFound(user_id=user_id)
    return UserOut.model_validate(user)


@router.patch("/{user_id}")
async def change_user(kernel: KernelDep, principal: MayWrite, user_id: UserId, body: UserPatch) -> UserOut:
    """Changes what is given; `is_active: false` signs the person out everywhere.

    With `revoke_keys` the client keys that they have made stop working, too (`GET /api/keys?created_by=` lists them).
    """
    password_hash = None
    if body.password is not None:
        await check_new_password(body.password, about=[body.name or ""])
        password_hash = await hash_password(body.password)
    async with kernel.database.unit_of_work() as uow:
        user = await service.change_user(uow, principal, user_id=user_id, patch=body, password_hash=password_hash)
        return UserOut.model_validate(user)


@router.post("/{user_id}/deactivate")
async def deactivate_user(
    uow: UowDep, principal: MayWrite, user_id: UserId, body: Deactivation | None = None
) -> UserOut:
    """Signs the person out everywhere and refuses further sign-ins; can be taken back by `is_active: true`."""
    patch = UserPatch(is_active=False, revoke_keys=body is not None and body.revoke_keys)
    return UserOut.model_validate(await service.change_user(uow, principal, user_id=user_id, patch=patch))
