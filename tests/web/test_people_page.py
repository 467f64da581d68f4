"""People in the console: invited by a link, waiting for a role, deactivated with their keys; keys that must rest."""

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import PASSWORD, Screens

pytestmark = pytest.mark.browser


def _made(owner: httpx.Client, path: str, **body: object) -> dict[str, object]:
    answer = owner.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _choose_role(page: Page, name: str) -> None:
    page.get_by_label("Role").click()
    page.locator(".ant-select-item-option").filter(has_text=name).click()


def test_an_invited_person_registers_by_the_link_and_sees_the_places_of_their_role(screens: Screens) -> None:
    owner = screens.console(OWNER["email"], OWNER["password"], at="users")
    owner.get_by_role("button", name="Invite", exact=False).first.click()
    owner.get_by_role("dialog").get_by_label("E-mail").fill("nora@shop.example")
    _choose_role(owner, "Viewer")
    owner.get_by_role("button", name="Make invitation").click()
    link = owner.get_by_test_id("invitation-link").inner_text()
    owner.get_by_role("button", name="I have sent it").click()
    invitations = owner.get_by_role("region", name="Open invitations")
    expect(invitations).to_contain_text("nora@shop.example")
    for sought, count in (("nobody", 0), ("NORA@", 1)):
        owner.get_by_role("textbox", name="Search").fill(sought)
        expect(invitations).to_have_count(count)
    page = screens.page()
    page.goto(link)
    expect(page.get_by_label("E-mail")).to_have_value("nora@shop.example")
    page.get_by_label("Name").fill("Nora")
    page.get_by_label("Password", exact=True).fill("password1")
    page.get_by_role("button", name="Create account").click()
    expect(page.locator(".ant-form-item-explain-error")).to_contain_text("too easy to guess")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    places = page.locator("nav.rail").get_by_role("listitem")
    expect(places).to_have_text(["Merchants", "Gateway", "Health"])
    page.goto(f"{screens.url}/console/gateway")
    expect(page.get_by_role("tab")).to_have_text(["Statistics"])


def test_without_an_invitation_the_page_says_what_is_needed(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/console/register")
    expect(page.locator(".ant-alert-info")).to_contain_text("by invitation")
    page.get_by_label("Name").fill("Nobody")
    page.get_by_label("E-mail").fill("nobody@shop.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("alert").last).to_contain_text("Registration is closed")


def test_somebody_without_a_role_is_told_what_to_do_and_goes_on_once_they_have_one(
    screens: Screens, shop: Instance
) -> None:
    with shop.sign_in() as owner:
        person = {"email": "petra@shop.example", "password": PASSWORD, "name": "Petra", "role": "pending"}
        made = _made(owner, "/api/users", **person)
        page = screens.page()
        page.goto(f"{screens.url}/console/")
        page.locator("input[autocomplete=username]").fill("petra@shop.example")
        page.locator("input[autocomplete=current-password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Your account waits for a role")
        owner.patch(f"/api/users/{made['id']}", json={"role": "operator"})
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("nav.rail")).to_be_visible()


def test_deactivating_somebody_offers_their_client_keys(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        person = {"email": "dora@shop.example", "password": PASSWORD, "name": "Dora", "role": "developer"}
        _made(owner, "/api/users", **person)
        login = {"email": person["email"], "password": PASSWORD}
        token = owner.post("/api/auth/login", json=login).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        made = owner.post("/api/keys", json={"name": "Dora's till", "scopes": ["proxy"]}, headers=bearer).json()
        page = screens.console(OWNER["email"], OWNER["password"], at="keys")
        expect(page.get_by_role("row", name="Dora's till")).to_contain_text("Dora")
        page.goto(f"{screens.url}/console/users")
        row = page.get_by_role("row").filter(has_text="dora@shop.example")
        row.get_by_role("button").click()
        page.get_by_role("menuitem", name="Deactivate").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("listitem")).to_have_text([f"Dora's till {made['prefix']}…"])
        dialog.get_by_role("button", name="Deactivate").click()
        expect(row).to_contain_text("Deactivated")
        keys = owner.get("/api/keys", params={"q": "Dora"}).json()["items"]
        assert [(key["is_active"], key["created_by"]["is_active"]) for key in keys] == [(False, False)]


def test_an_owner_confirms_where_a_moved_upstreams_keys_may_go(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        made = _made(owner, "/api/admin/upstreams", name="moved", base_url="https://before.example.com")
        _made(owner, "/api/admin/keys", upstream_id=made["id"], name="k", key_value="sk-planted-secret-1")
        owner.patch(f"/api/admin/upstreams/{made['id']}", json={"base_url": "https://moved.example.com"})
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams")
    row = page.get_by_role("row").filter(has_text="moved.example.com")
    expect(row).to_contain_text("1 key rests")
    row.get_by_role("button", name="Actions for moved").click()
    page.get_by_role("menuitem", name="Confirm address").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("https://moved.example.com")
    dialog.get_by_label("Your password").fill("not this one")
    dialog.get_by_role("button", name="Confirm address").click()
    expect(dialog.get_by_text("This is not your current password")).to_be_visible()
    dialog.get_by_label("Your password").fill(OWNER["password"])
    dialog.get_by_role("button", name="Confirm address").click()
    expect(row).not_to_contain_text("1 key rests")
