"""Rules of sessions: who may speak when, takeover by compare-and-set, one running turn, late answers refused."""

import contextlib
from datetime import timedelta
from typing import Any

from relaydesk.assistants import api as assistants
from relaydesk.assistants.types import AssistantProfile, HistoryMessage, TurnRequest, TurnResult, TurnStatus
from relaydesk.desk.errors import (
    NotYourSession,
    SessionAlreadyTaken,
    SessionNotFound,
    VisitorTokenExpired,
    VisitorTokenRequired,
)
from relaydesk.desk.sessions import store
from relaydesk.desk.sessions.log import announce, append_at_once, append_message, get_locked, signature_of, transition
from relaydesk.desk.sessions.seats import give_to
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.types import ALREADY, Action, Appended, Speaker, State
from relaydesk.identity.api import Principal, record_audit
from relaydesk.kernel.crypto import hash_token, is_same
from relaydesk.kernel.database import Db, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Conflict, NotFound
from relaydesk.kernel.ids import new_public_id, new_secret
from relaydesk.kernel.observe.tracing import request_id_var
from relaydesk.kernel.runtime import Kernel

HISTORY = 30
UNAVAILABLE = "Sorry, I can't answer right now. You can ask again in a moment, or talk to a human."


async def create_session(
    kernel: Kernel,
    db: Db,
    *,
    assistant: AssistantProfile,
    visitor: dict[str, Any],
    name: str | None = None,
    client_key_id: int | None = None,
) -> tuple[Session, str]:
    """The new session and its visitor token, which is not kept. `client_key_id` is that of the program that made it."""
    now = utc_now()
    token = new_secret("rdv", 40)
    session = Session(
        name=name or new_public_id("sess"),
        status=State.BOT,
        epoch=0,
        last_seq=0,
        unread=0,
        last_message="",
        assistant_id=assistant.id,
        assistant_name=assistant.name,
        visitor_token_hash=hash_token(token),
        visitor=visitor,
        client_key_id=client_key_id,
        created_at=now,
        updated_at=now,
        expires_at=now + timedelta(seconds=kernel.options.session_expire_s),
    )
    db.add(session)
    await db.flush()
    return session, token


def check_visitor(session: Session | None, caller: Principal | str | None) -> None:
    """Whether the caller, by a visitor's token or as the client key that made the session, is its visitor.

    Raises:
        VisitorTokenRequired: not, or there is no such session.
        VisitorTokenExpired: the conversation has been left alone for too long.
    """
    if session is None or caller is None:
        raise VisitorTokenRequired
    if isinstance(caller, Principal):
        is_visitor = caller.may("chat.use") and session.client_key_id == caller.id
    else:
        is_visitor = is_same(hash_token(caller), session.visitor_token_hash)
    if not is_visitor:
        raise VisitorTokenRequired
    if session.expires_at <= utc_now():
        raise VisitorTokenExpired


def identify(session: Session, visitor: dict[str, Any]) -> bool:
    """Takes over what the page says of a session's visitor; False when it names somebody else.

    An anonymous session takes the first identity that is named; nothing that is named is verified.
    """
    known, named = _identity(session.visitor), _identity(visitor)
    if known is not None and named is not None and known != named:
        return False
    if visitor:
        session.visitor = {**session.visitor, **visitor}
    return True


def _identity(visitor: dict[str, Any]) -> str | None:
    named = visitor.get("id") or visitor.get("email")
    return str(named) if named else None


async def get_session(db: ReadDb, name: str) -> Session:
    session = await store.find_session(db, name)
    if session is None:
        raise SessionNotFound(session_name=name)
    return session


async def receive_message(
    kernel: Kernel, uow: UnitOfWork, session: Session, *, content: str, client_message_id: str | None
) -> tuple[SessionEvent, bool]:
    """A visitor's message into a locked session; a closed one is reopened by it. False: it had come before.

    Raises:
        IdempotencyMismatch: the client id was used for another text.
    """
    if session.status == State.CLOSED and not (
        client_message_id and await store.find_by_client_id(uow.db, session.id, Speaker.VISITOR, client_message_id)
    ):
        await transition(uow, session, Action.REOPEN, by=Speaker.VISITOR)
    session.expires_at = utc_now() + timedelta(seconds=kernel.options.session_expire_s)
    return await append_message(
        uow, session, role=Speaker.VISITOR, content=content, client_message_id=client_message_id
    )


async def open_turn(db: Db, session: Session) -> TurnRequest | None:
    """A turn for the questions that stand unanswered in a locked session; None when no turn is called for."""
    if session.status != State.BOT:
        return None
    profile = await _profile_of(db, session)
    events = await store.list_recent_messages(db, session.id, limit=HISTORY)
    question_seq = await store.last_visitor_seq(db, session.id)
    if not question_seq or await store.find_answer(db, session.id, question_seq):
        return None
    request_id = request_id_var.get()
    turn = await assistants.open_turn(
        db,
        session_name=session.name,
        epoch=session.epoch,
        question_seq=question_seq,
        assistant=profile,
        request_id=request_id,
    )
    if turn is None:
        return None
    history = tuple(HistoryMessage(event.role, event.content) for event in events)
    return TurnRequest(
        turn_id=turn.id,
        session_name=session.name,
        epoch=session.epoch,
        question_seq=question_seq,
        assistant=profile,
        history=history,
        request_id=request_id,
        is_over_bound=turn.is_over_bound,
    )


async def _profile_of(db: Db, session: Session) -> AssistantProfile:
    """The session's assistant; the default one where that was deleted or switched off meanwhile."""
    try:
        return await assistants.get_profile(db, session.assistant_id)
    except NotFound:
        profile = await assistants.get_profile(db, None)
        session.assistant_id, session.assistant_name = profile.id, profile.name
        return profile


async def append_answer(uow: UnitOfWork, session: Session, result: TurnResult) -> bool:
    """Appends a turn's answer to a locked session while its epoch still holds; a late one is refused (False)."""
    if session.epoch != result.epoch or session.status != State.BOT:
        return False
    details: dict[str, Any] = {"in_reply_to": result.question_seq, "turn_id": result.turn_id}
    if result.text and result.status is not TurnStatus.STOPPED:
        is_partial = result.status is not TurnStatus.DONE
        await append_message(
            uow, session, role=Speaker.ASSISTANT, content=result.text,
            sources=result.sources, author=session.assistant_name, is_partial=is_partial,
            offers_human=result.offers_human, **details,
        )  # fmt: skip
    elif result.status is not TurnStatus.STOPPED:
        code = f"turn_{result.status.value}"
        await append_message(uow, session, role=Speaker.SYSTEM, content=UNAVAILABLE, code=code, **details)
    return True


async def take_over(uow: UnitOfWork, principal: Principal, name: str) -> Session:
    """Gives the session to this operator; exactly one of many at once wins.

    Raises:
        SessionAlreadyTaken: naming the winner in `details.operator`.
        OperatorFull: this operator serves as many as they may.
        TransitionImpossible: the session is closed.
    """
    await store.lock_operator(uow.db, principal.id)
    session = await get_locked(uow.db, name)
    if session.status == State.HUMAN:
        if session.operator_id == principal.id:
            return session
        raise SessionAlreadyTaken(operator={"id": session.operator_public_id, "name": session.operator_name})
    await give_to(uow, session, principal, Action.TAKE_OVER)
    record_audit(uow, principal, "session.taken_over", name)
    return session


async def act(uow: UnitOfWork, session: Session, action: Action, *, principal: Principal | None) -> Session:
    """Releases, escalates, closes or reopens a locked session, for an operator or (None) its visitor.

    Raises:
        SessionAlreadyTaken: it is another operator's, and this one is no admin.
        TransitionImpossible: its status does not allow it.
    """
    if ALREADY.get(action) == session.status:
        return session
    if principal and session.status == State.HUMAN and session.operator_id != principal.id:
        may_override = action is not Action.ESCALATE and principal.may("users.write")
        if not may_override:
            raise SessionAlreadyTaken(operator={"id": session.operator_public_id, "name": session.operator_name})
    by = Speaker.OPERATOR if principal else Speaker.VISITOR
    await transition(uow, session, action, by=by)
    if principal:
        record_audit(uow, principal, f"session.{action.value}", session.name)
    return session


async def erase(uow: UnitOfWork, principal: Principal, name: str) -> None:
    """Deletes a session with its messages; who follows it is told. Raises SessionNotFound."""
    session = await get_locked(uow.db, name)
    await assistants.stop_turn(uow, name)
    await store.delete_session(uow.db, session)
    announce(uow, session.name)
    record_audit(uow, principal, "session.erased", name)


async def send_manually(
    kernel: Kernel, principal: Principal, *, name: str, content: str, client_message_id: str | None
) -> SessionEvent | Appended:
    """An operator's message; the same client id sends once.

    Nearly always it is one statement; what that does not write is looked at under the session's lock.

    Raises:
        NotYourSession: they do not serve the session.
        IdempotencyMismatch: the client id was used for another text, or by another operator.
    """
    with contextlib.suppress(Conflict):
        async with kernel.database.single_write() as write:
            appended = await append_at_once(
                write,
                name=name,
                operator=principal,
                content=content,
                client_message_id=client_message_id,
            )
        if appended is not None:
            return appended
    async with kernel.database.unit_of_work() as uow:
        return await _send_under_lock(uow, principal, name=name, content=content, client_message_id=client_message_id)


async def _send_under_lock(
    uow: UnitOfWork, principal: Principal, *, name: str, content: str, client_message_id: str | None
) -> SessionEvent:
    session = await get_locked(uow.db, name)
    if session.status != State.HUMAN or session.operator_id != principal.id:
        holder = {"id": session.operator_public_id, "name": session.operator_name} if session.operator_id else None
        raise NotYourSession(status=session.status, operator=holder)
    event, _ = await append_message(
        uow, session, role=Speaker.OPERATOR, content=content,
        client_message_id=client_message_id, **signature_of(principal),
    )  # fmt: skip
    session.unread = 0
    return event
