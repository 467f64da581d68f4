"""A fake Shopify server on a free port of the loopback, as tests start it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from relaydesk.commerce.fake_shopify.app import FakeStore, create_fake_shopify
from relaydesk.commerce.fake_shopify.cost import LeakyBucket
from relaydesk.commerce.fake_shopify.records import FakeProduct

TOKEN = "shpat_0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class RunningStore:
    """A fake store that serves at `url`; `store` is its inside, for edits and for what it was asked."""

    url: str
    store: FakeStore
    token: str = TOKEN


@asynccontextmanager
async def serving(
    products: list[FakeProduct],
    *,
    schema_path: Path | None = None,
    currency: str = "USD",
    maximum: float = 1_000_000,
    restore_rate: float = 1_000_000,
    query_limit: int = 1000,
) -> AsyncIterator[RunningStore]:
    bucket = LeakyBucket(maximum=maximum, restore_rate=restore_rate, clock=time.monotonic)
    app = create_fake_shopify(
        products, token=TOKEN, currency=currency, schema_path=schema_path, bucket=bucket, query_limit=query_limit
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has a flag, not an event
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield RunningStore(f"http://127.0.0.1:{port}", app.state.store)
    finally:
        server.should_exit = True
        await running


OpenStore = Callable[..., Awaitable[RunningStore]]
