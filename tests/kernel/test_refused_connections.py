"""A PostgreSQL that answers and lets nobody in is away, by whatever way it is asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from refusing_postgres import Refusing
from sqlalchemy import text

from relaydesk.kernel.database import Database
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.postgres.statements import Statement

ONE = Statement(text("SELECT 1 AS one"))


@pytest.fixture(params=["53300", "57P03", "57P01", "28P01"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Too many connections, starting up, shutting down, another password."""
    server = await asyncio.start_server(Refusing(request.param), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    database = Database(f"postgresql://relaydesk:secret@127.0.0.1:{port}/relaydesk", pool_size=1)
    async with server:
        yield database
    await database.close()


async def _ask(database: Database) -> None:
    await database.ask(ONE, {})


async def _write(database: Database) -> None:
    async with database.single_write() as write:
        await write.first(ONE, {})


async def _lead(database: Database) -> None:
    async with database.leadership(1):
        pass


async def _read(database: Database) -> None:
    async with database.read() as db:
        await db.scalar(text("SELECT 1"))


async def _work(database: Database) -> None:
    async with database.unit_of_work() as uow:
        await uow.db.scalar(text("SELECT 1"))


@pytest.mark.parametrize("way", [_ask, _write, _lead, _read, _work])
async def test_a_server_that_refuses_connections_is_unavailable(
    database: Database, way: Callable[[Database], Awaitable[None]]
) -> None:
    with pytest.raises(DatabaseUnavailable):
        await way(database)
    assert database.connections()["in_use"] == 0
