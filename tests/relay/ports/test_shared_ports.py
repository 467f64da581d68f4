"""Contracts of the ports that processes share through Redis and PostgreSQL, called as the relay calls them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import httpx
import pytest
from fibers import contract_of, in_fiber
from harness import Stack

from relaydesk.gateway.relay.budgets.authority import Amount, Ask, BudgetAuthority, NoAuthority, Unused
from relaydesk.gateway.relay.limit import Authority, LocalAuthority
from relaydesk.gateway.relay.loop.fiber import Fiber, in_task
from relaydesk.gateway.relay.rules.counting import Counter, LocalCounter, Threshold
from relaydesk.gateway.relay.snapshot import Budget, Limits
from relaydesk.gateway.relay.traffic.answers import Answers, KeptAnswer, NoAnswers
from relaydesk.gateway.relay.traffic.gate import LONGEST_DEBT_S, Gate, LocalGate
from relaydesk.gateway.runtime.budget_rows import BudgetRows, ClientKeyRows, Rows, UpstreamKeyRows
from relaydesk.gateway.runtime.gateway import SharedPermits
from relaydesk.gateway.runtime.shared.kept_answers import RedisAnswers
from relaydesk.gateway.runtime.shared.rule_counter import SharedCounter
from relaydesk.gateway.runtime.shared.traffic import SharedGate
from relaydesk.kernel.redis import RedisClient
from relaydesk.kernel.runtime import Kernel

TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize("kind", ["shipped", "redis away", "local"])
@contract_of(Counter)
async def test_a_counter_says_when_a_threshold_is_reached_then_rests(
    kernel: Kernel, redis_away: RedisClient, kind: str
) -> None:
    made: dict[str, Counter] = {
        "shipped": SharedCounter(kernel.redis),
        "redis away": SharedCounter(redis_away),
        "local": LocalCounter(),
    }
    counter, threshold = made[kind], Threshold(count=3, window_s=60, cooldown_s=600)

    async def hits(key_id: int | None) -> list[bool]:
        return [await in_task(counter.hit(1, key_id, threshold)) for _ in range(7)]

    assert await in_fiber(hits(5)) == [False, False, True, False, False, False, False]
    assert await in_fiber(hits(None)) == [False, False, True, False, False, False, False]


@pytest.mark.parametrize("kind", ["shipped", "redis away", "local"])
@contract_of(Gate)
async def test_a_gate_lets_in_as_many_as_its_slots_and_tokens(
    kernel: Kernel, redis_away: RedisClient, kind: str
) -> None:
    made: dict[str, Gate] = {
        "shipped": SharedGate(kernel.redis),
        "redis away": SharedGate(redis_away),
        "local": LocalGate(),
    }
    gate, slots = made[kind], Limits("client_key:1", max_concurrency=1)
    tokens = Limits("client_key:2", tokens_per_minute=100)

    async def enter(limits: Limits, name: str, amount: int) -> str | None:
        refused = await in_task(gate.enter(limits, name, amount))
        return refused.cause if refused is not None else None

    async def left() -> None:
        """What leaves may do so behind the call."""
        if isinstance(gate, SharedGate):
            await gate.close()

    assert [await in_fiber(enter(slots, name, 0)) for name in ("a", "b")] == [None, "concurrency"]
    gate.leave(slots, "a", 0)
    await left()
    assert await in_fiber(enter(slots, "b", 0)) is None
    assert [await in_fiber(enter(tokens, name, 60)) for name in ("a", "b")] == [None, "tokens"]
    gate.leave(tokens, "a", 60)
    await left()
    assert await in_fiber(enter(tokens, "b", 60)) is None
    gate.leave(tokens, "b", -(10**9))
    await left()
    refused = await in_fiber(in_task(gate.enter(tokens, "c", 60)))
    assert refused is not None
    assert 0 < refused.retry_after_s <= LONGEST_DEBT_S + 60


@pytest.mark.parametrize("kind", ["shipped", "redis away", "none"])
@contract_of(Answers)
async def test_a_store_of_answers_gives_back_what_it_has_or_nothing(
    kernel: Kernel, redis_away: RedisClient, kind: str
) -> None:
    made: dict[str, Answers] = {
        "shipped": RedisAnswers(kernel.redis),
        "redis away": RedisAnswers(redis_away),
        "none": NoAnswers(),
    }
    answers, answer = made[kind], KeptAnswer([(b"content-type", b"application/json")], b'{"a":1}')

    async def keep_and_find() -> KeptAnswer | None:
        answers.keep(b"name", answer, 60)
        if isinstance(answers, RedisAnswers):
            await in_task(answers.close())
        return await in_task(answers.find(b"name"))

    assert await in_fiber(keep_and_find()) == (answer if kind == "shipped" else None)
    assert await in_fiber(in_task(answers.find(b"another"))) is None


@pytest.mark.parametrize("kind", ["shipped", "local"])
@contract_of(Authority)
async def test_an_authority_on_permits_grants_up_to_the_limit_and_then_says_when(kernel: Kernel, kind: str) -> None:
    made: dict[str, Authority] = {"shipped": SharedPermits(kernel.limiter), "local": LocalAuthority()}
    authority = made[kind]

    async def lease(want: int) -> tuple[int, float]:
        return await in_task(authority.lease("client_key:9", 10, want))

    assert [await in_fiber(lease(want)) for want in (4, 6)] == [(4, 0.0), (6, 0.0)]
    granted, retry_after_s = await in_fiber(lease(1))
    assert granted == 0
    assert 0 < retry_after_s <= 6.0


async def _client_key(owner: httpx.AsyncClient) -> int:
    made = await owner.post("/api/keys", json={"name": "caller", "scopes": ["proxy"]})
    return int(made.json()["id"])


async def _upstream_key(owner: httpx.AsyncClient) -> int:
    upstream = {"name": "stub", "base_url": "http://127.0.0.1:9", "allow_private": True}
    made = await owner.post("/api/admin/upstreams", json=upstream)
    key = {"upstream_id": made.json()["id"], "name": "one", "key_value": "sk-one"}
    return int((await owner.post("/api/admin/keys", json=key)).json()["id"])


OWNERS: dict[str, tuple[Rows, Callable[[httpx.AsyncClient], Awaitable[int]]]] = {
    "client keys": (ClientKeyRows(), _client_key),
    "upstream keys": (UpstreamKeyRows(), _upstream_key),
}


@pytest.mark.parametrize("kind", OWNERS)
@contract_of(BudgetAuthority)
async def test_an_authority_on_budgets_lends_no_more_than_there_is(
    kernel: Kernel, owner: httpx.AsyncClient, kind: str
) -> None:
    rows, make = OWNERS[kind]
    authority: BudgetAuthority = BudgetRows(kernel.database, rows)
    owner_id, budget = await make(owner), Budget("day", requests=5)

    async def lease(want: int) -> tuple[int, str | None]:
        now = datetime.now(UTC).timestamp()
        ask = Ask(owner_id, budget, now, Amount(1), Amount(want), Amount(want), Amount(0))
        grant = await in_task(authority.lease(ask))
        return grant.amount.requests, grant.used_up

    assert await in_fiber(lease(5)) == (5, None)
    assert await in_fiber(lease(1)) == (0, "requests")
    await in_fiber(in_task(authority.give_back([Unused(owner_id, budget, TODAY, Amount(2))])))
    assert await in_fiber(lease(2)) == (2, None)


@contract_of(BudgetAuthority)
async def test_no_authority_is_away_as_one_that_cannot_be_reached() -> None:
    ask = Ask(1, Budget("day", requests=5), 0.0, Amount(1), Amount(1), Amount(1), Amount(0))
    with pytest.raises(OSError, match="no authority"):
        await in_fiber(in_task(NoAuthority().lease(ask)))
    with pytest.raises(OSError, match="no authority"):
        await in_fiber(in_task(NoAuthority().give_back([])))


@pytest.mark.parametrize("kind", OWNERS)
@contract_of(Rows)
async def test_rows_of_budgets_add_what_is_owed_and_know_who_is_gone(
    kernel: Kernel, owner: httpx.AsyncClient, kind: str
) -> None:
    rows, make = OWNERS[kind]
    owner_id = await make(owner)

    async def lock(who: int, owed: tuple[int, int, int], day: date = TODAY) -> tuple[int, int, int] | None:
        async with kernel.database.unit_of_work() as uow:
            return await rows.lock(uow.db, who, "day", day, owed)

    assert await lock(owner_id, (0, 0, 0)) == (0, 0, 0)
    assert await lock(owner_id, (1, 20, 300)) == (1, 20, 300)
    async with kernel.database.unit_of_work() as uow:
        await rows.add(uow.db, owner_id, "day", TODAY, (2, 0, 0), None)
        await rows.spent(uow.db, owner_id, Budget("day", requests=3), TODAY, until=datetime.now(UTC))
    assert await lock(owner_id, (0, 0, 0)) == (3, 20, 300)
    assert await lock(owner_id + 1000, (0, 0, 0)) is None


async def test_whoever_leaves_ends_even_where_a_port_swallows_the_cancellation() -> None:
    entered, ended = asyncio.Event(), asyncio.Event()

    async def stubborn() -> str:
        entered.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            return "gone on"
        return "waited"

    async def request() -> None:
        try:
            await in_task(stubborn())
        except asyncio.CancelledError:
            ended.set()
            raise

    fiber = Fiber(request(), asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(fiber.start)
    await asyncio.wait_for(entered.wait(), 5)
    fiber.cancel()
    await asyncio.wait_for(ended.wait(), 5)
    assert fiber.is_done


async def test_the_error_of_a_port_reaches_whoever_asked_it(stack: Stack) -> None:
    async def broken() -> None:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        await in_fiber(in_task(broken()))
    assert stack.gateway.relay is not None
