"""A limit that the caller could make up is none: strangers are counted by address, visitors by their session."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from relaydesk.kernel.http.dependencies import client_network
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import create_kernel
from relaydesk.main import create_api

CHATS_PER_MINUTE = 3


@pytest.fixture
async def limited(client: httpx.AsyncClient, database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The control plane with a small limit, on the database of the running application."""
    assert client.base_url
    kernel = create_kernel(
        Options(version="test", data_dir=Path("/nonexistent"), secret_key="k" * 40, chat_rate_limit_per_minute=3),
        database_url=database_url,
        database_pool_size=5,
        redis_url=redis_url,
        redis_max_connections=10,
        encryption_keys=["test-encryption-key"],
        processes=1,
    )
    api = create_api(kernel)
    transport = httpx.ASGITransport(app=api)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http
    await kernel.stop()


async def new_session(http: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await http.post("/api/sessions", json={}, headers=headers)


async def test_made_up_tokens_pass_no_limit(limited: httpx.AsyncClient) -> None:
    answers = [
        await new_session(limited, Authorization=f"Bearer rdv_{number:040}") for number in range(CHATS_PER_MINUTE + 2)
    ]
    assert [answer.status_code for answer in answers] == [201] * CHATS_PER_MINUTE + [429] * 2
    assert answers[-1].json()["code"] == "RATE_LIMITED"
    assert int(answers[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_an_ipv6_network_counts_as_one(address: str, network: str) -> None:
    scope: dict[str, Any] = {"type": "http", "client": (address, 1), "headers": []}
    assert client_network(Request(scope)).split("/")[0] == network
