"""GCRA: never more than the limit, whoever asks; told when to come again; conservative when the authority is away."""

import asyncio
from pathlib import Path

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
