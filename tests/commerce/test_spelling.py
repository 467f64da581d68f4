"""What is typed wrong finds what was meant."""

import httpx
import pytest
from harness import Stack
from shop_floor import open_floor
from sqlalchemy import text
from store_server import OpenStore

from relaydesk.commerce import api
from relaydesk.commerce.catalogue.spelling import is_spelled, may_be_meant, slips_between


@pytest.fixture
async def demo(stack: Stack, client: httpx.AsyncClient) -> str:
    """The id of the seeded demo merchant."""
    merchant, _ = await api.seed_demo(stack.kernel)
    return merchant.id


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gravle bike", "gravel bike"),
        ("montain bike under 500", "mountain bike under 500"),
        ("fodling bike", "folding bike"),
        ("waterprof pannier", "waterproof pannier"),
        ("electirc mountain bike", "electric mountain bike"),
        ("winter glovs", "winter gloves"),
        ("helmett", "helmet"),
        ("brake padds", "brake pads"),
        ("repiar stand", "repair stand"),
        ("balence bike", "balance bike"),
        ("sadle", "saddle"),
        ("front lihgt", "front light"),
        ("bycicle pump", "bicycle pump"),
        ("chian", "chain"),
        ("carbno bike", "carbon bike"),
        ("trainig wheels", "training wheels"),
        ("disk brakse", "disk brakes"),
        ("comutter bike", "commuter bike"),
        ("puncutre repair", "puncture repair"),
        ("alumnium frame", "aluminium frame"),
    ],
)
async def test_a_question_with_a_slip_finds_what_the_right_one_finds(
    typed: str, meant: str, demo: str, stack: Stack
) -> None:
    async with stack.kernel.database.read() as db:
        found, right = [
            [hit.handle for hit in await api.search_catalogue(db, merchant_id=demo, query=query, limit=5)]
            for query in (typed, meant)
        ]
    assert right
    assert found == right


async def test_a_word_that_some_product_has_is_taken_as_it_is(demo: str, stack: Stack) -> None:
    async with stack.kernel.database.read() as db:
        hits = await api.search_catalogue(db, merchant_id=demo, query="pannier", limit=5)
        nothing = await api.search_catalogue(db, merchant_id=demo, query="xylophone", limit=5)
    assert {"pannier" in hit.title.lower() for hit in hits} >= {True}
    assert nothing == []


async def test_the_words_of_another_shop_are_not_what_was_meant(
    stack: Stack, owner: httpx.AsyncClient, demo: str, open_store: OpenStore
) -> None:
    floor = await open_floor(stack, owner, await open_store("jewelry"))
    await floor.sync()
    async with stack.kernel.database.read() as db:
        of_jewelry = await api.search_catalogue(db, merchant_id=floor.merchant_id, query="neklace", limit=5)
        of_bicycles = await api.search_catalogue(db, merchant_id=demo, query="neklace", limit=5)
    assert of_jewelry
    assert of_bicycles == []


async def test_a_sync_that_changes_a_title_brings_its_words(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    store = await open_store("jewelry")
    floor = await open_floor(stack, owner, store)
    await floor.sync()
    product = next(iter(store.store.shop.products.values()))
    store.store.shop.edit(product, {"title": "Chrysoberyl Brooch"})
    await floor.sync()
    assert [item["title"] for item in (await floor.products(q="crysoberyl"))["items"]] == ["Chrysoberyl Brooch"]
    async with stack.kernel.database.read() as db:
        before = await db.scalar(text("SELECT count(*) FROM commerce_word"))
    await floor.sync()
    async with stack.kernel.database.read() as db:
        assert await db.scalar(text("SELECT count(*) FROM commerce_word")) == before


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [("gravle", "gravel", 1), ("bike", "bike", 0), ("bke", "bike", 1), ("bikes", "bike", 1), ("like", "bike", 1),
     ("ca", "abc", 3), ("", "ab", 2)],
)  # fmt: skip
def test_slips_are_counted(a: str, b: str, slips: int) -> None:
    assert (slips_between(a, b), slips_between(b, a)) == (slips, slips)


@pytest.mark.parametrize(
    ("typed", "word", "is_meant"),
    [
        ("chian", "chain", True),
        ("sadle", "saddle", True),
        ("helmit", "helmet", True),
        ("electirk", "electric", True),
        ("tent", "text", False),
        ("boats", "boots", False),
        ("helmit", "hermit", True),
        ("gloves", "loaves", False),
    ],
)
def test_a_short_word_with_another_letter_is_another_word(typed: str, word: str, is_meant: bool) -> None:
    assert may_be_meant(typed, word) is is_meant


@pytest.mark.parametrize("word", ["PW-REST-01", "700c", "头盔", "abc", "x" * 31, ""])
def test_codes_numbers_and_chinese_are_not_spelled(word: str) -> None:
    assert not is_spelled(word)
