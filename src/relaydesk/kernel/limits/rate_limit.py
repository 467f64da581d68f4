"""Owns rate limiting: GCRA, exact over all processes through Redis, local and conservative while Redis is away.

GCRA (the generic cell rate algorithm, ITU-T I.371) keeps one number per key: the theoretical arrival time `tat`. A
request of cost n passes when `tat + n·interval - burst·interval ≤ now`. Redis runs it as one Lua script on its own
clock; the key lives as long as it matters, so an AOF-backed Redis keeps the limit over a restart. Without Redis each
process admits its share of the limit (`1 / processes`).
"""

import math
import time
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from relaydesk.kernel.redis import RedisClient

# KEYS[1] key; ARGV: interval_us, burst, cost (may be negative to give back), want_partial (0|1)
# → {granted, retry_after_us, remaining, reset_us}
_GCRA = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local interval, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local tat = tonumber(redis.call('GET', KEYS[1]) or now)
if cost < 0 then
  tat = math.max(tat + cost * interval, now)
  redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
  return {0, 0, 0, 0}
end
if tat < now then tat = now end
local room = math.floor((now + burst * interval - tat) / interval)
local granted = cost
if room < cost then
  if ARGV[4] == '1' then granted = math.max(room, 0) else granted = 0 end
end
if granted > 0 then
  tat = tat + granted * interval
  redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
end
local retry = 0
if granted < cost then retry = math.max(tat + interval - burst * interval - now, 0) end
local remaining = math.max(math.floor((now + burst * interval - tat) / interval), 0)
return {granted, math.ceil(retry), remaining, math.ceil(tat - now)}
"""
_MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """`granted` permits of those asked for; times in seconds."""

    granted: int
    limit: int
    remaining: int
    retry_after_s: float
    reset_s: float

    @property
    def allowed(self) -> bool:
        return self.granted > 0

    def headers(self) -> dict[str, str]:
        """`RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), `Retry-After` when refused."""
        headers = {
            "RateLimit": f'"default";r={self.remaining};t={math.ceil(self.reset_s)}',
            "RateLimit-Policy": f'"default";q={self.limit};w=60',
        }
        if not self.allowed:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after_s)))
        return headers


class RateLimiter:
    def __init__(self, redis: RedisClient, *, processes: int = 1) -> None:
        self._redis = redis
        self.processes = max(1, processes)
        self._local: dict[str, float] = {}

    async def take(self, key: str, *, limit_per_minute: int, cost: int = 1, partial: bool = False) -> Verdict:
        """Takes `cost` permits, all or none; with `partial` as many of them as there are."""
        if limit_per_minute < 1:
            return Verdict(0, limit_per_minute, 0, 60.0, 60.0)
        interval_us = _MINUTE_US / limit_per_minute

        async def run(client: Redis) -> Any:
            return await client.eval(
                _GCRA, 1, f"relaydesk:limit:{key}", interval_us, limit_per_minute, cost, int(partial)
            )

        answer = await self._redis.attempt(run)
        if answer is None:
            return self._take_locally(key, limit_per_minute=limit_per_minute, cost=cost, partial=partial)
        granted, retry_us, remaining, reset_us = (int(n) for n in answer)
        return Verdict(granted, limit_per_minute, remaining, retry_us / 1e6, reset_us / 1e6)

    def _take_locally(self, key: str, *, limit_per_minute: int, cost: int, partial: bool) -> Verdict:
        """The same algorithm on this process's share of the limit, starting half full: other processes count too."""
        share = max(1, limit_per_minute // self.processes)
        interval = 60.0 / share
        now = time.monotonic()
        if len(self._local) > 10_000:  # noqa: PLR2004 - a bound on memory, not a tuning knob
            self._local = {k: tat for k, tat in self._local.items() if tat > now}
        tat = max(self._local.get(key, now + (share // 2) * interval), now)
        room = int((now + share * interval - tat) / interval)
        granted = cost if room >= cost else (max(room, 0) if partial else 0)
        tat += granted * interval
        self._local[key] = tat
        retry = max(tat + interval - share * interval - now, 0.0) if granted < cost else 0.0
        return Verdict(granted, limit_per_minute, max(0, room - granted), retry, tat - now)
