"""What shows when a page of the console cannot be loaded: the server is away, or has been upgraded meanwhile."""

import re

import pytest
from instance import OWNER
from playwright.sync_api import Page, Route, expect
from screens import Screens

pytestmark = pytest.mark.browser
TEXTS = {
    "en": ("Merchants", "The server does not answer", "Reload"),
    "zh-CN": ("商户", "服务器没有响应", "重新加载"),
}
ASSET = re.compile(r"/console/assets/MerchantsPage-.*\.js")


def _console(screens: Screens, language: str = "en", **options: object) -> Page:
    page = screens.console(OWNER["email"], OWNER["password"], locale=language, **options)
    expect(page.locator("h1")).to_be_visible()
    return page


@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", 1280), ("zh-CN", "dark", 1280), ("en", "dark", 360)]
)
def test_with_the_server_away_a_click_says_so_in_the_shell_and_the_page_comes_back_with_it(
    screens: Screens, language: str, theme: str, width: int
) -> None:
    place, told, reload = TEXTS[language]
    page = _console(screens, language, color_scheme=theme, viewport={"width": width, "height": 800})
    page.context.set_offline(offline=True)
    if width < 860:
        page.locator("header.topbar button").first.click()
    page.get_by_role("link", name=place).click()
    expect(page.locator("main [role=alert] strong")).to_have_text(told)
    expect(page.locator("nav.rail, header.topbar").first).to_be_visible()
    page.get_by_role("button", name=reload).click()
    expect(page.locator("main [role=alert] strong")).to_have_text(told)
    page.context.set_offline(offline=False)
    expect(page.locator("h1")).to_have_text(place)
    screens.forget("net::ERR_INTERNET_DISCONNECTED", "dynamically imported module")


def test_after_an_upgrade_a_click_reloads_once(screens: Screens) -> None:
    page = _console(screens)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    _upgrade(page)
    page.route(ASSET, lambda route: route.fulfill(status=404), times=1)
    page.get_by_role("link", name="Merchants").click()
    expect(page.locator("tbody")).to_contain_text("Pedalworks")
    assert loads == [f"{screens.url}/console/merchants"]
    screens.forget("dynamically imported module")


def test_an_upgrade_that_stays_broken_never_reloads_in_a_loop(screens: Screens) -> None:
    page = _console(screens)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    _upgrade(page)
    page.route(ASSET, lambda route: route.fulfill(status=404))
    page.get_by_role("link", name="Merchants").click()
    expect(page.locator("main [role=alert] strong")).to_have_text("Relaydesk has been upgraded")
    page.wait_for_timeout(1_000)
    assert loads == [f"{screens.url}/console/merchants"]
    screens.forget("dynamically imported module")


def test_the_sign_in_page_loads_under_250_kb(screens: Screens) -> None:
    page = screens.page()
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(f"{screens.url}/console/", wait_until="networkidle")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert sum(sizes.values()) < 250_000, sizes
    assert not [url for url in sizes if "echarts" in url or "CodeEditor" in url or "SignedIn" in url]


def _upgrade(page: Page) -> None:
    """From now on the server's index names another build."""

    def other_build(route: Route) -> None:
        route.fulfill(body='<script type="module" src="/console/assets/index-Other123.js"></script>')

    page.route("**/console/index.html", other_build)
