"""Contracts of the relay's inner protocols, each over all that implements it, through the relay as it runs."""

import asyncio
import json
import time
from pathlib import Path

import pytest
from fibers import contract_of, in_fiber
from prometheus_client import REGISTRY
from relay_kit import answer, ask, relay_to, to_stub, upstream
from sqlalchemy import text

from relaydesk.gateway.extractive.chat import respond
from relaydesk.gateway.relay.accounting.bodies import Bodies, CapturedRequest
from relaydesk.gateway.relay.blame.holds import Hold, Holder, NullHolder
from relaydesk.gateway.relay.budgets.leases import Budgets
from relaydesk.gateway.relay.exchange import Request, Reserved
from relaydesk.gateway.relay.limit import Limiter
from relaydesk.gateway.relay.metrics import NullMetrics, RelayMetrics, Sums
from relaydesk.gateway.relay.rules.conditions import Condition, cause
from relaydesk.gateway.relay.rules.engine import Fired, compile_rule
from relaydesk.gateway.relay.rules.live import Hands, NullHands
from relaydesk.gateway.relay.rules.outcome import Outcome
from relaydesk.gateway.relay.rules.plan import KeyFate
from relaydesk.gateway.relay.rules.tree import read_condition
from relaydesk.gateway.relay.scripts.rewritten import Rewritten
from relaydesk.gateway.relay.server.call import Server
from relaydesk.gateway.relay.snapshot import Budget, Limits, Rule
from relaydesk.gateway.relay.stream import Body, ClientGoneError, Source
from relaydesk.gateway.relay.traffic.gate import LocalGate, Traffic
from relaydesk.gateway.relay.upstream.address import Resolver
from relaydesk.gateway.relay.upstream.builtin import BuiltinAnswer
from relaydesk.gateway.relay.upstream.connection import Answer, Owner
from relaydesk.gateway.relay.upstream.pool import Pools
from relaydesk.gateway.runtime.key_fates import KeyFates
from relaydesk.gateway.types import Reason
from relaydesk.kernel.runtime import Kernel

REQUEST = json.dumps({"model": "any", "messages": [{"role": "user", "content": "hello"}]}).encode()


@pytest.mark.parametrize("kind", ["connection", "built in", "rewritten by a script"])
@contract_of(Answer, Owner)
async def test_an_answer_is_peeked_at_read_to_its_end_and_given_back(kind: str) -> None:
    async def read(got: Answer) -> tuple[bytes, bytes]:
        beginning, _ = await got.peek(8)
        if kind != "built in":  # what comes out of it is peeked at one piece after the other
            assert got.beginning(8)[0] == beginning
        body = got.take()
        while not got.complete:
            body += await got.read()
        got.done()
        return beginning, body

    async with upstream(answer(200, b'{"whole": "body"}')) as stub:
        to = to_stub(stub)
        pools = Pools(resolver=Resolver())
        pool = pools.of(to)
        connection = await pool.acquire(5)
        connection.begin(
            b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            timeout_s=5,
            head_within_s=5,
            now=time.monotonic(),
            head_only=False,
            sent_all=True,
        )
        await connection.head()
        got: Answer = connection
        if kind == "built in":
            got = BuiltinAnswer(respond, "POST", b"/v1/chat/completions", REQUEST)
        elif kind == "rewritten by a script":
            got = Rewritten(connection, b'{"other": 1}', replaces=True)
        assert got.status == 200
        beginning, body = await in_fiber(read(got))
        assert body.startswith(beginning)
        assert isinstance(json.loads(body), dict)
        if kind != "built in":
            assert pool.counts == (1, 1)  # its owner has it back
            connection.abort()
            await asyncio.sleep(0.05)
            assert pool.counts == (0, 0)  # and knows that it is gone
        pools.close()


@contract_of(Server, Source)
async def test_a_server_pauses_a_body_that_nobody_reads_and_takes_the_next_call_after_an_answer(tmp_path: Path) -> None:
    async with upstream(answer(200, b"ok")) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        for size in (0, 3_000_000):
            got = await ask(running.port, method="POST", body=b"x" * size)
            assert (got.status, got.body) == (200, b"ok")
        assert [len(seen.body) for seen in stub.seen] == [0, 3_000_000]


@contract_of(Source)
async def test_a_body_pauses_its_source_and_resumes_it_when_it_is_read() -> None:
    told: list[str] = []

    class Recorder:
        def pause(self) -> None:
            told.append("pause")

        def resume(self) -> None:
            told.append("resume")

    source: Source = Recorder()
    body = Body(source, None)
    body.feed(b"x" * 100_000)
    assert told == ["pause"]
    body.break_off()
    with pytest.raises(ClientGoneError):
        await in_fiber(body.read_all(1_000_000))


@pytest.mark.parametrize("metrics", [Sums([0.001, 1.0, float("inf")]), NullMetrics()])
@contract_of(RelayMetrics)
async def test_metrics_are_told_of_each_request_once(tmp_path: Path, metrics: RelayMetrics) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), metrics=metrics) as running:
        assert [(await ask(running.port)).status for _ in range(3)] == [200, 200, 200]
        await running.logged(3)
    if isinstance(metrics, Sums):
        assert metrics.requests == {("stub", 200): 3}
        assert sum(metrics.buckets) == 3


@pytest.mark.parametrize("kind", ["shipped", "null"])
@contract_of(Hands, Holder)
async def test_hands_and_holders_take_all_without_waiting_and_those_of_a_process_write_it_down(
    kernel: Kernel, kind: str
) -> None:
    fates = KeyFates(kernel.database)
    hands: Hands = fates if kind == "shipped" else NullHands()
    holder: Holder = fates if kind == "shipped" else NullHolder()
    rule = Rule(id=7, name="one", condition={"status": {"in": [429]}}, actions=({"retry": {}},))
    fired = Fired(compile_rule(rule), cause("condition_status", status=429))
    async with kernel.database.read() as db:
        upstream_id: int = (await db.scalars(text("SELECT id FROM gateway_upstream"))).one()
    acted_before = _times_acted(rule)

    async def tell() -> None:
        hands.decide(
            1, KeyFate("disabled", None, 7, cause("condition_status", status=429))
        )  # a key that is gone by now
        hands.spare([1], Reason.of("spared", reason="key_spared"))
        hands.acted(fired, upstream="stub", key_id=1)
        hands.tell("info", fired, upstream="stub", key_id=1)
        hands.alert("ops", fired, upstream="stub", key_id=1)
        holder.held(upstream_id, Hold("our_ip", 30.0, Reason("why", "held_our_address", {"status": 429})))

    async def held_for() -> str | None:
        await fates.write()
        async with kernel.database.read() as db:
            reason: str | None = (await db.scalars(text("SELECT held_reason FROM gateway_upstream"))).one()
        return reason

    await in_fiber(tell())
    writes = kind == "shipped"
    assert await held_for() == ("why" if writes else None)
    assert _times_acted(rule) - acted_before == (1 if writes else 0)
    holder.released(upstream_id)
    assert await held_for() is None


def _times_acted(rule: Rule) -> float:
    return REGISTRY.get_sample_value("rule_triggers_total", {"rule": str(rule.id)}) or 0.0


@pytest.mark.parametrize(
    ("tree", "met", "other"),
    [
        ({"status": {"in": [429]}}, Outcome(429), Outcome(200)),
        ({"latency_ms": {"gt": 5}}, Outcome(200, latency_ms=6.0), Outcome(200, latency_ms=5.0)),
        ({"stream": {"end": "truncated"}}, Outcome(200, stream_end="truncated"), Outcome(200, stream_end="done")),
        ({"header": {"name": "x", "equals": "1"}}, Outcome(200, [(b"x", b"1")]), Outcome(200, [(b"x", b"2")])),
        ({"body": {"contains": "no"}}, Outcome(200, body=b"no"), Outcome(200, body=b"yes")),
        ({"json": {"path": "$.a", "equals": 1}}, Outcome(200, body=b'{"a":1}'), Outcome(200, body=b'{"a":2}')),
        ({"not": {"status": {"in": [200]}}}, Outcome(429), Outcome(200)),
        (
            {"all": [{"status": {"in": [429]}}, {"body": {"contains": "a"}}]},
            Outcome(429, body=b"a"),
            Outcome(429, body=b"b"),
        ),
        (
            {"any": [{"status": {"in": [429]}}, {"body": {"contains": "a"}}]},
            Outcome(429, body=b"b"),
            Outcome(200, body=b"b"),
        ),
    ],
)
@contract_of(Condition)
def test_a_condition_is_met_or_not_says_why_and_knows_what_a_status_leaves_of_it(
    tree: dict, met: Outcome, other: Outcome
) -> None:
    condition: Condition = read_condition(tree)
    assert (condition.check(met), condition.check(other)) == (True, False)
    assert condition.why(met).message
    left = condition.simplify_for(met.status)
    assert left is True or (not isinstance(left, bool) and left.check(met) is True)


@contract_of(CapturedRequest)
def test_what_is_logged_of_a_request_is_its_headers_and_body() -> None:
    request = Request(
        id="id",
        request_id="id",
        method="POST",
        path="/v1/x",
        query=b"",
        headers=[(b"content-type", b"application/json")],
        body=Body.of(b'{"a":1}'),
        legs=(),
        via=b"via: 1.1 relaydesk\r\n",
    )
    shown = Bodies(None).shown(request, [(b"content-type", b"application/json")])
    assert shown[0] == '{"a":1}'


@pytest.mark.parametrize("kind", ["ticket", "holding"])
@contract_of(Reserved)
async def test_what_is_reserved_comes_back_once(kind: str) -> None:
    limits, budget = Limits("client_key:1", max_concurrency=1), Budget("day", requests=10)
    traffic, budgets = Traffic(LocalGate(), Limiter()), Budgets()

    async def reserve() -> Reserved:
        if kind == "ticket":
            return await traffic.let_in("It", limits, "r", 0)
        held = await budgets.take(1, budget)
        assert not isinstance(held, tuple)
        return held

    reserved = await in_fiber(reserve())  # without an authority one request goes alone
    reserved.put_back()
    reserved.settle(None, None)  # nothing any more
    (await in_fiber(reserve())).settle(5, None)
    await in_fiber(reserve()) if kind == "ticket" else None
