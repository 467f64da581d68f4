"""What happens in lower packages, as far as sessions are concerned."""

from relaydesk.desk.sessions.transfers import give_back
from relaydesk.identity.types import UserDeactivated
from relaydesk.kernel.database import UnitOfWork


async def operator_left(uow: UnitOfWork, event: UserDeactivated) -> None:
    """Their sessions go back to the head of the queue."""
    await give_back(uow, event.user_id)
