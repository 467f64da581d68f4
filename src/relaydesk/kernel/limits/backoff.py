"""Owns waits that grow with each try: one count for all processes through Redis, one a process while Redis is away.

A try that is let in counts at once, before anybody knows how it ends, so that many at the same moment count as many.
Whoever learns that it was a good one takes it back.
"""

import time
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from relaydesk.kernel.redis import RedisClient

# KEYS[1] key; ARGV: free tries, first and longest wait in ms, window in ms → 0 when let in, else ms until the next try
_ADMIT = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local next_at = tonumber(redis.call('HGET', KEYS[1], 'next_at') or 0)
if next_at > now then return next_at - now end
local tries = redis.call('HINCRBY', KEYS[1], 'tries', 1)
local over = tries - tonumber(ARGV[1])
if over > 0 then
  local wait = math.min(ARGV[2] * 2 ^ math.min(over - 1, 30), tonumber(ARGV[3]))
  redis.call('HSET', KEYS[1], 'next_at', string.format('%.0f', now + wait))
end
if tries == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return 0
"""
_TAKE_BACK = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HDEL', KEYS[1], 'next_at')
if redis.call('HINCRBY', KEYS[1], 'tries', -1) < 1 then redis.call('DEL', KEYS[1]) end
return 0
"""
_MOST_LOCAL = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """After `free` tries the wait is `first_s`, then twice as long each time, up to `longest_s`.

    `window_s` after the first try all is forgotten.
    """

    free: int
    first_s: int
    longest_s: int
    window_s: int


@dataclass(slots=True, kw_only=True)
class _Tries:
    ends_at: float
    count: int = 0
    next_at: float = 0.0


class Backoff:
    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._local: dict[str, _Tries] = {}

    async def admit(self, key: str, growth: Growth) -> float:
        """Counts a try and lets it in with 0.0, or gives the seconds until the next one may be made."""

        async def run(client: Redis) -> Any:
            limits = (growth.free, growth.first_s * 1000, growth.longest_s * 1000, growth.window_s * 1000)
            return await client.eval(_ADMIT, 1, _name(key), *limits)

        answer = await self._redis.attempt(run)
        return self._admit_locally(key, growth) if answer is None else int(answer) / 1000

    async def take_back(self, key: str) -> None:
        """One try fewer, and no wait for the next."""

        async def run(client: Redis) -> Any:
            return await client.eval(_TAKE_BACK, 1, _name(key))

        await self._redis.attempt(run)
        if (tries := self._local.get(key)) is not None:
            tries.count, tries.next_at = max(0, tries.count - 1), 0.0

    async def forget(self, key: str) -> None:
        """As if nobody had tried."""
        await self._redis.attempt(lambda client: client.delete(_name(key)))
        self._local.pop(key, None)

    def _admit_locally(self, key: str, growth: Growth) -> float:
        now = time.monotonic()
        if len(self._local) > _MOST_LOCAL:
            self._local = {name: tries for name, tries in self._local.items() if tries.ends_at > now}
        tries = self._local.get(key)
        if tries is None or tries.ends_at <= now:
            tries = self._local[key] = _Tries(ends_at=now + growth.window_s)
        if tries.next_at > now:
            return tries.next_at - now
        tries.count += 1
        over = tries.count - growth.free
        if over > 0:
            tries.next_at = now + min(growth.first_s * 2.0 ** min(over - 1, 30), growth.longest_s)
        return 0.0


def _name(key: str) -> str:
    return f"relaydesk:backoff:{key}"
