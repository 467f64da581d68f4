"""Quotas of upstream keys, with two gateways on one database: exact, in the upstream's time zone, across restarts."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from gateway_admin import Admin, eventually
from sqlalchemy import text
from two_gateways import Processes, serving, two_gateways

from relaydesk.gateway.quotas import store as quotas
from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant, Unused
from relaydesk.gateway.relay.snapshot import Budget
from relaydesk.gateway.runtime.budget_rows import BudgetRows, UpstreamKeyRows
from relaydesk.identity.types import period_of
from relaydesk.kernel.database import utc_now

ZONE = "America/Los_Angeles"
CHAT = b'{"model": "m", "max_tokens": 20}'  # 17 tokens at most to read, 20 to write; its answer names 60


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        await admin.http.patch(f"/api/admin/upstreams/{both.upstream_id}", json={"time_zone": ZONE})
        await both.budget(None)
        yield both


async def _key(two: Processes, secret: str, quota: dict[str, Any] | None) -> dict[str, Any]:
    made = await two.admin.key({"id": two.upstream_id}, secret, name=secret, quota=quota)
    await two.follow()
    return made


async def _shown(two: Processes, key: dict[str, Any]) -> dict[str, Any]:
    return dict((await two.admin.http.get(f"/api/admin/keys/{key['id']}")).json())


async def _change(two: Processes, key: dict[str, Any], **changes: Any) -> None:
    assert (await two.admin.http.patch(f"/api/admin/keys/{key['id']}", json=changes)).status_code == 200


async def _statuses(two: Processes, key: dict[str, Any]) -> list[str]:
    """Of its history, newest first."""
    history = (await two.admin.http.get(f"/api/admin/keys/{key['id']}/history")).json()["items"]
    return [event["status"] for event in history]


async def _use_up(two: Processes, key: dict[str, Any], budget: Budget, *, moment: datetime | None = None) -> Grant:
    """The last lease that gave something."""
    rows = BudgetRows(two.admin.stack.kernel.database, UpstreamKeyRows())
    now = (moment or utc_now()).timestamp()
    last: Grant | None = None
    while (grant := await rows.lease(Ask(key["id"], budget, now, Amount(), Amount(), Amount(), Amount(0)))).amount[0]:
        last = grant
    assert last is not None
    return last


async def test_of_20_parallel_clients_at_two_processes_exactly_100_pass_a_quota_of_100(two: Processes) -> None:
    key = await _key(two, "sk-limited", {"requests": 100, "period": "day"})

    async def client(number: int) -> list[int]:
        return [(await two.ask(1, at=number))[0].status for _ in range(10)]

    statuses = Counter(s for of_one in await asyncio.gather(*map(client, range(20))) for s in of_one)
    assert statuses == {200: 100, 429: 100}
    assert len(two.stub.seen) == 100
    shown = (await _shown(two, key))["quota_used"]
    assert (shown["requests"], shown["is_exhausted"]) == (100, True)
    history = (await two.admin.http.get(f"/api/admin/keys/{key['id']}/history")).json()["items"]
    assert history[0]["status"] == "exhausted"
    assert history[0]["until"] == shown["resets_at"]


async def test_a_quota_that_is_used_up_again_after_a_lease_came_back_is_noted_once(two: Processes) -> None:
    key = await _key(two, "sk-limited", {"requests": 3, "period": "day"})
    budget = Budget("day", 3, time_zone=ZONE)
    last = await _use_up(two, key, budget)
    assert await _statuses(two, key) == ["exhausted"]
    rows = BudgetRows(two.admin.stack.kernel.database, UpstreamKeyRows())
    await rows.give_back([Unused(key["id"], budget, last.starts_on, last.amount)])
    await _use_up(two, key, budget)
    assert await _statuses(two, key) == ["exhausted"]
    await _change(two, key, quota={"requests": 4, "period": "day"})
    await _use_up(two, key, Budget("day", 4, time_zone=ZONE))
    assert await _statuses(two, key) == ["exhausted", "active", "exhausted"]


@pytest.mark.parametrize("is_at_once", [False, True])
async def test_another_quota_of_a_disabled_key_is_not_noted_as_if_it_were_active(
    two: Processes, *, is_at_once: bool
) -> None:
    key = await _key(two, "sk-limited", {"requests": 3, "period": "day"})
    await _use_up(two, key, Budget("day", 3, time_zone=ZONE))
    quota = {"quota": {"requests": 4, "period": "day"}}
    await _change(two, key, status="disabled", **(quota if is_at_once else {}))
    await _change(two, key, **quota)
    assert await _statuses(two, key) == ["disabled", "exhausted"]
    await _change(two, key, status="active")
    assert await _statuses(two, key) == ["active", "disabled", "exhausted"]


async def test_a_quota_of_another_period_is_shown_and_noted_by_its_own_use(two: Processes) -> None:
    key = await _key(two, "sk-limited", {"requests": 3, "period": "day"})
    expected = ["exhausted"]
    for budget in (Budget("day", 3), Budget("month", 5), Budget("day", 4), Budget("month", 6)):
        await _change(two, key, quota={"requests": budget.requests, "period": budget.period})
        await _use_up(two, key, msgspec.structs.replace(budget, time_zone=ZONE))
        assert await _statuses(two, key) == expected
        expected = ["exhausted", "active", *expected]
    as_stored = text("UPDATE gateway_upstream_key SET quota = CAST(:quota AS jsonb)")
    for period, requests in (("day", 4), ("month", 6)):  # whatever the order of the rows of both is
        async with two.admin.stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(as_stored, {"quota": json.dumps({"requests": 9, "period": period})})
        assert (await _shown(two, key))["quota_used"]["requests"] == requests


async def test_a_quota_that_is_used_up_as_its_period_ends_is_noted_for_that_one_alone(two: Processes) -> None:
    key = await _key(two, "sk-limited", {"requests": 3, "period": "day"})
    budget, now = Budget("day", 3, time_zone=ZONE), utc_now()
    yesterday, today = now.astimezone(ZoneInfo(ZONE)) - timedelta(days=1), now
    for moment in (yesterday, today):
        await _use_up(two, key, budget, moment=moment)
    untils = [_utc(period_of("day", moment, ZoneInfo(ZONE))[1]) for moment in (today, yesterday)]
    history = (await two.admin.http.get(f"/api/admin/keys/{key['id']}/history")).json()["items"]
    assert [(event["status"], event["until"]) for event in history] == [("exhausted", until) for until in untils]


async def test_a_used_up_quota_begins_anew_at_midnight_where_the_upstream_is(
    two: Processes, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    key = await _key(two, "sk-limited", {"requests": 2, "period": "day"})
    assert await two.statuses(6) == {200: 2, 429: 4}
    [refused] = await two.ask(1)
    assert refused.json()["code"] == "QUOTA_EXHAUSTED"
    local = utc_now().astimezone(ZoneInfo(ZONE))
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    assert (await _shown(two, key))["quota_used"]["resets_at"] == _utc(midnight)
    assert 0 < int(refused.header("retry-after") or 0) <= (midnight - local).total_seconds() + 5
    async with serving(database_url, redis_url, tmp_path / "third", two.clock) as third:
        two.processes[:] = [third]  # one that has just started knows as much
        assert await two.statuses(2) == {429: 2}
        two.clock.days = 1
        await two.admin.http.patch(f"/api/admin/upstreams/{two.upstream_id}", json={"tags": ["look again"]})
        await two.follow()
        assert await two.statuses(4) == {200: 2, 429: 2}


async def test_a_key_with_nothing_left_is_passed_over_for_one_that_has(two: Processes) -> None:
    await _key(two, "sk-small", {"requests": 3, "period": "month"})
    await _key(two, "sk-large", None)
    assert await two.statuses(20) == {200: 20}
    sent = Counter(seen.header("authorization") for seen in two.stub.seen)
    assert sent == {"Bearer sk-small": 3, "Bearer sk-large": 17}


async def test_a_weighted_pool_draws_keys_by_what_is_left_of_their_quotas(two: Processes) -> None:
    """Both with 4,000 requests a day; one has used 3,600 of them already."""
    await two.admin.http.patch(f"/api/admin/upstreams/{two.upstream_id}", json={"strategy": "weighted"})
    quota = {"requests": 4000, "period": "day"}
    used = await two.admin.key({"id": two.upstream_id}, "sk-used", name="used", quota=quota)
    await two.admin.key({"id": two.upstream_id}, "sk-fresh", name="fresh", quota=quota)
    today, _ = period_of("day", utc_now(), ZoneInfo(ZONE))
    async with two.admin.stack.kernel.database.unit_of_work() as uow:
        owed = (3600, 0, 0)
        await quotas.lock_reserved(uow.db, used["id"], period="day", starts_on=today, owed=owed)
    await two.follow()
    await two.ask(30)  # until each process has leased of both
    before = len(two.stub.seen)
    assert await two.statuses(400) == {200: 400}
    drawn = Counter(s.header("authorization") for s in two.stub.seen[before:])
    assert 12 <= drawn["Bearer sk-used"] <= 72  # a tenth and less of the other's: 36 and some 6 to either side


async def test_a_raised_quota_counts_what_was_used(two: Processes) -> None:
    key = await _key(two, "sk-limited", {"requests": 2, "period": "day"})
    assert await two.statuses(4) == {200: 2, 429: 2}
    raised = {"quota": {"requests": 5, "period": "day"}}
    assert (await two.admin.http.patch(f"/api/admin/keys/{key['id']}", json=raised)).status_code == 200
    await two.follow()
    assert await two.statuses(8) == {200: 3, 429: 5}


async def test_tokens_are_settled_by_what_answers_name(two: Processes) -> None:
    key = await _key(two, "sk-limited", {"tokens": 130, "period": "day"})
    assert await two.statuses(1, body=CHAT) == {200: 1}
    assert await two.statuses(1, body=CHAT) == {200: 1}
    assert await two.statuses(3, body=CHAT) == {429: 3}

    async def settled() -> bool:
        used = (await _shown(two, key))["quota_used"]
        return bool(used["tokens"] == 120)

    await eventually(settled, within_s=15)


async def test_money_is_reserved_by_the_price_table_and_settled_by_what_answers_cost(two: Processes) -> None:
    dear = {"model": "m", "input_micros_per_million": 1_000_000, "output_micros_per_million": 2_000_000}
    await two.admin.post("/api/admin/prices", **dear)  # an answer's 40 and 20 tokens cost 80 micros
    key = await _key(two, "sk-limited", {"cost_micros": 170, "period": "month"})  # 57 are expected at most
    assert await two.statuses(1, body=CHAT) == {200: 1}
    assert await two.statuses(1, body=CHAT) == {200: 1}
    refused = await two.ask(2, body=CHAT)
    assert {got.json()["code"] for got in refused} == {"QUOTA_EXHAUSTED"}

    async def settled() -> bool:
        return bool((await _shown(two, key))["quota_used"]["cost_micros"] == 160)

    await eventually(settled, within_s=15)
    await two.budget({"cost_micros": 20, "period": "day"})
    [over] = await two.ask(1, body=CHAT)
    assert (over.status, over.json()["code"], over.json()["details"]["used_up"]) == (429, "BUDGET_EXHAUSTED", "cost")


@pytest.mark.parametrize(
    ("quota", "field"),
    [
        ({"period": "day"}, "quota"),
        ({"requests": 0, "period": "day"}, "quota.requests"),
        ({"requests": 5, "period": "week"}, "quota.period"),
        ({"requests": 5, "dollars": 3}, "quota.dollars"),
        (7, "quota"),
    ],
)
async def test_a_wrong_quota_is_refused_by_its_field(admin: Admin, quota: Any, field: str) -> None:
    made = await admin.post("/api/admin/upstreams", name="u", base_url="https://example.com")
    given = {"upstream_id": made["id"], "name": "k", "key_value": "sk-1", "quota": quota}
    answer = await admin.http.post("/api/admin/keys", json=given)
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])
    for name in ("Mars/Olympus", "localtime", "right/UTC", "UTC\n"):
        zone = await admin.http.patch(f"/api/admin/upstreams/{made['id']}", json={"time_zone": name})
        assert (zone.status_code, zone.json()["details"]["reasons"]) == (
            422,
            [{"field": "time_zone", "type": "time_zone"}],
        )


def _utc(moment: Any) -> str:
    return str(moment.astimezone(ZoneInfo("UTC")).isoformat()).replace("+00:00", "Z")
