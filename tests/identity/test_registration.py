"""How somebody gets an account: by invitation, or, where registration is open, one that waits for a role."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack, start_stack
from sqlalchemy import text

NEW = {"email": "New@Shop.example", "password": "a long enough one", "name": "New"}


async def _invite(
    inviter: httpx.AsyncClient, role: str = "operator", email: str = "new@shop.example"
) -> dict[str, Any]:
    answer = await inviter.post("/api/invitations", json={"email": email, "role": role})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _register(client: httpx.AsyncClient, **fields: Any) -> httpx.Response:
    return await client.post("/api/auth/register", json={**NEW, **fields})


async def test_nobody_registers_without_an_invitation(client: httpx.AsyncClient, owner: httpx.AsyncClient) -> None:
    refused = await _register(client)
    assert (refused.status_code, refused.json()["code"]) == (403, "REGISTRATION_CLOSED")
    assert [user["email"] for user in (await owner.get("/api/users")).json()["items"]] == [OWNER_EMAIL]


async def test_an_invited_person_gets_the_role_they_were_invited_to(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = await _invite(owner)
    assert set(made) == {"id", "email", "role", "url", "token", "expires_at"}
    place = urlsplit(made["url"])
    assert (place.path, place.query) == ("/console/register", "")
    assert parse_qs(place.fragment) == {"invitation": [made["token"]], "email": ["new@shop.example"]}
    answer = await _register(client, invitation=made["token"])
    user = answer.json()["user"]
    assert (answer.status_code, user["role"], user["email"]) == (201, "operator", "new@shop.example")
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert (await client.get("/api/sessions", headers=bearer)).status_code == 200
    assert (await owner.get("/api/invitations")).json()["items"] == []


async def test_an_invitation_is_good_once_even_for_two_at_the_same_moment(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    token = (await _invite(owner))["token"]
    answers = await asyncio.gather(*(_register(client, invitation=token) for _ in range(3)))
    assert sorted(a.status_code for a in answers) == [201, 403, 403]
    assert {a.json()["code"] for a in answers if a.status_code == 403} == {"INVITATION_REFUSED"}


async def test_an_invitation_ends_after_seven_days_when_withdrawn_and_when_given_again(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    old, first, withdrawn = await _invite(owner, email="old@shop.example"), await _invite(owner), None
    withdrawn = await _invite(owner, email="gone@shop.example")
    async with stack.kernel.database.unit_of_work() as uow:
        past = "UPDATE identity_invitation SET expires_at = now() WHERE public_id = :id"
        await uow.db.execute(text(past), {"id": old["id"]})
    second = await _invite(owner)
    assert (await owner.delete(f"/api/invitations/{withdrawn['id']}")).status_code == 204
    assert (await owner.delete(f"/api/invitations/{withdrawn['id']}")).status_code == 404
    listed = (await owner.get("/api/invitations")).json()["items"]
    assert [(i["id"], i["invited_by"]) for i in listed] == [(second["id"], "Owner")]
    emails = [(old, "old@shop.example"), (withdrawn, "gone@shop.example"), (first, "new@shop.example")]
    answers = [await _register(client, email=email, invitation=made["token"]) for made, email in emails]
    assert [a.json()["code"] for a in answers] == ["INVITATION_REFUSED"] * 3
    assert (await _register(client, invitation=second["token"])).status_code == 201


async def test_an_invitation_is_for_the_address_that_was_invited(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    token = (await _invite(owner))["token"]
    other = await _register(client, email="other@shop.example", invitation=token)
    assert [e["field"] for e in other.json()["details"]["errors"]] == ["email"]
    both = await _register(client, email="other@shop.example", invitation=token, password="password123")
    assert [r["type"] for r in both.json()["details"]["reasons"]] == ["email_not_invited", "password_guessable"]
    assert (await _register(client, invitation=token)).status_code == 201
    taken = await owner.post("/api/invitations", json={"email": "NEW@shop.example", "role": "viewer"})
    assert (taken.status_code, taken.json()["code"]) == (409, "EMAIL_TAKEN")


@pytest.mark.parametrize(("role", "status"), [("owner", 403), ("admin", 403), ("staff", 201), ("pending", 422)])
async def test_an_admin_invites_no_owner_and_no_admin(people: People, role: str, status: int) -> None:
    admin = await people.named("admin")
    answer = await admin.post("/api/invitations", json={"email": "new@shop.example", "role": role})
    assert answer.status_code == status


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "operator"}])
async def test_an_invitation_is_worth_what_its_sender_is_worth(
    people: People, client: httpx.AsyncClient, owner: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    token = (await _invite(await people.named("admin"), "staff"))["token"]
    admin = (await owner.get("/api/users", params={"q": "admin@"})).json()["items"][0]["id"]
    assert (await owner.patch(f"/api/users/{admin}", json=change)).status_code == 200
    assert (await _register(client, invitation=token)).json()["code"] == "INVITATION_REFUSED"


async def test_the_token_is_in_no_other_answer(client: httpx.AsyncClient, owner: httpx.AsyncClient) -> None:
    token = (await _invite(owner))["token"]
    await _register(client, email="other@shop.example", invitation=token)
    answers = [await owner.get(path) for path in ("/api/invitations", "/api/audit")]
    assert [token in a.text for a in answers] == [False, False]


async def test_where_registration_is_open_a_stranger_sees_their_own_profile_and_nothing_else(
    database_url: str, redis_url: str, stack: Stack, owner: httpx.AsyncClient, tmp_path: Path
) -> None:
    opened = start_stack(database_url, redis_url, tmp_path, registration_open=True)
    async with opened as open_stack, open_stack.client() as http:
        answer = await _register(http)
    assert (answer.status_code, answer.json()["user"]["role"]) == (201, "pending")
    async with stack.client(Authorization=f"Bearer {answer.json()['access_token']}") as stranger:
        me = await stranger.get("/api/auth/me")
        assert (me.json()["role"], me.json()["permissions"]) == ("pending", [])
        paths = (
            "/api/sessions",
            "/api/admin/logs",
            "/api/tasks",
            "/merchants",
            "/api/admin/stats",
            "/api/health/detailed",
        )
        assert [(await stranger.get(path)).status_code for path in paths] == [403] * 6
        assert (await stranger.patch("/api/auth/me", json={"name": "Somebody"})).status_code == 403
        await owner.patch(f"/api/users/{answer.json()['user']['id']}", json={"role": "viewer"})
        assert (await stranger.get("/merchants")).status_code == 200


async def test_a_viewer_sees_figures_catalogue_and_health_but_nothing_that_others_wrote(people: People) -> None:
    viewer = await people.named("viewer")
    seen = ("/api/admin/stats", "/merchants", "/products?merchant_id=merch_0", "/api/health/detailed", "/api/workers")
    hidden = (
        *("/api/sessions", "/api/desk/events", "/api/admin/logs", "/api/admin/logs/export", "/api/admin/scripts"),
        *("/api/tasks", "/api/schedules", "/api/assistants", "/api/keys", "/api/users", "/api/audit"),
    )
    assert [(await viewer.get(path)).status_code for path in seen] == [200, 200, 404, 200, 200]
    assert [(await viewer.get(path)).status_code for path in hidden] == [403] * 11


async def test_a_common_password_is_refused_by_name(client: httpx.AsyncClient, owner: httpx.AsyncClient) -> None:
    token = (await _invite(owner))["token"]
    common = ("password1", "qwertyuiop", "P@ssw0rd123", "new@shop.example", "aaaaaaaaaaaa")
    answers = [await _register(client, password=password, invitation=token) for password in common]
    made = {**NEW, "email": "ada@shop.example", "password": "letmein12", "role": "staff"}
    answers.append(await owner.post("/api/users", json=made))
    wrong = [(a.status_code, [e["field"] for e in a.json()["details"]["errors"]]) for a in answers]
    assert wrong == [(422, ["password"])] * 6
    change = {"current_password": OWNER_PASSWORD, "new_password": "iloveyou1"}
    refused = await owner.patch("/api/auth/me", json=change)
    assert [e["field"] for e in refused.json()["details"]["errors"]] == ["new_password"]
    assert (await _register(client, invitation=token)).status_code == 201
