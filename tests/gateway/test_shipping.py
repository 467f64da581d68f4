"""From the journals into the log: every request once, whatever was killed in between."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from gateway_admin import eventually
from harness import Stack
from sqlalchemy import text

from relaydesk.gateway.log import store
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import Attempt, Finished, Received
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.gateway.runtime.shipper import Shipper
from relaydesk.identity.client_keys.store import sum_usage
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.postgres.sums import MOST_SUM


def finished(**fields: object) -> Finished:
    made = {
        "id": new_request_id(),
        "started_us": time.time_ns() // 1000,
        "method": "GET",
        "path": "/proxy/a/b",
        **fields,
    }
    return Finished(**made)


async def logged(stack: Stack) -> list[tuple[str, str]]:
    async with stack.kernel.database.read() as db:
        rows = await store.list_requests(db, LogFilter(), after=None, limit=100_000)
    return sorted((row.id.hex, row.end_reason) for row in rows)


@pytest.fixture
async def journal(stack: Stack, client: httpx.AsyncClient, tmp_path: Path) -> AsyncIterator[Journal]:
    """A journal of its own on clean tables; the running application does not know it."""
    made = Journal(tmp_path / "journal")
    yield made
    made.close()


def write(journal: Journal, *records: Finished) -> None:
    for record in records:
        journal.received(Received(record.id, record.started_us, record.method, record.path))
        journal.finished(record)


async def test_what_was_written_is_in_the_log_once(stack: Stack, journal: Journal) -> None:
    attempts = [Attempt(1, 2, 503, None, 4), Attempt(1, 3, None, "reset", 1)]
    records = [finished(status=200, attempts=attempts, path="/nul\x00", model="m", tokens_in=3) for _ in range(5000)]
    write(journal, *records)
    shipper = Shipper(stack.kernel.database, journal, journal.folder.parent)
    while await shipper.ship_all():
        pass
    assert await logged(stack) == sorted((r.id, "done") for r in records)
    assert journal.backlog_bytes == 0
    async with stack.kernel.database.read() as db:
        [row] = await store.list_requests(db, LogFilter(), after=None, limit=1)
    assert (row.path, row.model, row.tokens_in, row.request_id) == ("/nul\ufffd", "m", 3, row.id.hex)
    assert row.attempts[1] == {"upstream_id": 1, "key_id": 3, "status": None, "error": "reset", "ms": 1}


async def test_only_what_failed_before_any_attempt_is_a_clients_refused_request(
    stack: Stack, owner: httpx.AsyncClient, journal: Journal
) -> None:
    key_id = (await owner.post("/api/keys", json={"name": "k", "scopes": ["proxy"]})).json()["id"]
    cached = {"client_key_id": key_id, "status": 200, "tags": ["cache_hit"]}
    refused = {"client_key_id": key_id, "status": 429, "end_reason": "refused"}
    attempts = [Attempt(1, 2, 500, None, 4)]
    write(journal, finished(**cached), finished(**refused), finished(**refused, attempts=attempts))
    await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    usage = (await owner.get(f"/api/keys/{key_id}/usage")).json()
    assert (usage["requests"], usage["errors"], usage["refused"]) == (1, 1, 1)


async def test_an_inference_that_failed_is_no_refused_request(
    stack: Stack, owner: httpx.AsyncClient, journal: Journal
) -> None:
    key_id = (await owner.post("/api/keys", json={"name": "k", "scopes": ["proxy"]})).json()["id"]
    failed = {"client_key_id": key_id, "status": 400, "end_reason": "refused", "tags": ["inference"]}
    tagged_by_a_script = finished(**failed, upstream_id=1, upstream="u", path="/proxy/u/x")
    write(journal, finished(**failed, path="/v2/models/m/infer"), tagged_by_a_script)
    await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    usage = (await owner.get(f"/api/keys/{key_id}/usage")).json()
    assert (usage["requests"], usage["errors"], usage["refused"]) == (0, 0, 1)
    refused = (await owner.get("/api/admin/logs", params={"status": "refused"})).json()["items"]
    assert [row["path"] for row in refused] == ["/proxy/u/x"]
    every = (await owner.get("/api/admin/logs", params={"status": "failed"})).json()["items"]
    assert {row["path"] for row in every} == {"/v2/models/m/infer", "/proxy/u/x"}


async def test_counts_beyond_any_bound_cost_no_row_and_no_other_count(
    stack: Stack, owner: httpx.AsyncClient, journal: Journal
) -> None:
    key_id = (await owner.post("/api/keys", json={"name": "k", "scopes": ["proxy"]})).json()["id"]
    one = {"client_key_id": key_id, "status": 200, "attempts": [Attempt(1, 2, 200, None, 4)]}
    most = {**one, "tokens_in": 2**62, "tokens_out": 2**62, "cost_nanos": 2**62, "currency": "USD"}
    for _ in range(3):
        write(journal, *(finished(**most) for _ in range(3)), finished(**one))
        await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    assert len(await logged(stack)) == 12
    async with stack.kernel.database.read() as db:
        assert await sum_usage(db, [key_id], since=utc_now().date()) == {key_id: (12, 2 * MOST_SUM)}


async def test_a_batch_copied_but_not_acknowledged_is_not_copied_twice(stack: Stack, journal: Journal) -> None:
    first = [finished(status=200) for _ in range(10)]
    write(journal, *first)
    await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    (journal.folder / "acknowledged.json").unlink()
    later = [finished(status=200) for _ in range(5)]
    write(journal, *later)
    await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    assert await logged(stack) == sorted((r.id, "done") for r in [*first, *later])


async def test_a_dead_processs_journal_is_shipped_by_the_living(stack: Stack, client: httpx.AsyncClient) -> None:
    root = stack.kernel.options.data_dir / "journal"
    dead = Journal(root)
    done = finished(status=200)
    write(dead, done)
    cut = finished()
    dead.received(Received(cut.id, cut.started_us, cut.method, cut.path, upstream="stub"))
    dead.close()

    async def is_there() -> bool:
        return len(await logged(stack)) == 2

    await eventually(is_there, within_s=10)
    assert await logged(stack) == sorted([(done.id, "done"), (cut.id, "process_killed")])
    await eventually(lambda: asyncio.to_thread(lambda: not dead.folder.exists()))


async def test_an_old_or_future_request_finds_its_partition(stack: Stack, journal: Journal) -> None:
    day_us = 86_400_000_000
    now_us = time.time_ns() // 1000
    write(journal, *(finished(started_us=now_us + days * day_us) for days in (-4000, -3999, 0, 1, 3000)))
    await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    assert len(await logged(stack)) == 5
    async with stack.kernel.database.read() as db:
        partitions = await db.scalar(text("SELECT count(DISTINCT tableoid) FROM gateway_request_log"))
    assert partitions == 3  # today's, tomorrow's, and the one for all the rest


async def test_a_line_that_cannot_be_stored_does_not_hold_the_others_up(stack: Stack, journal: Journal) -> None:
    good = [finished(status=200) for _ in range(3)]
    write(journal, good[0])
    [path] = journal.folder.glob("*.jsonl")
    with path.open("ab") as file:
        file.write(b'{"t":"finished","id":"no-uuid","started_us":1,"method":"GET","path":"/"}\n')
        file.write(b'{"t":"finished","id":"1234 torn\n')
    write(journal, *good[1:])
    await Shipper(stack.kernel.database, journal, journal.folder.parent).ship_all()
    assert await logged(stack) == sorted((r.id, "done") for r in good)


async def test_a_journal_folder_that_vanished_does_no_harm(stack: Stack, journal: Journal) -> None:
    write(journal, finished())
    shipper = Shipper(stack.kernel.database, journal, journal.folder.parent)
    await shipper.ship_all()
    shutil.rmtree(journal.folder)
    assert await shipper.ship_all() == 0
