"""Budgets of client keys over HTTP, with two gateways on one database: exact for requests, in time for tokens."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from gateway_admin import FOLLOWS_WITHIN_S, Admin, eventually
from relay_kit import Got, QuietServer, StubUpstream, answer, ask, no_control_plane, until, upstream
from uvicorn import Config

from relaydesk.gateway.api import Gateway, protocol_for
from relaydesk.gateway.relay.budgets.leases import TOKENS_FRESH_S
from relaydesk.identity.types import period_of
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.runtime import Options, create_kernel

DAY_S = 86_400
ANSWER = b'{"choices":[],"usage":{"prompt_tokens":40,"completion_tokens":20,"total_tokens":60}}'


class Clock:
    """The time, moved on by whole days."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> float:
        return time.time() + self.days * DAY_S


@asynccontextmanager
async def _serving(database_url: str, redis_url: str, data_dir: Path, clock: Clock) -> AsyncIterator[int]:
    """A process of the installation, as far as PostgreSQL and Redis can see; gives its port."""
    kernel = create_kernel(
        Options(version="test", data_dir=data_dir, secret_key="k" * 40),
        database_url=database_url,
        database_pool_size=5,
        redis_url=redis_url,
        redis_max_connections=10,
        encryption_keys=["test-encryption-key"],
        processes=2,
    )
    gateway = Gateway(kernel, clock=clock)
    await kernel.start()
    await gateway.start()
    protocol = protocol_for(gateway.serve)
    server = QuietServer(
        Config(no_control_plane, port=0, http=protocol, lifespan="off", log_config=None, access_log=False)
    )
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task
        await gateway.stop()
        await kernel.stop()


@dataclass(slots=True)
class Processes:
    """Two gateways on one database, and one client key."""

    admin: Admin
    clock: Clock
    stub: StubUpstream
    ports: list[int]
    key: dict[str, Any] = field(default_factory=dict)

    async def budget(self, budget: dict[str, Any] | None) -> None:
        """Give the key a budget, or make the key with it; both processes know it then."""
        if not self.key:
            self.key = await self.admin.post("/api/keys", name="caller", scopes=["proxy"], budget=budget)
        else:
            await self.admin.http.patch(f"/api/keys/{self.key['id']}", json={"budget": budget})
        await asyncio.sleep(FOLLOWS_WITHIN_S)

    async def ask(self, count: int, target: str = "/proxy/stub/x") -> list[Got]:
        """In parallel, at both processes by turns."""
        headers = [("X-API-Key", self.key["key"])]
        ports = [self.ports[n % len(self.ports)] for n in range(count)]
        return list(await asyncio.gather(*(ask(port, target, headers=headers) for port in ports)))

    async def statuses(self, count: int, target: str = "/proxy/stub/x") -> dict[int, int]:
        return dict(Counter(got.status for got in await self.ask(count, target)))

    async def used(self) -> dict[str, Any]:
        [shown] = (await self.admin.http.get("/api/keys")).json()["items"]
        return dict(shown["budget_used"])


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    clock = Clock()
    async with upstream(answer(200, ANSWER, "Content-Type: application/json")) as stub, AsyncExitStack() as running:
        await admin.upstream(stub)
        ports = [
            await running.enter_async_context(_serving(database_url, redis_url, tmp_path / name, clock))
            for name in ("first", "second")
        ]
        yield Processes(admin, clock, stub, ports)


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


async def test_tokens_stop_a_key_once_its_use_is_in_the_log(two: Processes) -> None:
    await two.budget({"tokens": 100, "period": "day"})
    assert await two.statuses(2) == {200: 2}  # 60 tokens each

    async def used_up() -> bool:
        return (await two.used())["tokens"] == 120

    await eventually(used_up, within_s=5)
    await asyncio.sleep(TOKENS_FRESH_S)
    refused = await two.ask(4)
    assert [got.status for got in refused] == [429] * 4
    assert {got.json()["details"]["used_up"] for got in refused} == {"tokens"}
    two.clock.days = 1
    assert await two.statuses(2) == {200: 2}


async def test_what_is_leased_beyond_use_goes_back(two: Processes) -> None:
    await two.budget({"requests": 1000, "period": "day"})
    for _ in range(30):
        assert await two.statuses(2) == {200: 2}

    async def is_exact() -> bool:
        return (await two.used())["requests"] == 60

    await eventually(is_exact, within_s=4)
