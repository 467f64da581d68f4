"""Scripts in the console: begun from an example, tried on a sample, refused where they are wrong, restored."""

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


@pytest.fixture
def page(screens: Screens, shop: Instance) -> Page:
    """The scripts of an installation that has none, and the form for a new one."""
    with shop.sign_in() as owner:
        for script in owner.get("/api/admin/scripts").json()["items"]:
            owner.delete(f"/api/admin/scripts/{script['id']}")
    page = screens.console(OWNER["email"], OWNER["password"])
    page.goto(f"{screens.url}/console/gateway/scripts")
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


def test_an_earlier_version_is_restored(page: Page, shop: Instance) -> None:
    with shop.sign_in() as owner:
        body = {"name": "Header", "source": "function onRequest(r) { r.headers.first = '1'; }"}
        made = owner.post("/api/admin/scripts", json=body).json()
        owner.patch(f"/api/admin/scripts/{made['id']}", json={"source": body["source"].replace("first", "second")})
    page.goto(f"{shop.url}/console/gateway/scripts?q=Header")
    page.get_by_role("button", name="Actions for Header").click()
    page.get_by_role("menuitem", name="Edit").click()
    editor = page.get_by_role("textbox", name="Source")
    expect(editor).to_contain_text("second")
    page.get_by_role("tab", name="Versions").click()
    first = page.locator(".script-versions li", has_text="Version 1")
    first.get_by_role("button", name="Restore").click()
    expect(page.get_by_role("dialog", name="Restore version 1 of Header?")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Restore", exact=True).last.click()
    expect(page.locator(".script-versions li").first).to_contain_text("from version 1")
    expect(editor).to_contain_text("first")
