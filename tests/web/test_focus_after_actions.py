"""Where the focus is once an action has taken its own button out of use, or out of the page: never nowhere."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from model_screens import deploy, file, make
from playwright.sync_api import Locator, Page, expect
from screens import Screens, go

pytestmark = pytest.mark.browser
STANDS_MS = 700  # what looks where the focus is has ended by then


@pytest.fixture
def owner(shop: Instance) -> Iterator[httpx.Client]:
    with shop.sign_in() as client:
        yield client


@pytest.fixture
def page(screens: Screens) -> Page:
    return screens.console(OWNER["email"], OWNER["password"])


def _press(button: Locator) -> None:
    expect(button).to_be_enabled()  # one that takes another's place is off for a moment
    button.focus()
    button.press("Enter")


def _has_focus(place: Locator) -> None:
    """And keeps it."""
    expect(place).to_be_focused()
    place.page.wait_for_timeout(STANDS_MS)
    expect(place).to_be_focused()


def test_an_upload_gives_the_focus_back_whether_it_is_taken_or_refused(
    page: Page, owner: httpx.Client, tmp_path: Path
) -> None:
    go(page, "models")
    page.get_by_role("button", name="Add model").click()
    page.get_by_role("dialog").get_by_label("Name").fill("focused")
    _press(page.get_by_role("dialog").get_by_role("button", name="Create"))
    expect(page).to_have_url(re.compile(r"/models/focused$"))
    _has_focus(page.locator("main"))
    button = page.get_by_role("button", name="Upload version", exact=True)
    files = {"was uploaded": served_models.plus(1), "is not an ONNX model": b"hello world"}
    for words, content in files.items():
        with page.expect_file_chooser() as chooser:
            _press(button)
        chooser.value.set_files(file(tmp_path, "focused.onnx", content))
        expect(page.get_by_text(words)).to_be_visible()
        _has_focus(button)
    assert owner.delete("/api/models/focused").status_code == 204


def test_traffic_that_is_applied_and_a_deployment_that_starts_leave_the_focus_to_the_page(
    page: Page, owner: httpx.Client
) -> None:
    make(owner, "moved", served_models.plus(1), served_models.plus(2))
    deployment = deploy(owner, "moved", version=1)
    go(page, f"deployments/{deployment}")
    traffic = page.get_by_role("region", name="Traffic")
    traffic.get_by_role("combobox", name="Add a version…").click()
    page.get_by_title("Version 2").click()
    traffic.get_by_role("slider", name="Traffic to Version 2").focus()
    page.keyboard.press("ArrowRight")
    _press(traffic.get_by_role("button", name="Apply"))
    expect(traffic.get_by_role("button", name="Apply")).to_have_count(0)
    _has_focus(page.locator("main"))
    assert owner.post(f"/api/deployments/{deployment}/stop").status_code == 200
    _press(page.get_by_role("button", name="Start"))
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    _has_focus(page.locator("main"))
    assert owner.delete(f"/api/deployments/{deployment}").status_code == 204
    assert owner.delete("/api/models/moved").status_code == 204


def test_a_version_drawer_keeps_the_focus_once_an_alias_points_there(page: Page, owner: httpx.Client) -> None:
    make(owner, "pointed", served_models.plus(1), served_models.plus(2))
    assert owner.put("/api/models/pointed/aliases/champion", json={"version": 1}).status_code == 200
    go(page, "models/pointed?open=2")
    drawer = page.get_by_role("dialog", name="pointed · Version 2")
    drawer.get_by_role("combobox", name="Alias", exact=True).focus()
    page.keyboard.type("latest")
    _press(drawer.get_by_role("button", name="Point to this version"))
    expect(page.get_by_text("latest points to version 2")).to_be_visible()
    _has_focus(drawer)
    expect(page.locator(".ant-select-dropdown:visible")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    for alias in ("champion", "latest"):
        assert owner.delete(f"/api/models/pointed/aliases/{alias}").status_code == 204
    assert owner.delete("/api/models/pointed").status_code == 204


def _task(owner: httpx.Client, kind: str, payload: dict[str, Any], status: str) -> str:
    """Its id, once it is there."""
    task = str(owner.post("/api/tasks", json={"kind": kind, "payload": payload}).json()["id"])
    until = time.monotonic() + 30
    while owner.get(f"/api/tasks/{task}").json()["status"] != status:
        assert time.monotonic() < until
        time.sleep(0.1)
    return task


def test_the_drawer_of_a_task_keeps_the_focus_while_the_task_rests_and_goes_on(page: Page, owner: httpx.Client) -> None:
    task = _task(owner, "demo.progress", {"steps": 300, "step_s": 0.5}, "running")
    go(page, f"tasks?open={task}")
    drawer = page.get_by_role("dialog")
    for action in ("Pause", "Go on"):
        _press(drawer.get_by_role("button", name=action))
        expect(drawer.get_by_role("button", name=action)).to_have_count(0)
        _has_focus(drawer)
    assert owner.post(f"/api/tasks/{task}/cancel").status_code == 200


def test_tasks_that_are_run_again_together_leave_the_focus_to_the_page(page: Page, owner: httpx.Client) -> None:
    task = _task(owner, "demo.fail", {}, "failed")
    go(page, "tasks?status=failed")
    page.get_by_role("checkbox", name=f"Select {task}").check()
    _press(page.get_by_role("region", name="Actions for selected tasks").get_by_role("button", name="Run again"))
    expect(page.get_by_role("region", name="Actions for selected tasks")).to_have_count(0)
    _has_focus(page.locator("main"))
