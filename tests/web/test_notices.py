"""What the console says for a moment: a success goes by itself, an error stays until it is closed; forms name bounds."""

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


def _delete(page: Page, name: str) -> None:
    row = page.get_by_role("row").filter(has_text=name)
    row.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()


def test_a_success_goes_by_itself_and_an_error_stays_until_it_is_closed(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        kept, gone = (
            owner.post("/api/admin/upstreams", json={"name": name, "base_url": "https://api.example.com"}).json()
            for name in ("in-use", "unused")
        )
        route = {"model": "noticed", "targets": [{"upstream_id": kept["id"]}]}
        route_id = owner.post("/api/admin/routes", json=route).json()["id"]
        page = screens.console(OWNER["email"], OWNER["password"])
        page.goto(f"{screens.url}/console/gateway/upstreams")
        notices = page.locator(".ant-message")
        _delete(page, gone["name"])
        expect(notices).to_contain_text("unused")
        expect(notices.get_by_text("unused was deleted")).to_have_count(0, timeout=15_000)
        _delete(page, kept["name"])
        refusal = notices.get_by_text("The upstream cannot be deleted while these routes lead to it: noticed")
        expect(refusal).to_be_visible()
        page.wait_for_timeout(6_000)
        expect(refusal).to_be_visible()
        notices.get_by_role("button", name="Close this notice").click()
        expect(refusal).to_have_count(0)
        owner.delete(f"/api/admin/routes/{route_id}")
        owner.delete(f"/api/admin/upstreams/{kept['id']}")


def test_an_assistants_form_names_the_bounds_of_a_number_and_its_row_a_model_that_no_route_offers(
    screens: Screens, shop: Instance
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"])
    page.goto(f"{screens.url}/console/assistants")
    page.get_by_role("button", name="Add assistant").first.click()
    drawer = page.get_by_role("dialog")
    drawer.locator("#name").fill("Mute")
    drawer.locator("#model").fill("gpt-nowhere")
    drawer.locator("#max_turns_per_day").fill("-5")
    drawer.get_by_role("button", name="Create").click()
    expect(drawer).to_contain_text("This must be from 1 to 10,000,000")
    expect(drawer.locator("#max_turns_per_day")).to_have_value("-5")
    drawer.locator("#max_turns_per_day").fill("5")
    drawer.get_by_role("button", name="Create").click()
    expect(page.get_by_role("row").filter(has_text="Mute")).to_contain_text("No route offers this model")
    with shop.sign_in() as owner:
        (made,) = [one for one in owner.get("/api/assistants").json()["items"] if one["name"] == "Mute"]
        owner.delete(f"/api/assistants/{made['id']}")
