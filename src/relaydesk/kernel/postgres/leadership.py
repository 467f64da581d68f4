"""Owns the leader's lock: an advisory lock of PostgreSQL on a connection of its own, outside any transaction.

A process that is frozen, or behind a network that is gone, keeps its connection: PostgreSQL ends that of a leader who
has not asked for `SILENT_S`, and somebody else leads.
"""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.pool import PoolProxiedConnection

from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.postgres.statements import Record, Statement, fetch

SILENT_S: Final = 10
_LOCK: Final = Statement(
    text(
        f"SELECT set_config('idle_session_timeout', '{SILENT_S}s', false) "
        "WHERE pg_try_advisory_lock(CAST(:key AS bigint))"
    )
)
_UNLOCK: Final = Statement(
    text("SELECT pg_advisory_unlock(CAST(:key AS bigint)), set_config('idle_session_timeout', '0', false)")
)


class Leadership:
    """Held as long as its connection lives: who leads asks at least every few seconds."""

    def __init__(self, pooled: PoolProxiedConnection) -> None:
        self._pooled = pooled

    async def ask(self, statement: Statement, values: Mapping[str, Any]) -> Record:
        """The one row of an answer, asked on the leader's own connection.

        Raises DatabaseUnavailable when the connection, and so the lock, is gone.
        """
        (row,) = await fetch(self._pooled, statement, values)
        return row


@contextlib.asynccontextmanager
async def leading(pooled: PoolProxiedConnection, key: int) -> AsyncIterator[Leadership | None]:
    """As `Database.leadership`, on this connection."""
    leads = bool(await fetch(pooled, _LOCK, {"key": key}))
    try:
        yield Leadership(pooled) if leads else None
    finally:
        if leads and pooled.is_valid:
            with contextlib.suppress(asyncpg.PostgresError, DatabaseUnavailable):
                await fetch(pooled, _UNLOCK, {"key": key})
