"""Many who change keys at once: each takes them in the order of their ids, and an upstream before its keys."""

import asyncio
from typing import Any

import pytest
from gateway_admin import Admin
from sqlalchemy import text

UPSTREAM = {"name": "one", "base_url": "https://93.184.215.14"}
HOLD = text("SELECT id FROM gateway_upstream_key WHERE id = :id FOR UPDATE")
FREE_KEYS = text("SELECT id FROM gateway_upstream_key ORDER BY id FOR UPDATE SKIP LOCKED")
FREE_UPSTREAMS = text("SELECT id FROM gateway_upstream WHERE id > 0 FOR UPDATE SKIP LOCKED")


async def three_keys(admin: Admin) -> tuple[dict[str, Any], list[int]]:
    """Their upstream, and their ids; the first is stored behind the others."""
    made = await admin.post("/api/admin/upstreams", **UPSTREAM)
    ids = [(await admin.key(made, f"sk-{number}-12345678"))["id"] for number in range(3)]
    await admin.http.patch(f"/api/admin/keys/{ids[0]}", json={"name": "moved"})
    return made, ids


@pytest.mark.parametrize(
    "change", [{"action": "set_weight", "weight": 7}, {"action": "disable"}, {"action": "ban"}, {"action": "delete"}]
)
async def test_keys_are_changed_in_bulk_in_the_order_of_their_ids(admin: Admin, change: dict[str, Any]) -> None:
    _, ids = await three_keys(admin)
    database = admin.stack.kernel.database
    async with database.unit_of_work() as uow:
        await uow.db.execute(HOLD, {"id": ids[1]})
        body = {**change, "filter": {"q": "5678"}}  # nothing has an index for that
        changing = asyncio.create_task(admin.http.post("/api/admin/keys/bulk", json=body))
        await asyncio.sleep(0.3)
        async with database.unit_of_work() as other:
            free = (await other.db.scalars(FREE_KEYS)).all()
        await uow.db.execute(text("UPDATE gateway_upstream_key SET name = 'm' WHERE id = :id"), {"id": ids[1]})
    assert free == [ids[2]]
    answer = await changing
    assert (answer.status_code, answer.json()["changed"]) == (200, 3)


async def test_a_key_given_anew_waits_for_its_upstream_before_it_is_locked(admin: Admin) -> None:
    made, ids = await three_keys(admin)
    database = admin.stack.kernel.database
    async with database.unit_of_work() as uow:  # as another SECRET_KEY leaves it
        await uow.db.execute(text("UPDATE gateway_upstream SET keys_hash_id = NULL WHERE id = :id"), {"id": made["id"]})
    async with database.unit_of_work() as uow:
        assert (await uow.db.scalars(FREE_UPSTREAMS)).all() == [made["id"]]
        path = f"/api/admin/keys/{ids[0]}"
        changing = asyncio.create_task(admin.http.patch(path, json={"key_value": "sk-new-12345678"}))
        await asyncio.sleep(0.3)
        assert (await uow.db.scalars(FREE_KEYS)).all() == ids
    assert (await changing).status_code == 200
