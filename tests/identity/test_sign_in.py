"""Sign-in as the console, operators and attackers use it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import jwt
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack
from sqlalchemy import text

from relaydesk.kernel.database import utc_now


async def _login(client: httpx.AsyncClient, email: str = OWNER_EMAIL, password: str = OWNER_PASSWORD) -> httpx.Response:
    return await client.post("/api/auth/login", json={"email": email, "password": password})


async def _refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.post("/api/auth/refresh", json={"refresh_token": token})


async def test_a_person_signs_in_and_sees_their_profile(client: httpx.AsyncClient) -> None:
    answer = await _login(client)
    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"access_token", "refresh_token", "token_type", "expires_in", "user"}
    assert (body["token_type"], body["expires_in"], body["user"]["role"]) == ("bearer", 900, "owner")
    me = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["email"] == OWNER_EMAIL
    assert "users.write" in me.json()["permissions"]


async def test_a_wrong_password_and_an_unknown_address_get_the_same_403(client: httpx.AsyncClient) -> None:
    wrong = await _login(client, password="not this one")
    unknown = await _login(client, email="nobody@shop.example")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "WRONG_CREDENTIALS")
    assert (unknown.status_code, unknown.json()["message"]) == (403, wrong.json()["message"])


async def test_a_missing_and_a_forged_token_get_401(client: httpx.AsyncClient) -> None:
    missing = await client.get("/api/auth/me")
    forged = jwt.encode({"sub": "user_1", "fam": 1, "exp": utc_now() + timedelta(hours=1)}, "f" * 40, "HS256")
    refused = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {forged}"})
    assert (missing.status_code, missing.json()["code"]) == (401, "UNAUTHENTICATED")
    assert (refused.status_code, refused.json()["code"]) == (401, "UNAUTHENTICATED")


async def test_a_bearer_token_may_stand_behind_several_blanks(client: httpx.AsyncClient) -> None:
    token = (await _login(client)).json()["access_token"]
    for between in ("   ", "\t"):
        me = await client.get("/api/auth/me", headers={"Authorization": f"Bearer{between}{token}"})
        assert (me.status_code, me.json()["email"]) == (200, OWNER_EMAIL)
    assert (await client.get("/api/auth/me", headers={"Authorization": f"Bearer{token}"})).status_code == 401


async def test_an_expired_access_token_says_so(stack: Stack, client: httpx.AsyncClient) -> None:
    claims = {"sub": "user_1", "fam": 1, "exp": utc_now() - timedelta(seconds=1)}
    token = jwt.encode(claims, stack.kernel.options.secret_key, "HS256")
    headers = {"Authorization": f"Bearer {token}"}

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 10_000

    for answer in (
        await client.get("/api/auth/me", headers=headers),
        await client.post("/api/users", headers=headers, json={"name": "x" * 100_000}),
        await client.post("/api/users", headers={**headers, "Content-Type": "application/json"}, content=in_pieces()),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")


async def test_two_tabs_that_refresh_at_once_get_the_same_successor(client: httpx.AsyncClient) -> None:
    first = (await _login(client)).json()["refresh_token"]
    one, two = await asyncio.gather(_refresh(client, first), _refresh(client, first))
    assert (one.status_code, two.status_code) == (200, 200)
    assert one.json()["refresh_token"] == two.json()["refresh_token"] != first


async def test_a_replay_after_rotation_revokes_the_family(client: httpx.AsyncClient) -> None:
    login = (await _login(client)).json()
    second = (await _refresh(client, login["refresh_token"])).json()
    third = (await _refresh(client, second["refresh_token"])).json()
    replay = await _refresh(client, login["refresh_token"])
    assert (replay.status_code, replay.json()["code"]) == (401, "REFRESH_REFUSED")
    after = await _refresh(client, third["refresh_token"])
    assert after.status_code == 401
    me = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {third['access_token']}"})
    assert me.status_code == 401


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("signs out", "signed_out"),
        ("is deactivated", "deactivated"),
        ("is given another password", "password_changed"),
        ("stays away too long", "expired"),
        ("never had one", "unknown"),
    ],
)
async def test_a_refused_refresh_says_how_the_sign_in_ended(
    people: People, stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient, how: str, reason: str
) -> None:
    await people.make("operator", "olga@shop.example")
    login = (await _login(client, "olga@shop.example")).json()
    token, person = login["refresh_token"], f"/api/users/{login['user']['id']}"
    if how == "signs out":
        await client.post("/api/auth/logout", headers={"Authorization": f"Bearer {login['access_token']}"})
    elif how == "is deactivated":
        await owner.patch(person, json={"is_active": False})
    elif how == "is given another password":
        await owner.patch(person, json={"password": "quite another password"})
    elif how == "stays away too long":
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(text("UPDATE identity_refresh_family SET expires_at = now()"))
    else:
        token = "rdr_nobodys"
    refused = await _refresh(client, token)
    body = refused.json()
    assert (refused.status_code, body["code"], body["details"]) == (401, "REFRESH_REFUSED", {"reason": reason})


async def test_another_device_stays_signed_in_when_one_family_is_revoked(client: httpx.AsyncClient) -> None:
    laptop, phone = (await _login(client)).json(), (await _login(client)).json()
    stolen = laptop["refresh_token"]
    following = (await _refresh(client, stolen)).json()["refresh_token"]
    await _refresh(client, following)
    assert (await _refresh(client, stolen)).status_code == 401
    assert (await _refresh(client, phone["refresh_token"])).status_code == 200


async def test_the_cookie_refreshes_too_and_is_not_readable_by_scripts(client: httpx.AsyncClient) -> None:
    answer = await _login(client)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    refreshed = await client.post("/api/auth/refresh", json={})
    assert refreshed.status_code == 200


@pytest.mark.parametrize("access_token", [None, "expired", "nobody's"])
async def test_the_cookie_alone_signs_out(client: httpx.AsyncClient, stack: Stack, access_token: str | None) -> None:
    login = (await _login(client)).json()
    expired = {"sub": login["user"]["id"], "fam": 1, "exp": 1}
    tokens = {"expired": jwt.encode(expired, stack.kernel.options.secret_key, "HS256"), "nobody's": "rd_nobody"}
    headers = {"Authorization": f"Bearer {tokens[access_token]}"} if access_token else {}
    answer = await client.post("/api/auth/logout", headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert "Max-Age=0" in answer.headers["set-cookie"]
    refused = await _refresh(client, login["refresh_token"])
    assert (refused.status_code, refused.json()["details"]) == (401, {"reason": "signed_out"})
    me = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {login['access_token']}"})
    assert me.status_code == 401
    later = {"Authorization": f"Bearer {(await _login(client)).json()['access_token']}"}
    entries = (await client.get("/api/audit", params={"action": "user.signed_out"}, headers=later)).json()["items"]
    assert [entry["target"] for entry in entries] == [login["user"]["id"]]


async def test_signing_out_without_a_sign_in_is_no_error_and_touches_no_cookie(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/auth/logout")
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    client.cookies.set("relaydesk_refresh", "rdr_nobodys")
    answer = await client.post("/api/auth/logout")
    assert (answer.status_code, "Max-Age=0" in answer.headers["set-cookie"]) == (200, True)


async def test_signing_out_ends_this_sign_in_alone(client: httpx.AsyncClient) -> None:
    one, two = (await _login(client)).json(), (await _login(client)).json()
    client.cookies.clear()  # another device has its own
    bearer = {"Authorization": f"Bearer {one['access_token']}"}
    assert (await client.post("/api/auth/logout", headers=bearer)).status_code == 200
    assert (await client.get("/api/auth/me", headers=bearer)).status_code == 401
    other = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {two['access_token']}"})
    assert other.status_code == 200


async def test_an_operator_signs_in_by_user_name(people: People, client: httpx.AsyncClient) -> None:
    await people.make("operator", "olga@shop.example", name="Olga", max_sessions=3)
    answer = await client.post("/api/agent/login", json={"username": "olga@shop.example", "password": OWNER_PASSWORD})
    agent = answer.json()["agent"]
    assert (answer.json()["success"], agent["name"], agent["role"], agent["status"], agent["max_sessions"]) == (
        True, "Olga", "agent", "online", 3,
    )  # fmt: skip
    again = await client.post("/api/agent/refresh", json={"refresh_token": answer.json()["refresh_token"]})
    assert set(again.json()) == {"success", "token", "refresh_token", "expires_in"}
    bearer = {"Authorization": f"Bearer {again.json()['token']}"}
    assert (await client.get("/api/agent/profile", headers=bearer)).json()["agent"]["username"] == "olga@shop.example"
    assert (await client.post("/api/agent/logout", headers=bearer)).json() == {"success": True}


async def test_a_viewer_has_no_operator_seat(people: People, client: httpx.AsyncClient) -> None:
    await people.make("viewer", "vera@shop.example")
    answer = await client.post("/api/agent/login", json={"username": "vera@shop.example", "password": OWNER_PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


async def test_changing_the_password_signs_the_other_devices_out(client: httpx.AsyncClient) -> None:
    here, there = (await _login(client)).json(), (await _login(client)).json()
    bearer = {"Authorization": f"Bearer {here['access_token']}"}
    body = {"current_password": OWNER_PASSWORD, "new_password": "another long one"}
    assert (await client.patch("/api/auth/me", json=body, headers=bearer)).status_code == 200
    assert (await client.get("/api/auth/me", headers=bearer)).status_code == 200
    other = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {there['access_token']}"})
    assert other.status_code == 401
    assert (await _login(client, password="another long one")).status_code == 200
