"""Days as a filter: typed, emptied and left by keys, each end of its own where the list allows that."""

import re

import pytest
from instance import OWNER, Instance
from keyboard import Keyboard
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("place", "behind"), [("audit", "Refresh"), ("gateway/statistics", "Refresh"), ("tasks", "Clear filters")]
)
def test_days_are_typed_emptied_and_tab_goes_on_behind_them(
    screens: Screens, shop: Instance, place: str, behind: str
) -> None:
    with shop.sign_in() as owner:  # a list of nothing has no filters
        assert owner.post("/api/tasks", json={"kind": "demo.echo"}).status_code == 202
    keys = Keyboard(screens.console(OWNER["email"], OWNER["password"], at=place))
    keys.fill("First day", "2026-01-02")
    keys.press("Tab")
    expect(keys.page).to_have_url(re.compile(f"{place}\\?from=2026-01-02$"))
    keys.press("Shift+Tab")
    keys.fill("Last day", "2026-01-03")
    keys.tab_to(behind)
    expect(keys.page).to_have_url(re.compile("from=2026-01-02&to=2026-01-03"))
    expect(keys.page.locator(".days-filter").get_by_role("button", name="Clear")).to_have_count(2)  # both are shown
    keys.fill("Last day", "2026-01-01", back=True)
    keys.tab_to(behind)
    expect(keys.page).to_have_url(re.compile(f"{place}\\?from=2026-01-01&to=2026-01-01$"))  # the first goes along
    keys.tab_to("Last day", "textbox", back=True)
    keys.press("Control+a", "Delete", "Tab")
    expect(keys.page).to_have_url(re.compile(f"{place}\\?from=2026-01-01$"))
    keys.tab_to("First day", "textbox", back=True)
    keys.press("Control+a", "Delete", "Tab")
    expect(keys.page).to_have_url(re.compile(f"{place}$"))
