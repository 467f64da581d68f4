"""The request log in the console: names, filters by client key, and a request's drawer that can be shared."""

import re
import time

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser
MODEL = "relaydesk-extractive"


@pytest.fixture
def page(screens: Screens, shop: Instance) -> Page:
    """The log of an installation that two client keys have asked."""
    with shop.sign_in() as owner:
        for name in ("Logged till", "Logged kiosk"):
            key = owner.post("/api/keys", json={"name": name, "scopes": ["proxy"]}).json()
            body = {"model": MODEL, "messages": [{"role": "user", "content": "A helmet?"}]}
            until = time.monotonic() + 15
            while owner.post("/v1/chat/completions", json=body, headers={"X-API-Key": key["key"]}).status_code != 200:
                assert time.monotonic() < until
                time.sleep(0.1)
            query = {"client_key_id": key["id"], "status": "200"}
            while not owner.get("/api/admin/logs", params=query).json()["items"]:
                assert time.monotonic() < until
                time.sleep(0.1)
    return screens.console(OWNER["email"], OWNER["password"], at="gateway/log?status=200")


def test_the_log_is_narrowed_to_a_client_key_that_is_found_by_its_name(page: Page) -> None:
    page.get_by_role("combobox", name="Client key").fill("logged till")
    page.locator(".ant-select-item-option", has_text="Logged till").click()
    rows = page.locator("tbody tr.ant-table-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Logged till")
    page.reload()
    expect(page.locator(".filters")).to_contain_text("Logged till")
    expect(rows).to_have_count(1)


def test_a_requests_drawer_has_an_address_that_can_be_shared_and_gone_back_from(page: Page) -> None:
    page.locator("tbody tr.ant-table-row", has_text="Logged kiosk").first.click()
    drawer = page.get_by_role("dialog", name="Request")
    expect(drawer).to_contain_text("Logged kiosk")
    expect(drawer.locator(".waterfall li")).to_contain_text(["1. builtin"])
    shared = page.url
    page.go_back()
    expect(drawer).to_have_count(0)
    page.goto(shared.replace("status=200", "status=5xx"))
    expect(drawer).to_contain_text("Logged kiosk")


def test_times_in_the_log_are_told_to_the_second(page: Page) -> None:
    expect(page.locator("tbody time").first).to_have_text(re.compile(r"\d\d:\d\d:\d\d$"))


def test_what_an_assistant_asked_stands_under_its_name(page: Page, screens: Screens, shop: Instance) -> None:
    httpx.post(f"{shop.url}/api/chat", json={"message": "Which helmets are there?"}, trust_env=False, timeout=30)
    with shop.sign_in() as owner:
        until, callers = time.monotonic() + 15, set[str]()
        while not callers:
            assert time.monotonic() < until
            rows = owner.get("/api/admin/logs").json()["items"]
            callers = {row["caller"] for row in rows if (row["caller"] or "").startswith("assistant:")}
            time.sleep(0.1)
        names = {f"assistant:{one['id']}": one["name"] for one in owner.get("/api/assistants").json()["items"]}
    page.goto(f"{screens.url}/console/gateway/log")
    expect(page.locator("tbody")).to_contain_text(names[callers.pop()])
    expect(page.locator("tbody")).not_to_contain_text("asst_")


def test_why_a_rule_acted_is_said_in_the_readers_language(screens: Screens, shop: Instance) -> None:
    long = "nosuchwords" * 7
    met = {"all": [{"status": {"in": [200]}}, {"not": {"body": {"contains": long}}}]}
    with shop.sign_in() as owner:
        rule = owner.post("/api/admin/rules", json={"name": "Answered", "condition": met, "actions": []}).json()
        key = owner.post("/api/keys", json={"name": "Ruled", "scopes": ["proxy"]}).json()
        body = {"model": MODEL, "messages": [{"role": "user", "content": "A helmet?"}]}
        until, rows = time.monotonic() + 15, list[dict[str, str]]()
        while not rows:
            assert time.monotonic() < until
            owner.post("/v1/chat/completions", json=body, headers={"X-API-Key": key["key"]})
            time.sleep(0.2)
            rows = owner.get("/api/admin/logs", params={"rule_id": rule["id"]}).json()["items"]
        owner.delete(f"/api/admin/rules/{rule['id']}")
    page = screens.console(OWNER["email"], OWNER["password"], locale="zh-CN", at=f"gateway/log?rule_id={rule['id']}")
    page.locator("tbody tr.ant-table-row").first.click()
    expect(page.get_by_role("dialog")).to_contain_text(f"状态码 200，并非正文包含“{long}”")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator(".attempts li").first.evaluate("item => item.scrollWidth <= item.clientWidth")
