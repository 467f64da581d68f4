"""What a block raises by itself is told as it is; what a statement in it meets is the database's."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from harness import Stack
from sqlalchemy import text

from relaydesk.kernel import database as kernel
from relaydesk.kernel.database import Database
from relaydesk.kernel.errors import DatabaseUnavailable

Way = Callable[[Database], AbstractAsyncContextManager[Any]]
WAYS: list[Way] = [
    Database.unit_of_work,
    Database.read,
    Database.lookup,
    Database.single_write,
    lambda database: database.leadership(4712),
]


@pytest.mark.parametrize("error", [ConnectionRefusedError("its own"), TimeoutError("its own")])
@pytest.mark.parametrize("way", WAYS)
async def test_an_error_of_a_blocks_own_goes_through(stack: Stack, way: Way, error: OSError) -> None:
    with pytest.raises(type(error), match="its own"):
        async with way(stack.kernel.database):
            raise error


async def test_a_connection_that_ends_in_a_block_is_told_by_the_statement_that_meets_it(stack: Stack) -> None:
    told = []

    async def work() -> None:
        async with stack.kernel.database.unit_of_work() as uow:
            try:
                await uow.db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            except DatabaseUnavailable:
                told.append("by it")
                raise

    with pytest.raises(DatabaseUnavailable):
        await work()
    assert told == ["by it"]


@pytest.mark.parametrize("way", WAYS[:3])
async def test_a_server_that_does_not_answer_in_time_is_unavailable(
    stack: Stack, database_url: str, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    assert stack
    monkeypatch.setattr(kernel, "COMMAND_TIMEOUT_S", 0.5)
    database = Database(database_url, pool_size=1)
    with pytest.raises(DatabaseUnavailable):
        async with way(database) as given:
            await getattr(given, "db", given).scalar(text("SELECT pg_sleep(5)"))
    await database.close()


@pytest.mark.parametrize("way", WAYS)
async def test_a_port_at_which_nobody_listens_is_unavailable(way: Way) -> None:
    database = Database("postgresql://relaydesk:secret@127.0.0.1:1/relaydesk", pool_size=1)
    with pytest.raises(DatabaseUnavailable):
        async with way(database) as given:
            await getattr(given, "db", given).scalar(text("SELECT 1"))
    await database.close()
