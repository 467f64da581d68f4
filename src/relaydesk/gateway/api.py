"""What other packages may ask of the gateway: a completion through its pipeline, sources as models take them."""

from relaydesk.gateway.extractive.sources import Source, encode_sources
from relaydesk.gateway.relay.errors import RelayError

__all__ = ["RelayError", "Source", "encode_sources"]
