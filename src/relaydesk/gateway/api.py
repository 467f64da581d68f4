"""What other packages may ask of the gateway: a completion through its pipeline, its models, sources for these."""

from relaydesk.gateway.extractive.chat import MODEL as BUILTIN_MODEL
from relaydesk.gateway.extractive.sources import Source, encode_sources
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.journal.writer import BACKLOG_BYTES
from relaydesk.gateway.relay.server.protocol import protocol_for
from relaydesk.gateway.runtime.gateway import Gateway, client_keys_changed
from relaydesk.gateway.upstreams.service import ensure_builtin, find_offered_models, list_offered_models

__all__ = [
    "BACKLOG_BYTES",
    "BUILTIN_MODEL",
    "Gateway",
    "RelayError",
    "Source",
    "client_keys_changed",
    "encode_sources",
    "ensure_builtin",
    "find_offered_models",
    "list_offered_models",
    "protocol_for",
]
