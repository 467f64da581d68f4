"""Owns how task tests look at rows, and put one into a status that only time or a crash brings about."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import httpx
from attempts import run_attempt
from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.ends.store import End, count_ends, write_ends
from relaydesk.tasks.engine.run import Runner
from relaydesk.tasks.kinds import KINDS, AnyPayload, Handler, Kind, NoPayload
from relaydesk.tasks.types import FINISHED, Status


@contextlib.contextmanager
def odd_kind(handler: Handler[AnyPayload], **limits: Any) -> Iterator[str]:
    """The name of a kind of the test's own, which does this."""
    Kind(name="test.odd", payload=AnyPayload, is_public=True, **limits).handler(handler)
    try:
        yield "test.odd"
    finally:
        del KINDS["test.odd"]


async def run(stack: Stack, task_id: str, attempt: int = 1) -> dict[str, Any]:
    """Its row once this attempt has run."""
    await run_attempt(stack.kernel, (await row_of(stack, task_id))["id"], attempt, worker="w")
    return await row_of(stack, task_id)


async def deliver(stack: Stack, runner: Runner, *task_ids: str, attempt: int = 1) -> None:
    """Has a worker's runner run this attempt of each."""
    await runner.run([((await row_of(stack, task_id))["id"], attempt) for task_id in task_ids])


async def make(client: httpx.AsyncClient, kind: str = "demo.echo", **given: Any) -> str:
    answer = await client.post("/api/tasks", json={"kind": kind, "payload": {}, **given})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def make_own(stack: Stack, kind: str) -> str:
    """A task of Relaydesk itself, of a kind that nobody else may start."""
    async with stack.kernel.database.unit_of_work() as uow:
        task_id, _ = await KINDS[kind].enqueue(uow, NoPayload())
    return task_id


async def show(client: httpx.AsyncClient, task_id: str) -> dict[str, Any]:
    return dict((await client.get(f"/api/tasks/{task_id}")).json())


async def write(stack: Stack, sql: str, **values: Any) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(sql), values)


async def read(stack: Stack, sql: str, **values: Any) -> list[dict[str, Any]]:
    async with stack.kernel.database.read() as db:
        return [dict(row) for row in (await db.execute(text(sql), values)).mappings()]


async def row_of(stack: Stack, task_id: str) -> dict[str, Any]:
    """As it is worked on, else as it has ended."""
    for table in ("tasks_task", "tasks_ended"):
        if found := await read(stack, f"SELECT * FROM {table} WHERE public_id = :id", id=task_id):  # noqa: S608
            return found[0]
    raise KeyError(task_id)


async def put(stack: Stack, task_id: str, status: str, *, result: dict[str, Any] | None = None) -> None:
    """Puts a task that waits into this status."""
    if status not in FINISHED:
        await write(stack, "UPDATE tasks_task SET status = :status WHERE public_id = :id", status=status, id=task_id)
        return
    row = await row_of(stack, task_id)
    end = End(row["id"], row["attempt"], Status(status), result=json.dumps(result))
    async with stack.kernel.database.unit_of_work() as uow:
        now = utc_now()
        [ended] = await write_ends(uow.db, [end], now, waiting=True)
        await count_ends(uow.db, [(ended.kind, ended.status)], now)
