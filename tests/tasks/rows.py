"""Owns how task tests look at rows, and put one into a status that only time or a crash brings about."""

from typing import Any

import httpx
from harness import Stack
from sqlalchemy import text


async def make(client: httpx.AsyncClient, kind: str = "demo.echo", **given: Any) -> str:
    answer = await client.post("/api/tasks", json={"kind": kind, "payload": {}, **given})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def show(client: httpx.AsyncClient, task_id: str) -> dict[str, Any]:
    return dict((await client.get(f"/api/tasks/{task_id}")).json())


async def write(stack: Stack, sql: str, **values: Any) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(sql), values)


async def read(stack: Stack, sql: str, **values: Any) -> list[dict[str, Any]]:
    async with stack.kernel.database.read() as db:
        return [dict(row) for row in (await db.execute(text(sql), values)).mappings()]


async def row_of(stack: Stack, task_id: str) -> dict[str, Any]:
    return (await read(stack, "SELECT * FROM tasks_task WHERE public_id = :id", id=task_id))[0]
