"""How fast a client key may call: GCRA, its permits leased in small batches from an authority shared by all processes.

A permit counts against the limit when it is leased, so all processes together never admit more than the limit. The
usual request costs one look into a dict; slow keys (few requests a minute) lease one permit at a time, so nothing of
theirs lies unused in a process.
"""

import asyncio
import time
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
    __slots__ = ("leasing", "left", "until")

    def __init__(self) -> None:
        self.left = 0
        self.until = 0.0
        self.leasing: asyncio.Future[float] | None = None


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
        permits = self._permits.setdefault(key, _Permits())
        while not self.take_ready(key):
            if permits.leasing is not None:
                retry_after = await asyncio.shield(permits.leasing)
                if retry_after > 0:
                    return retry_after
                continue
            permits.leasing = asyncio.get_running_loop().create_future()
            retry_after = 0.0
            try:
                granted, retry_after = await self._lease(key, limit_per_minute)
                permits.left, permits.until = granted, self._clock() + UNUSED_AFTER_S
            finally:
                permits.leasing.set_result(retry_after)
                permits.leasing = None
            if retry_after > 0:
                return retry_after
        return 0.0

    async def _lease(self, key: str, limit_per_minute: int) -> tuple[int, float]:
        want = max(1, min(MAX_LEASE, int(limit_per_minute * LEASE_SECONDS / 60)))
        if self._shared is not None and self._clock() >= self._shared_rests_until:
            try:
                async with asyncio.timeout(AUTHORITY_DEADLINE_S):
                    return await self._shared.lease(key, limit_per_minute, want)
            except (OSError, TimeoutError):
                self._shared_rests_until = self._clock() + AUTHORITY_REST_S
        return await self._local.lease(key, limit_per_minute, want)
