"""Blame and holds: a client's fault touches no key, keys failing alike spare the pool, a broken upstream rests."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_kit import Running, answer, ask, keys, relay_to, retry, scripted, to_stub, until, upstream

from relaydesk.gateway.relay.blame.faults import blame_of
from relaydesk.gateway.relay.blame.holds import KEYS_ALIKE, Hold, Holds
from relaydesk.gateway.relay.snapshot import Breaker, Route, Rule, Target, Upstream
from relaydesk.gateway.types import Reason


def rule(condition: dict[str, Any], *actions: dict[str, Any]) -> Rule:
    return Rule(1, "a rule", condition, actions)


FAILING = Reason("3 attempts in a row failed, the last with status 503", "held_failing", {"count": 3, "status": 503})
OUR_ADDRESS = Reason("status 429 is about our address, not about a key", "held_our_address", {"status": 429})
OUT = rule({"status": {"in": [401, 403, 429, 400]}}, {"disable_key": {}}, {"retry": {}})
STUB = Upstream(1, "stub", "http://127.0.0.1:1", breaker=Breaker(failures=3, hold_s=5.0))


@pytest.mark.parametrize(
    ("status", "body", "blame"),
    [
        (200, b"", None),
        (400, b'{"error":"messages must not be empty"}', "client"),
        (400, b'{"error":{"status":"INVALID_ARGUMENT","reason":"API_KEY_INVALID"}}', "key"),
        (400, b'{"error":{"message":"Your credit balance is too low to access the API"}}', "key"),
        (404, b"no such model", "client"),
        (413, b"", "client"),
        (422, b"", "client"),
        (401, b"", "key"),
        (402, b"", "key"),
        (403, b"key revoked", "key"),
        (403, b"Access from your IP address is blocked", "our_ip"),
        (403, b'{"code":"unsupported_country_region_territory"}', "our_ip"),
        (429, b"slow down", "key"),
        (429, b"Too many requests from this IP", "our_ip"),
        (408, b"", "upstream"),
        (500, b"API key not valid", "upstream"),
        (529, b"overloaded", "upstream"),
    ],
)
def test_whose_fault_it_is(status: int, body: bytes, blame: str | None) -> None:
    assert blame_of(status, headers=[], body=body) == blame


def test_a_challenge_of_a_cdn_is_about_our_address_and_a_failure_is_the_upstreams() -> None:
    assert blame_of(403, headers=[(b"cf-mitigated", b"challenge")]) == "our_ip"
    assert blame_of(0, failure="timeout") == "upstream"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Seen:
    """A holder that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, str]] = []

    def held(self, upstream_id: int, hold: Hold) -> None:
        self.told.append((upstream_id, hold.cause))

    def released(self, upstream_id: int) -> None:
        self.told.append((upstream_id, "released"))


def _fail(holds: Holds, blame: Any, status: int, key: int | None = None, pool: int = 9) -> Hold | None:
    return holds.failed(STUB, blame, status, key_id=key, pool=pool, asked_s=None)


def test_a_breaker_opens_probes_opens_longer_and_closes() -> None:
    clock, seen = Clock(), Seen()
    holds = Holds(seen, clock=clock)
    assert [_fail(holds, "upstream", 500) for _ in range(2)] == [None, None]
    holds.succeeded(1)
    assert [_fail(holds, "upstream", 500) for _ in range(2)] == [None, None]
    hold = _fail(holds, "upstream", 503)
    assert hold == Hold("upstream", 5.0, FAILING, ())
    assert _fail(holds, "upstream", 503) is None  # one that was under way
    assert holds.refused_for_s(1) == 5.0
    clock.now += 5
    assert holds.refused_for_s(1) == 0.0  # the probe
    assert holds.refused_for_s(1) > 0  # one at a time
    again = _fail(holds, "upstream", 0)
    assert again is not None
    assert again.for_s == 10.0
    clock.now += 10
    assert holds.refused_for_s(1) == 0.0
    holds.succeeded(1)
    assert holds.refused_for_s(1) == holds.refused_for_s(1) == 0.0
    assert seen.told == [(1, "upstream"), (1, "upstream"), (1, "released")]


def test_a_client_fault_shows_that_the_upstream_is_back() -> None:
    clock = Clock()
    holds = Holds(clock=clock)
    for _ in range(3):
        _fail(holds, "upstream", 500)
    clock.now += 5
    assert holds.refused_for_s(1) == 0.0
    assert _fail(holds, "client", 400) is None
    assert holds.refused_for_s(1) == 0.0


def test_a_success_ends_a_hold_that_was_over_when_it_was_taken_over() -> None:
    seen = Seen()
    holds = Holds(seen, clock=Clock())
    holds.swap({1: -60.0}, {1: STUB})
    assert holds.refused_for_s(1) == 0.0
    holds.succeeded(1)
    holds.succeeded(1)
    assert seen.told == [(1, "released")]


def test_one_answer_about_our_address_holds_as_long_as_it_asks() -> None:
    holds = Holds(clock=Clock())
    hold = holds.failed(STUB, "our_ip", 429, key_id=1, pool=3, asked_s=42.0)
    assert hold == Hold("our_ip", 42.0, OUR_ADDRESS, ())


@given(st.integers(2, 12), st.lists(st.tuples(st.integers(0, 11), st.sampled_from([200, 401, 429])), max_size=60))
def test_keys_are_held_for_together_when_enough_of_them_fail_alike_in_a_row(
    pool: int, steps: list[tuple[int, int]]
) -> None:
    """Against the plain reading: the longest run of one status without a success, counted by different keys."""
    holds, run, alike = Holds(clock=Clock()), set[int](), 0
    for key, status in steps:
        if status == 200:
            holds.succeeded(1)
            run, alike = set(), 0
            continue
        if status != alike:
            run, alike = set(), status
        run.add(key)
        expected = len(run) >= min(pool, KEYS_ALIKE)
        assert (_fail(holds, "key", status, key, pool) is not None) == expected
        if expected:
            return


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_keys_that_all_fail_alike_stay_in_the_pool(tmp_path: Path, status: int) -> None:
    made = [OUT]
    async with (
        upstream(answer(status, b"no")) as stub,
        relay_to(
            tmp_path, to_stub(stub, retry=retry(4)), upstream_keys=keys("sk-a", "sk-b", "sk-c"), rules=made
        ) as running,
    ):
        got = await ask(running.port)
        held = await ask(running.port)
        first, second = await running.logged(2)
        assert (got.status, got.body) == (status, b"no")
        assert sorted(s.header("authorization") or "" for s in stub.seen[:3]) == [f"Bearer sk-{k}" for k in "abc"]
        assert (held.status, held.json()["code"]) == (503, "UPSTREAM_HELD")
        assert 1 <= int(held.header("retry-after") or 0) <= 5
        assert {a.blame for a in first.attempts} == {"key"}
        assert {"held:keys_alike", "key_spared"} <= set(first.tags)
        assert (second.end_reason, second.error, second.attempts) == ("refused", "UPSTREAM_HELD", [])
        assert await _pool_of(running) == {101, 102, 103}


async def _pool_of(running: Running) -> set[int]:
    """The keys that may be picked."""
    chooser = running.relay._chooser  # no request goes through while the upstream is held
    picked = (chooser.pick(1) for _ in range(10))
    return {key.id for key in picked if key is not None}


async def test_a_clients_400_takes_no_key_out_however_a_rule_reads(tmp_path: Path) -> None:
    async with (
        upstream(answer(400, b'{"error":"messages must not be empty"}')) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(1)), upstream_keys=keys("sk-a", "sk-b"), rules=[OUT]) as running,
    ):
        got = [(await ask(running.port)).status for _ in range(6)]
        records = await running.logged(6)
        assert got == [400] * 6
        assert all(r.attempts[0].blame == "client" and "key_spared" in r.tags for r in records)
        assert await _pool_of(running) == {101, 102}


async def test_a_rule_that_reads_the_body_may_still_decide_on_a_400(tmp_path: Path) -> None:
    made = rule({"all": [{"status": {"in": [400]}}, {"body": {"contains": "key revoked"}}]}, {"disable_key": {}})
    async with (
        upstream(answer(400, b"key revoked")) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(1)), upstream_keys=keys("sk-a", "sk-b"), rules=[made]) as running,
    ):
        await ask(running.port)
        await ask(running.port)
        assert (await ask(running.port)).json()["code"] == "NO_UPSTREAM_KEY"


async def test_a_broken_upstream_is_not_asked_and_another_serves_meanwhile(tmp_path: Path) -> None:
    async with upstream(answer(500, b"")) as broken, upstream(answer(200, b"fine")) as sound:
        first = to_stub(broken, retry=retry(2), breaker=Breaker(failures=4, hold_s=60.0))
        second = to_stub(sound, id=2, name="sound")
        async with relay_to(tmp_path, first, second, routes=[Route(1, "m", (Target(1),), (Target(2),))]) as running:
            body = b'{"model":"m"}'
            got = [await ask(running.port, "/v1/completions", method="POST", body=body) for _ in range(8)]
            assert [(g.status, g.body) for g in got] == [(200, b"fine")] * 8
            assert (len(broken.seen), len(sound.seen)) == (4, 8)
            assert (await ask(running.port, "/proxy/stub/x")).json()["code"] == "UPSTREAM_HELD"


@pytest.mark.parametrize("pool", [[], ["sk-only"]], ids=["without keys", "with a key"])
async def test_a_held_upstream_serves_again_after_its_probe(tmp_path: Path, pool: list[str]) -> None:
    script = scripted(answer(500), answer(500), answer(200, b"back"))
    async with upstream(script) as stub:
        broken = to_stub(stub, retry=retry(1), breaker=Breaker(failures=2, hold_s=0.2))
        async with relay_to(tmp_path, broken, upstream_keys=keys(*pool)) as running:
            assert [(await ask(running.port)).status for _ in range(3)] == [500, 500, 503]
            held_at = time.monotonic()
            await until(lambda: time.monotonic() - held_at > 0.25)
            assert [(await ask(running.port)).status for _ in range(3)] == [200, 200, 200]
