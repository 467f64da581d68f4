"""A visitor chats: in one piece, as a stream, again with the same id, and with somebody else's session."""

import asyncio

import httpx
from events import read_events
from harness import People, Stack


async def test_a_visitor_asks_and_gets_an_answer_in_one_piece(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/chat", json={"message": "Do you have bicycles?"})
    body = answer.json()
    assert answer.status_code == 200, answer.text
    assert (body["success"], body["status"], body["user_message"]["seq"]) == (True, "bot", 1)
    assert body["visitor_token"].startswith("rdv_")
    assert {k: body["message"][k] for k in ("seq", "role", "content", "in_reply_to")} == {
        "seq": 2, "role": "assistant", "content": "We have a red bicycle.", "in_reply_to": 1,
    }  # fmt: skip


async def test_the_model_gets_the_conversation_and_the_request_id(stack: Stack, client: httpx.AsyncClient) -> None:
    first = await client.post("/api/chat", json={"message": "Hello"}, headers={"X-Request-ID": "chat-1"})
    body = first.json()
    bearer = {"Authorization": f"Bearer {body['visitor_token']}"}
    again = {"message": "And helmets?", "session_name": body["session_name"]}
    await client.post("/api/chat", json=again, headers=bearer)
    assert stack.model.bodies[0]["request_id"] == "chat-1"
    spoken = [(m["role"], m["content"]) for m in stack.model.bodies[1]["messages"][1:]]
    assert spoken == [("user", "Hello"), ("assistant", "We have a red bicycle."), ("user", "And helmets?")]


async def test_a_stream_tells_session_message_deltas_answer_and_done(client: httpx.AsyncClient) -> None:
    async with client.stream("POST", "/api/chat/stream", json={"message": "Bicycles?"}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        events = [event async for event in read_events(response)]
    assert [(e["event"], e["id"]) for e in events] == [
        ("session", None), ("message", 1), ("delta", None), ("delta", None), ("delta", None), ("message", 2),
        ("status", None), ("done", None),
    ]  # fmt: skip
    assert "".join(e["data"]["text"] for e in events if e["event"] == "delta") == "We have a red bicycle."


async def test_the_first_words_arrive_before_the_last_are_said(stack: Stack, client: httpx.AsyncClient) -> None:
    stack.model.gate.clear()
    async with client.stream("POST", "/api/chat/stream", json={"message": "Bicycles?"}) as response:
        events = read_events(response)
        seen = [await anext(events) for _ in range(3)]
        assert (seen[2]["event"], seen[2]["data"]["text"], stack.model.spoken) == ("delta", "We have ", 1)
        stack.model.gate.set()
        assert [e["event"] async for e in events][-1] == "done"


async def test_the_answer_is_written_although_the_browser_left(stack: Stack, client: httpx.AsyncClient) -> None:
    stack.model.gate.clear()
    async with client.stream("POST", "/api/chat/stream", json={"message": "Bicycles?"}) as response:
        opening = await anext(read_events(response))
    stack.model.gate.set()
    name, token = opening["data"]["session_name"], opening["data"]["visitor_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    for _ in range(100):
        items = (await client.get(f"/api/sessions/{name}/messages", headers=bearer)).json()["items"]
        if len(items) == 2:
            break
        await asyncio.sleep(0.05)
    assert [m["content"] for m in items] == ["Bicycles?", "We have a red bicycle."]


async def test_a_message_sent_twice_is_there_once_with_the_same_answer(stack: Stack, client: httpx.AsyncClient) -> None:
    first = (await client.post("/api/chat", json={"message": "Hi", "client_message_id": "m1"})).json()
    bearer = {"Authorization": f"Bearer {first['visitor_token']}"}
    again = {"message": "Hi", "client_message_id": "m1", "session_name": first["session_name"]}
    second = (await client.post("/api/chat", json=again, headers=bearer)).json()
    assert (second["user_message"]["seq"], second["message"]) == (1, first["message"])
    assert len(stack.model.bodies) == 1


async def test_100_parallel_sends_with_repeated_ids_give_50_messages_without_gaps(client: httpx.AsyncClient) -> None:
    created = (await client.post("/api/sessions", json={})).json()
    name, bearer = created["session_name"], {"Authorization": f"Bearer {created['visitor_token']}"}
    ids = [n % 50 for n in range(100)]
    sends = [{"message": f"message {n}", "client_message_id": f"id-{n}", "session_name": name} for n in ids]
    answers = await asyncio.gather(*(client.post("/api/chat", json=body, headers=bearer) for body in sends))
    assert {a.status_code for a in answers} == {200}
    items = (await client.get(f"/api/sessions/{name}/messages", headers=bearer)).json()["items"]
    assert [m["seq"] for m in items] == list(range(1, len(items) + 1))
    said = [m["content"] for m in items if m["role"] == "visitor"]
    assert sorted(said) == sorted(f"message {n}" for n in range(50))


async def test_somebody_elses_session_needs_its_token(client: httpx.AsyncClient) -> None:
    mine = (await client.post("/api/chat", json={"message": "Hi"})).json()
    name = mine["session_name"]
    other = (await client.post("/api/chat", json={"message": "Hi"})).json()["visitor_token"]
    for headers in ({}, {"Authorization": f"Bearer {other}"}, {"Authorization": "Bearer rdv_guess"}):
        refused = await client.post("/api/chat", json={"message": "x", "session_name": name}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (401, "UNAUTHENTICATED")
        assert (await client.get(f"/api/sessions/{name}/messages", headers=headers)).status_code == 401
        assert (await client.post(f"/api/sessions/{name}/escalate", headers=headers)).status_code == 401


async def test_a_model_that_fails_leaves_a_message_that_offers_a_human(stack: Stack, client: httpx.AsyncClient) -> None:
    stack.model.fails = True
    body = (await client.post("/api/chat", json={"message": "Hi"})).json()
    assert (body["message"]["role"], body["message"]["code"]) == ("system", "turn_failed")
    async with client.stream("POST", "/api/chat/stream", json={"message": "Hi"}) as response:
        events = [e["event"] async for e in read_events(response)]
    assert events == ["session", "message", "message", "error", "status", "done"]


async def test_bad_messages_are_refused_by_field(client: httpx.AsyncClient) -> None:
    for body in ({"message": ""}, {"message": "   "}, {"message": "x" * 4001}, {"message": "a\x00b"}, {}):
        answer = await client.post("/api/chat", json=body)
        assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, "message")
    named = await client.post("/api/chat", json={"message": "x", "session_name": "no spaces"})
    assert named.json()["details"]["errors"][0]["field"] == "session_name"


async def test_an_unknown_assistant_is_a_404_and_leaves_no_session(people: People, client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/chat", json={"message": "x", "assistant": "nobody"})
    assert (answer.status_code, answer.json()["code"]) == (404, "ASSISTANT_NOT_FOUND")
    operator = await people.named("operator")
    assert (await operator.get("/api/sessions")).json()["total"] == 0
