"""What visitors call: make a session, send a message and get the answer in one piece or as a stream."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from relaydesk.assistants.api import get_profile
from relaydesk.assistants.types import TurnRequest
from relaydesk.desk.errors import SessionNotFound
from relaydesk.desk.sessions import service, store
from relaydesk.desk.sessions.live import AnswerStream, DeskLive
from relaydesk.desk.sessions.schemas import ChatIn, ChatOut, SessionCreated, SessionIn
from relaydesk.desk.sessions.shaping import message_out
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.sessions.turns import TurnRunner
from relaydesk.desk.types import State
from relaydesk.identity.api import bearer_token
from relaydesk.kernel.crypto import hash_token
from relaydesk.kernel.database import Db
from relaydesk.kernel.errors import RateLimited
from relaydesk.kernel.http.dependencies import KernelDep, UowDep, client_address, part
from relaydesk.kernel.live.response import LiveResponse
from relaydesk.kernel.runtime import Kernel

router = APIRouter(prefix="/api", tags=["chat"])
ANSWER_TIMEOUT_S = 120.0


Turns = Annotated[TurnRunner, Depends(part(TurnRunner))]
Live = Annotated[DeskLive, Depends(part(DeskLive))]


async def _limit(kernel: Kernel, key: str) -> None:
    verdict = await kernel.limiter.take(f"chat:{key}", limit_per_minute=kernel.options.chat_rate_limit_per_minute)
    if not verdict.allowed:
        raise RateLimited(headers=verdict.headers())


async def _session_for(kernel: Kernel, db: Db, request: Request, body: ChatIn) -> tuple[Session, str | None]:
    """The visitor's session with its row locked, or a new one with its token."""
    if body.session_name:
        await store.lock_name(db, body.session_name)
        session = await store.lock_session(db, body.session_name)
        if session is not None:
            service.check_visitor(session, bearer_token(request))
            return session, None
        if bearer_token(request):
            raise SessionNotFound(session_name=body.session_name)
    profile = await get_profile(db, body.assistant)
    visitor = body.user.model_dump(exclude_none=True) if body.user else {}
    return await service.create_session(kernel, db, assistant=profile, visitor=visitor, name=body.session_name)


async def _receive(
    kernel: Kernel, request: Request, body: ChatIn
) -> tuple[Session, SessionEvent, str | None, TurnRequest | None]:
    """Stores the message in a transaction of its own; the turn that is called for is there to be started."""
    token = bearer_token(request)
    await _limit(kernel, hash_token(token).hex() if token else client_address(request))
    async with kernel.database.unit_of_work() as uow:
        session, new_token = await _session_for(kernel, uow.db, request, body)
        event, is_new = await service.receive_message(
            kernel, uow, session, content=body.message, client_message_id=body.client_message_id
        )
        turn: TurnRequest | None = await service.open_turn(uow.db, session) if is_new else None
    return session, event, new_token, turn


@router.post("/sessions", status_code=201)
async def create_session(
    kernel: KernelDep, uow: UowDep, request: Request, body: SessionIn | None = None
) -> SessionCreated:
    """A new conversation; keep its `visitor_token`, it is shown only here."""
    await _limit(kernel, client_address(request))
    given = body or SessionIn()
    profile = await get_profile(uow.db, given.assistant)
    visitor = given.user.model_dump(exclude_none=True) if given.user else {}
    session, token = await service.create_session(kernel, uow.db, assistant=profile, visitor=visitor)
    return SessionCreated(
        session_name=session.name,
        visitor_token=token,
        status=State(session.status),
        opening_line=profile.opening_line,
    )


@router.post("/chat")
async def chat(kernel: KernelDep, turns: Turns, live: Live, request: Request, body: ChatIn) -> ChatOut:
    """Sends a visitor's message and waits for the assistant's answer.

    Sending it again with the same `client_message_id` gives the same answer.
    """
    session, event, token, turn = await _receive(kernel, request, body)
    if turn:
        turns.start(turn)
    answer = await live.wait_for_answer(session, event, timeout_s=ANSWER_TIMEOUT_S)
    async with kernel.database.read() as db:
        current = await service.get_session(db, session.name)
    return ChatOut(
        session_name=session.name,
        visitor_token=token,
        message=answer,
        user_message=message_out(session.name, event),
        status=State(current.status),
    )


@router.post("/chat/stream", response_class=LiveResponse)
async def chat_stream(kernel: KernelDep, turns: Turns, live: Live, request: Request, body: ChatIn) -> LiveResponse:
    """The same as server-sent events: `session`, `message` (the visitor's own), `delta`…, `message`, `status`, `done`.

    The answer goes on being written when the connection breaks; resume on the session's events.
    """
    session, event, token, turn = await _receive(kernel, request, body)
    stream = AnswerStream(session, event, token=token)
    live.follow_session(session, stream)  # before the turn starts: no delta of a quick answer is missed
    if turn:
        turns.start(turn)
    return LiveResponse(stream)
