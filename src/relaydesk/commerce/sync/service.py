"""Starting a sync, and what may be asked of it afterwards."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from relaydesk.commerce.errors import MerchantInactive, MerchantNotFound, SyncAlreadyRunning, SyncNotFound
from relaydesk.commerce.merchants import store as merchants
from relaydesk.commerce.merchants.service import find_store, get_merchant
from relaydesk.commerce.merchants.tables import Merchant
from relaydesk.commerce.sync import store
from relaydesk.commerce.sync.schemas import Counts, SyncOut
from relaydesk.commerce.sync.tables import Sync
from relaydesk.commerce.sync.types import ACTIVE, SyncStatus
from relaydesk.commerce.types import MERCHANT_ID, SyncFailed
from relaydesk.identity.api import Principal, find_actor, record_audit
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.ids import new_public_id
from relaydesk.tasks.api import Kind, Payload, Status, find_owner, find_status
from relaydesk.tasks.types import FINISHED


class SyncPayload(Payload):
    """Whose products are synced. The sync itself is found by its task, so that nobody can name another one."""

    merchant_id: Annotated[str, Field(pattern=MERCHANT_ID)]


class FormerSyncPayload(SyncPayload):
    """Of tasks that came in when the payload named the sync. It is found by its task nevertheless."""

    merchant_id: str = ""
    sync_id: str


SYNC = Kind(
    name="commerce.sync_products",
    payload=SyncPayload,
    former=FormerSyncPayload,
    max_attempts=4,
    timeout_s=6 * 3600,
    backoff_s=10.0,
    is_public=True,
    is_upkeep=True,
    permission="merchants.write",
)


async def start_sync(
    uow: UnitOfWork,
    principal: Principal,
    *,
    merchant_id: str,
    platform: str | None = None,
    limit: int | None = None,
    is_deletion_confirmed: bool = False,
) -> tuple[Sync, str]:
    """A new sync as a task; a merchant has one at a time.

    Returns:
        The sync and the merchant's public id.

    Raises:
        MerchantNotFound, MerchantInactive, StoreNotConnected, SyncAlreadyRunning.
    """
    sync = await open_sync(
        uow, merchant_id=merchant_id, platform=platform, limit=limit, is_deletion_confirmed=is_deletion_confirmed
    )
    sync.task_id, _ = await SYNC.enqueue(uow, SyncPayload(merchant_id=merchant_id))
    await _record_start(uow, principal, sync, merchant_id)
    return sync, merchant_id


async def sync_of_task(uow: UnitOfWork, task_id: str, payload: SyncPayload) -> str:
    """The id of the sync that a task runs: a new one at its first attempt, begun by whoever asked for the task.

    Raises:
        SyncNotFound, MerchantNotFound, MerchantInactive, StoreNotConnected, SyncAlreadyRunning.
    """
    sync = await store.find_by_task(uow.db, task_id)
    if sync is not None:
        return sync.public_id
    if isinstance(payload, FormerSyncPayload):
        raise SyncNotFound(sync_id=payload.sync_id)
    sync = await open_sync(uow, merchant_id=payload.merchant_id)
    sync.task_id = task_id
    actor = await find_actor(uow.db, await find_owner(uow.db, task_id))
    await _record_start(uow, actor, sync, payload.merchant_id)
    return sync.public_id


async def _record_start(uow: UnitOfWork, principal: Principal, sync: Sync, merchant_id: str) -> None:
    merchant = await get_merchant(uow.db, merchant_id)
    named: dict[str, Any] = {"name": merchant.name, "platform": sync.platform, "sync_id": sync.public_id}
    record_audit(uow, principal, "sync.started", merchant_id, **named)
    await uow.db.flush()


async def open_sync(
    uow: UnitOfWork,
    *,
    merchant_id: str,
    platform: str | None = None,
    limit: int | None = None,
    is_deletion_confirmed: bool = False,
) -> Sync:
    """The row alone, under the merchant's lock, so that two callers cannot both find none running."""
    merchant = await merchants.lock_merchant(uow.db, merchant_id)
    if merchant is None:
        raise MerchantNotFound(merchant_id=merchant_id)
    if not merchant.is_active:
        raise MerchantInactive(merchant_id=merchant_id)
    connection = find_store(merchant, platform)
    active = await store.find_active(uow.db, merchant.id)
    if active is not None and not await _settled(uow, active):
        raise SyncAlreadyRunning(sync_id=active.public_id)
    return await store.add_sync(
        uow.db,
        {
            "public_id": new_public_id("sync"),
            "merchant_id": merchant.id,
            "platform": connection.platform,
            "status": SyncStatus.QUEUED,
            "record_limit": limit,
            "is_deletion_confirmed": is_deletion_confirmed,
            "created": 0,
            "updated": 0,
            "unchanged": 0,
            "deleted": 0,
            "skipped": 0,
            "warnings": [],
        },
    )


async def _settled(uow: UnitOfWork, sync: Sync) -> bool:
    """Ends a sync whose task has ended without it (cancelled, timed out, lost); says whether it is over."""
    task_status = await find_status(uow.db, sync.task_id) if sync.task_id else None
    if sync.task_id and task_status and task_status[0] not in FINISHED:
        return False
    await _end_with_task(uow, sync, task_status[0] if task_status else None)
    await uow.db.flush()
    return True


async def _end_with_task(uow: UnitOfWork, sync: Sync, status: Status | None) -> None:
    if sync.status not in ACTIVE:
        return
    is_cancelled = status == Status.CANCELLED
    sync.status = SyncStatus.CANCELLED if is_cancelled else SyncStatus.FAILED
    sync.finished_at = utc_now()
    sync.reason = "cancelled" if is_cancelled else "task_ended"
    sync.message = "The sync was cancelled." if is_cancelled else "The sync's task ended before the sync did."
    if not is_cancelled:
        _, merchant_id = await get_sync(uow.db, sync.public_id)
        await record_failure(uow, sync, merchant_id)


async def record_failure(uow: UnitOfWork, sync: Sync, merchant_id: str) -> None:
    """Publishes that this sync has just failed, with its reason and message."""
    await uow.db.flush()
    in_a_row = await store.count_failed_in_a_row(uow.db, sync.merchant_id)
    reason, message = sync.reason or "", sync.message or ""
    named = {"merchant_id": merchant_id, "sync_id": sync.public_id}
    uow.record(SyncFailed(**named, reason=reason, message=message, in_a_row=in_a_row))


async def settle_finished_task(uow: UnitOfWork, task_id: str, status: Status) -> None:
    """What the end of a task means for its sync, if it has one."""
    sync = await store.find_by_task(uow.db, task_id)
    if sync is not None:
        await _end_with_task(uow, sync, status)


async def get_sync(db: ReadDb, sync_id: str) -> tuple[Sync, str]:
    """With the merchant's public id. Raises SyncNotFound."""
    sync_and_merchant_id = await store.find_sync(db, sync_id)
    if sync_and_merchant_id is None:
        raise SyncNotFound(sync_id=sync_id)
    return sync_and_merchant_id


async def list_syncs(
    db: ReadDb, *, merchant_id: str | None, is_latest: bool, limit: int, offset: int
) -> tuple[Sequence[tuple[Sync, str]], int]:
    """Latest first; with `is_latest` one of each merchant. Raises MerchantNotFound."""
    inside = (await get_merchant(db, merchant_id)).id if merchant_id else None
    return await store.list_syncs(db, merchant_id=inside, is_latest=is_latest, limit=limit, offset=offset)


async def list_latest(db: ReadDb, merchants: Collection[Merchant]) -> Mapping[int, SyncOut]:
    """The one under way or the last, by the merchant's row; none where there was none."""
    public_ids = {merchant.id: merchant.public_id for merchant in merchants}
    rows = await store.list_latest(db, public_ids)
    return {sync.merchant_id: sync_out(sync, public_ids[sync.merchant_id]) for sync in rows}


def sync_out(sync: Sync, merchant_id: str) -> SyncOut:
    """As it is told over HTTP."""
    return SyncOut(
        sync_id=sync.public_id,
        merchant_id=merchant_id,
        platform=sync.platform,
        task_id=sync.task_id,
        status=SyncStatus(sync.status),
        counts=Counts(**{name: getattr(sync, name) for name in Counts.model_fields}),
        seen=sync.seen,
        progress=_progress(sync),
        limit=sync.record_limit,
        reason=sync.reason,
        message=sync.message,
        warnings=sync.warnings,
        created_at=sync.created_at,
        started_at=sync.started_at,
        finished_at=sync.finished_at,
    )


def _progress(sync: Sync) -> float | None:
    if sync.status == SyncStatus.SUCCEEDED:
        return 1.0
    if sync.source_total is None:
        return None
    goal = sync.source_total if sync.record_limit is None else min(sync.record_limit, sync.source_total)
    return min(1.0, sync.seen / goal) if goal else 0.0
