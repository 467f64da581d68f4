"""The words of commerce: what a store's catalogue is, whatever the platform, as frozen values; and the events."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


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
