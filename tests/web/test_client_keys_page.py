"""Client keys in the console: shown once, changed, limited, and what they were used for."""

import re

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


def test_a_client_key_stays_shown_until_the_person_says_that_it_is_stored(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="keys")
    page.get_by_role("button", name="Create key").first.click()
    page.get_by_label("Name", exact=True).last.fill("Checkout service")
    page.get_by_role("button", name="Create", exact=True).click()
    shown = page.get_by_test_id("client-key")
    secret = shown.inner_text()
    assert secret.startswith("rd_")
    expect(page).to_have_url(f"{screens.url}/console/keys")
    page.keyboard.press("Escape")
    page.mouse.click(5, 5)
    page.go_back()
    expect(shown).to_have_text(secret)
    page.get_by_role("button", name="I have stored it").click()
    expect(page.locator("tbody")).to_contain_text("Checkout service")
    expect(shown).to_have_count(0)
    assert secret not in page.content()


def test_a_key_is_changed_in_the_drawer_that_its_row_opens(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        made = owner.post("/api/keys", json={"name": "Corner till", "scopes": ["proxy"]}).json()
        page = screens.console(OWNER["email"], OWNER["password"], at="keys?q=Corner")
        row = page.locator("tbody tr.ant-table-row", has_text="Corner till")
        expect(row).to_contain_text("1,000 / min")
        expect(row).to_contain_text("Unlimited")
        row.get_by_text("Corner till", exact=True).click()
        expect(page).to_have_url(re.compile(rf"open={made['id']}$"))
        drawer = page.get_by_role("dialog")
        drawer.get_by_label("Name", exact=True).fill("Corner till 2")
        drawer.get_by_label("Chat").check()
        drawer.get_by_role("button", name="Advanced").click()
        drawer.get_by_label("Requests a minute").fill("60")
        drawer.get_by_role("button", name="Save").click()
        expect(row).to_contain_text("60 / min")
        key = owner.get(f"/api/keys/{made['id']}").json()
        assert (key["name"], key["scopes"], key["rate_limit_per_minute"]) == ("Corner till 2", ["chat", "proxy"], 60)


def test_a_budget_is_given_with_a_key_changed_and_removed(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="keys?open=new")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name", exact=True).fill("Nightly report")
    drawer.get_by_label("Requests in the period").fill("1500")
    drawer.get_by_role("button", name="Create", exact=True).click()
    page.get_by_role("button", name="I have stored it").click()
    row = page.locator("tbody tr.ant-table-row", has_text="Nightly report")
    expect(row).to_contain_text("0 of 1.5K requests a month")
    row.get_by_text("Nightly report", exact=True).click()
    expect(drawer.get_by_label("Requests in the period")).to_have_value("1500")
    drawer.get_by_label("Tokens in the period").fill("20000")
    drawer.get_by_text("Day", exact=True).click()
    drawer.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("0 of 1.5K requests a day")
    row.get_by_role("progressbar").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("0 / 20,000 tokens")
    row.get_by_text("Nightly report", exact=True).click()
    drawer.get_by_label("Requests in the period").fill("")
    drawer.get_by_label("Tokens in the period").fill("")
    drawer.get_by_role("button", name="Save").click()
    expect(row.get_by_role("progressbar")).to_have_count(0)


def test_what_a_key_was_used_for_has_an_address(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        made = owner.post("/api/keys", json={"name": "Used", "scopes": ["proxy"]}).json()
        key_id = made["id"]
        shop.execute(
            "INSERT INTO identity_client_key_usage"
            " (client_key_id, day, requests, errors, refused, tokens_in, tokens_out)"
            " SELECT id, CURRENT_DATE, 1200, 200, 7, 5000, 900 FROM identity_client_key WHERE name = 'Used'"
        )
    page = screens.console(OWNER["email"], OWNER["password"], at="keys?q=Used")
    page.get_by_role("button", name="Actions for Used").click()
    page.get_by_role("menuitem", name="Usage").click()
    expect(page).to_have_url(re.compile(rf"usage={key_id}$"))
    page.reload()
    figures = page.get_by_role("dialog").locator(".sync-counts dd")
    expect(figures).to_have_text(["1,200", "1,000", "200", "7", "5,000", "900"])
    expect(page.get_by_role("img", name="Requests by day").locator("svg")).to_be_visible()
