"""Kept answers in Redis; while it is away there are none."""

import asyncio
from typing import Any

import msgspec
from redis.asyncio import Redis

from relaydesk.gateway.relay.traffic.answers import KeptAnswer
from relaydesk.kernel.observe.metrics import CACHE_REQUESTS
from relaydesk.kernel.redis import RedisClient

_REGION = "answers"


class RedisAnswers:
    """The relay's `Answers`."""

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._keeping: set[asyncio.Task[None]] = set()

    async def find(self, name: bytes) -> KeptAnswer | None:
        async def run(client: Redis) -> Any:
            return await client.get(_key(name))

        packed_answer = await self._redis.attempt(run)
        CACHE_REQUESTS.labels(_REGION, "hit" if packed_answer else "miss").inc()
        return msgspec.msgpack.decode(packed_answer, type=KeptAnswer) if packed_answer else None

    def keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None:
        task = asyncio.get_running_loop().create_task(self._keep(name, answer, ttl_s))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def close(self) -> None:
        if self._keeping:
            await asyncio.wait(self._keeping)

    async def _keep(self, name: bytes, answer: KeptAnswer, ttl_s: int) -> None:
        async def run(client: Redis) -> Any:
            return await client.set(_key(name), msgspec.msgpack.encode(answer), ex=ttl_s)

        await self._redis.attempt(run)


def _key(name: bytes) -> str:
    return f"relaydesk:answer:{name.hex()}"
