"""From journals to the request log: this process's own, and those of processes that died.

A batch is copied in one unit of work and acknowledged after its commit. A crash between the two makes the next shipper
meet rows that are there already: it leaves those out, by their ids.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import structlog

from relaydesk.gateway.log import store
from relaydesk.gateway.relay.journal.reader import Batch, FolderReader, adopt, backlog_bytes
from relaydesk.gateway.relay.journal.records import Finished
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.identity.api import record_usage
from relaydesk.kernel.database import Database, Db, utc_now
from relaydesk.kernel.errors import RelaydeskError
from relaydesk.kernel.observe import metrics

log = structlog.get_logger(__name__)
BATCH = 2000
EVERY_S = 0.5
ADOPT_EVERY_S = 5.0
PARTITIONS_EVERY_S = 3600.0
PARTITION_DAYS = 3
WAIT_AFTER_FAILURE_S = 1.0
_FAILED = 400


class Shipper:
    """Runs as long as its process; `ship_all` once more at the end."""

    def __init__(self, database: Database, journal: Journal, root: Path) -> None:
        self._database = database
        self._journal = journal
        self._root = root
        self._own = FolderReader(journal.folder)
        self._adopt_at = 0.0
        self._partitions_at = 0.0
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Ship for ever; PostgreSQL may go and come back."""
        clock = asyncio.get_running_loop().time
        while True:
            pause_s = EVERY_S
            try:
                shipped = await self.ship_all()
                if clock() >= self._adopt_at:
                    shipped += await self._ship_dead()
                    self._adopt_at = clock() + ADOPT_EVERY_S
                    metrics.PROXY_JOURNAL_BACKLOG.set(await asyncio.to_thread(backlog_bytes, self._root))
                if shipped >= BATCH:
                    pause_s = 0.0
            except RelaydeskError:
                pause_s = WAIT_AFTER_FAILURE_S
                metrics.PROXY_JOURNAL_BACKLOG.set(await asyncio.to_thread(backlog_bytes, self._root))
            except Exception:
                log.exception("journal_shipping_failed")
                pause_s = WAIT_AFTER_FAILURE_S
            await asyncio.sleep(pause_s)

    async def ship_all(self) -> int:
        """Ship what this process's journal holds; how many requests that were."""
        self._journal.flush()
        async with self._turn:
            await self._ensure_partitions()
            shipped = 0
            while (batch := await asyncio.to_thread(self._own.next_batch, BATCH)).size:
                await self._write(batch.finished)
                await asyncio.to_thread(self._own.acknowledge, batch)
                self._journal.shipped(batch.size)
                shipped += len(batch.finished)
                if len(batch.finished) < BATCH:
                    break
            return shipped

    async def _ensure_partitions(self) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._partitions_at:
            return
        today = utc_now().date()
        async with self._database.unit_of_work() as db:
            await store.ensure_partitions(db, [today + timedelta(days=n) for n in range(PARTITION_DAYS)])
        self._partitions_at = now + PARTITIONS_EVERY_S

    async def _ship_dead(self) -> int:
        shipped = 0
        for adopted in adopt(self._root):
            emptied = False
            try:
                batch: Batch = await asyncio.to_thread(adopted.reader.next_batch, BATCH)
                while batch.size:
                    await self._write(batch.finished)
                    await asyncio.to_thread(adopted.reader.acknowledge, batch)
                    shipped += len(batch.finished)
                    batch = await asyncio.to_thread(adopted.reader.next_batch, BATCH)
                killed = adopted.reader.killed()
                await self._write(killed)
                shipped += len(killed)
                emptied = True
            finally:
                adopted.release(emptied=emptied)
        return shipped

    async def _write(self, finished: Sequence[Finished]) -> None:
        if not finished:
            return
        try:
            async with self._database.unit_of_work() as db:
                await _insert(db, finished)
        except asyncpg.UniqueViolationError:
            async with self._database.unit_of_work() as db:
                known = await store.find_known(db, [(_started_at(r), UUID(hex=r.id)) for r in finished])
                await _insert(db, [r for r in finished if UUID(hex=r.id) not in known])


async def _insert(db: Db, finished: Sequence[Finished]) -> None:
    unique = {record.id: record for record in finished}
    await store.copy_requests(db, [_row(record) for record in unique.values()])
    usage: dict[date, Counter[tuple[int, bool]]] = defaultdict(Counter)
    for record in unique.values():
        if record.client_key_id is not None:
            failed = record.status >= _FAILED or record.status == 0
            usage[_started_at(record).date()][record.client_key_id, failed] += 1
    for day, counted in sorted(usage.items()):
        ids = sorted({key_id for key_id, _ in counted})
        counts = {i: (counted[i, True] + counted[i, False], counted[i, True]) for i in ids}
        await record_usage(db, day=day, counts=counts, now=utc_now())


def _started_at(record: Finished) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=record.started_us)


def _clean(text: str | None) -> str | None:
    """PostgreSQL takes no NUL in a text; a path may have one."""
    return text.replace("\x00", "\ufffd") if text is not None else None


def _row(record: Finished) -> tuple[Any, ...]:
    values = {
        **msgspec.structs.asdict(record),
        "started_at": _started_at(record),
        "id": UUID(hex=record.id),
        "request_id": record.request_id or record.id,
        "path": _clean(record.path),
        "model": _clean(record.model),
        "attempts": msgspec.json.encode(record.attempts).decode(),
        "rules_fired": msgspec.json.encode(record.rules_fired).decode(),
    }
    return tuple(values[name] for name in store.COLUMNS)
