"""Upstream keys over HTTP: `/api/admin/keys`."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from relaydesk.gateway.keys import importing, service, store
from relaydesk.gateway.keys.schemas import (
    ImportProblem,
    KeyBulk,
    KeyBulkDone,
    KeyCreate,
    KeyEventOut,
    KeyImport,
    KeyImported,
    KeyOut,
    KeyPatch,
    KeyStatus,
)
from relaydesk.identity.api import Principal, require
from relaydesk.kernel.http.dependencies import KernelDep, ReadDb, WriteDb
from relaydesk.kernel.http.paging import Page, PageQuery

router = APIRouter(prefix="/api/admin/keys", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
KeyId = Annotated[int, Path(ge=1, le=2**63 - 1)]
NULLABLE = {"quota"}


@router.get("")
async def list_upstream_keys(
    db: ReadDb,
    page: PageQuery,
    _principal: MayRead,
    upstream_id: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    status: KeyStatus | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> Page[KeyOut]:
    rows, total = await store.list_keys(
        db, upstream_id=upstream_id, status=status, query=q, limit=page.limit, offset=page.offset
    )
    return page.page(await service.with_quotas(db, rows), total)


@router.post("", status_code=201)
async def create_upstream_key(db: WriteDb, kernel: KernelDep, principal: MayWrite, body: KeyCreate) -> KeyOut:
    """The secret is encrypted and never returned; `key_hint` shows its end."""
    values = body.model_dump(exclude={"key_value"})
    secret = body.key_value.get_secret_value()
    row = await service.add_key(db, principal, kernel.vault, kernel.wakeups, secret=secret, values=values)
    return KeyOut.model_validate(row)


async def _import_body(request: Request, _principal: MayWrite) -> KeyImport:
    """The body, read once it is known that its sender may send it, and taken apart beside the loop: it may be long."""
    body = await request.body()
    try:
        return await asyncio.to_thread(KeyImport.model_validate_json, body)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in found]) from None


_IMPORT_BODY = {"content": {"application/json": {"schema": KeyImport.model_json_schema()}}, "required": True}


@router.post("/import", openapi_extra={"requestBody": _IMPORT_BODY})
async def import_upstream_keys(
    db: WriteDb, kernel: KernelDep, principal: MayWrite, body: Annotated[KeyImport, Depends(_import_body)]
) -> KeyImported:
    """Keys in bulk, 100,000 and more at once: a list, a JSON array or CSV with a heading.

    What is wrong is listed, the first hundred with line and reason, and keeps nothing else from coming in.
    """
    done = await importing.import_keys(
        db,
        principal,
        kernel.vault,
        kernel.wakeups,
        upstream_id=body.upstream_id,
        text=body.text,
        weight=body.weight,
    )
    problems = [ImportProblem(line=line, message=message) for line, message in done.problems]
    return KeyImported(created=done.created, known=done.known, invalid=problems, invalid_count=done.problem_count)


@router.post("/bulk")
async def change_upstream_keys(db: WriteDb, kernel: KernelDep, principal: MayWrite, body: KeyBulk) -> KeyBulkDone:
    changed = await service.change_in_bulk(db, principal, kernel.wakeups, action=body.action, ids=body.ids)
    return KeyBulkDone(changed=changed)


@router.get("/{key_id}")
async def get_upstream_key(db: ReadDb, _principal: MayRead, key_id: KeyId) -> KeyOut:
    [shown] = await service.with_quotas(db, [await service.get_key(db, key_id)])
    return shown


@router.get("/{key_id}/history")
async def list_key_history(db: ReadDb, page: PageQuery, _principal: MayRead, key_id: KeyId) -> Page[KeyEventOut]:
    """What became of the key, when and why; newest first."""
    await service.get_key(db, key_id)
    rows, total = await store.list_events(db, key_id, limit=page.limit, offset=page.offset)
    return page.page([KeyEventOut.model_validate(row) for row in rows], total)


@router.patch("/{key_id}")
async def change_upstream_key(
    db: WriteDb, kernel: KernelDep, principal: MayWrite, key_id: KeyId, body: KeyPatch
) -> KeyOut:
    given = body.model_dump(exclude_unset=True, exclude={"key_value"})
    changes = {name: value for name, value in given.items() if value is not None or name in NULLABLE}
    secret = body.key_value.get_secret_value() if body.key_value is not None else None
    row = await service.change_key(
        db, principal, kernel.vault, kernel.wakeups, key_id=key_id, secret=secret, changes=changes
    )
    return KeyOut.model_validate(row)


@router.delete("/{key_id}", status_code=204)
async def delete_upstream_key(db: WriteDb, kernel: KernelDep, principal: MayWrite, key_id: KeyId) -> Response:
    await service.delete_key(db, principal, kernel.wakeups, key_id)
    return Response(status_code=204)
