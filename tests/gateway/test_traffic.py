"""Limits of client keys beyond requests a minute, and kept answers, with two gateways on one database and one Redis."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import Admin, eventually
from relay_kit import Seen, answer
from two_gateways import ANSWER, Processes, two_gateways

CHAT = b'{"model":"chat","max_tokens":20,"messages":[]}'  # 24 tokens at most to read, 20 to write; its answer names 60
STREAM = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"b\r\ndata: {}\n\n\n\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"
)


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        await both.budget(None)
        yield both


async def _limit(two: Processes, **limits: Any) -> None:
    changed = await two.admin.http.patch(f"/api/keys/{two.key['id']}", json=limits)
    assert changed.status_code == 200, changed.text
    assert {name: changed.json()[name] for name in limits} == limits
    await two.follow()


async def test_no_more_than_the_limit_are_under_way_over_all_processes(two: Processes) -> None:
    under_way: list[int] = [0, 0]

    async def slow(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> None:
        under_way[0] += 1
        under_way[1] = max(under_way)
        await asyncio.sleep(0.4)
        under_way[0] -= 1
        writer.write(answer(200, ANSWER, "Content-Type: application/json"))

    two.stub.script = slow
    await _limit(two, max_concurrency=4)
    got = await two.ask(12)
    assert Counter(g.status for g in got) == {200: 4, 429: 8}
    assert under_way[1] == 4
    assert {g.json()["code"] for g in got if g.status == 429} == {"CONCURRENCY_LIMITED"}
    for _ in range(2):  # one after the other is not too many, however quick
        assert Counter([(await two.ask(1, at=n))[0].status for n in range(3)]) == {200: 3}
    await _limit(two, max_concurrency=None)
    assert await two.statuses(12) == {200: 12}


async def test_tokens_a_minute_are_reserved_before_and_corrected_after(two: Processes) -> None:
    async def slow(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.5)
        writer.write(answer(200, ANSWER, "Content-Type: application/json"))

    two.stub.script = slow
    await _limit(two, tokens_per_minute=200)
    got = await two.ask(12, body=CHAT)  # 44 each by estimate
    assert Counter(g.status for g in got) == {200: 4, 429: 8}
    refused = next(g for g in got if g.status == 429)
    assert refused.json()["code"] == "TOKENS_LIMITED"
    assert 1 <= int(refused.header("retry-after") or 0) <= 60
    assert refused.json()["details"] == {"limit": 200}
    await asyncio.sleep(1)  # four answers named 240
    [later] = await two.ask(1, body=CHAT)
    assert int(later.header("retry-after") or 0) > 20


async def test_a_request_larger_than_the_limit_passes_alone(two: Processes) -> None:
    await _limit(two, tokens_per_minute=30)
    assert await two.statuses(1, body=CHAT) == {200: 1}
    assert await two.statuses(1, body=CHAT) == {429: 1}


@pytest.mark.parametrize(
    ("field", "wrong"), [("tokens_per_minute", 0), ("max_concurrency", 0), ("max_concurrency", "x")]
)
async def test_a_wrong_limit_is_named(admin: Admin, field: str, wrong: object) -> None:
    refused = await admin.http.post("/api/keys", json={"name": "k", "scopes": ["proxy"], field: wrong})
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, field)


async def _route(two: Processes, **fields: Any) -> dict[str, Any]:
    target = {"upstream_id": two.upstream_id}
    made = await two.admin.post("/api/admin/routes", model="chat", targets=[target], **fields)
    await two.follow()
    return made


async def test_the_very_same_request_is_answered_again_without_the_upstream(two: Processes) -> None:
    await two.budget({"requests": 10, "period": "day"})
    assert (await _route(two, cache_ttl_s=60))["cache_ttl_s"] == 60
    path = "/v1/chat/completions"
    [first] = await two.ask(1, path, CHAT)
    assert (first.status, first.body, first.header("x-relaydesk-cache")) == (200, ANSWER, None)

    async def hit() -> Any:
        [again] = await two.ask(1, path, CHAT, at=1)
        return again if again.header("x-relaydesk-cache") == "hit" else None

    again = await eventually(hit)
    assert (again.status, again.body, again.header("content-type")) == (200, ANSWER, "application/json")
    sent = len(two.stub.seen)
    assert [g.header("x-relaydesk-cache") for g in await two.ask(4, path, CHAT)] == ["hit"] * 4
    await two.ask(1, path, CHAT.replace(b"20", b"21"))
    assert len(two.stub.seen) == sent + 1
    assert (await two.used())["requests"] == sent + 1  # a hit takes nothing of the budget

    async def logged() -> Any:
        rows = (await two.admin.http.get("/api/admin/logs", params={"model": "chat"})).json()["items"]
        return [row for row in rows if row["tags"] == ["cache_hit"]] if len(rows) >= sent + 6 else None

    for row in await eventually(logged, within_s=5):
        assert (row["status"], row["end_reason"], row["key_id"], row["upstream"]) == (200, "done", None, None)


async def test_clients_ask_anew_and_only_what_was_whole_is_kept(two: Processes) -> None:
    await _route(two, cache_ttl_s=60)
    path = "/v1/chat/completions"

    async def ask_with(control: str, body: bytes = CHAT) -> str | None:
        [got] = await two.ask(1, path, body, extra=[("Cache-Control", control)])
        await asyncio.sleep(0.1)
        return got.header("x-relaydesk-cache")

    assert [await ask_with("no-store") for _ in range(2)] == [None, None]
    assert [await ask_with("no-cache"), await ask_with("max-age=5"), await ask_with("no-cache")] == [None, "hit", None]

    async def script(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> bool:
        writer.write(
            STREAM if two.stub.seen[-1].body == CHAT + b" " else STREAM.replace(b"data: [DONE]", b"data: cut   ")
        )
        return False

    two.stub.script = script
    assert [await ask_with("max-age=5", CHAT + b" ") for _ in range(2)] == [None, "hit"]
    assert [await ask_with("max-age=5", CHAT + b"  ") for _ in range(2)] == [None, None]
    two.stub.script = _failing
    assert [await ask_with("max-age=5", CHAT + b"   ") for _ in range(2)] == [None, None]


async def _failing(_seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> None:
    writer.write(answer(404, b"{}", "Content-Type: application/json"))
