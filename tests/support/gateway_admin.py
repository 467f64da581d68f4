"""What gateway tests share: an owner who makes upstreams, keys and client keys, and patience for what follows."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from harness import Stack
from relay_kit import StubUpstream

FOLLOWS_WITHIN_S = 2.0
PATIENCE_S = 10.0  # on a busy machine


async def eventually(ask: Callable[[], Awaitable[Any]], within_s: float = PATIENCE_S) -> Any:
    """What `ask` gives as soon as it gives something true; fails after the time."""
    until = time.monotonic() + within_s
    while True:
        found = await ask()
        if found:
            return found
        assert time.monotonic() < until, "it did not become true in time"
        await asyncio.sleep(0.02)


@dataclass(slots=True)
class Admin:
    """The owner at the gateway's admin API; each method checks the status it expects."""

    http: httpx.AsyncClient
    stack: Stack
    _callers: list[httpx.AsyncClient] = field(default_factory=list)

    async def post(self, path: str, status: int = 201, **body: Any) -> dict[str, Any]:
        answer = await self.http.post(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else {}

    async def upstream(self, stub: StubUpstream, name: str = "stub", **fields: Any) -> dict[str, Any]:
        made = {"name": name, "base_url": f"http://127.0.0.1:{stub.port}", "allow_private": True, **fields}
        return await self.post("/api/admin/upstreams", **made)

    async def key(self, upstream: dict[str, Any], secret: str, **fields: Any) -> dict[str, Any]:
        body = {"upstream_id": upstream["id"], "name": f"key {secret[-1]}", "key_value": secret, **fields}
        return await self.post("/api/admin/keys", **body)

    async def caller(self, **fields: Any) -> tuple[httpx.AsyncClient, dict[str, Any]]:
        """A client with a new client key for the relay, once the relay knows it."""
        made = await self.post("/api/keys", **{"name": "caller", "scopes": ["proxy"], **fields})
        http = self.stack.client(**{"X-API-Key": made["key"]})
        self._callers.append(http)

        async def is_known() -> bool:
            return (await http.get("/v1/models")).status_code == 200

        await eventually(is_known)
        return http, made

    async def close(self) -> None:
        for http in self._callers:
            await http.aclose()

    async def logs(self, count: int, **params: Any) -> list[dict[str, Any]]:
        """The log once it has `count` requests that match."""

        async def found() -> list[dict[str, Any]] | None:
            answer = await self.http.get("/api/admin/logs", params=params)
            assert answer.status_code == 200, answer.text
            items: list[dict[str, Any]] = answer.json()["items"]
            return items if len(items) >= count else None

        items: list[dict[str, Any]] = await eventually(found)
        assert len(items) == count
        return items
