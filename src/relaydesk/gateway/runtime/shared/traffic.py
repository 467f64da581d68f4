"""The gate of client keys, routes and upstreams in Redis, for all processes; while Redis is away each has its share.

A slot is an entry with an end of life, renewed while its request is under way: a killed process's free themselves.
"""

import asyncio
from typing import Any

from redis.asyncio import Redis

from relaydesk.gateway.relay.snapshot import Limits
from relaydesk.gateway.relay.traffic.gate import LONGEST_DEBT_S, LocalGate, Refused
from relaydesk.kernel.redis import RedisClient

SLOT_S = 90
RENEW_EVERY_S = 30.0
_MINUTE_US = 60_000_000

# KEYS: slots, tokens; ARGV: max slots (0: any), request, slot_s, interval_us (0: any number of tokens), burst, cost
# → {0} when let through, {1, 0} for the slots, {2, retry_after_us} for the tokens
_ENTER = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local slots, interval = tonumber(ARGV[1]), tonumber(ARGV[4])
if slots > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  if redis.call('ZCARD', KEYS[1]) >= slots then return {1, 0} end
end
if interval > 0 then
  local tat = math.max(tonumber(redis.call('GET', KEYS[2]) or now), now) + tonumber(ARGV[6]) * interval
  local over = tat - tonumber(ARGV[5]) * interval - now
  if over > 1 then return {2, math.ceil(over)} end
  redis.call('SET', KEYS[2], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
end
if slots > 0 then
  redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]) * 1000000, ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
return {0}
"""
# KEYS: slots, tokens; ARGV: request, interval_us (0: none), unused (negative where more was used), longest debt in us
_LEAVE = """
redis.call('ZREM', KEYS[1], ARGV[1])
local interval = tonumber(ARGV[2])
if interval > 0 then
  local t = redis.call('TIME')
  local now = t[1] * 1000000 + t[2]
  local tat = tonumber(redis.call('GET', KEYS[2]) or now) - tonumber(ARGV[3]) * interval
  tat = math.min(tat, now + tonumber(ARGV[4]))
  if tat <= now then redis.call('DEL', KEYS[2]) else
    redis.call('SET', KEYS[2], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1000)
  end
end
return 0
"""
# KEYS: slots; ARGV: slot_s, requests…
_RENEW = """
local t = redis.call('TIME')
local ends = t[1] * 1000000 + t[2] + tonumber(ARGV[1]) * 1000000
for i = 2, #ARGV do redis.call('ZADD', KEYS[1], 'XX', ends, ARGV[i]) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 0
"""


class SharedGate:
    """A `Gate` for the relay."""

    def __init__(self, redis: RedisClient, *, processes: int = 1) -> None:
        self._redis = redis
        self._local = LocalGate(share=1 / max(1, processes))
        self._under_way: dict[tuple[str, str], Limits] = {}  # those with a slot in Redis
        self._leaving: set[asyncio.Task[None]] = set()

    async def enter(self, limits: Limits, request_id: str, tokens: int) -> Refused | None:
        limit = limits.tokens_per_minute or 0
        cost = min(tokens, limit)

        async def run(client: Redis) -> Any:
            interval_us = _MINUTE_US / limit if limit else 0
            slots = limits.max_concurrency or 0
            return await client.eval(_ENTER, 2, *_names(limits), slots, request_id, SLOT_S, interval_us, limit, cost)

        answer = await self._redis.attempt(run)
        if answer is None:
            return await self._local.enter(limits, request_id, tokens)
        if answer[0] == 0:
            self._under_way[limits.who, request_id] = limits
            return None
        return Refused("concurrency", 1.0) if answer[0] == 1 else Refused("tokens", answer[1] / 1e6)

    def leave(self, limits: Limits, request_id: str, unused: int) -> None:
        if self._under_way.pop((limits.who, request_id), None) is None:
            self._local.leave(limits, request_id, unused)
            return
        task = asyncio.get_running_loop().create_task(self._leave(limits, request_id, unused))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def renew(self) -> None:
        """Call it each `RENEW_EVERY_S`: what is under way keeps its slots."""
        by_gate: dict[str, tuple[Limits, list[str]]] = {}
        for (who, request_id), limits in self._under_way.items():
            if limits.max_concurrency is not None:
                by_gate.setdefault(who, (limits, []))[1].append(request_id)
        for limits, requests in by_gate.values():
            await self._eval(_RENEW, 1, _names(limits)[0], SLOT_S, *requests)

    async def close(self) -> None:
        """Wait for those that are leaving."""
        if self._leaving:
            await asyncio.wait(self._leaving)

    async def _leave(self, limits: Limits, request_id: str, unused: int) -> None:
        interval_us = _MINUTE_US / limits.tokens_per_minute if limits.tokens_per_minute else 0
        await self._eval(_LEAVE, 2, *_names(limits), request_id, interval_us, unused, LONGEST_DEBT_S * 1_000_000)

    async def _eval(self, script: str, keys: int, *script_args: object) -> None:
        async def run(client: Redis) -> Any:
            return await client.eval(script, keys, *script_args)  # type: ignore[arg-type]  # numbers are sent as text

        await self._redis.attempt(run)


def _names(limits: Limits) -> tuple[str, str]:
    # the braces keep both keys in one slot of a Redis cluster
    name = f"relaydesk:traffic:{{{limits.who}}}"
    return f"{name}:slots", f"{name}:tokens"
