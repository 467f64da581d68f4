"""Every page and drawer of the console under axe, in both themes: nothing serious or critical."""

import time
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from places import DRAWERS, PAGES
from playwright.sync_api import Page
from screens import Screens, visit

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async ([place, rules]) => {
  const asked = { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) };
  const { violations } = await axe.run(place, asked);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(" ")).join(", ")}`);
}"""


def _turn(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)


def _violations(page: Page, place: str) -> list[str]:
    """All of the document in the light, and the colours of `place` in the dark: the themes differ in these alone."""
    lines: list[str] = page.evaluate(LOOK, ["html", None])
    _turn(page, "dark")
    lines += [f"in the dark, {line}" for line in page.evaluate(LOOK, [place, ["color-contrast"]])]
    _turn(page, "light")
    return lines


@pytest.fixture
def populated(shop: Instance) -> Any:
    """Something of each kind to show; the pages of a model and its deployment, and what opens on pages."""
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
        pages, opened, deployment = _served(owner)
        of_route = owner.post("/api/deployments", json={"name": "axe-route", "route": "axe-model"}).json()["id"]
        pages += [f"deployments/{of_route}", "playground?model=axe-route&beside=axe-model"]
        yield [*pages], [*opened, f"tasks?open={failed}", f"tasks?open={waiting}"]
        for one in (deployment, of_route):
            owner.delete(f"/api/deployments/{one}")
        owner.delete("/api/models/axe-model/aliases/champion")
        owner.delete("/api/models/axe-model")
        for path in ("routes", "rules", "prices", "scripts", "keys"):
            owner.delete(f"/api/admin/{path}/{rows[path]}")
        owner.delete(f"/api/admin/upstreams/{made['id']}")


def _served(owner: httpx.Client) -> tuple[list[str], list[str], str]:
    """A model and its deployment: their pages, what opens on these, and the deployment's id."""
    owner.post("/api/models", json={"name": "axe-model", "tags": ["axe"]})
    for number in (1, 2):
        file, kind = served_models.plus(number), {"Content-Type": "application/octet-stream"}
        owner.post("/api/models/axe-model/versions", content=file, headers=kind)
    owner.put("/api/models/axe-model/aliases/champion", json={"version": 1})
    body = {"name": "axe-deployment", "model": "axe-model", "alias": "champion"}
    deployment = str(owner.post("/api/deployments", json=body).json()["id"])
    opened = ["models/axe-model?open=1", "models/axe-model?compare=1,2", f"deployments?open={deployment}"]
    return ["models/axe-model", f"deployments/{deployment}"], opened, deployment


def test_no_page_and_no_drawer_shuts_anybody_out_in_either_theme(
    screens: Screens, populated: tuple[list[str], list[str]]
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], color_scheme="light")
    page.evaluate(AXE.read_text())  # not a script tag, which the page forbids
    problems = [f"the rail: {problem}" for problem in _violations(page, "html")]
    pages, opened = populated
    for path in (*PAGES, *pages):
        visit(page, path)
        problems += [f"{path}: {problem}" for problem in _violations(page, "main")]
    drawers = [f"{path}?open=new" for path in DRAWERS] + opened
    for path in drawers:
        visit(page, path)
        problems += [f"{path}, its drawer: {problem}" for problem in _violations(page, "[role=dialog]")]
    assert not problems, "\n".join(problems)
