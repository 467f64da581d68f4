"""An upstream that leads back to Relaydesk itself: refused at the first return, and said so."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from relay_kit import AUTH, TOKEN, Running, answer, ask, client_key, keys, relay_to, retry, to_stub, upstream

from relaydesk.gateway.relay.snapshot import Route, Target, Upstream, build
from relaydesk.gateway.relay.wire.hop import Hop
from relaydesk.kernel.outbound import LOOPBACK, configure

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; client_body_buffer_size 1m;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{to_port}; }} }}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def written(folder: Path, text: str) -> Path:
    folder.mkdir()
    config = folder / "nginx.conf"
    config.write_text(text)
    return config


@asynccontextmanager
async def nginx(folder: Path, to_port: int) -> AsyncIterator[int]:
    binary = shutil.which("nginx")
    if binary is None:
        pytest.skip("nginx is not installed: nothing stands between the relay and itself")
    port = free_port()
    config = written(folder, NGINX.format(folder=folder, port=port, to_port=to_port))
    process = await asyncio.create_subprocess_exec(
        binary, "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(config)
    )
    try:
        async with asyncio.timeout(10):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    break
        yield port
    finally:
        process.terminate()
        await process.wait()


def lead_back(running: Running, port: int, path: str = "/proxy/itself", key: str = TOKEN) -> None:
    """Have the upstream `itself` lead to this port; with a client key of ours as its key nothing else stops it."""
    base = f"http://127.0.0.1:{port}{path}"
    running.relay.swap(
        build(
            2,
            upstreams=[Upstream(id=1, name="itself", base_url=base, allow_private=True, retry=retry(3))],
            keys=keys(key),
            routes=[Route(1, "test-model", (Target(1),))],
            client_keys=[client_key()],
        )
    )


@pytest.mark.parametrize("between", ["nothing", "nginx"])
@pytest.mark.parametrize("key", [TOKEN, "sk-unknown"])
async def test_a_request_that_comes_back_is_refused_at_once(tmp_path: Path, between: str, key: str) -> None:
    async with relay_to(tmp_path / "journal") as running:

        async def loop(port: int) -> None:
            lead_back(running, port, key=key)
            got = await ask(running.port, "/proxy/itself/x", method="POST", body=b"x" * 100_000)
            assert (got.status, got.json()["code"]) == (508, "LOOP_DETECTED")
            assert got.json()["message"].startswith("This request came through this Relaydesk before")
            assert got.header("x-relaydesk-upstream") == "itself"

        if between == "nginx":
            async with nginx(tmp_path / "nginx", running.port) as port:
                await loop(port)
        else:
            await loop(running.port)
        *returned, record = await running.logged(2 if key == TOKEN else 1)
    assert (record.status, record.upstream, [attempt.status for attempt in record.attempts]) == (508, "itself", [508])
    told = [(inner.status, inner.error, inner.client_key_id) for inner in returned]
    assert told == ([(508, "LOOP_DETECTED", 1)] if key == TOKEN else [])


@pytest.mark.parametrize("form", ["openai", "anthropic"])
async def test_a_model_that_leads_back_is_told_so_in_the_clients_format(tmp_path: Path, form: str) -> None:
    target = "/v1/chat/completions" if form == "openai" else "/v1/messages"
    body = b'{"model":"test-model","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}'
    async with relay_to(tmp_path) as running:
        lead_back(running, running.port, path="")
        got = await ask(running.port, target, method="POST", body=body)
        returned, record = await running.logged(2)
    assert (got.status, returned.status, record.status) == (508, 508, 508)
    assert (returned.end_reason, record.model) == ("refused", "test-model")
    assert "came through this Relaydesk before" in got.json()["error"]["message"]


@pytest.fixture
def port_of_ours() -> Iterator[int]:
    """That this machine's relay is said to listen on."""
    port = free_port()
    configure(private_cidrs=["0.0.0.0/0", "::/0"], own_port=port)
    yield port
    configure(private_cidrs=LOOPBACK, own_port=0)


def second_address() -> str:
    """One of this machine's own, beside loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.2"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2", "[::1]", "second address"])
async def test_our_own_address_is_not_even_connected_to(tmp_path: Path, port_of_ours: int, host: str) -> None:
    named = second_address() if host == "second address" else host
    to_us = Upstream(id=1, name="itself", base_url=f"http://{named}:{port_of_ours}", allow_private=True, retry=retry(3))
    async with relay_to(tmp_path, to_us) as running:
        got = await ask(running.port, "/proxy/itself/x")
        [record] = await running.logged(1)
    assert (got.status, got.json()["code"], got.json()["details"]) == (508, "LOOP_DETECTED", {"upstream": "itself"})
    assert (record.status, record.error, [attempt.error for attempt in record.attempts]) == (508, "loop", ["loop"])


async def test_two_installations_in_a_row_are_no_loop_and_in_a_ring_they_are(tmp_path: Path) -> None:
    async with (
        upstream(answer(200, b"{}")) as stub,
        relay_to(tmp_path / "second", to_stub(stub), upstream_keys=keys("sk-end")) as second,
    ):
        onwards = Upstream(
            id=1, name="second", base_url=f"http://127.0.0.1:{second.port}/proxy/stub", allow_private=True
        )
        async with relay_to(tmp_path / "first", onwards, upstream_keys=keys(TOKEN)) as first:
            row = await ask(first.port, "/proxy/second/x")
            back = f"http://127.0.0.1:{first.port}/proxy/second"
            second.relay.swap(
                build(2, upstreams=[to_stub(stub, base_url=back)], keys=keys(TOKEN), client_keys=[client_key()])
            )
            ring = await ask(first.port, "/proxy/second/x")
    assert (row.status, len(stub.seen), len(stub.seen[0].all("via"))) == (200, 1, 2)
    assert (ring.status, ring.json()["code"]) == (508, "LOOP_DETECTED")


@pytest.mark.parametrize(
    ("via", "is_ours"),
    [
        (["1.1 relaydesk-1"], True),
        (["1.0 a, 1.1 RELAYDESK-1 (a comment), 2 b"], True),
        (["1.1 relaydesk-1", "1.1 other"], True),
        (["1.1 relaydesk-12"], False),
        (["1.1 a (relaydesk-1)"], False),
        (["", ",,", "relaydesk-1"], False),
    ],
)
def test_our_pseudonym_is_known_again_wherever_it_stands(via: list[str], *, is_ours: bool) -> None:
    assert Hop("relaydesk-1").has_passed([(b"via", value.encode()) for value in via]) is is_ours


async def test_who_names_another_pseudonym_passes(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=[AUTH, ("Via", "1.1 relaydesk-000000000000")])
    assert (got.status, len(stub.seen)) == (200, 1)
