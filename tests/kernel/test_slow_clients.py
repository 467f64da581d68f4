"""What a client is slow to send is waited for within bounds, on both planes; so are the connections of one address."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from databases import clone_database
from gateway_admin import eventually
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack, start_stack
from relay_kit import (
    AUTH,
    Got,
    Seen,
    answer,
    ask,
    connected,
    read_answer,
    relay_to,
    request_bytes,
    to_stub,
    upstream,
)

from relaydesk.kernel.http.connections import (
    BODY_BYTES,
    ConnectionBounds,
    OpenConnections,
    Pace,
    TooManyConnections,
)

SHORT = ConnectionBounds(head_s=0.4, body_s=0.4, per_address=5, trusted="192.0.2.1")
ELSEWHERE = "127.0.0.2"
TRICKLE_S = 0.05
BODY = json.dumps({"model": "builtin", "messages": [{"role": "user", "content": "x" * 1000}]}).encode()


@pytest.fixture(scope="module")
async def bounded(worker_number: int, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    database_url = await clone_database(f"relaydesk_slow_{worker_number}")
    async with start_stack(database_url, redis_url, tmp_path_factory.mktemp("slow"), bounds=SHORT) as running:
        await running.clean()
        yield running


@pytest.fixture(scope="module")
async def client_key(bounded: Stack) -> str:
    async with bounded.client(address=ELSEWHERE) as http:
        people = People(bounded, http)
        owner = await people.sign_in(OWNER_EMAIL, OWNER_PASSWORD)
        made = await owner.post("/api/keys", json={"name": "slow", "scopes": ["proxy"]})
        key: str = made.json()["key"]

        async def is_known() -> bool:
            return (await http.get("/v1/models", headers={"X-API-Key": key})).status_code == 200

        await eventually(is_known)
        await people.close()
    return key


async def trickled(stack: Stack, at_once: bytes, slowly: bytes) -> tuple[Got, bytes]:
    """The answer to what is sent a byte at a time after its beginning, and what comes behind it."""
    async with asyncio.timeout(20), connected(int(stack.url.rpartition(":")[2])) as (reader, writer):
        writer.write(at_once)
        answer = asyncio.create_task(read_answer(reader))
        for byte in slowly:
            if answer.done():
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(TRICKLE_S)
        return await answer, await reader.read()


@pytest.mark.parametrize("target", ["/api/auth/login", "/v1/chat/completions"])
async def test_a_head_that_comes_too_slowly_is_answered_with_408(bounded: Stack, target: str) -> None:
    got, rest = await trickled(bounded, f"POST {target} HTTP/1.1\r\nHost: a\r\nX-Slow: ".encode(), b"x" * 1000)
    assert (got.status, got.json()["code"], got.header("connection"), rest) == (408, "REQUEST_TIMEOUT", "close", b"")
    assert got.header("x-request-id") == got.json()["request_id"] != ""


@pytest.mark.parametrize("target", ["/api/auth/login", "/v1/chat/completions", "/proxy/builtin/chat/completions"])
async def test_a_body_that_comes_too_slowly_is_answered_with_408(bounded: Stack, client_key: str, target: str) -> None:
    whole = request_bytes("POST", target, [("X-API-Key", client_key), ("Content-Type", "application/json")], BODY)
    got, rest = await trickled(bounded, whole[: -len(BODY)], BODY)
    assert (got.status, got.json()["code"], got.header("connection"), rest) == (408, "REQUEST_TIMEOUT", "close", b"")


@pytest.mark.parametrize(
    ("target", "length", "logged"),
    [
        ("/v1/chat/completions", 1000, ("refused", 408, "REQUEST_TIMEOUT")),  # it is read whole before it goes anywhere
        ("/proxy/stub/x", 200_000, ("client_gone", 408, "REQUEST_TIMEOUT")),  # on its way to the upstream already
    ],
)
async def test_a_body_that_came_too_slowly_is_in_the_log_as_what_it_was(
    tmp_path: Path, target: str, length: int, logged: tuple[str, int, str]
) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), bounds=SHORT) as running:
        async with connected(running.port) as (reader, writer):
            whole = request_bytes("POST", target, [AUTH], b"x" * length)
            writer.write(whole[:-500])
            assert (await read_answer(reader)).status == 408
        async with connected(running.port) as (_, writer):
            writer.write(whole[:-500])
            await asyncio.sleep(SHORT.body_s / 4)  # and leaves by itself
        rows = await running.logged(2)
    seen = [(row.end_reason, row.status, row.error) for row in rows]
    assert (seen[0], seen[1][0]) == (logged, "client_gone")
    assert seen[1][1] != 408


async def test_the_rest_of_a_body_that_was_answered_already_ends_with_the_connection(bounded: Stack) -> None:
    whole = request_bytes("POST", "/v1/chat/completions", [], BODY)
    got, rest = await trickled(bounded, whole[: -len(BODY)], BODY)
    assert (got.status, rest) == (401, b"")


async def test_a_body_that_waits_for_us_is_not_late(tmp_path: Path) -> None:
    """The upstream reads nothing for several times as long as a client may take."""
    body = b"x" * 32_000_000  # more than fits into what lies between

    async def read_late(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(4 * SHORT.body_s)
        await reader.readexactly(len(body))
        writer.write(answer(200, b"all of it"))

    async with (
        upstream(read_late, read_body=False) as stub,
        relay_to(tmp_path, to_stub(stub), bounds=SHORT) as running,
    ):
        got = await ask(running.port, method="POST", body=body)
    assert (got.status, got.body) == (200, b"all of it")


async def test_a_live_stream_and_an_idle_connection_outlive_these_bounds(bounded: Stack) -> None:
    async with bounded.client(address=ELSEWHERE) as http:
        made = (await http.post("/api/sessions", json={})).json()
    port = int(bounded.url.rpartition(":")[2])
    visitor = [("Authorization", f"Bearer {made['visitor_token']}")]
    async with asyncio.timeout(20), connected(port) as (events, asking), connected(port) as (answers, idle):
        asking.write(request_bytes("GET", f"/api/sessions/{made['session_name']}/events", visitor, None))
        assert (await events.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        idle.write(request_bytes("GET", "/health/live", [], None))
        assert (await read_answer(answers)).status == 200
        await asyncio.sleep(3 * SHORT.head_s)
        idle.write(request_bytes("GET", "/health/live", [], None))
        assert (await read_answer(answers)).status == 200
        said = request_bytes(
            "POST",
            "/api/chat",
            [*visitor, ("Content-Type", "application/json")],
            json.dumps({"message": "still there?", "session_name": made["session_name"]}).encode(),
        )
        idle.write(said)
        assert b"still there?" in await events.readuntil(b"still there?")


async def test_connections_of_one_address_are_bounded_and_given_back(bounded: Stack) -> None:
    port = int(bounded.url.rpartition(":")[2])
    async with asyncio.timeout(20):
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(SHORT.per_address)]
        async with connected(port) as (reader, _):
            got = await read_answer(reader)
            assert (got.status, got.json()["code"], await reader.read()) == (429, "TOO_MANY_CONNECTIONS", b"")
        async with bounded.client(address=ELSEWHERE) as http:
            assert (await http.get("/health/live")).status_code == 200
        for _, writer in silent:
            writer.close()
        while True:
            # one that is turned away may be reset while it writes
            with contextlib.suppress(ConnectionResetError, asyncio.IncompleteReadError):
                async with connected(port) as (reader, writer):
                    writer.write(request_bytes("GET", "/health/live", [("Connection", "close")], None))
                    if (await read_answer(reader)).status == 200:
                        break


def test_a_steady_upload_is_never_late_and_a_stalled_one_is() -> None:
    pace, upload = Pace(), object()
    for minute in range(60):
        assert not pace.has_stalled(upload, minute * BODY_BYTES, within_s=60, now=minute * 60.0)
    assert not pace.has_stalled(upload, 60 * BODY_BYTES - 1, within_s=60, now=59 * 60 + 59.0)
    assert pace.has_stalled(upload, 60 * BODY_BYTES - 1, within_s=60, now=60 * 60.0)
    assert not pace.has_stalled(object(), 0, within_s=60, now=60 * 60.0)


def test_an_ipv6_network_counts_as_one_address_and_a_proxy_is_not_counted() -> None:
    opened = OpenConnections(ConnectionBounds(per_address=1, trusted="10.0.0.0/8, 2001:db8:9::1"))
    first = opened.enter("2001:db8::1")
    with pytest.raises(TooManyConnections):
        opened.enter("2001:db8::2")
    assert opened.enter("2001:db8:0:1::1") is not None
    assert [opened.enter(address) for address in ("10.1.2.3", "::ffff:10.1.2.3", "2001:db8:9::1")] == [None] * 3
    assert first is not None
    opened.leave(first)
    assert opened.enter("2001:db8::2") == first
