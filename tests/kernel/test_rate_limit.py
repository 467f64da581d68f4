"""The limit holds exactly over processes, survives Redis' absence conservatively, and says when to come back."""

import asyncio

from harness import Stack

from relaydesk.kernel.limits.rate_limit import RateLimiter
from relaydesk.kernel.redis import RedisClient


async def test_two_processes_together_pass_the_limit_and_no_more(stack: Stack, redis_url: str) -> None:
    await stack.clean()
    clients = [RedisClient(redis_url, max_connections=30) for _ in range(2)]
    limiters = [RateLimiter(client, processes=2) for client in clients]
    verdicts = await asyncio.gather(*(limiters[n % 2].take("exact", limit_per_minute=5) for n in range(40)))
    assert sum(v.granted for v in verdicts) == 5
    assert all(0 < v.retry_after_s <= 12 for v in verdicts if not v.allowed)
    for client in clients:
        await client.close()


async def test_a_batch_is_granted_partly_and_given_back(stack: Stack) -> None:
    await stack.clean()
    limiter = stack.kernel.limiter
    first = await limiter.take("batch", limit_per_minute=10, cost=8, partial=True)
    second = await limiter.take("batch", limit_per_minute=10, cost=8, partial=True)
    await limiter.take("batch", limit_per_minute=10, cost=-4)
    third = await limiter.take("batch", limit_per_minute=10, cost=8, partial=True)
    assert (first.granted, second.granted, third.granted) == (8, 2, 4)


async def test_without_redis_each_process_admits_half_its_share_at_once() -> None:
    gone = RedisClient("unix:///nowhere/redis.sock")
    limiter = RateLimiter(gone, processes=2)
    granted = [(await limiter.take("local", limit_per_minute=40)).granted for _ in range(40)]
    assert sum(granted) == 10
    await gone.close()


async def test_a_refusal_tells_when_to_come_back(stack: Stack) -> None:
    await stack.clean()
    await stack.kernel.limiter.take("headers", limit_per_minute=2, cost=2)
    refused = await stack.kernel.limiter.take("headers", limit_per_minute=2)
    assert refused.headers()["Retry-After"] == "30"
    assert refused.headers()["RateLimit-Policy"] == '"default";q=2;w=60'
