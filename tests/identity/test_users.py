"""People through `/api/users`: made, changed, never without an owner, signed out everywhere when deactivated."""

import asyncio

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People

NEW = {"email": "Ada@Shop.example", "password": "long enough", "name": "Ada", "role": "staff", "max_sessions": 3}
SHAPE = {"id", "email", "name", "role", "is_active", "max_sessions", "last_login_at", "created_at"}


async def _id_of(owner: httpx.AsyncClient, email: str) -> str:
    items = (await owner.get("/api/users", params={"q": email})).json()["items"]
    assert [item["email"] for item in items] == [email]
    return str(items[0]["id"])


async def test_a_person_is_made_listed_and_found_by_a_part_of_their_name(owner: httpx.AsyncClient) -> None:
    made = await owner.post("/api/users", json=NEW)
    body = made.json()
    assert made.status_code == 201
    assert set(body) == SHAPE
    assert (body["email"], body["role"], body["is_active"], body["max_sessions"]) == (
        "ada@shop.example",
        "staff",
        True,
        3,
    )
    listed = (await owner.get("/api/users")).json()
    assert ([u["email"] for u in listed["items"]], listed["total"]) == ([OWNER_EMAIL, "ada@shop.example"], 2)
    found = (await owner.get("/api/users", params={"q": "AD"})).json()
    assert [u["name"] for u in found["items"]] == ["Ada"]
    assert (await owner.get("/api/users", params={"q": "%"})).json()["total"] == 0
    assert (await owner.get(f"/api/users/{body['id']}")).json() == body


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"password": "short"}, "password"),
        ({"role": "king"}, "role"),
        ({"name": " "}, "name"),
        ({"max_sessions": 0}, "max_sessions"),
        ({"admin": True}, "admin"),
    ],
)
async def test_a_wrong_field_is_named(owner: httpx.AsyncClient, change: dict[str, object], field: str) -> None:
    answer = await owner.post("/api/users", json={**NEW, **change})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])


async def test_an_address_is_taken_once_whatever_its_case(owner: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(owner.post("/api/users", json={**NEW, "email": email}) for email in ("a@shop.example", "A@Shop.example"))
    )
    assert sorted(a.status_code for a in answers) == [201, 409]
    later = await owner.post("/api/users", json=NEW | {"email": "A@SHOP.example"})
    assert (later.status_code, later.json()["code"]) == (409, "EMAIL_TAKEN")


async def test_a_taken_address_and_a_guessable_password_are_named_in_one_answer(owner: httpx.AsyncClient) -> None:
    assert (await owner.post("/api/users", json=NEW)).status_code == 201
    answer = await owner.post("/api/users", json={**NEW, "password": "password123"})
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_FAILED")
    assert answer.json()["message"] == "Some fields are not valid: email, password"
    details = answer.json()["details"]
    assert [e["field"] for e in details["errors"]] == ["email", "password"]
    assert details["reasons"] == [
        {"field": "email", "type": "email_taken"},
        {"field": "password", "type": "password_guessable"},
    ]


async def test_a_change_touches_what_is_given_alone(owner: httpx.AsyncClient) -> None:
    before = (await owner.post("/api/users", json=NEW)).json()
    after = (await owner.patch(f"/api/users/{before['id']}", json={"role": "operator"})).json()
    assert after == {**before, "role": "operator"}
    unknown = await owner.patch("/api/users/user_none", json={"role": "operator"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "USER_NOT_FOUND")


async def test_a_new_role_counts_from_the_next_request(people: People, owner: httpx.AsyncClient) -> None:
    viewer = await people.named("viewer")
    body = {"name": "Shop"}
    assert (await viewer.post("/merchants", json=body)).status_code == 403
    await owner.patch(f"/api/users/{await _id_of(owner, 'viewer@shop.example')}", json={"role": "staff"})
    assert (await viewer.post("/merchants", json=body)).status_code == 201


@pytest.mark.parametrize("change", [{"role": "admin"}, {"is_active": False}])
async def test_the_last_owner_stays(owner: httpx.AsyncClient, change: dict[str, object]) -> None:
    own = await _id_of(owner, OWNER_EMAIL)
    answer = await owner.patch(f"/api/users/{own}", json=change)
    assert (answer.status_code, answer.json()["code"]) == (409, "LAST_OWNER")
    assert (await owner.post(f"/api/users/{own}/deactivate")).json()["code"] == "LAST_OWNER"
    assert (await owner.get("/api/auth/me")).json()["role"] == "owner"


async def test_of_two_owners_who_leave_at_once_one_stays(people: People, owner: httpx.AsyncClient) -> None:
    await people.make("owner", "second@shop.example")
    second = await people.sign_in("second@shop.example", OWNER_PASSWORD)
    ids = [await _id_of(owner, OWNER_EMAIL), await _id_of(owner, "second@shop.example")]
    answers = await asyncio.gather(
        owner.patch(f"/api/users/{ids[0]}", json={"role": "admin"}),
        second.patch(f"/api/users/{ids[1]}", json={"role": "admin"}),
    )
    assert sorted(a.status_code for a in answers) == [200, 409]


async def test_an_admin_makes_and_touches_no_owner(people: People, owner: httpx.AsyncClient) -> None:
    admin = await people.named("admin")
    own = await _id_of(owner, OWNER_EMAIL)
    made = await admin.post("/api/users", json={**NEW, "role": "owner"})
    promoted = await admin.patch(f"/api/users/{await _id_of(owner, 'admin@shop.example')}", json={"role": "owner"})
    reset = await admin.patch(f"/api/users/{own}", json={"password": "taken over"})
    assert [a.status_code for a in (made, promoted, reset)] == [403, 403, 403]


async def test_a_deactivated_person_is_out_everywhere_until_taken_back(
    people: People, owner: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    laptop = await people.named("staff")
    phone = await people.sign_in("staff@shop.example", OWNER_PASSWORD)
    login = {"email": "staff@shop.example", "password": OWNER_PASSWORD}
    refresh = (await client.post("/api/auth/login", json=login)).json()["refresh_token"]
    person = await _id_of(owner, "staff@shop.example")
    assert (await owner.post(f"/api/users/{person}/deactivate")).json()["is_active"] is False
    assert [(await c.get("/api/auth/me")).status_code for c in (laptop, phone)] == [401, 401]
    assert (await client.post("/api/auth/refresh", json={"refresh_token": refresh})).status_code == 401
    refused = await client.post("/api/auth/login", json=login)
    assert (refused.status_code, refused.json()["code"]) == (403, "WRONG_CREDENTIALS")
    await owner.patch(f"/api/users/{person}", json={"is_active": True})
    assert (await client.post("/api/auth/login", json=login)).status_code == 200
    assert (await laptop.get("/api/auth/me")).status_code == 401


async def test_a_new_password_signs_out_everywhere(people: People, owner: httpx.AsyncClient) -> None:
    staff = await people.named("staff")
    person = await _id_of(owner, "staff@shop.example")
    assert (await owner.patch(f"/api/users/{person}", json={"password": "quite another"})).status_code == 200
    assert (await staff.get("/api/auth/me")).status_code == 401
    assert (await (await people.sign_in("staff@shop.example", "quite another")).get("/api/auth/me")).status_code == 200


async def test_no_answer_and_no_audit_entry_holds_a_password(owner: httpx.AsyncClient) -> None:
    planted = "planted-pass-phrase-7781"
    made = await owner.post("/api/users", json={**NEW, "password": planted})
    answers = [
        made,
        await owner.patch(f"/api/users/{made.json()['id']}", json={"password": planted + "x"}),
        await owner.post("/api/users", json={**NEW, "password": planted, "role": "king"}),
        await owner.get("/api/users"),
        await owner.get("/api/audit"),
    ]
    assert [a.status_code for a in answers] == [201, 200, 422, 200, 200]
    assert [planted in a.text or "argon2" in a.text for a in answers] == [False] * 5
