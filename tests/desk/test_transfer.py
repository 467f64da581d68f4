"""A session is offered to a colleague, accepted or declined, back after a minute; who leaves leaves nothing stuck."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from events import read_events
from gateway_admin import eventually
from harness import OWNER_PASSWORD, People, Stack
from sqlalchemy import text

from relaydesk.kernel.database import utc_now


@dataclass
class Seat:
    """A signed-in operator and their id."""

    http: httpx.AsyncClient
    id: str


async def seat(people: People, name: str, *, max_sessions: int = 5, role: str = "operator") -> Seat:
    email = f"{name.lower()}@shop.example"
    await people.make(role, email, name=name, max_sessions=max_sessions)
    http = await people.sign_in(email, OWNER_PASSWORD)
    return Seat(http, (await http.get("/api/auth/me")).json()["id"])


async def served_by(operator: Seat, client: httpx.AsyncClient) -> str:
    name: str = (await client.post("/api/chat", json={"message": "Hi"})).json()["session_name"]
    assert (await operator.http.post(f"/api/sessions/{name}/takeover")).status_code == 200
    return name


@pytest.fixture
async def ann(people: People) -> Seat:
    return await seat(people, "Ann")


@pytest.fixture
async def bob(people: People) -> Seat:
    return await seat(people, "Bob")


async def test_an_offer_is_accepted_and_the_session_changes_hands_in_a_new_epoch(
    client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    name = await served_by(ann, client)
    offered = (await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id, "note": "Size 52?"})).json()
    assert (offered["operator"]["name"], offered["status"], offered["epoch"]) == ("Ann", "human", 1)
    assert offered["offer"]["to"] == {"id": bob.id, "name": "Bob"}
    seen = (await bob.http.get(f"/api/sessions/{name}")).json()
    assert seen["offer"]["note"] == "Size 52?"
    taken = (await bob.http.post(f"/api/sessions/{name}/accept")).json()
    assert (taken["operator"]["name"], taken["epoch"], taken["offer"]) == ("Bob", 2, None)
    late = await ann.http.post("/api/manual/messages", json={"session_name": name, "content": "Wait"})
    assert (late.status_code, late.json()["code"]) == (409, "SESSION_NOT_YOURS")


async def test_a_visitor_does_not_see_what_operators_tell_each_other(
    client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    made = (await client.post("/api/chat", json={"message": "Hi"})).json()
    name, visitor = made["session_name"], {"Authorization": f"Bearer {made['visitor_token']}"}
    await ann.http.post(f"/api/sessions/{name}/takeover")
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id, "note": "A difficult one"})
    assert (await client.get(f"/api/sessions/{name}", headers=visitor)).json()["offer"] is None


async def test_the_note_of_an_offer_stays_in_the_conversation_for_operators_alone(
    client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    made = (await client.post("/api/chat", json={"message": "Hi"})).json()
    name, visitor = made["session_name"], {"Authorization": f"Bearer {made['visitor_token']}"}
    await ann.http.post(f"/api/sessions/{name}/takeover")
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id, "note": "Wants size 52"})
    await bob.http.post(f"/api/sessions/{name}/accept")
    await bob.http.post("/api/manual/messages", json={"session_name": name, "content": "Hello"})
    path = f"/api/sessions/{name}/messages"
    read = (await bob.http.get(path)).json()["items"]
    note = next(message for message in read if message["note_for"] is not None)
    assert (note["author"], note["note_for"], note["content"]) == ("Ann", "Bob", "Wants size 52")
    shown = (await client.get(path, headers=visitor)).json()
    assert [one["content"] for one in shown["items"]] == [one["content"] for one in read if one is not note]
    assert [one["note_for"] for one in shown["items"]] == [None] * len(shown["items"])


async def _kinds_until_a_message(reader: httpx.AsyncClient, name: str, after_seq: int, **headers: str) -> list[str]:
    path, kinds = f"/api/sessions/{name}/events", []
    async with reader.stream("GET", path, params={"after_seq": after_seq}, headers=headers) as response:
        async for event in read_events(response):
            kinds.append(event["event"])
            if event["event"] == "message":
                break
    return kinds


async def test_the_stream_of_a_session_carries_a_note_to_operators_alone(
    client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    made = (await client.post("/api/chat", json={"message": "Hi"})).json()
    name, token = made["session_name"], made["visitor_token"]
    before = (await ann.http.post(f"/api/sessions/{name}/takeover")).json()["last_seq"]
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id, "note": "Wants size 52"})
    await bob.http.post(f"/api/sessions/{name}/accept")
    await bob.http.post("/api/manual/messages", json={"session_name": name, "content": "Hello"})
    assert await _kinds_until_a_message(bob.http, name, before) == ["note", "status", "message"]
    visitor = {"Authorization": f"Bearer {token}"}
    assert await _kinds_until_a_message(client, name, before, **visitor) == ["status", "message"]


async def test_a_declined_offer_leaves_the_session_where_it_was(
    client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    name = await served_by(ann, client)
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id})
    declined = (await bob.http.post(f"/api/sessions/{name}/decline")).json()
    assert (declined["operator"]["name"], declined["offer"]) == ("Ann", None)
    late = await bob.http.post(f"/api/sessions/{name}/accept")
    assert (late.status_code, late.json()["code"]) == (409, "OFFER_OVER")


async def test_an_offer_goes_back_after_a_minute(stack: Stack, client: httpx.AsyncClient, ann: Seat, bob: Seat) -> None:
    name = await served_by(ann, client)
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id})
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE desk_session SET offered_until = now() - interval '1 second'"))
    assert (await bob.http.post(f"/api/sessions/{name}/accept")).json()["code"] == "OFFER_OVER"

    async def is_back() -> bool:
        return (await ann.http.get(f"/api/sessions/{name}")).json()["offer"] is None

    await eventually(is_back, within_s=10)


async def test_of_many_who_accept_and_take_over_at_once_one_wins(
    people: People, client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    name = await served_by(ann, client)
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id})
    carl = await seat(people, "Carl")
    answers = await asyncio.gather(
        *(bob.http.post(f"/api/sessions/{name}/accept") for _ in range(5)),
        *(carl.http.post(f"/api/sessions/{name}/takeover") for _ in range(5)),
        *(carl.http.post(f"/api/sessions/{name}/accept") for _ in range(5)),
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 14]
    assert (await ann.http.get(f"/api/sessions/{name}")).json()["operator"]["name"] == "Bob"


async def test_an_offer_counts_towards_the_capacity_of_who_accepts_it(
    people: People, client: httpx.AsyncClient, ann: Seat
) -> None:
    dora = await seat(people, "Dora", max_sessions=1)
    await served_by(dora, client)
    name = await served_by(ann, client)
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": dora.id})
    full = await dora.http.post(f"/api/sessions/{name}/accept")
    assert (full.status_code, full.json()["code"]) == (409, "OPERATOR_AT_CAPACITY")


async def test_one_cannot_offer_what_is_not_ones_own_nor_to_nobody(
    people: People, client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    viewer = await seat(people, "Vic", role="viewer")
    name = await served_by(ann, client)
    path = f"/api/sessions/{name}/transfer"
    assert (await bob.http.post(path, json={"to": ann.id})).json()["code"] == "SESSION_NOT_YOURS"
    assert (await ann.http.post(path, json={"to": viewer.id})).json()["code"] == "OPERATOR_NOT_FOUND"
    assert (await ann.http.post(path, json={"to": "user_0000000000000000"})).json()["code"] == "OPERATOR_NOT_FOUND"
    himself = await ann.http.post(path, json={"to": ann.id})
    assert (himself.status_code, himself.json()["details"]["errors"][0]["field"]) == (422, "to")


async def test_who_gets_a_role_without_the_desk_leaves_no_session_behind(
    client: httpx.AsyncClient, owner: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    name = await served_by(ann, client)
    assert (await owner.patch(f"/api/users/{ann.id}", json={"role": "admin"})).status_code == 200
    assert (await bob.http.get(f"/api/sessions/{name}")).json()["operator"]["name"] == "Ann"
    assert (await owner.patch(f"/api/users/{ann.id}", json={"role": "developer"})).status_code == 200
    session = (await bob.http.get(f"/api/sessions/{name}")).json()
    assert (session["status"], session["operator"]) == ("waiting", None)


async def test_the_sessions_of_who_is_deactivated_go_to_the_head_of_the_queue(
    client: httpx.AsyncClient, owner: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    waiting = (await client.post("/api/chat", json={"message": "Hi"})).json()
    visitor = {"Authorization": f"Bearer {waiting['visitor_token']}"}
    await client.post(f"/api/sessions/{waiting['session_name']}/escalate", headers=visitor)
    name = await served_by(ann, client)
    offered = await served_by(bob, client)
    await bob.http.post(f"/api/sessions/{offered}/transfer", json={"to": ann.id})
    assert (await owner.post(f"/api/users/{ann.id}/deactivate")).status_code == 200
    queue = (await bob.http.get("/api/sessions", params={"status": "waiting"})).json()["items"]
    assert [one["session_name"] for one in queue] == [name, waiting["session_name"]]
    assert (queue[0]["operator"], queue[0]["epoch"]) == (None, 2)
    assert (await bob.http.get(f"/api/sessions/{offered}")).json()["offer"] is None
    assert (await bob.http.post(f"/api/sessions/{name}/takeover")).status_code == 200


async def test_an_operator_finds_the_colleagues_who_can_be_offered_a_session(
    people: People, owner: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    await seat(people, "Stella", role="staff")
    left = await seat(people, "Lena")
    assert (await owner.post(f"/api/users/{left.id}/deactivate", json={})).status_code == 200
    listed = (await ann.http.get("/api/desk/colleagues")).json()
    me = (await owner.get("/api/auth/me")).json()
    assert sorted(one["id"] for one in listed["items"]) == sorted([bob.id, me["id"]])
    assert listed["total"] == 2
    found = (await ann.http.get("/api/desk/colleagues", params={"q": "bo"})).json()
    assert found["items"] == [{"id": bob.id, "name": "Bob", "sessions": 0, "max_sessions": 5, "is_signed_in": True}]


async def test_an_operator_sees_how_much_each_colleague_serves(client: httpx.AsyncClient, ann: Seat, bob: Seat) -> None:
    for _ in range(2):
        await served_by(bob, client)
    closed = await served_by(bob, client)
    await bob.http.post(f"/api/sessions/{closed}/close")
    found = (await ann.http.get("/api/desk/colleagues", params={"q": "Bob"})).json()
    assert [(one["sessions"], one["max_sessions"]) for one in found["items"]] == [(2, 5)]


async def test_an_operator_sees_which_colleagues_are_signed_in(
    stack: Stack, people: People, ann: Seat, bob: Seat
) -> None:
    await people.make("operator", "never@shop.example", name="Nora Never")
    idle = await seat(people, "Ida")

    async def signed_in() -> list[str]:
        items = (await ann.http.get("/api/desk/colleagues")).json()["items"]
        return [one["name"] for one in items if one["is_signed_in"] and one["name"] != "Owner"]

    assert await signed_in() == ["Bob", "Ida"]
    await bob.http.post("/api/auth/logout")
    assert await signed_in() == ["Ida"]
    moment = utc_now() - timedelta(seconds=stack.kernel.options.access_token_ttl_s, minutes=2)
    aged = (
        "UPDATE identity_refresh_token SET created_at = :moment WHERE family_id IN (SELECT family.id"
        " FROM identity_refresh_family family JOIN identity_user person ON person.id = user_id WHERE public_id = :id)"
    )
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(aged), {"moment": moment, "id": idle.id})
    assert await signed_in() == []


async def test_an_operator_lists_what_is_offered_to_them_until_it_is_over(
    stack: Stack, client: httpx.AsyncClient, ann: Seat, bob: Seat
) -> None:
    async def offered_to(operator: Seat) -> list[str]:
        found = (await operator.http.get("/api/sessions", params={"offered": True})).json()
        return [session["session_name"] for session in found["items"]]

    name = await served_by(ann, client)
    await served_by(bob, client)
    await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id})
    assert (await offered_to(bob), await offered_to(ann)) == ([name], [])
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE desk_session SET offered_until = now() - interval '1 second'"))
    assert await offered_to(bob) == []


async def test_the_desk_stream_shows_an_offer_and_its_end(client: httpx.AsyncClient, ann: Seat, bob: Seat) -> None:
    name = await served_by(ann, client)
    async with bob.http.stream("GET", "/api/desk/events") as response:
        events = read_events(response)
        while (await anext(events))["data"]["operator"] is None:
            pass
        await ann.http.post(f"/api/sessions/{name}/transfer", json={"to": bob.id, "note": "Size 52?"})
        offered = await anext(events)
        await bob.http.post(f"/api/sessions/{name}/decline")
        declined = await anext(events)
    offer = offered["data"]["offer"]
    assert (offer["to"]["id"], offer["note"], declined["data"]["offer"]) == (bob.id, "Size 52?", None)
