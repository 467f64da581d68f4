"""A pool of a hundred thousand keys in the console: imported from a file, filtered, browsed and changed in bulk."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser
KEYS = 100_000


def ended(owner: httpx.Client, task_id: str, within_s: float = 60.0) -> None:
    """Waits until a task has succeeded."""
    until = time.monotonic() + within_s
    while (task := owner.get(f"/api/tasks/{task_id}").json())["status"] != "succeeded":
        assert task["status"] in {"queued", "running"}, task
        assert time.monotonic() < until, task
        time.sleep(0.2)


@pytest.fixture
def upstream(shop: Instance) -> int:
    """An upstream with an empty pool; no other keys are there."""
    with shop.sign_in() as owner:
        deleted = owner.post("/api/admin/keys/bulk", json={"action": "delete", "filter": {}}).json()
        if "task_id" in deleted:
            ended(owner, deleted["task_id"])
        found = owner.get("/api/admin/upstreams", params={"q": "many"}).json()["items"]
        body = {"name": "many", "base_url": "http://127.0.0.1:9", "allow_private": True, "time_zone": "Asia/Shanghai"}
        made = found[0] if found else owner.post("/api/admin/upstreams", json=body).json()
        return int(made["id"])


@pytest.mark.usefixtures("upstream")
def test_a_hundred_thousand_keys_are_imported_and_browsed(screens: Screens, tmp_path: Path) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/keys")
    file = tmp_path / "keys.csv"
    rows = [f"sk-many-{n:08d},key {n:06d}" for n in range(KEYS)]
    file.write_text("\n".join(["key_value,name", *rows, "sk-wröng,bad", rows[0]]))
    page.get_by_role("button", name="Import keys").click()
    wizard = page.get_by_role("dialog")
    wizard.locator("#upstream_id").click()
    page.locator(".ant-select-dropdown").get_by_title("many", exact=True).click()
    wizard.locator("input[type=file]").set_input_files(file)
    expect(wizard).to_contain_text("100,001 keys recognised, as CSV")
    wizard.get_by_role("button", name="Import keys").click()
    outcome = page.get_by_role("dialog").filter(has_text="100,000 keys imported")
    expect(outcome).to_contain_text("1 known before or repeated", timeout=90_000)
    expect(outcome.locator("tbody")).to_contain_text("A key is printable ASCII")
    outcome.get_by_role("button", name="Done").click()

    chips = page.get_by_role("group", name="Status")
    expect(chips).to_contain_text("Active 100,000")
    expect(page.locator(".ant-pagination")).to_contain_text("More than 10,000 entries")
    page.get_by_title("200", exact=True).click()
    expect(page.locator("tbody tr.ant-table-row")).to_have_count(50)
    expect(page.locator("tbody")).to_contain_text("key 009999")
    disable_those_found(page, screens)
    give_a_quota(page)


def disable_those_found(page: Page, screens: Screens) -> None:
    """All that match a search, not just the page shown."""
    chips = page.get_by_role("group", name="Status")
    page.get_by_placeholder("Name or end of the key").fill("key 0123")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr.ant-table-row").first).to_contain_text("key 012300")
    expect(chips).to_contain_text("Active 100")

    page.locator("thead input[type=checkbox]").check()
    bar = page.get_by_role("region", name="Actions for selected keys")
    expect(bar).to_contain_text("50 keys selected")
    bar.get_by_role("button", name="Select all 100 that match").click()
    expect(bar).to_contain_text("100 keys selected")
    bar.get_by_role("button", name="Disable").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Disable 100 keys?")
    asked.get_by_role("button", name="Disable").click()
    expect(chips).to_contain_text("Disabled 100")
    expect(chips).to_contain_text("Active 0")
    expect(bar).to_have_count(0)
    chips.get_by_role("button", name="Disabled 100").click()
    expect(page).to_have_url(f"{screens.url}/console/gateway/keys?q=key+0123&state=disabled")


def give_a_quota(page: Page) -> None:
    page.locator("tbody tr", has_text="key 012300").get_by_text("key 012300").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".ant-timeline")).to_contain_text("Disabled")
    drawer.get_by_label("Requests in the period").fill("50")
    drawer.get_by_label("Cost in the period").fill("2.5")
    drawer.get_by_role("button", name="Save").click()
    expect(drawer).to_have_count(0)
    page.locator("tbody tr", has_text="key 012300").get_by_text("key 012300").click()
    expect(page.get_by_role("dialog").get_by_label("Cost in the period")).to_have_value("2.5")


def test_keys_are_imported_and_disabled_in_chinese_and_dark(screens: Screens, shop: Instance, upstream: int) -> None:
    with shop.sign_in() as owner:
        text = "\n".join(f"sk-first-{n:05d}" for n in range(60))
        owner.post("/api/admin/keys/import", json={"upstream_id": upstream, "text": text})
    page = screens.console(
        OWNER["email"],
        OWNER["password"],
        locale="zh-CN",
        color_scheme="dark",
        at=f"gateway/keys?upstream_id={upstream}",
    )
    chips = page.get_by_role("group", name="状态")
    expect(chips).to_contain_text("可用 60")
    page.get_by_role("button", name="导入密钥").click()
    page.get_by_role("dialog").locator("#upstream_id").click()
    page.locator(".ant-select-dropdown").get_by_title("many", exact=True).click()
    page.get_by_role("dialog").locator("#text").fill("sk-zh-11111, sk-zh-22222")
    expect(page.get_by_role("dialog")).to_contain_text("识别到 2 个密钥（列表）")
    page.get_by_role("dialog").get_by_role("button", name="导入密钥").click()
    expect(page.get_by_role("dialog").filter(has_text="已导入 2 个密钥")).to_be_visible()
    page.get_by_role("button", name="完成").click()
    page.get_by_placeholder("名称或密钥末尾").fill("2222")
    page.keyboard.press("Enter")
    expect(chips).to_contain_text("可用 1")
    expect(page.locator("tbody tr.ant-table-row")).to_have_count(1)
    row = page.locator("tbody tr.ant-table-row")
    row.get_by_role("checkbox", name="选择").check()
    bar = page.get_by_role("region", name="所选密钥的操作")
    bar.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(page.locator("tbody")).to_contain_text("已停用")


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


@pytest.fixture
def answering() -> Iterator[str]:
    """A provider that answers whatever it is asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("locale", "scheme", "words"),
    [
        ("en-US", "light", ("Actions for old key", "Test", "It is disabled. Enable it again?", "Enable", "Active")),
        ("zh-CN", "dark", ("old key 的操作", "测试", "该密钥已停用。要重新启用吗？", "启用", "可用")),
    ],
)
def test_a_disabled_key_that_answers_may_be_enabled_at_once(
    screens: Screens, shop: Instance, answering: str, locale: str, scheme: str, words: tuple[str, ...]
) -> None:
    actions, test, question, enable, active = words
    with shop.sign_in() as owner:
        body = {"name": f"answers-{locale}", "base_url": answering, "allow_private": True}
        upstream = owner.post("/api/admin/upstreams", json=body).json()["id"]
        key = {"upstream_id": upstream, "name": "old key", "key_value": "sk-old-12345678"}
        key_id = owner.post("/api/admin/keys", json=key).json()["id"]
        owner.patch(f"/api/admin/keys/{key_id}", json={"status": "disabled"})
    page = screens.console(
        OWNER["email"], OWNER["password"], locale=locale, color_scheme=scheme, at=f"gateway/keys?upstream_id={upstream}"
    )
    page.get_by_role("button", name=actions).click()
    page.get_by_role("menuitem", name=test, exact=True).click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text(question)
    asked.get_by_role("button", name=enable).click()
    expect(asked).to_have_count(0)
    expect(page.locator("tbody tr.ant-table-row")).to_contain_text(active)


@pytest.mark.parametrize(
    ("locale", "scheme", "words"),
    [
        (
            "en-US",
            "light",
            (
                "Actions for selected keys",
                "Select all 12,000 that match",
                "Ban",
                "The task has finished.",
                "Banned 12,000",
            ),
        ),
        ("zh-CN", "dark", ("所选密钥的操作", "选择全部 12,000 个匹配项", "封禁", "任务已完成。", "已封禁 12,000")),
    ],
)
def test_very_many_keys_are_changed_by_a_task_whose_progress_is_shown(
    screens: Screens, shop: Instance, upstream: int, locale: str, scheme: str, words: tuple[str, ...]
) -> None:
    bulk, everything, ban, finished, banned = words
    with shop.sign_in() as owner:
        text = "\n".join(f"sk-many-{n:08d}" for n in range(12_000))
        owner.post("/api/admin/keys/import", json={"upstream_id": upstream, "text": text})
    page = screens.console(
        OWNER["email"], OWNER["password"], locale=locale, color_scheme=scheme, at=f"gateway/keys?upstream_id={upstream}"
    )
    page.locator("thead input[type=checkbox]").check()
    bar = page.get_by_role("region", name=bulk)
    bar.get_by_role("button", name=everything).click()
    bar.get_by_role("button", name=ban).click()
    page.get_by_role("dialog").get_by_role("button", name=ban).click()
    expect(page.get_by_text(finished)).to_be_visible(timeout=60_000)
    expect(page.locator("fieldset.chips")).to_contain_text(banned)
