"""What rules decided is not lost with a write that does not end, and is written in its order."""

import asyncio

from gateway_admin import Admin
from relay_kit import answer, upstream
from sqlalchemy import text

from relaydesk.gateway.relay.rules.conditions import cause
from relaydesk.gateway.relay.rules.plan import KeyFate
from relaydesk.gateway.runtime.key_fates import KeyFates
from relaydesk.gateway.types import Reason


async def test_a_decision_whose_write_was_cancelled_is_written_next_and_the_later_one_last(admin: Admin) -> None:
    async with upstream(answer()) as stub:
        key = await admin.key(await admin.upstream(stub), "sk-decided-1")
    database = admin.stack.kernel.database
    fates = KeyFates(database)
    fates.decide(key["id"], KeyFate("disabled", None, None, cause("condition_status", status=401)))
    async with database.unit_of_work() as uow:
        locked = text("SELECT id FROM gateway_upstream_key WHERE id = :id FOR UPDATE")
        await uow.db.execute(locked, {"id": key["id"]})
        writing = asyncio.create_task(fates.write())
        await asyncio.sleep(0.3)  # it waits for the row by now
        fates.spare([key["id"]], Reason.of("enabled by hand", reason="key_spared"))
        fates.decide(key["id"], KeyFate("disabled", None, None, cause("condition_status", status=403)))
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    await fates.write()
    shown = (await admin.http.get(f"/api/admin/keys/{key['id']}")).json()
    assert (shown["status"], shown["status_reason"]) == ("disabled", "status 403")
