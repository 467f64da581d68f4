"""What visitors call: make a session, send a message and get the answer in one piece or as a stream."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from relaydesk.assistants.api import get_profile
from relaydesk.assistants.types import AssistantProfile, TurnRequest
from relaydesk.desk.sessions import service, store
from relaydesk.desk.sessions.live import AnswerStream, DeskLive
from relaydesk.desk.sessions.schemas import ChatIn, ChatOut, SessionCreated, SessionIn, VisitorUser
from relaydesk.desk.sessions.shaping import message_out
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.sessions.turns import TurnRunner
from relaydesk.desk.types import VISITOR_PREFIX, VISITOR_SCHEME, State
from relaydesk.identity.api import Principal, access_of, authenticate, bearer_token
from relaydesk.identity.types import schemes_for
from relaydesk.kernel.database import Db
from relaydesk.kernel.errors import RateLimited
from relaydesk.kernel.http.dependencies import KernelDep, UowDep, client_network, part
from relaydesk.kernel.http.openapi import takes
from relaydesk.kernel.live.response import LiveResponse
from relaydesk.kernel.runtime import Kernel

router = APIRouter(prefix="/api", tags=["chat"])
ANSWER_TIMEOUT_S = 120.0


Turns = Annotated[TurnRunner, Depends(part(TurnRunner))]
Live = Annotated[DeskLive, Depends(part(DeskLive))]


# one address may be a whole office: it gets this many times what one conversation gets
ADDRESS_SHARE = 10


async def _limit(kernel: Kernel, key: str, *, times: int = 1) -> None:
    limit = kernel.options.chat_rate_limit_per_minute * times
    verdict = await kernel.limiter.take(f"chat:{key}", limit_per_minute=limit)
    if not verdict.allowed:
        raise RateLimited(headers=verdict.headers())


@takes(VISITOR_SCHEME, *schemes_for("chat.use"), is_required=False)
async def _caller(kernel: KernelDep, request: Request) -> Principal | str | None:
    """A client key with scope `chat`, a visitor's token, or nobody known. A client key has limits of its own.

    Whoever is no client key is limited by address: what they say of themselves proves nothing yet.
    """
    token = bearer_token(request)
    if token and not token.startswith(VISITOR_PREFIX):
        principal = await authenticate(kernel, token)
        if principal.may("chat.use"):
            return principal
        token = None  # a person or another program that tries the chat out is a visitor like any other
    await _limit(kernel, f"address:{client_network(request)}", times=ADDRESS_SHARE)
    return token


Caller = Annotated[Principal | str | None, Depends(_caller)]


async def _new_session(
    kernel: Kernel,
    db: Db,
    request: Request,
    caller: Principal | str | None,
    *,
    name: str | None = None,
    assistant: str | None,
    user: VisitorUser | None,
) -> tuple[Session, str, AssistantProfile]:
    if isinstance(caller, Principal):
        client_key_id = caller.id
    else:
        client_key_id = None
        await _limit(kernel, f"new:{client_network(request)}")
    profile = await get_profile(db, assistant)
    visitor = user.model_dump(exclude_none=True) if user else {}
    session, token = await service.create_session(
        kernel, db, assistant=profile, visitor=visitor, name=name, client_key_id=client_key_id
    )
    return session, token, profile


async def _session_for(
    kernel: Kernel, db: Db, request: Request, body: ChatIn, caller: Principal | str | None
) -> tuple[Session, str | None]:
    """The visitor's session with its row locked, or a new one with its token.

    A name of the caller's own choice is a client key's to give. Another visitor than the session's gets a new session.
    """
    name = body.session_name
    if name is not None:
        await store.lock_name(db, name)
        session = await store.lock_session(db, name)
        if session is not None or not isinstance(caller, Principal):
            service.check_visitor(session, caller)
        if session is not None:
            if not isinstance(caller, Principal):
                await _limit(kernel, f"session:{session.id}")
            if service.identify(session, body.user.model_dump(exclude_none=True) if body.user else {}):
                return session, None
            name = None
    made, token, _ = await _new_session(
        kernel, db, request, caller, name=name, assistant=body.assistant, user=body.user
    )
    return made, token


async def _receive(
    kernel: Kernel, request: Request, body: ChatIn, caller: Principal | str | None
) -> tuple[Session, SessionEvent, str | None, TurnRequest | None]:
    """Stores the message in a transaction of its own; the turn that is called for is there to be started."""
    async with kernel.database.unit_of_work() as uow:
        session, new_token = await _session_for(kernel, uow.db, request, body, caller)
        event, is_new = await service.receive_message(
            kernel, uow, session, content=body.message, client_message_id=body.client_message_id
        )
        turn: TurnRequest | None = await service.open_turn(uow.db, session) if is_new else None
    return session, event, new_token, turn


@router.post("/sessions", status_code=201)
async def create_session(
    kernel: KernelDep, uow: UowDep, request: Request, caller: Caller, body: SessionIn | None = None
) -> SessionCreated:
    """A new conversation; keep its `visitor_token`, it is shown only here."""
    body = body or SessionIn()
    session, token, profile = await _new_session(
        kernel, uow.db, request, caller, assistant=body.assistant, user=body.user
    )
    return SessionCreated(
        session_name=session.name,
        visitor_token=token,
        status=State(session.status),
        opening_line=profile.opening_line,
    )


@router.post("/chat", summary="Send a message and wait for the answer")
async def chat(kernel: KernelDep, turns: Turns, live: Live, request: Request, caller: Caller, body: ChatIn) -> ChatOut:
    """Sends a visitor's message and waits for the assistant's answer.

    Sending it again with the same `client_message_id` gives the same answer; another text under it is a 409
    `IDEMPOTENCY_MISMATCH`.
    """
    session, event, token, turn = await _receive(kernel, request, body, caller)
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


@router.post("/chat/stream", response_class=LiveResponse, summary="Send a message and stream the answer")
async def chat_stream(
    kernel: KernelDep, turns: Turns, live: Live, request: Request, caller: Caller, body: ChatIn
) -> LiveResponse:
    """The same as server-sent events: `session`, `message` (the visitor's own), `delta`…, `message`, `status`, `done`.

    The answer goes on being written when the connection breaks; resume on the session's events.
    """
    session, event, token, turn = await _receive(kernel, request, body, caller)
    holder = access_of(caller, "chat.use") if isinstance(caller, Principal) else None
    stream = AnswerStream(session, event, token=token, holder=holder)
    live.follow_session(session, stream)  # before the turn starts: no delta of a quick answer is missed
    if turn:
        turns.start(turn)
    return LiveResponse(stream)
