"""What other packages may ask of commerce: find products and questions, tell the state of syncs, seed the demo shop."""

from dataclasses import dataclass
from decimal import Decimal

from relaydesk.commerce.catalogue import service as catalogue
from relaydesk.commerce.demo.connector import DEMO
from relaydesk.commerce.demo.shop import NAME, demo_questions
from relaydesk.commerce.merchants import service as merchants
from relaydesk.commerce.merchants import store as merchant_store
from relaydesk.commerce.merchants.tables import Merchant
from relaydesk.commerce.money import format_minor
from relaydesk.commerce.portal.service import sync_all_by_schedule
from relaydesk.commerce.sync.run import Runner, run_sync
from relaydesk.commerce.sync.service import SYNC, open_sync, settle_finished_task
from relaydesk.commerce.types import FaqHit, ProductHit, ProductView, SyncCounts
from relaydesk.identity.api import SYSTEM
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.types import TaskFinished

__all__ = [
    "MerchantView",
    "find_demo_merchant",
    "find_merchant",
    "find_shop_of",
    "format_minor",
    "get_product",
    "is_sync",
    "list_products",
    "search_catalogue",
    "search_faq",
    "seed_demo",
    "settle_sync_of",
    "sync_all_by_schedule",
]


@dataclass(frozen=True, slots=True)
class MerchantView:
    id: str
    name: str
    is_active: bool
    product_count: int


async def search_catalogue(
    db: ReadDb,
    *,
    merchant_id: str,
    query: str,
    limit: int = 5,
    max_price: Decimal | None = None,
    only_available: bool = False,
) -> list[ProductHit]:
    """Active products that fit a question in natural words, best first.

    Limits such as "under 500" are read from the question. Raises MerchantNotFound.
    """
    return await catalogue.search_products(
        db, merchant_id=merchant_id, query=query, limit=limit, max_price=max_price, only_available=only_available
    )


async def list_products(db: ReadDb, *, merchant_id: str, limit: int) -> list[ProductHit]:
    """Active products of a merchant, in no order of rank. Raises MerchantNotFound."""
    return await catalogue.list_active_products(db, merchant_id=merchant_id, limit=limit)


async def search_faq(db: ReadDb, *, merchant_id: str, query: str, limit: int = 3) -> list[FaqHit]:
    """Entries of the merchant's FAQ in the question's language, best first. Raises MerchantNotFound."""
    return await catalogue.search_questions(db, merchant_id=merchant_id, query=query, limit=limit)


async def get_product(db: ReadDb, product_id: str, *, merchant_id: str | None = None) -> ProductView:
    """Whole, with variants. Raises ProductNotFound, also when it belongs to another merchant."""
    return await catalogue.get_product(db, product_id, merchant_id=merchant_id)


async def find_merchant(db: ReadDb, merchant_id: str) -> MerchantView | None:
    return _view(await merchant_store.find_merchant(db, merchant_id))


async def find_shop_of(db: ReadDb, merchant_id: str | None) -> str | None:
    """The id of the merchant whose catalogue and FAQ to answer from; None where there is none to answer from.

    An inactive merchant is none. Without a merchant named it is the only active one there is; the demo shop counts
    only as long as there is no other.
    """
    if merchant_id is not None:
        named = await merchant_store.find_merchant(db, merchant_id)
        return named.public_id if named is not None and named.is_active else None
    active = await merchant_store.list_active_merchants(db, limit=2)
    shops = [merchant for merchant in active if not merchant.is_demo] or active
    return shops[0].public_id if len(shops) == 1 else None


async def find_demo_merchant(db: ReadDb) -> MerchantView | None:
    return _view(await merchant_store.find_demo_merchant(db))


def _view(merchant: Merchant | None) -> MerchantView | None:
    if merchant is None:
        return None
    return MerchantView(merchant.public_id, merchant.name, merchant.is_active, merchant.product_count)


def is_sync(event: TaskFinished) -> bool:
    return event.kind == SYNC.name


async def settle_sync_of(uow: UnitOfWork, event: TaskFinished) -> None:
    """Subscribed to TaskFinished: a sync whose task was cancelled or lost ends with it."""
    await settle_finished_task(uow, event.task_id, event.status)


async def seed_demo(kernel: Kernel) -> tuple[MerchantView, SyncCounts]:
    """The demo shop with its FAQ, products through the ledger; a second call changes nothing."""
    async with kernel.database.unit_of_work() as uow:
        merchant = await merchant_store.find_demo_merchant(uow.db)
        if merchant is None:
            merchant = await merchants.create_merchant(uow, SYSTEM, name=NAME, is_demo=True)
            await merchants.connect_store(
                uow, SYSTEM, kernel.vault, merchant.public_id, platform=DEMO, address=DEMO, credentials={}
            )
        for entry in demo_questions():
            texts = {"en": (entry.question, entry.answer), "zh": (entry.question_zh, entry.answer_zh)}
            for language, (question, answer) in texts.items():
                await catalogue.put_question(
                    uow.db, merchant.id, key=entry.key, language=language, question=question, answer=answer,
                    tags=entry.tags,
                )  # fmt: skip
        sync = await open_sync(uow, merchant_id=merchant.public_id, platform=DEMO)

    async def stay_silent(_done: float, _total: float, _message: str) -> None:
        return None

    runner = Runner(kernel, kernel.database.unit_of_work, stay_silent, is_last_attempt=True)
    counts = await run_sync(runner, sync.public_id)
    async with kernel.database.read() as db:
        view = await find_merchant(db, merchant.public_id)
    if view is None:
        raise AssertionError("the demo merchant was just made")
    return view, SyncCounts(**{name: value or 0 for name, value in counts.items()})
