"""Whose catalogue an assistant answers from: its own merchant's, or the only active one; an inactive one's never."""

import httpx
import pytest
from harness import Stack

from relaydesk.commerce import api as commerce

DEMO = "Cinder E-Ridge Electric Mountain Bike"


async def _demo(stack: Stack) -> str:
    merchant, _ = await commerce.seed_demo(stack.kernel)
    return merchant.id


async def _sources(stack: Stack, client: httpx.AsyncClient, message: str, **body: str) -> str:
    """What the model was told of the shop for a visitor's question."""
    answer = await client.post("/api/chat", json={"message": message} | body)
    assert answer.status_code == 200, answer.text
    prompt: str = stack.model.bodies[-1]["messages"][0]["content"]
    return prompt.partition("```sources")[2]


async def _add_merchant(owner: httpx.AsyncClient, name: str) -> str:
    return str((await owner.post("/merchants", json={"name": name})).json()["id"])


async def _shop_of(stack: Stack, merchant_id: str | None = None) -> str | None:
    async with stack.kernel.database.read() as db:
        return await commerce.find_shop_of(db, merchant_id)


async def test_without_a_merchant_the_only_one_is_answered_from_with_its_faq(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    assert "[]" in await _sources(stack, client, DEMO)
    await _demo(stack)
    assert DEMO in await _sources(stack, client, DEMO)
    assert '"kind":"article"' in await _sources(stack, client, "How long do I have to return a bike?")


async def test_two_shops_are_never_mixed_and_the_demo_shop_gives_way_to_a_real_one(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    demo = await _demo(stack)
    assert await _shop_of(stack) == demo
    first = await _add_merchant(owner, "First")
    assert await _shop_of(stack) == first
    second = await _add_merchant(owner, "Second")
    assert await _shop_of(stack) is None
    assert "[]" in await _sources(stack, client, DEMO)
    assert (await _shop_of(stack, demo), await _shop_of(stack, second)) == (demo, second)
    await owner.patch(f"/merchants/{first}", json={"is_active": False})
    assert await _shop_of(stack) == second


@pytest.mark.parametrize("is_named", [True, False])
async def test_an_inactive_merchant_is_never_answered_from(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient, *, is_named: bool
) -> None:
    demo = await _demo(stack)
    assistant = {"name": "Demo", "merchant_id": demo if is_named else None}
    assert (await owner.post("/api/assistants", json=assistant)).status_code == 201
    assert DEMO in await _sources(stack, client, DEMO, assistant="Demo")
    await owner.patch(f"/merchants/{demo}", json={"is_active": False})
    assert "[]" in await _sources(stack, client, DEMO, assistant="Demo")


async def test_the_demo_page_is_given_the_demo_shops_assistant(
    stack: Stack, client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    assert (await client.get("/demo/shop.json")).json() == {"assistant": None, "items": []}
    demo = await _demo(stack)
    made = await owner.post("/api/assistants", json={"name": "Demo", "merchant_id": demo})
    shown = (await client.get("/demo/shop.json")).json()
    assert (shown["assistant"], len(shown["items"])) == (made.json()["id"], 12)


async def test_the_opening_line_can_be_read_without_signing_in(
    client: httpx.AsyncClient, owner: httpx.AsyncClient
) -> None:
    made = {"name": "Wise", "opening_line": "What may I show you?"}
    wise = (await owner.post("/api/assistants", json=made)).json()["id"]
    shown = await client.get("/embed/assistant.json", params={"assistant": wise})
    assert shown.json() == made
    assert (await client.get("/embed/assistant.json")).json() == {"name": "Shop assistant", "opening_line": ""}
    assert (await client.get("/embed/assistant.json", params={"assistant": "asst_none"})).status_code == 404
