"""Shopify as a Connector: a store's address is its domain, its credential an Admin API access token."""

import contextlib
from collections.abc import AsyncIterator
from typing import Final

from relaydesk.commerce.connector import Capabilities, StoreAccess
from relaydesk.commerce.shopify.client import RetryBudget, ShopifyClient
from relaydesk.commerce.shopify.source import ShopifySource
from relaydesk.commerce.types import CatalogueSource, ConnectionReport
from relaydesk.kernel.outbound import guarded_client

ACCESS_TOKEN: Final = "access_token"  # noqa: S105 - the credential's name
_PATIENCE_S, _TEST_PATIENCE_S = 30.0, 10.0
_WHO_BYTES = 1024 * 1024  # of an answer that names a store, its currency and what the token may read


class ShopifyConnector:
    platform = "shopify"
    capabilities = Capabilities()

    @staticmethod
    def url_of(address: str) -> str:
        return f"https://{address}"

    @contextlib.asynccontextmanager
    async def open(self, access: StoreAccess) -> AsyncIterator[CatalogueSource]:
        async with guarded_client(allow_private=access.allow_private, timeout_s=_PATIENCE_S) as http:
            yield ShopifySource(ShopifyClient(http, access.base_url, access.credentials[ACCESS_TOKEN]))

    async def ask(self, access: StoreAccess) -> ConnectionReport:
        token, once = access.credentials[ACCESS_TOKEN], RetryBudget(attempts=1)
        async with guarded_client(
            allow_private=access.allow_private, timeout_s=_TEST_PATIENCE_S, max_answer_bytes=_WHO_BYTES
        ) as http:
            return await ShopifySource(ShopifyClient(http, access.base_url, token, budget=once)).test_connection()
