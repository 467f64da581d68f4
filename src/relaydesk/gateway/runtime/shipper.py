"""From journals to the request log: this process's own, and those of processes that died.

A batch is copied in one unit of work and acknowledged after its commit. A crash between the two makes the next shipper
meet rows that are there already: those stay as they are.

Only a row that PostgreSQL itself calls bad is dropped. Whatever else it says (read-only, full, going down, anything not
known here) is not the rows' fault: they stay in the journal and are tried again, at growing intervals.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError

from relaydesk.gateway.log import store
from relaydesk.gateway.relay.journal.reader import Batch, FolderReader, adopt, backlog_bytes
from relaydesk.gateway.relay.journal.records import Finished, decode, encode
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.identity.api import record_usage
from relaydesk.kernel.daily.ahead import DaysAhead
from relaydesk.kernel.database import Database, utc_now
from relaydesk.kernel.errors import DatabaseUnavailable, RelaydeskError
from relaydesk.kernel.observe import metrics

log = structlog.get_logger(__name__)
BATCH = 4000
EVERY_S = 0.5
ADOPT_EVERY_S = 5.0
WAIT_AFTER_FAILURE_S = 1.0
LONGEST_WAIT_S = 15.0
# classes of SQLSTATE: data exception, integrity constraint violation, program limit exceeded
_ROWS_FAULT = ("22", "23", "54")
_REFUSED = (RelaydeskError, DBAPIError, asyncpg.PostgresError)


class Shipper:
    """Runs as long as its process; `ship_all` once more at the end."""

    def __init__(self, database: Database, journal: Journal, root: Path) -> None:
        self._database = database
        self._journal = journal
        self._root = root
        self._own = FolderReader(journal.folder)
        self._adopt_at = 0.0
        self._days = DaysAhead(store.LOGGED_DAYS)
        self._turn = asyncio.Lock()

    async def step(self) -> bool:
        """Ships what is there; whether there is more to be shipped at once. An empty journal is left alone for seconds.

        Raises:
            DatabaseUnavailable: PostgreSQL is away or does not take rows now; they stay in the journal.
        """
        clock = asyncio.get_running_loop().time
        adopts = clock() >= self._adopt_at
        if not adopts and not self._journal.backlog_bytes:
            return False
        try:
            shipped = await self.ship_all()
            if adopts:
                shipped += await self._ship_dead()
                self._adopt_at = clock() + ADOPT_EVERY_S
        finally:
            with contextlib.suppress(OSError):
                metrics.PROXY_JOURNAL_BACKLOG.set(await asyncio.to_thread(backlog_bytes, self._root))
        return shipped >= BATCH

    async def ship_all(self) -> int:
        """Ship what this process's journal holds; how many requests that were.

        Raises:
            DatabaseUnavailable: PostgreSQL is away or does not take rows now; they stay in the journal.
        """
        self._journal.flush()
        async with self._turn:
            await self._days.make(self._database)
            shipped = 0
            while (batch := await asyncio.to_thread(self._own.next_batch, BATCH)).size:
                await self._write(batch.lines)
                await asyncio.to_thread(self._own.acknowledge, batch)
                self._journal.shipped(batch.size)
                shipped += len(batch.lines)
                if not batch.is_full:
                    break
            return shipped

    async def _ship_dead(self) -> int:
        shipped = 0
        for adopted in adopt(self._root):
            emptied = False
            try:
                batch: Batch = await asyncio.to_thread(adopted.reader.next_batch, BATCH)
                while batch.size:
                    await self._write(batch.lines)
                    await asyncio.to_thread(adopted.reader.acknowledge, batch)
                    shipped += len(batch.lines)
                    batch = await asyncio.to_thread(adopted.reader.next_batch, BATCH)
                killed = [encode(record).rstrip() for record in adopted.reader.killed()]
                await self._write(killed)
                shipped += len(killed)
                emptied = True
            finally:
                adopted.release(emptied=emptied)
        return shipped

    async def _write(self, lines: Sequence[bytes]) -> None:
        if not lines:
            return
        try:
            await self._copy(lines)
        except _REFUSED as error:
            _check_is_rows_fault(error)
            # Something in it is not what PostgreSQL can take. One such line must not hold the others up.
            for line in lines:
                if isinstance(decode(line), Finished):
                    await self._copy_alone(line)

    async def _copy_alone(self, line: bytes) -> None:
        try:
            await self._copy([line])
        except _REFUSED as error:
            _check_is_rows_fault(error)
            log.exception("journal_line_dropped", sqlstate=_sqlstate(error), bytes=len(line))

    async def _copy(self, lines: Sequence[bytes]) -> None:
        async with self._database.unit_of_work() as uow:
            usage = await store.copy_lines(uow.db, lines)
            for day, counts in usage.items():
                await record_usage(uow.db, day=day, counts=counts, now=utc_now())


def _sqlstate(error: BaseException) -> str | None:
    """The code that PostgreSQL gave, wherever it is in the chain of causes."""
    cause: BaseException | None = error
    while cause is not None:
        state = getattr(cause, "sqlstate", None)
        if state:
            return str(state)
        cause = cause.__cause__ or getattr(cause, "orig", None)
    return None


def _check_is_rows_fault(error: Exception) -> None:
    """Raises DatabaseUnavailable where the rows may be as good as any."""
    if not (_sqlstate(error) or "").startswith(_ROWS_FAULT):
        raise DatabaseUnavailable(retry_after_s=2) from error
