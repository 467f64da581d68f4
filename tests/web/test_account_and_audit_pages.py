"""One's own account, and the audit log: who changed a password, what moved where, filters that the address holds."""

import re

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import PASSWORD, PEOPLE, Screens

pytestmark = pytest.mark.browser
NEW_PASSWORD = "another password to test"


def test_everybody_changes_their_own_name_and_password(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        person = {"email": "vic@shop.example", "password": PASSWORD, "name": "Vic", "role": "viewer"}
        assert owner.post("/api/users", json=person).status_code == 201
    page = screens.console("vic@shop.example")
    page.get_by_role("button", name="Profile and settings").click()
    page.get_by_role("button", name="Your account").click()
    expect(page.locator("h1")).to_have_text("Your account")
    page.get_by_label("Name").fill("Victoria")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Profile and settings")).to_contain_text("Victoria")
    page.get_by_label("Current password").fill("not my password")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    wrong = page.locator(".ant-form-item").filter(has_text="Current password").locator(".ant-form-item-explain-error")
    expect(wrong).to_have_text("This is not your current password")
    expect(page.get_by_label("New password")).to_have_value(NEW_PASSWORD)
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password").fill("password1")
    page.get_by_role("button", name="Change password").click()
    expect(page.locator(".ant-form-item-explain-error")).to_contain_text("too easy to guess")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_label("New password")).to_have_value("")
    page.reload()
    expect(page.locator("h1")).to_have_text("Your account")
    screens.sign_in("vic@shop.example", NEW_PASSWORD)


def test_what_is_wrong_with_a_form_is_said_in_chinese_in_the_chinese_console(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], locale="zh-CN", at="account")
    page.get_by_label("当前密码").fill("not my password")
    page.get_by_label("新密码").fill(NEW_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.locator(".ant-form-item-explain-error")).to_have_text("当前密码不正确")
    page.goto(f"{screens.url}/console/gateway/upstreams")
    page.get_by_role("button", name="添加上游").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("名称").first.fill("statuses")
    drawer.get_by_label("基础地址").fill("https://api.example.com")
    drawer.get_by_role("button", name="高级").click()
    drawer.get_by_label("重试的状态码").fill("often")
    page.keyboard.press("Enter")
    drawer.locator(".drawer-foot .ant-btn-primary").click()
    expect(drawer.locator(".ant-form-item-explain-error")).to_have_text("此项必须是整数")


def test_an_owners_own_password_is_changed_on_their_account_page(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="users")
    page.get_by_role("row").filter(has_text=OWNER["email"]).get_by_role("button").click()
    page.get_by_role("menuitem", name="Edit").click()
    expect(page.get_by_role("dialog").get_by_label("password")).to_have_count(0)
    page.get_by_role("link", name="Your account").click()
    expect(page.locator("h1")).to_have_text("Your account")


def test_the_audit_log_shows_old_and_new_and_its_filters_stand_in_the_address(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        body = {"name": "audited", "base_url": "https://one.example.com"}
        made = owner.post("/api/admin/upstreams", json=body).json()
        key = {"upstream_id": made["id"], "name": "k", "key_value": "sk-planted-secret-2"}
        assert owner.post("/api/admin/keys", json=key).status_code == 201
        owner.patch(f"/api/admin/upstreams/{made['id']}", json={"base_url": "https://two.example.com"})
        page = screens.console(OWNER["email"], OWNER["password"])
        page.locator("nav.rail").get_by_role("link", name="Audit log").click()
        rows = page.locator("tbody tr.ant-table-row")
        page.get_by_label("Action").fill("upstream.moved")
        page.get_by_label("Action").press("Enter")
        expect(page).to_have_url(f"{screens.url}/console/audit?action=upstream.moved")
        expect(rows.filter(has_not_text="Upstream moved")).to_have_count(0)  # the list is the filtered one
        moved = rows.filter(has_text="https://two.example.com")
        expect(moved).to_contain_text("https://one.example.com")
        expect(moved).to_contain_text("Upstream moved to another address")
        page.reload()
        expect(page.get_by_label("Action")).to_have_value("upstream.moved")
        expect(moved).to_have_count(1)
        page.get_by_label("Outcome").click()
        page.locator(".ant-select-item-option").filter(has_text="Failed").click()
        expect(page).to_have_url(f"{screens.url}/console/audit?action=upstream.moved&outcome=failed")
        expect(rows).to_have_count(0)
        page.get_by_role("button", name="Clear filters").click()
        page.get_by_label("Action").click()
        page.keyboard.type("upstream.")
        page.locator(".ant-select-item-option").get_by_text("upstream.", exact=True).click()
        expect(page).to_have_url(f"{screens.url}/console/audit?action=upstream.")
        expect(moved).to_have_count(1)
        page.goto(f"{screens.url}/console/audit?action=upstream.moved")
        with page.expect_download() as download:
            page.get_by_role("button", name="Export CSV").click()
        exported = download.value.path().read_text()
        lines = exported.splitlines()
        assert download.value.suggested_filename == "relaydesk-audit.csv"
        assert all("upstream.moved" in line for line in lines[1:])
        page.get_by_label("Who").fill("nobody of that name")
        page.get_by_label("Who").press("Enter")
        expect(page.get_by_text("Nothing matches these filters")).to_be_visible()
        page.get_by_role("button", name="Clear filters").click()
        expect(page).to_have_url(f"{screens.url}/console/audit")
        for number in range(55):
            owner.patch(f"/api/admin/upstreams/{made['id']}", json={"name": f"audited-{number}"})
        page.get_by_role("button", name="Refresh").click()
        page.get_by_role("listitem", name="2", exact=True).click()
        expect(page).to_have_url(f"{screens.url}/console/audit?page=2")
        expect(rows.first).to_be_visible()


def test_an_entry_is_whole_in_a_drawer_with_an_address(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        merchant = owner.post("/merchants", json={"name": "Renamed"}).json()
        owner.patch(f"/merchants/{merchant['id']}", json={"name": "Renamed twice"})
    page = screens.console(OWNER["email"], OWNER["password"], at=f"audit?target={merchant['id']}")
    page.locator("tbody tr.ant-table-row", has_text="Merchant changed").get_by_text("Name: Renamed twice").click()
    expect(page).to_have_url(re.compile(r"&open=\d+$"))
    page.reload()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Merchant changed merchant.changed")
    expect(drawer).to_contain_text("127.0.0.1")
    page.go_back()
    expect(drawer).to_have_count(0)


def test_the_audit_log_reads_in_chinese(screens: Screens) -> None:
    page = screens.sign_in(OWNER["email"], OWNER["password"], locale="zh-CN")
    page.goto(f"{screens.url}/console/audit?action=user.signed_in")
    row = page.locator("tbody tr.ant-table-row").first
    expect(row.get_by_title("user.signed_in")).to_have_text("登录")
    expect(row).to_contain_text("Owner")


def test_an_action_is_taken_from_what_is_offered_by_keyboard(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="audit")
    page.get_by_label("Action").fill("signed")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(f"{screens.url}/console/audit?action=user.signed_out")


def test_an_operator_has_no_audit_log(screens: Screens) -> None:
    page = screens.console(PEOPLE["Anna Weber"])
    expect(page.locator("nav.rail").get_by_role("link", name="Audit log")).to_have_count(0)
