"""A message's client id sends it once: for the same sender and the same text; nothing else is dropped under it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from harness import OWNER_PASSWORD, People, Stack

from relaydesk.desk.sessions.log import append_message, get_locked
from relaydesk.desk.types import Speaker

USED = "This client_message_id was used for another message"


@dataclass
class Conversation:
    """A visitor's session and what reads and writes in it."""

    http: httpx.AsyncClient
    name: str
    visitor: dict[str, str]

    async def ask(self, message: str, client_message_id: str) -> httpx.Response:
        body = {"message": message, "session_name": self.name, "client_message_id": client_message_id}
        return await self.http.post("/api/chat", json=body, headers=self.visitor)

    async def messages(self) -> list[dict[str, Any]]:
        answer = await self.http.get(f"/api/sessions/{self.name}/messages", headers=self.visitor)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def texts(self, role: str) -> list[str]:
        return [message["content"] for message in await self.messages() if message["role"] == role]


@pytest.fixture
async def conversation(client: httpx.AsyncClient) -> Conversation:
    created = (await client.post("/api/sessions", json={})).json()
    return Conversation(client, created["session_name"], {"Authorization": f"Bearer {created['visitor_token']}"})


async def send(operator: httpx.AsyncClient, name: str, content: str, client_message_id: str) -> httpx.Response:
    body = {"session_name": name, "content": content, "client_message_id": client_message_id}
    return await operator.post("/api/manual/messages", json=body)


def assert_refused(answer: httpx.Response, message_id: str) -> None:
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "IDEMPOTENCY_MISMATCH")
    assert (body["message"], body["details"]) == (f"{USED}: {message_id}.", {"message_id": message_id})


async def test_an_operators_message_sent_again_is_the_same_message(people: People, conversation: Conversation) -> None:
    operator, name = await people.named("operator"), conversation.name
    await operator.post(f"/api/sessions/{name}/takeover")
    first, again = [await send(operator, name, "Hello", "m1") for _ in range(2)]
    assert (again.status_code, again.json()) == (201, first.json())
    assert await conversation.texts("operator") == ["Hello"]


async def test_an_operators_other_text_under_a_used_id_is_refused(people: People, conversation: Conversation) -> None:
    operator, name = await people.named("operator"), conversation.name
    await operator.post(f"/api/sessions/{name}/takeover")
    first = await send(operator, name, "Hello", "m1")
    assert_refused(await send(operator, name, "Goodbye", "m1"), first.json()["id"])
    assert await conversation.texts("operator") == ["Hello"]


@pytest.mark.parametrize("second_text", ["I take over from here", "Hello"])
async def test_a_second_operators_message_under_the_first_ones_id_is_never_answered_with_the_first(
    people: People, conversation: Conversation, second_text: str
) -> None:
    """Namesakes: it is the person that counts, not what they are called."""
    name = conversation.name
    for number in range(2):
        await people.make("operator", f"sam{number}@shop.example", name="Sam")
    one, two = [await people.sign_in(f"sam{number}@shop.example", OWNER_PASSWORD) for number in range(2)]
    await one.post(f"/api/sessions/{name}/takeover")
    first = await send(one, name, "Hello", "m1")
    await one.post(f"/api/sessions/{name}/release")
    await two.post(f"/api/sessions/{name}/takeover")
    assert_refused(await send(two, name, second_text, "m1"), first.json()["id"])
    assert (await send(two, name, second_text, "m2")).status_code == 201
    assert await conversation.texts("operator") == ["Hello", second_text]


async def test_texts_that_an_operator_sends_at_once_under_one_id_leave_one_message_and_refusals(
    people: People, conversation: Conversation
) -> None:
    operator, name = await people.named("operator"), conversation.name
    await operator.post(f"/api/sessions/{name}/takeover")
    answers = await asyncio.gather(*(send(operator, name, f"text {number}", "m1") for number in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    sent = [answer.json()["content"] for answer in answers if answer.status_code == 201]
    assert await conversation.texts("operator") == sent


async def test_a_visitors_other_text_under_a_used_id_is_refused_and_reopens_nothing(conversation: Conversation) -> None:
    first = (await conversation.ask("Bicycles?", "m1")).json()["user_message"]
    await conversation.http.post(f"/api/sessions/{conversation.name}/close", headers=conversation.visitor)
    assert_refused(await conversation.ask("Helmets?", "m1"), first["id"])
    assert await conversation.texts("visitor") == ["Bicycles?"]
    shown = await conversation.http.get(f"/api/sessions/{conversation.name}", headers=conversation.visitor)
    assert shown.json()["status"] == "closed"


async def test_visitor_and_operator_may_use_the_same_id(people: People, conversation: Conversation) -> None:
    operator, name = await people.named("operator"), conversation.name
    await conversation.ask("Hello", "m1")
    await operator.post(f"/api/sessions/{name}/takeover")
    assert (await send(operator, name, "Hello", "m1")).status_code == 201
    assert (await conversation.texts("visitor"), await conversation.texts("operator")) == (["Hello"], ["Hello"])


async def test_a_visitors_messages_are_dated_in_their_order_though_another_machines_clock_is_ahead(
    stack: Stack, conversation: Conversation
) -> None:
    await conversation.ask("first", "m1")
    async with stack.kernel.database.unit_of_work() as uow:
        session = await get_locked(uow.db, conversation.name)
        event, _ = await append_message(uow, session, role=Speaker.VISITOR, content="from a machine that is ahead")
        event.created_at = session.updated_at = session.updated_at + timedelta(hours=1)
    sends = [conversation.ask(f"message {number}", f"p{number}") for number in range(10)]
    assert {answer.status_code for answer in await asyncio.gather(*sends)} == {200}
    dates = [message["created_at"] for message in await conversation.messages()]
    assert dates == sorted(dates)
