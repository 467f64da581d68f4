"""The servers that ports of the relay are shipped with, on clean tables."""

from collections.abc import AsyncIterator

import httpx
import pytest
from harness import Stack

from relaydesk.kernel.redis import RedisClient
from relaydesk.kernel.runtime import Kernel


@pytest.fixture
async def kernel(stack: Stack, client: httpx.AsyncClient) -> Kernel:
    """A web process's, on clean tables and an empty Redis."""
    return stack.kernel


@pytest.fixture
async def redis_away() -> AsyncIterator[RedisClient]:
    """A client whose Redis does not answer."""
    made = RedisClient("redis://127.0.0.1:1/0")
    yield made
    await made.close()
