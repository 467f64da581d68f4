"""A client key works from the moment that its maker has it, at every process; made-up ones cost few looks."""

import hashlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from gateway_admin import Admin
from relay_kit import ask, relay_to, to_stub, upstream
from two_gateways import Processes, two_gateways

from relaydesk.gateway.runtime.new_keys import BURST_S, LOOKS_PER_S, UNSERVED_S, NewKeys
from relaydesk.kernel.database import Database


@pytest.fixture
async def two(admin: Admin, database_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Processes]:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        yield both


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Process:
    """What a process serves, after how many refreshes."""

    def __init__(self, *, is_readable: bool = True) -> None:
        self.is_readable = is_readable
        self.refreshes = 0

    async def refresh(self) -> bool:
        self.refreshes += 1
        return True

    def is_served(self, _token_hash: bytes) -> bool:
        return self.is_readable and self.refreshes > 0


async def made(admin: Admin) -> str:
    key: str = (await admin.post("/api/keys", name="new", scopes=["proxy"]))["key"]
    return key


async def test_a_new_client_key_works_at_once_at_every_process(two: Processes) -> None:
    for _ in range(5):
        headers = [("X-API-Key", await made(two.admin))]
        got = [(await ask(process.port, "/v1/models", headers=headers)).status for process in two.processes]
        here = await two.admin.http.get("/v1/models", headers=dict(headers))
        assert (got, here.status_code) == ([200, 200], 200)


async def test_a_rotated_client_key_works_at_once(admin: Admin) -> None:
    made_key = await admin.post("/api/keys", name="new", scopes=["proxy"])
    rotated = await admin.post(f"/api/keys/{made_key['id']}/rotate", status=200)
    got = await admin.http.get("/v1/models", headers={"X-API-Key": rotated["key"]})
    assert got.status_code == 200


async def test_keys_that_nobody_made_and_deleted_ones_are_refused_and_take_the_process_no_refresh(admin: Admin) -> None:
    process = Process()
    keys = NewKeys(admin.stack.kernel.database, process.refresh, process.is_served)
    key = await admin.post("/api/keys", name="new", scopes=["proxy"])
    await admin.http.delete(f"/api/keys/{key['id']}")
    found = [await keys.find(hashlib.sha256(token.encode()).digest()) for token in (key["key"], "rd_made_up")]
    assert (found, process.refreshes) == ([False, False], 0)


async def test_made_up_keys_use_the_looks_of_a_second_up_and_no_more(admin: Admin) -> None:
    process, clock = Process(), Clock()
    keys = NewKeys(admin.stack.kernel.database, process.refresh, process.is_served, clock)
    token_hash = hashlib.sha256((await made(admin)).encode()).digest()
    for number in range(int(LOOKS_PER_S * BURST_S) + 1):
        assert not await keys.find(b"%32d" % number)
    assert (await keys.find(token_hash), process.refreshes) == (False, 0)
    clock.now += 2 / LOOKS_PER_S
    assert (await keys.find(token_hash), process.refreshes) == (True, 1)


async def test_a_key_that_cannot_be_served_is_not_looked_for_again_and_again(admin: Admin) -> None:
    process, clock = Process(is_readable=False), Clock()
    keys = NewKeys(admin.stack.kernel.database, process.refresh, process.is_served, clock)
    token_hash = hashlib.sha256((await made(admin)).encode()).digest()
    assert [await keys.find(token_hash) for _ in range(3)] == [False] * 3
    assert process.refreshes == 1
    clock.now += UNSERVED_S
    assert (await keys.find(token_hash), process.refreshes) == (False, 2)


async def test_an_unknown_key_is_refused_and_a_known_one_served_while_postgresql_refuses_connections(
    tmp_path: Path,
) -> None:
    process = Process()
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    database = Database(f"postgresql://nobody@localhost:{port}/nothing")
    keys = NewKeys(database, process.refresh, process.is_served)
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), find_new_key=keys.find) as running:
        unknown = await ask(running.port, headers=[("X-API-Key", "rd_unknown")])
        known = await ask(running.port)
    await database.close()
    assert (unknown.status, unknown.json()["code"], known.status) == (401, "UNAUTHENTICATED", 200)


async def test_a_look_that_fails_as_nobody_foresaw_is_logged_and_its_key_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_token_hash: bytes) -> bool:
        raise ConnectionRefusedError("planted")

    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), find_new_key=fail) as running:
        unknown = await ask(running.port, headers=[("X-API-Key", "rd_unknown")])
    assert (unknown.status, unknown.json()["code"]) == (401, "UNAUTHENTICATED")
    assert ("could not be looked for" in caplog.text, "rd_unknown" in caplog.text) == (True, False)
