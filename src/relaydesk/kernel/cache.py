"""Owns the cache: bounded copies in this process with a lifetime, single-flight loads, invalidation everywhere.

Invalidation travels as a wake-up; while Redis is away, a copy lives at most its lifetime.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from cashews import Cache as Copies

from relaydesk.kernel.events import Wakeups
from relaydesk.kernel.observe.metrics import CACHE_REQUESTS

T = TypeVar("T")


class Cache:
    """One named region, e.g. `assistants`; `size` copies at most, least recently used go first."""

    def __init__(self, region: str, *, wakeups: Wakeups, size: int = 1000) -> None:
        self._region = region
        self._wakeups = wakeups
        self._copies = Copies()
        self._copies.setup("mem://", size=size, check_interval=60)
        self._loads: dict[str, asyncio.Future[Any]] = {}
        self._listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._listener = asyncio.create_task(self._listen(), name=f"cache-{self._region}")

    async def stop(self) -> None:
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        await self._copies.close()

    async def get(self, key: str, load: Callable[[], Awaitable[T]], *, ttl_s: float) -> T:
        """The copy under `key`, or what `load` gives, loaded once for however many callers wait for it."""
        found = await self._copies.get(key)
        if found is not None:
            CACHE_REQUESTS.labels(self._region, "hit").inc()
            return found  # type: ignore[no-any-return]  # cashews keeps no types
        waiting = self._loads.get(key)
        if waiting is not None:
            CACHE_REQUESTS.labels(self._region, "shared").inc()
            return await asyncio.shield(waiting)
        CACHE_REQUESTS.labels(self._region, "miss").inc()
        loading = asyncio.ensure_future(load())
        self._loads[key] = loading
        try:
            value = await asyncio.shield(loading)
        finally:
            self._loads.pop(key, None)
        await self._copies.set(key, value, expire=ttl_s)
        return value

    async def invalidate(self) -> None:
        """Drops every copy of this region, here at once and in other processes by wake-up."""
        await self._copies.clear()
        await self._wakeups.notify(f"cache:{self._region}")

    async def _listen(self) -> None:
        async with self._wakeups.listen(f"cache:{self._region}") as signal:
            while True:
                if await signal.wait(60):
                    await self._copies.clear()
