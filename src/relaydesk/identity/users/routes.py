"""People over HTTP: `/api/users`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from relaydesk.identity.access import require
from relaydesk.identity.accounts import store
from relaydesk.identity.errors import UserNotFound
from relaydesk.identity.types import Principal
from relaydesk.identity.users import service
from relaydesk.identity.users.schemas import UserCreate, UserOut, UserPatch
from relaydesk.kernel.http.dependencies import ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/users", tags=["users"])
MayRead = Annotated[Principal, Depends(require("users.read"))]
MayWrite = Annotated[Principal, Depends(require("users.write"))]


@router.get("")
async def list_users(
    db: ReadDbDep, page: PageQuery, _principal: MayRead, q: Annotated[str | None, Query(max_length=200)] = None
) -> Page[UserOut]:
    """People by the order in which they joined; `q` looks in names and e-mail addresses."""
    rows, total = await store.list_users(db, query=q, limit=page.limit, offset=page.offset)
    return page.page([UserOut.model_validate(row) for row in rows], total)


@router.post("", status_code=201)
async def create_user(uow: UowDep, principal: MayWrite, body: UserCreate) -> UserOut:
    user = await service.create_user(uow, principal, **body.model_dump())
    return UserOut.model_validate(user)


@router.get("/{user_id}")
async def get_user(db: ReadDbDep, _principal: MayRead, user_id: str) -> UserOut:
    user = await store.find_user(db, user_id)
    if user is None:
        raise UserNotFound(user_id=user_id)
    return UserOut.model_validate(user)


@router.patch("/{user_id}")
async def change_user(uow: UowDep, principal: MayWrite, user_id: str, body: UserPatch) -> UserOut:
    """Changes what is given; `is_active: false` signs the person out everywhere."""
    return UserOut.model_validate(await service.change_user(uow, principal, user_id=user_id, patch=body))


@router.post("/{user_id}/deactivate")
async def deactivate_user(uow: UowDep, principal: MayWrite, user_id: str) -> UserOut:
    """Signs the person out everywhere and refuses further sign-ins; can be taken back by `is_active: true`."""
    patch = UserPatch(is_active=False)
    return UserOut.model_validate(await service.change_user(uow, principal, user_id=user_id, patch=patch))
