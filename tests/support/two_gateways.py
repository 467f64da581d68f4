"""Two gateways on one database, as two web processes of an installation are, with a clock that moves on by days."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway_admin import FOLLOWS_WITHIN_S, Admin, eventually
from relay_kit import Got, QuietServer, StubUpstream, answer, ask, no_control_plane, until, upstream
from uvicorn import Config

from relaydesk.gateway.api import Gateway, protocol_for
from relaydesk.gateway.config.store import find_mark
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import create_kernel

DAY_S = 86_400
ANSWER = b'{"choices":[],"usage":{"prompt_tokens":40,"completion_tokens":20,"total_tokens":60}}'


class Clock:
    """The time, moved on by whole days."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> float:
        return time.time() + self.days * DAY_S


@dataclass(frozen=True, slots=True)
class Process:
    port: int
    gateway: Gateway


@asynccontextmanager
async def serving(database_url: str, redis_url: str, data_dir: Path, clock: Clock) -> AsyncIterator[Process]:
    """A process of the installation, as far as PostgreSQL and Redis can see."""
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
        yield Process(server.servers[0].sockets[0].getsockname()[1], gateway)
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
    processes: list[Process]
    upstream_id: int
    key: dict[str, Any] = field(default_factory=dict)

    async def budget(self, budget: dict[str, Any] | None) -> None:
        """Give the key a budget, or make the key with it; both processes know it then."""
        if not self.key:
            self.key = await self.admin.post("/api/keys", name="caller", scopes=["proxy"], budget=budget)
        else:
            await self.admin.http.patch(f"/api/keys/{self.key['id']}", json={"budget": budget})
            await asyncio.sleep(FOLLOWS_WITHIN_S)  # until what was used before is written down, too
        await self.follow()

    async def follow(self) -> None:
        """Until all have read what was changed."""

        async def have_followed() -> bool:
            mark = await find_mark(self.admin.stack.kernel.database)
            versions = {process.gateway.relay.snapshot.version for process in self.processes}
            return mark is not None and versions == {mark.int & 0xFFFFFFFF}

        await eventually(have_followed)

    async def ask(
        self,
        count: int,
        target: str = "/proxy/stub/x",
        body: bytes = b"",
        *,
        at: int = 0,
        extra: Sequence[tuple[str, str]] = (),
    ) -> list[Got]:
        """In parallel, at both processes by turns, beginning with this one."""
        headers = [("X-API-Key", self.key["key"]), *extra]
        ports = [self.processes[(n + at) % len(self.processes)].port for n in range(count)]
        how = "POST" if body else "GET"
        asked = (ask(port, target, method=how, headers=headers, body=body) for port in ports)
        return list(await asyncio.gather(*asked))

    async def statuses(self, count: int, target: str = "/proxy/stub/x", body: bytes = b"") -> dict[int, int]:
        return dict(Counter(got.status for got in await self.ask(count, target, body)))

    async def used(self) -> dict[str, Any]:
        [shown] = (await self.admin.http.get("/api/keys")).json()["items"]
        return dict(shown["budget_used"])


@asynccontextmanager
async def two_gateways(admin: Admin, database_url: str, redis_url: str, folder: Path) -> AsyncIterator[Processes]:
    """Both serve the upstream `stub`, whose answers name 60 tokens; it has no keys yet."""
    clock = Clock()
    async with upstream(answer(200, ANSWER, "Content-Type: application/json")) as stub, AsyncExitStack() as running:
        made = await admin.upstream(stub)
        processes = [
            await running.enter_async_context(serving(database_url, redis_url, folder / name, clock))
            for name in ("first", "second")
        ]
        yield Processes(admin, clock, stub, processes, made["id"])
