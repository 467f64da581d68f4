"""A merchant with a fake store behind it, driven over HTTP; its tasks run in this process, as a worker would."""

from dataclasses import dataclass
from typing import Any

import httpx
from attempts import run_attempt
from harness import Stack
from sqlalchemy import text
from store_server import RunningStore


async def run_queued(stack: Stack) -> int:
    """Runs each waiting attempt once, retries too without their pause; gives how many there were."""
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE tasks_task SET status = 'queued' WHERE status = 'retrying'"))
    async with stack.kernel.database.read() as db:
        rows = (await db.execute(text("SELECT id, attempt FROM tasks_task WHERE status = 'queued' ORDER BY id"))).all()
    for row in rows:
        await run_attempt(stack.kernel, row.id, row.attempt + 1, worker="test")
    return len(rows)


async def run_all(stack: Stack) -> None:
    """Runs attempts until none is left."""
    while await run_queued(stack):
        pass


@dataclass(frozen=True)
class Floor:
    """One merchant and the client of somebody who may sync it."""

    stack: Stack
    http: httpx.AsyncClient
    merchant_id: str

    async def start(self, **body: Any) -> httpx.Response:
        return await self.http.post("/products/sync/", json={"merchant_id": self.merchant_id} | body)

    async def sync(self, **body: Any) -> dict[str, Any]:
        """Starts a sync, runs it to its end and gives what the ledger says of it."""
        answer = await self.start(**body)
        assert answer.status_code == 202, answer.text
        await run_all(self.stack)
        return await self.ledger(answer.json()["sync_id"])

    async def ledger(self, sync_id: str) -> dict[str, Any]:
        answer = await self.http.get(f"/products/sync/{sync_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def merchant(self) -> dict[str, Any]:
        return (await self.http.get(f"/merchants/{self.merchant_id}")).json()

    async def products(self, **query: Any) -> dict[str, Any]:
        answer = await self.http.get("/products", params={"merchant_id": self.merchant_id} | query)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def open_floor(stack: Stack, http: httpx.AsyncClient, store: RunningStore, name: str = "Shop") -> Floor:
    """A new merchant connected to `store`."""
    merchant = (await http.post("/merchants", json={"name": name})).json()
    answer = await http.post(
        f"/merchants/{merchant['id']}/connections",
        json={
            "platform": "shopify",
            "shop_domain": "sample.myshopify.com",
            "access_token": store.token,
            "api_base_url": store.url,
            "allow_private": True,
        },
    )
    assert answer.status_code == 201, answer.text
    return Floor(stack, http, merchant["id"])


def counts(
    created: int = 0, updated: int = 0, unchanged: int = 0, deleted: int = 0, skipped: int = 0, **more: Any
) -> Any:
    total = more.get("total", created + updated + unchanged + skipped)
    return {
        "created": created,
        "updated": updated,
        "unchanged": unchanged,
        "deleted": deleted,
        "skipped": skipped,
        "source_total": total,
    }
