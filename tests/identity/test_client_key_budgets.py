"""Budgets of client keys through `/api/keys`: given, changed, removed, and what of them is used."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from harness import Stack

from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant
from relaydesk.gateway.relay.snapshot import Budget
from relaydesk.gateway.runtime.budget_rows import BudgetRows, ClientKeyRows
from relaydesk.identity.api import record_usage
from relaydesk.identity.types import Usage, period_of
from relaydesk.kernel.database import utc_now

DAILY = {"requests": 10, "period": "day"}


async def _make(owner: httpx.AsyncClient, **given: Any) -> dict[str, Any]:
    answer = await owner.post("/api/keys", json={"name": "Till", **given})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _listed(owner: httpx.AsyncClient, key_id: int) -> dict[str, Any]:
    [found] = [item for item in (await owner.get("/api/keys")).json()["items"] if item["id"] == key_id]
    return dict(found)


async def _use(stack: Stack, key_id: int, usage: Usage) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await record_usage(uow.db, day=utc_now().date(), counts={key_id: usage}, now=utc_now())


async def _reserve(
    stack: Stack, key_id: int, budget: Budget, now: datetime, *, need: int = 1, want: int = 1, owed: int = 0
) -> Grant:
    """As the gateway does for one request or more."""
    rows = BudgetRows(stack.kernel.database, ClientKeyRows())
    ask = Ask(key_id, budget, now.timestamp(), Amount(1), Amount(need), Amount(want), Amount(owed))
    return await rows.lease(ask)


@pytest.mark.parametrize("period", ["day", "month"])
async def test_a_budget_is_shown_with_what_is_used_of_it(owner: httpx.AsyncClient, period: str) -> None:
    budget = {"requests": 10, "tokens": 500, "cost_micros": 2_500_000, "period": period}
    made = await _make(owner, budget=budget)
    _, resets_at = period_of("day" if period == "day" else "month", utc_now())
    unused = {"requests": 0, "tokens": 0, "cost_micros": 0, "resets_at": resets_at.isoformat().replace("+00:00", "Z")}
    rotated = (await owner.post(f"/api/keys/{made['id']}/rotate")).json()
    for shown in (made, rotated, await _listed(owner, made["id"])):
        assert (shown["budget"], shown["budget_used"]) == (budget, unused)


async def test_a_budget_can_be_set_changed_and_removed(owner: httpx.AsyncClient) -> None:
    made = await _make(owner)
    assert (made["budget"], made["budget_used"]) == (None, None)
    path = f"/api/keys/{made['id']}"
    whole: dict[str, Any] = {"requests": None, "tokens": None, "cost_micros": None}
    for given in (DAILY, {"tokens": 7, "period": "month"}, None):
        changed = (await owner.patch(path, json={"budget": given})).json()
        whole = {**whole, **(given or {})}
        assert changed["budget"] == (given and whole)
        assert (changed["budget_used"] is None) == (given is None)
        kept = (await owner.patch(path, json={"name": "Other"})).json()
        assert kept["budget"] == changed["budget"]


@pytest.mark.parametrize(
    ("budget", "field"),
    [
        ({"requests": 1, "period": "day", "money": 5}, "budget.money"),
        ({"requests": 0, "period": "day"}, "budget.requests"),
        ({"tokens": -1, "period": "day"}, "budget.tokens"),
        ({"tokens": 1.5, "period": "day"}, "budget.tokens"),
        ({"requests": 2**63, "period": "day"}, "budget.requests"),
        ({"requests": 1, "period": "week"}, "budget.period"),
        ({"requests": None, "tokens": None, "cost_micros": None, "period": "day"}, "budget"),
        (5, "budget"),
    ],
)
async def test_a_wrong_budget_is_refused_by_its_field(owner: httpx.AsyncClient, budget: Any, field: str) -> None:
    made = await _make(owner, budget=DAILY)
    for answer in (
        await owner.post("/api/keys", json={"name": "Till", "budget": budget}),
        await owner.patch(f"/api/keys/{made['id']}", json={"budget": budget}),
    ):
        assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])


@pytest.mark.parametrize(("budget", "field"), [({"requests": 1}, "budget.period"), ({"period": "day"}, "budget")])
async def test_a_new_budget_must_be_whole(owner: httpx.AsyncClient, budget: Any, field: str) -> None:
    answer = await owner.post("/api/keys", json={"name": "Till", "budget": budget})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])


async def test_usage_has_tokens_by_day_and_in_total(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner, budget={"tokens": 100, "period": "day"})
    await _use(stack, made["id"], Usage(requests=2, errors=1, refused=3, tokens_in=40, tokens_out=5))
    await _use(stack, made["id"], Usage(requests=1, tokens_in=1, tokens_out=2))
    usage = (await owner.get(f"/api/keys/{made['id']}/usage")).json()
    counts = {"requests": 3, "errors": 1, "refused": 3, "tokens_in": 41, "tokens_out": 7}
    assert usage == {"client_key_id": made["id"], **counts, "days": [{"day": str(utc_now().date()), **counts}]}
    used = (await _listed(owner, made["id"]))["budget_used"]
    assert (used["requests"], used["tokens"]) == (3, 48)


async def test_a_budget_is_reserved_to_its_end_and_not_beyond(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner, budget={"requests": 80, "period": "day"})
    budget, now = Budget("day", 80), utc_now()
    granted = [await _reserve(stack, made["id"], budget, now, want=64) for _ in range(60)]
    assert [g.amount.requests for g in granted[:4]] == [10, 8, 7, 6]  # an eighth of what is left
    assert sum(g.amount.requests for g in granted) == 80
    assert (granted[-1].amount.requests, granted[-1].used_up) == (0, "requests")
    assert (await _listed(owner, made["id"]))["budget_used"]["requests"] == 80


async def test_a_budget_given_later_counts_what_was_used_before(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner)
    await _use(stack, made["id"], Usage(requests=8))
    await owner.patch(f"/api/keys/{made['id']}", json={"budget": DAILY})
    assert (await _listed(owner, made["id"]))["budget_used"]["requests"] == 8
    assert (await _reserve(stack, made["id"], Budget("day", 10), utc_now(), need=5)).amount.requests == 2


async def test_what_was_sent_unasked_is_counted(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner, budget=DAILY)
    assert (await _reserve(stack, made["id"], Budget("day", 10), utc_now(), need=4, owed=9)).amount.requests == 1
    assert (await _listed(owner, made["id"]))["budget_used"]["requests"] == 10


@pytest.mark.parametrize(
    ("period", "now", "next_period"),
    [
        ("day", datetime(2031, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)),
        ("month", datetime(2031, 12, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)),
        ("month", datetime(2032, 2, 29, 12, tzinfo=UTC), datetime(2032, 3, 1, tzinfo=UTC)),
    ],
)
async def test_a_new_period_begins_with_the_whole_budget(
    stack: Stack, owner: httpx.AsyncClient, period: Any, now: datetime, next_period: datetime
) -> None:
    made, budget = await _make(owner), Budget(period, 3)
    spent = [await _reserve(stack, made["id"], budget, now, need=2) for _ in range(3)]
    assert [(s.amount.requests, s.used_up, s.resets_at) for s in spent] == [
        (2, None, next_period.timestamp()),
        (1, None, next_period.timestamp()),
        (0, "requests", next_period.timestamp()),
    ]
    assert (await _reserve(stack, made["id"], budget, next_period, need=2)).amount.requests == 2


async def test_a_key_that_is_gone_is_given_nothing(stack: Stack, client: httpx.AsyncClient) -> None:
    assert (await _reserve(stack, 999, Budget("day", 5), utc_now())).amount.requests == 0
