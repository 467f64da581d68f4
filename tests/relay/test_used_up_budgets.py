"""What is used up stays so while the authority on budgets is slow or away, and what was sent alone is counted."""

import asyncio

from budget_ledger import DAY_S, Clock, Ledger, passed_of

from relaydesk.gateway.relay.budgets.authority import Amount
from relaydesk.gateway.relay.budgets.leases import Budgets, Holding, Refusal
from relaydesk.gateway.relay.snapshot import Budget


async def test_a_budget_known_to_be_used_up_stays_so_when_its_lease_was_forgotten_and_the_authority_is_slow() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 1, 1000)
    budgets = Budgets(ledger, clock=clock)
    found = await budgets.take(1, budget, Amount(1, 100))
    assert isinstance(found, Holding)
    found.settle(40, None)
    for _ in range(3):
        await budgets.give_back_unused()
    assert ledger.tokens == 40
    ledger.is_away = True
    clock.now += 5
    assert isinstance(await budgets.take(1, budget, Amount(1, 100)), Refusal)
    clock.now += DAY_S
    assert isinstance(await budgets.take(1, budget, Amount(1, 100)), Holding)


async def test_what_came_back_of_a_former_budget_says_nothing_of_one_that_is_used_up() -> None:
    clock, ledger, former, budget = Clock(), Ledger(), Budget("day", 100), Budget("day", 5)
    budgets = Budgets(ledger, clock=clock)
    for _ in range(10):
        assert isinstance(await budgets.take(1, former), Holding)
    assert isinstance(await budgets.take(1, budget), Refusal)
    for _ in range(3):
        await budgets.give_back_unused()  # of the former one
    assert ledger.total == 10
    ledger.is_away = True
    clock.now += 5
    assert await passed_of([budgets], budget, 3) == 0


async def test_a_budget_used_up_by_the_configuration_stays_so_while_the_authority_is_away() -> None:
    clock, budget = Clock(), Budget("day", 1)
    budgets = Budgets(Ledger(is_away=True), clock=clock)
    budgets.swap({1: clock.now + 60})
    assert await passed_of([budgets], budget, 3) == 0
    clock.now += 61
    assert await passed_of([budgets], budget, 3) == 1


async def test_a_budget_of_which_all_came_back_is_not_known_as_used_up() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", 1)
    budgets = Budgets(ledger, clock=clock)
    found = await budgets.take(1, budget)
    assert isinstance(found, Holding)
    found.put_back()
    await budgets.give_back_all()
    ledger.is_away = True
    assert await passed_of([budgets], budget, 3) == 1


async def test_what_was_sent_alone_is_counted_later_also_where_nothing_more_is_asked() -> None:
    clock, ledger, budget = Clock(), Ledger(is_away=True), Budget("day", 1)
    budgets = Budgets(ledger, clock=clock)
    assert await passed_of([budgets], budget, 3) == 1
    ledger.is_away = False
    for _ in range(5):
        clock.now += 1
        await budgets.give_back_unused()
        await asyncio.sleep(0.001)
    assert ledger.total == 1
    assert await passed_of([budgets], budget, 3) == 0


async def test_with_the_authority_away_a_smaller_request_than_the_one_refused_is_refused_too() -> None:
    clock, ledger, budget = Clock(), Ledger(), Budget("day", None, 1000)
    budgets = Budgets(ledger, clock=clock)
    assert isinstance(await budgets.take(1, budget, Amount(1, 2000)), Refusal)
    ledger.is_away = True
    async with asyncio.timeout(5):
        assert isinstance(await budgets.take(1, budget, Amount(1, 100)), Refusal)
