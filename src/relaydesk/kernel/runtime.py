"""Owns the set of running parts that a process hands to its requests and tasks."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import Database
from relaydesk.kernel.draining import Draining
from relaydesk.kernel.events import Bus, Wakeups
from relaydesk.kernel.rate_limit import RateLimiter
from relaydesk.kernel.redis import RedisClient

CANCEL_AGAIN_S = 1.0
CANCEL_TRIES = 10


@dataclass(frozen=True, slots=True)
class Options:
    """The settings that packages below `main` may know, handed down as values."""

    version: str
    data_dir: Path
    secret_key: str
    access_token_ttl_s: int = 900
    refresh_token_ttl_s: int = 30 * 86400
    session_expire_s: int = 86400
    rate_limit_per_minute: int = 1000
    chat_rate_limit_per_minute: int = 30
    audit_retention_days: int = 90
    log_retention_days: int = 30
    registration_open: bool = True
    secure_cookies: bool = False


@dataclass(frozen=True, slots=True)
class Kernel:
    options: Options
    database: Database
    redis: RedisClient
    bus: Bus
    wakeups: Wakeups
    vault: Vault
    limiter: RateLimiter
    draining: Draining = field(default_factory=Draining)

    async def start(self) -> None:
        """Needs neither PostgreSQL nor Redis to be there: both are reached for when they are needed."""
        await self.wakeups.start()

    async def stop(self) -> None:
        await self.wakeups.stop()
        await self.redis.close()
        await self.database.close()


def create_kernel(
    options: Options,
    *,
    database_url: str,
    database_pool_size: int,
    redis_url: str,
    redis_max_connections: int,
    encryption_keys: list[str],
    processes: int,
) -> Kernel:
    """Made inside the process that uses it, never before a fork and never at import."""
    redis = RedisClient(redis_url, max_connections=redis_max_connections)
    return Kernel(
        options=options,
        database=Database(database_url, pool_size=database_pool_size),
        redis=redis,
        bus=Bus(),
        wakeups=Wakeups(redis),
        vault=Vault(encryption_keys, options.secret_key),
        limiter=RateLimiter(redis, processes=processes),
    )


async def end_tasks(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended: a driver in the middle of something may swallow a cancellation."""
    pending = set(tasks)
    for _ in range(CANCEL_TRIES):
        if not pending:
            return
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)
