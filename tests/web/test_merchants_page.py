"""Merchants in the console: a wrong token is said at once, and what became of a sync stands in the table."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


class _Refuses(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(401)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def refusing_store() -> Iterator[str]:
    """A store that takes no token."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refuses)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _connected(owner: httpx.Client, name: str, address: str) -> dict[str, Any]:
    merchant = owner.post("/merchants", json={"name": name}).json()
    body = {
        "platform": "shopify",
        "shop_domain": "shop.example.com",
        "access_token": "shpat_wrong",
        "api_base_url": address,
        "allow_private": True,
    }
    assert owner.post(f"/merchants/{merchant['id']}/connections", json=body).status_code == 201
    _sync_by_hand(owner, merchant["id"])
    return dict(merchant)


def _sync_by_hand(owner: httpx.Client, merchant_id: str) -> None:
    """No hour begins in the middle of a test."""
    by_hand = {"cron": "17 * * * *", "enabled": False}
    assert owner.put(f"/merchants/{merchant_id}/schedule", json=by_hand).status_code == 200


def _row(page: Page, name: str) -> Any:
    return page.locator("tbody tr.ant-table-row", has_text=name)


def test_a_wrong_token_is_said_at_once_at_its_field(screens: Screens, shop: Instance, refusing_store: str) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="merchants")
    page.get_by_role("button", name="Add merchant").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name", exact=True).fill("Mistyped")
    drawer.get_by_role("button", name="Add and connect a store").click()
    expect(drawer).to_contain_text("Connect a store to Mistyped")
    drawer.get_by_label("Shopify domain").fill("mistyped.myshopify.com")
    drawer.get_by_label("Admin API access token").fill("shpat_wrong")
    drawer.get_by_role("button", name="Advanced").click()
    drawer.get_by_label("API base URL").fill(refusing_store)
    drawer.get_by_label("Allow private addresses").click()
    drawer.get_by_role("button", name="Connect store").click()
    refused = page.locator(".ant-form-item-has-error", has=page.get_by_label("Admin API access token"))
    expect(refused).to_contain_text("The store refuses this token")
    expect(_row(page, "Mistyped")).to_contain_text("Connection fails")
    drawer.get_by_role("button", name="Cancel").click()  # it is saved: there is nothing to discard
    expect(drawer).to_have_count(0)
    with shop.sign_in() as owner:
        (made,) = owner.get("/merchants", params={"q": "Mistyped"}).json()["items"]
        _sync_by_hand(owner, made["id"])


def test_when_a_merchant_is_synced_is_chosen_in_its_drawer_and_stands_in_the_table(
    screens: Screens, shop: Instance, refusing_store: str
) -> None:
    with shop.sign_in() as owner:
        merchant = _connected(owner, "Nightly", refusing_store)
    page = screens.console(OWNER["email"], OWNER["password"], at="merchants?q=Nightly")
    expect(_row(page, "Nightly")).to_contain_text("By hand")
    page.get_by_role("button", name="Actions for Nightly").click()
    page.get_by_role("menuitem", name="Automatic sync").click()
    expect(page).to_have_url(f"{screens.url}/console/merchants?q=Nightly&schedule={merchant['id']}")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Sync automatically").click()
    drawer.get_by_label("Cron expression").fill("at night")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer.locator(".ant-form-item-has-error, .ant-form-item-has-warning")).to_have_count(1)
    drawer.get_by_label("Cron expression").fill("30 2 1 1 *")
    expect(drawer).to_contain_text("02:30")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    expect(_row(page, "Nightly").locator("time")).to_have_count(1)
    expect(_row(page, "Nightly")).not_to_contain_text("By hand")


def test_a_connection_that_was_never_tested_says_so_until_it_is(
    screens: Screens, shop: Instance, refusing_store: str
) -> None:
    with shop.sign_in() as owner:
        _connected(owner, "Untested", refusing_store)
    page = screens.console(OWNER["email"], OWNER["password"], at="merchants")
    expect(_row(page, "Untested")).to_contain_text("Connection not tested")
    page.get_by_role("button", name="Actions for Untested").click()
    page.get_by_role("menuitem", name="Test connection").click()
    expect(page.locator(".ant-message")).to_contain_text("Untested: The store refuses this token")
    expect(_row(page, "Untested")).to_contain_text("Connection fails")


def test_a_failed_sync_stands_in_the_table_and_its_drawer_has_an_address(
    screens: Screens, shop: Instance, refusing_store: str
) -> None:
    with shop.sign_in() as owner:
        merchant = _connected(owner, "Unlucky", refusing_store)
    page = screens.console(OWNER["email"], OWNER["password"], at="merchants")
    page.get_by_role("button", name="Actions for Unlucky").click()
    page.get_by_role("menuitem", name="Sync products").click()
    expect(page).to_have_url(f"{screens.url}/console/merchants?sync={merchant['id']}")
    expect(page.get_by_role("dialog")).to_contain_text("The store refuses this token")
    page.go_back()
    state = _row(page, "Unlucky").get_by_text("Last sync failed")
    state.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("The store refuses this token")


def test_products_are_listed_and_searched_in_a_drawer_with_an_address(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="merchants?q=Pedalworks")
    _row(page, "Pedalworks").get_by_role("button", name="54").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Search products").fill("saddle")
    page.keyboard.press("Enter")
    rows = drawer.locator("tbody tr.ant-table-row")
    expect(rows.filter(has_text="Cushion Comfort Saddle")).to_have_count(1)
    page.reload()
    expect(rows).to_have_count(20)
