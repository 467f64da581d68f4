"""Searching the demo shop's catalogue and FAQ as shoppers ask, in English and Chinese."""

from decimal import Decimal

import httpx
import pytest
from harness import Stack
from shop_floor import open_floor
from store_server import OpenStore

from relaydesk.commerce import api
from relaydesk.commerce.catalogue.terms import matched_sentence, read_question
from relaydesk.commerce.errors import MerchantNotFound, ProductNotFound


@pytest.fixture
async def demo(stack: Stack, client: httpx.AsyncClient) -> str:
    """The id of the seeded demo merchant."""
    merchant, _ = await api.seed_demo(stack.kernel)
    return merchant.id


async def test_seeding_twice_changes_nothing(stack: Stack, owner: httpx.AsyncClient) -> None:
    merchant, first = await api.seed_demo(stack.kernel)
    again, second = await api.seed_demo(stack.kernel)
    assert (first.created, first.source_total, second.unchanged, second.created) == (54, 54, 54, 0)
    assert (merchant.name, again) == ("Pedalworks (demo)", merchant)
    assert (await owner.get("/merchants")).json()["total"] == 1
    assert (await owner.get("/products", params={"merchant_id": merchant.id})).json()["total"] == 54
    assert (await owner.get(f"/merchants/{merchant.id}/questions")).json()["total"] == 28


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("do you have a red mountain bike under 500?", "ridgeline-275-starter"),
        ("I'm looking for a waterproof pannier", "drybag-pannier"),
        ("Which folding bike can I take on the train?", "foldaway-20"),
        ("bike for a 5 year old child with training wheels", "sprout-16-kids"),
        ("electric mountain bike battery range", "cinder-e-ridge"),
        ("Do you sell brake pads?", "brake-pads-organic"),
        ("gloves for the winter", "winter-gloves"),
        ("PW-REST-01", "repair-stand"),
        ("请问有没有山地头盔？", "peak-mtb-helmet"),
        ("有折叠车吗", "foldaway-20"),
        ("我想买一个防水驮包", "drybag-pannier"),
        ("适合儿童的平衡车", "pebble-balance-bike"),
    ],
)
async def test_a_natural_question_finds_its_product_first(question: str, best: str, demo: str, stack: Stack) -> None:
    async with stack.kernel.database.read() as db:
        hits = await api.search_catalogue(db, merchant_id=demo, query=question, limit=3)
    assert hits
    assert hits[0].handle == best


async def test_a_price_in_the_question_limits_the_hits(demo: str, stack: Stack) -> None:
    async with stack.kernel.database.read() as db:
        cheap = await api.search_catalogue(db, merchant_id=demo, query="mountain bike under €1,500", limit=50)
        named = await api.search_catalogue(
            db, merchant_id=demo, query="mountain bike", limit=50, max_price=Decimal(500)
        )
    assert max(hit.min_price_minor or 0 for hit in cheap) <= 150_000
    assert {hit.handle for hit in cheap} >= {"ridgeline-29-trail", "ridgeline-275-starter"}
    assert "cinder-e-ridge" not in {hit.handle for hit in cheap}
    assert max(hit.min_price_minor or 0 for hit in named) <= 50_000


async def test_a_hit_carries_what_an_answer_needs(demo: str, stack: Stack) -> None:
    async with stack.kernel.database.read() as db:
        hit = (await api.search_catalogue(db, merchant_id=demo, query="removable battery electric bike", limit=1))[0]
        product = await api.get_product(db, hit.id, merchant_id=demo)
        with pytest.raises(ProductNotFound):
            await api.get_product(db, hit.id, merchant_id="merch_0123456789abcdef")
        with pytest.raises(MerchantNotFound):
            await api.search_catalogue(db, merchant_id="merch_0123456789abcdef", query="bike", limit=1)
    assert (hit.title, hit.currency, hit.min_price_minor) == ("Cinder E-Ridge Electric Mountain Bike", "EUR", 459_900)
    assert hit.matched_sentence.startswith("An electric mountain bike with an 85 Nm mid motor and a removable 625 Wh")
    assert (hit.is_available, hit.total_inventory) == (True, 3)
    assert [(v.title, v.inventory_quantity) for v in product.variants] == [("M", 2), ("L", 1), ("XL", 0)]
    assert product.stale_after > product.as_of


async def test_products_that_are_not_on_sale_are_not_offered(
    stack: Stack, owner: httpx.AsyncClient, open_store: OpenStore
) -> None:
    store = await open_store("bicycles")
    wrench = next(iter(store.store.shop.products.values()))
    store.store.shop.edit(wrench, {"status": "DRAFT"})
    floor = await open_floor(stack, owner, store)
    await floor.sync()
    async with stack.kernel.database.read() as db:
        hits = await api.search_catalogue(db, merchant_id=floor.merchant_id, query="15mm combo wrench", limit=50)
    assert "15mm Combo Wrench" not in {hit.title for hit in hits}
    assert (await floor.products(q="15mm combo wrench"))["items"][0]["title"] == "15mm Combo Wrench"


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("How much is shipping?", "shipping-cost"),
        ("can I send something back for a refund", "returns"),
        ("what size of helmet do I need", "sizing-helmets"),
        ("do you have a warranty on frames", "warranty"),
        ("运费多少", "shipping-cost"),
        ("怎么退货", "returns"),
        ("保修期多久？", "warranty"),
    ],
)
async def test_a_question_finds_the_faq_in_its_language(question: str, key: str, demo: str, stack: Stack) -> None:
    async with stack.kernel.database.read() as db:
        hits = await api.search_faq(db, merchant_id=demo, query=question, limit=2)
    assert hits
    assert hits[0].key == key
    assert hits[0].language == ("en" if question.isascii() else "zh")


@pytest.mark.parametrize(
    ("text", "terms", "minimum", "maximum"),
    [
        ("do you have a red mountain bike under 500?", ("red", "mountain", "bike"), None, Decimal(500)),
        ("Helmet less than $49.90", ("helmet",), None, Decimal("49.90")),
        ("a light over €20 please", ("light",), Decimal(20), None),
        ("请问有没有500元以下的头盔？", ("头盔",), None, Decimal(500)),
        ("tyre up to 45 mm", ("tyre", "45", "mm"), None, None),
        ("the", ("the",), None, None),
        ("?!", (), None, None),
    ],
)
def test_a_question_is_taken_apart(
    text: str, terms: tuple[str, ...], minimum: Decimal | None, maximum: Decimal | None
) -> None:
    wanted = read_question(text)
    assert (wanted.min_price, wanted.max_price) == (minimum, maximum)
    assert wanted.terms == terms


def test_the_sentence_with_most_terms_is_shown() -> None:
    text = "A bike. Its red frame is made for mountain trails.\n山地车。"
    assert matched_sentence(text, ("red", "mountain")) == "Its red frame is made for mountain trails."
    assert matched_sentence(text, ("山地",)) == "山地车。"
    assert matched_sentence("", ("red",)) == ""
    assert matched_sentence("x" * 500, ("red",), limit=10) == "x" * 9 + "…"
