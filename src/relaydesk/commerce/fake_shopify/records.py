"""What the fake store holds: products and variants as mutable records, and the ids derived from their handles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from relaydesk.commerce.money import to_decimal
from relaydesk.commerce.types import SourceProduct

OPENED_AT = datetime(2026, 1, 1, tzinfo=UTC)
_ID_FLOOR = 7_000_000_000_000


def numeric_id(*parts: object) -> int:
    """A stable 13-digit id, as Shopify's are: the same handle (and position) gives the same id in every run."""
    digest = sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return _ID_FLOOR + int.from_bytes(digest[:5], "big")


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


@dataclass
class FakeImage:
    number: int
    url: str
    alt: str | None = None


@dataclass
class FakeVariant:
    number: int
    position: int
    option_values: list[str]
    price: Decimal
    compare_at_price: Decimal | None = None
    sku: str | None = None
    barcode: str | None = None
    quantity: int = 0
    tracked: bool = True
    continues_selling: bool = False
    requires_shipping: bool = True
    taxable: bool = True
    grams: int = 0
    image_number: int | None = None

    @property
    def title(self) -> str:
        return " / ".join(self.option_values) or "Default Title"

    @property
    def is_available(self) -> bool:
        return not self.tracked or self.continues_selling or self.quantity > 0


@dataclass
class FakeProduct:
    number: int
    handle: str
    title: str
    body_html: str = ""
    vendor: str = ""
    product_type: str = ""
    tags: list[str] = field(default_factory=list)
    status: str = "ACTIVE"
    is_published: bool = True
    is_gift_card: bool = False
    seo_title: str | None = None
    seo_description: str | None = None
    option_names: list[str] = field(default_factory=list)
    variants: list[FakeVariant] = field(default_factory=list)
    images: list[FakeImage] = field(default_factory=list)
    created_at: datetime = OPENED_AT
    updated_at: datetime = OPENED_AT

    @property
    def gid(self) -> str:
        return gid("Product", self.number)

    def option_values(self, index: int) -> list[str]:
        """The values in use of the option at `index`, in the order of the variants, each once."""
        return list(dict.fromkeys(v.option_values[index] for v in self.variants if index < len(v.option_values)))


def opened(index: int) -> datetime:
    """When the product at `index` was last edited before the store opened: a minute apart, in the order of the file."""
    return OPENED_AT + timedelta(minutes=index)


def from_source(products: Iterable[SourceProduct]) -> list[FakeProduct]:
    """Platform-neutral products as records of a fake store."""
    return [_from_source(product, index) for index, product in enumerate(products)]


def _from_source(source: SourceProduct, index: int) -> FakeProduct:
    variants = [
        FakeVariant(
            number=numeric_id("variant", source.handle, v.position),
            position=v.position,
            option_values=[value for _, value in v.options],
            price=to_decimal(v.price_minor, source.currency),
            compare_at_price=None if v.compare_at_minor is None else to_decimal(v.compare_at_minor, source.currency),
            sku=v.sku,
            barcode=v.barcode,
            quantity=v.inventory_quantity or 0,
            tracked=v.is_tracked,
        )
        for v in source.variants
    ]
    images = [FakeImage(numeric_id("image", source.handle, n), i.url, i.alt) for n, i in enumerate(source.images, 1)]
    return FakeProduct(
        number=numeric_id("product", source.handle),
        handle=source.handle,
        title=source.title,
        body_html=source.description_html,
        vendor=source.vendor,
        product_type=source.product_type,
        tags=list(source.tags),
        status=source.status.upper(),
        option_names=[option.name for option in source.options],
        variants=variants,
        images=images,
        created_at=opened(index),
        updated_at=opened(index),
    )
