"""The loops that keep a lease alive outlive an error that nobody foresaw: the next round does what it could not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
from attempts import run_attempt
from gateway_admin import eventually
from harness import Stack
from sqlalchemy import text

from relaydesk.tasks.types import REQUESTS

# a sequence counts also what is rolled back
BREAK = (
    "CREATE SEQUENCE rounds",
    """CREATE FUNCTION fail_at_first() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('rounds') <= 2 THEN RAISE EXCEPTION 'nobody foresaw this'; END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER fails BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.status = 'running' AND NEW.status = 'running' AND NEW.lease_until IS DISTINCT FROM OLD.lease_until)
    EXECUTE FUNCTION fail_at_first()""",
)
MEND = ("DROP TRIGGER fails ON {table}", "DROP FUNCTION fail_at_first", "DROP SEQUENCE rounds")


async def _execute(stack: Stack, statements: tuple[str, ...], table: str) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        for statement in statements:
            await uow.db.execute(text(statement.format(table=table)))


@contextlib.asynccontextmanager
async def failing_at_first(stack: Stack, table: str) -> AsyncIterator[None]:
    """The first two rounds that extend a lease there fail."""
    await _execute(stack, BREAK, table)
    try:
        yield
    finally:
        await _execute(stack, MEND, table)


async def _rounds(stack: Stack) -> int:
    async with stack.kernel.database.read() as db:
        return int(await db.scalar(text("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM rounds")))


async def test_a_tasks_heartbeat_outlives_errors_and_still_hears_a_cancel(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    made = (await owner.post("/api/tasks", json={"kind": "demo.sleep", "payload": {"seconds": 60}})).json()
    async with stack.kernel.database.read() as db:
        number = await db.scalar(text("SELECT id FROM tasks_task WHERE public_id = :id"), {"id": made["id"]})
    async with failing_at_first(stack, "tasks_task"), asyncio.timeout(30):
        running = asyncio.create_task(run_attempt(stack.kernel, number, 1, worker="w"))

        async def has_beaten_again() -> bool:
            await stack.kernel.wakeups.notify(REQUESTS)
            return await _rounds(stack) >= 3

        await eventually(has_beaten_again, within_s=20)
        assert not running.done()
        assert (await owner.post(f"/api/tasks/{made['id']}/cancel")).status_code == 200
        await running
    assert (await owner.get(f"/api/tasks/{made['id']}")).json()["status"] == "cancelled"


async def test_a_turns_checkpoints_outlive_errors_and_its_answer_lands(stack: Stack, client: httpx.AsyncClient) -> None:
    stack.model.gate.clear()
    async with failing_at_first(stack, "assistants_turn"), asyncio.timeout(30):
        asking = asyncio.create_task(client.post("/api/chat", json={"message": "Bicycles?"}))
        await stack.model.speaking.wait()

        async def is_checkpointed() -> bool:
            async with stack.kernel.database.read() as db:
                return await db.scalar(text("SELECT text FROM assistants_turn WHERE status = 'running'")) == "We have "

        await eventually(is_checkpointed, within_s=20)
        assert await _rounds(stack) >= 3
        stack.model.gate.set()
        answer = (await asking).json()["message"]
    assert (answer["role"], answer["content"]) == ("assistant", "We have a red bicycle.")
