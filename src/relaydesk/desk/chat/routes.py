"""What visitors call: make a session, send a message and get the answer in one piece or as a stream."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from relaydesk.assistants.api import get_profile
from relaydesk.assistants.types import TurnRequest
from relaydesk.desk.errors import SessionNotFound
from relaydesk.desk.sessions import service, store
from relaydesk.desk.sessions.feed import session_feed, wait_for_answer
from relaydesk.desk.sessions.schemas import ChatIn, ChatOut, SessionCreated, SessionIn
from relaydesk.desk.sessions.shaping import message_out
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.sessions.turns import TurnRunner
from relaydesk.desk.types import Kind, Speaker, State
from relaydesk.identity.api import bearer_token
from relaydesk.kernel.crypto import hash_token
from relaydesk.kernel.database import Db
from relaydesk.kernel.errors import RateLimited
from relaydesk.kernel.http.dependencies import KernelDep, UowDep, client_address, part
from relaydesk.kernel.http.sse import ServerEvent, event_stream
from relaydesk.kernel.runtime import Kernel

router = APIRouter(prefix="/api", tags=["chat"])
ANSWER_TIMEOUT_S = 120.0


Turns = Annotated[TurnRunner, Depends(part(TurnRunner))]


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
async def chat(kernel: KernelDep, turns: Turns, request: Request, body: ChatIn) -> ChatOut:
    """Sends a visitor's message and waits for the assistant's answer.

    Sending it again with the same `client_message_id` gives the same answer.
    """
    session, event, token, turn = await _receive(kernel, request, body)
    if turn:
        turns.start(turn)
    answer = await wait_for_answer(kernel, session, question_seq=event.seq, timeout_s=ANSWER_TIMEOUT_S)
    async with kernel.database.read() as db:
        current = await service.get_session(db, session.name)
    return ChatOut(
        session_name=session.name,
        visitor_token=token,
        message=answer,
        user_message=message_out(session.name, event),
        status=State(current.status),
    )


@router.post("/chat/stream")
async def chat_stream(kernel: KernelDep, turns: Turns, request: Request, body: ChatIn) -> StreamingResponse:
    """The same as server-sent events: `session`, `message` (the visitor's own), `delta`…, `message`, `status`, `done`.

    The answer goes on being written when the connection breaks; resume on the session's events.
    """
    session, event, token, turn = await _receive(kernel, request, body)
    feed = session_feed(kernel, session, after_seq=event.seq - 1)
    first = await anext(feed)  # from here on it listens: no delta of a quick answer is missed
    if turn:
        turns.start(turn)
    return event_stream(_answer_events(kernel, session, event, token, _again(first, feed)), draining=kernel.draining)


async def _again(first: ServerEvent, rest: AsyncGenerator[ServerEvent, None]) -> AsyncGenerator[ServerEvent, None]:
    async with aclosing(rest):
        yield first
        async for event in rest:
            yield event


async def _answer_events(
    kernel: Kernel,
    session: Session,
    question: SessionEvent,
    token: str | None,
    following: AsyncGenerator[ServerEvent, None],
) -> AsyncIterator[ServerEvent]:
    opening: dict[str, Any] = {"session_name": session.name, "status": session.status}
    if token:
        opening["visitor_token"] = token
    yield ServerEvent("session", opening)
    is_spoken_for = session.status != State.BOT
    async with aclosing(following) as feed:
        async for event in feed:
            yield event
            is_own = event.id == question.seq
            is_answer = event.event == Kind.MESSAGE and (event.data.get("in_reply_to") or 0) >= question.seq
            is_taken = event.event == Kind.STATUS and event.data["status"] != State.BOT
            if is_answer and event.data["role"] == Speaker.SYSTEM:
                yield ServerEvent("error", {"code": event.data["code"], "message": event.data["content"]})
            if is_answer or is_taken or (is_own and is_spoken_for):
                break
    async with kernel.database.read() as db:
        current = await service.get_session(db, session.name)
    yield ServerEvent("status", {"status": current.status, "epoch": current.epoch, "operator": current.operator_name})
    yield ServerEvent("done", {"session_name": session.name, "last_seq": current.last_seq})
