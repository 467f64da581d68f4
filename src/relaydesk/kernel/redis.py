"""Owns the Redis pool. Redis is fast, shared and losable: every call has a deadline, no caller depends on the answer.

After a failure the client counts as away for a second: callers get their fallback at once, then one tries again.
"""

import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import structlog
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import OutOfMemoryError, ReadOnlyError, RedisError

log = structlog.get_logger(__name__)
T = TypeVar("T")

RETRY_AFTER_FAILURE_S = 1.0
COMMAND_TIMEOUT_S = 0.5
FAILURES = (RedisError, OSError, TimeoutError)


class RedisClient:
    """A pool of at most `max_connections`; `url` as redis-py takes it (`redis://`, `rediss://`, `unix://`)."""

    def __init__(self, url: str, *, max_connections: int = 20) -> None:
        self._pool = BlockingConnectionPool.from_url(
            url,
            max_connections=max_connections,
            timeout=COMMAND_TIMEOUT_S,
            socket_timeout=COMMAND_TIMEOUT_S,
            socket_connect_timeout=COMMAND_TIMEOUT_S,
            health_check_interval=0,
            retry=Retry(NoBackoff(), 0),
        )
        self._client: Redis = Redis(connection_pool=self._pool)
        # pub/sub waits for messages without a read deadline, outside the pool
        self._subscriber: Redis = Redis.from_url(
            url, socket_connect_timeout=COMMAND_TIMEOUT_S, health_check_interval=15
        )
        self._away_until = 0.0
        self.max_connections = max_connections

    @property
    def is_away(self) -> bool:
        return time.monotonic() < self._away_until

    async def attempt(self, call: Callable[[Redis], Awaitable[T]]) -> T | None:
        """What `call` gives, or None when Redis is away, slow or refuses. Never raises for Redis' sake."""
        if self.is_away:
            return None
        try:
            return await call(self._client)
        except FAILURES as error:
            self._away_until = time.monotonic() + RETRY_AFTER_FAILURE_S
            log.warning("redis_unavailable", reason=type(error).__name__)
            return None

    async def ping(self) -> str | None:
        """What is wrong with a server that answers: it takes no writes (full, a replica).

        Raises when Redis does not answer within the command deadline.
        """
        try:
            await self._client.set("relaydesk:alive", b"", px=1000)
        except (OutOfMemoryError, ReadOnlyError):
            return "takes no writes"
        self._away_until = 0.0
        return None

    @contextlib.asynccontextmanager
    async def pubsub(self) -> AsyncIterator[PubSub]:
        async with self._subscriber.pubsub() as pubsub:
            yield pubsub

    def connections(self) -> dict[str, int]:
        """Pool connections by state, for metrics."""
        in_use = len(self._pool._in_use_connections)  # noqa: SLF001 - redis-py shows these figures nowhere else
        idle = len(self._pool._available_connections)  # noqa: SLF001 - likewise
        return {"in_use": in_use, "free": idle, "max": self.max_connections}

    async def close(self) -> None:
        await self._client.aclose()
        await self._subscriber.aclose()
        await self._pool.disconnect()
