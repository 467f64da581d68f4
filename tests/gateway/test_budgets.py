"""Budgets of client keys over HTTP, with two gateways on one database: exact."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import Admin, eventually
from two_gateways import Processes, two_gateways

from relaydesk.identity.types import period_of
from relaydesk.kernel.database import utc_now


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        yield both


async def test_of_20_parallel_clients_at_two_processes_exactly_as_many_pass_as_the_budget_has(two: Processes) -> None:
    await two.budget({"requests": 7, "period": "day"})
    assert await two.statuses(20) == {200: 7, 429: 13}
    assert len(two.stub.seen) == 7
    assert await two.statuses(20) == {429: 20}
    assert (await two.used())["requests"] == 7
    usage_path = f"/api/keys/{two.key['id']}/usage"

    async def shipped() -> dict[str, Any] | None:
        usage = dict((await two.admin.http.get(usage_path)).json())
        return usage if usage["refused"] == 33 and usage["requests"] == 7 else None

    usage = await eventually(shipped, within_s=5)
    assert (usage["errors"], usage["tokens_in"], usage["tokens_out"]) == (0, 280, 140)
    assert (await two.used())["requests"] == 7


async def test_a_used_up_budget_says_when_it_begins_anew_and_then_does(two: Processes) -> None:
    await two.budget({"requests": 3, "period": "day"})
    assert await two.statuses(6) == {200: 3, 429: 3}
    [refused] = await two.ask(1)
    _, resets_at = period_of("day", utc_now())
    assert abs(int(refused.header("retry-after") or 0) - (resets_at - utc_now()).total_seconds()) < 5
    assert refused.json()["code"] == "BUDGET_EXHAUSTED"
    assert refused.json()["details"]["resets_at"] == resets_at.isoformat().replace("+00:00", "Z")
    two.clock.days = 1
    assert await two.statuses(6) == {200: 3, 429: 3}


async def test_a_raised_budget_counts_what_was_used_and_without_one_all_passes(two: Processes) -> None:
    await two.budget({"requests": 2, "period": "month"})
    assert await two.statuses(4) == {200: 2, 429: 2}
    await two.budget({"requests": 5, "period": "month"})
    assert await two.statuses(10) == {200: 3, 429: 7}
    await two.budget(None)
    assert await two.statuses(10) == {200: 10}
    await two.budget({"requests": 20, "period": "month"})
    assert await two.statuses(10) == {200: 5, 429: 5}


async def test_tokens_are_reserved_by_estimate_and_settled_by_what_the_answers_name(two: Processes) -> None:
    await two.budget({"tokens": 130, "period": "day"})
    body = b'{"model": "m", "max_tokens": 20}'  # 17 tokens at most to read, 20 to write; its answer names 60
    assert await two.statuses(1, body=body) == {200: 1}
    assert await two.statuses(1, body=body) == {200: 1}
    refused = await two.ask(4, body=body)
    assert [got.status for got in refused] == [429] * 4
    assert {got.json()["details"]["used_up"] for got in refused} == {"tokens"}

    async def used() -> bool:
        return (await two.used())["tokens"] == 120

    await eventually(used, within_s=5)
    two.clock.days = 1
    assert await two.statuses(1, body=body) == {200: 1}


async def test_what_is_leased_beyond_use_goes_back(two: Processes) -> None:
    await two.budget({"requests": 1000, "period": "day"})
    for _ in range(30):
        assert await two.statuses(2) == {200: 2}

    async def is_exact() -> bool:
        return (await two.used())["requests"] == 60

    await eventually(is_exact, within_s=4)
