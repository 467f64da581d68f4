"""The request log over HTTP: `/api/admin/logs`."""

from collections.abc import AsyncIterator
from datetime import UTC
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import TypeAdapter, ValidationError
from starlette.responses import StreamingResponse

from relaydesk.gateway.log import service, store
from relaydesk.gateway.log.schemas import AttemptOut, LoggedRequestDetail, LoggedRequestOut, LogPage
from relaydesk.gateway.log.service import Names
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.log.tables import LoggedRequest
from relaydesk.gateway.parameters import ClientKeyQuery, KeyQuery, ModelQuery, UpstreamQuery
from relaydesk.gateway.upstreams.schemas import ReasonOut
from relaydesk.identity.api import Principal, record_alone, require
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.http.csv_export import Cell, csv_response
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep
from relaydesk.kernel.http.parameters import Since, Until, text_query

router = APIRouter(prefix="/api/admin", tags=["gateway"])
MayRead = Annotated[Principal, Depends(require("gateway.read"))]
LAST_STATUS = 599
_ATTEMPT_DEFAULTS = {"at_ms": 0, "blame": None}  # the journal leaves out what is as usual
FAILED, REFUSED = "failed", "refused"
NAMES = ("key", "client_key", "assistant", "person")
EXPORTED = [name for name in LoggedRequestOut.model_fields if name not in NAMES]
_REASONS = TypeAdapter(list[ReasonOut])


def _fields(row: LoggedRequest) -> dict[str, object]:
    columns = set(LoggedRequestOut.model_fields) - {"id", "attempt_count", *NAMES}
    return {**{name: getattr(row, name) for name in columns}, "id": row.id.hex, "attempt_count": len(row.attempts)}


def _named_fields(row: LoggedRequest, names: Names) -> dict[str, object]:
    key, client_key = names.keys.get(row.key_id or 0), names.client_keys.get(row.client_key_id or 0)
    assistant = names.assistants.get((row.caller or "").removeprefix(service.ASSISTANT))
    person = names.people.get((row.caller or "").removeprefix(service.PERSON))
    return {**_fields(row), "key": key, "client_key": client_key, "assistant": assistant, "person": person}


def _attempt(attempt: dict[str, Any], names: Names) -> AttemptOut:
    upstream, key = names.upstreams.get(attempt["upstream_id"]), names.keys.get(attempt["key_id"] or 0)
    return AttemptOut.model_validate({**_ATTEMPT_DEFAULTS, **attempt, "upstream": upstream, "key": key})


def _reasons(row: LoggedRequest) -> list[ReasonOut]:
    try:
        return _REASONS.validate_python(row.rule_because)
    except ValidationError:  # of another release: `rule_whys` says it
        return []


def _status(text: str | None) -> tuple[int | None, int | None]:
    """`429` is a status, `4xx` a class of them; `failed` and `refused` are for the caller."""
    if text is None or text in {FAILED, REFUSED}:
        return None, None
    if len(text) == len("4xx") and text[0] in "12345" and text[1:].lower() == "xx":
        return None, int(text[0])
    if text.isascii() and text.isdigit() and int(text) <= LAST_STATUS:
        return int(text), None
    message = "must be a status such as 429, a class such as 4xx, failed or refused"
    raise Invalid.field("status", message, reason="status_filter")


async def _log_filter(
    upstream: UpstreamQuery = None,
    key_id: KeyQuery = None,
    client_key_id: ClientKeyQuery = None,
    status: Annotated[
        str | None,
        Query(
            max_length=7,
            description="A status such as `429`, a class of them such as `4xx`, `failed`: what statistics count as "
            "an error, 400 and above, broken off or not answered at all, or `refused`: those of them that reached no "
            "upstream, without inferences.",
        ),
    ] = None,
    model: ModelQuery = None,
    min_latency_ms: Annotated[
        int | None, Query(ge=0, le=10**9, description="Only requests that took as long or longer, in milliseconds.")
    ] = None,
    rule_id: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="Only requests at which this rule acted, by id.")
    ] = None,
    since: Since = None,
    until: Until = None,
    q: Annotated[
        str | None,
        text_query("A request id, or a part of a path or an error."),
    ] = None,
) -> LogFilter:
    exact, status_class = _status(status)
    is_id = upstream is not None and upstream.isascii() and upstream.isdigit() and int(upstream) < 2**63
    return LogFilter(
        upstream_id=int(upstream) if upstream is not None and is_id else None,
        upstream=None if is_id else upstream,
        key_id=key_id,
        client_key_id=client_key_id,
        status=exact,
        status_class=status_class,
        is_failed=status == FAILED,
        is_refused=status == REFUSED,
        model=model,
        min_latency_ms=min_latency_ms,
        rule_id=rule_id,
        since=since,
        until=until,
        q=q,
    )


LogFilterDep = Annotated[LogFilter, Depends(_log_filter)]


@router.get("/logs")
async def list_logged_requests(
    db: ReadDbDep,
    _principal: MayRead,
    log_filter: LogFilterDep,
    cursor: Annotated[str | None, text_query("`next_cursor` of the answer before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many items at most.")] = 50,
) -> LogPage:
    """Newest first. `upstream` is a name or an id; `q` a request id or a part of a path or an error."""
    rows, next_cursor = await service.list_requests(db, log_filter, cursor=cursor, limit=limit)
    names = await service.names_in(db, rows)
    items = [LoggedRequestOut.model_validate(_named_fields(row, names)) for row in rows]
    return LogPage(items=items, next_cursor=next_cursor)


@router.get("/logs/export", response_class=StreamingResponse)
async def export_logged_requests(kernel: KernelDep, principal: MayRead, log_filter: LogFilterDep) -> StreamingResponse:
    """All that match as CSV, newest first, streamed. Texts that a spreadsheet would run get an apostrophe before."""
    await record_alone(kernel.database, principal, "request_log.exported", "request log")

    async def pages() -> AsyncIterator[list[list[Cell]]]:
        async for rows in service.export_requests(kernel.database, log_filter):
            yield [_cells(row) for row in rows]

    return await csv_response("relaydesk-log.csv", EXPORTED, pages())


def _cells(row: LoggedRequest) -> list[Cell]:
    fields: dict[str, Any] = {**_fields(row), "started_at": row.started_at.astimezone(UTC).isoformat()}
    return [" ".join(map(str, value)) if isinstance(value := fields[name], list) else value for name in EXPORTED]


@router.get("/logs/{request_id}")
async def get_logged_request(
    kernel: KernelDep,
    principal: MayRead,
    request_id: Annotated[str, Path(max_length=64, description="The `id` of the logged request.")],
) -> LoggedRequestDetail:
    """One request with its attempts and, where they are kept and the caller has `gateway.bodies.read`, its bodies.

    Reading bodies is an entry of the audit log.
    """
    may_see = principal.may("gateway.bodies.read")
    async with kernel.database.read() as db:
        row = await service.get_request(db, request_id)
        names = await service.names_in(db, [row], with_attempts=True)
        logged_bodies = await store.find_bodies(db, row) if may_see else None
    if logged_bodies is not None:
        await record_alone(kernel.database, principal, "request_log.body_read", f"request {row.id.hex}")
    bodies = {name: getattr(logged_bodies, name, None) for name in ("request_body", "answer_body")}
    attempts = [_attempt(attempt, names) for attempt in row.attempts]
    rules = [names.rules.get(rule_id) for rule_id in row.rules_fired]
    reasons = {"rules": rules, "rule_whys": row.rule_whys, "rule_because": _reasons(row)}
    shown = {**_named_fields(row, names), **bodies, **reasons, "attempts": attempts}
    return LoggedRequestDetail.model_validate(shown)
