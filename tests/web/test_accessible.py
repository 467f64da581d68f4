"""Every page and drawer of the console under axe, in both themes: nothing serious or critical."""

import json
from pathlib import Path
from typing import Any

import pytest
from instance import OWNER, Instance
from places import DRAWERS, PAGES, visit
from playwright.sync_api import Page
from screens import Screens

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
# the themes differ in colours alone
RULES = {"light": None, "dark": ["color-contrast"]}
LOOK = """async (rules) => {
  const asked = { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) };
  const { violations } = await axe.run(document, asked);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join(", ")}`);
}"""


def _violations(page: Page, theme: str) -> list[str]:
    lines: list[str] = page.evaluate(LOOK, RULES[theme])
    return lines


@pytest.fixture
def populated(shop: Instance) -> Any:
    """Something of each kind to show."""
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
        yield
        for path in ("routes", "rules", "prices", "scripts", "keys"):
            owner.delete(f"/api/admin/{path}/{rows[path]}")
        owner.delete(f"/api/admin/upstreams/{made['id']}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.usefixtures("populated")
def test_no_page_and_no_drawer_shuts_anybody_out(theme: str, screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], color_scheme=theme)
    page.evaluate("theme => localStorage.setItem('relaydesk.preferences', theme)", json.dumps({"theme": theme}))
    page.reload()
    page.evaluate(AXE.read_text())  # not a script tag, which the page forbids
    problems = []
    for path in (*PAGES, *(f"{path}?open=new" for path in DRAWERS)):
        visit(page, path)
        problems += [f"{path}: {problem}" for problem in _violations(page, theme)]
    assert not problems, "\n".join(problems)
