"""What belongs to a merchant besides its row: when its products are synced, and how the last sync went."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from relaydesk.commerce.errors import StoreNotConnected
from relaydesk.commerce.merchants import service as merchants
from relaydesk.commerce.merchants import store
from relaydesk.commerce.merchants.schemas import ConnectionOut
from relaydesk.commerce.merchants.tables import Merchant
from relaydesk.commerce.portal.schemas import MerchantOut, MerchantSchedule
from relaydesk.commerce.sync.service import SYNC, list_latest
from relaydesk.identity.api import SYSTEM, Principal
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.tasks.api import ScheduleView, find_schedules, put_schedule

STALE_AFTER: Final = timedelta(hours=24)
_LONGEST_NAME = 60


async def describe(db: ReadDb, rows: Sequence[Merchant]) -> list[MerchantOut]:
    """Each with its latest sync and its schedule."""
    syncs = await list_latest(db, rows)
    schedules = await find_schedules(db, [row.schedule_id for row in rows if row.schedule_id is not None])
    return [
        MerchantOut(
            id=row.public_id,
            name=row.name,
            is_active=row.is_active,
            is_demo=row.is_demo,
            product_count=row.product_count,
            last_synced_at=row.last_synced_at,
            stale=row.last_synced_at is None or utc_now() - row.last_synced_at > STALE_AFTER,
            connections=[ConnectionOut.model_validate(connection) for connection in row.connections],
            sync=syncs.get(row.id),
            schedule=_schedule(schedules.get(row.schedule_id or 0)),
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def _schedule(view: ScheduleView | None) -> MerchantSchedule | None:
    return MerchantSchedule.model_validate(view) if view else None


async def change_schedule(
    uow: UnitOfWork, principal: Principal, merchant_id: str, *, cron: str, timezone: str, enabled: bool
) -> MerchantSchedule:
    """When the merchant's products are synced from now on.

    Raises MerchantNotFound, StoreNotConnected, Invalid (naming `cron` or `timezone`), PermissionMissing.
    """
    merchant = await store.lock_merchant(uow.db, merchant_id)
    if merchant is None or not merchant.connections:
        await merchants.get_merchant(uow.db, merchant_id)
        raise StoreNotConnected(merchant_id=merchant_id)
    times = {"cron": cron, "timezone": timezone, "enabled": enabled}
    return MerchantSchedule.model_validate(await _put(uow, principal, merchant, **times))


async def sync_by_schedule(uow: UnitOfWork, principal: Principal, merchant_id: str) -> None:
    """Every hour, unless it has or had a schedule; each merchant at a minute of its own: not all come at once."""
    merchant = await store.lock_merchant(uow.db, merchant_id)
    if merchant is not None and merchant.schedule_id is None:
        minute = int(merchant.public_id[-4:], 16) % 60
        await _put(uow, principal, merchant, cron=f"{minute} * * * *", timezone="UTC", enabled=True)


async def sync_all_by_schedule(uow: UnitOfWork) -> None:
    """Merchants whose stores were connected before there were schedules of theirs."""
    for merchant_id in await store.list_never_scheduled(uow.db):
        await sync_by_schedule(uow, SYSTEM, merchant_id)


async def _put(uow: UnitOfWork, principal: Principal, merchant: Merchant, **times: Any) -> ScheduleView:
    name = f"Sync {merchant.name[:_LONGEST_NAME].strip()} ({merchant.public_id.removeprefix('merch_')})"
    payload = {"merchant_id": merchant.public_id}
    schedule = await put_schedule(
        uow, principal, merchant.schedule_id, name=name, kind=SYNC.name, payload=payload, **times
    )
    merchant.schedule_id = schedule.id
    await uow.db.flush()
    return schedule
