"""What happens in lower packages, as far as sessions are concerned."""

from relaydesk.desk.sessions.transfers import give_back
from relaydesk.identity.types import RoleChanged, UserDeactivated
from relaydesk.kernel.database import UnitOfWork


async def operator_left(uow: UnitOfWork, event: UserDeactivated) -> None:
    """Their sessions go back to the head of the queue."""
    await give_back(uow, event.user_id)


def may_not_serve(event: RoleChanged) -> bool:
    return "desk.write" not in event.permissions


async def role_changed(uow: UnitOfWork, event: RoleChanged) -> None:
    """Likewise those of a person who may not serve sessions any more."""
    await give_back(uow, event.user_id)
