"""What is reserved for a request before it is sent, and that leaving at the wrong moment leaves nothing reserved."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from relay_kit import (
    AUTH,
    Seen,
    answer,
    client_key,
    connected,
    keys,
    relay_to,
    request_bytes,
    retry,
    to_stub,
    until,
    upstream,
)

from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant, Unused, share_out
from relaydesk.gateway.relay.budgets.estimate import DEFAULT_OUTPUT_TOKENS, MOST_TOKENS, expect
from relaydesk.gateway.relay.budgets.leases import Budgets
from relaydesk.gateway.relay.snapshot import Budget, Limits
from relaydesk.gateway.relay.stream import REPLAY_BYTES
from relaydesk.gateway.relay.traffic.gate import LocalGate, Refused, Ticket
from relaydesk.kernel.database import utc_now


@pytest.mark.parametrize(
    ("body", "length", "tokens"),
    [
        (b"", None, (1, 0)),
        (b'{"max_tokens":5}', b"16", (9, 5)),
        (b'{"max_output_tokens":5,"n":3}', None, (15, 15)),
        (b'{"max_tokens":1,"max_completion_tokens":7}', None, (22, 7)),
        (b"{}", None, (2, DEFAULT_OUTPUT_TOKENS)),
        (b"no json", None, (4, DEFAULT_OUTPUT_TOKENS)),
        (b'{"max_tokens":-5}', None, (9, 0)),
        (b'{"max_tokens":99999999999}', None, (14, MOST_TOKENS)),
        (None, b"1000", (501, DEFAULT_OUTPUT_TOKENS)),
        (None, None, (REPLAY_BYTES // 2 + 1, DEFAULT_OUTPUT_TOKENS)),  # chunks: nobody knows how many will come
    ],
)
def test_the_estimate_is_an_upper_bound(body: bytes | None, length: bytes | None, tokens: tuple[int, int]) -> None:
    expected = expect(body, length)
    assert (expected.tokens_in, expected.tokens_out) == tokens


class SlowGate:
    """Lets everybody in, after a while; remembers who is in."""

    def __init__(self) -> None:
        self.let_in = asyncio.Event()
        self.inside: set[tuple[str, str]] = set()
        self.unused = 0

    async def enter(self, limits: Limits, request_id: str, tokens: int) -> Refused | None:
        await self.let_in.wait()
        self.inside.add((limits.who, request_id))
        self.unused -= tokens
        return None

    def leave(self, limits: Limits, request_id: str, unused: int) -> None:
        self.inside.remove((limits.who, request_id))
        self.unused += unused


@pytest.mark.parametrize("turns", range(8))
async def test_who_leaves_in_the_moment_of_entering_keeps_no_slot(tmp_path: Path, turns: int) -> None:
    gate = SlowGate()
    key = client_key(max_concurrency=5)
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), client_keys=[key], gate=gate) as running:
        async with connected(running.port) as (_, writer):
            writer.write(request_bytes("GET", "/proxy/stub/x", [AUTH], None))
            await until(lambda: gate.let_in._waiters)  # the request is at the gate
            loop = asyncio.get_running_loop()
            let_in: Callable[[], object] = gate.let_in.set
            for _ in range(turns):  # of the loop: until the server sees the connection closed
                let_in = partial(loop.call_soon, let_in)
            writer.transport.abort()
            let_in()
        [record] = await running.logged(1)
        assert gate.inside == set()
        assert record.end_reason in {"client_gone", "done"}


async def test_a_ticket_is_given_back_once_and_only_if_it_was_used() -> None:
    gate = LocalGate()
    key = client_key(max_concurrency=1, tokens_per_minute=100)
    refused, first, second = (Ticket(gate, key.traffic, name, 60) for name in ("a", "b", "c"))
    assert await first.enter() is None
    assert await refused.enter() == Refused("concurrency", 1.0)
    refused.put_back()  # was never in: takes nothing back that is not its own
    first.settle(60, None)
    first.put_back()
    limited = await second.enter()
    assert limited is not None
    assert limited.cause == "tokens"


class Ledger:
    """One budget's authority in memory."""

    def __init__(self) -> None:
        self.used = [0, 0, 0]

    async def lease(self, ask: Ask) -> Grant:
        self._add(ask.owed, 1)
        amount, used_up = share_out(ask.budget, Amount(*self.used), ask)
        self._add(amount, 1)
        return Grant(amount, used_up, utc_now().date(), ask.now + 3600)

    async def give_back(self, unused: list[Unused]) -> None:
        for one in unused:
            self._add(one.amount, -1)

    def _add(self, amount: Amount, sign: int) -> None:
        self.used = [used + sign * part for used, part in zip(self.used, amount, strict=True)]


async def test_a_client_that_leaves_between_two_attempts_leaves_nothing_reserved(tmp_path: Path) -> None:
    """The first attempt's answer is dropped while its upload still runs: there the next key is reserved already."""
    asked: list[Seen] = []

    async def early(seen: Seen, _reader: Any, writer: asyncio.StreamWriter) -> None:
        asked.append(seen)
        writer.write(answer(429, b"{}"))

    ledger = Ledger()
    quotas = Budgets(ledger)
    pool = keys("sk-a", "sk-b", quota=Budget("day", 100))
    async with (
        upstream(early, read_body=False) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(5)), upstream_keys=pool, quotas=quotas) as running,
    ):
        async with connected(running.port) as (_, writer):
            writer.write(request_bytes("POST", "/proxy/stub/x", [AUTH, ("Content-Length", "100")], None) + b"part")
            await until(lambda: asked)
            writer.transport.abort()
        [record] = await running.logged(1)
        await quotas.give_back_all()
    assert 1 <= len(record.attempts) <= 2  # on a slow machine the next one has begun before the abort is noticed
    assert ledger.used[0] == len(record.attempts)
