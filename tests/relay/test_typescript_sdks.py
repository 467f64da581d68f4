"""The vendors' TypeScript SDKs against the relay: `/v1` over upstreams of either format, and `/proxy`."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from relay_kit import TOKEN, Running, keys, relay_to, upstream
from two_formats import SPEAKING, of_format

from relaydesk.gateway.relay.snapshot import Route, Target

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "web" / "sdk-tests"
TOLD = {"text": "Hello!", "tokens": [11, 7], "streamed": "Hello!", "tool": [["get_weather", {"place": "Rome"}]]}

sys.path.insert(0, str(ROOT / "tools"))
from web import node_path  # noqa: E402 - the one place that knows where Node is

pytestmark = pytest.mark.skipif(
    not (ROOT / "web" / "node_modules" / "openai").is_dir(), reason="the web workspace is not installed (make build)"
)


async def _run(running: Running, model: str, vendor: str) -> dict[str, Any]:
    command = ["node", "run.mjs", f"http://127.0.0.1:{running.port}", TOKEN, model, vendor]
    environment = {**os.environ, "PATH": node_path()}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=PLACE, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, said = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, said.decode()
    return dict(json.loads(out))


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
@pytest.mark.parametrize("vendor", ["openai", "anthropic"])
async def test_either_sdk_over_upstreams_of_either_format(tmp_path: Path, spoken: str, vendor: str) -> None:
    async with (
        upstream(SPEAKING[spoken]) as stub,
        relay_to(
            tmp_path, of_format(stub, spoken), upstream_keys=keys("sk-up"), routes=[Route(1, "chat", (Target(1),))]
        ) as running,
    ):
        told = await _run(running, "chat", vendor)
    assert told["error"] == {"status": 404, "kind": "NotFoundError"}
    assert told["refused"] == {"status": 401, "kind": "AuthenticationError"}
    assert {name: told[name] for name in TOLD} == TOLD


@pytest.mark.parametrize("vendor", ["openai", "anthropic"])
async def test_either_sdk_through_the_proxy(tmp_path: Path, vendor: str) -> None:
    async with (
        upstream(SPEAKING[vendor]) as stub,
        relay_to(tmp_path, of_format(stub, vendor), upstream_keys=keys("sk-up")) as running,
    ):
        told = await _run(running, "proxy", vendor)
        assert {seen.header("x-api-key" if vendor == "anthropic" else "authorization") for seen in stub.seen} == {
            "sk-up" if vendor == "anthropic" else "Bearer sk-up"
        }
    assert told["refused"] == {"status": 401, "kind": "AuthenticationError"}
    assert {name: told[name] for name in TOLD} == TOLD


@pytest.mark.parametrize("model", ["vectors", "proxy"])
async def test_embeddings(tmp_path: Path, model: str) -> None:
    async with (
        upstream(SPEAKING["openai"]) as stub,
        relay_to(
            tmp_path, of_format(stub, "openai"), upstream_keys=keys("sk-up"), routes=[Route(1, "vectors", (Target(1),))]
        ) as running,
    ):
        assert await _run(running, model, "embeddings") == {"vector": [0.25, -0.5]}
        assert stub.seen[0].target == "/v1/embeddings"
