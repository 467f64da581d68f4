"""Rules act on live requests: keys rest or leave the pool, other keys are asked, the log says which rule and why."""

import asyncio
import gzip
import time
from pathlib import Path
from typing import Any

import pytest
from relay_kit import (
    AUTH,
    Seen,
    answer,
    ask,
    connected,
    keys,
    read_head,
    relay_to,
    request_bytes,
    retry,
    scripted,
    to_stub,
    upstream,
)

from relaydesk.gateway.relay.rules.live import NullHands
from relaydesk.gateway.relay.rules.plan import KeyFate
from relaydesk.gateway.relay.snapshot import Rule

NO_MONEY = b'{"error": {"code": "insufficient_quota"}}'
QUOTA = {"json": {"path": "$.error.code", "equals": "insufficient_quota"}}
SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


class Hands:
    """Keeps what is decided; does nothing else."""

    def __init__(self) -> None:
        self.fates: list[tuple[int, KeyFate]] = []
        nothing = NullHands()
        self.spare, self.acted, self.tell, self.alert = nothing.spare, nothing.acted, nothing.tell, nothing.alert

    def decide(self, key_id: int, fate: KeyFate) -> None:
        self.fates.append((key_id, fate))


def rule(condition: dict[str, Any], *actions: dict[str, Any] | str, **fields: Any) -> Rule:
    return Rule(**{"id": 7, "name": "r", **fields}, condition=condition, actions=actions)


def by_key(**answers: bytes) -> Any:
    """Answers by the last part of the key that asks."""

    async def script(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answers[(seen.header("authorization") or "").rpartition("-")[2]])

    return script


async def test_a_rule_on_the_body_disables_the_key_and_asks_another(tmp_path: Path) -> None:
    hands = Hands()
    made = rule(QUOTA, {"disable_key": {"for_s": 60}}, {"retry": {}})
    script = by_key(poor=answer(403, NO_MONEY, "Content-Type: application/json"), rich=answer(200, b"served"))
    async with (
        upstream(script) as stub,
        relay_to(
            tmp_path,
            to_stub(stub, retry=retry(3, statuses=())),
            upstream_keys=keys("sk-poor", "sk-rich"),
            rules=[made],
            rule_hands=hands,
        ) as running,
    ):
        got = [await ask(running.port) for _ in range(4)]
        records = await running.logged(4)
    assert [(g.status, g.body) for g in got] == [(200, b"served")] * 4
    assert [(s.header("authorization") or "")[-4:] for s in stub.seen] == ["poor", "rich", "rich", "rich", "rich"]
    assert [r.rules_fired for r in records] == [[7], [], [], []]
    assert records[0].rule_whys == ['$.error.code is "insufficient_quota"']
    bounds = {"path": "$.error.code", "value": '"insufficient_quota"'}
    assert [r.rule_because for r in records] == [[{"type": "condition_json_equals", "ctx": bounds}], [], [], []]
    [(key_id, fate)] = hands.fates
    assert (key_id, fate.status, fate.for_s, fate.rule_id) == (101, "disabled", 60, 7)


async def test_the_last_key_that_a_rule_takes_out_is_not_asked_again(tmp_path: Path) -> None:
    made = rule({"status": {"in": [401]}}, {"ban_key": {}}, {"retry": {}})
    async with (
        upstream(answer(401, b"no")) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(3)), upstream_keys=keys("sk-a"), rules=[made]) as running,
    ):
        first = await ask(running.port)
        second = await ask(running.port)
    assert (first.status, first.body, len(stub.seen)) == (401, b"no", 1)
    assert (second.status, second.json()["code"]) == (503, "NO_UPSTREAM_KEY")


async def test_a_rested_key_is_passed_over_as_long_as_the_answer_asks(tmp_path: Path) -> None:
    hands = Hands()
    made = rule({"status": {"in": [429]}}, {"cool_down": {"from": "retry_after", "default_s": 5}}, {"retry": {}})
    script = by_key(busy=answer(429, b"{}", "Retry-After: 30"), free=answer())
    async with (
        upstream(script) as stub,
        relay_to(
            tmp_path,
            to_stub(stub, retry=retry(2, statuses=())),
            upstream_keys=keys("sk-busy", "sk-free"),
            rules=[made],
            rule_hands=hands,
        ) as running,
    ):
        statuses = [(await ask(running.port)).status for _ in range(5)]
    assert statuses == [200] * 5
    assert [(s.header("authorization") or "")[-4:] for s in stub.seen].count("busy") == 1
    assert [(k, f.status, f.for_s) for k, f in hands.fates] == [(101, None, 30)]


async def test_a_rule_waits_for_its_threshold_for_each_key(tmp_path: Path) -> None:
    hands = Hands()
    made = rule({"status": {"gte": 500, "lte": 599}}, {"disable_key": {}}, threshold_count=3, threshold_window_s=60)
    async with (
        upstream(answer(500, b"")) as stub,
        relay_to(
            tmp_path,
            to_stub(stub, retry=retry(1)),
            upstream_keys=keys("sk-a", "sk-b"),
            rules=[made],
            rule_hands=hands,
        ) as running,
    ):
        for _ in range(5):
            await ask(running.port)
        records = await running.logged(5)
    assert [r.rules_fired for r in records] == [[], [], [], [], [7]]
    assert [k for k, _ in hands.fates] == [101]


async def test_a_clients_own_error_touches_no_key_where_no_rule_says_so(tmp_path: Path) -> None:
    hands = Hands()
    made = rule({"status": {"in": [401]}}, {"ban_key": {}})
    async with (
        upstream(answer(400, b'{"error": {"code": "bad_request"}}')) as stub,
        relay_to(tmp_path, to_stub(stub), rules=[made], rule_hands=hands) as running,
    ):
        statuses = [(await ask(running.port)).status for _ in range(3)]
    assert (statuses, len(stub.seen), hands.fates) == ([400] * 3, 3, [])


async def test_the_body_of_a_stream_is_judged_without_holding_it_up(tmp_path: Path) -> None:
    go = asyncio.Event()
    made = rule({"body": {"contains": "overloaded"}}, {"tag": "overloaded"}, {"cool_down": {"from": "fixed"}})

    async def events(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(SSE + b"7\r\ndata: 1\r\n")
        await go.wait()
        writer.write(b"10\r\ndata: overloaded\r\n0\r\n\r\n")

    async with (
        upstream(events) as stub,
        relay_to(tmp_path, to_stub(stub), rules=[made]) as running,
        asyncio.timeout(10),
    ):
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("GET", "/proxy/stub/s", [AUTH], None))
            await read_head(reader)
            assert await reader.readline() == b"7\r\n"
            go.set()
            await reader.readuntil(b"0\r\n\r\n")
        [record] = await running.logged(1)
    assert (record.rules_fired, record.tags, record.end_reason) == ([7], ["overloaded"], "done")


async def test_a_broken_stream_fires_the_rule_on_its_end(tmp_path: Path) -> None:
    hands = Hands()
    made = rule({"stream": {"end": "truncated"}}, {"cool_down": {"from": "fixed", "default_s": 9}})

    async def cut(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(SSE + b"7\r\ndata: 1\r\n")
        return True

    async with (
        upstream(cut) as stub,
        relay_to(tmp_path, to_stub(stub), rules=[made], rule_hands=hands) as running,
    ):
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.whole, record.end_reason, record.error, record.rules_fired) == (False, "truncated", "truncated", [7])
    assert [(k, f.for_s) for k, f in hands.fates] == [(101, 9)]


async def test_a_client_that_leaves_fires_the_rule_on_that_end(tmp_path: Path) -> None:
    made = rule({"stream": {"end": "client_gone"}}, {"tag": "left"})

    async def endless(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(SSE + b"7\r\ndata: 1\r\n")
        await reader.read()
        return True

    async with upstream(endless) as stub, relay_to(tmp_path, to_stub(stub), rules=[made]) as running:
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("GET", "/proxy/stub/s", [AUTH], None))
            await read_head(reader)
        [record] = await running.logged(1)
    assert (record.end_reason, record.tags) == ("client_gone", ["left"])


@pytest.mark.parametrize("encoding", ["gzip", "identity", "zstd"])
async def test_a_compressed_error_is_read_where_we_can_and_passed_on_as_it_came(tmp_path: Path, encoding: str) -> None:
    body = gzip.compress(NO_MONEY) if encoding == "gzip" else NO_MONEY
    made = rule(QUOTA, {"tag": "poor"})
    reply = answer(402, body, f"Content-Encoding: {encoding}")
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub), rules=[made]) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, got.body, got.header("content-encoding")) == (402, body, encoding)
    assert record.tags == ([] if encoding == "zstd" else ["poor"])


async def test_an_error_body_that_never_ends_is_passed_on_after_a_short_look(tmp_path: Path) -> None:
    async def stuck(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 500 Odd\r\nContent-Length: 100\r\n\r\nhalf")
        await reader.read()
        return True

    made = rule({"body": {"contains": "half"}}, {"tag": "seen"})
    async with (
        upstream(stuck) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(1)), rules=[made]) as running,
        asyncio.timeout(10),
    ):
        started = time.monotonic()
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("GET", "/proxy/stub/s", [AUTH], None))
            first, _ = await read_head(reader)
            took_s = time.monotonic() - started
            rest = await reader.readexactly(4)
        [record] = await running.logged(1)
    assert (first.split(" ")[1], rest, record.tags) == ("500", b"half", ["seen"])
    assert took_s < 5


async def test_a_failure_without_an_answer_is_judged_as_status_0(tmp_path: Path) -> None:
    made = rule({"status": {"in": [0]}}, {"tag": "no answer"})
    reply = scripted(b"nothing of HTTP\r\n\r\n", answer(200, b"then"))
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub), rules=[made]) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, record.tags, record.rules_fired) == (200, ["no answer"], [7])
