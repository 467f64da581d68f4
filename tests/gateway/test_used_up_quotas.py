"""Which upstream keys are used up: until something of every limited dimension is left, and at once by another quota."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import Admin
from sqlalchemy import text
from two_gateways import Processes, two_gateways

from relaydesk.gateway.quotas import store as quotas
from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant, Unused
from relaydesk.gateway.relay.snapshot import Budget
from relaydesk.gateway.runtime.budget_rows import BudgetRows, UpstreamKeyRows
from relaydesk.kernel.daily.time_zones import get_time_zone
from relaydesk.kernel.database import utc_now


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        await both.budget(None)
        yield both


async def _key(two: Processes, quota: dict[str, Any]) -> dict[str, Any]:
    return dict(await two.admin.key({"id": two.upstream_id}, "sk-limited", name="limited", quota=quota))


async def _lease(two: Processes, key: dict[str, Any], budget: Budget, amount: Amount) -> Grant:
    """And have used it."""
    rows = BudgetRows(two.admin.stack.kernel.database, UpstreamKeyRows())
    return await rows.lease(Ask(key["id"], budget, utc_now().timestamp(), amount, amount, amount, Amount(0)))


async def _give_back(two: Processes, key: dict[str, Any], budget: Budget, of: Grant, amount: Amount) -> None:
    rows = BudgetRows(two.admin.stack.kernel.database, UpstreamKeyRows())
    await rows.give_back([Unused(key["id"], budget, of.starts_on, amount)])


async def _set_quota(two: Processes, key: dict[str, Any], quota: dict[str, Any] | None) -> None:
    answer = await two.admin.http.patch(f"/api/admin/keys/{key['id']}", json={"quota": quota})
    assert answer.status_code == 200


async def _states(two: Processes, key: dict[str, Any]) -> tuple[str, str, bool]:
    """Of itself, in the list, and whether snapshots have it as exhausted."""
    own = (await two.admin.http.get(f"/api/admin/keys/{key['id']}")).json()["state"]
    [state] = [
        state
        for state in ("active", "exhausted")
        if (await two.admin.http.get("/api/admin/keys", params={"state": state})).json()["items"]
    ]
    async with two.admin.stack.kernel.database.read() as db:
        return own, state, key["id"] in await quotas.exhausted(db, datetime.now(UTC))


async def _history(two: Processes, key: dict[str, Any]) -> list[tuple[str, str | None]]:
    events = (await two.admin.http.get(f"/api/admin/keys/{key['id']}/history")).json()["items"]
    return [(event["status"], event["because"] and event["because"]["type"]) for event in events]


EXHAUSTED, ACTIVE = ("exhausted", "exhausted", True), ("active", "active", False)


async def test_unused_tokens_that_come_back_make_no_key_active_whose_requests_are_used_up(two: Processes) -> None:
    key = await _key(two, {"requests": 1, "tokens": 100_000, "period": "day"})
    budget = Budget("day", 1, 100_000)
    grant = await _lease(two, key, budget, Amount(1, 5000))
    assert await _states(two, key) == EXHAUSTED
    await _give_back(two, key, budget, grant, Amount(0, 4000))
    assert await _states(two, key) == EXHAUSTED
    await _give_back(two, key, budget, grant, Amount(1, 1000))
    assert await _states(two, key) == ACTIVE


async def test_what_comes_back_is_judged_by_the_quota_as_it_is_now(two: Processes) -> None:
    key = await _key(two, {"requests": 8, "cost_micros": 10, "period": "month"})
    old = Budget("month", 8, None, 10_000)
    grant = await _lease(two, key, old, Amount(6, 0, 3000))
    await _set_quota(two, key, {"requests": 4, "cost_micros": 10, "period": "month"})
    await _give_back(two, key, old, grant, Amount(2))
    assert await _states(two, key) == EXHAUSTED
    await _give_back(two, key, old, grant, Amount(1))
    assert await _states(two, key) == ACTIVE


async def test_a_key_is_judged_by_the_days_of_the_time_zone_that_its_upstream_has_now(two: Processes) -> None:
    quota = {"requests": 1, "period": "day"}
    key = await _key(two, quota)
    await _lease(two, key, Budget("day", 1, time_zone="UTC"), Amount(1))
    assert await _states(two, key) == EXHAUSTED
    here = utc_now().date()
    [away] = [name for name in ("Etc/GMT-14", "Etc/GMT+12") if datetime.now(get_time_zone(name)).date() != here][:1]
    address = f"/api/admin/upstreams/{two.upstream_id}"
    assert (await two.admin.http.patch(address, json={"time_zone": away})).status_code == 200
    assert await _states(two, key) == ACTIVE
    assert (await _history(two, key))[0] == ("active", "key_quota_zone_changed")
    assert (await two.admin.http.get(f"/api/admin/keys/{key['id']}")).json()["quota_used"] is None  # not begun
    await _lease(two, key, Budget("day", 1, time_zone=away), Amount(1))
    assert await _states(two, key) == EXHAUSTED


async def test_a_quota_below_what_is_used_makes_a_key_exhausted_at_once(two: Processes) -> None:
    key = await _key(two, {"requests": 20, "tokens": 1000, "period": "day"})
    await _lease(two, key, Budget("day", 20, 1000), Amount(5, 300))
    assert await _states(two, key) == ACTIVE
    used_up = ("exhausted", "key_quota_used_day")
    for quota in ({"requests": 5}, {"tokens": 300}, {"requests": 5, "tokens": 2000}):
        await _set_quota(two, key, {**quota, "period": "day"})
        assert await _states(two, key) == EXHAUSTED
        assert await _history(two, key) == [used_up]  # once
    for quota in ({"requests": 6, "period": "day"}, {"requests": 2, "period": "month"}, None):
        await _set_quota(two, key, quota)
        assert await _states(two, key) == ACTIVE
        assert await _history(two, key) == [("active", "key_quota_changed"), used_up]


async def test_a_used_up_key_is_not_sent_again_while_leases_wait_for_a_lock(two: Processes) -> None:
    await _key(two, {"requests": 1, "period": "day"})
    await two.follow()
    statuses = [got.status for got in await two.ask(1)]
    async with two.admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("LOCK TABLE gateway_key_quota IN SHARE ROW EXCLUSIVE MODE"))
        statuses += [(await two.ask(1))[0].status for _ in range(3)]
    assert statuses == [200, 429, 429, 429]
    assert len(two.stub.seen) == 1
