"""Waits that grow with each try, with Redis and without it."""

from collections.abc import AsyncIterator

import pytest

from relaydesk.kernel.limits.backoff import Backoff, Growth
from relaydesk.kernel.redis import RedisClient

GROWTH = Growth(free=2, first_s=100, longest_s=300, window_s=1000)


@pytest.fixture(params=["redis", "alone"])
async def backoff(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[Backoff]:
    redis = RedisClient(redis_url if request.param == "redis" else "redis://127.0.0.1:1")
    await redis.attempt(lambda client: client.flushdb())
    yield Backoff(redis)
    await redis.close()


async def test_after_the_free_tries_one_more_is_let_in_and_the_next_waits(backoff: Backoff) -> None:
    waits = [await backoff.admit("a", GROWTH) for _ in range(4)]
    assert waits[:3] == [0.0, 0.0, 0.0]
    assert 90 < waits[3] <= 100
    assert await backoff.admit("b", GROWTH) == 0.0


async def test_a_refused_try_does_not_count(backoff: Backoff) -> None:
    waits = [await backoff.admit("a", GROWTH) for _ in range(30)]
    assert [w > 0 for w in waits] == [False] * 3 + [True] * 27
    assert max(waits) <= 100


async def test_the_wait_doubles_up_to_the_longest(backoff: Backoff) -> None:
    for _ in range(3):
        await backoff.admit("a", GROWTH)
    waits = []
    for _ in range(3):
        await backoff.take_back("a")  # ends the wait and takes one try back, which the two that follow make up for
        await backoff.admit("a", Growth(free=99, first_s=1, longest_s=1, window_s=1000))
        await backoff.admit("a", GROWTH)
        waits.append(await backoff.admit("a", GROWTH))
    assert [round(wait, -2) for wait in waits] == [200, 300, 300]


async def test_a_try_taken_back_ends_the_wait_and_forgetting_begins_anew(backoff: Backoff) -> None:
    for _ in range(3):
        await backoff.admit("a", GROWTH)
    await backoff.take_back("a")
    assert [await backoff.admit("a", GROWTH) > 0 for _ in range(2)] == [False, True]
    await backoff.forget("a")
    assert [await backoff.admit("a", GROWTH) > 0 for _ in range(4)] == [False, False, False, True]
