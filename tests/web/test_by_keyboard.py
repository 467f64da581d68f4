"""The console without a mouse: pages are reached, tasks cancelled and the sign-in ended by keys alone."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from instance import OWNER, Instance
from keyboard import Keyboard
from playwright.sync_api import Browser, expect
from screens import Screens

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def keys(browser: Browser, shop: Instance) -> Iterator[Keyboard]:
    """The owner, who has signed in by keys and stays signed in for all of these tests."""
    screens = Screens(browser, shop.url)
    page = screens.page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{screens.url}/console/")
    keyboard = Keyboard(page)
    keyboard.fill("E-mail", OWNER["email"])
    keyboard.fill(re.compile("^Password"), OWNER["password"])
    keyboard.press("Enter")
    expect(page.locator("nav.rail")).to_be_visible()
    yield keyboard
    screens.close()
    assert screens.complaints == []


def _wait_for(holds: Callable[[], object]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def _open(keys: Keyboard, page: str) -> None:
    """By the palette, which stands everywhere."""
    keys.press("Control+k")
    expect(keys.page.get_by_role("combobox", name="Go to a page")).to_be_focused()
    keys.type(page)
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_have_count(0)


def test_a_page_is_reached_by_the_rail_and_the_rail_is_skipped(keys: Keyboard) -> None:
    keys.use("Health", "link")
    expect(keys.page.locator("h1")).to_have_text("Health")
    keys.page.reload()
    keys.use("Skip to the content", "link")
    expect(keys.page.locator("main")).to_be_focused()


def test_a_task_is_cancelled(keys: Keyboard, shop: Instance) -> None:
    with shop.sign_in() as owner:
        task = owner.post("/api/tasks", json={"kind": "demo.sleep", "payload": {"seconds": 600}}).json()
        _open(keys, "tasks")
        keys.choose("Task", "Demo: sleep")
        keys.pick("Demo: sleep", "Cancel")
        _wait_for(lambda: owner.get(f"/api/tasks/{task['id']}").json()["status"] == "cancelled")


def test_at_last_one_signs_out(keys: Keyboard) -> None:
    _open(keys, "health")
    keys.use("Profile and settings")
    keys.press("Escape")
    keys.is_on("Profile and settings")
    keys.press("Enter")
    keys.use("Sign out")
    expect(keys.page.get_by_role("button", name="Sign in")).to_be_visible()
