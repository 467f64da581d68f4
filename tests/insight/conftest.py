"""The owner at the gateway's admin API."""

from collections.abc import AsyncIterator

import httpx
import pytest
from gateway_admin import Admin
from harness import Stack


@pytest.fixture
async def admin(owner: httpx.AsyncClient, stack: Stack) -> AsyncIterator[Admin]:
    made = Admin(owner, stack)
    yield made
    await made.close()
