"""Reads a Shopify store's catalogue whole: pages sized by what they cost, and every variant of every product."""

from collections.abc import AsyncIterator
from typing import Any

from relaydesk.commerce.shopify.client import ShopifyClient
from relaydesk.commerce.shopify.convert import Unconvertible, product_from_node, unreadable
from relaydesk.commerce.shopify.errors import QueryTooDear, UnreadableAnswer
from relaydesk.commerce.shopify.queries import CONNECTION_TEST, MORE_VARIANTS, PRODUCTS_COUNT, PRODUCTS_PAGE
from relaydesk.commerce.types import ConnectionReport, SourcePage, SourceProduct, UnreadableRecord

NEEDED_SCOPES = ("read_products", "read_inventory")
_IMPLIED_BY = {"read_products": "write_products", "read_inventory": "write_inventory"}
_FIRST_PAGE, _MAX_PAGE = 10, 100
_VARIANTS_INSIDE, _VARIANTS_AFTER, _MEDIA_INSIDE = 10, 100, 5
_QUERY_LIMIT = 1000  # points a single query may cost (shopify.dev, "Shopify API limits")


class ShopifySource:
    """A CatalogueSource. Products come in the order of their ids, so an edit between two pages moves none of them."""

    def __init__(self, client: ShopifyClient) -> None:
        self._client = client
        self._page_size = _FIRST_PAGE
        self._cost_per_product: float | None = None

    async def test_connection(self) -> ConnectionReport:
        """Raises a ShopifyError; scopes that the token lacks are in the report."""
        data = (await self._client.ask(CONNECTION_TEST)).data
        try:
            shop = data["shop"]
            granted = {scope["handle"] for scope in data["currentAppInstallation"]["accessScopes"]}
            missing = tuple(s for s in NEEDED_SCOPES if s not in granted and _IMPLIED_BY[s] not in granted)
            return ConnectionReport(shop["name"], shop["myshopifyDomain"], shop["currencyCode"], missing)
        except (KeyError, TypeError) as error:
            raise UnreadableAnswer(f"The store's answer lacks {error}.") from error

    async def count_products(self) -> int:
        """Exact, whatever the size of the catalogue."""
        data = (await self._client.ask(PRODUCTS_COUNT)).data
        try:
            return int(data["productsCount"]["count"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnreadableAnswer("The store's answer has no productsCount.") from error

    async def pages(self, cursor: str | None) -> AsyncIterator[SourcePage]:
        """Pages after `cursor` (None: from the start) to the last. Raises a ShopifyError."""
        while True:
            data = await self._page(cursor)
            try:
                currency = data["shop"]["currencyCode"]
                nodes = data["products"]["nodes"]
                info = data["products"]["pageInfo"]
                has_more, cursor = bool(info["hasNextPage"]), info["endCursor"]
            except (KeyError, TypeError) as error:
                raise UnreadableAnswer(f"The store's answer lacks {error}.") from error
            if has_more and (not nodes or not cursor):
                raise UnreadableAnswer("The store promises a next page but gives no way to it.")
            records = [await self._record(node, currency) for node in nodes if isinstance(node, dict)]
            yield SourcePage(tuple(records), cursor if has_more else None)
            if not has_more:
                return

    async def _page(self, cursor: str | None) -> dict[str, Any]:
        while True:
            size = self._page_size
            variables = {"first": size, "after": cursor, "variants": _VARIANTS_INSIDE, "media": _MEDIA_INSIDE}
            try:
                answer = await self._client.ask(PRODUCTS_PAGE, variables, cost=(self._cost_per_product or 0) * size)
            except QueryTooDear:
                if size == 1:
                    raise
                self._page_size = max(1, size // 2)
                continue
            self._learn_page_size(size, answer.requested_cost)
            return answer.data

    def _learn_page_size(self, size: int, cost: int | None) -> None:
        """The largest page that stays within nine tenths of what one query may cost, and within half the bucket."""
        if not cost:
            return
        self._cost_per_product = cost / size
        allowed = min(_QUERY_LIMIT * 0.9, (self._client.pacer.maximum or _QUERY_LIMIT) / 2)
        self._page_size = max(1, min(_MAX_PAGE, int(allowed / self._cost_per_product)))

    async def _record(self, node: dict[str, Any], currency: str) -> SourceProduct | UnreadableRecord:
        try:
            node = node | {"variants": {"nodes": await self._all_variants(node)}}
            return product_from_node(node, currency=currency)
        except Unconvertible as error:
            return unreadable(node, error)

    async def _all_variants(self, node: dict[str, Any]) -> list[dict[str, Any]]:
        """Those that came with the product, and the rest by follow-up queries."""
        connection: Any = node.get("variants")
        found: list[dict[str, Any]] = []
        while True:
            try:
                found.extend(connection["nodes"])
                info = connection["pageInfo"]
                has_more, after = info["hasNextPage"], info["endCursor"]
            except (KeyError, TypeError) as error:
                raise Unconvertible(f"its variants are incomplete: {error}") from error
            if not has_more:
                return found
            variables = {"id": node.get("id"), "first": _VARIANTS_AFTER, "after": after}
            answer = await self._client.ask(MORE_VARIANTS, variables, cost=1 + 2 + 3 * _VARIANTS_AFTER)
            product = answer.data.get("product")
            if product is None:
                raise Unconvertible("the product was deleted while it was read")
            connection = product.get("variants")
