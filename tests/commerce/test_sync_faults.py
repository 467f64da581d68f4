"""A sync survives the loss of its worker, is fenced against its own ghost, and tells the rest of Relaydesk."""

import asyncio

import httpx
import pytest
from attempts import run_attempt
from harness import Stack
from shop_floor import Floor, counts, open_floor, run_all
from sqlalchemy import text
from store_server import OpenStore, RunningStore

from relaydesk.commerce.types import ProductsChanged, SyncFailed
from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.tasks.ends.store import End, write_ends
from relaydesk.tasks.types import Status


@pytest.fixture
async def bicycles(stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore) -> tuple[Floor, RunningStore]:
    store = await open_store("bicycles")
    return await open_floor(stack, owner, store), store


async def begin_attempt(stack: Stack) -> asyncio.Task[None]:
    async with stack.kernel.database.read() as db:
        row = (await db.execute(text("SELECT id, attempt FROM tasks_task WHERE status = 'queued'"))).one()
    return asyncio.create_task(run_attempt(stack.kernel, row.id, row.attempt + 1, worker="test"))


async def wait_for_requests(store: RunningStore, count: int) -> None:
    async with asyncio.timeout(20):
        while len(store.store.requests) < count:  # noqa: ASYNC110 - the fake store counts, it has no event
            await asyncio.sleep(0.005)


async def give_to_next_attempt(stack: Stack) -> None:
    """What the reaper does with a task whose lease ran out."""
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE tasks_task SET status = 'retrying' WHERE status = 'running'"))


async def test_a_worker_that_dies_between_two_pages_loses_nothing_and_repeats_nothing(
    bicycles: tuple[Floor, RunningStore], stack: Stack
) -> None:
    floor, store = bicycles
    started = (await floor.start()).json()
    attempt = await begin_attempt(stack)
    await wait_for_requests(store, 6)
    attempt.cancel()
    await asyncio.gather(attempt, return_exceptions=True)
    left = await floor.ledger(started["sync_id"])
    assert left["status"] == "running"
    assert (await floor.products())["total"] == left["counts"]["created"] > 0
    assert (await floor.start()).status_code == 409
    await give_to_next_attempt(stack)
    await run_all(stack)
    done = await floor.ledger(started["sync_id"])
    assert (done["status"], done["counts"]) == ("succeeded", counts(created=284))
    assert (await floor.products())["total"] == 284


async def test_a_ghost_of_an_earlier_attempt_cannot_write(bicycles: tuple[Floor, RunningStore], stack: Stack) -> None:
    floor, store = bicycles
    started = (await floor.start()).json()
    store.store.faults.add({"fail": "timeout", "seconds": 5.0, "after": 4})
    ghost = await begin_attempt(stack)
    await wait_for_requests(store, 4)
    await give_to_next_attempt(stack)
    await run_all(stack)
    done = await floor.ledger(started["sync_id"])
    assert (done["status"], done["counts"]) == ("succeeded", counts(created=284))
    await ghost
    assert await floor.ledger(started["sync_id"]) == done
    task = (await floor.http.get(f"/api/tasks/{started['task_id']}")).json()
    assert (task["status"], task["attempt"]) == ("succeeded", 2)


async def test_changes_and_failures_are_published_and_counted(
    bicycles: tuple[Floor, RunningStore], stack: Stack
) -> None:
    floor, store = bicycles
    changed: list[ProductsChanged] = []
    failed: list[SyncFailed] = []

    async def on_changed(_uow: UnitOfWork, event: ProductsChanged) -> None:
        changed.append(event)

    async def on_failed(_uow: UnitOfWork, event: SyncFailed) -> None:
        failed.append(event)

    stack.kernel.bus.subscribe(ProductsChanged, on_changed)
    stack.kernel.bus.subscribe(SyncFailed, on_failed)
    before = await counted(floor, "created")
    await floor.sync()
    assert sum(len(event.product_ids) for event in changed) == 284
    assert {event.merchant_id for event in changed} == {floor.merchant_id}
    assert await counted(floor, "created") - before == 284
    changed.clear()
    await floor.sync()
    assert changed == []
    store.store.token = "shpat_changed"
    result = await floor.sync()
    assert [(e.merchant_id, e.sync_id, e.reason, e.in_a_row) for e in failed] == [
        (floor.merchant_id, result["sync_id"], "bad_access_token", 1)
    ]
    await floor.sync()
    await floor.sync()
    store.store.token = store.token
    await floor.sync()
    store.store.token = "shpat_changed"
    await floor.sync()
    assert [event.in_a_row for event in failed] == [1, 2, 3, 1]


async def test_a_sync_whose_task_is_lost_for_good_is_published_as_failed(
    bicycles: tuple[Floor, RunningStore], stack: Stack
) -> None:
    floor, _ = bicycles
    failed: list[SyncFailed] = []

    async def on_failed(_uow: UnitOfWork, event: SyncFailed) -> None:
        failed.append(event)

    stack.kernel.bus.subscribe(SyncFailed, on_failed)
    lost = (await floor.start()).json()
    async with stack.kernel.database.unit_of_work() as uow:
        [number] = await uow.db.scalars(text("SELECT id FROM tasks_task"))
        await write_ends(uow.db, [End(number, 0, Status.FAILED)], utc_now(), waiting=True)
    assert (await floor.start()).status_code == 202
    assert [(event.merchant_id, event.sync_id, event.reason) for event in failed] == [
        (floor.merchant_id, lost["sync_id"], "task_ended")
    ]


async def counted(floor: Floor, outcome: str) -> float:
    metrics = (await floor.http.get("/metrics")).text
    name = f'sync_records_total{{outcome="{outcome}"}} '
    return float(next((line.removeprefix(name) for line in metrics.splitlines() if line.startswith(name)), 0))
