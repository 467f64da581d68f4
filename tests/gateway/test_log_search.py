"""Searching the log: every row that matches is given once over the pages, in whichever partition it lies."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from gateway_admin import Admin, eventually
from harness import Stack
from relay_kit import answer, upstream

from relaydesk.gateway.log import search, store
from relaydesk.gateway.log.service import encode_cursor
from relaydesk.gateway.log.store import LogFilter, copy_lines
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import Finished, encode

DAY = timedelta(days=1)
DAYS = 20


@pytest.fixture
async def records(admin: Admin, stack: Stack) -> list[Finished]:
    """600 requests of 20 days, of which some have no partition; newest first."""
    draw = random.Random(7)
    now = datetime.now(UTC)
    made = []
    async with stack.kernel.database.unit_of_work() as uow:
        await store.LOGGED_DAYS.ensure(uow.db, [(now - n * DAY).date() for n in range(DAYS) if n % 5])
    for number in range(600):
        at = now - timedelta(seconds=draw.randrange(DAYS * 86_400))
        fields: dict[str, Any] = {"path": f"/proxy/one/file-{number % 50}", "model": draw.choice(["a", "b", None])}
        if number == 17:
            fields |= {"status": 503, "error": "Rare_100%", "request_id": "mine"}
        made.append(
            Finished(
                **{
                    "id": new_request_id(),
                    "started_us": int(at.timestamp() * 1e6),
                    "method": "GET",
                    "status": 200,
                    "upstream_id": 1,
                    "upstream": "gone",
                    **fields,
                }
            )
        )
    async with stack.kernel.database.unit_of_work() as uow:
        await copy_lines(uow.db, [encode(record).rstrip() for record in made])
    return sorted(made, key=lambda r: (r.started_us, r.id), reverse=True)


async def listed(admin: Admin, **params: Any) -> list[str]:
    """All pages of a list."""
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await admin.http.get("/api/admin/logs", params={"limit": 37, **params, **cursor})
        page = answer.json()
        ids += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = {"cursor": page["next_cursor"]}


async def test_the_pages_hold_every_request_once_newest_first(admin: Admin, records: list[Finished]) -> None:
    assert await listed(admin) == [r.id for r in records]
    assert await listed(admin, model="a") == [r.id for r in records if r.model == "a"]
    assert await listed(admin, upstream="gone") == [r.id for r in records]
    assert await listed(admin, q="FILE-7") == [r.id for r in records if r.path.endswith("file-7")]
    assert await listed(admin, status="5xx") == [r.id for r in records if r.status == 503]
    since, until = (datetime.fromtimestamp(records[n].started_us / 1e6, UTC) for n in (400, 200))
    within = await listed(admin, **{"from": since.isoformat(), "to": until.isoformat()})
    assert within == [r.id for r in records[201:401]]


async def test_requests_are_found_by_the_name_their_upstream_had(admin: Admin, stack: Stack) -> None:
    """Of an upstream that is gone, of two that had the name one after the other, of one that has another name now."""
    caller, _ = await admin.caller()
    ids: dict[str, list[str]] = {}
    for n, name in enumerate(("first", "first", "second")):
        async with upstream(answer(200, b"%d" % n)) as stub:
            made = await admin.upstream(stub, name)
            await admin.key(made, "sk-key-1")

            async def answers(name: str = name, n: int = n) -> bool:
                return (await caller.get(f"/proxy/{name}/is-it-there")).content == b"%d" % n

            await eventually(answers)
            assert (await caller.get(f"/proxy/{name}/wanted")).status_code == 200
        await stack.gateway.ship()
        now = await listed(admin, upstream=name, q="wanted")
        ids[name] = [*now, *ids.get(name, [])]
        if name == "second":
            await admin.http.patch(f"/api/admin/upstreams/{made['id']}", json={"name": "third"})
        else:
            await admin.http.delete(f"/api/admin/upstreams/{made['id']}")
    assert (len(ids["first"]), len(ids["second"])) == (2, 1)
    for name, expected in ids.items():
        assert await listed(admin, upstream=name, q="wanted") == expected
    assert await listed(admin, upstream="third", q="wanted") == ids["second"]
    assert await listed(admin, upstream="never-there") == []


async def test_a_request_is_found_by_its_id_and_a_text_by_any_part(admin: Admin, records: list[Finished]) -> None:
    [rare] = [r.id for r in records if r.status == 503]
    for q in ("mine", "rare_100%", "RARE", "_100"):
        assert await listed(admin, q=q) == [rare]
    assert await listed(admin, q=records[5].id) == [records[5].id]
    assert await listed(admin, q="rareX100") == []
    assert await listed(admin, q="mine", model="c") == []


async def test_a_search_that_has_used_up_its_time_goes_on_from_there(
    admin: Admin, stack: Stack, records: list[Finished]
) -> None:
    found: list[str] = []
    after, pages = None, 0
    while True:
        async with stack.kernel.database.read() as db:
            page = await search.search(db, LogFilter(q="file-7"), after=after, limit=50, budget_s=0.0)
        found += [row.id.hex for row in page.rows]
        after, pages = page.after, pages + 1
        if after is None:
            break
    assert found == [r.id for r in records if r.path.endswith("file-7")]
    assert pages > 5


@pytest.mark.parametrize("q", [None, "file-7"])
async def test_times_at_both_ends_of_the_calendar_are_looked_for(
    admin: Admin, records: list[Finished], q: str | None
) -> None:
    first, last = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"
    text = {"q": q} if q else {}
    assert len(await listed(admin, **{"from": first, "to": last}, **text)) == len(await listed(admin, **text))
    assert await listed(admin, **{"from": last}, **text) == await listed(admin, to=first, **text) == []


@pytest.mark.parametrize(
    ("time", "code", "status"),
    [
        ("9999-12-31T23:59:59.999999+00:00", "VALIDATION_FAILED", 422),
        ("9999-12-31T23:59:59-05:00", "VALIDATION_FAILED", 422),
        ("0001-01-01T00:00:00+05:00", None, 200),
    ],
)
async def test_a_cursor_of_an_end_of_the_calendar_finds_nothing(
    admin: Admin, records: list[Finished], time: str, code: str | None, status: int
) -> None:
    cursor = encode_cursor((datetime.fromisoformat(time), UUID(int=5)))
    answer = await admin.http.get("/api/admin/logs", params={"cursor": cursor})
    assert (answer.status_code, answer.json().get("code")) == (status, code)


@pytest.mark.parametrize("ms", [0, 253_402_300_799_999, 2**48 - 1])
async def test_an_id_of_a_time_that_no_request_has_is_not_found(admin: Admin, ms: int) -> None:
    answer = await admin.http.get(f"/api/admin/logs/{UUID(int=(ms << 80) + 5).hex}")
    assert answer.json()["code"] == "LOGGED_REQUEST_NOT_FOUND"
