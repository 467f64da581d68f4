"""Owns the leader's lock: an advisory lock of PostgreSQL on a connection of its own, outside any transaction.

A process that is frozen, or behind a network that is gone, keeps its connection: PostgreSQL ends that of a leader who
has not asked for `SILENT_S`, and somebody else leads. One that waits for something else is heard of nevertheless.
"""

import asyncio
import contextlib
import time
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


_ALIVE: Final = Statement(text("SELECT 1"))


class Leadership:
    """Held as long as its connection lives."""

    def __init__(self, pooled: PoolProxiedConnection) -> None:
        self._pooled = pooled
        self._asking = asyncio.Lock()
        self._asked_at = time.monotonic()

    async def ask(self, statement: Statement, values: Mapping[str, Any]) -> Record:
        """The one row of an answer, asked on the leader's own connection.

        Raises DatabaseUnavailable when the connection, and so the lock, is gone.
        """
        async with self._asking:
            self._asked_at = time.monotonic()
            (row,) = await fetch(self._pooled, statement, values)
        return row

    async def stay(self) -> None:
        """Asks whenever nothing else has for a while, until the connection is gone: then the next question fails."""
        with contextlib.suppress(asyncpg.PostgresError, DatabaseUnavailable):
            while True:
                rest_s = self._asked_at + SILENT_S / 4 - time.monotonic()
                if rest_s <= 0:
                    await self.ask(_ALIVE, {})
                await asyncio.sleep(max(rest_s, 0.1))


@contextlib.asynccontextmanager
async def leading(pooled: PoolProxiedConnection, key: int) -> AsyncIterator[Leadership | None]:
    """As `Database.leadership`, on this connection."""
    if not await fetch(pooled, _LOCK, {"key": key}):
        yield None
        return
    leadership = Leadership(pooled)
    staying = asyncio.create_task(leadership.stay(), name=f"leadership-{key}")
    try:
        yield leadership
    finally:
        staying.cancel()
        await asyncio.wait([staying])
        if pooled.is_valid:
            with contextlib.suppress(asyncpg.PostgresError, DatabaseUnavailable):
                await fetch(pooled, _UNLOCK, {"key": key})
