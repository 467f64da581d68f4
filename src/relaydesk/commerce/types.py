"""The words of commerce: what a store's catalogue is, whatever the platform, as frozen values; and the events."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from relaydesk.kernel.errors import pattern
from relaydesk.kernel.events import Event

MERCHANT_ID = pattern(
    r"^merch_[0-9a-f]{16}$", reason="merchant_id", message="must be a merchant's id such as merch_5f0c1d2e3a4b5c6d"
)


class ProductStatus(StrEnum):
    ACTIVE = "active"
    DRAFT = "draft"
    ARCHIVED = "archived"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class SourceOption:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceImage:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class SourceVariant:
    """`price_minor` counts minor units of the product's currency; stock may be negative (oversold)."""

    platform_id: str
    title: str
    position: int
    price_minor: int
    compare_at_minor: int | None
    sku: str | None
    barcode: str | None
    inventory_quantity: int | None
    is_tracked: bool
    is_available: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourceProduct:
    """One product with all its variants, as its store states it at `updated_at`."""

    platform_id: str
    handle: str
    title: str
    description_text: str
    description_html: str
    vendor: str
    product_type: str
    tags: tuple[str, ...]
    status: ProductStatus
    currency: str
    url: str | None
    options: tuple[SourceOption, ...]
    images: tuple[SourceImage, ...]
    variants: tuple[SourceVariant, ...]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A record of the store that could not be understood, and why: the ledger counts it as skipped."""

    platform_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Records in the source's order. `cursor` goes on after them; it is None after the last page."""

    records: tuple[SourceProduct | UnreadableRecord, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What a store said of itself in a connection test."""

    shop_name: str
    shop_domain: str
    currency: str
    missing_scopes: tuple[str, ...]


class CatalogueSource(Protocol):
    """A store whose catalogue can be read whole, page by page, and picked up again at a cursor."""

    async def count_products(self) -> int: ...

    def pages(self, cursor: str | None) -> AsyncIterator[SourcePage]: ...


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A product found. Prices are minor units of `currency`; `as_of` is when the store was last seen to say so."""

    id: str
    merchant_id: str
    title: str
    handle: str
    vendor: str
    product_type: str
    status: ProductStatus
    url: str | None
    image_url: str | None
    currency: str
    min_price_minor: int | None
    max_price_minor: int | None
    is_available: bool
    total_inventory: int | None
    matched_sentence: str
    score: float
    as_of: datetime


@dataclass(frozen=True, slots=True)
class FaqHit:
    """An entry of a merchant's FAQ that fits a question."""

    id: str
    key: str
    language: str
    question: str
    answer: str
    score: float


@dataclass(frozen=True, slots=True)
class VariantView:
    id: str
    title: str
    sku: str | None
    options: tuple[tuple[str, str], ...]
    price_minor: int
    compare_at_minor: int | None
    inventory_quantity: int | None
    is_tracked: bool
    is_available: bool


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product whole."""

    id: str
    merchant_id: str
    title: str
    handle: str
    description_text: str
    vendor: str
    product_type: str
    tags: tuple[str, ...]
    status: ProductStatus
    url: str | None
    image_urls: tuple[str, ...]
    currency: str
    min_price_minor: int | None
    max_price_minor: int | None
    is_available: bool
    total_inventory: int | None
    variants: tuple[VariantView, ...]
    as_of: datetime
    stale_after: datetime


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """Outcomes of a sync. After a complete run created, updated, unchanged and skipped make up `source_total`."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    skipped: int = 0
    source_total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsChanged(Event):
    """Products of a merchant were created, updated or deleted."""

    merchant_id: str
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFailed(Event):
    """`sync_id` is None where a task's sync could not even begin.

    `in_a_row` counts the merchant's failed syncs since the last one that succeeded, this one too; 0 where none began.
    """

    merchant_id: str
    sync_id: str | None
    reason: str
    message: str
    in_a_row: int = 0
