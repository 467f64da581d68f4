"""Statistics by any group under any filter equal the requests counted one by one, also as two shippers bring them."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import Admin
from harness import Stack
from sqlalchemy import text

from relaydesk.gateway.log import store
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import Finished, Received
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.gateway.runtime.shipper import Shipper

STATS, EXPORT = "/api/admin/stats", "/api/admin/stats/export"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
MIDNIGHT = NOW.replace(hour=0)
FILTERS: dict[str, Any] = {"upstream": "up-1", "key_id": 11, "client_key_id": 2, "model": "a"}
GROUPS = ("upstream", "key", "client_key", "model", "status", "hour", "day")


def drawn(count: int) -> list[Finished]:
    """Requests of the last six days."""
    draw = random.Random(11)
    made = []
    for _ in range(count):
        upstream = draw.choice([1, 1, 2, None])
        cost = {"cost_nanos": draw.randrange(1000), "currency": draw.choice(["USD", "EUR"])}
        made.append(
            Finished(
                id=new_request_id(),
                started_us=int((NOW - draw.random() * 6 * DAY).timestamp() * 1e6),
                method="POST",
                path="/x",
                status=draw.choice([200, 200, 200, 429, 0]),
                upstream_id=upstream,
                upstream=f"up-{upstream}" if upstream else None,
                key_id=draw.choice([upstream * 10 + 1, upstream * 10 + 2]) if upstream else None,
                client_key_id=draw.choice([1, 2, None]),
                model=draw.choice(["a", "b", None]),
                tokens_in=draw.randrange(100),
                total_us=draw.randrange(1, 2_000_000),
                **(cost if draw.random() < 0.7 else {}),
            )
        )
    return made


@pytest.fixture
async def requests(admin: Admin, stack: Stack, tmp_path: Path) -> list[Finished]:
    """As two processes ship them at once, each a half."""
    made = drawn(900)
    journals = [Journal(tmp_path / str(n)) for n in range(2)]
    for number, record in enumerate(made):
        journals[number % 2].received(Received(record.id, record.started_us, record.method, record.path))
        journals[number % 2].finished(record)
    shippers = [Shipper(stack.kernel.database, journal, journal.folder.parent) for journal in journals]
    await asyncio.gather(*(shipper.ship_all() for shipper in shippers))
    for journal in journals:
        journal.close()
    return made


def key_of(record: Finished, group: str) -> str:
    at = datetime.fromtimestamp(record.started_us / 1e6, UTC)
    if group in {"hour", "day"}:
        return f"{at:%Y-%m-%dT%H:00:00Z}" if group == "hour" else f"{at:%Y-%m-%dT00:00:00Z}"
    names = {"key": "key_id", "client_key": "client_key_id"}
    value = getattr(record, names.get(group, group))
    return "" if value is None else str(value)


def matching(records: Iterable[Finished], asked: dict[str, Any], since: datetime, until: datetime) -> list[Finished]:
    low, high = since.timestamp() * 1e6, until.timestamp() * 1e6
    return [r for r in records if low <= r.started_us < high and all(getattr(r, n) == v for n, v in asked.items())]


def counted(records: Iterable[Finished], group: str) -> dict[str, tuple[Any, ...]]:
    """By group: requests, errors, tokens, cost by currency."""
    requests, errors, tokens, costs = Counter[str](), Counter[str](), Counter[str](), dict[str, Counter[str]]()
    for record in records:
        key = key_of(record, group)
        requests[key] += 1
        errors[key] += record.status != 200
        tokens[key] += record.tokens_in or 0
        if record.currency is not None:
            costs.setdefault(key, Counter())[record.currency] += record.cost_nanos or 0
    return {key: (requests[key], errors[key], tokens[key], dict(costs.get(key, {}))) for key in requests}


def told(groups: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {
        g["key"]: (g["requests"], g["errors"], g["tokens_in"], {c["currency"]: c["nanos"] for c in g["costs"]})
        for g in groups
    }


def filters() -> list[dict[str, Any]]:
    """None, each, each two, and all of them."""
    some = [dict(two) for n in (0, 1, 2) for two in itertools.combinations(FILTERS.items(), n)]
    return [*some, FILTERS]


@pytest.mark.parametrize(
    ("since", "until"),
    [(MIDNIGHT - 5 * DAY + 7 * HOUR, NOW - HOUR), (MIDNIGHT - 4 * DAY, MIDNIGHT), (NOW - 5 * HOUR, NOW + HOUR)],
    ids=["part days at both ends", "whole days", "hours"],
)
async def test_every_group_under_every_filter_is_exact(
    admin: Admin, requests: list[Finished], since: datetime, until: datetime
) -> None:
    for asked in filters():
        true = matching(requests, asked, since, until)
        for group in GROUPS:
            params = {"from": since.isoformat(), "to": until.isoformat(), "group_by": group, **asked}
            answer = (await admin.http.get(STATS, params=params)).json()
            assert (answer["from_time"], answer["to_time"]) == (f"{since:%Y-%m-%dT%XZ}", f"{until:%Y-%m-%dT%XZ}")
            assert told(answer["groups"]) == counted(true, group), (asked, group)
            assert answer["totals"]["requests"] == sum(p["requests"] for p in answer["series"]) == len(true)
            for listed in ("upstream", "key", "status", "model"):
                assert told(answer[f"by_{listed}"]) == counted(true, listed), (asked, listed)


async def test_counts_by_latency_add_up_over_the_parts_of_a_range(
    admin: Admin, stack: Stack, requests: list[Finished]
) -> None:
    since = MIDNIGHT - 5 * DAY + 7 * HOUR
    true = sorted(r.total_us / 1000 for r in matching(requests, {"key_id": 11}, since, NOW) if r.model == "a")
    answer = await admin.http.get(STATS, params={"from": since.isoformat(), "key_id": 11, "group_by": "model"})
    [group] = [g for g in answer.json()["groups"] if g["key"] == "a"]
    assert group["average_ms"] == pytest.approx(sum(true) / len(true), abs=0.001)
    assert group["p50_ms"] == pytest.approx(true[len(true) // 2], rel=0.42)


async def without_log(stack: Stack) -> None:
    """The log forgets everything up to and with the day before yesterday."""
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("DELETE FROM gateway_request_log WHERE started_at < :at"), {"at": MIDNIGHT - DAY})
        assert await store.oldest(uow.db) is not None


async def test_where_the_log_is_gone_one_filter_is_told_by_whole_days(
    admin: Admin, stack: Stack, requests: list[Finished]
) -> None:
    await without_log(stack)
    since = MIDNIGHT - 4 * DAY + 7 * HOUR
    for name in ("key_id", "client_key_id", "model"):
        true = matching(requests, {name: FILTERS[name]}, MIDNIGHT - 4 * DAY, NOW)
        for group in GROUPS:
            params = {"from": since.isoformat(), "to": NOW.isoformat(), "group_by": group, name: FILTERS[name]}
            answer = (await admin.http.get(STATS, params=params)).json()
            assert (answer["from_time"][11:13], answer["to_time"][11:13]) == ("00", f"{NOW:%H}")
            assert told(answer["groups"]) == counted(true, group), (name, group)
    unfiltered = (await admin.http.get(STATS, params={"from": since.isoformat(), "upstream": "up-1"})).json()
    assert unfiltered["from_time"] == f"{since:%Y-%m-%dT%XZ}"
    assert unfiltered["totals"]["requests"] == len(matching(requests, {"upstream": "up-1"}, since, NOW))


async def test_what_only_the_log_could_tell_and_it_has_forgotten_is_refused(
    admin: Admin, stack: Stack, requests: list[Finished]
) -> None:
    await without_log(stack)
    both = {"key_id": 11, "model": "a"}
    early, late = ({"from": (MIDNIGHT - days * DAY).isoformat(), **both} for days in (2, 1))
    for path, params in ((STATS, early), (EXPORT, {**early, "group_by": "client_key"})):
        refused = await admin.http.get(path, params=params)
        assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, "from")
    answer = (await admin.http.get(STATS, params=late)).json()
    assert answer["totals"]["requests"] == len(matching(requests, both, MIDNIGHT - DAY, NOW))
    by_day = await admin.http.get(EXPORT, params={**early, "group_by": "day"})
    days = counted(matching(requests, both, MIDNIGHT - 2 * DAY, NOW), "day")
    assert {line.split(",")[0] for line in by_day.text.splitlines()[1:]} == set(days)
