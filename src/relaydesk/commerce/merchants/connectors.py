"""Which connector reads which platform's store: opens the source behind a connection."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from relaydesk.commerce.demo.shop import DemoSource
from relaydesk.commerce.shopify.client import RetryBudget, ShopifyClient
from relaydesk.commerce.shopify.source import ShopifySource
from relaydesk.commerce.types import CatalogueSource, ConnectionReport
from relaydesk.kernel.outbound import guarded_client

DEMO, SHOPIFY = "demo", "shopify"
_WHO_BYTES = 1024 * 1024  # of an answer that names a store, its currency and what the token may read


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """All that is needed to read a store. `access_token` is in the clear: never log this."""

    platform: str
    base_url: str
    allow_private: bool
    access_token: str

    def __repr__(self) -> str:
        return f"StoreAddress({self.platform}, {self.base_url})"


@contextlib.asynccontextmanager
async def open_source(address: StoreAddress) -> AsyncIterator[CatalogueSource]:
    """The store's catalogue; its HTTP client lives as long as the block."""
    if address.platform == DEMO:
        yield DemoSource()
        return
    async with guarded_client(allow_private=address.allow_private, timeout_s=30) as http:
        yield ShopifySource(ShopifyClient(http, address.base_url, address.access_token))


async def ask_store(address: StoreAddress) -> ConnectionReport:
    """Asks the store who it is. Raises a ShopifyError, or DestinationRefused for an address we must not call."""
    if address.platform == DEMO:
        return ConnectionReport("Pedalworks (demo)", "demo", "EUR", ())
    async with guarded_client(allow_private=address.allow_private, timeout_s=10, max_answer_bytes=_WHO_BYTES) as http:
        client = ShopifyClient(http, address.base_url, address.access_token, budget=RetryBudget(attempts=1))
        return await ShopifySource(client).test_connection()
