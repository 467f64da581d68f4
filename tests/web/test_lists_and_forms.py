"""What all lists and forms of the console have from birth: addresses, cards on a phone, nothing typed is lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Dialog, Page, expect
from screens import PASSWORD, PEOPLE, Screens

pytestmark = pytest.mark.browser

RULE = {"condition": {"status": {"in": [418]}}, "actions": [{"retry": {}}], "priority": -7}


@pytest.fixture
def rules(shop: Instance) -> Iterator[list[dict[str, Any]]]:
    """One more than a page of them."""
    with shop.sign_in() as owner:
        made = [owner.post("/api/admin/rules", json={"name": f"listed {n:02}", **RULE}).json() for n in range(51)]
        yield made
        for rule in made:
            owner.delete(f"/api/admin/rules/{rule['id']}")


def _form(page: Page, name: str) -> Any:
    return page.get_by_role("dialog").filter(has=page.get_by_role("button", name=name))


def test_what_was_typed_is_lost_only_when_the_person_says_so(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/rules")
    page.get_by_role("button", name="Add rule").first.click()
    form = _form(page, "Create")
    form.get_by_label("Name").fill("half a thought")
    question = page.get_by_role("dialog", name="Discard what you typed?")
    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(5, 450),
        lambda: form.get_by_role("button", name="Cancel").click(),
        page.go_back,
        lambda: page.evaluate("history.back()"),
    ):
        leave()
        expect(question).to_be_visible()
        page.get_by_role("button", name="Keep editing").click()
        expect(question).to_be_hidden()
        expect(form.get_by_label("Name")).to_have_value("half a thought")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard").click()
    expect(form).to_be_hidden()
    page.get_by_role("button", name="Add rule").first.click()
    expect(form.get_by_label("Name")).to_have_value("")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def test_a_row_that_is_open_has_an_address_which_opens_it_on_any_page(
    screens: Screens, rules: list[dict[str, Any]]
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/rules")
    first, last = rules[0], rules[-1]
    row = page.get_by_role("row").filter(has_text=first["name"])
    row.get_by_role("switch").click()
    expect(row.get_by_role("switch")).not_to_be_checked()
    expect(page).to_have_url(re.compile(r"/rules$"))  # what a row holds does not open it
    row.click()
    expect(page).to_have_url(re.compile(rf"open={first['id']}$"))
    expect(_form(page, "Save").get_by_label("Name")).to_have_value(first["name"])
    page.go_back()
    expect(_form(page, "Save")).to_be_hidden()
    row.focus()
    page.keyboard.press("Enter")
    expect(_form(page, "Save").get_by_label("Name")).to_have_value(first["name"])
    page.goto(f"{screens.url}/console/gateway/rules?open={last['id']}")
    expect(page.get_by_role("row").filter(has_text=last["name"])).to_have_count(0)  # it is on the second page
    expect(_form(page, "Save").get_by_label("Name")).to_have_value(last["name"])


def test_on_a_phone_a_list_is_cards_and_nothing_is_cut(screens: Screens, rules: list[dict[str, Any]]) -> None:
    page = screens.console(
        OWNER["email"], OWNER["password"], viewport={"width": 390, "height": 800}, at="gateway/rules"
    )
    card = page.get_by_role("listitem").filter(has_text=rules[0]["name"])
    expect(card).to_contain_text("-7")
    expect(page.get_by_role("table")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    card.get_by_role("button", name=f"{rules[0]['name']} All upstreams").click()
    expect(_form(page, "Save").get_by_label("Name")).to_have_value(rules[0]["name"])


def test_who_may_not_change_a_merchant_can_look_at_it(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        viewer = {"email": "looks@shop.example", "password": PASSWORD, "name": "Lois", "role": "viewer"}
        assert owner.post("/api/users", json=viewer).status_code == 201
        name = owner.get("/merchants").json()["items"][0]["name"]
    page = screens.console(viewer["email"], at="merchants")
    expect(page.get_by_role("button", name="Add merchant")).to_have_count(0)
    page.get_by_role("button", name=f"Actions for {name}").click()
    expect(page.get_by_role("menuitem", name="Edit")).to_have_count(0)
    page.get_by_role("menuitem", name="View", exact=True).click()
    form = page.get_by_role("dialog", name=f"View {name}")
    expect(form.get_by_role("alert")).to_contain_text("that takes a role that may change merchants.")
    expect(form.get_by_label("Name")).to_have_value(name)
    expect(form.get_by_label("Name")).to_be_disabled()
    expect(form.get_by_role("switch")).to_be_disabled()
    expect(form.get_by_role("button", name="Save")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"open="))
    form.get_by_text("Close", exact=True).click()
    expect(form).to_be_hidden()
    page.goto(f"{screens.url}/console/merchants?open=new")
    expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_who_may_not_change_an_assistant_opens_it_by_its_row(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        made = owner.post("/api/assistants", json={"name": "Seen by all", "model": "relaydesk-extractive"})
        assert made.status_code == 201, made.text
    page = screens.console(PEOPLE["Anna Weber"], at="assistants")
    page.get_by_role("row").filter(has_text="Seen by all").get_by_text("Seen by all").click()
    form = page.get_by_role("dialog", name="View Seen by all")
    for field in ("Name", "Persona", "Model", "Merchant"):
        expect(form.get_by_label(field).first).to_be_disabled()
    expect(form.get_by_role("alert")).to_contain_text("change assistants")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    with shop.sign_in() as owner:
        owner.delete(f"/api/assistants/{made.json()['id']}")


def test_with_motion_each_row_that_is_opened_after_another_has_its_own_values_and_keeps_them(
    screens: Screens, rules: list[dict[str, Any]], shop: Instance
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/rules", reduced_motion="no-preference")
    first, second, third = rules[:3]
    for rule, close in ((first, "Cancel"), (second, "Escape"), (third, "Save"), (first, "Save")):
        page.get_by_role("row").filter(has_text=rule["name"]).click()
        form = page.get_by_role("dialog", name=f"Edit {rule['name']}")
        page.wait_for_timeout(400)  # once it has come in
        expect(form.get_by_label("Name")).to_have_value(rule["name"])
        if close == "Escape":
            page.keyboard.press(close)
        else:
            form.get_by_role("button", name=close).click()
        expect(form).to_be_hidden()
    page.get_by_role("button", name="Add rule").first.click()
    form = _form(page, "Create")
    page.wait_for_timeout(400)
    expect(form.get_by_label("Name")).to_have_value("")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    page.get_by_role("row").filter(has_text=second["name"]).click()
    expect(page.get_by_role("dialog", name=f"Edit {second['name']}").get_by_label("Name")).to_have_value(second["name"])
    with shop.sign_in() as owner:
        kept = [owner.get(f"/api/admin/rules/{rule['id']}").json() for rule in (first, second, third)]
    assert [(one["name"], one["condition"], one["actions"]) for one in kept] == [
        (one["name"], one["condition"], one["actions"]) for one in (first, second, third)
    ]
