"""Operators find a conversation by what was said last and by who the visitor says they are, however many there are."""

import httpx
import pytest
from harness import Stack
from sqlalchemy import text

PEOPLE = [
    ("Jane O'Brien", "jane@shop.example", "Where is my order 4711-A? It's late."),
    ("Élodie Müller", "elodie@post.example", "Können Sie mir helfen"),
    ("王小明", "ming@post.example", "我想退货，订单A1002还没到"),
    ("Max", "max@post.example", "100% sure_thing \\ done"),
]


async def sessions_of_people(client: httpx.AsyncClient, stack: Stack) -> None:
    for name, email, said in PEOPLE:
        made = (await client.post("/api/sessions", json={"user": {"name": name, "email": email}})).json()
        async with stack.kernel.database.unit_of_work() as uow:
            values = {"said": said, "name": made["session_name"]}
            await uow.db.execute(text("UPDATE desk_session SET last_message = :said WHERE name = :name"), values)


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        ("order 4711", ["Jane O'Brien"]),
        ("ORD", ["Jane O'Brien"]),
        ("4711-A", ["Jane O'Brien"]),
        ("o'brien", ["Jane O'Brien"]),
        ("jane@shop", ["Jane O'Brien"]),
        ("post.example", ["Max", "王小明", "Élodie Müller"]),
        ("müll", ["Élodie Müller"]),
        ("退货", ["王小明"]),
        ("货退", []),
        ("小明", ["王小明"]),
        ("A1002", ["王小明"]),
        ("退货 a100", ["王小明"]),
        ("100%", ["Max"]),
        ("order elodie", []),
        ("!!", []),
        ("' & | <-> :* \\", []),
        ("done'); --", ["Max"]),
    ],
)
async def test_a_session_is_found_by_the_beginnings_of_words(
    sought: str, names: list[str], client: httpx.AsyncClient, owner: httpx.AsyncClient, stack: Stack
) -> None:
    await sessions_of_people(client, stack)
    found = (await owner.get("/api/sessions", params={"q": sought})).json()
    assert [item["visitor"]["name"] for item in found["items"]] == names
    assert found["total"] == len(names)


async def test_a_session_is_found_by_its_name(client: httpx.AsyncClient, owner: httpx.AsyncClient) -> None:
    made = [(await client.post("/api/sessions", json={})).json()["session_name"] for _ in range(2)]
    found = (await owner.get("/api/sessions", params={"q": made[0]})).json()
    assert [item["session_name"] for item in found["items"]] == made[:1]
