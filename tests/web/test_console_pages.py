"""Every page of the console in both languages, light and dark, wide and narrow; and what a role may see."""

import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import PEOPLE, Screens, visit

pytestmark = pytest.mark.browser
TITLES = {
    "inbox": ("Inbox", "收件箱"),
    "merchants": ("Merchants", "商户"),
    "assistants": ("Assistants", "智能体"),
    "gateway/upstreams": ("Gateway", "网关"),
    "gateway/keys": ("Gateway", "网关"),
    "gateway/routes": ("Gateway", "网关"),
    "gateway/rules": ("Gateway", "网关"),
    "gateway/log": ("Gateway", "网关"),
    "tasks": ("Tasks", "任务"),
    "tasks/batches": ("Tasks", "任务"),
    "tasks/schedules": ("Tasks", "任务"),
    "tasks/workers": ("Tasks", "任务"),
    "tasks/performance": ("Tasks", "任务"),
    "users": ("Users", "用户"),
    "keys": ("Client keys", "客户端密钥"),
    "audit": ("Audit log", "审计日志"),
    "account": ("Your account", "我的账号"),
    "health": ("Health", "健康状态"),
}
GROUND = {"light": "rgb(244, 245, 248)", "dark": "rgb(12, 15, 19)"}


def _overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [("en", "light", (1440, 900)), ("zh-CN", "dark", (1440, 900)), ("en", "dark", (390, 844))],
)
def test_pages_render_in_both_languages_and_themes(
    screens: Screens, language: str, theme: str, size: tuple[int, int]
) -> None:
    page = screens.console(
        OWNER["email"],
        OWNER["password"],
        locale=language,
        color_scheme=theme,
        viewport={"width": size[0], "height": size[1]},
    )
    for path, titles in TITLES.items():
        visit(page, path)
        expect(page.locator("h1").first).to_have_text(titles[0 if language == "en" else 1])
        expect(page.locator(".ant-skeleton, .ant-spin-spinning")).to_have_count(0)
        expect(page.locator(".ant-alert-error")).to_have_count(0)
        expect(page.locator("body")).to_have_css("background-color", GROUND[theme])
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert _overflow(page) == 0, path


def test_the_language_and_theme_of_the_profile_menu_last(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"])
    page.get_by_role("button", name="Profile and settings").click()
    page.get_by_text("中文").click()
    page.get_by_title("深色").click()
    page.reload()
    expect(page.locator("h1")).to_have_text("收件箱")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_reload_stays_signed_in_and_signing_out_ends_every_tab(screens: Screens) -> None:
    page = screens.sign_in(OWNER["email"], OWNER["password"])
    page.reload()
    expect(page.locator("h1")).to_have_text("Inbox")
    other = page.context.new_page()
    other.goto(f"{screens.url}/console/merchants")
    expect(other.locator("h1")).to_have_text("Merchants")
    page.get_by_role("button", name="Profile and settings").click()
    page.get_by_role("button", name="Sign out").click()
    for tab in (page, other):
        expect(tab.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('token'))") == []


def test_an_operator_sees_the_places_of_an_operator(screens: Screens) -> None:
    page = screens.console(PEOPLE["Anna Weber"])
    expect(page.locator("nav.rail li")).to_have_text(["Inbox", "Merchants", "Assistants"])
    visit(page, "merchants")
    expect(page.locator("tbody")).to_contain_text("Pedalworks")
    expect(page.get_by_role("button", name="Add merchant")).to_have_count(0)


def test_a_wrong_password_is_told_and_what_was_typed_stays(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/console/")
    page.locator("input[autocomplete=username]").fill(OWNER["email"])
    page.locator("input[autocomplete=current-password]").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("input[autocomplete=username]")).to_have_value(OWNER["email"])


def test_a_field_the_server_refuses_is_marked_and_the_form_stays(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams")
    page.get_by_role("button", name="Add upstream").first.click()
    name = page.get_by_role("dialog").get_by_label("Name")
    name.fill("local")
    page.get_by_label("Base URL").fill("http://127.0.0.1:9")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator(".ant-form-item-has-error", has=page.get_by_label("Base URL"))).to_be_visible()
    expect(name).to_have_value("local")


def test_an_upstreams_and_a_routes_limits_are_set_and_taken_away(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        body = {"name": "limited", "base_url": "http://127.0.0.1:9", "allow_private": True}
        upstream_id = owner.post("/api/admin/upstreams", json=body).json()["id"]
        target = {"upstream_id": upstream_id}
        route_id = owner.post("/api/admin/routes", json={"model": "limited-model", "targets": [target]}).json()["id"]
        page = screens.console(OWNER["email"], OWNER["password"], at="account")
        for place, name, path in (
            ("upstreams", "limited", f"/api/admin/upstreams/{upstream_id}"),
            ("routes", "limited-model", f"/api/admin/routes/{route_id}"),
        ):
            for amount in ("250", ""):
                visit(page, f"gateway/{place}")
                page.get_by_role("button", name=name).click()
                page.get_by_role("menuitem", name="Edit").click()
                drawer = page.get_by_role("dialog")
                drawer.get_by_role("button", name="Advanced").click()
                drawer.get_by_label("Requests a minute").fill(amount)
                drawer.get_by_role("button", name="Save").click()
                expect(drawer).to_have_count(0)
                found = owner.get(f"/api/admin/{place}", params={"limit": 100}).json()["items"]
                limits = next(item["limits"] for item in found if f"/{item['id']}" in path)
                assert limits["requests_per_minute"] == (int(amount) if amount else None)
                assert limits["max_concurrency"] is None


def test_an_upstreams_tags_and_statuses_to_retry_are_set_and_shown(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        body = {"name": "tagged", "base_url": "http://127.0.0.1:9", "allow_private": True}
        path = f"/api/admin/upstreams/{owner.post('/api/admin/upstreams', json=body).json()['id']}"
        page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams")
        page.get_by_role("button", name="tagged").click()
        page.get_by_role("menuitem", name="Edit").click()
        drawer = page.get_by_role("dialog")
        drawer.get_by_role("button", name="Advanced").click()
        for label, typed in (("Tags", "europe,cheap"), ("Statuses that are tried again", "520,x")):
            drawer.get_by_label(label).fill(typed)
            drawer.get_by_label(label).press("Enter")
        drawer.get_by_role("button", name="Save").click()
        expect(page.locator(".ant-form-item-has-error", has_text="Statuses that are tried again")).to_be_visible()
        drawer.get_by_label("Statuses that are tried again").press("Backspace")
        drawer.get_by_role("button", name="Save").click()
        expect(drawer).to_have_count(0)
        expect(page.locator("tbody tr", has_text="tagged")).to_contain_text("cheap")
        made = owner.get(path).json()
        assert made["tags"] == ["europe", "cheap"]
        assert made["retry"]["statuses"] == [408, 429, 500, 502, 503, 504, 520]
