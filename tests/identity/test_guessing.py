"""Guessing passwords: each address waits longer and longer, and nobody locks anybody else out."""

import asyncio
import threading
import time

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, Stack
from relay_kit import until

from relaydesk.identity.accounts.passwords import POOL, THREADS, HashingPool
from relaydesk.identity.errors import PasswordsBusy
from relaydesk.identity.sign_in.guesses import FROM_ANYWHERE, FROM_ONE_ADDRESS
from relaydesk.kernel.http.connections import network_of

WRONG = "wrong one"
ATTACKER, OWNERS_OFFICE = "127.0.0.66", "127.0.0.7"


async def _guess(client: httpx.AsyncClient, password: str = WRONG, **headers: str) -> httpx.Response:
    return await client.post("/api/auth/login", json={"email": OWNER_EMAIL, "password": password}, headers=headers)


async def test_guesses_from_one_address_wait_and_the_owner_signs_in_elsewhere(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    async with stack.client(address=ATTACKER) as attacker, stack.client(address=OWNERS_OFFICE) as owner:
        answers = [await _guess(attacker) for _ in range(FROM_ONE_ADDRESS.free + 2)]
        assert [a.status_code for a in answers] == [403] * (FROM_ONE_ADDRESS.free + 1) + [429]
        assert answers[-1].json()["code"] == "RATE_LIMITED"
        assert 0 < int(answers[-1].headers["retry-after"]) <= FROM_ONE_ADDRESS.first_s
        assert (await _guess(attacker, OWNER_PASSWORD)).status_code == 429
        assert (await _guess(owner, OWNER_PASSWORD)).status_code == 200


async def test_many_guesses_at_the_same_moment_count_as_many(stack: Stack, client: httpx.AsyncClient) -> None:
    async with stack.client(address=ATTACKER) as attacker:
        answers = await asyncio.gather(*(_guess(attacker) for _ in range(24)))
    assert sorted(a.status_code for a in answers) == [403] * (FROM_ONE_ADDRESS.free + 1) + [429] * (
        23 - FROM_ONE_ADDRESS.free
    )


async def test_a_right_password_clears_the_count_of_its_address(stack: Stack, client: httpx.AsyncClient) -> None:
    passwords = ["wrong one"] * FROM_ONE_ADDRESS.free + [OWNER_PASSWORD]
    assert [(await _guess(client, p)).status_code for p in passwords * 2] == ([403] * FROM_ONE_ADDRESS.free + [200]) * 2


async def test_guesses_from_many_addresses_are_slowed_but_not_where_the_owner_was_before(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    async with stack.client(address=OWNERS_OFFICE) as owner:
        assert (await _guess(owner, OWNER_PASSWORD)).status_code == 200
        count = FROM_ANYWHERE.free + 1
        for number in range(count):
            assert (await _guess(client, **{"X-Forwarded-For": f"203.0.113.{number}"})).status_code == 403
        slowed = await _guess(client, OWNER_PASSWORD, **{"X-Forwarded-For": "198.51.100.1"})
        assert slowed.status_code == 429
        assert 0 < int(slowed.headers["retry-after"]) <= FROM_ANYWHERE.first_s
        assert (await _guess(owner, OWNER_PASSWORD)).status_code == 200


async def test_an_address_is_forwarded_by_trusted_proxies_alone(stack: Stack, client: httpx.AsyncClient) -> None:
    async with stack.client(address=ATTACKER) as attacker:
        headers = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(FROM_ONE_ADDRESS.free + 2)]
        answers = [await _guess(attacker, **given) for given in headers]
    assert [a.status_code for a in answers] == [403] * (FROM_ONE_ADDRESS.free + 1) + [429]


async def test_one_subscriber_of_ipv6_is_one_address_whatever_the_last_64_bits(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    headers = [{"X-Forwarded-For": f"2001:db8:1:2::{number:x}"} for number in range(1, FROM_ONE_ADDRESS.free + 3)]
    answers = [await _guess(client, **given) for given in headers]
    assert [a.status_code for a in answers] == [403] * (FROM_ONE_ADDRESS.free + 1) + [429]
    neighbour = await _guess(client, **{"X-Forwarded-For": "2001:db8:1:3::1"})
    assert neighbour.status_code == 403


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("unknown", "unknown"),
    ],
)
def test_limits_count_by_network(address: str, network: str) -> None:
    assert network_of(address) == network


async def test_guesses_at_the_old_password_count_as_at_sign_in(owner: httpx.AsyncClient) -> None:
    change = {"current_password": "wrong one", "new_password": "another long one"}
    answers = [await owner.patch("/api/auth/me", json=change) for _ in range(FROM_ONE_ADDRESS.free + 2)]
    codes = [a.json()["code"] for a in answers]
    assert codes == ["WRONG_CREDENTIALS"] * (FROM_ONE_ADDRESS.free + 1) + ["RATE_LIMITED"]


async def test_a_wrong_current_password_is_named_by_its_field_and_blames_no_address(owner: httpx.AsyncClient) -> None:
    change = {"current_password": "wrong one", "new_password": "another long one"}
    body = (await owner.patch("/api/auth/me", json=change)).json()
    assert body["message"] == "This is not your current password."
    assert body["details"] == {
        "errors": [{"field": "current_password", "message": "is not your current password"}],
        "reasons": [{"field": "current_password", "type": "wrong_password"}],
    }


async def test_nobody_sets_their_own_password_without_the_current_one(owner: httpx.AsyncClient) -> None:
    me = (await owner.get("/api/auth/me")).json()["id"]
    answer = await owner.patch(f"/api/users/{me}", json={"password": "another long one"})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, ["password"])


async def test_the_hashing_queue_is_bounded_and_refuses_at_once() -> None:
    pool = HashingPool(threads=1, longest_queue=1)
    waiting = [asyncio.create_task(pool.run(time.sleep, 0.2)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(PasswordsBusy) as refused:
        await pool.run(time.sleep, 0)
    assert (refused.value.status, refused.value.code) == (503, "SIGN_IN_BUSY")
    await asyncio.gather(*waiting)
    assert await pool.run(lambda: "free again") == "free again"


async def test_sign_ins_that_wait_to_be_hashed_hold_no_connection_and_keep_nobody_waiting(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    """Twenty-four at once, as many as there are connections and more, while the threads that hash are busy."""
    count, release = 24, threading.Event()
    busy = [asyncio.create_task(POOL.run(release.wait)) for _ in range(THREADS)]
    headers = [{"X-Forwarded-For": f"203.0.113.{number}"} for number in range(count)]
    signing_in = [asyncio.create_task(_guess(client, OWNER_PASSWORD, **given)) for given in headers]
    await until(lambda: POOL.pending == count + THREADS, within_s=30)
    assert stack.kernel.database.connections()["in_use"] == 0
    assert (await client.get("/health")).json()["database"]["status"] == "ok"
    release.set()
    assert [answer.status_code for answer in await asyncio.gather(*signing_in)] == [200] * count
    assert await asyncio.gather(*busy) == [True] * THREADS
