"""Client keys over HTTP: `/api/keys`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from relaydesk.identity.access import require
from relaydesk.identity.accounts import store as accounts
from relaydesk.identity.accounts.tables import ClientKey
from relaydesk.identity.client_keys import service, store
from relaydesk.identity.client_keys.budget import find_used
from relaydesk.identity.client_keys.schemas import (
    ClientKeyCreate,
    ClientKeyCreated,
    ClientKeyOut,
    ClientKeyPatch,
    Maker,
    RotateIn,
    Usage,
    UsageDay,
)
from relaydesk.identity.types import Principal
from relaydesk.identity.types import Usage as UsageCounts
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.database import ReadDb, utc_now
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery, text_query
from relaydesk.kernel.runtime import Kernel

router = APIRouter(prefix="/api/keys", tags=["client keys"])
MayRead = Annotated[Principal, Depends(require("keys.read"))]
MayWrite = Annotated[Principal, Depends(require("keys.write"))]
KeyId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The client key's id.")]
NULLABLE = {"expires_at", "rate_limit_per_minute", "tokens_per_minute", "max_concurrency", "budget"}


async def _shown(db: ReadDb, kernel: Kernel, keys: Sequence[ClientKey]) -> list[ClientKeyOut]:
    used = await find_used(db, keys, utc_now())
    people = await accounts.list_people(db, {key.created_by for key in keys if key.created_by is not None})
    makers = {user_id: Maker.model_validate(user) for user_id, user in people.items()}
    return [
        ClientKeyOut.model_validate(key).model_copy(
            update={
                "requests_per_minute": key.rate_limit_per_minute or kernel.options.rate_limit_per_minute,
                "budget_used": used.get(key.id),
                "created_by": makers.get(key.created_by or 0),
            }
        )
        for key in keys
    ]


async def _created(db: ReadDb, kernel: Kernel, key: ClientKey, token: str) -> ClientKeyCreated:
    [shown] = await _shown(db, kernel, [key])
    fields = shown.model_dump(exclude={"created_by"})
    return ClientKeyCreated.model_validate({**fields, "maker": shown.created_by, "key": token})


@router.get("")
async def list_client_keys(
    db: ReadDbDep,
    kernel: KernelDep,
    page: PageQuery,
    _principal: MayRead,
    q: NameQuery = None,
    created_by: Annotated[str | None, text_query("Only those that this person made, by id.", max_length=64)] = None,
) -> Page[ClientKeyOut]:
    rows, total = await accounts.list_client_keys(
        db, query=q, created_by=created_by, limit=page.limit, offset=page.offset
    )
    return page.page(await _shown(db, kernel, rows), total)


@router.post("", status_code=201)
async def create_client_key(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, body: ClientKeyCreate
) -> ClientKeyCreated:
    """The answer holds the key itself, this once."""
    key, token = await service.create_client_key(uow, principal, **body.model_dump(exclude_none=True))
    return await _created(uow.db, kernel, key, token)


@router.get("/{key_id}")
async def get_client_key(db: ReadDbDep, kernel: KernelDep, _principal: MayRead, key_id: KeyId) -> ClientKeyOut:
    [shown] = await _shown(db, kernel, [await service.CLIENT_KEYS.get(db, key_id)])
    return shown


@router.patch("/{key_id}")
async def change_client_key(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, key_id: KeyId, body: ClientKeyPatch
) -> ClientKeyOut:
    changes = changes_of(body, nullable=NULLABLE)
    key = await service.change_client_key(uow, principal, key_id=key_id, changes=changes)
    [shown] = await _shown(uow.db, kernel, [key])
    return shown


@router.delete("/{key_id}", status_code=204)
async def delete_client_key(uow: UowDep, principal: MayWrite, key_id: KeyId) -> Response:
    await service.delete_client_key(uow, principal, key_id=key_id)
    return Response(status_code=204)


@router.post("/{key_id}/rotate")
async def rotate_client_key(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, key_id: KeyId, body: RotateIn | None = None
) -> ClientKeyCreated:
    """A new secret, shown this once; the old one works on for the overlap."""
    overlap_s = (body or RotateIn()).overlap_seconds
    key, token = await service.rotate_client_key(uow, principal, key_id=key_id, overlap_s=overlap_s)
    return await _created(uow.db, kernel, key, token)


@router.get("/{key_id}/usage", summary="Get a client key's usage")
async def get_usage(
    db: ReadDbDep,
    _principal: MayRead,
    key_id: KeyId,
    days: Annotated[int, Query(ge=1, le=366, description="How many days back from today (UTC).")] = 30,
) -> Usage:
    """Requests, errors and tokens by day (UTC), oldest first."""
    await service.CLIENT_KEYS.get(db, key_id)
    rows = await store.list_usage(db, key_id, since=utc_now().date() - timedelta(days=days))
    by_day = [UsageDay.model_validate(row) for row in rows]
    return Usage(
        client_key_id=key_id,
        days=by_day,
        **{name: sum(getattr(day, name) for day in by_day) for name in UsageCounts._fields},
    )
