"""What the tests begin with is what the product itself writes for a new installation, and for somebody who signs in."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from clean_tables import CleanTables
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack
from sqlalchemy import select

from relaydesk.kernel.database import Table

NEW_EACH_TIME = {"id", "public_id", "actor", "target", "user_id", "family_id", "token_hash", "request_id"}
KEPT = ("gateway_route", "gateway_upstream")


async def rows_of(stack: Stack) -> list[tuple[str, dict[str, Any]]]:
    async with stack.kernel.database.read() as db:
        found = [
            (t.name, row) for t in Table.metadata.sorted_tables for row in (await db.execute(select(t))).mappings()
        ]
    return [(name, dict(row)) for name, row in found]


async def shapes_of(stack: Stack) -> list[tuple[str, dict[str, Any]]]:
    """The rows without what is new each time; of times, whether they are there."""
    return [
        (
            name,
            {key: isinstance(v, datetime) or v for key, v in row.items() if name in KEPT or key not in NEW_EACH_TIME},
        )
        for name, row in await rows_of(stack)
    ]


async def test_the_first_rows_are_put_back_as_the_product_writes_them(stack: Stack, database_url: str) -> None:
    fresh = replace(stack, tables=CleanTables(database_url), snapshot=None)
    await fresh.clean()
    by_product, mark, snapshot = await shapes_of(fresh), fresh.tables.config_mark, fresh.snapshot
    owners = {str(row.get("public_id")) for name, row in await rows_of(fresh) if name == "identity_user"}
    for _ in range(2):
        await People(fresh, fresh.client()).make("viewer", "somebody@shop.example")
        await fresh.clean()
        assert await shapes_of(fresh) == by_product
        assert (fresh.tables.config_mark, fresh.snapshot) == (mark, snapshot)
        rows = await rows_of(fresh)
        owners |= {str(row.get("public_id")) for name, row in rows if name == "identity_user"}
        now = datetime.now(UTC)
        assert all(
            abs((now - v).total_seconds()) < 30 for _, row in rows for v in row.values() if isinstance(v, datetime)
        )
    assert len(owners) == 3
    await fresh.tables.close()


async def test_entering_is_what_signing_in_does(stack: Stack, people: People) -> None:
    await people.sign_in(OWNER_EMAIL, OWNER_PASSWORD)
    signed_in = await shapes_of(stack)
    cookies = [(one.name, one.domain, one.path) for one in people.base.cookies.jar]
    await stack.clean()
    people.base.cookies.clear()
    entered = await people.enter(OWNER_EMAIL)
    assert await shapes_of(stack) == signed_in
    assert [(one.name, one.domain, one.path) for one in people.base.cookies.jar] == cookies
    assert (await entered.get("/api/auth/me")).json()["email"] == OWNER_EMAIL
    assert (await people.base.post("/api/auth/refresh")).status_code == 200
