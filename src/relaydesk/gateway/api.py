"""What other packages may ask of the gateway: a completion through its pipeline, its models, sources for these.

And what a package needs that answers paths of the data plane by itself, with client keys and a row in the log.
"""

from relaydesk.gateway.extractive.chat import MODEL as BUILTIN_MODEL
from relaydesk.gateway.extractive.sources import Source, encode_sources
from relaydesk.gateway.keys.service import zone_changed
from relaydesk.gateway.log.service import LoggedUsage, find_usage
from relaydesk.gateway.relay.errors import RelayError, inference_body
from relaydesk.gateway.relay.journal.writer import BACKLOG_BYTES
from relaydesk.gateway.relay.loop.fiber import Gate, in_task
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.keyed import KeyedCall
from relaydesk.gateway.relay.server.own import JSON_LINE
from relaydesk.gateway.relay.server.protocol import protocol_for
from relaydesk.gateway.relay.stream import ClientGoneError
from relaydesk.gateway.runtime.gateway import Gateway, client_keys_changed
from relaydesk.gateway.stats.schemas import Sums
from relaydesk.gateway.stats.service import sum_of_model
from relaydesk.gateway.upstreams.aliases import (
    RouteStanding,
    create_alias,
    delete_alias,
    enable_alias,
    standings_of_aliases,
)
from relaydesk.gateway.upstreams.schemas import Line as ModelName
from relaydesk.gateway.upstreams.schemas import ReasonOut
from relaydesk.gateway.upstreams.service import ensure_builtin, find_offered_models, list_offered_models
from relaydesk.gateway.upstreams.users import ModelUsers

__all__ = [
    "BACKLOG_BYTES",
    "BUILTIN_MODEL",
    "JSON_LINE",
    "Call",
    "ClientGoneError",
    "Gate",
    "Gateway",
    "KeyedCall",
    "LoggedUsage",
    "ModelName",
    "ModelUsers",
    "ReasonOut",
    "RelayError",
    "RouteStanding",
    "Source",
    "Sums",
    "client_keys_changed",
    "create_alias",
    "delete_alias",
    "enable_alias",
    "encode_sources",
    "ensure_builtin",
    "find_offered_models",
    "find_usage",
    "in_task",
    "inference_body",
    "list_offered_models",
    "protocol_for",
    "standings_of_aliases",
    "sum_of_model",
    "zone_changed",
]
