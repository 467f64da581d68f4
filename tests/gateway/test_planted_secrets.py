"""Secrets planted everywhere a person can put one, then looked for everywhere something comes out."""

import asyncio
import logging

import pytest
from gateway_admin import Admin, eventually
from relay_kit import Seen, answer, upstream

from relaydesk.kernel.observe.logging import NOISY

POOLED, PASTED, HOOK, SIGNED = (f"planted-{name}-0123456789" for name in ("pooled", "pasted", "hook", "signed"))
JSON = "Content-Type: application/json"
READS = (
    "/metrics",
    "/api/metrics",
    "/api/health/detailed",
    "/api/audit?limit=200",
    "/api/admin/upstreams",
    "/api/admin/keys",
    "/api/admin/keys/counts",
    "/api/admin/keys/export",
    "/api/admin/logs?limit=200",
    "/api/admin/logs/export",
    "/api/admin/stats",
    "/api/admin/stats/export",
    "/api/admin/channels",
    "/api/admin/rules",
    "/api/keys",
    "/api/tasks?limit=200",
)


async def _leaky(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An upstream that repeats the credential in its error, as some do."""
    told = f'{{"error":{{"message":"Incorrect API key: {seen.header("authorization")}"}}}}'.encode()
    writer.write(answer(401 if "bad" in seen.target else 200, told, JSON))


async def test_planted_secrets_come_out_nowhere(
    admin: Admin, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in (*NOISY, "uvicorn.access"):  # as in production
        caplog.set_level(logging.WARNING, logger=name)
    async with upstream(_leaky) as stub:
        made = await admin.upstream(stub, retry={"max_attempts": 2}, log_bodies=True)
        key = await admin.key(made, POOLED)
        await admin.post("/api/admin/keys/import", 200, upstream_id=made["id"], text=PASTED)
        hook = f"http://127.0.0.1:{stub.port}/{HOOK}"
        channel = await admin.post(
            "/api/admin/channels", name="c", kind="webhook", url=hook, signing_secret=SIGNED, allow_private=True
        )
        await admin.post(
            "/api/admin/rules",
            name="out",
            condition={"status": {"in": [401]}},
            actions=[{"disable_key": {}}, {"alert": {"channel": "c"}}, {"log": {"level": "error"}}],
        )
        caller, client_key = await admin.caller()
        for path in ("good", "bad", "bad", "bad"):
            key_everywhere = {"X-Request-ID": client_key["key"]}
            await caller.post(
                f"/proxy/stub/{path}?key={client_key['key']}", json={"api_key": PASTED}, headers=key_everywhere
            )
        await admin.http.get("/api/admin/nothing", headers=key_everywhere)
        await admin.post(f"/api/admin/channels/{channel['id']}/test", 200)
        await admin.post(f"/api/admin/keys/{key['id']}/test", 200)
        await admin.http.post("/api/admin/keys", json={"upstream_id": made["id"], "name": "k", "key_value": POOLED})
        rows = await eventually(lambda: _rows(admin), within_s=5)
        reads = [*READS, *(f"/api/admin/logs/{row['id']}" for row in rows), f"/api/admin/keys/{key['id']}/history"]
        told = {path: await admin.http.get(path) for path in reads}
    assert {path: got.status_code for path, got in told.items() if got.status_code != 200} == {}
    out = capfd.readouterr()
    told_by = {**{path: got.text for path, got in told.items()}, "log": caplog.text, "output": out.out + out.err}
    for secret in (POOLED, PASTED, HOOK, SIGNED, client_key["key"]):
        assert [place for place, text in told_by.items() if secret in text] == []


async def _rows(admin: Admin) -> list[dict[str, str]]:
    await admin.stack.gateway.ship()
    items: list[dict[str, str]] = (await admin.http.get("/api/admin/logs", params={"upstream": "stub"})).json()["items"]
    return items if len(items) >= 2 else []
