"""Rules of handing a session on: offered to a colleague with a note, accepted or declined, back after a minute.

The note stays in the session's log, whatever comes of the offer.

Until it is accepted the session stays with who offered it. Acceptance is a takeover: the same capacity, the same epoch.
"""

from datetime import timedelta

from relaydesk.desk.errors import ColleagueUnknown, NotYourSession, OfferOver
from relaydesk.desk.sessions import store
from relaydesk.desk.sessions.log import announce, append_note, forget_offer, get_locked, moment_in, transition
from relaydesk.desk.sessions.seats import give_to
from relaydesk.desk.sessions.tables import Session
from relaydesk.desk.types import Action, Speaker, State
from relaydesk.identity.api import Principal, find_colleague, record_audit
from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid

OFFERED_FOR = timedelta(minutes=1)


async def offer(uow: UnitOfWork, principal: Principal, *, name: str, to: str, note: str) -> Session:
    """Offers a session that one serves to a colleague; another offer takes the place of the first.

    Raises:
        NotYourSession: it is not served by this operator.
        ColleagueUnknown: nobody active with that id may serve sessions.
        Invalid: it is offered to oneself.
    """
    session = await get_locked(uow.db, name)
    if session.status != State.HUMAN or session.operator_id != principal.id:
        raise NotYourSession(status=session.status)
    colleague = await find_colleague(uow.db, to, permission="desk.write")
    if colleague is None:
        raise ColleagueUnknown(user_id=to)
    if colleague.id == principal.id:
        raise Invalid.field("to", "is yourself", reason="to_yourself")
    session.offered_to_id, session.offered_to_public_id, session.offered_to_name = (
        colleague.id, colleague.public_id, colleague.name,
    )  # fmt: skip
    session.offer_note, session.offered_until = note, utc_now() + OFFERED_FOR
    if note:
        append_note(uow, session, author=principal, colleague=colleague.name, content=note)
    _moved(uow, session)
    record_audit(uow, principal, "session.offered", name, to=colleague.name, to_id=colleague.public_id)
    return session


async def accept(uow: UnitOfWork, principal: Principal, *, name: str) -> Session:
    """The colleague takes it over.

    Raises:
        OfferOver: it was not offered to them, or not any more.
        OperatorFull: they serve as many as they may.
    """
    await store.lock_operator(uow.db, principal.id)
    session = await get_locked(uow.db, name)
    if not _is_offered_to(session, principal):
        raise OfferOver(operator=_operator(session))
    await give_to(uow, session, principal, Action.ACCEPT)
    record_audit(uow, principal, "session.accepted", name)
    return session


async def decline(uow: UnitOfWork, principal: Principal, *, name: str) -> Session:
    """The colleague does not want it, or who offered it takes that back; it stays where it is. Raises OfferOver."""
    session = await get_locked(uow.db, name)
    is_mine = session.operator_id == principal.id and session.offered_to_id is not None
    if not is_mine and not _is_offered_to(session, principal):
        raise OfferOver(operator=_operator(session))
    forget_offer(session)
    _moved(uow, session)
    record_audit(uow, principal, "session.declined", name)
    return session


async def take_back(uow: UnitOfWork, name: str) -> None:
    """Ends an offer that nobody answered in time."""
    session = await store.lock_session(uow.db, name)
    if session is not None and session.offered_until is not None and session.offered_until < utc_now():
        forget_offer(session)
        _moved(uow, session)


async def give_back(uow: UnitOfWork, operator_id: int) -> None:
    """Sends all that an operator serves to the head of the queue, and ends the offers made to them."""
    for name in await store.list_served_by(uow.db, operator_id):
        session = await store.lock_session(uow.db, name)
        if session is None:
            continue
        if session.offered_to_id == operator_id:
            forget_offer(session)
            _moved(uow, session)
        if session.operator_id == operator_id and session.status == State.HUMAN:
            await transition(uow, session, Action.RETURN, by=Speaker.SYSTEM, reason="operator_left")


def _is_offered_to(session: Session, principal: Principal) -> bool:
    is_open = session.offered_until is not None and session.offered_until > utc_now()
    return session.status == State.HUMAN and session.offered_to_id == principal.id and is_open


def _operator(session: Session) -> dict[str, str | None] | None:
    return {"id": session.operator_public_id, "name": session.operator_name} if session.operator_id else None


def _moved(uow: UnitOfWork, session: Session) -> None:
    session.updated_at = moment_in(session)
    announce(uow, session.name)
