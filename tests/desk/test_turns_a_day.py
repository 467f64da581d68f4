"""An assistant takes so many turns a day and no more, whoever asks; beyond that it offers a person, asking no model."""

import asyncio
from typing import Any

import httpx
import pytest
from harness import Stack
from sqlalchemy import text


async def default_assistant(owner: httpx.AsyncClient) -> dict[str, Any]:
    items = (await owner.get("/api/assistants")).json()["items"]
    found: dict[str, Any] = next(item for item in items if item["is_default"])
    return found


async def bounded(owner: httpx.AsyncClient, most: int | None) -> dict[str, Any]:
    assistant = await default_assistant(owner)
    answer = await owner.patch(f"/api/assistants/{assistant['id']}", json={"max_turns_per_day": most})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ask(client: httpx.AsyncClient, message: str = "Where is my parcel?") -> dict[str, Any]:
    answer = await client.post("/api/chat", json={"message": message})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["message"]
    return found


async def test_beyond_its_turns_of_the_day_it_offers_a_person_in_the_visitors_language(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    assert (await bounded(owner, 2))["turns_today"] == 0
    first = [await ask(client), await ask(client)]
    asked = len(stack.model.bodies)
    beyond = [await ask(client), await ask(client, "我的包裹在哪里？")]
    assert [message["offers_human"] for message in [*first, *beyond]] == [False, False, True, True]
    assert beyond[0]["content"].startswith("I cannot answer any more today.")
    assert beyond[1]["content"].startswith("我今天无法再回答问题了。")
    assert len(stack.model.bodies) == asked == 2
    assert (await default_assistant(owner))["turns_today"] == 2


async def test_questions_at_the_same_time_pass_it_no_more_often(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    await bounded(owner, 3)
    answers = await asyncio.gather(*(ask(client) for _ in range(8)))
    assert sorted(message["offers_human"] for message in answers) == [False] * 3 + [True] * 5
    assert len(stack.model.bodies) == 3


async def test_the_next_day_begins_at_nothing(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    await bounded(owner, 1)
    assert [(await ask(client))["offers_human"] for _ in range(2)] == [False, True]
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE assistants_turn_count SET day = day - 1"))
    assert (await default_assistant(owner))["turns_today"] == 0
    assert [(await ask(client))["offers_human"] for _ in range(2)] == [False, True]


async def test_without_a_bound_all_are_answered_and_counted(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    assert (await bounded(owner, None))["max_turns_per_day"] is None
    assert [(await ask(client))["offers_human"] for _ in range(3)] == [False] * 3
    assert (await default_assistant(owner))["turns_today"] == 3


@pytest.mark.parametrize(
    ("given", "made"), [({}, 5000), ({"max_turns_per_day": None}, None), ({"max_turns_per_day": 7}, 7)]
)
async def test_a_new_assistant_has_the_bound_that_was_given_also_none(
    owner: httpx.AsyncClient, given: dict[str, int | None], made: int | None
) -> None:
    answer = await owner.post("/api/assistants", json={"name": "another", **given})
    assert (answer.status_code, answer.json()["max_turns_per_day"]) == (201, made)
    listed = (await owner.get("/api/assistants")).json()["items"]
    assert {a["name"]: a["max_turns_per_day"] for a in listed}["another"] == made


async def test_a_bound_that_is_none_is_refused_with_its_field(owner: httpx.AsyncClient) -> None:
    assistant = await default_assistant(owner)
    for wrong in (0, -1, 1.5, "many"):
        answer = await owner.patch(f"/api/assistants/{assistant['id']}", json={"max_turns_per_day": wrong})
        assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, "max_turns_per_day")
