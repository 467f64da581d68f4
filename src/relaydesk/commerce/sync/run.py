"""Runs one sync from where it stands to its end: reads the store page by page and commits each with its cursor.

It can be killed at any moment: the next attempt goes on at the cursor. What a store that fails leaves behind is whole:
the pages before the failure, and everything that was there already.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog

from relaydesk.commerce.catalogue import store as catalogue
from relaydesk.commerce.connector import StoreAccess, StoreError
from relaydesk.commerce.errors import SyncNotFound, SyncOver
from relaydesk.commerce.merchants import store as merchants
from relaydesk.commerce.merchants.connectors import CONNECTORS
from relaydesk.commerce.merchants.service import access_of, find_store, get_merchant
from relaydesk.commerce.sync import store
from relaydesk.commerce.sync.ledger import delete_unseen, write_page
from relaydesk.commerce.sync.service import record_failure
from relaydesk.commerce.sync.tables import Sync
from relaydesk.commerce.sync.types import ACTIVE, Outcome, SyncStatus
from relaydesk.commerce.types import CatalogueSource, ProductsChanged, SourcePage
from relaydesk.kernel.database import Db, UnitOfWork, utc_now
from relaydesk.kernel.errors import RelaydeskError
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.runtime import Kernel

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Runner:
    """Who runs a sync: where it commits (a task's unit of work is fenced), and to whom it tells how far it is."""

    kernel: Kernel
    unit_of_work: Callable[[], AbstractAsyncContextManager[UnitOfWork]]
    progress: Callable[[float, float, str], Awaitable[None]]
    is_last_attempt: bool


async def run_sync(runner: Runner, sync_id: str) -> dict[str, int | None]:
    """To the end of the sync; gives its counts.

    Raises:
        StoreError: the store failed; retryable ones leave the sync running for the next attempt, if there is one.
        SyncOver: it has ended otherwise than well, or is not its merchant's newest.
        RelaydeskError: the merchant's connection is gone, or its address must not be called.
    """
    counts = await _counts_of_succeeded(runner.kernel, sync_id)
    if counts is not None:
        return counts  # the attempt before was lost between the end of the sync and its own
    try:
        access, limit = await _begin(runner, sync_id)
        async with CONNECTORS[access.platform].open(access) as source:
            await _read(runner, sync_id, source, limit)
        return await _finish(runner, sync_id)
    except StoreError as error:
        if error.is_retryable and not runner.is_last_attempt:
            await _note(runner, sync_id, f"Trying again soon: {error}")
        else:
            await fail(runner.kernel, sync_id, reason=error.reason, message=str(error))
        raise
    except RelaydeskError as error:
        if not error.retryable or runner.is_last_attempt:
            await fail(runner.kernel, sync_id, reason=error.code.lower(), message=error.message)
        raise
    except asyncio.CancelledError:
        raise
    except Exception as error:
        if runner.is_last_attempt:
            await fail(runner.kernel, sync_id, reason="internal", message=f"The sync broke: {type(error).__name__}.")
        raise


async def _locked(db: Db, sync_id: str) -> tuple[Sync, str]:
    sync_and_merchant_id = await store.lock_sync(db, sync_id)
    if sync_and_merchant_id is None:
        raise SyncNotFound(sync_id=sync_id)
    return sync_and_merchant_id


async def _lock_active(db: Db, sync_id: str) -> tuple[Sync, str]:
    """What an old sync has not met in its store is no reason to delete it. Raises SyncOver."""
    sync, merchant_id = await _locked(db, sync_id)
    if sync.status not in ACTIVE or await store.has_later(db, sync):
        raise SyncOver(sync_id=sync_id)
    return sync, merchant_id


async def _counts_of_succeeded(kernel: Kernel, sync_id: str) -> dict[str, int | None] | None:
    async with kernel.database.read() as db:
        row = await store.find_sync(db, sync_id)
    return _counts(row[0]) if row is not None and row[0].status == SyncStatus.SUCCEEDED else None


def _counts(sync: Sync) -> dict[str, int | None]:
    return {outcome.value: getattr(sync, outcome) for outcome in Outcome} | {"source_total": sync.source_total}


async def _begin(runner: Runner, sync_id: str) -> tuple[StoreAccess, int | None]:
    async with runner.unit_of_work() as uow:
        sync, merchant_id = await _lock_active(uow.db, sync_id)
        merchant = await get_merchant(uow.db, merchant_id)
        access = access_of(find_store(merchant, sync.platform), runner.kernel.vault)
        sync.status, sync.started_at = SyncStatus.RUNNING, sync.started_at or utc_now()
        sync.reason = sync.message = sync.finished_at = None
        await store.forget_unchanged(uow.db, sync.merchant_id, before=sync.id)
        return access, sync.record_limit


async def _read(runner: Runner, sync_id: str, source: CatalogueSource, limit: int | None) -> None:
    """Pages from the cursor on; a limit ends the run early, in the middle of a page if need be."""
    expected = await source.count_products()
    async with runner.unit_of_work() as uow:
        sync, _ = await _lock_active(uow.db, sync_id)
        sync.source_total = expected
        seen, cursor, is_read = sync.seen, sync.cursor, sync.is_read
    goal = expected if limit is None else min(limit, expected)
    await runner.progress(seen, goal, f"{seen} of {goal} products")
    if is_read or (limit is not None and seen >= limit):
        return
    pages: AsyncIterator[SourcePage] = source.pages(cursor)
    async for page in pages:
        seen = await _write(runner, sync_id, page, limit)
        await runner.progress(seen, max(goal, seen), f"{seen} of {max(goal, seen)} products")
        if limit is not None and seen >= limit:
            return


async def _write(runner: Runner, sync_id: str, page: SourcePage, limit: int | None) -> int:
    async with runner.unit_of_work() as uow:
        sync, merchant_id = await _lock_active(uow.db, sync_id)
        before = {outcome: getattr(sync, outcome) for outcome in Outcome}
        records = page.records if limit is None else page.records[: max(0, limit - sync.seen)]
        changed = await write_page(uow.db, sync, records, cursor=page.cursor or sync.cursor, now=utc_now())
        sync.is_read = page.cursor is None and limit is None
        after = {outcome: getattr(sync, outcome) for outcome in Outcome}
        await merchants.note_created(uow.db, sync.merchant_id, after[Outcome.CREATED] - before[Outcome.CREATED])
        if changed:
            uow.record(ProductsChanged(merchant_id=merchant_id, product_ids=tuple(changed)))
        seen = sync.seen
    for outcome in Outcome:
        metrics.SYNC_RECORDS.labels(outcome.value).inc(after[outcome] - before[outcome])
    return seen


async def _finish(runner: Runner, sync_id: str) -> dict[str, int | None]:
    """Deletes what is gone (complete runs only), settles the total and ends the sync."""
    async with runner.unit_of_work() as uow:
        sync, merchant_id = await _lock_active(uow.db, sync_id)
        deleted: list[str] = []
        is_complete = sync.record_limit is None
        if is_complete:
            deleted = await delete_unseen(uow.db, sync)
            if sync.source_total != sync.seen:
                warning = f"The store counted {sync.source_total} products and gave {sync.seen}: it changed meanwhile."
                sync.warnings = [*sync.warnings, warning]
            sync.source_total = sync.seen
        sync.status, sync.finished_at = SyncStatus.SUCCEEDED, utc_now()
        await _note_figures(uow.db, sync, is_complete=is_complete)
        if deleted:
            uow.record(ProductsChanged(merchant_id=merchant_id, product_ids=tuple(deleted)))
        counts = _counts(sync)
    metrics.SYNC_RECORDS.labels(Outcome.DELETED.value).inc(len(deleted))
    log.info("sync_finished", sync=sync_id, merchant=merchant_id, **counts)
    return counts


async def _note_figures(db: Db, sync: Sync, *, is_complete: bool) -> None:
    count = await catalogue.count_products(db, sync.merchant_id)
    completed_at = sync.finished_at if is_complete else None
    await merchants.note_sync(db, sync.merchant_id, product_count=count, completed_at=completed_at)


async def _note(runner: Runner, sync_id: str, message: str) -> None:
    async with runner.unit_of_work() as uow:
        sync, _ = await _locked(uow.db, sync_id)
        sync.message = message[:500]


async def fail(kernel: Kernel, sync_id: str, *, reason: str, message: str) -> None:
    """Ends the sync as failed, with a word for programs and a sentence for people; what was there stays.

    One that has ended already stays as it has.
    """
    async with kernel.database.unit_of_work() as uow:
        sync, merchant_id = await _locked(uow.db, sync_id)
        if sync.status not in ACTIVE:
            return
        sync.status, sync.finished_at = SyncStatus.FAILED, utc_now()
        sync.reason, sync.message = reason, message[:500]
        await record_failure(uow, sync, merchant_id)
    log.warning("sync_failed", sync=sync_id, merchant=merchant_id, reason=reason)
