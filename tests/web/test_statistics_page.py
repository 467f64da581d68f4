"""Statistics, overview and prices in the console: a price is set, a request costs it, and both are seen."""

import time
from typing import Any

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens, visit

pytestmark = pytest.mark.browser
MODEL = "relaydesk-extractive"


@pytest.fixture
def page(screens: Screens, shop: Instance) -> Page:
    """A console of an installation without prices that has answered one request and refused another."""
    with shop.sign_in() as owner:
        for price in owner.get("/api/admin/prices").json()["items"]:
            owner.delete(f"/api/admin/prices/{price['id']}")
        key = owner.post("/api/keys", json={"name": "caller", "scopes": ["proxy"]}).json()["key"]
        body = {"model": MODEL, "messages": [{"role": "user", "content": "A helmet?"}]}
        headers = {"X-API-Key": key}

        def until(true: Any) -> None:
            end = time.monotonic() + 15
            while not true():
                assert time.monotonic() < end
                time.sleep(0.1)

        until(lambda: owner.post("/v1/chat/completions", json=body, headers=headers).status_code == 200)
        owner.get("/proxy/nowhere/x", headers=headers)
        until(lambda: owner.get("/api/admin/logs", params={"q": "nowhere"}).json()["items"])
    return screens.console(OWNER["email"], OWNER["password"])


def test_a_model_s_published_price_is_offered_and_taken_over(page: Page) -> None:
    visit(page, "gateway/prices")
    page.get_by_role("button", name="Add price").click()
    page.get_by_label("Model", exact=True).press_sequentially("claude-opus-4-5")
    page.get_by_title("claude-opus-4-5-20251101").click()
    expect(page.get_by_text("Anthropic published on")).to_contain_text("$5.00 for input, $25.00 for output")
    page.get_by_role("button", name="Use these prices").click()
    expect(page.get_by_label("Input", exact=True)).to_have_value("5")
    expect(page.get_by_label("Output")).to_have_value("25")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tbody tr", has_text="claude-opus-4-5-20251101")
    expect(row).to_contain_text("$6.25")
    row.get_by_role("button").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(row).to_have_count(0)


def test_a_price_is_set_in_units_and_shown_with_its_currency(page: Page) -> None:
    visit(page, "gateway/prices")
    page.get_by_role("button", name="Add price").click()
    page.get_by_label("Model", exact=True).fill("gpt-5*")
    page.get_by_label("Currency").fill("eur")
    page.get_by_label("Input", exact=True).fill("1.25")
    page.get_by_label("Output").fill("10")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tbody tr", has_text="gpt-5*")
    expect(row).to_contain_text("€1.25")
    expect(row).to_contain_text("€10.00")
    expect(row).to_contain_text("All upstreams")
    row.get_by_role("button").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator(".ant-modal-confirm-title", has_text="Delete the price of gpt-5*?")).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("No prices yet")).to_be_visible()


def test_statistics_show_figures_charts_and_groups_and_keep_filters_in_the_address(
    page: Page, screens: Screens
) -> None:
    visit(page, "gateway/statistics")
    requests = page.locator(".figure", has=page.get_by_text("Requests", exact=True))
    expect(requests.locator("dd.number")).not_to_have_text("0")
    expect(page.get_by_role("img", name="Requests over time").locator("svg")).to_be_visible()
    expect(page.locator("tbody tr", has_text="builtin")).to_be_visible()
    page.get_by_text("Model", exact=True).click()
    expect(page.locator("tbody tr", has_text=MODEL)).to_be_visible()
    page.get_by_text("7 days").click()
    expect(page).to_have_url(f"{screens.url}/console/gateway/statistics?by=model&range=7d")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export CSV").click()
    assert download.value.suggested_filename == "relaydesk-model.csv"
    text = download.value.path().read_text()
    assert text.startswith("key,label,requests,")
    assert MODEL in text
    page.get_by_role("textbox", name="Model").fill("no-such-model")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing matches these filters").first).to_be_visible()


def test_the_overview_leads_to_the_log_of_an_error(page: Page) -> None:
    visit(page, "gateway")
    expect(page.get_by_role("tab", name="Overview")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("link", name=MODEL)).to_be_visible()
    page.get_by_role("link", name="/proxy/nowhere/x").first.click()
    expect(page.locator("tbody tr", has_text="/proxy/nowhere/x")).to_have_count(1)


def test_each_figure_of_the_overview_leads_to_what_it_counts(page: Page, screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        totals = owner.get("/api/admin/stats").json()["totals"]
        failed = owner.get("/api/admin/logs", params={"status": "failed", "limit": 200}).json()["items"]
    assert min(totals["errors"], 200) == len(failed) > 0
    visit(page, "gateway")
    expect(page.get_by_role("heading", name="The last 24 hours, from the full hour")).to_be_visible()
    figures = page.locator(".figure")
    expect(figures.get_by_role("link")).to_have_count(7)
    figures.filter(has_text="Error rate").get_by_role("link").click()
    expect(page).to_have_url(f"{screens.url}/console/gateway/log?from=24h&status=failed")
    expect(page.locator("tbody tr", has_text="/proxy/nowhere/x").first).to_be_visible()
