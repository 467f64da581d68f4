"""What the sweeper does: turns of dead processes end as interrupted with their text, old sessions close."""

import asyncio
from datetime import timedelta

import httpx
from harness import Stack
from sqlalchemy import text

from relaydesk.kernel.database import utc_now


async def _items(client: httpx.AsyncClient, name: str, bearer: dict[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await client.get(f"/api/sessions/{name}/messages", headers=bearer)).json()[
        "items"
    ]
    return found


async def test_a_turn_whose_process_died_is_interrupted_and_keeps_its_text(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    created = (await client.post("/api/sessions", json={})).json()
    name, bearer = created["session_name"], {"Authorization": f"Bearer {created['visitor_token']}"}
    stack.model.gate.clear()
    asked = {"message": "Bicycles?", "session_name": name}
    asking = asyncio.create_task(client.post("/api/chat", json=asked, headers=bearer))
    await stack.model.speaking.wait()
    long_ago = utc_now() - timedelta(minutes=1)
    for _ in range(200):  # its own heartbeat writes too: set the lease back until the sweeper has seen it
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(
                text("UPDATE assistants_turn SET text = 'We have ', lease_until = :past WHERE status = 'running'"),
                {"past": long_ago},
            )
        if len(await _items(client, name, bearer)) == 2:
            break
        await asyncio.sleep(0.05)
    stack.model.gate.set()
    answer = (await asking).json()["message"]
    assert (answer["role"], answer["content"], answer["is_partial"]) == ("assistant", "We have", True)
    assert [m["content"] for m in await _items(client, name, bearer)] == ["Bicycles?", "We have"]


async def test_a_session_whose_time_is_over_closes_and_is_no_longer_its_visitors(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    body = (await client.post("/api/chat", json={"message": "Hi"})).json()
    name, bearer = body["session_name"], {"Authorization": f"Bearer {body['visitor_token']}"}
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE desk_session SET expires_at = now() - interval '1 second'"))
    for _ in range(200):
        if (await owner.get(f"/api/sessions/{name}")).json()["status"] == "closed":
            break
        await asyncio.sleep(0.05)
    async with stack.kernel.database.read() as db:
        row = (await db.execute(text("SELECT role, payload FROM desk_event ORDER BY seq DESC LIMIT 1"))).one()
    assert (row.role, row.payload["status"], row.payload["reason"]) == ("system", "closed", "expired")
    for answer in (
        await client.get(f"/api/sessions/{name}", headers=bearer),
        await client.post("/api/chat", json={"message": "Still there?", "session_name": name}, headers=bearer),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")
