"""The five real sample stores, and fake Shopify servers that serve them."""

import io
import os
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from store_server import OpenStore, RunningStore, serving

from relaydesk.commerce.fake_shopify.csv_export import parse_export


def find_shared() -> Path | None:
    """The folder of shared test data: named by RELAYDESK_SHARED, or a sibling of a folder above the repository."""
    named = os.environ.get("RELAYDESK_SHARED")
    if named:
        return Path(named)
    return next((p / "shared" for p in Path(__file__).resolve().parents if (p / "shared" / "data").is_dir()), None)


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = find_shared()
    if folder is None:
        pytest.skip("NO SHARED TEST DATA: no folder `shared` beside the repository, RELAYDESK_SHARED is unset")
    return folder


@pytest.fixture(scope="session")
def schema_path(shared: Path) -> Path:
    return shared / "data" / "shopify" / "admin_schema_2026-10.graphql"


@pytest.fixture(scope="session")
def store_csv(shared: Path) -> Callable[[str], str]:
    """The text of one sample store's product export, by name."""
    archive = (shared / "data" / "catalog" / "shopify_sample_stores.zip").read_bytes()

    def read(name: str) -> str:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            member = next(m for m in opened.namelist() if m.endswith(f"{name}.csv") and "__MACOSX" not in m)
            return opened.read(member).decode("utf-8-sig")

    return read


@pytest_asyncio.fixture
async def open_store(store_csv: Callable[[str], str], schema_path: Path) -> AsyncIterator[OpenStore]:
    """Starts a fake of one sample store by name; it refuses what the real schema refuses. Stopped after the test."""
    async with AsyncExitStack() as stack:

        async def start(name: str, **options: object) -> RunningStore:
            products = parse_export(store_csv(name))
            return await stack.enter_async_context(serving(products, **({"schema_path": schema_path} | options)))

        yield start


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=10) as client:
        yield client
