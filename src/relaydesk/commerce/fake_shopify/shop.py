"""The fake store itself: its products by id, the edits made to them between two requests, and who it says it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from graphql import GraphQLResolveInfo

from relaydesk.commerce.fake_shopify.records import FakeProduct, FakeVariant, numeric_id

_EDITABLE = {
    "title": "title",
    "descriptionHtml": "body_html",
    "vendor": "vendor",
    "productType": "product_type",
    "status": "status",
    "tags": "tags",
}


class UnknownEdit(ValueError):
    """An edit names a field or a value that the fake store does not have."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class FakeShop:
    products: dict[int, FakeProduct]
    currency: str
    name: str = "Fake store"
    domain: str = "fake-store.myshopify.com"
    now: Callable[[], datetime] = _now
    _serial: int = field(default=0, init=False)

    @classmethod
    def of(cls, products: Iterable[FakeProduct], *, currency: str, name: str = "Fake store") -> "FakeShop":
        by_number: dict[int, FakeProduct] = {}
        for product in products:
            if product.number in by_number:
                raise UnknownEdit(f"two products have the id {product.number}: {product.handle}")
            by_number[product.number] = product
        return cls(by_number, currency, name=name)

    def find(self, reference: str) -> FakeProduct | None:
        """By gid, number or handle."""
        tail = reference.rpartition("/")[2]
        if tail.isdecimal() and int(tail) in self.products:
            return self.products[int(tail)]
        return next((p for p in self.products.values() if p.handle == reference), None)

    def find_variant(self, number: int) -> tuple[FakeProduct, FakeVariant] | None:
        for product in self.products.values():
            for variant in product.variants:
                if variant.number == number:
                    return product, variant
        return None

    def variants(self) -> list[tuple[FakeProduct, FakeVariant]]:
        return [(product, variant) for product in self.products.values() for variant in product.variants]

    def create(self, fields: dict[str, Any]) -> FakeProduct:
        """A new product, after all others in the order of ids, as in a real store."""
        self._serial += 1
        handle = str(fields.pop("handle", "") or f"new-product-{self._serial}")
        if any(p.handle == handle for p in self.products.values()):
            raise UnknownEdit(f"handle {handle!r} is taken")
        number = max(self.products, default=numeric_id("product", handle)) + 1
        now = self.now()
        product = FakeProduct(number=number, handle=handle, title=handle, created_at=now, updated_at=now)
        product.variants.append(
            FakeVariant(number=numeric_id("variant", handle, 1), position=1, option_values=[], price=Decimal("1.00"))
        )
        self.edit(product, fields)
        self.products[number] = product
        return product

    def edit(self, product: FakeProduct, fields: dict[str, Any]) -> None:
        """Sets wire-named fields; `price`, `quantity` and `sku` go to every variant, the time is now unless given."""
        moment = _moment(fields.get("updatedAt")) if "updatedAt" in fields else self.now()
        for name, value in fields.items():
            if name in _EDITABLE:
                setattr(product, _EDITABLE[name], value)
            elif name == "price":
                price = _price(value)
                for variant in product.variants:
                    variant.price = price
            elif name in {"quantity", "sku"}:
                for variant in product.variants:
                    setattr(variant, name, value)
            elif name != "updatedAt":
                raise UnknownEdit(f"no field {name!r}")
        product.updated_at = (
            max(moment, product.updated_at + timedelta(seconds=1)) if "updatedAt" not in fields else moment
        )

    def delete(self, product: FakeProduct) -> None:
        del self.products[product.number]


def _moment(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except ValueError:
        raise UnknownEdit(f"updatedAt is not a time: {value!r}") from None


def _price(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise UnknownEdit(f"price is not a number: {value!r}") from None


Info = GraphQLResolveInfo[FakeShop]  # what a resolver is told: its context is the shop
