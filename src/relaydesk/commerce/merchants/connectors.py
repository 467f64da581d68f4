"""Which connector reads which platform's stores."""

from collections.abc import Mapping
from typing import Final

from relaydesk.commerce.connector import Connector
from relaydesk.commerce.demo.connector import DemoConnector
from relaydesk.commerce.shopify.connector import ShopifyConnector

_ALL: Final[tuple[Connector, ...]] = (ShopifyConnector(), DemoConnector())
CONNECTORS: Final[Mapping[str, Connector]] = {connector.platform: connector for connector in _ALL}
