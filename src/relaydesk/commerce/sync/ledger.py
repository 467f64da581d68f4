"""Decides each record's outcome and writes a page: records, catalogue, counts and cursor in one unit of work."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from relaydesk.commerce.catalogue import store as catalogue
from relaydesk.commerce.catalogue.rows import content_hash
from relaydesk.commerce.sync import store
from relaydesk.commerce.sync.tables import Sync
from relaydesk.commerce.sync.types import Outcome
from relaydesk.commerce.types import SourceProduct, UnreadableRecord
from relaydesk.kernel.database import Db, ReadDb

GUARD_COUNT, GUARD_SHARE = 20, 0.5
Record = SourceProduct | UnreadableRecord
OLDER = "older than what the catalogue holds"


@dataclass
class Page:
    """What one page comes to."""

    new: list[SourceProduct] = field(default_factory=list)
    changed: list[tuple[int, SourceProduct]] = field(default_factory=list)
    same: list[tuple[int, datetime]] = field(default_factory=list)
    outcomes: list[tuple[str, Outcome, str | None]] = field(default_factory=list)


async def write_page(db: Db, sync: Sync, records: Iterable[Record], *, cursor: str | None, now: datetime) -> list[str]:
    """Gives the public ids of products that were created or updated. A record met twice counts once."""
    fresh = await _unrecorded(db, sync, records)
    held = await catalogue.find_held(
        db, merchant_id=sync.merchant_id, platform=sync.platform, platform_ids=[one.platform_id for one in fresh]
    )
    page = Page()
    for record in fresh:
        _decide(page, record, held.get(record.platform_id))
    changed = await catalogue.insert_products(
        db, page.new, merchant_id=sync.merchant_id, platform=sync.platform, synced_at=now
    )
    ids = list(changed.values())
    for product_id, product in page.changed:
        ids.append(await catalogue.replace_product(db, product_id, product, synced_at=now))
    await catalogue.add_words_of(db, [*page.new, *(product for _, product in page.changed)])
    await catalogue.touch_products(db, page.same, synced_at=now)
    await store.insert_records(db, sync.id, page.outcomes)
    counts = Counter(outcome for _, outcome, _ in page.outcomes)
    sync.created += counts[Outcome.CREATED]
    sync.updated += counts[Outcome.UPDATED]
    sync.unchanged += counts[Outcome.UNCHANGED]
    sync.skipped += counts[Outcome.SKIPPED]
    sync.cursor = cursor
    return ids


async def _unrecorded(db: ReadDb, sync: Sync, records: Iterable[Record]) -> list[Record]:
    """Each record once, without those that have an outcome already; one without an id gets a name of its own."""
    by_id: dict[str, Record] = {}
    for place, record in enumerate(records):
        platform_id = record.platform_id or f"(no id) {sync.seen + place}"
        named = record if record.platform_id else UnreadableRecord(platform_id, "the record has no id")
        by_id.setdefault(platform_id, named)
    known = await store.find_recorded(db, sync.id, by_id.keys())
    return [record for platform_id, record in by_id.items() if platform_id not in known]


def _decide(page: Page, record: Record, held: catalogue.Held | None) -> None:
    if isinstance(record, UnreadableRecord):
        page.outcomes.append((record.platform_id, Outcome.SKIPPED, record.reason[:500]))
    elif held is None:
        page.new.append(record)
        page.outcomes.append((record.platform_id, Outcome.CREATED, None))
    elif held.content_hash == content_hash(record):
        page.same.append((held.id, max(held.source_updated_at, record.updated_at)))
        page.outcomes.append((record.platform_id, Outcome.UNCHANGED, None))
    elif record.updated_at < held.source_updated_at:
        page.outcomes.append((record.platform_id, Outcome.SKIPPED, OLDER))
    else:
        page.changed.append((held.id, record))
        page.outcomes.append((record.platform_id, Outcome.UPDATED, None))


async def delete_unseen(db: Db, sync: Sync) -> list[str]:
    """Deletes what the store no longer has, after a complete run; gives the public ids.

    A run that would delete at least 20 products and more than half of them, or that met an empty store, looks like an
    accident: the products are kept with a warning, unless deletions were confirmed.
    """
    unseen = await store.find_unseen(db, sync)
    if not unseen:
        return []
    held = await catalogue.count_products(db, sync.merchant_id, platform=sync.platform)
    is_drastic = len(unseen) >= GUARD_COUNT and len(unseen) > held * GUARD_SHARE
    if (is_drastic or sync.seen == 0) and not sync.is_deletion_confirmed:
        warning = (
            f"{len(unseen)} of {held} products are no longer in the store; they were kept because that looks like an "
            "accident. Sync again with confirm_deletions to delete them."
        )
        sync.warnings = [*sync.warnings, warning]
        return []
    await catalogue.delete_products(db, [product_id for product_id, _, _ in unseen])
    await store.insert_records(db, sync.id, [(platform_id, Outcome.DELETED, None) for _, _, platform_id in unseen])
    sync.deleted = len(unseen)
    return [public_id for _, public_id, _ in unseen]
