"""Owns who may serve one more session, and gives it to them."""

from relaydesk.desk.errors import OperatorFull
from relaydesk.desk.sessions import store
from relaydesk.desk.sessions.log import transition
from relaydesk.desk.sessions.tables import Session
from relaydesk.desk.types import Action, Speaker
from relaydesk.identity.api import Principal, find_person
from relaydesk.kernel.database import UnitOfWork


async def give_to(uow: UnitOfWork, session: Session, principal: Principal, action: Action) -> None:
    """Makes an operator the one who serves a locked session. Lock the operator before the session.

    Raises:
        OperatorFull: they serve as many as they may.
        TransitionImpossible: its status does not allow it.
    """
    person = await find_person(uow.db, principal.id)
    max_sessions = person.max_sessions if person else 0
    if await store.count_served(uow.db, principal.id) >= max_sessions:
        raise OperatorFull(max_sessions=max_sessions)
    session.operator_id, session.operator_name, session.operator_public_id = (
        principal.id, principal.name, principal.public_id,
    )  # fmt: skip
    await transition(uow, session, action, by=Speaker.OPERATOR)
    session.unread = 0
