"""Assistants in the console: their model is chosen from those on offer, their merchant by its name."""

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


def test_a_model_is_chosen_from_those_on_offer_and_a_merchant_is_searched(screens: Screens, shop: Instance) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="assistants?open=new")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("Chooser")
    drawer.get_by_label("Model").fill("extract")
    page.locator(".ant-select-item-option").get_by_text("relaydesk-extractive", exact=True).click()
    expect(drawer.get_by_label("Model")).to_have_value("relaydesk-extractive")
    drawer.get_by_label("Merchant").click()
    page.keyboard.type("pedal")
    page.keyboard.press("Enter")
    drawer.get_by_role("button", name="Create").click()
    row = page.locator("tbody tr.ant-table-row", has_text="Chooser")
    expect(row).to_contain_text("Pedalworks (demo)")
    with shop.sign_in() as owner:
        (made,) = [one for one in owner.get("/api/assistants").json()["items"] if one["name"] == "Chooser"]
        assert made["model"] == "relaydesk-extractive"
        owner.delete(f"/api/assistants/{made['id']}")
