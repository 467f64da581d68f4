"""Wire shapes of products, variants and questions."""

from datetime import datetime

from pydantic import ConfigDict

from relaydesk.kernel.http.shapes import Answer


class ProductOut(Answer):
    """Prices are minor units of `currency`; `as_of` is when the store was last seen to say so."""

    id: str
    merchant_id: str
    platform: str
    platform_id: str
    handle: str
    title: str
    vendor: str
    product_type: str
    tags: list[str]
    status: str
    url: str | None
    image_url: str | None
    currency: str
    min_price_minor: int | None
    max_price_minor: int | None
    variant_count: int
    total_inventory: int | None
    is_available: bool
    as_of: datetime


class OptionOut(Answer):
    name: str
    value: str


class VariantOut(Answer):
    id: str
    title: str
    sku: str | None
    options: list[OptionOut]
    price_minor: int
    compare_at_minor: int | None
    inventory_quantity: int | None
    is_tracked: bool
    is_available: bool


class ProductDetail(Answer):
    id: str
    merchant_id: str
    handle: str
    title: str
    description_text: str
    vendor: str
    product_type: str
    tags: list[str]
    status: str
    url: str | None
    image_urls: list[str]
    currency: str
    min_price_minor: int | None
    max_price_minor: int | None
    total_inventory: int | None
    is_available: bool
    variants: list[VariantOut]
    as_of: datetime
    stale_after: datetime


class QuestionOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    key: str
    language: str
    question: str
    answer: str
    tags: list[str]
