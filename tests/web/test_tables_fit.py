"""Every list fits its card at every width: what has no room stands in a second line, nothing scrolls sideways."""

from collections.abc import Iterator

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from playwright.sync_api import Page, Route, expect
from screens import Screens, cut_at, visit

pytestmark = pytest.mark.browser

LONG = "azure-eu-west-production-fallback"
BUDGET = {"tokens": 5_000_000, "period": "day"}
LISTS = (
    "merchants", "assistants", "gateway/upstreams", "gateway/keys", "gateway/routes", "gateway/rules",
    "gateway/scripts", "gateway/log", "gateway/prices", "models", f"models/{LONG}", "deployments", "tasks",
    "tasks/batches", "tasks/schedules", "tasks/workers", "tasks/performance", "users", "keys", "channels", "audit",
)  # fmt: skip
CUT = """() => [...document.querySelectorAll("html, main, .ant-table-body")]
  .filter((part) => part.scrollWidth > part.clientWidth)
  .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""


def _made(owner: httpx.Client, path: str, **body: object) -> str:
    answer = owner.post(path, json=body)
    assert answer.is_success, answer.text
    return str(answer.json().get("id", ""))


@pytest.fixture(scope="module")
def filled(shop: Instance) -> Iterator[None]:
    """A row in each list, with long names."""
    with shop.sign_in() as owner:
        upstream = int(_made(owner, "/api/admin/upstreams", name=LONG, base_url=f"https://{LONG}.example.com/v1"))
        target = {"upstream_id": upstream, "model": LONG}
        price = {"currency": "USD", "input_micros_per_million": 1_250_000, "output_micros_per_million": 10_000_000}
        key = {"upstream_id": upstream, "key_value": "sk-long", "quota": BUDGET}
        condition = {"body": {"contains": LONG}}
        rows = {
            "admin/routes": _made(owner, "/api/admin/routes", model=LONG, targets=[target], fallbacks=[target]),
            "admin/rules": _made(owner, "/api/admin/rules", name=LONG, condition=condition, actions=[{"retry": {}}]),
            "admin/keys": _made(owner, "/api/admin/keys", name=LONG, **key),
            "admin/scripts": _made(owner, "/api/admin/scripts", name=LONG, source="function onRequest(r) {}"),
            "admin/prices": _made(owner, "/api/admin/prices", model=LONG, **price),
            "admin/channels": _made(
                owner, "/api/admin/channels", name=LONG, kind="webhook", url=f"https://{LONG}.example.com"
            ),
            "keys": _made(owner, "/api/keys", name=LONG, scopes=["proxy"], budget=BUDGET),
            "invitations": _made(owner, "/api/invitations", email=f"{LONG}@example.com", role="viewer"),
        }
        _made(owner, "/api/models", name=LONG, tags=[LONG])
        file = {"content": served_models.plus(1), "headers": {"Content-Type": "application/octet-stream"}}
        assert owner.post(f"/api/models/{LONG}/versions", **file).is_success
        rows["deployments"] = _made(owner, "/api/deployments", name=LONG, model=LONG)
        _made(owner, "/api/tasks/batch", kind="demo.fail", payloads=[{}, {}])
        httpx.post(f"{shop.url}/api/chat", json={"message": "Which chairs are there?"}, trust_env=False)  # in the log
        yield
        for path, row in rows.items():
            owner.delete(f"/api/{path}/{row}")
        owner.delete(f"/api/admin/upstreams/{upstream}")
        owner.delete(f"/api/models/{LONG}")


def _shown(page: Page, path: str) -> None:
    visit(page, path)
    expect(page.locator(".table-card tbody tr[data-row-key], .row-card").first).to_be_visible()


def test_no_table_scrolls_sideways(screens: Screens, filled: None) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": 1440, "height": 900})
    cut: list[str] = []
    for path in LISTS:
        _shown(page, path)
        cut += [f"{path} as it opens: {part}" for part in page.evaluate(CUT)]
        for width in (1440, 1024, 768, 720):
            cut += [f"{path} at {width}: {part}" for part in cut_at(page, CUT, width)]
    assert cut == []


@pytest.mark.parametrize("width", [1280, 768])
def test_names_that_come_late_make_no_table_scroll(width: int, screens: Screens, filled: None) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": width, "height": 900})
    held: list[Route] = []
    page.route("**/api/admin/upstreams?*", lambda route: held.append(route))  # noqa: PLW0108 - as in screens
    _shown(page, "gateway/routes")
    assert page.evaluate(CUT) == []
    held[0].continue_()
    expect(page.locator(".table-card, .row-card").get_by_text(f"{LONG} / {LONG}").first).to_be_visible()
    page.wait_for_function(f"() => ({CUT})().length === 0")


def test_entries_of_the_audit_log_are_of_one_line(screens: Screens, filled: None) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": 1440, "height": 900})
    _shown(page, "audit")
    tall = "() => [...document.querySelectorAll('tbody tr:not([aria-hidden])')].filter((row) => row.offsetHeight > 42)"
    words = f"{tall}.map((row) => row.innerText)"
    assert [cut_at(page, words, width) for width in (1440, 1024)] == [[], []]


def test_a_table_takes_back_its_columns_where_there_is_room_again(screens: Screens, filled: None) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": 720, "height": 900})
    visit(page, "gateway/keys")
    weight = page.get_by_role("columnheader", name="Weight")
    expect(page.locator(".ant-table-expanded-row").first).to_contain_text("Weight")
    expect(weight).to_have_count(0)
    page.set_viewport_size({"width": 1900, "height": 900})
    expect(weight).to_be_visible()
    expect(page.locator(".ant-table-expanded-row:visible")).to_have_count(0)
