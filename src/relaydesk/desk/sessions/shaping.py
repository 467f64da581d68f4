"""Owns how rows of the desk become what goes over the wire."""

from typing import Any, cast

from relaydesk.desk.sessions.log import message_id
from relaydesk.desk.sessions.schemas import MessageOut, OfferOut, OperatorOut, SessionOut, VisitorOut
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.types import Appended, Kind, Speaker, State


def session_out(session: Session, *, for_visitor: bool = False) -> SessionOut:
    """`for_visitor` leaves out what operators tell each other."""
    operator = offer = None
    if session.operator_public_id is not None:
        operator = OperatorOut(id=session.operator_public_id, name=session.operator_name or "")
    if session.offered_until is not None and not for_visitor:
        colleague = OperatorOut(id=session.offered_to_public_id or "", name=session.offered_to_name or "")
        offer = OfferOut(to=colleague, note=session.offer_note or "", until=session.offered_until)
    return SessionOut(
        session_name=session.name,
        status=State(session.status),
        epoch=session.epoch,
        operator=operator,
        assistant=session.assistant_name,
        assistant_id=session.assistant_id,
        unread=session.unread,
        last_message=session.last_message,
        last_seq=session.last_seq,
        visitor=cast("VisitorOut", session.visitor),
        is_visitor_verified=False,
        offer=offer,
        waiting_since=session.waiting_since,
        created_at=session.created_at,
        updated_at=session.updated_at,
    )


def message_out(session_name: str, event: SessionEvent | Appended) -> MessageOut:
    return MessageOut(
        id=message_id(session_name, event.seq),
        seq=event.seq,
        role=Speaker(event.role),
        content=event.content,
        sources=event.payload.get("sources", []),
        client_message_id=event.client_message_id,
        created_at=event.created_at,
        author=event.payload.get("author"),
        in_reply_to=event.payload.get("in_reply_to"),
        is_partial=event.payload.get("is_partial", False),
        offers_human=event.payload.get("offers_human", False),
        code=event.payload.get("code"),
        note_for=event.payload.get("note_for"),
    )


def event_data(session_name: str, event: SessionEvent | Appended) -> dict[str, Any]:
    """What an event is on the wire of a stream: a message, a note, or a change of status."""
    if event.kind != Kind.STATUS:
        return message_out(session_name, event).model_dump(mode="json")
    return {**event.payload, "session_name": session_name, "seq": event.seq}
