"""PostgreSQL goes and comes back: proxying goes on meanwhile, and no request is missing from the log."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from gateway_admin import eventually
from pydantic import SecretStr
from relay_kit import AUTH, QuietServer, StubUpstream, answer, ask, no_control_plane, until, upstream
from sqlalchemy import text

from relaydesk.gateway.api import Gateway, ensure_builtin, protocol_for
from relaydesk.gateway.keys.service import add_key
from relaydesk.gateway.log import store
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.relay.rules.engine import Fired, compile_rule
from relaydesk.gateway.relay.snapshot import Rule
from relaydesk.gateway.runtime.key_fates import KeyFates
from relaydesk.gateway.upstreams.schemas import UpstreamCreate
from relaydesk.gateway.upstreams.service import create_upstream
from relaydesk.identity.api import SYSTEM, create_client_key
from relaydesk.identity.types import Scope
from relaydesk.insight.channels.schemas import ChannelCreate
from relaydesk.insight.channels.service import create_channel
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.runtime import Kernel, Options, create_kernel
from relaydesk.main import subscribe_events
from relaydesk.operate.embedded import EmbeddedPostgres
from relaydesk.operate.schema import migrate


def kernel_on(postgres_url: str, redis_url: str, data_dir: Path) -> Kernel:
    return create_kernel(
        Options(version="test", data_dir=data_dir, secret_key="k" * 40),
        database_url=postgres_url,
        database_pool_size=5,
        redis_url=redis_url,
        redis_max_connections=10,
        encryption_keys=["test-encryption-key"],
        processes=1,
    )


@contextlib.asynccontextmanager
async def serving(kernel: Kernel) -> AsyncIterator[int]:
    """The gateway of one process on a port."""
    gateway = Gateway(kernel)
    await kernel.start()
    await gateway.start()
    config = uvicorn.Config(
        no_control_plane,
        port=0,
        http=protocol_for(gateway.serve),
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    server = QuietServer(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task
        await gateway.stop()
        await kernel.stop()


async def configure(kernel: Kernel, stub: StubUpstream, **client_key: Any) -> str:
    async with kernel.database.unit_of_work() as uow:
        values = UpstreamCreate(name="stub", base_url=f"http://127.0.0.1:{stub.port}", allow_private=True).model_dump()
        made = await create_upstream(uow, SYSTEM, values)
        key = {"upstream_id": made.id, "name": "k"}
        await add_key(uow, SYSTEM, kernel.vault, secret="sk-kept-on-disk", values=key)
        _, token = await create_client_key(uow, SYSTEM, name="c", scopes=[Scope.PROXY], **client_key)
        await ensure_builtin(uow)
    return token


async def paths_logged(kernel: Kernel) -> list[str]:
    async with kernel.database.read() as db:
        rows = await store.list_requests(db, LogFilter(), after=None, limit=1000)
    return sorted(row.path for row in rows)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the embedded server's own user may reach, as under root it has one."""
    folder = Path(tempfile.mkdtemp(prefix="rdfault-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def postgres(open_folder: Path) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(open_folder)
    await server.start()
    await migrate(server.url)
    yield server
    await server.stop()


class Caller:
    """Remembers what it asked for."""

    def __init__(self, token: str) -> None:
        self._headers = [(AUTH[0], f"Bearer {token}")]
        self.paths: list[str] = []

    async def ask(self, port: int, count: int = 20) -> list[int]:
        numbers = range(len(self.paths), len(self.paths) + count)
        self.paths.extend(f"/proxy/stub/{n:04d}" for n in numbers)
        asked = [ask(port, f"/proxy/stub/{n:04d}", headers=self._headers) for n in numbers]
        return [got.status for got in await asyncio.gather(*asked)]


async def is_logged(kernel: Kernel, paths: list[str]) -> None:
    """Waits until the log holds exactly these."""

    async def all_there() -> bool:
        return len(await paths_logged(kernel)) >= len(paths)

    await eventually(all_there, within_s=30)
    assert await paths_logged(kernel) == paths


async def test_proxying_outlives_postgres_and_every_request_is_logged(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        first = kernel_on(postgres.url, redis_url, tmp_path)
        caller = Caller(await configure(first, stub))
        async with serving(first) as port:
            assert await caller.ask(port) == [200] * 20
            await postgres.stop()
            assert await caller.ask(port) == [200] * 20
        # the process ends and another starts, with PostgreSQL still away
        second = kernel_on(postgres.url, redis_url, tmp_path)
        async with serving(second) as port:
            assert await caller.ask(port) == [200] * 20
            await postgres.start()
            await is_logged(second, caller.paths)
            assert await caller.ask(port) == [200] * 20
            await is_logged(second, caller.paths)
        assert {s.header("authorization") for s in stub.seen} == {"Bearer sk-kept-on-disk"}
    saved = await asyncio.to_thread((tmp_path / "journal" / "snapshot.sealed").read_bytes)
    assert b"sk-kept-on-disk" not in saved


async def test_a_budget_goes_on_within_its_bound_and_counts_what_was_sent_meanwhile(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        kernel = kernel_on(postgres.url, redis_url, tmp_path)
        caller = Caller(await configure(kernel, stub, budget={"requests": 10, "period": "month"}))
        async with serving(kernel) as port:
            assert await caller.ask(port, 5) == [200] * 5
            await postgres.stop()
            assert sorted(await caller.ask(port, 20)) == [200, *[503] * 19]  # a tenth of the budget
            await postgres.start()

            async def passes() -> bool:
                return await caller.ask(port, 1) == [200]

            await eventually(passes, within_s=20)
            assert sorted(await caller.ask(port, 20)) == [*[200] * 3, *[429] * 17]
    assert len(stub.seen) == 10


async def test_an_alert_waits_until_postgres_is_back_and_then_reaches_its_channel(
    postgres: EmbeddedPostgres, redis_url: str, tmp_path: Path
) -> None:
    kernel = subscribe_events(kernel_on(postgres.url, redis_url, tmp_path))
    await kernel.start()
    values = ChannelCreate(name="on call", url=SecretStr("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"))
    kept = values.model_dump(exclude={"url", "signing_secret"})
    async with kernel.database.unit_of_work() as uow:
        url = values.url.get_secret_value()
        await create_channel(uow, SYSTEM, kernel.vault, url=url, secret=None, values=kept)
    rule = Rule(id=1, name="Limited", condition={"status": {"in": [429]}}, actions=({"alert": {"channel": "on call"}},))
    fates = KeyFates(kernel.database)
    await postgres.stop()
    for _ in range(3):
        fates.alert("on call", Fired(compile_rule(rule), "status 429"), upstream="stub", key_id=None)
        with pytest.raises(DatabaseUnavailable):
            await fates.write()
    await postgres.start()

    async def is_written() -> bool:
        with contextlib.suppress(DatabaseUnavailable):
            await fates.write()
            return True
        return False

    await eventually(is_written, within_s=20)
    async with kernel.database.read() as db:
        told = (await db.scalars(text("SELECT payload FROM tasks_task WHERE kind = 'insight.notify'"))).all()
    assert [payload["notice"][1] for payload in told] == ["Limited at stub (3 times)"]
    await kernel.stop()
