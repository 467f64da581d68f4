"""Rules in the console: started from a preset, built as a tree, tried on the log, refused where they are wrong."""

import time

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


@pytest.fixture
def page(screens: Screens, shop: Instance) -> Page:
    """The rules of an installation that has none, and one proxied request in its log."""
    with shop.sign_in() as owner:
        for rule in owner.get("/api/admin/rules").json()["items"]:
            owner.delete(f"/api/admin/rules/{rule['id']}")
        key = owner.post("/api/keys", json={"name": "caller", "scopes": ["proxy"]}).json()["key"]
        body = {"model": "relaydesk-extractive", "messages": [{"role": "user", "content": "A helmet?"}]}
        until = time.monotonic() + 10
        while owner.post("/v1/chat/completions", json=body, headers={"X-API-Key": key}).status_code != 200:
            assert time.monotonic() < until
        while not owner.get("/api/admin/logs", params={"status": "200"}).json()["items"]:
            assert time.monotonic() < until
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/rules")
    page.get_by_role("button", name="Add rule").first.click()
    return page


def test_a_rule_started_from_a_preset_is_kept_and_read_as_a_sentence(page: Page) -> None:
    page.get_by_role("button", name="Rate limited").click()
    sentence = "When status is 429: cool the key down for Retry-After, or 1 minute, retry with another key."
    expect(page.locator(".rule-sentence")).to_have_text(sentence)
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tbody tr", has_text="Rate limited")
    expect(row).to_contain_text(sentence)
    switch = row.get_by_role("switch")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()


def test_a_rule_is_tried_on_the_log_before_it_is_kept(page: Page) -> None:
    page.get_by_label("Value", exact=True).fill("200")
    page.get_by_role("button", name="Add condition").click()
    page.get_by_label("Value", exact=True).nth(1).fill("503")
    page.get_by_role("button", name="Try on the log").click()
    expect(page.locator(".rule-matches li").first).to_contain_text("status 200")
    expect(page.locator(".rule-keys")).to_contain_text("without a key")
    expect(page.locator(".rule-sentence")).to_contain_text("When status is 200 or status is 503:")


def test_a_condition_the_server_refuses_is_named_as_it_reads(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Broken")
    page.get_by_label("What is looked at").click()
    page.get_by_title("body", exact=True).click()
    page.get_by_label("How it is compared").click()
    page.get_by_title("matches", exact=True).click()
    page.get_by_label("Value", exact=True).fill("quota(")
    page.get_by_role("button", name="Create", exact=True).click()
    problem = page.locator(".ant-form-item-explain-error")
    expect(problem).to_contain_text("body matches quota(: This is not a regular expression")
    expect(page.get_by_label("Value", exact=True)).to_have_value("quota(")
    page.get_by_role("button", name="Try on the log").click()
    expect(page.locator(".rule-try .ant-alert-error")).to_contain_text("body matches quota(")
