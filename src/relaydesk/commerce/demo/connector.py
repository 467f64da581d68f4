"""The demo shop as a Connector: it is in the package, and needs no credential."""

import contextlib
from collections.abc import AsyncIterator
from typing import Final

from relaydesk.commerce.connector import Capabilities, StoreAccess
from relaydesk.commerce.demo.shop import CURRENCY, NAME, DemoSource
from relaydesk.commerce.types import CatalogueSource, ConnectionReport

DEMO: Final = "demo"


class DemoConnector:
    platform = DEMO
    capabilities = Capabilities()

    @staticmethod
    def url_of(_address: str) -> str:
        return ""

    @contextlib.asynccontextmanager
    async def open(self, _access: StoreAccess) -> AsyncIterator[CatalogueSource]:
        yield DemoSource()

    async def ask(self, _access: StoreAccess) -> ConnectionReport:
        return ConnectionReport(NAME, DEMO, CURRENCY, ())
