"""Upstream keys over HTTP: `/api/admin/keys`."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import StreamingResponse
from pydantic import ValidationError

from relaydesk.gateway.keys import export, importing, service, store, testing
from relaydesk.gateway.keys.schemas import (
    ImportProblem,
    KeyBulk,
    KeyBulkDone,
    KeyBulkTest,
    KeyCreate,
    KeyEventOut,
    KeyImport,
    KeyImported,
    KeyOut,
    KeyPatch,
    KeyStates,
    KeyStatus,
    KeyTestStarted,
)
from relaydesk.gateway.keys.types import KeyFilter, KeySort, KeyState
from relaydesk.gateway.parameters import UpstreamIdQuery
from relaydesk.gateway.upstreams.schemas import UpstreamTest
from relaydesk.gateway.upstreams.service import run_test
from relaydesk.identity.api import Principal, record_alone, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.http.csv_export import csv_response
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import text_query

router = APIRouter(prefix="/api/admin/keys", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
MayWrite = Annotated[Principal, Depends(require("gateway.write"))]
KeyId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The upstream key's id.")]
NULLABLE = {"quota"}


async def _wanted(
    upstream_id: UpstreamIdQuery = None,
    status: Annotated[KeyStatus | None, Query(description="Only those that were set to this status.")] = None,
    state: Annotated[
        KeyState | None, Query(description="Only those in this state now; `cooling` and the like are `active` ones.")
    ] = None,
    q: Annotated[str | None, text_query("Only those whose name or `key_hint` contains this text.")] = None,
) -> KeyFilter:
    """`status` is the one that was set, `state` what has become of it by now; `q` is looked for in names and hints."""
    return KeyFilter(now=utc_now(), upstream_id=upstream_id, status=status, state=state, query=q)


Wanted = Annotated[KeyFilter, Depends(_wanted)]


@router.get("")
async def list_upstream_keys(
    db: ReadDbDep,
    page: PageQuery,
    _principal: MayRead,
    wanted: Wanted,
    sort: Annotated[KeySort, Query(description="By what they are ordered; `-` is downwards.")] = "id",
) -> Page[KeyOut]:
    rows, total = await store.list_keys(db, wanted, sort=sort, limit=page.limit, offset=page.offset)
    return page.page(await service.with_quotas(db, rows), total)


@router.get("/counts")
async def count_upstream_keys(db: ReadDbDep, _principal: MayRead, wanted: Wanted) -> KeyStates:
    """How many keys that match are in each state."""
    return KeyStates(**await store.count_states(db, wanted))


@router.get("/export", response_class=StreamingResponse, responses={200: {"content": {"text/csv": {}}}})
async def export_upstream_keys(kernel: KernelDep, principal: MayRead, wanted: Wanted) -> StreamingResponse:
    """The keys that match as CSV, without their secrets."""
    await record_alone(kernel.database, principal, "upstream_key.exported", "upstream keys")
    return await csv_response("keys.csv", export.COLUMNS, export.parts(kernel.database, wanted))


@router.post("", status_code=201)
async def create_upstream_key(uow: UowDep, kernel: KernelDep, principal: MayWrite, body: KeyCreate) -> KeyOut:
    """The secret is encrypted and never returned; `key_hint` shows its end."""
    values = body.model_dump(exclude={"key_value"})
    secret = body.key_value.get_secret_value()
    row = await service.add_key(uow, principal, kernel.vault, secret=secret, values=values)
    [shown] = await service.with_quotas(uow.db, [row])
    return shown


async def _import_body(request: Request, _principal: MayWrite) -> KeyImport:
    """The body, read once it is known that its sender may send it, and taken apart beside the loop: it may be long."""
    body = await request.body()
    try:
        return await asyncio.to_thread(KeyImport.model_validate_json, body)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in problems]) from None


_IMPORT_BODY = {"content": {"application/json": {"schema": KeyImport.model_json_schema()}}, "required": True}


@router.post("/import", openapi_extra={"requestBody": _IMPORT_BODY})
async def import_upstream_keys(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, body: Annotated[KeyImport, Depends(_import_body)]
) -> KeyImported:
    """Keys in bulk, 100,000 and more at once: a list, a JSON array or CSV with a heading.

    What is wrong is listed, the first hundred with line and reason, and keeps nothing else from coming in.
    """
    done = await importing.import_keys(
        uow,
        principal,
        kernel.vault,
        upstream_id=body.upstream_id,
        text=body.text,
        weight=body.weight,
    )
    problems = [ImportProblem(line=line, **problem._asdict()) for line, problem in done.problems]
    return KeyImported(created=done.created, known=done.known, invalid=problems, invalid_count=done.problem_count)


@router.post(
    "/bulk",
    responses={202: {"model": KeyBulkDone, "description": "A task changes them"}},
    response_model_exclude_none=True,
)
async def change_upstream_keys(uow: UowDep, principal: MayWrite, body: KeyBulk, response: Response) -> KeyBulkDone:
    """For keys by id, or for all that match a filter. Enabling also ends rests. More than 10,000 keys take a task."""
    wanted, weight = body.wanted(), body.weight or 0
    task_id = await service.start_change(uow, principal, action=body.action, wanted=wanted, weight=weight)
    if task_id is not None:
        response.status_code = 202
        return KeyBulkDone(task_id=task_id)
    changed = await service.change_in_bulk(uow, principal, action=body.action, wanted=wanted, weight=weight)
    return KeyBulkDone(changed=changed)


@router.post("/test", status_code=202, summary="Test upstream keys")
async def try_upstream_keys(uow: UowDep, principal: MayWrite, body: KeyBulkTest) -> KeyTestStarted:
    """Asks the upstreams for their models with each of these keys, as a task; its result counts the answers."""
    task_id = await testing.start(uow, principal, body.wanted(), disable_refused=body.disable_refused)
    return KeyTestStarted(task_id=task_id)


@router.get("/{key_id}")
async def get_upstream_key(db: ReadDbDep, _principal: MayRead, key_id: KeyId) -> KeyOut:
    [shown] = await service.with_quotas(db, [await service.get_key(db, key_id)])
    return shown


@router.post("/{key_id}/test", summary="Test an upstream key")
async def try_upstream_key(kernel: KernelDep, _principal: MayWrite, key_id: KeyId) -> UpstreamTest:
    """Asks the key's upstream for its models with this key, whatever its status."""
    async with kernel.database.read() as db:
        plan = await testing.plan(db, kernel.vault, key_id)
    return UpstreamTest.of(*await run_test(plan))


@router.get("/{key_id}/history", summary="List an upstream key's history")
async def list_key_history(db: ReadDbDep, page: PageQuery, _principal: MayRead, key_id: KeyId) -> Page[KeyEventOut]:
    """What became of the key, when and why; newest first."""
    await service.get_key(db, key_id)
    rows, total = await store.list_events(db, key_id, limit=page.limit, offset=page.offset)
    return page.page([KeyEventOut.model_validate(row) for row in rows], total)


@router.patch("/{key_id}")
async def change_upstream_key(
    uow: UowDep, kernel: KernelDep, principal: MayWrite, key_id: KeyId, body: KeyPatch
) -> KeyOut:
    changes = changes_of(body, nullable=NULLABLE)
    changes.pop("key_value", None)
    secret = body.key_value.get_secret_value() if body.key_value is not None else None
    row = await service.change_key(uow, principal, kernel.vault, key_id=key_id, secret=secret, changes=changes)
    [shown] = await service.with_quotas(uow.db, [row])
    return shown


@router.delete("/{key_id}", status_code=204)
async def delete_upstream_key(uow: UowDep, principal: MayWrite, key_id: KeyId) -> Response:
    await service.delete_key(uow, principal, key_id)
    return Response(status_code=204)
