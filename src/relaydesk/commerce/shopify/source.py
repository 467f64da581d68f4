"""Reads a Shopify store's catalogue whole: pages sized by what they cost, each product with all variants and pictures.

A field that the store cannot give costs the product it belongs to, never the products beside it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from relaydesk.commerce.connector import Unconvertible
from relaydesk.commerce.shopify.client import Answer, ShopifyClient
from relaydesk.commerce.shopify.convert import product_from_node, unreadable
from relaydesk.commerce.shopify.errors import AccessDenied, QueryTooDear, ShopifyError, UnreadableAnswer
from relaydesk.commerce.shopify.queries import (
    CONNECTION_TEST,
    MORE_MEDIA,
    MORE_VARIANTS,
    PRODUCT_IDS,
    PRODUCTS_COUNT,
    PRODUCTS_PAGE,
)
from relaydesk.commerce.types import ConnectionReport, SourcePage, SourceProduct, UnreadableRecord

NEEDED_SCOPES = ("read_products", "read_inventory")
_IMPLIED_BY = {"read_products": "write_products", "read_inventory": "write_inventory"}
_FIRST_PAGE, _MAX_PAGE = 10, 100
_QUERY_LIMIT = 1000  # points a single query may cost (shopify.dev, "Shopify API limits")
_RECORDS = ("products", "nodes")  # the path of a page's products


@dataclass(frozen=True, slots=True)
class _Part:
    """A list inside a product: so many entries come with it, the rest by follow-up queries; an entry costs 3 points."""

    name: str
    inside: int
    more: str
    after: int = 100


_VARIANTS = _Part("variants", 10, MORE_VARIANTS)
_MEDIA = _Part("media", 15, MORE_MEDIA)


class ShopifySource:
    """A CatalogueSource. Products come in the order of their ids, so an edit between two pages moves none of them."""

    def __init__(self, client: ShopifyClient) -> None:
        self._client = client
        self._page_size = _FIRST_PAGE
        self._cost_per_product: float | None = None

    async def test_connection(self) -> ConnectionReport:
        """Raises a ShopifyError; scopes that the token lacks are in the report."""
        data = (await self._client.ask(CONNECTION_TEST)).whole()
        try:
            shop = data["shop"]
            granted = {scope["handle"] for scope in data["currentAppInstallation"]["accessScopes"]}
            missing = tuple(s for s in NEEDED_SCOPES if s not in granted and _IMPLIED_BY[s] not in granted)
            return ConnectionReport(shop["name"], shop["myshopifyDomain"], shop["currencyCode"], missing)
        except (KeyError, TypeError) as error:
            raise UnreadableAnswer(f"The store's answer lacks {error}.") from error

    async def count_products(self) -> int:
        """Exact, whatever the size of the catalogue."""
        data = (await self._client.ask(PRODUCTS_COUNT)).whole()
        try:
            return int(data["productsCount"]["count"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableAnswer("The store's answer has no productsCount.") from error

    async def pages(self, cursor: str | None) -> AsyncIterator[SourcePage]:
        """Pages after `cursor` (None: from the start) to the last. Raises a ShopifyError."""
        denied, may_read = 0, cursor is not None
        while True:
            answer = await self._page(cursor)
            data = answer.data
            try:
                currency = data["shop"]["currencyCode"]
                nodes = list(data["products"]["nodes"])
                info = data["products"]["pageInfo"]
                has_more, cursor = bool(info["hasNextPage"]), info["endCursor"]
            except (KeyError, TypeError) as error:
                raise answer.error or UnreadableAnswer(f"The store's answer lacks {error}.") from error
            if has_more and (not nodes or not cursor):
                raise UnreadableAnswer("The store promises a next page but gives no way to it.")
            reasons = _reasons(answer.error)
            denied += len(reasons) if isinstance(answer.error, AccessDenied) else 0
            may_read = may_read or len(reasons) < len(nodes)
            if denied > 1 and not may_read and answer.error:
                raise answer.error  # not the products' own trouble: the token may read none of them
            records = [await self._record(node, currency, reasons.get(place)) for place, node in enumerate(nodes)]
            yield SourcePage(tuple(records), cursor if has_more else None)
            if not has_more:
                return

    async def _page(self, cursor: str | None) -> Answer:
        """As many products as the query may cost, fewer where one of them takes the whole answer with it."""
        while True:
            size = self._page_size
            variables = {"first": size, "after": cursor, "variants": _VARIANTS.inside, "media": _MEDIA.inside}
            try:
                answer = await self._client.ask(PRODUCTS_PAGE, variables, cost=(self._cost_per_product or 0) * size)
            except QueryTooDear:
                if size == 1:
                    raise
            except ShopifyError as error:
                if not _reasons(error):
                    raise
                if size == 1:
                    lone = await self._client.ask(PRODUCT_IDS, {"first": 1, "after": cursor})
                    self._page_size = _FIRST_PAGE
                    return Answer(lone.whole(), None, error)
            else:
                self._learn_page_size(size, answer.requested_cost)
                return answer
            self._page_size = max(1, size // 2)

    def _learn_page_size(self, size: int, cost: int | None) -> None:
        """The largest page that stays within nine tenths of what one query may cost, and within half the bucket."""
        if not cost:
            return
        self._cost_per_product = cost / size
        allowed = min(_QUERY_LIMIT * 0.9, (self._client.pacer.maximum or _QUERY_LIMIT) / 2)
        self._page_size = max(1, min(_MAX_PAGE, int(allowed / self._cost_per_product)))

    async def _record(self, node: Any, currency: str, reason: str | None) -> SourceProduct | UnreadableRecord:
        """The product with all of its parts; unreadable where the store could not give a field, for this `reason`."""
        if not isinstance(node, dict):
            return UnreadableRecord("", reason or "the store gave nothing in its place")
        try:
            if reason is not None:
                raise Unconvertible(reason)  # noqa: TRY301 - one way for what is wrong with a record
            variants, media = await self._all(_VARIANTS, node), await self._all(_MEDIA, node)
            return product_from_node(
                node | {"variants": {"nodes": variants}, "media": {"nodes": media}}, currency=currency
            )
        except Unconvertible as error:
            return unreadable(node, error)

    async def _all(self, part: _Part, node: dict[str, Any]) -> list[dict[str, Any]]:
        """Those entries that came with the product, and the rest by follow-up queries."""
        connection: Any = node.get(part.name)
        size = part.inside
        all_entries: list[dict[str, Any]] = []
        while True:
            try:
                entries, info = connection["nodes"], connection.get("pageInfo")
                all_entries.extend(entries)
                # a list that is not full is the last one, whatever it says of pages
                if not info["hasNextPage"] if info else len(entries) < size:
                    return all_entries
                after = info["endCursor"]
            except (KeyError, TypeError) as error:
                raise Unconvertible(f"its {part.name} are incomplete: {error}") from error
            connection, size = await self._more(part, node.get("id"), after), part.after

    async def _more(self, part: _Part, product_id: Any, after: str) -> Any:
        variables = {"id": product_id, "first": part.after, "after": after}
        try:
            data = (await self._client.ask(part.more, variables, cost=1 + 2 + 3 * part.after)).whole()
        except ShopifyError as error:
            if error.field_errors and not error.is_retryable:
                raise Unconvertible(f"its {part.name} are incomplete: {error.field_errors[0].message}") from error
            raise
        product = data.get("product")
        if product is None:
            raise Unconvertible("the product was deleted while it was read")
        return product.get(part.name)


def _reasons(error: ShopifyError | None) -> dict[int, str]:
    """Why products of a page are unreadable, by their place in it."""
    reasons: dict[int, str] = {}
    for one in error.field_errors if error else ():
        connection, (place, *field) = one.path[:2], (one.path[2:] or (None,))
        if connection == _RECORDS and isinstance(place, int):
            name = ".".join(str(step) for step in field)
            reasons.setdefault(place, f"the store cannot give {name}: {one.message}")
    return reasons
