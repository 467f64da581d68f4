"""Every page and drawer fits its window, however long the names are that people give: nothing runs out at the right."""

from collections.abc import Iterator

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from places import DRAWERS, PAGES
from playwright.sync_api import expect
from screens import Screens, cut_at, visit

pytestmark = pytest.mark.browser

LONG = "azure-eu-west-production-fallback-of-the-zurich-office"
WIDE = """() => [...document.querySelectorAll("html, main, .ant-drawer-body, .row-card, .thread-head, .customer")]
  .filter((part) => part.scrollWidth > part.clientWidth)
  .map((part) => `${part.tagName} ${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""


def _made(owner: httpx.Client, path: str, **body: object) -> str:
    answer = owner.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    return str(answer.json()["id"])


@pytest.fixture
def named(shop: Instance) -> Iterator[list[str]]:
    """The pages of something of each kind whose name is long."""
    with shop.sign_in() as owner:
        upstream = _made(owner, "/api/admin/upstreams", name=LONG, base_url=f"https://{LONG}.example.com/v1")
        target = {"upstream_id": int(upstream), "model": LONG}
        condition = {"body": {"contains": LONG}}
        rows = {
            "routes": _made(owner, "/api/admin/routes", model=LONG, targets=[target], fallbacks=[target]),
            "rules": _made(owner, "/api/admin/rules", name=LONG, condition=condition, actions=[{"retry": {}}]),
            "keys": _made(owner, "/api/admin/keys", name=LONG, upstream_id=int(upstream), key_value="sk-long"),
        }
        invitation = _made(owner, "/api/invitations", email=f"{LONG}@shop.example", role="operator")
        pages = [f"gateway/{kind}?open={row}" for kind, row in rows.items()]
        deployment = _deployed(owner)
        places = (f"models/{LONG}", f"models/{LONG}?open=1", f"models/{LONG}?compare=1,2", f"deployments/{deployment}")
        yield [*pages, *places]
        owner.delete(f"/api/invitations/{invitation}")
        owner.delete(f"/api/deployments/{deployment}")
        owner.delete(f"/api/models/{LONG}/aliases/{LONG}")
        owner.delete(f"/api/models/{LONG}")
        for kind, row in rows.items():
            owner.delete(f"/api/admin/{kind}/{row}")
        owner.delete(f"/api/admin/upstreams/{upstream}")


def _deployed(owner: httpx.Client) -> str:
    """The id of a model's deployment."""
    _made(owner, "/api/models", name=LONG, tags=[LONG], description=LONG * 3)
    for _ in range(2):
        file = {"content": served_models.plus(1), "headers": {"Content-Type": "application/octet-stream"}}
        owner.post(f"/api/models/{LONG}/versions", params={"filename": f"{LONG}{LONG}.onnx"}, **file)
    owner.put(f"/api/models/{LONG}/aliases/{LONG}", json={"version": 1})
    return _made(owner, "/api/deployments", name=LONG, model=LONG, alias=LONG)


def _conversation(shop: Instance) -> str:
    visitor = {"name": LONG, "page": f"https://shop.example/{LONG}?campaign={LONG}"}
    body = {"message": f"Is https://shop.example/{LONG}{LONG} still there?", "user": visitor}
    return str(httpx.post(f"{shop.url}/api/chat", json=body, trust_env=False).json()["session_name"])


def test_nothing_runs_out_of_its_window(screens: Screens, shop: Instance, named: list[str]) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": 1440, "height": 900})
    drawers = (f"{path}?open=new" for path in DRAWERS)
    wide: list[str] = []
    for path in [*PAGES, *drawers, *named, f"inbox/{_conversation(shop)}?tab=all"]:
        visit(page, path)
        for width in (1440, 390):
            wide += [f"{path} at {width}: {part}" for part in cut_at(page, WIDE, width)]
        page.set_viewport_size({"width": 1440, "height": 900})
    assert wide == []
    expect(page.locator(".thread-body .bubble").first).to_contain_text(LONG)
