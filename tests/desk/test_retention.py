"""Conversations that have been closed for longer than SESSION_RETENTION_DAYS are erased with their messages."""

from typing import Any

import httpx
from attempts import run_attempt
from harness import Stack
from sqlalchemy import text


async def read(stack: Stack, query: str) -> list[Any]:
    async with stack.kernel.database.read() as db:
        return list((await db.scalars(text(query))).all())


async def conversation(client: httpx.AsyncClient, stack: Stack, *, closed_days_ago: int | None) -> str:
    """Its name; None is one that is open and as old as can be."""
    made = (await client.post("/api/chat", json={"message": "hello"})).json()
    name: str = made["session_name"]
    if closed_days_ago is not None:
        token = {"Authorization": f"Bearer {made['visitor_token']}"}
        assert (await client.post(f"/api/sessions/{name}/close", headers=token)).status_code == 200
    async with stack.kernel.database.unit_of_work() as uow:
        days = {"name": name, "days": closed_days_ago if closed_days_ago is not None else 5000}
        await uow.db.execute(
            text("UPDATE desk_session SET updated_at = now() - make_interval(days => :days) WHERE name = :name"), days
        )
    return name


async def test_only_what_has_been_closed_for_longer_is_erased_with_its_messages(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    kept_days = stack.kernel.options.session_retention_days
    assert kept_days == 365
    await conversation(client, stack, closed_days_ago=kept_days + 1)
    young = await conversation(client, stack, closed_days_ago=kept_days - 1)
    still_open = await conversation(client, stack, closed_days_ago=None)
    started = await owner.post("/api/tasks", json={"kind": "desk.erase_sessions", "payload": {}})
    assert started.status_code == 202, started.text
    [number] = await read(stack, "SELECT id FROM tasks_task ORDER BY id DESC LIMIT 1")
    await run_attempt(stack.kernel, number, 1, worker="w")
    done = (await owner.get(f"/api/tasks/{started.json()['id']}")).json()
    assert (done["status"], done["result"]) == ("succeeded", {"erased": 1})
    assert sorted(await read(stack, "SELECT name FROM desk_session")) == sorted([young, still_open])
    orphans = "SELECT count(*) FROM desk_event WHERE session_id NOT IN (SELECT id FROM desk_session)"
    assert await read(stack, orphans) == [0]
