"""Telling every process that the configuration moved."""

from relaydesk.gateway.config import store
from relaydesk.kernel.database import Db
from relaydesk.kernel.events import Wakeups

CHANNEL = "gateway.config"


async def config_moved(db: Db, wakeups: Wakeups) -> None:
    """Move the mark with this unit of work, and wake the listeners once it is committed."""
    await store.move_mark(db)
    wakeups.notify_after_commit(db, CHANNEL)
