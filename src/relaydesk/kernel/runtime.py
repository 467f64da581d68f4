"""Owns the set of running parts that a process hands to its requests and tasks."""

from dataclasses import dataclass, field
from datetime import datetime

from relaydesk.kernel.background import Background, Draining
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import Database
from relaydesk.kernel.events import Wakeups
from relaydesk.kernel.limits.backoff import Backoff
from relaydesk.kernel.limits.rate_limit import RateLimiter
from relaydesk.kernel.live.hub import Hub
from relaydesk.kernel.observe.watchdog import Watchdog
from relaydesk.kernel.options import Options
from relaydesk.kernel.outbox.bus import Bus
from relaydesk.kernel.outbox.delivery import POLL_S, Outbox
from relaydesk.kernel.redis import RedisClient


@dataclass(frozen=True, slots=True)
class Kernel:
    options: Options
    database: Database
    redis: RedisClient
    bus: Bus
    outbox: Outbox
    wakeups: Wakeups
    vault: Vault
    limiter: RateLimiter
    backoff: Backoff
    background: Background
    live: Hub
    watchdog: Watchdog
    draining: Draining = field(default_factory=Draining)
    # when callers used their keys, by the key's id, until that is written down
    key_uses: dict[int, datetime] = field(default_factory=dict)

    async def start(self, *, delivers_for_others: bool = True) -> None:
        """Needs neither PostgreSQL nor Redis to be there: both are reached for when they are needed.

        Args:
            delivers_for_others: whether it looks for events that other processes have left. A process beside one that
                does need not look, too; it still delivers its own.
        """
        self.watchdog.start()
        self.wakeups.succeeded = self.background.keep("wakeups", self.wakeups.follow, every_s=1.0).succeeded
        self.live.start(self.draining)
        if delivers_for_others:
            self.background.keep("outbox", self.outbox.deliver_due, every_s=POLL_S)

    async def stop(self) -> None:
        self.watchdog.stop()
        await self.live.stop()
        await self.background.end()
        await self.wakeups.close()
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
    bus, wakeups = Bus(), Wakeups(redis)
    outbox = Outbox(bus, wakeups)
    database = Database(database_url, pool_size=database_pool_size, outlet=outbox)
    outbox.attach(database)
    background = Background()
    return Kernel(
        options=options,
        database=database,
        redis=redis,
        bus=bus,
        outbox=outbox,
        wakeups=wakeups,
        vault=Vault(encryption_keys, options.secret_key),
        limiter=RateLimiter(redis, processes=processes),
        backoff=Backoff(redis),
        background=background,
        live=Hub(database, wakeups, background),
        watchdog=Watchdog(rest_s=options.watchdog_rest_s),
    )
