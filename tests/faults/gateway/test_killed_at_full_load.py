"""`kill -9` of web processes at full load, ten times: what the upstream received is what the log holds."""

import asyncio
import contextlib
from collections import Counter
from functools import partial

import httpx
import pytest
from gateway_admin import eventually
from instance import Instance, running_instance
from relay_kit import StubUpstream, connected, read_answer, request_bytes, until, upstream

KILLS, PROCESSES = 10, 4  # each one is begun again later than the last time: others serve meanwhile
CONNECTIONS = 24


class Load:
    """Callers on kept connections that begin anew when theirs is cut; every request has a path of its own."""

    def __init__(self, port: int, token: str) -> None:
        self.answered = 0
        self.cut = 0
        self._port = port
        self._headers = [("X-API-Key", token), ("Content-Type", "application/json")]
        self._stopping = False

    async def run(self, name: int) -> None:
        number = 0
        while not self._stopping:
            with contextlib.suppress(OSError):
                async with connected(self._port) as (reader, writer):
                    while not self._stopping:
                        number += 1
                        writer.write(request_bytes("POST", f"/proxy/stub/{name}/{number}", self._headers, b"{}"))
                        try:
                            got = await read_answer(reader, "POST")
                        except (OSError, asyncio.IncompleteReadError):
                            self.cut += 1
                            break
                        self.answered += got.status == 200
            await asyncio.sleep(0.01)

    def stop(self) -> None:
        self._stopping = True


async def _configure(http: httpx.AsyncClient, stub: StubUpstream) -> str:
    made = {"name": "stub", "base_url": f"http://127.0.0.1:{stub.port}", "allow_private": True}
    upstream_id = (await http.post("/api/admin/upstreams", json=made)).json()["id"]
    await http.post("/api/admin/keys", json={"upstream_id": upstream_id, "name": "one", "key_value": "sk-stub-key"})
    key = {"name": "load", "scopes": ["proxy"], "rate_limit_per_minute": 100_000_000}
    return str((await http.post("/api/keys", json=key)).json()["key"])


async def _logged(http: httpx.AsyncClient) -> Counter[str]:
    paths: Counter[str] = Counter()
    cursor: str | None = None
    while True:
        given = {"limit": 200, "upstream": "stub", **({"cursor": cursor} if cursor else {})}
        page = (await http.get("/api/admin/logs", params=given)).json()
        paths.update(row["path"] for row in page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            return paths


async def _all_logged(http: httpx.AsyncClient, received: Counter[str]) -> Counter[str] | None:
    logged = await _logged(http)
    return logged if received.keys() <= logged.keys() else None


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_received_is_logged_after_ten_kills_at_full_load() -> None:
    with running_instance(WEB_WORKERS=str(PROCESSES)) as instance, instance.sign_in() as owner:
        async with (
            upstream() as stub,
            httpx.AsyncClient(base_url=instance.url, headers=owner.headers, timeout=30, trust_env=False) as http,
        ):
            token = await _configure(http, stub)
            await asyncio.sleep(2)
            load = Load(int(instance.url.rpartition(":")[2]), token)
            callers = [asyncio.create_task(load.run(n)) for n in range(CONNECTIONS)]
            for _ in range(KILLS):
                before = load.answered
                await until(lambda before=before: load.answered > before + 300, within_s=60)
                await _kill_older(instance)
            load.stop()
            await asyncio.gather(*callers)
            received = Counter(f"/proxy/stub{seen.target}" for seen in stub.seen)
            assert load.answered > KILLS * 300
            assert load.cut > 0
            logged = await eventually(partial(_all_logged, http, received), within_s=60)
    assert max(logged.values()) == 1


async def _kill_older(instance: Instance) -> None:
    """The oldest, which serves: others may still be starting. Go on while there are two more."""
    webs = await asyncio.to_thread(instance.children, "relaydesk web")
    min(webs, key=lambda web: web.create_time()).kill()
    await until(lambda: len(instance.children("relaydesk web")) > 2, within_s=60)
