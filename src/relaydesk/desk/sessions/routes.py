"""Sessions over HTTP for operators, and what visitors share with them: messages, events, escalate, close."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response

from relaydesk.desk.errors import SessionNotFound, VisitorTokenRequired
from relaydesk.desk.sessions import service, store, transfers
from relaydesk.desk.sessions.live import DeskLive, DeskStream, SessionStream
from relaydesk.desk.sessions.log import get_locked
from relaydesk.desk.sessions.schemas import (
    SESSION_NAME,
    ColleagueOut,
    ManualMessageIn,
    MessageList,
    MessageOut,
    SessionCounts,
    SessionOut,
    TransferIn,
)
from relaydesk.desk.sessions.shaping import message_out, session_out
from relaydesk.desk.sessions.tables import Session
from relaydesk.desk.types import VISITOR_PREFIX, VISITOR_SCHEME, Action, Kind, State
from relaydesk.identity.api import (
    Principal,
    access_of,
    authenticate,
    bearer_token,
    find_signed_in,
    list_colleagues,
    require,
)
from relaydesk.identity.errors import PermissionMissing
from relaydesk.identity.types import schemes_for
from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep, part
from relaydesk.kernel.http.openapi import takes
from relaydesk.kernel.http.paging import Page, PageQuery
from relaydesk.kernel.http.parameters import NameQuery, text_query
from relaydesk.kernel.live.response import LiveResponse, last_event_id

router = APIRouter(prefix="/api", tags=["desk"])
MayRead = Annotated[Principal, Depends(require("desk.read"))]
MayWrite = Annotated[Principal, Depends(require("desk.write"))]
MayErase = Annotated[Principal, Depends(require("desk.erase"))]
Name = Annotated[str, Path(pattern=SESSION_NAME, description="The session's `session_name`.")]
AfterSeq = Annotated[int, Query(ge=0, le=2**62, description="Only what comes after this `seq`.")]
Live = Annotated[DeskLive, Depends(part(DeskLive))]
MAX_PAGE = 500


def _caller(permission: str) -> Callable[..., Awaitable[Principal | str | None]]:
    """The dependency that says who asks for a session.

    A person with `permission` or a client key, a visitor's token, or nobody known.
    """

    @takes(*schemes_for(permission), VISITOR_SCHEME, *schemes_for("chat.use"))
    async def find(request: Request, kernel: KernelDep) -> Principal | str | None:
        token = bearer_token(request)
        if not token or token.startswith(VISITOR_PREFIX):
            return token
        principal = await authenticate(kernel, token)
        if principal.kind == "user" and not principal.may(permission):
            raise PermissionMissing(permission=permission)
        return principal

    return find


Reader = Annotated[Principal | str | None, Depends(_caller("desk.read"))]
Writer = Annotated[Principal | str | None, Depends(_caller("desk.write"))]


def _admitted(session: Session | None, name: str, caller: Principal | str | None) -> tuple[Session, Principal | None]:
    """The session for this caller, and the principal of a person (None for its own visitor).

    To all others a session that is somebody else's looks like one that is not there.
    """
    if isinstance(caller, Principal) and caller.kind == "user":
        if session is None:
            raise SessionNotFound(session_name=name)
        return session, caller
    service.check_visitor(session, caller)
    if session is None:
        raise VisitorTokenRequired
    return session, None


@router.get("/sessions")
async def list_sessions(
    db: ReadDbDep,
    page: PageQuery,
    principal: MayRead,
    status: Annotated[list[State] | None, Query(description="Only those with this status; may be repeated.")] = None,
    mine: Annotated[bool, Query(description="Only those that you serve.")] = False,
    offered: Annotated[bool, Query(description="Only those that a colleague offers to you now.")] = False,
    q: Annotated[
        str | None,
        text_query(
            "Beginnings of words of the last message or of the visitor's name or e-mail address, or a whole "
            "`session_name`."
        ),
    ] = None,
) -> Page[SessionOut]:
    """Waiting ones by who waits longest, all others by who wrote last."""
    rows, total = await store.list_sessions(
        db,
        statuses=status or [],
        operator_id=principal.id if mine else None,
        offered_to_id=principal.id if offered else None,
        query=q,
        limit=page.limit,
        offset=page.offset,
    )
    return page.page([session_out(row) for row in rows], total)


@router.get("/sessions/stats", summary="Count sessions by status")
async def get_stats(db: ReadDbDep, principal: MayRead) -> SessionCounts:
    counts = await store.count_by_status(db)
    return SessionCounts(**counts, total=sum(counts.values()), mine=await store.count_served(db, principal.id))


@router.get("/desk/colleagues", summary="List colleagues")
async def list_colleagues_of_mine(
    kernel: KernelDep,
    db: ReadDbDep,
    page: PageQuery,
    principal: MayWrite,
    q: NameQuery = None,
) -> Page[ColleagueOut]:
    """The active people, other than yourself, to whom a session can be offered, by name.

    With how much they serve and whether they are signed in.
    """
    people, total = await list_colleagues(
        db, principal, permission="desk.write", query=q, limit=page.limit, offset=page.offset
    )
    ids = [person.id for person in people]
    served = await store.count_served_by_each(db, ids)
    signed_in = await find_signed_in(kernel, db, ids)
    colleagues = [
        ColleagueOut(
            id=person.public_id,
            name=person.name,
            sessions=served.get(person.id, 0),
            max_sessions=person.max_sessions,
            is_signed_in=person.id in signed_in,
        )
        for person in people
    ]
    return page.page(colleagues, total)


@router.get("/desk/events", response_class=LiveResponse, summary="Stream changes of all sessions")
async def stream_desk(live: Live, principal: MayRead) -> LiveResponse:
    """Server-sent `session` events: the summary of each session that changes. One stream serves a whole console."""
    stream = DeskStream(holder=access_of(principal, "desk.read"))
    live.follow_desk(stream)
    return LiveResponse(stream)


@router.get("/sessions/{name}")
async def get_session(caller: Reader, db: ReadDbDep, name: Name) -> SessionOut:
    """For an operator, or the session's own visitor."""
    session, principal = _admitted(await store.find_session(db, name), name, caller)
    return session_out(session, for_visitor=principal is None)


@router.get("/sessions/{name}/messages")
async def list_messages(
    caller: Reader,
    db: ReadDbDep,
    name: Name,
    after_seq: AfterSeq = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="How many messages at most.")] = MAX_PAGE,
) -> MessageList:
    """Messages after `after_seq`, oldest first; go on with `last_seq` while `has_more`.

    Operators get the notes of transfers among them, visitors never.
    """
    session, principal = _admitted(await store.find_session(db, name), name, caller)
    kinds = [Kind.MESSAGE] if principal is None else [Kind.MESSAGE, Kind.NOTE]
    rows = await store.list_events(db, session.id, after_seq=after_seq, kinds=kinds, limit=limit + 1)
    shown = [message_out(name, row) for row in rows[:limit]]
    return MessageList(items=shown, last_seq=shown[-1].seq if shown else after_seq, has_more=len(rows) > limit)


@router.get("/sessions/{name}/events", response_class=LiveResponse, summary="Stream a session's events")
async def stream_session(
    caller: Reader,
    db: ReadDbDep,
    live: Live,
    name: Name,
    last_event_id_header: Annotated[
        str | None, Header(alias="Last-Event-ID", description="The `id` of the last event that was received.")
    ] = None,
    after_seq: AfterSeq = 0,
) -> LiveResponse:
    """Server-sent `message` and `status` events with `id:` = seq, `delta` in between; resumes by `Last-Event-ID`.

    For operators `note` events, too: what they tell each other.
    """
    session, principal = _admitted(await store.find_session(db, name), name, caller)
    start = max(after_seq, last_event_id(last_event_id_header))
    right = "desk.read" if principal is not None else "chat.use"
    holder = access_of(caller, right) if isinstance(caller, Principal) else None
    stream = SessionStream(position=start, holder=holder, gets_notes=principal is not None)
    live.follow_session(session, stream)
    return LiveResponse(stream)


@router.post("/sessions/{name}/takeover", summary="Take over a session")
async def take_over(uow: UowDep, principal: MayWrite, name: Name) -> SessionOut:
    """One of many operators at once wins; the others get 409 with the winner in `details.operator`."""
    return session_out(await service.take_over(uow, principal, name))


@router.post("/sessions/{name}/release", summary="Release a session")
async def release(uow: UowDep, principal: MayWrite, name: Name) -> SessionOut:
    """Back to the assistant."""
    session = await get_locked(uow.db, name)
    return session_out(await service.act(uow, session, Action.RELEASE, principal=principal))


@router.post("/sessions/{name}/transfer")
async def offer_session(uow: UowDep, principal: MayWrite, name: Name, body: TransferIn) -> SessionOut:
    """Offers a session that you serve to a colleague; it stays yours until they accept, for a minute."""
    return session_out(await transfers.offer(uow, principal, name=name, to=body.to, note=body.note))


@router.post("/sessions/{name}/accept")
async def accept_session(uow: UowDep, principal: MayWrite, name: Name) -> SessionOut:
    """Takes over a session that was offered to you."""
    return session_out(await transfers.accept(uow, principal, name=name))


@router.post("/sessions/{name}/decline")
async def decline_session(uow: UowDep, principal: MayWrite, name: Name) -> SessionOut:
    """Refuses a session that was offered to you, or takes your own offer back."""
    return session_out(await transfers.decline(uow, principal, name=name))


@router.delete("/sessions/{name}", status_code=204, summary="Erase a session")
async def erase_session(uow: UowDep, principal: MayErase, name: Name) -> Response:
    """Erases the conversation with all its messages, for good."""
    await service.erase(uow, principal, name)
    return Response(status_code=204)


async def _act_for_either(caller: Principal | str | None, uow: UnitOfWork, name: str, action: Action) -> SessionOut:
    session, principal = _admitted(await store.lock_session(uow.db, name), name, caller)
    changed = await service.act(uow, session, action, principal=principal)
    return session_out(changed, for_visitor=principal is None)


@router.post("/sessions/{name}/escalate", summary="Ask for a person")
async def escalate(caller: Writer, uow: UowDep, name: Name) -> SessionOut:
    """Asks for a human; for the visitor, or an operator on their behalf."""
    return await _act_for_either(caller, uow, name, Action.ESCALATE)


@router.post("/sessions/{name}/close", summary="Close a session")
async def close(caller: Writer, uow: UowDep, name: Name) -> SessionOut:
    return await _act_for_either(caller, uow, name, Action.CLOSE)


@router.post("/sessions/{name}/reopen", summary="Reopen a session")
async def reopen(caller: Writer, uow: UowDep, name: Name) -> SessionOut:
    """A closed session goes back to the assistant; a visitor's next message does the same."""
    return await _act_for_either(caller, uow, name, Action.REOPEN)


@router.post("/manual/messages", status_code=201, summary="Send a message as an operator")
async def send_manual_message(kernel: KernelDep, principal: MayWrite, body: ManualMessageIn) -> MessageOut:
    """An operator's message in a session they have taken over; the same `client_message_id` sends once.

    Another text, or another operator, under the same one is a 409 `IDEMPOTENCY_MISMATCH`.
    """
    event = await service.send_manually(
        kernel,
        principal,
        name=body.session_name,
        content=body.content,
        client_message_id=body.client_message_id,
    )
    return message_out(body.session_name, event)
