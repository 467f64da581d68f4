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


async def test_a_far_page_has_the_rows_that_follow_the_one_before(owner: httpx.AsyncClient, stack: Stack) -> None:
    await write_entries(stack, 1_300)
    params = {"action": "test.made", "limit": 200}
    pages = [
        (await owner.get("/api/audit", params={**params, "offset": n})).json()["items"] for n in (900, 1_000, 1_100)
    ]
    ids = [[item["id"] for item in page] for page in pages]
    assert [len(page) for page in ids] == [200, 200, 200]
    assert ids[0][100:] == ids[1][:100]
    assert ids[1][100:] == ids[2][:100]


async def test_far_in_a_list_of_rows_without_an_id_there_is_nothing_and_no_error(
    owner: httpx.AsyncClient, stack: Stack
) -> None:
    merchant = (await owner.post("/merchants", json={"name": "Bells"})).json()
    async with stack.kernel.database.unit_of_work() as uow:
        made = (
            "INSERT INTO commerce_sync (public_id, merchant_id, platform, status) SELECT :sync, id, 'demo', 'succeeded'"
        )
        where = " FROM commerce_merchant WHERE public_id = :merchant"
        await uow.db.execute(text(made + where), {"sync": "sync_0123456789abcdef", "merchant": merchant["id"]})
    far = await owner.get("/products/sync/sync_0123456789abcdef/records", params={"offset": 1_000})
    assert (far.status_code, far.json()["items"]) == (200, [])
