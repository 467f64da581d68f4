"""GCRA: never more than the limit, whoever asks; told when to come again; conservative when the authority is away."""

import asyncio
import types
from collections import Counter
from collections.abc import Coroutine, Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_kit import ask, client_key, relay_to, to_stub, upstream

from relaydesk.gateway.relay.limit import Limiter, LocalAuthority


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Shared:
    """An authority that two processes share: it answers late, as one across a network does."""

    def __init__(self, clock: Clock) -> None:
        self._local = LocalAuthority(clock=clock)
        self.away = False
        self.granted = 0

    async def lease(self, key: str, limit_per_minute: int, want: int) -> tuple[int, float]:
        await asyncio.sleep(0)
        if self.away:
            raise ConnectionRefusedError
        granted, retry_after_s = await self._local.lease(key, limit_per_minute, want)
        self.granted += granted
        return granted, retry_after_s


@pytest.mark.parametrize("limit", [1, 20, 60, 100])
async def test_parallel_callers_of_two_processes_get_exactly_the_limit(limit: int) -> None:
    clock = Clock()
    shared = Shared(clock)
    processes = [Limiter(shared, clock=clock), Limiter(shared, clock=clock)]
    waits = await asyncio.gather(*(processes[i % 2].take("k", limit) for i in range(3 * limit)))
    assert sum(wait == 0 for wait in waits) == limit
    assert all(0 < wait <= 60 / limit + 1e-6 for wait in waits if wait)


async def test_batches_of_a_fast_key_never_exceed_the_limit() -> None:
    clock = Clock()
    shared = Shared(clock)
    processes = [Limiter(shared, clock=clock), Limiter(shared, clock=clock)]
    waits = await asyncio.gather(*(processes[i % 2].take("k", 1500) for i in range(2250)))
    assert sum(wait == 0 for wait in waits) == shared.granted == 1500


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 120),
    st.lists(st.tuples(st.floats(0, 20), st.integers(1, 40)), min_size=1, max_size=40),
)
def test_no_window_of_a_minute_admits_more_than_burst_and_refill(limit: int, calls: list[tuple[float, int]]) -> None:
    clock = Clock()
    authority = LocalAuthority(clock=clock)
    admitted: list[tuple[float, int]] = []
    for pause, want in calls:
        clock.now += pause
        granted, retry_after_s = asyncio.run(authority.lease("k", limit, want))
        assert 0 <= granted <= want
        assert (granted == 0) == (retry_after_s > 0)
        admitted.append((clock.now, granted))
    for start, _ in admitted:
        for length in (1, 60, 300):
            within = sum(n for at, n in admitted if start <= at < start + length)
            assert within <= limit + length * limit / 60 + 1


@types.coroutine
def counted(work: Coroutine[Any, Any, float], waits: Counter[int], number: int) -> Generator[Any, Any, float]:
    """Runs it, and counts how often it waits for something: as often it is woken."""
    try:
        awaited = work.send(None)
        while True:
            waits[number] += 1
            awaited = work.send((yield awaited))
    except StopIteration as end:
        return float(end.value)


async def test_each_caller_that_waits_is_woken_once_in_its_turn() -> None:
    clock = Clock()
    limiter = Limiter(Shared(clock), clock=clock)
    admitted: list[int] = []
    waits: Counter[int] = Counter()

    async def call(number: int) -> float:
        wait_s = await counted(limiter.take("k", 1500), waits, number)
        admitted.extend([number] if wait_s == 0 else [])
        return wait_s

    told = await asyncio.gather(*(call(number) for number in range(2000)))
    assert admitted == list(range(1500))
    assert [wait_s > 0 for wait_s in told] == [False] * 1500 + [True] * 500
    assert waits == Counter(range(2000))


@pytest.mark.parametrize("leaves", [0, 1], ids=["who-leases", "who-waits"])
async def test_the_others_are_served_when_a_caller_leaves(leaves: int) -> None:
    clock = Clock()
    shared = Shared(clock)
    limiter = Limiter(shared, clock=clock)
    callers = [asyncio.create_task(limiter.take("k", 2)) for _ in range(3)]
    await asyncio.sleep(0)
    leaving = callers.pop(leaves)
    leaving.cancel()
    assert await asyncio.gather(*callers) == [0, 0]
    assert shared.granted == 2


async def test_a_permit_of_a_caller_that_leaves_when_it_is_served_stays_here() -> None:
    clock = Clock()
    limiter = Limiter(Shared(clock), clock=clock)
    leaving = asyncio.create_task(limiter.take("k", 100_000))
    assert await limiter.take("k", 100_000) == 0
    leaving.cancel()  # it was served in the same turn, and has not gone on yet
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert [limiter.take_ready("k") for _ in range(256)] == [True] * 255 + [False]


async def test_an_unforeseen_error_of_the_authority_is_everybodys_who_waits() -> None:
    class Broken(Shared):
        async def lease(self, key: str, limit_per_minute: int, want: int) -> tuple[int, float]:
            raise LookupError(await super().lease(key, limit_per_minute, want))

    limiter = Limiter(Broken(Clock()))
    found = await asyncio.gather(*(limiter.take("k", 60) for _ in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [LookupError] * 3


async def test_keys_do_not_share_their_permits() -> None:
    limiter = Limiter(Shared(Clock()))
    assert [await limiter.take(k, 1) == 0 for k in ("a", "a", "b")] == [True, False, True]


async def test_with_the_authority_away_a_process_admits_its_share() -> None:
    shared = Shared(Clock())
    shared.away = True
    limiter = Limiter(shared, processes=4, clock=Clock())
    waits = [await limiter.take("k", 40) for _ in range(40)]
    assert sum(wait == 0 for wait in waits) == 10


async def test_over_the_limit_says_when_to_come_again(tmp_path: Path) -> None:
    known = [client_key(rate_limit_per_minute=3)]
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), client_keys=known) as running:
        got = [await ask(running.port) for _ in range(5)]
        chat = await ask(running.port, "/v1/chat/completions", method="POST", body=b"{}")
        records = await running.logged(6)
    assert [g.status for g in got] == [200, 200, 200, 429, 429]
    assert (got[3].json()["code"], got[3].header("ratelimit-policy")) == ("RATE_LIMITED", '"client-key";q=3;w=60')
    assert 1 <= int(got[3].header("retry-after") or 0) <= 20
    assert got[3].header("ratelimit") == f'"client-key";r=0;t={got[3].header("retry-after")}'
    assert (chat.status, chat.json()["error"]["type"]) == (429, "rate_limit_error")
    assert len(stub.seen) == 3
    assert [(r.status, r.end_reason) for r in records[3:]] == [(429, "refused")] * 3
