"""Statements that go straight to the driver fail as all others do, and leave no connection behind that is of no use."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from gateway_admin import eventually
from harness import Stack
from sqlalchemy import BigInteger, String, bindparam, text

from relaydesk.kernel.database import Database
from relaydesk.kernel.errors import Conflict, DatabaseUnavailable, Invalid
from relaydesk.kernel.postgres.statements import Statement

PID = Statement(text("SELECT pg_backend_pid() AS pid, :twice AS once, :twice AS again"))
SLEEP = Statement(text("SELECT pg_sleep(:seconds)"))
NUMBER = Statement(text("SELECT :number AS number").bindparams(bindparam("number", type_=BigInteger)))
CHANNEL = Statement(
    text("INSERT INTO desk_session_count (status, count) VALUES (:status, 1)").bindparams(
        bindparam("status", type_=String)
    )
)
READ_ONLY = Statement(text("SELECT set_config('default_transaction_read_only', :value, false)"))
END = Statement(text("SELECT pg_terminate_backend(:pid)"))


@pytest.fixture
async def database(stack: Stack, database_url: str) -> AsyncIterator[Database]:
    """With one connection of its own."""
    database = Database(database_url, pool_size=1)
    yield database
    await database.close()


async def test_values_go_by_name_and_rows_are_read_by_name(database: Database) -> None:
    (row,) = await database.ask(PID, {"twice": "one text"})
    assert (row["once"], row["again"]) == ("one text", "one text")


async def test_a_connection_that_the_server_ended_is_replaced_before_the_next_statement(database: Database) -> None:
    (first,) = await database.ask(PID, {"twice": ""})
    with pytest.raises(DatabaseUnavailable):
        await database.ask(END, {"pid": first["pid"]})
    (second,) = await database.ask(PID, {"twice": ""})
    assert second["pid"] != first["pid"]
    assert database.connections()["in_use"] == 0


async def test_a_statement_that_is_cancelled_leaves_its_connection_to_nobody(database: Database) -> None:
    (first,) = await database.ask(PID, {"twice": ""})
    task = asyncio.create_task(database.ask(SLEEP, {"seconds": 30}))

    async def is_asking() -> bool:
        return database.connections()["in_use"] == 1

    await eventually(is_asking)
    await asyncio.sleep(0.1)  # until the statement has left, too
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (second,) = await database.ask(PID, {"twice": ""})
    assert second["pid"] != first["pid"]
    assert database.connections()["in_use"] == 0


@pytest.mark.parametrize("number", [2**63, "no number", "\ud800"])
async def test_a_value_that_cannot_be_stored_is_invalid(database: Database, number: object) -> None:
    with pytest.raises(Invalid):
        await database.ask(NUMBER, {"number": number})


async def test_a_value_that_somebody_took_before_is_a_conflict(database: Database) -> None:
    await database.ask(CHANNEL, {"status": "test"})
    with pytest.raises(Conflict):
        async with database.single_write() as write:
            await write.first(CHANNEL, {"status": "test"})
    assert database.connections()["in_use"] == 0


async def test_a_server_that_takes_no_writes_is_unavailable(database: Database) -> None:
    await database.ask(READ_ONLY, {"value": "on"})
    try:
        with pytest.raises(DatabaseUnavailable):
            await database.ask(CHANNEL, {"status": "test"})
    finally:
        await database.ask(READ_ONLY, {"value": "off"})


async def test_of_two_in_a_deadlock_one_may_try_again(stack: Stack) -> None:
    lock = text("SELECT pg_advisory_xact_lock(:key)")
    both_hold = asyncio.Barrier(2)

    async def take(*keys: int) -> None:
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(lock, {"key": keys[0]})
            await both_hold.wait()
            await uow.db.execute(lock, {"key": keys[1]})

    ends = await asyncio.gather(take(1, 2), take(2, 1), return_exceptions=True)
    [failure] = [end for end in ends if end is not None]
    assert isinstance(failure, DatabaseUnavailable)
    assert (failure.status, failure.retry_after_s) == (503, 1)


@pytest.fixture
async def migrated_table(database: Database) -> AsyncIterator[None]:
    """A table of one row whose column is a number."""
    async with database.unit_of_work() as uow:
        await uow.db.execute(text("CREATE TABLE test_migrated AS SELECT 7 AS worth"))
    yield
    async with database.unit_of_work() as uow:
        await uow.db.execute(text("DROP TABLE test_migrated"))


async def _migrate(database_url: str) -> None:
    """As a migration does while web processes run: on a connection of its own."""
    migrating = Database(database_url, pool_size=1)
    async with migrating.unit_of_work() as uow:
        await uow.db.execute(text("ALTER TABLE test_migrated ALTER COLUMN worth TYPE text"))
    await migrating.close()


@pytest.mark.usefixtures("migrated_table")
async def test_a_statement_recovers_from_a_column_whose_type_changed_under_it(
    database: Database, database_url: str
) -> None:
    worth = Statement(text("SELECT worth FROM test_migrated"))
    (before,) = await database.ask(worth, {})
    await _migrate(database_url)
    (after,) = await database.ask(worth, {})
    assert (before["worth"], after["worth"]) == (7, "7")


@pytest.mark.usefixtures("migrated_table")
async def test_a_transaction_is_unavailable_once_where_a_columns_type_changed_under_it(
    database: Database, database_url: str
) -> None:
    worth = text("SELECT worth FROM test_migrated")

    async def ask() -> object:
        async with database.unit_of_work() as uow:
            return await uow.db.scalar(worth)

    before = await ask()
    await _migrate(database_url)
    with pytest.raises(DatabaseUnavailable):
        await ask()
    assert (before, await ask()) == (7, "7")
