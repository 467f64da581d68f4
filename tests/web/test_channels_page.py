"""Channels in the console: made, tested, switched off, named in a rule."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/planted-secret"
    server.shutdown()
    server.server_close()


def test_a_channel_is_made_tested_and_named_in_a_rule(screens: Screens, receiver: str) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="channels")
    page.get_by_role("button", name="Add alert channel").first.click()
    page.get_by_label("Name", exact=True).fill("On call")
    page.get_by_text("Webhook", exact=True).click()
    page.get_by_label("Address", exact=True).fill(receiver)
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator(".ant-form-item-explain-error").first).to_contain_text("private address")
    page.get_by_label("Allow private addresses").click()  # what is folded away unfolds for it
    page.get_by_label("upstream held").check()
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tbody tr", has_text="On call")
    expect(row).to_contain_text("upstream held")
    expect(page.locator("input[value*=planted]")).to_have_count(0)
    assert "planted" not in page.content()
    actions = row.get_by_role("button", name="Actions for On call")
    actions.click()
    page.get_by_role("menuitem", name="Test").click()
    expect(page.locator(".ant-message")).to_contain_text("On call was told")
    row.get_by_role("switch").click()
    expect(row.get_by_role("switch")).not_to_be_checked()
    actions.click()
    page.get_by_role("menuitem", name="Deliveries").click()
    expect(page).to_have_url(re.compile(r"/console/channels\?deliveries=\d+$"))
    expect(page.locator(".ant-drawer")).to_contain_text("No alert was sent yet")


def test_the_page_reads_in_chinese(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], locale="zh-CN", at="channels")
    expect(page.get_by_role("heading", name="告警渠道")).to_be_visible()


def test_a_rule_that_names_no_channel_says_so(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        made = {"name": "Night shift", "url": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"}
        owner.post("/api/admin/channels", json=made).raise_for_status()
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/rules")
    page.get_by_role("button", name="Add rule").first.click()
    page.get_by_role("button", name="Add action").click()
    page.get_by_role("menuitem", name="alert", exact=True).click()
    channel = page.get_by_role("combobox", name="Channel")
    channel.fill("Night")
    expect(page.get_by_text("There is no channel “Night” yet: its alerts are only logged.")).to_be_visible()
    page.get_by_title("Night shift", exact=True).click()
    expect(channel).to_have_value("Night shift")
    expect(page.get_by_text("its alerts are only logged")).to_have_count(0)
