"""A pooled connection that is of no use any more is replaced before it is used."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from harness import Stack
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from relaydesk.kernel.database import Database, async_url
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.postgres import connections
from relaydesk.kernel.postgres.connections import check_connections


class Way:
    """To PostgreSQL over TCP; `cut` drops what is under way on it without a word to either end."""

    def __init__(self, database_url: str) -> None:
        self._url = make_url(async_url(database_url))
        self._tasks: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        url = self._url.set(host="127.0.0.1", port=port, query={})
        async with server:
            yield url.render_as_string(hide_password=False)
        self.cut()
        for writer in self._writers:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def cut(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        folder = self._url.query["host"]
        port = self._url.query.get("port") or self._url.port or 5432
        to_server = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}")
        self._writers += [writer, to_server[1]]
        for source, target in ((reader, to_server[1]), (to_server[0], writer)):
            self._tasks.append(asyncio.create_task(self._pass_on(source, target)))

    @staticmethod
    async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            target.write(data)
        target.close()


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


async def test_a_transaction_of_a_process_that_is_frozen_is_ended_and_told_so_when_it_goes_on(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = connections._ENDS_FORGOTTEN
    assert "60s" in bound
    monkeypatch.setattr(connections, "_ENDS_FORGOTTEN", bound.replace("60s", "200ms"))
    frozen, other = Database(database_url, pool_size=1), Database(database_url, pool_size=1)
    lock = text("SELECT pg_advisory_xact_lock(4713)")

    async def work() -> None:
        async with frozen.unit_of_work() as uow:
            await uow.db.execute(lock)
            async with asyncio.timeout(10), other.unit_of_work() as free:
                await free.db.execute(lock)
            await uow.db.execute(lock)

    with pytest.raises(DatabaseUnavailable):
        await work()
    async with frozen.unit_of_work() as uow:
        assert await uow.db.scalar(text("SELECT 1")) == 1
    await asyncio.gather(frozen.close(), other.close())


async def test_a_connection_that_rested_and_was_dropped_on_the_way_is_replaced(stack: Stack, database_url: str) -> None:
    way = Way(database_url)
    async with way.open() as url:
        engine = create_async_engine(url, pool_size=1, max_overflow=0, isolation_level="AUTOCOMMIT")
        check_connections(engine.sync_engine, rested_s=0.2)
        pids = []
        for pause_s, is_cut in ((0.0, False), (0.3, False), (0.3, True)):
            await asyncio.sleep(pause_s)
            if is_cut:
                way.cut()
            async with asyncio.timeout(10), engine.connect() as connection:
                pids.append(await connection.scalar(text("SELECT pg_backend_pid()")))
        assert pids[0] == pids[1] != pids[2]
        await engine.dispose()
