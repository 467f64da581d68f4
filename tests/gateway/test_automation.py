"""What the gateway does by schedule: tries disabled keys out, forgets what old periods used."""

import asyncio
from datetime import timedelta
from typing import Any

from attempts import run_attempt
from gateway_admin import Admin
from harness import Stack
from relay_kit import Seen, answer, upstream
from sqlalchemy import text

from relaydesk.gateway.keys import store
from relaydesk.gateway.keys.store import Decision
from relaydesk.gateway.types import Reason
from relaydesk.kernel.database import utc_now
from relaydesk.tasks.api import NoPayload
from relaydesk.tasks.kinds import KINDS


async def run(admin: Admin, kind: str) -> dict[str, Any]:
    """What the task gives once a worker has run it."""
    kernel = admin.stack.kernel
    async with kernel.database.unit_of_work() as uow:
        task_id, _ = await KINDS[kind].enqueue(uow, NoPayload())
        number = await uow.db.scalar(text("SELECT id FROM tasks_task WHERE public_id = :id"), {"id": task_id})
    await run_attempt(kernel, int(number or 0), 1, worker="w")
    done = (await admin.http.get(f"/api/tasks/{task_id}")).json()
    assert done["status"] == "succeeded", done
    result: dict[str, Any] = done["result"]
    return result


async def by_secret(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers with the status that the secret ends with."""
    writer.write(answer(int((seen.header("authorization") or "200")[-3:])))


async def decided(admin: Admin, key: dict[str, Any], status: str) -> None:
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await store.decide(
            uow.db,
            Decision(
                key["id"], utc_now(), status, Reason.of("status 401", reason="key_rule", why="status 401"), rule_id=7
            ),
        )


async def statuses(admin: Admin) -> dict[str, str]:
    shown = (await admin.http.get("/api/admin/keys")).json()["items"]
    return {key["name"]: key["status"] for key in shown}


async def test_only_an_answer_of_the_upstream_brings_a_key_back(admin: Admin) -> None:
    async with upstream(by_secret) as stub:
        made = await admin.upstream(stub, auto_test=True)
        for name, status in {"well": 200, "sick": 401, "moved": 302}.items():
            await decided(admin, await admin.key(made, f"sk-{name}-{status}", name=name), "disabled")
        assert await run(admin, "gateway.recover_keys") == {"tested": 3, "back": 1}
        asked = sorted((seen.target, seen.header("authorization") or "") for seen in stub.seen)
    assert asked == [("/v1/models", f"Bearer sk-{name}") for name in ("moved-302", "sick-401", "well-200")]
    assert await statuses(admin) == {"well": "active", "sick": "disabled", "moved": "disabled"}


async def test_a_key_that_a_person_disables_while_it_is_tested_stays_out(admin: Admin) -> None:
    key: dict[str, Any] = {}

    async def meanwhile(_seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for status in ("active", "disabled"):
            await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"status": status})
        writer.write(answer(200))

    async with upstream(meanwhile) as stub:
        key |= await admin.key(await admin.upstream(stub, auto_test=True), "sk-key-200", name="key")
        await decided(admin, key, "disabled")
        assert await run(admin, "gateway.recover_keys") == {"tested": 1, "back": 0}
    assert await statuses(admin) == {"key": "disabled"}


async def test_what_periods_used_is_forgotten_sixty_days_after_their_end(admin: Admin, stack: Stack) -> None:
    today = utc_now().date()
    edge = today - timedelta(days=60)
    month = edge.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    starts = [("day", today), ("day", edge), ("day", edge - timedelta(days=1)), ("month", month), ("month", before)]
    made = await admin.post("/api/admin/upstreams", name="one", base_url="https://example.com")
    caller = await admin.post("/api/keys", name="caller", scopes=["proxy"])
    owners = {
        ("gateway_key_quota", "key_id"): (await admin.key(made, "sk-key-1"))["id"],
        ("identity_client_key_budget", "client_key_id"): caller["id"],
    }
    async with stack.kernel.database.unit_of_work() as uow:
        for (table, column), owner in owners.items():
            for period, start in starts:
                insert = f"INSERT INTO {table} ({column}, period, starts_on) VALUES (:owner, :period, :start)"  # noqa: S608
                await uow.db.execute(text(insert), {"owner": owner, "period": period, "start": start})
    assert await run(admin, "gateway.forget_quota_rows") == {"quotas": 2, "budgets": 2}
    async with stack.kernel.database.read() as db:
        for table, _ in owners:
            left = await db.execute(text(f"SELECT period, starts_on FROM {table} ORDER BY id"))  # noqa: S608
            assert [tuple(row) for row in left.all()] == [("day", today), ("day", edge), ("month", month)]
    assert await run(admin, "gateway.forget_quota_rows") == {"quotas": 0, "budgets": 0}
