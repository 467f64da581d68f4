"""Tables of the catalogue. Prices are minor units of the product's currency; `search` is maintained by the store."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relaydesk.kernel.database import Table, Timestamps


class Variant(Table):
    __tablename__ = "commerce_variant"
    __table_args__ = (UniqueConstraint("product_id", "platform_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("commerce_product.id", ondelete="CASCADE"))
    platform_id: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    sku: Mapped[str | None]
    barcode: Mapped[str | None]
    price_minor: Mapped[int]
    compare_at_minor: Mapped[int | None]
    inventory_quantity: Mapped[int | None]
    is_tracked: Mapped[bool]
    is_available: Mapped[bool]
    options: Mapped[list[Any]]


class Product(Timestamps, Table):
    """Identity is the platform's id, never a SKU. `synced_at` says as of when the store was seen to say so."""

    __tablename__ = "commerce_product"
    __table_args__ = (
        UniqueConstraint("merchant_id", "platform", "platform_id"),
        Index("ix_commerce_product_search", "search", postgresql_using="gin"),
        Index("ix_commerce_product_merchant_id_title", "merchant_id", "title", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("commerce_merchant.id", ondelete="CASCADE"))
    platform: Mapped[str]
    platform_id: Mapped[str]
    handle: Mapped[str]
    title: Mapped[str]
    description_text: Mapped[str]
    description_html: Mapped[str]
    vendor: Mapped[str]
    product_type: Mapped[str]
    tags: Mapped[list[str]]
    status: Mapped[str]
    currency: Mapped[str]
    url: Mapped[str | None]
    options: Mapped[list[Any]]
    images: Mapped[list[Any]]
    min_price_minor: Mapped[int | None]
    max_price_minor: Mapped[int | None]
    variant_count: Mapped[int]
    total_inventory: Mapped[int | None]
    is_available: Mapped[bool]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    source_updated_at: Mapped[datetime]
    synced_at: Mapped[datetime]
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)

    variants: Mapped[list[Variant]] = relationship(lazy="raise", order_by=Variant.position)


class Word(Table):
    """A word of some product under a text that it comes to without one of its letters, and under itself."""

    __tablename__ = "commerce_word"

    shortened: Mapped[str] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)


class Question(Timestamps, Table):
    """One entry of a merchant's FAQ in one language."""

    __tablename__ = "commerce_question"
    __table_args__ = (
        UniqueConstraint("merchant_id", "key", "language"),
        Index("ix_commerce_question_search", "search", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("commerce_merchant.id", ondelete="CASCADE"))
    key: Mapped[str]
    language: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
    tags: Mapped[list[str]]
    search: Mapped[str | None] = mapped_column(TSVECTOR, deferred=True)
