"""The embedded servers: real PostgreSQL and Redis from wheels, as child processes on Unix sockets."""

from relaydesk.operate.embedded.places import EmbeddedMissing, wheel_folder
from relaydesk.operate.embedded.postgres import EmbeddedPostgres
from relaydesk.operate.embedded.redis import EmbeddedRedis

__all__ = ["EmbeddedMissing", "EmbeddedPostgres", "EmbeddedRedis", "wheel_folder"]
