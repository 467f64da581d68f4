"""Lists that grow for ever: counted to 10,000, and no slower to open."""

import httpx
from harness import Stack
from sqlalchemy import text

ENTRIES = """
    INSERT INTO identity_audit (actor, actor_name, action, target, outcome, address, details, request_id)
    SELECT 'system', 'system', 'test.made', 'row ' || n, 'done', '', '{}', '' FROM generate_series(1, :count) AS n
"""


async def write_entries(stack: Stack, count: int) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(ENTRIES), {"count": count})


async def test_a_list_counts_to_ten_thousand_and_says_if_there_are_more(owner: httpx.AsyncClient, stack: Stack) -> None:
    await write_entries(stack, 10_000)
    exactly = (await owner.get("/api/audit", params={"action": "test.made", "limit": 1})).json()
    assert exactly == {**exactly, "total": 10_000, "limit": 1, "offset": 0}
    assert "total_capped" not in exactly
    await write_entries(stack, 1)
    more = (await owner.get("/api/audit", params={"action": "test.made", "limit": 1, "offset": 10_000})).json()
    assert (more["total"], more["total_capped"], len(more["items"])) == (10_000, True, 1)
