"""A pooled connection that PostgreSQL has closed is replaced before it is used."""

import asyncio

from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.database import Database


async def test_a_connection_that_the_server_has_closed_is_replaced(stack: Stack, database_url: str) -> None:
    database = Database(database_url, pool_size=1)
    async with database.read() as db:
        first = await db.scalar(text("SELECT pg_backend_pid()"))
    async with stack.kernel.database.read() as db:
        assert await db.scalar(text("SELECT pg_terminate_backend(:pid)"), {"pid": first}) is True
    await asyncio.sleep(0.5)  # until the connection's end is here, too
    async with database.read() as db:
        second = await db.scalar(text("SELECT pg_backend_pid()"))
    assert second != first
    await database.close()
