"""Owns the session's event log: appending under the row lock, idempotently, and the transitions logged in it."""

import time
from datetime import datetime
from typing import Any

from relaydesk.assistants import api as assistants
from relaydesk.desk.errors import IdempotencyMismatch, SessionNotFound, TransitionImpossible
from relaydesk.desk.sessions import store
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.types import TRANSITIONS, Action, Appended, Kind, SessionClosed, SessionWaiting, Speaker, State
from relaydesk.identity.api import Principal
from relaydesk.kernel.database import Db, SingleWrite, UnitOfWork, utc_now
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.observe.previews import cut

DESK = "desk"
PREVIEW = 200


def channel(session_name: str) -> str:
    return f"session:{session_name}"


def message_id(session_name: str, seq: int) -> str:
    """A message's id as it is shown outside."""
    return f"{session_name}:{seq}"


def signature_of(operator: Principal) -> dict[str, Any]:
    """What an operator's message keeps of its sender: a name to show, an id to tell namesakes apart."""
    return {"author": operator.name, "author_id": operator.public_id}


def _is_of_same_sender(known: dict[str, Any], payload: dict[str, Any]) -> bool:
    """Whether two messages of one role have the same sender; those of earlier versions keep a name alone."""
    key = "author_id" if "author_id" in known else "author"
    return known.get(key) == payload.get(key)


def moment_in(session: Session) -> datetime:
    """Now, in a locked session: times rise with `seq`, also where the clocks of two machines differ."""
    return max(utc_now(), session.updated_at)


async def get_locked(db: Db, session_name: str) -> Session:
    """The session with its row locked. Raises SessionNotFound."""
    session = await store.lock_session(db, session_name)
    if session is None:
        raise SessionNotFound(session_name=session_name)
    return session


async def append_message(
    uow: UnitOfWork,
    session: Session,
    *,
    role: Speaker,
    content: str,
    client_message_id: str | None = None,
    **payload: Any,
) -> tuple[SessionEvent, bool]:
    """Appends to a locked session; gives the event and whether it is new.

    The same text of the same sender under a client id that is known is the same message: nothing is appended.

    Raises:
        IdempotencyMismatch: that client id was used for another text, or by another sender.
    """
    began = time.perf_counter()
    if client_message_id:
        known = await store.find_by_client_id(uow.db, session.id, role, client_message_id)
        if known:
            if known.content != content or not _is_of_same_sender(known.payload, payload):
                raise IdempotencyMismatch(message_id=message_id(session.name, known.seq))
            return known, False
    now = moment_in(session)
    event = _append(uow.db, session, Kind.MESSAGE, role, content, payload, client_message_id, now)
    session.last_message, session.updated_at = cut(content, PREVIEW), now
    if role is Speaker.VISITOR:
        session.unread += 1
    await uow.db.flush()
    announce(uow, session.name)
    metrics.MESSAGES_SENT.labels(role.value).inc()
    metrics.MESSAGE_DURATION.observe(time.perf_counter() - began)
    return event, True


def append_note(uow: UnitOfWork, session: Session, *, author: Principal, colleague: str, content: str) -> None:
    """What one operator tells another in a locked session; it stays in its log, and no visitor gets it."""
    details = {**signature_of(author), "note_for": colleague}
    _append(uow.db, session, Kind.NOTE, Speaker.OPERATOR, content, details, None, moment_in(session))


async def append_at_once(
    write: SingleWrite, *, name: str, operator: Principal, content: str, client_message_id: str | None
) -> Appended | None:
    """An operator's message into the session that they serve, in one statement; it clears what they had not read.

    None, and nothing is written: they do not serve it, there is no such session, or the client id is known.
    """
    began = time.perf_counter()
    appended = await store.append_to_served(
        write,
        name=name,
        operator_id=operator.id,
        content=content,
        preview=cut(content, PREVIEW),
        payload=signature_of(operator),
        client_message_id=client_message_id,
        now=utc_now(),
    )
    if appended is not None:
        announce(write, name)
        metrics.MESSAGES_SENT.labels(Speaker.OPERATOR.value).inc()
        metrics.MESSAGE_DURATION.observe(time.perf_counter() - began)
    return appended


async def transition(uow: UnitOfWork, session: Session, action: Action, *, by: Speaker, **payload: Any) -> None:
    """Moves a locked session along the table, begins a new epoch and logs it. Raises TransitionImpossible."""
    target = TRANSITIONS.get((State(session.status), action))
    if target is None:
        raise TransitionImpossible(status=session.status, action=action.value)
    now = moment_in(session)
    session.status, session.epoch, session.updated_at = target, session.epoch + 1, now
    session.waiting_since = now if target is State.WAITING else None
    session.is_returned = action is Action.RETURN
    forget_offer(session)
    if target is not State.HUMAN:
        session.operator_id = session.operator_name = session.operator_public_id = None
    operator = session.operator_name
    details = {"status": target.value, "epoch": session.epoch, "action": action.value, "operator": operator, **payload}
    _append(uow.db, session, Kind.STATUS, by, "", details, None, now)
    await uow.db.flush()
    await assistants.stop_turn(uow, session.name)
    announce(uow, session.name)
    if target is State.WAITING:
        uow.record(SessionWaiting(session_name=session.name))
    if target is State.CLOSED:
        uow.record(SessionClosed(session_name=session.name))


def forget_offer(session: Session) -> None:
    session.offered_to_id = session.offered_to_public_id = session.offered_to_name = None
    session.offer_note = session.offered_until = None


def announce(uow: UnitOfWork | SingleWrite, session_name: str) -> None:
    """Has everybody look who follows the session or the desk."""
    uow.wake(channel(session_name))
    uow.wake(DESK)


def _append(
    db: Db,
    session: Session,
    kind: Kind,
    role: Speaker,
    content: str,
    payload: dict[str, Any],
    client_message_id: str | None,
    now: datetime,
) -> SessionEvent:
    session.last_seq += 1
    event = SessionEvent(
        session_id=session.id,
        seq=session.last_seq,
        kind=kind,
        role=role,
        content=content,
        payload=payload,
        client_message_id=client_message_id,
        created_at=now,
    )
    db.add(event)
    return event
