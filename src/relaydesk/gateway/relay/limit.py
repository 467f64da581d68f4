"""How fast a client key may call: GCRA, its permits leased in small batches from an authority shared by all processes.

A permit counts against the limit when it is leased, so all processes together never admit more than the limit. The
usual request costs one look into a dict; slow keys (few requests a minute) lease one permit at a time, so nothing of
theirs lies unused in a process.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final, Protocol

LEASE_SECONDS: Final = 0.25
UNUSED_AFTER_S: Final = 1.0
MAX_LEASE: Final = 256
AUTHORITY_DEADLINE_S: Final = 1.0  # longer than the kernel gives Redis before it admits locally itself
AUTHORITY_REST_S: Final = 1.0


class Authority(Protocol):
    """Where permits come from. May raise OSError or time out when it is away."""

    async def lease(self, key: str, limit_per_minute: int, want: int) -> tuple[int, float]:
        """Grant up to `want` permits; with none, say after how many seconds the next one comes."""
        ...


class LocalAuthority:
    """GCRA in this process: a burst of the whole limit, then one permit each `60 / limit` seconds."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, share: float = 1.0) -> None:
        self._clock = clock
        self._share = share
        self._arrival: dict[str, float] = {}

    async def lease(self, key: str, limit_per_minute: int, want: int) -> tuple[int, float]:
        limit = max(1, int(limit_per_minute * self._share))
        now, interval = self._clock(), 60.0 / limit
        arrival = max(self._arrival.get(key, now), now)
        # Theoretical arrival time may run ahead of now by one whole minute of permits.
        granted = min(want, int((now + 60.0 - arrival) / interval + 1e-9))
        if granted <= 0:
            return 0, arrival + interval - 60.0 - now
        self._arrival[key] = arrival + granted * interval
        return granted, 0.0


class _Permits:
    """`waiting` are callers for whom none was here: while there are some, `left` is 0."""

    __slots__ = ("is_leasing", "left", "serving", "until", "waiting")

    def __init__(self) -> None:
        self.left = 0
        self.until = 0.0
        self.waiting: deque[asyncio.Future[float]] = deque()
        self.is_leasing = False
        self.serving: asyncio.Task[None] | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits who has not left."""
        waiting = self.waiting
        while waiting and waiting[0].done():
            waiting.popleft()
        return bool(waiting)

    def grant(self, count: int, until: float) -> None:
        """Serve those who wait, the first one first; keep what is left."""
        waiting = self.waiting
        while count > 0 and waiting:
            waiter = waiting.popleft()
            if not waiter.done():  # else it has left
                waiter.set_result(0.0)
                count -= 1
        self.left, self.until = count, until

    def refuse(self, retry_after_s: float) -> None:
        """Send all who wait away."""
        for waiter in self.waiting:
            if not waiter.done():
                waiter.set_result(retry_after_s)
        self.waiting.clear()

    def fail(self, error: Exception) -> None:
        for waiter in self.waiting:
            if not waiter.done():
                waiter.set_exception(error)
        self.waiting.clear()


class Limiter:
    """Permits by client key. With the shared authority away, the local one admits this process's share."""

    def __init__(
        self, shared: Authority | None = None, *, processes: int = 1, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._local = LocalAuthority(clock=clock, share=1 / processes)
        self._shared = shared
        self._shared_rests_until = 0.0
        self._permits: dict[str, _Permits] = {}

    def take_ready(self, key: str) -> bool:
        """Use a permit that is already here."""
        permits = self._permits.get(key)
        if permits is None or permits.left <= 0 or permits.until < self._clock():
            return False
        permits.left -= 1
        return True

    async def take(self, key: str, limit_per_minute: int) -> float:
        """Use a permit: 0 when admitted, else the seconds until one comes."""
        if self.take_ready(key):
            return 0.0
        permits = self._permits.setdefault(key, _Permits())
        if permits.is_leasing:
            return await self._wait(permits)
        permits.is_leasing = True
        try:
            granted, retry_after_s = await self._lease(key, limit_per_minute)
            if not granted:
                permits.refuse(retry_after_s)
                return retry_after_s
            permits.grant(granted - 1, self._clock() + UNUSED_AFTER_S)
            return 0.0
        finally:
            if permits.is_wanted:
                permits.serving = asyncio.create_task(self._serve(permits, key, limit_per_minute))
            else:
                permits.is_leasing = False

    async def _wait(self, permits: _Permits) -> float:
        waiter: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        permits.waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled() and waiter.exception() is None and waiter.result() == 0:
                # served in the very moment of leaving
                permits.grant(permits.left + 1, self._clock() + UNUSED_AFTER_S)
            raise

    async def _serve(self, permits: _Permits, key: str, limit_per_minute: int) -> None:
        """Lease until nobody waits any more."""
        try:
            while permits.is_wanted:
                granted, retry_after_s = await self._lease(key, limit_per_minute)
                if granted:
                    permits.grant(granted, self._clock() + UNUSED_AFTER_S)
                else:
                    permits.refuse(retry_after_s)
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            permits.fail(error)
        finally:
            permits.is_leasing, permits.serving = False, None

    async def _lease(self, key: str, limit_per_minute: int) -> tuple[int, float]:
        want = max(1, min(MAX_LEASE, int(limit_per_minute * LEASE_SECONDS / 60)))
        if self._shared is not None and self._clock() >= self._shared_rests_until:
            try:
                async with asyncio.timeout(AUTHORITY_DEADLINE_S):
                    return await self._shared.lease(key, limit_per_minute, want)
            except (OSError, TimeoutError):
                self._shared_rests_until = self._clock() + AUTHORITY_REST_S
        return await self._local.lease(key, limit_per_minute, want)
