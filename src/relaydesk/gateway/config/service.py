"""Telling every process that the configuration moved."""

from relaydesk.gateway.config import store
from relaydesk.kernel.database import UnitOfWork

CHANNEL = "gateway.config"


async def config_moved(uow: UnitOfWork) -> None:
    """Move the mark with this unit of work, and wake the listeners once it is committed."""
    await store.move_mark(uow.db)
    uow.wake(CHANNEL)
