"""Real servers for every test: one embedded PostgreSQL and Redis a run, a template database cloned for each worker."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import durations
import holds
import httpx
import pytest
import structlog
from databases import TEMPLATE, clone_database
from harness import OWNER_EMAIL, People, Stack, start_stack
from model_registry import SMALL_DISK_BYTES

from relaydesk.operate.embedded import EmbeddedPostgres, EmbeddedRedis
from relaydesk.operate.embedded.roles import SUPERUSER
from relaydesk.operate.schema import migrate

FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(slots=True)
class Servers:
    """The run's servers, owned by the pytest process that started them."""

    loop: asyncio.AbstractEventLoop
    postgres: EmbeddedPostgres
    redis: EmbeddedRedis
    folder: Path

    def stop(self) -> None:
        self.loop.run_until_complete(self._stop())
        self.loop.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _stop(self) -> None:
        await asyncio.gather(self.postgres.stop(), self.redis.stop())


async def _start(folder: Path) -> tuple[EmbeddedPostgres, EmbeddedRedis]:
    postgres, redis = EmbeddedPostgres(folder, dict(FAST)), EmbeddedRedis(folder)
    await asyncio.gather(postgres.start(), redis.start())
    await migrate(postgres.url)
    connection = await asyncpg.connect(postgres.url_of("postgres", role=SUPERUSER))
    await connection.execute(f"ALTER DATABASE relaydesk RENAME TO {TEMPLATE}")
    await connection.close()
    return postgres, redis


def pytest_configure(config: pytest.Config) -> None:
    # plain traces as in production; structlog's own default draws every local variable, which takes seconds a trace
    plain = [structlog.processors.add_log_level, structlog.processors.format_exc_info]
    structlog.configure(processors=[*plain, structlog.processors.KeyValueRenderer()])
    if hasattr(config, "workerinput") or config.option.collectonly or "RELAYDESK_TEST_POSTGRES" in os.environ:
        return  # whoever started this process has started the servers
    folder = Path(tempfile.mkdtemp(prefix="rdtest-"))
    folder.chmod(0o755)
    loop = asyncio.new_event_loop()
    postgres, redis = loop.run_until_complete(_start(folder))
    config._servers = Servers(loop, postgres, redis, folder)
    os.environ["RELAYDESK_TEST_POSTGRES"] = postgres.url_of("{}")
    os.environ["RELAYDESK_TEST_POSTGRES_SUPERUSER"] = postgres.url_of("postgres", role=SUPERUSER)
    os.environ["RELAYDESK_TEST_REDIS"] = redis.url
    os.environ["RELAYDESK_TEST_FOLDER"] = str(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those of a minute go first: at the end one processor would be idle meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_unconfigure(config: pytest.Config) -> None:
    servers: Servers | None = getattr(config, "_servers", None)
    if servers:
        servers.stop()


@pytest.fixture(autouse=True)
def _nothing_holds_the_loop() -> Iterator[None]:
    """Whatever a test does, its application turns; what is noticed too late fails the next test."""
    yield
    held = holds.take()
    assert held == []


@pytest.fixture(scope="session")
def worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(scope="session")
def redis_url(worker_number: int) -> str:
    return f"{os.environ['RELAYDESK_TEST_REDIS']}?db={worker_number}"


@pytest.fixture(scope="session")
async def database_url(worker_number: int) -> str:
    return await clone_database(f"relaydesk_{worker_number}")


@pytest.fixture(scope="session")
async def stack(database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The production application, once a worker; `client` below gives it clean tables."""
    async with start_stack(database_url, redis_url, tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
async def client(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client of nobody in particular, on clean tables with one owner."""
    await stack.clean()
    async with stack.client() as http:
        yield http


@pytest.fixture
async def people(stack: Stack, client: httpx.AsyncClient) -> AsyncIterator[People]:
    """Signed-in clients by role, closed after the test."""
    makers = People(stack, client)
    yield makers
    await makers.close()


@pytest.fixture
async def owner(people: People) -> httpx.AsyncClient:
    return await people.enter(OWNER_EMAIL)


@pytest.fixture(scope="session")
def shared_data() -> Iterator[Path]:
    """The shared test data beside the repository; tests that need it skip loudly where it is missing."""
    places = [Path(os.environ.get("RELAYDESK_SHARED", "")), *(p / "shared" for p in Path(__file__).resolve().parents)]
    for place in places:
        if place.name and (place / "data").is_dir():
            yield place / "data"
            return
    pytest.skip("shared/data is not beside this repository: tests on real stores and Shopify's schema did not run")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record-durations", action="store_true", help="write the folders' shares to tests/durations.json"
    )


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for again in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"tried again: {again.nodeid}")
        terminalreporter.write_line(again.longreprtext)
    reports = [one for some in terminalreporter.stats.values() for one in some if hasattr(one, "duration")]
    told = durations.lines(reports, record=config.getoption("--record-durations"))
    if told:
        terminalreporter.section("durations")
        for line in told:
            terminalreporter.write_line(line)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "none", str(folder)]
    if subprocess.run(command, check=False).returncode:
        pytest.skip("nobody but root may mount a small disk: a full one was not tried")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
