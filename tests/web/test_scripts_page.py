"""Scripts in the console: begun from an example, tried on a sample, refused where they are wrong, restored."""

from typing import Any

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Locator, Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


@pytest.fixture
def page(screens: Screens, shop: Instance) -> Page:
    """The scripts of an installation that has none, and the form for a new one."""
    with shop.sign_in() as owner:
        for script in owner.get("/api/admin/scripts").json()["items"]:
            owner.delete(f"/api/admin/scripts/{script['id']}")
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/scripts")
    page.get_by_role("button", name="Add script").first.click()
    expect(page.get_by_role("textbox", name="Source")).to_be_visible()
    return page


def write(page: Page, source: str) -> None:
    editor = page.get_by_role("textbox", name="Source")
    editor.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source)


def test_an_example_is_tried_on_a_sample_kept_and_switched_off(page: Page) -> None:
    page.get_by_role("button", name="Cap max_tokens").click()
    page.get_by_role("button", name="Test run").click()
    result = page.get_by_role("region", name="Result")
    expect(result.locator("[data-kind=removed]")).to_have_text('-     "max_tokens": 4000,')
    expect(result.locator("[data-kind=added]")).to_have_text('+     "max_tokens": 1024,')
    page.get_by_role("button", name="Mask e-mail addresses").click()
    page.get_by_role("button", name="Test run").click()
    expect(result.locator("[data-kind=added]")).to_contain_text("Write to ***.")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tbody tr", has_text="Mask e-mail addresses")
    expect(row).to_contain_text("Version 1")
    switch = row.get_by_role("switch")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()


def test_a_broken_script_says_its_line_and_keeps_what_was_typed(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Broken")
    write(page, "const a = 1;\nfunction (")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator(".ant-form-item-explain-error")).to_contain_text("Line 2: SyntaxError")
    page.get_by_role("button", name="Test run").click()
    expect(page.locator(".script-try .ant-alert-error")).to_contain_text("Line 2: SyntaxError")
    expect(page.get_by_role("textbox", name="Source")).to_contain_text("function (")


def test_rejections_and_logs_of_a_test_run_are_shown(page: Page) -> None:
    write(page, "function onRequest(request) { console.log('asked for', request.model); reject(403, 'Not here'); }")
    page.get_by_role("button", name="Test run").click()
    trial = page.locator(".script-try")
    expect(trial).to_contain_text("The script rejects it with status 403")
    expect(trial).to_contain_text("Not here")
    expect(page.get_by_role("region", name="Logs")).to_contain_text("asked for gpt-4o-mini")
    page.get_by_label("Sample request").fill("{")
    page.get_by_role("button", name="Test run").click()
    expect(trial.get_by_role("alert")).to_contain_text("Sample request: this is not JSON")


def test_the_editor_is_left_by_escape_without_closing_the_form(page: Page) -> None:
    editor = page.get_by_role("textbox", name="Source")
    write(page, "")
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    expect(editor).to_have_text("  x")
    page.keyboard.press("Escape")
    expect(editor).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Upstream")).to_be_focused()
    expect(editor).to_be_visible()


SOURCE = "function onRequest(r) { r.headers.first = '1'; }"


def opened(page: Page, shop: Instance, **changes: Any) -> str:
    """A script of one version, or of two, with its form open; the path of it."""
    with shop.sign_in() as owner:
        made = owner.post("/api/admin/scripts", json={"name": "Header", "source": SOURCE}).json()
        path = f"/api/admin/scripts/{made['id']}"
        if changes:
            owner.patch(path, json=changes)
    page.goto(f"{shop.url}/console/gateway/scripts?q=Header")
    page.get_by_role("button", name="Actions for Header").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(page.get_by_role("textbox", name="Source")).to_be_visible()
    return path


def question(page: Page) -> Locator:
    return page.get_by_text("It has not been saved.")


def test_an_earlier_version_is_restored_and_the_form_then_closes_without_a_question(page: Page, shop: Instance) -> None:
    opened(page, shop, source=SOURCE.replace("first", "second"))
    editor = page.get_by_role("textbox", name="Source")
    expect(editor).to_contain_text("second")
    page.get_by_role("tab", name="Versions").click()
    first = page.locator(".script-versions li", has_text="Version 1")
    first.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("dialog", name="Restore version 1 of Header?")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Restore", exact=True).last.click()
    expect(page.locator(".script-versions li").first).to_contain_text("from version 1")
    expect(editor).to_contain_text("first")
    page.get_by_role("button", name="Cancel").click()
    expect(editor).to_have_count(0)
    expect(question(page)).to_have_count(0)


def test_an_unsaved_source_is_not_given_up_for_a_version_unasked_and_the_one_looked_at_is_named(
    page: Page, shop: Instance
) -> None:
    opened(page, shop, source=SOURCE.replace("first", "second"))
    editor = page.get_by_role("textbox", name="Source")
    page.get_by_role("tab", name="Versions").click()
    versions = page.locator(".script-versions li")
    second, first = versions.nth(0), versions.nth(1)
    expect(second).to_contain_text("shown")
    expect(second.get_by_role("button", name="View")).to_be_disabled()
    first.get_by_role("button", name="View").click()
    expect(editor).to_contain_text("first")
    expect(first).to_contain_text("shown")
    write(page, SOURCE.replace("first", "third"))
    second.get_by_role("button", name="View").click()
    expect(question(page)).to_be_visible()
    page.get_by_role("button", name="Keep editing").click()
    expect(editor).to_contain_text("third")


def test_a_source_goes_over_a_newer_version_only_once_that_was_said(page: Page, shop: Instance) -> None:
    path = opened(page, shop)
    name = page.get_by_label("Name", exact=True)
    name.fill("Renamed")
    with shop.sign_in() as owner:
        owner.patch(path, json={"source": SOURCE.replace("first", "theirs")})
        page.get_by_role("button", name="Save").click()
        expect(name).to_have_count(0)
        assert owner.get(path).json()["source"] == SOURCE.replace("first", "theirs")
        page.goto(f"{shop.url}/console/gateway/scripts?open={path.rsplit('/', 1)[1]}")
        expect(page.get_by_role("textbox", name="Source")).to_contain_text("theirs")
        owner.patch(path, json={"source": SOURCE.replace("first", "newer")})
        write(page, SOURCE.replace("first", "mine"))
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("Version 3 has been saved meanwhile.")
        assert owner.get(path).json()["source"] == SOURCE.replace("first", "newer")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("textbox", name="Source")).to_have_count(0)
        assert owner.get(path).json()["source"] == SOURCE.replace("first", "mine")
