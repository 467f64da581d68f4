"""The demo shop ships whole with the repository and can be served as a fake store."""

import re
import xml.etree.ElementTree as ET
from urllib.parse import unquote

import httpx
import pytest
import typer
from store_server import TOKEN, serving
from typer.testing import CliRunner

from relaydesk.commerce.demo.shop import DemoSource, demo_products, demo_questions
from relaydesk.commerce.fake_shopify.cli import fake_shopify
from relaydesk.commerce.fake_shopify.records import from_source
from relaydesk.commerce.shopify.client import ShopifyClient
from relaydesk.commerce.shopify.source import ShopifySource
from relaydesk.commerce.types import SourceProduct


def test_the_demo_shop_has_products_with_variants_and_an_faq_in_two_languages() -> None:
    products, questions = demo_products(), demo_questions()
    assert (len(products), sum(len(p.variants) for p in products), len(questions)) == (54, 158, 14)
    assert len({p.platform_id for p in products}) == 54
    assert len({v.sku for p in products for v in p.variants}) == 158
    assert all(re.search(r"[\u4e00-\u9fff]", p.description_text) for p in products)
    assert all(re.search(r"[\u4e00-\u9fff]", q.question_zh + q.answer_zh) for q in questions)
    assert all("demo" in p.tags for p in products)
    assert [p.handle for p in products if not any(v.is_available for v in p.variants)] == ["light-set-basic"]


def test_every_picture_is_an_svg_that_loads_nothing() -> None:
    for product in demo_products():
        kind, _, picture = product.images[0].url.partition(",")
        assert kind == "data:image/svg+xml"
        assert ET.fromstring(unquote(picture)).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own text
        assert "href" not in picture


async def test_the_demo_source_pages_through_all_products_once() -> None:
    source = DemoSource()
    pages = [page async for page in source.pages(None)]
    assert [len(p.records) for p in pages] == [20, 20, 14]
    assert await source.count_products() == 54
    assert [p.records async for p in source.pages("40")] == [pages[2].records]


async def test_the_demo_shop_reads_the_same_through_a_fake_store(http: httpx.AsyncClient) -> None:
    async with serving(from_source(demo_products()), currency="EUR") as store:
        source = ShopifySource(ShopifyClient(http, store.url, TOKEN))
        read = [r async for page in source.pages(None) for r in page.records if isinstance(r, SourceProduct)]
    own = {p.handle: p for p in demo_products()}
    assert {r.handle for r in read} == own.keys()
    for product in read:
        mine = own[product.handle]
        assert (product.title, product.description_text) == (mine.title, mine.description_text)
        assert [(v.sku, v.price_minor, v.inventory_quantity, v.options) for v in product.variants] == [
            (v.sku, v.price_minor, v.inventory_quantity, v.options) for v in mine.variants
        ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give either --csv FILE or --demo"),
        (["--demo", "--currency", "EURO"], "must be an ISO 4217 code such as EUR"),
        (["--csv", "/nowhere/at-all.csv"], "does not exist"),
    ],
)
def test_the_command_says_what_is_wrong_with_its_options(arguments: list[str], told: str) -> None:
    app = typer.Typer()
    app.command()(fake_shopify)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())
