"""Tasks in the console: found by kind, their errors in the list, each with an address of its own."""

import time

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


def test_a_failed_task_shows_its_error_and_opens_by_its_row(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        body = {"kind": "demo.fail", "payload": {"times": 3, "why": "to see it"}}
        task_id = owner.post("/api/tasks", json=body).json()["id"]
        until = time.monotonic() + 30
        while owner.get(f"/api/tasks/{task_id}").json()["status"] != "failed":
            assert time.monotonic() < until
            time.sleep(0.2)
        owner.post("/api/tasks", json={"kind": "demo.echo"})
    page = screens.console(OWNER["email"], OWNER["password"])
    page.goto(f"{screens.url}/console/tasks")
    page.get_by_role("combobox", name="Task").click()
    page.keyboard.type("Demo: fail")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{screens.url}/console/tasks?kind=demo.fail")
    row = page.locator("tbody tr.ant-table-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("This demo task fails on purpose")
    row.get_by_text("Failed").click()
    expect(page).to_have_url(f"{screens.url}/console/tasks?kind=demo.fail&open={task_id}")
    page.reload()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("alert")).to_contain_text("This demo task fails on purpose")
    expect(drawer.get_by_role("figure", name="Input")).to_contain_text('"why": "to see it"')
    expect(drawer).to_contain_text("Owner user_")
    page.go_back()
    expect(drawer).to_have_count(0)
