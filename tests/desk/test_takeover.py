"""Operators take over: one wins, late answers never appear, states move along the table, streams resume."""

import asyncio
from typing import Any

import httpx
import pytest
from events import read_events
from harness import OWNER_PASSWORD, People, Stack
from sqlalchemy import text

from relaydesk.desk.sessions.live import MOST_CHANGES
from relaydesk.desk.sessions.log import DESK, append_message, get_locked
from relaydesk.desk.types import Speaker


async def _start(client: httpx.AsyncClient, message: str = "Hi") -> tuple[str, dict[str, str]]:
    body = (await client.post("/api/chat", json={"message": message})).json()
    return body["session_name"], {"Authorization": f"Bearer {body['visitor_token']}"}


async def _messages(client: httpx.AsyncClient, name: str, bearer: dict[str, str]) -> list[tuple[str, str]]:
    items = (await client.get(f"/api/sessions/{name}/messages", headers=bearer)).json()["items"]
    return [(m["role"], m["content"]) for m in items]


async def test_a_waiting_visitor_is_served_by_an_operator(people: People, client: httpx.AsyncClient) -> None:
    name, visitor = await _start(client)
    operator = await people.named("operator")
    waiting = (await client.post(f"/api/sessions/{name}/escalate", headers=visitor)).json()
    assert (waiting["status"], waiting["epoch"]) == ("waiting", 1)
    listed = (await operator.get("/api/sessions", params={"status": "waiting"})).json()
    assert [s["session_name"] for s in listed["items"]] == [name]
    taken = (await operator.post(f"/api/sessions/{name}/takeover")).json()
    assert (taken["status"], taken["epoch"], taken["operator"]["name"]) == ("human", 2, "Operator")
    sent = await operator.post("/api/manual/messages", json={"session_name": name, "content": "Hello, Olga here"})
    assert sent.status_code == 201
    assert (await _messages(client, name, visitor))[-1] == ("operator", "Hello, Olga here")
    stats = (await operator.get("/api/sessions/stats")).json()
    assert stats == {"bot": 0, "waiting": 0, "human": 1, "closed": 0, "total": 1, "mine": 1}
    released = (await operator.post(f"/api/sessions/{name}/release")).json()
    assert (released["status"], released["operator"]) == ("bot", None)


async def test_50_parallel_takeovers_have_one_winner_whom_the_others_learn(
    people: People, client: httpx.AsyncClient
) -> None:
    name, _ = await _start(client)
    for number in range(5):
        await people.make("operator", f"op{number}@shop.example", name=f"Operator {number}")
    seats = [await people.sign_in(f"op{n}@shop.example", OWNER_PASSWORD) for n in range(5)]
    answers = await asyncio.gather(*(seats[n % 5].post(f"/api/sessions/{name}/takeover") for n in range(50)))
    won = [a.json() for a in answers if a.status_code == 200]
    lost = [a.json() for a in answers if a.status_code == 409]
    assert (len(won), len(lost)) == (10, 40)  # the winner's own ten requests, all of the same session
    winner = won[0]["operator"]
    assert {w["operator"]["id"] for w in won} == {winner["id"]}
    assert {w["epoch"] for w in won} == {1}
    assert [body["details"]["operator"] for body in lost] == [winner] * 40


async def test_a_late_answer_never_appears_after_a_takeover(
    stack: Stack, people: People, client: httpx.AsyncClient
) -> None:
    operator = await people.named("operator")
    created = (await client.post("/api/sessions", json={})).json()
    name, visitor = created["session_name"], {"Authorization": f"Bearer {created['visitor_token']}"}
    stack.model.gate.clear()
    asked = {"message": "Bicycles?", "session_name": name}
    asking = asyncio.create_task(client.post("/api/chat", json=asked, headers=visitor))
    await stack.model.speaking.wait()
    assert (await operator.post(f"/api/sessions/{name}/takeover")).status_code == 200
    answer = (await asking).json()
    assert (answer["message"], answer["status"]) == (None, "human")
    async with asyncio.timeout(5):
        await stack.model.left.wait()  # the upstream is left as soon as the human takes over
    stack.model.gate.set()
    await operator.post("/api/manual/messages", json={"session_name": name, "content": "I am here"})
    assert await _messages(client, name, visitor) == [("visitor", "Bicycles?"), ("operator", "I am here")]


async def test_the_assistant_is_silent_while_a_human_serves(
    stack: Stack, people: People, client: httpx.AsyncClient
) -> None:
    name, visitor = await _start(client)
    operator = await people.named("operator")
    await operator.post(f"/api/sessions/{name}/takeover")
    asked = len(stack.model.bodies)
    answer = await client.post("/api/chat", json={"message": "Still there?", "session_name": name}, headers=visitor)
    assert (answer.json()["message"], answer.json()["status"]) == (None, "human")
    assert len(stack.model.bodies) == asked


async def test_an_operator_writes_only_in_their_own_sessions(people: People, client: httpx.AsyncClient) -> None:
    name, _ = await _start(client)
    one, two = await people.named("operator"), await people.named("admin")
    body = {"session_name": name, "content": "x"}
    before = await one.post("/api/manual/messages", json=body)
    assert (before.status_code, before.json()["code"]) == (409, "SESSION_NOT_YOURS")
    await two.post(f"/api/sessions/{name}/takeover")
    other = await one.post("/api/manual/messages", json=body)
    assert other.json()["details"]["operator"]["name"] == "Admin"


async def test_an_operators_message_sent_twice_appears_once(people: People, client: httpx.AsyncClient) -> None:
    name, visitor = await _start(client)
    operator = await people.named("operator")
    await operator.post(f"/api/sessions/{name}/takeover")
    body = {"session_name": name, "content": "once", "client_message_id": "c1"}
    answers = await asyncio.gather(*(operator.post("/api/manual/messages", json=body) for _ in range(10)))
    assert {a.json()["seq"] for a in answers} == {answers[0].json()["seq"]}
    assert (await _messages(client, name, visitor)).count(("operator", "once")) == 1


async def test_messages_that_an_operator_sends_at_once_are_numbered_without_a_gap_and_shown(
    people: People, client: httpx.AsyncClient
) -> None:
    name, visitor = await _start(client)
    operator = await people.named("operator")
    taken = (await operator.post(f"/api/sessions/{name}/takeover")).json()
    bodies = [{"session_name": name, "content": f"line {number}"} for number in range(20)]
    answers = await asyncio.gather(*(operator.post("/api/manual/messages", json=body) for body in bodies))
    assert [a.status_code for a in answers] == [201] * 20
    first = taken["last_seq"] + 1
    assert sorted(a.json()["seq"] for a in answers) == list(range(first, first + 20))
    shown = (await client.get(f"/api/sessions/{name}/messages", headers=visitor)).json()["items"][-20:]
    assert shown == sorted((a.json() for a in answers), key=lambda message: message["seq"])
    listed = (await operator.get(f"/api/sessions/{name}")).json()
    assert (listed["last_seq"], listed["last_message"]) == (first + 19, shown[-1]["content"])


async def test_an_operators_message_clears_what_they_had_not_read(people: People, client: httpx.AsyncClient) -> None:
    name, visitor = await _start(client)
    operator = await people.named("operator")
    await operator.post(f"/api/sessions/{name}/takeover")
    question = {"session_name": name, "message": "Are you there?"}
    await client.post("/api/chat", json=question, headers=visitor)
    assert (await operator.get(f"/api/sessions/{name}")).json()["unread"] == 1
    await operator.post("/api/manual/messages", json={"session_name": name, "content": "Yes"})
    assert (await operator.get(f"/api/sessions/{name}")).json()["unread"] == 0


async def test_an_operator_at_capacity_takes_no_more(people: People, client: httpx.AsyncClient) -> None:
    await people.make("operator", "small@shop.example", max_sessions=2)
    small = await people.sign_in("small@shop.example", OWNER_PASSWORD)
    names = [(await _start(client))[0] for _ in range(6)]
    answers = await asyncio.gather(*(small.post(f"/api/sessions/{name}/takeover") for name in names))
    assert sorted(a.status_code for a in answers) == [200, 200, 409, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"OPERATOR_AT_CAPACITY"}


@pytest.mark.parametrize(
    ("steps", "last", "expected"),
    [
        (["close"], "takeover", (409, "SESSION_STATUS_CONFLICT")),
        (["close"], "escalate", (409, "SESSION_STATUS_CONFLICT")),
        (["close"], "close", (200, "closed")),
        (["close"], "reopen", (200, "bot")),
        (["escalate"], "release", (200, "bot")),
        (["takeover"], "close", (200, "closed")),
        ([], "reopen", (200, "bot")),
    ],
)
async def test_states_move_along_the_table(
    people: People, client: httpx.AsyncClient, steps: list[str], last: str, expected: tuple[int, str]
) -> None:
    name, _ = await _start(client)
    operator = await people.named("operator")
    for step in steps:
        assert (await operator.post(f"/api/sessions/{name}/{step}")).status_code == 200
    answer = await operator.post(f"/api/sessions/{name}/{last}")
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body.get("status") or body["code"]) == expected


async def test_a_visitors_next_message_reopens_a_closed_session(client: httpx.AsyncClient) -> None:
    name, visitor = await _start(client)
    await client.post(f"/api/sessions/{name}/close", headers=visitor)
    answer = await client.post("/api/chat", json={"message": "One more", "session_name": name}, headers=visitor)
    assert (answer.json()["status"], answer.json()["message"]["role"]) == ("bot", "assistant")


async def test_a_stream_resumes_after_the_last_event_it_saw(people: People, client: httpx.AsyncClient) -> None:
    name, visitor = await _start(client)
    operator = await people.named("operator")
    await operator.post(f"/api/sessions/{name}/takeover")
    await operator.post("/api/manual/messages", json={"session_name": name, "content": "live"})
    resumed = {**visitor, "Last-Event-ID": "2"}
    async with client.stream("GET", f"/api/sessions/{name}/events", headers=resumed) as response:
        events = read_events(response)
        seen = [await anext(events), await anext(events)]
        assert [(e["event"], e["id"]) for e in seen] == [("status", 3), ("message", 4)]
        await operator.post("/api/manual/messages", json={"session_name": name, "content": "later"})
        following = await anext(events)
    assert (following["id"], following["data"]["content"]) == (5, "later")


async def test_the_desk_stream_shows_each_change_of_a_session(people: People, client: httpx.AsyncClient) -> None:
    operator = await people.named("operator")
    async with operator.stream("GET", "/api/desk/events") as response:
        events = read_events(response)
        name, visitor = await _start(client)
        first = await anext(events)
        await client.post(f"/api/sessions/{name}/escalate", headers=visitor)
        while first["data"]["status"] != "waiting":
            first = await anext(events)
    assert (first["event"], first["data"]["session_name"]) == ("session", name)


BURST = text("""
INSERT INTO desk_session (name, status, epoch, last_seq, assistant_id, assistant_name, visitor_token_hash, visitor,
  unread, last_message, created_at, updated_at, expires_at)
SELECT 'burst_' || n, 'bot', 0, 0, 'asst_burst', 'Burst', decode(md5(n::text), 'hex'), '{}', 0, '', now(), now(),
  now() + interval '1 day'
FROM generate_series(1, :number) AS n
""")


async def test_a_burst_of_changes_is_told_once_and_what_follows_at_once(
    stack: Stack, client: httpx.AsyncClient, people: People
) -> None:
    """More at one moment than are read at a time, while somebody follows the desk and somebody comes later."""
    number = 2 * MOST_CHANGES + 7
    name, _ = await _start(client)
    operator = await people.named("operator")
    await operator.post(f"/api/sessions/{name}/takeover")

    async def follow(response: httpx.Response) -> list[str]:
        told: list[str] = []
        async for event in read_events(response):
            if event["event"] == "session":
                told.append(event["data"]["session_name"])
                if event["data"]["last_message"] == "after the burst":
                    return told
        return told

    async with asyncio.timeout(30), operator.stream("GET", "/api/desk/events") as early:
        following = asyncio.create_task(follow(early))
        await asyncio.sleep(0.5)
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(BURST, {"number": number})
            uow.wake(DESK)
        async with operator.stream("GET", "/api/desk/events") as late:
            coming_later = asyncio.create_task(follow(late))
            await asyncio.sleep(1)
            later = {"session_name": name, "content": "after the burst"}
            began = asyncio.get_running_loop().time()
            assert (await operator.post("/api/manual/messages", json=later)).status_code == 201
            told, told_later = await following, await coming_later
    assert asyncio.get_running_loop().time() - began < 3
    burst = [shown for shown in told if shown.startswith("burst_")]
    assert (len(burst), len(set(burst))) == (number, number)
    assert len({shown for shown in told_later if shown.startswith("burst_")}) == number
    assert len(told_later) < 3 * number


async def test_an_operators_message_that_waits_for_its_session_is_shown_and_dated_after_what_came_before(
    stack: Stack, client: httpx.AsyncClient, people: People
) -> None:
    """Somebody else writes meanwhile, for longer than the desk's stream looks back."""
    name, visitor = await _start(client)
    operator = await people.named("operator")
    await operator.post(f"/api/sessions/{name}/takeover")
    async with operator.stream("GET", "/api/desk/events") as response:
        events = read_events(response)
        async with asyncio.timeout(20):
            async with stack.kernel.database.unit_of_work() as uow:
                session = await get_locked(uow.db, name)
                later = {"session_name": name, "content": "later"}
                sending = asyncio.create_task(operator.post("/api/manual/messages", json=later))
                await asyncio.sleep(1.5)
                await append_message(uow, session, role=Speaker.VISITOR, content="first")
            assert (await sending).status_code == 201
            async for event in events:
                if event["data"].get("last_message") == "later":
                    break
    items = (await client.get(f"/api/sessions/{name}/messages", headers=visitor)).json()["items"][-2:]
    assert [item["content"] for item in items] == ["first", "later"]
    assert items[0]["created_at"] <= items[1]["created_at"]
