"""How an upstream is asked, in its drawer: what its provider's preset says, and another preset chosen."""

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


def open_dialect(page: Page, base_url: str, *, add: str, title: str) -> None:
    page.get_by_role("button", name=add).first.click()
    page.locator("#base_url").fill(base_url)
    page.get_by_role("button", name="Advanced").click()
    page.get_by_role("button", name=title).click()


def test_the_drawer_says_which_preset_an_address_has_and_fills_in_another(screens: Screens, shop: Instance) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams")
    open_dialect(page, "https://api.mistral.ai", add="Add upstream", title="How it wants to be asked")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("The address is Mistral's")
    expect(drawer).to_contain_text("Automatic: Left out")
    page.locator("#base_url").fill("https://llm.shop.example")
    expect(drawer).to_contain_text("The address is no known provider's")
    page.locator("#dialect-preset").click()
    page.locator("#dialect-preset").fill("Groq")
    page.get_by_title("Groq (api.groq.com)").click()
    page.locator("#name").fill("as-groq")
    drawer.get_by_role("button", name="Create").click()
    expect(page.get_by_role("row").filter(has_text="as-groq")).to_be_visible()
    with shop.sign_in() as owner:
        (upstream,) = owner.get("/api/admin/upstreams", params={"q": "as-groq"}).json()["items"]
        assert upstream["dialect"] == {
            "reasoning": "reasoning_effort",
            "max_tokens_field": "max_completion_tokens",
            "default_max_tokens": None,
            "fills_properties": True,
            "asks_for_stream_usage": True,
        }
        page.get_by_role("row").filter(has_text="as-groq").get_by_role("button", name="Actions for as-groq").click()
        page.get_by_role("menuitem", name="Edit").click()
        page.get_by_role("button", name="Advanced").click()
        page.get_by_role("button", name="How it wants to be asked").click()
        expect(page.locator(".ant-select").filter(has=page.locator("#dialect-preset"))).to_contain_text("Groq")
        owner.delete(f"/api/admin/upstreams/{upstream['id']}")
