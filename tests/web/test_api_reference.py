"""The API's reference at /docs: a stranger signs in with a token and tries operations on the page itself."""

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Locator, Page, expect
from screens import Screens

pytestmark = pytest.mark.browser


def access_token(shop: Instance) -> str:
    """As the page's first paragraph says how to get one."""
    answer = httpx.post(f"{shop.url}/api/auth/login", json=OWNER, timeout=60)
    return str(answer.json()["access_token"])


def authorize(page: Page, scheme: str, token: str) -> None:
    page.get_by_role("button", name="Authorize").first.click()
    dialog = page.locator(".dialog-ux")
    form = dialog.locator(".auth-container", has=page.locator("h4 code", has_text=scheme)).first
    form.locator("input").fill(token)
    form.get_by_role("button", name="Apply credentials").click()
    expect(form).to_contain_text("Authorized")
    dialog.get_by_role("button", name="Close").last.click()


def operation(page: Page, tag: str, operation_id: str) -> Locator:
    """An operation, opened."""
    block = page.locator(f"#operations-{tag}-{operation_id}")
    if not block.is_visible():
        page.locator(f"#operations-tag-{tag}").click()
    block.locator(".opblock-summary-control").click()
    return block


def answer_to(block: Locator) -> tuple[str, str]:
    """Status and body of what the page asked and got."""
    block.get_by_role("button", name="Execute").click()
    row = block.locator(".live-responses-table tr.response")
    expect(row).to_be_visible()
    return row.locator(".response-col_status").inner_text().split()[0], row.inner_text()


def test_an_operation_is_refused_with_its_code_and_answered_once_there_is_a_token_from_signing_in(
    screens: Screens, shop: Instance
) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/docs")
    expect(page.get_by_role("heading", name="Signing in")).to_be_visible()
    expect(page.locator("#operations-tag-sign-in")).to_contain_text("Get an access token, renew it, sign out")
    block = operation(page, "sign-in", "get_profile_api_auth_me_get")
    status, text = answer_to(block)
    assert (status, '"UNAUTHENTICATED"' in text) == ("401", True)
    block.get_by_role("button", name="Clear").click()
    expect(block.locator(".live-responses-table")).to_have_count(0)
    authorize(page, "accessToken", access_token(shop))
    status, text = answer_to(block)
    assert (status, OWNER["email"] in text) == ("200", True)


def test_a_token_outlasts_a_reload_and_a_body_begins_with_an_example_that_can_be_sent_as_it_stands(
    screens: Screens, shop: Instance
) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/docs")
    authorize(page, "accessToken", access_token(shop))
    page.reload()
    block = operation(page, "tasks", "create_task_api_tasks_post")
    expect(block.locator("textarea")).to_contain_text('"kind": "demo.echo"')
    status, text = answer_to(block)
    assert (status, '"status": "queued"' in text) == ("202", True)
