"""The pages of tasks in the console: filters, many at once, one task's story, batches, schedules, workers, figures."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Locator, Page, expect
from screens import Screens, go

pytestmark = pytest.mark.browser
ROWS = "tbody tr.ant-table-row"


@pytest.fixture
def owner(shop: Instance) -> Iterator[httpx.Client]:
    with shop.sign_in() as client:
        yield client


@pytest.fixture
def page(screens: Screens) -> Page:
    return screens.console(OWNER["email"], OWNER["password"])


def _make(owner: httpx.Client, kind: str, payload: dict[str, Any], **more: Any) -> str:
    answer = owner.post("/api/tasks", json={"kind": kind, "payload": payload, **more})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def _wait_until(owner: httpx.Client, task_id: str, status: str) -> None:
    until = time.monotonic() + 30
    while (now := owner.get(f"/api/tasks/{task_id}").json()["status"]) != status:
        assert time.monotonic() < until, now
        time.sleep(0.1)


def _choose(page: Page, place: Page | Locator, label: str, typed: str) -> None:
    place.get_by_role("combobox", name=label).click()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def test_a_failed_task_shows_its_error_and_opens_by_its_row(page: Page, owner: httpx.Client) -> None:
    task = _make(owner, "demo.fail", {"times": 3})
    _wait_until(owner, task, "failed")
    _make(owner, "demo.echo", {})
    go(page, "tasks")
    _choose(page, page, "Task", "Demo: fail")
    expect(page).to_have_url(re.compile(r"/console/tasks\?kind=demo\.fail$"))
    expect(page.locator(ROWS, has_text="demo.echo")).to_have_count(0)
    row = page.locator(ROWS).first
    expect(row).to_contain_text("This demo task fails on purpose")
    row.get_by_text("Failed").click()
    expect(page).to_have_url(re.compile(rf"\?kind=demo\.fail&open={task}$"))
    page.reload()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("alert")).to_contain_text("This demo task fails on purpose")
    expect(drawer.get_by_role("figure", name="Input")).to_contain_text('"times": 3')
    expect(drawer).to_contain_text("Owner user_")
    page.go_back()
    expect(drawer).to_have_count(0)


def test_tasks_of_a_batch_are_cancelled_together_but_for_the_ended_one(page: Page, owner: httpx.Client) -> None:
    body = {"kind": "demo.sleep", "payloads": [{"seconds": 0}, {"seconds": 600}, {"seconds": 600}], "queue": "slow"}
    batch = owner.post("/api/tasks/batch", json=body).json()["batch_id"]
    short, *_ = sorted(
        owner.get("/api/tasks", params={"batch_id": batch}).json()["items"], key=lambda task: task["payload"]["seconds"]
    )
    _wait_until(owner, short["id"], "succeeded")
    go(page, "tasks/batches")
    row = page.locator(ROWS, has_text=batch)
    expect(row).to_contain_text("Running")
    expect(row.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "33")
    row.get_by_text("Demo: sleep").click()
    expect(page).to_have_url(re.compile(rf"/console/tasks\?batch_id={batch}$"))
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_role("combobox", name="Queue").click()
    page.get_by_title("slow", exact=True).click()
    page.get_by_role("combobox", name="State").click()
    page.get_by_title("Running").click()
    expect(page).to_have_url(re.compile(rf"\?batch_id={batch}&queue=slow&status=running$"))
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator(".ant-select", has=page.get_by_role("combobox", name="State")).locator(".ant-select-clear").click()
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_role("checkbox", name="Select all on this page").check()
    bar = page.get_by_role("region", name="Actions for selected tasks")
    expect(bar).to_contain_text("3 tasks selected")
    bar.get_by_role("button", name="Cancel").click()
    question = page.get_by_role("dialog", name="Cancel 2 of 3 tasks?")
    expect(question).to_contain_text("The others have ended.")
    question.get_by_role("button", name="Cancel them").click()
    expect(page.get_by_text("2 running tasks are being cancelled")).to_be_visible()
    expect(page.locator(ROWS).filter(has_text="Cancelled")).to_have_count(2)


def test_a_task_tells_its_log_while_it_runs_rests_and_goes_on(page: Page, owner: httpx.Client) -> None:
    task = _make(owner, "demo.progress", {"steps": 300, "step_s": 0.5}, priority=3)
    after = _make(owner, "demo.echo", {"after": True}, depends_on=[task])
    go(page, f"tasks?open={after}")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Waits for others")
    drawer.get_by_role("link", name="Demo: progress").click()
    expect(page).to_have_url(re.compile(rf"\?open={task}$"))
    expect(drawer.get_by_role("list", name="Wait for it").get_by_role("link")).to_have_text(re.compile("Demo: echo"))
    log = drawer.get_by_role("log", name="Log")
    expect(log).to_contain_text("step 2 of 300")
    expect(log.get_by_text("step 1 of 300", exact=True)).to_have_count(1)
    drawer.get_by_role("button", name="Pause").click()
    expect(drawer.get_by_role("button", name="Go on")).to_be_visible()
    _wait_until(owner, task, "paused")
    expect(drawer.get_by_role("figure", name="Checkpoint")).to_contain_text('"step"')
    drawer.get_by_role("button", name="Go on").click()
    expect(drawer.get_by_role("button", name="Pause")).to_be_visible()
    drawer.get_by_role("button", name="Cancel").dblclick()
    question = page.get_by_role("dialog", name=f"Cancel the task Demo: progress ({task})?")
    expect(question).to_have_count(1)
    question.get_by_role("button", name="Cancel the task").click()
    expect(drawer.get_by_role("button", name="Run again")).to_be_visible()
    expect(drawer.get_by_role("listitem").filter(has_text="Cancelled")).to_be_visible()
    _wait_until(owner, after, "failed")


def test_a_failed_task_has_its_attempts_in_a_timeline_and_its_traceback_folded(page: Page, owner: httpx.Client) -> None:
    task = _make(owner, "demo.fail", {})
    _wait_until(owner, task, "failed")
    go(page, f"tasks?open={task}")
    drawer = page.get_by_role("dialog")
    alert = drawer.get_by_role("alert")
    expect(alert).to_contain_text("DemoFailure: This demo task fails on purpose.")
    expect(alert.get_by_text("Traceback (most recent call last)")).to_be_hidden()
    alert.get_by_text("Traceback", exact=True).click()
    expect(alert.get_by_text("raise DemoFailure")).to_be_visible()
    moments = drawer.locator("ol.timeline > li .status")
    expect(moments).to_have_text(
        ["Asked for", "Attempt 1 failed", "Attempt 2 failed", "Attempt 3 began", "Failed"], use_inner_text=True
    )


def test_schedules_are_made_by_times_and_by_an_interval_run_now_switched_and_deleted(
    page: Page, owner: httpx.Client
) -> None:
    go(page, "tasks/schedules")
    expect(page).to_have_title(re.compile("Schedules · Tasks"))
    _add(page, "By cron")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Cron expression").fill("30 2 * *")
    drawer.get_by_role("button", name="Create").click()
    expect(page.locator(".ant-form-item-has-error", has_text="Cron expression")).to_be_visible()
    drawer.get_by_label("Cron expression").fill("30 2 * * 1-5")
    expect(drawer).to_contain_text("Monday to Friday at 02:30")
    _choose(page, drawer, "Time zone", "Asia/Shanghai")
    drawer.get_by_role("button", name="Create").click()
    expect(drawer).to_have_count(0)
    row = page.locator(ROWS, has_text="By cron")
    expect(row).to_contain_text(re.compile(r"Monday to Friday at 02:30 30 2 \* \* 1-5.*02:30 Asia/Shanghai.*Not yet"))
    _add(page, "By interval")
    drawer.get_by_text("At intervals").click()
    drawer.get_by_label("Every").fill("2")
    drawer.get_by_role("combobox", name="Unit").click()
    page.get_by_title("hours").click()
    drawer.get_by_role("button", name="Create").click()
    expect(drawer).to_have_count(0)
    expect(page.locator(ROWS, has_text="By interval")).to_contain_text("every 2 hours")
    made = {item["name"]: item for item in owner.get("/api/schedules", params={"limit": 100}).json()["items"]}
    assert (made["By cron"]["timezone"], made["By cron"]["payload"]) == ("Asia/Shanghai", {"text": "hi"})
    assert (made["By interval"]["cron"], made["By interval"]["interval_s"]) == (None, 7200)
    page.get_by_role("button", name="Actions for By cron").click()
    page.get_by_role("menuitem", name="Run now").click()
    expect(page.get_by_text("A task of By cron was started")).to_be_visible()
    row.get_by_role("link").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("figure", name="Result")).to_contain_text('"text": "hi"')
    go(page, "tasks/schedules")
    row.get_by_role("switch").click()
    expect(row).to_contain_text("–")
    row.get_by_text("By cron").click()
    expect(drawer).to_contain_text("It is switched off")
    page.keyboard.press("Escape")
    for name in ("By cron", "By interval"):
        page.get_by_role("button", name=f"Actions for {name}").click()
        page.get_by_role("menuitem", name="Delete").click()
        page.get_by_role("dialog", name=f"Delete the schedule {name}?").get_by_role("button", name="Delete").click()
        expect(page.locator(ROWS, has_text=name)).to_have_count(0)


def _add(page: Page, name: str) -> None:
    """Opens the form of a new schedule of `demo.echo`, and tries an input that is none."""
    page.get_by_role("button", name="Add schedule").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill(name)
    _choose(page, drawer, "Task", "demo.echo")
    drawer.get_by_label("Input (JSON)").fill("[")
    expect(drawer).to_contain_text("This is not JSON")
    drawer.get_by_label("Input (JSON)").fill('{"text": "hi"}')
    expect(drawer.get_by_text("This is not JSON")).to_have_count(0)


def test_workers_say_what_they_run_and_kinds_how_they_did(page: Page, owner: httpx.Client) -> None:
    _wait_until(owner, _make(owner, "demo.fail", {"times": 1}), "succeeded")
    task = _make(owner, "demo.progress", {"steps": 600, "step_s": 1})
    _wait_until(owner, task, "running")
    go(page, "tasks/workers")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("Demo: progress")
    owner.post(f"/api/tasks/{task}/cancel")
    go(page, "tasks/performance")
    row = page.locator(ROWS, has_text="demo.fail")
    expect(row).to_contain_text(re.compile(r"Demo: fail demo\.fail.*\d+(\.\d+)?%.*ms"))
    page.get_by_text("30 days").click()
    expect(page).to_have_url(re.compile(r"/console/tasks/performance\?days=30$"))
    row.get_by_text("Demo: fail").click()
    expect(page).to_have_url(re.compile(r"/console/tasks\?kind=demo\.fail$"))


def test_tasks_are_narrowed_by_time_and_by_what_they_say(page: Page, owner: httpx.Client) -> None:
    failed = _make(owner, "demo.fail", {"times": 3})
    _wait_until(owner, failed, "failed")
    needy = _make(owner, "demo.echo", {}, depends_on=[failed])
    _make(owner, "demo.echo", {})
    go(page, "tasks")
    expect(page.locator(ROWS, has_text="Demo: echo")).not_to_have_count(0)
    _choose(page, page, "Reason", "depends on failed")
    expect(page).to_have_url(re.compile(r"\?error_code=DEPENDENCY_FAILED$"))
    # other tests share this server: whatever failed by itself is not among them
    expect(page.locator(ROWS, has_text="This demo task fails on purpose")).to_have_count(0)
    row = page.locator(ROWS, has_text=failed)
    expect(row).to_contain_text(f"{failed}, on which it depends, failed")
    row.get_by_text("Failed", exact=True).click()
    reason = page.get_by_role("dialog").get_by_role("link", name="A task it depends on failed DEPENDENCY_FAILED")
    expect(page).to_have_url(re.compile(rf"\?error_code=DEPENDENCY_FAILED&open={needy}$"))
    expect(reason).to_have_attribute("href", "/console/tasks?error_code=DEPENDENCY_FAILED")
    go(page, "tasks?status=failed")
    page.get_by_role("button", name="Clear filters").click()
    expect(page).to_have_url(re.compile(r"/console/tasks$"))
    page.get_by_role("textbox", name="Id, kind or message").fill("fails ON purpose")
    expect(page).to_have_url(re.compile(r"\?q=fails\+ON\+purpose$"))
    expect(page.locator(ROWS, has_text="Demo: echo")).to_have_count(0)
    expect(page.locator(ROWS, has_text="This demo task fails on purpose")).not_to_have_count(0)
    expect(page.get_by_text("only in the newest 2,000 that fit the other filters")).to_be_visible()
    _choose(page, page, "Created", "Last hour")
    expect(page).to_have_url(re.compile(r"\?q=fails\+ON\+purpose&from=1h$"))
    expect(page.locator(ROWS, has_text="This demo task fails on purpose")).not_to_have_count(0)
    go(page, "tasks?from=2026-01-01&to=2026-01-02")
    expect(page.get_by_text("Nothing matches these filters")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(ROWS, has_text="Demo: echo")).not_to_have_count(0)
