"""Names, tokens and identities of visitors: nobody squats, probes, or reads the conversation of the last customer."""

from typing import Any

import httpx
import pytest
from harness import Stack
from sqlalchemy import text


def bearer(body: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {body['visitor_token']}"}


async def say(client: httpx.AsyncClient, message: str, session: dict[str, Any] | None = None, **more: Any) -> Any:
    body = {"message": message, **({"session_name": session["session_name"]} if session else {}), **more}
    return await client.post("/api/chat", json=body, headers=bearer(session) if session else {})


async def test_a_stranger_can_neither_choose_a_name_nor_find_out_which_exist(client: httpx.AsyncClient) -> None:
    made = (await say(client, "Hi")).json()
    foreign = {"session_name": made["session_name"], "visitor_token": "rdv_somebody-elses-0000000000000000000000"}
    unknown = {"session_name": "sess_0000000000000000", "visitor_token": foreign["visitor_token"]}
    for way in (
        lambda who: say(client, "Hi", who),
        lambda who: client.get(f"/api/sessions/{who['session_name']}", headers=bearer(who)),
        lambda who: client.get(f"/api/sessions/{who['session_name']}/messages", headers=bearer(who)),
        lambda who: client.get(f"/api/sessions/{who['session_name']}/events", headers=bearer(who)),
        lambda who: client.post(f"/api/sessions/{who['session_name']}/escalate", headers=bearer(who)),
        lambda who: client.post(f"/api/sessions/{who['session_name']}/close"),
    ):
        answers = [await way(who) for who in (foreign, unknown)]
        told = [{**answer.json(), "timestamp": "", "request_id": ""} for answer in answers]
        assert [answer.status_code for answer in answers] == [401, 401]
        assert told[0] == told[1]


async def test_a_program_names_sessions_and_is_their_visitor_even_when_its_first_answer_was_lost(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    keys = [(await owner.post("/api/keys", json={"name": n, "scopes": ["chat"]})).json()["key"] for n in ("a", "b")]
    first, second = [stack.client(**{"X-API-Key": key}) for key in keys]
    body = {"message": "Hello", "session_name": "order-1001", "client_message_id": "m1"}
    answers = [(await first.post("/api/chat", json=body)).json() for _ in range(2)]
    assert [answer["user_message"]["seq"] for answer in answers] == [1, 1]
    assert (await first.get("/api/sessions/order-1001/messages")).json()["items"][0]["content"] == "Hello"
    for answer in (await second.post("/api/chat", json=body), await second.get("/api/sessions/order-1001")):
        assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    for http in (first, second):
        await http.aclose()


async def test_a_key_without_the_scope_is_a_visitor_like_any_other(stack: Stack, owner: httpx.AsyncClient) -> None:
    key = (await owner.post("/api/keys", json={"name": "p", "scopes": ["proxy"]})).json()["key"]
    async with stack.client(**{"X-API-Key": key}) as program:
        named = await program.post("/api/chat", json={"message": "Hi", "session_name": "order-1002"})
        assert (named.status_code, named.json()["code"]) == (401, "UNAUTHENTICATED")
        assert (await program.post("/api/chat", json={"message": "Hi"})).status_code == 200


async def test_an_anonymous_session_takes_the_first_identity_and_says_it_is_not_verified(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = (await say(client, "Hi")).json()
    again = (await say(client, "Signed in", made, user={"id": "c-7", "name": "Jane"})).json()
    assert again["session_name"] == made["session_name"]
    await say(client, "And more", made, user={"id": "c-7", "name": "Jane", "email": "jane@shop.example"})
    shown = (await owner.get(f"/api/sessions/{made['session_name']}")).json()
    assert shown["visitor"] == {"id": "c-7", "name": "Jane", "email": "jane@shop.example"}
    assert shown["is_visitor_verified"] is False


async def test_another_identity_in_the_same_browser_begins_another_session(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = (await say(client, "My private order", user={"id": "c-1"})).json()
    other = (await say(client, "Hello", made, user={"id": "c-2"})).json()
    assert other["session_name"] != made["session_name"]
    seen = (await client.get(f"/api/sessions/{other['session_name']}/messages", headers=bearer(other))).json()["items"]
    assert [message["content"] for message in seen if message["role"] == "visitor"] == ["Hello"]
    assert (await owner.get(f"/api/sessions/{made['session_name']}")).json()["visitor"] == {"id": "c-1"}
    refused = await client.get(f"/api/sessions/{other['session_name']}", headers=bearer(made))
    assert refused.status_code == 401


@pytest.mark.parametrize(
    "message",
    [
        "I want to talk to a human",
        "can I speak with a real person please",
        "转人工",
        "我要人工客服",
        "Get me an operator!",
    ],
)
async def test_whoever_asks_for_a_person_gets_one_offered(
    stack: Stack, client: httpx.AsyncClient, message: str
) -> None:
    answer = (await say(client, message)).json()["message"]
    assert (answer["role"], answer["offers_human"], answer["sources"]) == ("assistant", True, [])
    assert ("转人工" in answer["content"]) == (not message.isascii())
    assert stack.model.bodies == []  # no model is asked


async def test_a_question_about_shoes_is_no_wish_for_a_person(stack: Stack, client: httpx.AsyncClient) -> None:
    for message in ("Do you have shoes for a person with wide feet?", "Is this a human hair wig?", "人造皮革吗"):
        assert (await say(client, message)).json()["message"]["offers_human"] is False


async def test_a_session_of_a_deleted_assistant_is_answered_by_the_default_one(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    gone = (await owner.post("/api/assistants", json={"name": "Seasonal"})).json()
    made = (await say(client, "Hi", assistant=gone["id"])).json()
    assert (await owner.delete(f"/api/assistants/{gone['id']}")).status_code == 204
    answer = await say(client, "Still there?", made)
    assert (answer.status_code, answer.json()["message"]["author"]) == (200, "Shop assistant")


async def test_an_erased_session_is_gone_for_everybody_and_the_audit_log_says_who_did_it(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = (await say(client, "Hi")).json()
    path = f"/api/sessions/{made['session_name']}"
    assert (await owner.delete(path)).status_code == 204
    assert (await owner.get(path)).status_code == 404
    assert (await client.get(path, headers=bearer(made))).status_code == 401
    async with stack.kernel.database.read() as db:
        assert (await db.execute(text("SELECT count(*) FROM desk_event"))).scalar() == 0
        acts = (await db.scalars(text("SELECT action FROM identity_audit WHERE action LIKE 'session.%'"))).all()
    assert acts == ["session.erased"]


async def test_a_session_is_found_by_a_part_of_its_visitors_name_or_address(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = (await say(client, "Hi", user={"name": "Jane Doe", "email": "jd@shop.example"})).json()
    await say(client, "Hi", user={"name": "Somebody Else"})
    for query in ("jane d", "JD@shop", made["session_name"]):
        found = (await owner.get("/api/sessions", params={"q": query})).json()
        assert [session["session_name"] for session in found["items"]] == [made["session_name"]]
    assert (await owner.get("/api/sessions", params={"q": "nobody"})).json()["total"] == 0
