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


MANY = """
    INSERT INTO desk_session (name, status, epoch, last_seq, assistant_id, assistant_name, visitor_token_hash, visitor,
      unread, last_message, created_at, updated_at, expires_at)
    SELECT 's-' || n, CASE WHEN n % 2 = 0 THEN 'bot' ELSE 'closed' END, 0, 0, 'a', 'A', '', '{}', 0,
      CASE WHEN n % 10 = 0 THEN 'a parcel' ELSE 'my order' END, moment, moment, moment + interval '9 days'
    FROM (SELECT n, now() - n * interval '1 second' AS moment FROM generate_series(1, :count) AS n) AS made
"""


@pytest.mark.parametrize(
    ("count", "params", "total"),
    [
        (11_200, {"q": "order"}, 10_000),
        (11_000, {"q": "order"}, 9_900),
        (11_200, {"q": "order", "status": "bot"}, 4_480),
        (11_200, {"q": "parcel"}, 1_120),
        (60, {"q": "order"}, 54),
    ],
)
async def test_a_word_that_most_sessions_have_is_counted_and_shown_newest_first(
    count: int, params: dict[str, str], total: int, owner: httpx.AsyncClient, stack: Stack
) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(MANY), {"count": count})
    found = (await owner.get("/api/sessions", params={**params, "limit": 3, "offset": 1})).json()
    assert (found["total"], found.get("total_capped", False)) == (total, total == 10_000)
    step = {"parcel": 10}.get(params["q"], 2 if "status" in params else 1)
    assert [item["session_name"] for item in found["items"]] == [f"s-{step * n}" for n in (2, 3, 4)]
