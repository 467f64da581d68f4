"""A PostgreSQL of a test's own, the gateway of one process on it, and a caller that remembers what it asked for."""

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
from prepared_cluster import lay_cluster
from relay_kit import AUTH, QuietServer, StubUpstream, ask, no_control_plane, until

from relaydesk.gateway.api import Gateway, ensure_builtin, protocol_for
from relaydesk.gateway.keys.service import add_key
from relaydesk.gateway.log import store
from relaydesk.gateway.log.store import LogFilter
from relaydesk.gateway.upstreams.schemas import UpstreamCreate
from relaydesk.gateway.upstreams.service import create_upstream
from relaydesk.identity.api import SYSTEM, create_client_key
from relaydesk.identity.types import Scope
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import Kernel, create_kernel
from relaydesk.operate.embedded import EmbeddedPostgres


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
        # Redis outlives this PostgreSQL, and with it what the last test's key with the same id has left of its limit
        generous = {"rate_limit_per_minute": 100_000, **client_key}
        _, token = await create_client_key(uow, SYSTEM, name="c", scopes=[Scope.PROXY], **generous)
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
    await asyncio.to_thread(lay_cluster, open_folder)
    server = EmbeddedPostgres(open_folder)
    await server.start()
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
