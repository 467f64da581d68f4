"""An event reaches its subscribers after the commit and only then; not even `kill -9` in between loses it."""

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from databases import clone_database
from fibers import contract_of
from sqlalchemy import text

from relaydesk.kernel.database import NoOutlet, Outlet, UnitOfWork
from relaydesk.kernel.events import Event
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import Kernel, create_kernel

PROCESS = Path(__file__).with_name("outbox_process.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class SomethingHappened(Event):
    number: int
    tags: tuple[str, ...] = ()


@pytest.fixture
async def outbox_url(worker_number: int) -> str:
    return await clone_database(f"outbox_{worker_number}")


def make_kernel(database_url: str, redis_url: str) -> Kernel:
    return create_kernel(
        Options(version="test", data_dir=Path("/nonexistent"), secret_key="k" * 40),
        database_url=database_url,
        database_pool_size=5,
        redis_url=redis_url,
        redis_max_connections=10,
        encryption_keys=["test-encryption-key"],
        processes=1,
    )


@pytest.fixture
async def kernel(outbox_url: str, redis_url: str) -> AsyncIterator[Kernel]:
    made = make_kernel(outbox_url, redis_url)
    yield made
    await made.stop()


async def let_claims_run_out(kernel: Kernel) -> None:
    async with kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE kernel_outbox SET claimed_until = now()"))


async def rows(kernel: Kernel, statement: str) -> list[tuple[object, ...]]:
    async with kernel.database.read() as db:
        return [tuple(row) for row in (await db.execute(text(statement))).all()]


async def test_an_event_is_delivered_after_the_commit_and_never_without_one(kernel: Kernel) -> None:
    seen: list[int] = []

    async def note(_uow: UnitOfWork, event: SomethingHappened) -> None:
        seen.append(event.number)

    kernel.bus.subscribe(SomethingHappened, note)
    async with kernel.database.unit_of_work() as uow:
        uow.record(SomethingHappened(number=1))
        assert seen == []
    assert seen == [1]
    with contextlib.suppress(LookupError):
        async with kernel.database.unit_of_work() as uow:
            uow.record(SomethingHappened(number=2))
            raise LookupError
    await kernel.outbox.deliver_due()
    assert seen == [1]
    assert await rows(kernel, "SELECT id FROM kernel_outbox") == []


@contract_of(Outlet)
async def test_an_outlet_keeps_in_the_transaction_and_publishes_what_it_kept(kernel: Kernel) -> None:
    async def note(_uow: UnitOfWork, event: SomethingHappened) -> None:
        seen.append(event.number)

    kernel.bus.subscribe(SomethingHappened, note)
    for outlet, delivered in ((kernel.outbox, [4]), (NoOutlet(), [])):
        seen: list[int] = []
        async with kernel.database.unit_of_work() as uow:
            kept = await outlet.keep(uow.db, [SomethingHappened(number=4)])
        assert seen == []
        await outlet.publish(kept, ["nobody listens"])
        assert seen == delivered
    assert await rows(kernel, "SELECT id FROM kernel_outbox") == []


async def test_an_event_that_nobody_subscribes_to_leaves_no_row(kernel: Kernel) -> None:
    async def even_only(_uow: UnitOfWork, _event: SomethingHappened) -> None:
        raise AssertionError("it concerns nobody")

    kernel.bus.subscribe(SomethingHappened, even_only, concerns=lambda event: event.number % 2 == 0)
    async with kernel.database.unit_of_work() as uow:
        uow.record(SomethingHappened(number=1))
    assert await rows(kernel, "SELECT id FROM kernel_outbox") == []


async def test_a_subscriber_that_fails_is_tried_again_alone(kernel: Kernel) -> None:
    seen: list[str] = []

    async def fail_once(_uow: UnitOfWork, event: SomethingHappened) -> None:
        seen.append(f"fails {event.number} {event.tags}")
        if len(seen) == 1:
            raise RuntimeError("sk-planted-secret-1234567890")

    async def note(_uow: UnitOfWork, event: SomethingHappened) -> None:
        seen.append(f"notes {event.number} {event.tags}")

    kernel.bus.subscribe(SomethingHappened, fail_once)
    kernel.bus.subscribe(SomethingHappened, note)
    async with kernel.database.unit_of_work() as uow:
        uow.record(SomethingHappened(number=7, tags=("a", "b")))
    assert seen == ["fails 7 ('a', 'b')", "notes 7 ('a', 'b')"]
    waits = "SELECT attempts, error LIKE '%RuntimeError: [redacted]', claimed_until > now() FROM kernel_outbox"
    assert await rows(kernel, waits) == [(1, True, True)]
    assert (await kernel.outbox.health())["waiting"] == 1
    await kernel.outbox.deliver_due()  # too early
    assert len(seen) == 2
    await let_claims_run_out(kernel)
    await kernel.outbox.deliver_due()
    assert seen[2:] == ["fails 7 ('a', 'b')"]
    assert (await kernel.outbox.health())["waiting"] == 0


async def test_what_a_failing_subscriber_wrote_is_rolled_back(kernel: Kernel) -> None:
    async with kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("CREATE TABLE test_written (number bigint)"))

    async def write_and_fail(uow: UnitOfWork, _event: SomethingHappened) -> None:
        await uow.db.execute(text("INSERT INTO test_written VALUES (77)"))
        raise RuntimeError

    kernel.bus.subscribe(SomethingHappened, write_and_fail)
    async with kernel.database.unit_of_work() as uow:
        uow.record(SomethingHappened(number=1))
    assert await rows(kernel, "SELECT number FROM test_written") == []


async def test_two_processes_deliver_an_event_once(outbox_url: str, redis_url: str, kernel: Kernel) -> None:
    seen: list[str] = []
    other = make_kernel(outbox_url, redis_url)

    async def slow(_uow: UnitOfWork, event: SomethingHappened) -> None:
        await asyncio.sleep(0.2)
        seen.append(f"{event.number}")

    for one in (kernel, other):
        one.bus.subscribe(SomethingHappened, slow)
    async with kernel.database.unit_of_work() as uow:
        await uow.db.execute(
            text(
                "INSERT INTO kernel_outbox (event, payload, recorded_at, claimed_until) "
                """VALUES ('SomethingHappened', '{"number": 5, "tags": []}', now(), now())"""
            )
        )
    first = asyncio.create_task(kernel.outbox.deliver_due())
    await asyncio.sleep(0.1)
    await let_claims_run_out(other)  # as if the first took longer than its claim
    await other.outbox.deliver_due()
    await first
    assert seen == ["5"]
    await other.stop()


async def test_kill_9_between_the_commit_and_the_delivery_loses_nothing(
    outbox_url: str, redis_url: str, kernel: Kernel
) -> None:
    async with kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("CREATE TABLE test_orders (name text)"))
        await uow.db.execute(text("CREATE TABLE test_paid (name text)"))

    def run(*arguments: str) -> int:
        return subprocess.run([sys.executable, str(PROCESS), outbox_url, redis_url, *arguments], check=False).returncode

    assert await asyncio.to_thread(run, "record", "die") == -signal.SIGKILL
    assert await rows(kernel, "SELECT name FROM test_orders") == [("ord_1",)]
    assert await rows(kernel, "SELECT name FROM test_paid") == []
    assert await asyncio.to_thread(run, "deliver") == 0
    assert await rows(kernel, "SELECT name FROM test_paid") == []  # the dead process's claim still holds
    await let_claims_run_out(kernel)
    assert await asyncio.to_thread(run, "deliver") == 0
    assert await rows(kernel, "SELECT name FROM test_paid") == [("ord_1",)]
    assert await asyncio.to_thread(run, "deliver") == 0
    assert await rows(kernel, "SELECT name FROM test_paid") == [("ord_1",)]
