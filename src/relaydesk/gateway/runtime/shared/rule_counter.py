"""Thresholds of rules counted over all processes, through Redis.

While Redis is away each process counts what it sees itself: a rule then acts later than it might, never without cause.
"""

from typing import Any

from redis.asyncio import Redis

from relaydesk.gateway.relay.rules.counting import LocalCounter, Threshold
from relaydesk.kernel.redis import RedisClient

# KEYS: times (newest first), rest; ARGV: count, window_us, cooldown_ms → 1 when the rule is to act, else 0
_HIT = """
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
local count, window, cooldown = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local acts = count <= 1
if not acts then
  redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
  redis.call('LTRIM', KEYS[1], 0, count - 1)
  redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
  local oldest = redis.call('LINDEX', KEYS[1], count - 1)
  acts = oldest and tonumber(oldest) > now - window
end
if not acts then return 0 end
redis.call('DEL', KEYS[1])
if cooldown > 0 then redis.call('SET', KEYS[2], '1', 'PX', cooldown) end
return 1
"""


class SharedCounter:
    """A `Counter` for the relay. Redis' client has its own deadline and is not asked for a second once away."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._local = LocalCounter()

    async def hit(self, rule_id: int, key_id: int | None, threshold: Threshold) -> bool:
        # the braces keep both keys in one slot of a Redis cluster
        name = f"relaydesk:rule:{{{rule_id}:{key_id or 0}}}"

        async def run(client: Redis) -> Any:
            return await client.eval(
                _HIT,
                2,
                f"{name}:times",
                f"{name}:rest",
                threshold.count,
                threshold.window_s * 1_000_000,
                threshold.cooldown_s * 1000,
            )

        answer = await self._redis.attempt(run)
        if answer is None:
            return await self._local.hit(rule_id, key_id, threshold)
        return bool(answer)
