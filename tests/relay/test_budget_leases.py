"""Leases of budgets: never more than the budget over all processes, nothing left lying, bounded alone."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from budget_ledger import DAY_S, Clock, Ledger, passed_of
from hypothesis import given, settings
from hypothesis import strategies as st
from relay_kit import ask as ask_relay
from relay_kit import client_key, relay_to, to_stub, upstream

from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant
from relaydesk.gateway.relay.budgets.leases import ALONE_MAX, Budgets, Holding, Refusal
from relaydesk.gateway.relay.snapshot import Budget


@pytest.mark.parametrize("limit", [1, 7, 20, 500])
async def test_parallel_callers_of_two_processes_get_exactly_the_budget(limit: int) -> None:
    clock, ledger = Clock(), Ledger()
    processes = [Budgets(ledger, clock=clock), Budgets(ledger, clock=clock)]
    assert await passed_of(processes, Budget("day", limit), 2 * limit + 20) == limit == ledger.total


async def test_one_after_the_other_a_fast_key_asks_seldom_and_gets_all() -> None:
    clock, ledger = Clock(), Ledger()
    budgets, budget = Budgets(ledger, clock=clock), Budget("day", 10_000)
    passed = [await budgets.take(1, budget) for _ in range(10_100)]
    assert [isinstance(found, Holding) for found in passed].count(True) == 10_000 == ledger.total
    assert len(ledger.asked) < 300  # 64 at a time, then ever less
    assert passed[-1] == Refusal("requests", DAY_S - 1000.0, 11 * DAY_S)


async def test_a_slow_key_leaves_nothing_lying() -> None:
    clock, ledger = Clock(), Ledger()
    budgets = Budgets(ledger, clock=clock)
    for _ in range(20):
        assert isinstance(await budgets.take(1, Budget("day", 1000)), Holding)
        clock.now += 5
    assert ledger.total == 20


async def test_what_lies_unused_goes_back_and_another_process_gets_it() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 200)
    quick, other = Budgets(ledger, clock=clock), Budgets(ledger, clock=clock)
    for _ in range(40):
        assert isinstance(await quick.take(1, budget), Holding)
    assert ledger.total > 40
    await quick.give_back_unused()
    ledger.is_away = True
    await quick.give_back_unused()  # kept in hand
    ledger.is_away = False
    await quick.give_back_unused()
    await quick.give_back_unused()
    assert ledger.total == 40
    assert await passed_of([other], budget, 300) == 160


async def test_what_was_given_back_without_an_answer_is_never_in_two_hands() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 200, 200_000)
    quick, other = Budgets(ledger, clock=clock), Budgets(ledger, clock=clock)
    used = [await quick.take(1, budget, Amount(1, 500)) for _ in range(40)]
    for one in used:
        assert isinstance(one, Holding)
        one.settle(900, None)  # beyond the estimate
    ledger.loses_answers = True
    await quick.give_back_all()
    ledger.loses_answers = False
    assert await passed_of([quick, other], budget, 300) == 160
    await quick.give_back_all()
    assert ledger.tokens >= 40 * 900


async def test_at_the_end_of_a_process_all_goes_back() -> None:
    clock, ledger = Clock(), Ledger()
    budgets = Budgets(ledger, clock=clock)
    taken = [await budgets.take(1, Budget("day", 1000)) for _ in range(10)]
    assert isinstance(taken[0], Holding)
    taken[0].put_back()
    taken[0].put_back()  # once is enough
    await budgets.give_back_all()
    assert ledger.total == 9


async def test_a_used_up_budget_is_not_asked_for_again_within_a_second() -> None:
    clock, ledger = Clock(), Ledger()
    budgets = Budgets(ledger, clock=clock)
    assert await passed_of([budgets], Budget("day", 3), 10) == 3
    count = len(ledger.asked)
    assert await passed_of([budgets], Budget("day", 3), 10) == 0
    assert len(ledger.asked) == count
    assert await passed_of([budgets], Budget("day", 5), 10) == 2  # raised: counts at once


async def test_the_next_period_begins_anew_and_old_permits_are_gone() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 300)
    budgets = Budgets(ledger, clock=clock)
    for _ in range(100):
        await budgets.take(1, budget)
    clock.now = 11.0 * DAY_S
    assert not budgets.take_ready(1, budget)
    assert await passed_of([budgets], budget, 400) == 300
    refused = await budgets.take(1, budget)
    assert isinstance(refused, Refusal)
    assert refused.resets_at == 12 * DAY_S
    clock.now = 12.0 * DAY_S
    await budgets.give_back_unused()
    assert await passed_of([budgets], budget, 400) == 300


async def test_tokens_are_reserved_before_and_what_was_not_used_may_be_used_again() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", None, 1000)
    processes = [Budgets(ledger, clock=clock), Budgets(ledger, clock=clock)]
    guess = Amount(1, 400)
    found = await asyncio.gather(*(processes[n % 2].take(1, budget, guess) for n in range(6)))
    held = [one for one in found if isinstance(one, Holding)]
    assert (len(held), ledger.tokens) == (2, 1000)
    assert {one.used_up for one in found if isinstance(one, Refusal)} == {"tokens"}
    assert isinstance(await processes[0].take(1, budget, Amount(1, 150)), Holding)  # a smaller one still fits
    for one in held:
        one.settle(100, 0)
    for process in processes:
        await process.give_back_all()
    assert ledger.tokens == 350
    assert isinstance(await processes[1].take(1, budget, guess), Holding)


async def test_an_answer_beyond_its_estimate_is_told_and_counts() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", None, 1000)
    budgets = Budgets(ledger, clock=clock)
    found = await budgets.take(1, budget, Amount(1, 100))
    assert isinstance(found, Holding)
    found.settle(950, None)
    refused = await budgets.take(1, budget, Amount(1, 100))
    assert isinstance(refused, Refusal)
    assert refused.used_up == "tokens"
    await budgets.give_back_all()
    assert ledger.tokens == 950


async def test_what_a_request_of_yesterday_gives_back_is_not_for_today() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 10, 1000)
    budgets = Budgets(ledger, clock=clock)
    old = await budgets.take(1, budget, Amount(1, 900))
    clock.now += DAY_S
    new = await budgets.take(1, budget, Amount(1, 900))
    assert isinstance(old, Holding)
    assert isinstance(new, Holding)
    old.settle(0, 0)
    assert isinstance(await budgets.take(1, budget, Amount(1, 900)), Refusal)


@pytest.mark.parametrize(
    ("budget", "alone"),
    [
        (Budget("day", 5), 1),
        (Budget("day", 300), 30),
        (Budget("day", 1_000_000), ALONE_MAX),
    ],
)
async def test_alone_a_process_sends_a_bounded_number_and_tells_of_them(budget: Budget, alone: int) -> None:
    clock, ledger = Clock(), Ledger(is_away=True)
    budgets = Budgets(ledger, clock=clock)
    passed = 0
    for _ in range(5):
        passed += await passed_of([budgets], budget, 100)
        clock.now += 2
    assert passed == alone
    refused = await budgets.take(1, budget)
    assert isinstance(refused, Refusal)
    assert refused.used_up == "unknown"
    ledger.is_away = False
    clock.now += 2
    assert isinstance(await budgets.take(1, budget), Holding)
    assert ledger.total == alone + 1


async def test_an_authority_that_hangs_and_does_not_let_go_is_waited_for_once() -> None:
    class Hung(Ledger):
        async def lease(self, ask: Ask) -> Grant:
            self.asked.append(ask)
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(3)  # as a connection does whose server has stopped
            raise AssertionError

    ledger, budget = Hung(), Budget("day", 100)
    budgets = Budgets(ledger)
    async with asyncio.timeout(2.5):
        taken = [await budgets.take(1, budget) for _ in range(10)]
    assert all(isinstance(one, Holding) for one in taken)
    assert len(ledger.asked) == 1


async def test_a_used_up_budget_stays_so_while_the_authority_is_away() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 20)
    budgets = Budgets(ledger, clock=clock)
    assert await passed_of([budgets], budget, 30) == 20
    ledger.is_away = True
    clock.now += 5
    refused = await budgets.take(1, budget)
    assert isinstance(refused, Refusal)
    assert refused.used_up == "requests"


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 200),
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(1, 30), st.floats(0, 3), st.sampled_from(["take", "sweep", "leave"])),
        max_size=30,
    ),
)
async def test_however_they_take_it_is_never_more_than_the_budget(
    limit: int, steps: list[tuple[int, int, float, str]]
) -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", limit)
    processes = [Budgets(ledger, clock=clock), Budgets(ledger, clock=clock)]
    passed = 0
    for which, count, wait_s, what in steps:
        if what == "sweep":
            await processes[which].give_back_unused()
        elif what == "leave":
            leaving = asyncio.create_task(processes[which].take(1, budget))
            await asyncio.sleep(0)
            leaving.cancel()
            [outcome] = await asyncio.gather(leaving, return_exceptions=True)
            passed += isinstance(outcome, Holding)
        else:
            passed += await passed_of([processes[which]], budget, count)
        clock.now += wait_s
    await asyncio.sleep(0.001)
    for process in processes:
        await process.give_back_all()
    assert passed == ledger.total <= limit


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5000),
    st.lists(st.tuples(st.integers(0, 1), st.integers(1, 900), st.integers(0, 100), st.booleans()), max_size=60),
)
async def test_tokens_never_go_beyond_a_quota_while_answers_keep_to_their_estimates(
    limit: int, steps: list[tuple[int, int, int, bool]]
) -> None:
    """Each step takes an estimate at one of two processes, settles an older one by a percentage, may sweep."""
    clock, ledger, budget = Clock(), Ledger(), Budget("day", None, limit)
    processes = [Budgets(ledger, clock=clock, least=4), Budgets(ledger, clock=clock)]
    under_way: list[Holding] = []
    used = 0
    for which, guess, percent, sweeps in steps:
        found = await processes[which].take(1, budget, Amount(1, guess))
        if isinstance(found, Holding):
            under_way.append(found)
        if under_way and percent > 50:
            ended = under_way.pop(0)
            tokens = ended.reserved.tokens * percent // 100
            used += tokens
            ended.settle(tokens, None)
        if sweeps:
            await processes[which].give_back_unused()
        assert used + sum(one.reserved.tokens for one in under_way) <= ledger.tokens <= limit
        clock.now += 0.3
    for one in under_way:
        one.put_back()
    for process in processes:
        await process.give_back_all()
    assert ledger.tokens == used


async def test_a_refusal_is_in_the_shape_of_the_api_that_was_asked(tmp_path: Path) -> None:
    key = client_key(budget=Budget("day", 1))
    body = b'{"model":"test-model"}'
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), client_keys=[key]) as running:
        running.relay.budgets = Budgets(Ledger())
        assert (await ask_relay(running.port)).status == 200
        own = await ask_relay(running.port)
        theirs = await ask_relay(running.port, "/v1/chat/completions", method="POST", body=body)
        records = await running.logged(3)
    left_s = DAY_S - datetime.now(UTC).timestamp() % DAY_S
    for got in (own, theirs):
        assert got.status == 429
        assert abs(int(got.header("retry-after")) - left_s) < 10
        assert got.header("ratelimit") is None
    said = own.json()
    assert said["code"] == "BUDGET_EXHAUSTED"
    assert said["message"].startswith("This client key has used up its 1 requests of this day; it begins anew at ")
    assert said["message"].endswith(f"{said['details']['resets_at']}.")
    assert {k: said["details"][k] for k in ("used_up", "limit", "period")} == {
        "used_up": "requests",
        "limit": 1,
        "period": "day",
    }
    error = theirs.json()["error"]
    assert (error["type"], error["code"]) == ("insufficient_quota", "budget_exhausted")
    assert [(r.end_reason, r.error) for r in records][1:] == [("refused", "BUDGET_EXHAUSTED")] * 2


async def test_what_was_not_sent_takes_nothing_of_the_budget(tmp_path: Path) -> None:
    ledger, key = Ledger(), client_key(budget=Budget("day", 2))
    async with upstream() as stub:
        bare = to_stub(stub, id=2, name="bare", requires_key=True)
        async with relay_to(tmp_path, to_stub(stub), bare, client_keys=[key]) as running:
            running.relay.budgets = Budgets(ledger)
            targets = ("/proxy/none/x", "/v1/models", "/v1/unknown", "/proxy/bare/x", "/proxy/bare/x", "/proxy/bare/x")
            got = [(await ask_relay(running.port, target)).status for target in targets]
            assert got == [404, 200, 404, 503, 503, 503]
            assert [(await ask_relay(running.port)).status for _ in range(3)] == [200, 200, 429]
    assert ledger.total == 2
