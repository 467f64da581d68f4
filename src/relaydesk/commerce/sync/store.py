"""Every query on the ledger."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select
from sqlalchemy.orm import aliased

from relaydesk.commerce.catalogue.tables import Product
from relaydesk.commerce.merchants.tables import Merchant
from relaydesk.commerce.sync.tables import Sync, SyncRecord
from relaydesk.commerce.sync.types import ACTIVE, Outcome, SyncStatus
from relaydesk.kernel.database import Db, ReadDb


async def find_sync(db: ReadDb, public_id: str) -> tuple[Sync, str] | None:
    """With the merchant's public id."""
    row = (await db.execute(_with_merchant(public_id))).one_or_none()
    return (row[0], row[1]) if row else None


async def lock_sync(db: Db, public_id: str) -> tuple[Sync, str] | None:
    """Likewise."""
    row = (await db.execute(_with_merchant(public_id).with_for_update(of=Sync))).one_or_none()
    return (row[0], row[1]) if row else None


def _with_merchant(public_id: str) -> Select[Sync, str]:
    joined = select(Sync, Merchant.public_id).join(Merchant, Merchant.id == Sync.merchant_id)
    return joined.where(Sync.public_id == public_id)


async def find_active(db: ReadDb, merchant_id: int) -> Sync | None:
    return await db.scalar(select(Sync).where(Sync.merchant_id == merchant_id, Sync.status.in_(ACTIVE)))


async def find_by_task(db: Db, task_id: str) -> Sync | None:
    return await db.scalar(select(Sync).where(Sync.task_id == task_id).with_for_update())


async def has_later(db: ReadDb, sync: Sync) -> bool:
    later = exists().where(Sync.merchant_id == sync.merchant_id, Sync.id > sync.id)
    return bool(await db.scalar(select(later)))


async def list_syncs(
    db: ReadDb, *, merchant_id: int | None, is_latest: bool, limit: int, offset: int
) -> tuple[Sequence[tuple[Sync, str]], int]:
    """Latest first, each with its merchant's public id; with `is_latest` one of each merchant."""
    where = [Sync.merchant_id == merchant_id] if merchant_id is not None else []
    if is_latest:
        where.append(_is_latest())
    statement = select(Sync, Merchant.public_id).join(Merchant, Merchant.id == Sync.merchant_id).where(*where)
    rows = await db.execute(statement.order_by(Sync.id.desc()).limit(limit).offset(offset))
    return [(row[0], row[1]) for row in rows], await db.count(statement)


async def list_latest(db: ReadDb, merchant_ids: Collection[int]) -> Sequence[Sync]:
    """One of each merchant that has had any."""
    return (await db.scalars(select(Sync).where(Sync.merchant_id.in_(merchant_ids), _is_latest()))).all()


def _is_latest() -> ColumnElement[bool]:
    later = aliased(Sync)
    return ~exists().where(and_(later.merchant_id == Sync.merchant_id, later.id > Sync.id))


async def count_failed_in_a_row(db: ReadDb, merchant_id: int) -> int:
    """Syncs that have failed since the last one that succeeded."""
    succeeded = select(func.max(Sync.id)).where(Sync.merchant_id == merchant_id, Sync.status == SyncStatus.SUCCEEDED)
    since = func.coalesce(succeeded.scalar_subquery(), 0)
    failed = select(func.count()).select_from(Sync).where(Sync.status == SyncStatus.FAILED, Sync.id > since)
    return await db.scalar(failed.where(Sync.merchant_id == merchant_id)) or 0


async def find_recorded(db: ReadDb, sync_id: int, platform_ids: Collection[str]) -> set[str]:
    statement = select(SyncRecord.platform_id).where(SyncRecord.sync_id == sync_id)
    return set(await db.scalars(statement.where(SyncRecord.platform_id.in_(platform_ids))))


async def insert_records(db: Db, sync_id: int, records: Sequence[tuple[str, Outcome, str | None]]) -> None:
    if records:
        names = ("platform_id", "outcome", "reason")
        await db.execute(insert(SyncRecord), [dict(zip(names, r, strict=True)) | {"sync_id": sync_id} for r in records])


async def list_records(
    db: ReadDb, sync_id: int, *, outcome: Outcome | None, limit: int, offset: int
) -> tuple[Sequence[SyncRecord], int]:
    where = [SyncRecord.sync_id == sync_id] + ([SyncRecord.outcome == outcome] if outcome else [])
    rows = select(SyncRecord).where(*where).order_by(SyncRecord.platform_id)
    return await db.page(rows, limit=limit, offset=offset)


async def forget_unchanged(db: Db, merchant_id: int, *, before: int) -> None:
    """Drops the bulk of earlier syncs' records: their counts stay, and what was not `unchanged`."""
    earlier = select(Sync.id).where(Sync.merchant_id == merchant_id, Sync.id < before)
    await db.execute(delete(SyncRecord).where(SyncRecord.sync_id.in_(earlier), SyncRecord.outcome == Outcome.UNCHANGED))


async def find_unseen(db: ReadDb, sync: Sync) -> Sequence[tuple[int, str, str]]:
    """`(id, public id, platform id)` of products that this sync has not met in the store."""
    met = exists().where(and_(SyncRecord.sync_id == sync.id, SyncRecord.platform_id == Product.platform_id))
    statement = select(Product.id, Product.public_id, Product.platform_id).where(
        Product.merchant_id == sync.merchant_id, Product.platform == sync.platform, ~met
    )
    return [(row.id, row.public_id, row.platform_id) for row in await db.execute(statement.order_by(Product.id))]


async def add_sync(db: Db, values: dict[str, Any]) -> Sync:
    sync = Sync(**values)
    db.add(sync)
    await db.flush()
    return sync
