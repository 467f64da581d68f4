"""Owns the inference process of tests: on the loop of the tests, with replicas in real processes of their own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
from harness import Stack

from relaydesk.kernel.background import Background
from relaydesk.registry.inference.host import Host
from relaydesk.registry.storage.choice import open_storage

DEPLOYMENTS = "/api/deployments"


@contextlib.asynccontextmanager
async def running_host(stack: Stack, *, memory_bytes: int = 0) -> AsyncIterator[Host]:
    kernel = replace(stack.kernel, background=Background())
    storage = open_storage(kernel.options)
    host = Host(kernel, storage, threads=1, memory_bytes=memory_bytes)
    await host.start()
    try:
        yield host
    finally:
        await host.stop()
        await storage.close()


async def deploy(http: httpx.AsyncClient, *, until: str = "ready", **values: Any) -> dict[str, Any]:
    """A deployment that stands as wished."""
    answer = await http.post(DEPLOYMENTS, json={"name": "churn", "model": "churn", **values})
    assert answer.status_code == 201, answer.text
    return await settled(http, answer.json()["id"], until)


async def settled(http: httpx.AsyncClient, deployment_id: str, *statuses: str, within_s: float = 30) -> dict[str, Any]:
    """Once it stands in one of these ways, `ready` unless others are named."""
    wanted = statuses or ("ready",)
    async with asyncio.timeout(within_s):
        while True:
            shown: dict[str, Any] = (await http.get(f"{DEPLOYMENTS}/{deployment_id}")).json()
            if shown["status"] in wanted:
                return shown
            await asyncio.sleep(0.05)
