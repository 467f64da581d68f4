"""Limits of upstreams and of routes: exact over two gateways, on to the next upstream, and said by name."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import Admin, eventually
from relay_kit import Seen, answer, until, upstream
from two_gateways import ANSWER, Processes, two_gateways

from relaydesk.gateway.relay.errors import RelayError

PATH = "/v1/chat/completions"
CHAT = b'{"model":"chat","max_tokens":20,"messages":[]}'  # 44 tokens by estimate; its answer names 60


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        await both.budget(None)
        yield both


async def limit(two: Processes, what: str, **limits: int | None) -> None:
    none = {"requests_per_minute": None, "tokens_per_minute": None, "max_concurrency": None}
    changed = await two.admin.http.patch(f"/api/admin/{what}", json={"limits": {**none, **limits}})
    assert changed.status_code == 200, changed.text
    assert changed.json()["limits"] == {**none, **limits}
    await two.follow()


async def route(two: Processes, *fallbacks: int) -> str:
    made = await two.admin.post(
        "/api/admin/routes",
        model="chat",
        targets=[{"upstream_id": two.upstream_id}],
        fallbacks=[{"upstream_id": upstream_id} for upstream_id in fallbacks],
    )
    await two.follow()
    return f"routes/{made['id']}"


def slow(most: list[int], seconds: float = 0.4) -> Any:
    """An upstream's script; `most` is how many it has under way, and had at most."""

    async def script(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> None:
        most[0] += 1
        most[1] = max(most)
        await asyncio.sleep(seconds)
        most[0] -= 1
        writer.write(answer(200, ANSWER, "Content-Type: application/json"))

    return script


async def test_an_upstream_never_has_more_under_way_than_its_limit_over_all_processes(two: Processes) -> None:
    most = [0, 0]
    two.stub.script = slow(most)
    await limit(two, f"upstreams/{two.upstream_id}", max_concurrency=4)
    got = await two.ask(12)
    assert Counter(g.status for g in got) == {200: 4, 429: 8}
    assert most[1] == 4
    refused = next(g for g in got if g.status == 429).json()
    assert (refused["code"], refused["details"]) == ("CONCURRENCY_LIMITED", {"limit": 4})
    assert refused["message"] == "The upstream 'stub' may have 4 requests under way at once."
    for _ in range(2):  # each has given its slot back
        assert Counter([(await two.ask(1, at=n))[0].status for n in range(3)]) == {200: 3}
    await limit(two, f"upstreams/{two.upstream_id}")
    assert await two.statuses(12) == {200: 12}


async def test_what_is_over_an_upstreams_limit_goes_on_to_the_next_one_of_the_route(two: Processes) -> None:
    most = [0, 0]
    two.stub.script = slow(most)
    async with upstream(answer(200, ANSWER, "Content-Type: application/json")) as other:
        second = await two.admin.upstream(other, "second")
        await route(two, second["id"])
        await limit(two, f"upstreams/{two.upstream_id}", max_concurrency=2)
        got = await two.ask(8, PATH, CHAT)
    assert [g.status for g in got] == [200] * 8
    assert Counter(g.header("x-relaydesk-upstream") for g in got) == {"stub": 2, "second": 6}
    assert most[1] == 2


async def test_attempts_at_one_upstream_share_a_slot_and_count_once(two: Processes) -> None:
    tries = 0

    async def third_time_lucky(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> None:
        nonlocal tries
        tries += 1
        writer.write(answer(200 if tries % 3 == 0 else 503, ANSWER, "Content-Type: application/json"))

    two.stub.script = third_time_lucky
    await limit(two, f"upstreams/{two.upstream_id}", max_concurrency=1, requests_per_minute=2)
    assert [(await two.ask(1, at=n))[0].status for n in range(3)] == [200, 200, 429]
    assert tries == 6


@pytest.mark.parametrize("closes", [True, False], ids=["breaks off", "stalls"])
async def test_a_slot_is_given_back_by_whoever_leaves_breaks_off_or_stalls(two: Processes, *, closes: bool) -> None:
    async def cut(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> bool:
        writer.write(answer(200, ANSWER, "Content-Type: application/json")[:-5])
        return closes

    quick = await two.admin.http.patch(f"/api/admin/upstreams/{two.upstream_id}", json={"timeout_ms": 3000})
    assert quick.status_code == 200
    await limit(two, f"upstreams/{two.upstream_id}", max_concurrency=1)
    two.stub.script = slow([0, 0], 2)
    leaving = asyncio.ensure_future(two.ask(1))
    await until(lambda: bool(two.stub.seen))
    leaving.cancel()
    await asyncio.sleep(0.5)
    two.stub.script = cut
    await asyncio.gather(two.ask(1), return_exceptions=True)
    await asyncio.sleep(0.2)
    two.stub.script = slow([0, 0], 0)
    assert await two.statuses(1) == {200: 1}


async def test_a_route_limits_requests_a_minute(two: Processes) -> None:
    what = await route(two)
    await limit(two, what, requests_per_minute=3)
    got = [(await two.ask(1, PATH, CHAT, at=n))[0] for n in range(5)]
    assert [g.status for g in got] == [200, 200, 200, 429, 429]
    error = got[3].json()["error"]
    assert (error["code"], error["message"]) == ("requests_limited", "The model 'chat' may get 3 requests a minute.")
    assert 1 <= int(got[3].header("retry-after") or 0) <= 20
    assert await two.statuses(2) == {200: 2}  # by name, past the route


async def test_a_routes_tokens_are_reserved_before_and_corrected_after(two: Processes) -> None:
    two.stub.script = slow([0, 0])
    await limit(two, await route(two), tokens_per_minute=200)
    assert await two.statuses(12, PATH, CHAT) == {200: 4, 429: 8}


async def test_the_shops_own_assistants_are_held_to_a_routes_limits_too(admin: Admin) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        made = await admin.upstream(stub)
        target = {"upstream_id": made["id"]}
        await admin.post("/api/admin/routes", model="own", targets=[target], limits={"requests_per_minute": 1})

        async def is_known() -> bool:
            return "own" in admin.stack.gateway.relay.snapshot.routes

        await eventually(is_known)
        codes = []
        for _ in range(2):
            try:
                async for _chunk in admin.stack.gateway.stream_chat({"model": "own"}, caller="assistant:1"):
                    pass
            except RelayError as error:
                codes.append(error.code)
    assert codes[-1] == "REQUESTS_LIMITED"
    assert len(stub.seen) == 1


@pytest.mark.parametrize("field", ["requests_per_minute", "tokens_per_minute", "max_concurrency"])
@pytest.mark.parametrize("wrong", [0, -1, "x", 2**62])
async def test_a_wrong_limit_is_named(admin: Admin, field: str, wrong: object) -> None:
    body = {"name": "u", "base_url": "https://one.example", "limits": {field: wrong}}
    refused = await admin.http.post("/api/admin/upstreams", json=body)
    assert refused.status_code == 422
    assert refused.json()["details"]["errors"][0]["field"] == f"limits.{field}"
