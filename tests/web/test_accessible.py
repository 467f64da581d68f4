"""Every page and drawer of the console under axe, in both themes: nothing serious or critical."""

import time
from pathlib import Path
from typing import Any

import pytest
from instance import OWNER, Instance
from places import DRAWERS, PAGES, visit
from playwright.sync_api import Page, expect
from screens import Screens

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async ([place, rules]) => {
  const asked = { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) };
  const { violations } = await axe.run(place, asked);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join(", ")}`);
}"""


def _violations(page: Page, place: str) -> list[str]:
    """All of the document in the light, and the colours of `place` in the dark: the themes differ in these alone."""
    lines: list[str] = page.evaluate(LOOK, ["html", None])
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html[data-theme=dark]")).to_have_count(1)
    lines += [f"in the dark, {line}" for line in page.evaluate(LOOK, [place, ["color-contrast"]])]
    page.emulate_media(color_scheme="light")
    expect(page.locator("html[data-theme=light]")).to_have_count(1)
    return lines


@pytest.fixture
def populated(shop: Instance) -> Any:
    """Something of each kind to show; the id of a task that has failed and that of one that waits for it."""
    with shop.sign_in() as owner:
        upstream = {"name": "axe-upstream", "base_url": "https://axe.example.com", "tags": ["blue"]}
        made = owner.post("/api/admin/upstreams", json=upstream).json()
        key = {"upstream_id": made["id"], "name": "axe key", "key_value": "sk-axe-1"}
        rule = {"name": "axe rule", "condition": {"status": {"in": [429]}}, "actions": [{"retry": {}}]}
        price = {"model": "axe-model", "currency": "USD", "input_micros_per_million": 1, "output_micros_per_million": 2}
        script = {"name": "axe script", "source": "function onRequest(r) { return r; }"}
        route = {"model": "axe-model", "targets": [{"upstream_id": made["id"]}]}
        parts = {"keys": key, "rules": rule, "prices": price, "scripts": script, "routes": route}
        rows = {path: owner.post(f"/api/admin/{path}", json=body).json()["id"] for path, body in parts.items()}
        task = {"kind": "demo.fail", "payload": {}}
        failed = owner.post("/api/tasks", json=task).json()["id"]
        waiting = owner.post("/api/tasks", json={**task, "depends_on": [failed]}).json()["id"]
        until = time.monotonic() + 30
        while owner.get(f"/api/tasks/{waiting}").json()["status"] != "failed":
            assert time.monotonic() < until
            time.sleep(0.1)
        yield failed, waiting
        for path in ("routes", "rules", "prices", "scripts", "keys"):
            owner.delete(f"/api/admin/{path}/{rows[path]}")
        owner.delete(f"/api/admin/upstreams/{made['id']}")


def test_no_page_and_no_drawer_shuts_anybody_out_in_either_theme(screens: Screens, populated: tuple[str, str]) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], color_scheme="light")
    page.evaluate(AXE.read_text())  # not a script tag, which the page forbids
    problems = [f"the rail: {problem}" for problem in _violations(page, "html")]
    for path in PAGES:
        visit(page, path)
        problems += [f"{path}: {problem}" for problem in _violations(page, "main")]
    drawers = [f"{path}?open=new" for path in DRAWERS] + [f"tasks?open={task}" for task in populated]
    for path in drawers:
        visit(page, path)
        problems += [f"{path}, its drawer: {problem}" for problem in _violations(page, "[role=dialog]")]
    assert not problems, "\n".join(problems)
