"""What the console says for a moment: a success goes by itself, an error stays until closed; forms name bounds."""

from collections.abc import Iterator

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from model_screens import make
from playwright.sync_api import FloatRect, Locator, Page, Route, expect
from screens import Screens, go

pytestmark = pytest.mark.browser
REFUSAL = "The upstream cannot be deleted while these routes lead to it: noticed"
SUCCESS_MS, LONG_MS = 4_000, 60_000
ROWS = "tbody tr.ant-table-row"
PHONE = {"width": 390, "height": 844}


def _hide_routes(page: Page) -> None:
    """As of a route that is made once the console has looked for those that keep an upstream."""
    page.route("**/api/admin/routes?*", lambda route: route.fulfill(json={"items": [], "total": 0}))


def _delete(page: Page, name: str) -> None:
    _hide_routes(page)
    row = page.get_by_role("row").filter(has_text=name)
    row.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()


@pytest.fixture
def in_use(shop: Instance) -> Iterator[str]:
    """An upstream that cannot be deleted, as a route leads to it."""
    with shop.sign_in() as owner:
        made = owner.post("/api/admin/upstreams", json={"name": "in-use", "base_url": "https://api.example.com"}).json()
        route = {"model": "noticed", "targets": [{"upstream_id": made["id"]}]}
        route_id = owner.post("/api/admin/routes", json=route).json()["id"]
        yield made["name"]
        owner.delete(f"/api/admin/routes/{route_id}")
        owner.delete(f"/api/admin/upstreams/{made['id']}")


def test_a_success_goes_by_itself_and_an_error_stays_until_it_is_closed(
    screens: Screens, shop: Instance, in_use: str
) -> None:
    with shop.sign_in() as owner:
        owner.post("/api/admin/upstreams", json={"name": "unused", "base_url": "https://api.example.com"})
    page = screens.console(OWNER["email"], OWNER["password"])
    page.clock.install()
    page.goto(f"{screens.url}/console/gateway/upstreams")
    notices = page.locator(".ant-message")
    refusal, success = notices.get_by_text(REFUSAL), notices.get_by_text("unused was deleted")
    _delete(page, "unused")
    expect(success).to_be_visible()
    page.clock.fast_forward(SUCCESS_MS)
    expect(success).to_have_count(0)
    _delete(page, in_use)
    expect(refusal).to_be_visible()
    page.clock.fast_forward(LONG_MS)
    expect(refusal).to_be_visible()
    notices.get_by_role("button", name="Close this notice").click()
    expect(refusal).to_have_count(0)


def test_a_notice_stands_below_the_head_of_a_drawer(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        make(owner, "headed", served_models.plus(1))
        page = screens.console(OWNER["email"], OWNER["password"], at="models/headed?open=1")
        drawer = page.get_by_role("dialog", name="headed · Version 1")
        drawer.get_by_role("combobox", name="Alias", exact=True).fill("first")
        drawer.get_by_role("button", name="Point to this version").click()
        head, notice = _box(drawer.locator(".ant-drawer-header")), _box(page.locator(".ant-message-notice"))
        assert notice["y"] >= head["y"] + head["height"]
        drawer.get_by_role("button", name="Close").click()
        expect(drawer).to_have_count(0)
        assert owner.delete("/api/models/headed/aliases/first").status_code == 204
        assert owner.delete("/api/models/headed").status_code == 204


def test_a_notice_stands_at_the_bottom_of_a_phone(screens: Screens, in_use: str) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport=PHONE)
    page.clock.install()
    page.goto(f"{screens.url}/console/gateway/upstreams")
    _delete_card(page, in_use)
    notice = page.locator(".ant-message-notice")
    box = _box(notice)
    assert (box["y"] + box["height"], box["x"] >= 0, box["x"] + box["width"] <= 390) == (820, True, True)
    page.clock.fast_forward(11_000)
    expect(notice).to_have_count(0)


def _delete_card(page: Page, name: str) -> None:
    _hide_routes(page)
    page.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()


def _box(locator: Locator) -> FloatRect:
    expect(locator).to_be_visible()
    box = locator.bounding_box()
    assert box is not None
    return box


def _is_over(one: FloatRect, other: FloatRect) -> bool:
    return one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]


def test_a_notice_covers_neither_a_drawers_foot_on_a_phone_nor_the_bar_for_ticked_rows(
    screens: Screens, in_use: str, shop: Instance
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], viewport=PHONE, at="gateway/upstreams")
    _delete_card(page, in_use)
    notice = page.locator(".ant-message-notice")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Add upstream").first.click()
    foot = _box(page.locator(".ant-drawer-footer"))
    assert not _is_over(_box(notice), foot)
    page.keyboard.press("Escape")
    expect(page.locator(".ant-drawer-open")).to_have_count(0)
    with shop.sign_in() as owner:
        later = {"kind": "demo.echo", "run_at": "2099-01-01T00:00:00Z"}  # one that can be cancelled
        answer = owner.post("/api/tasks", json=later)
    assert answer.status_code == 202
    go(page, "tasks")
    expect(notice).to_have_count(0)
    page.get_by_role("checkbox", name="Select all on this page").check()
    page.route("**/api/tasks/bulk", lambda route: route.fulfill(status=409, json={"message": "Not now"}))
    bar = page.locator(".bulk-bar")
    bar.get_by_role("button", name="Cancel").click()
    if (asked := page.get_by_role("dialog")).count():
        asked.get_by_role("button").last.click()
    assert not _is_over(_box(notice), _box(bar))
    with shop.sign_in() as owner:
        assert owner.post(f"/api/tasks/{answer.json()['id']}/cancel").status_code == 200


def test_an_error_ends_with_its_page_but_not_with_what_is_looked_for_there(screens: Screens, in_use: str) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams")
    refusal = page.locator(".ant-message").get_by_text(REFUSAL)
    _delete(page, in_use)
    expect(refusal).to_be_visible()
    go(page, "gateway/upstreams?q=in-use")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(refusal).to_be_visible()
    go(page, "gateway/routes")
    expect(refusal).to_have_count(0)


def test_a_failures_notice_goes_when_it_is_tried_again_and_comes_back_when_it_fails_again(
    screens: Screens, in_use: str
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams")
    refusal = page.locator(".ant-message").get_by_text(REFUSAL)
    _delete(page, in_use)
    expect(refusal).to_be_visible()
    held: list[Route] = []
    page.route("**/api/admin/upstreams/*", lambda route: held.append(route), times=1)  # noqa: PLW0108 - as in screens
    _delete(page, in_use)
    expect(refusal).to_have_count(0)
    (deletion,) = held
    assert deletion.request.method == "DELETE"
    deletion.continue_()
    expect(refusal).to_be_visible()


@pytest.mark.parametrize(
    ("place", "opener", "field", "typed", "words"),
    [
        ("gateway/upstreams", "Add upstream", "Time-out (ms)", "9999999", "This must be from 1 to 3,600,000"),
        ("gateway/upstreams", "Add upstream", "Attempts at most", "2.5", "This must be a whole number"),
        ("gateway/prices", "Add price", "Input", "0.1234567", "This may have 6 decimals at most"),
        ("gateway/keys", "Import keys", "Weight", "-1", "This must be from 0 to 1,000,000"),
        ("gateway/rules", "Add rule", "Seconds where nothing is said", "0", "Seconds where nothing is said: This must"),
        (
            "keys",
            "Create key",
            "Cost in the period (currency of the price table)",
            "0",
            "This must be from 0.000001 to",
        ),
        ("assistants", "Add assistant", "Temperature", "5.0", "This must be from 0 to 2"),
    ],
)
def test_a_number_that_its_field_does_not_take_is_named_and_left_as_it_was_typed(
    screens: Screens, place: str, opener: str, field: str, typed: str, words: str
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at=f"{place}")
    page.get_by_role("button", name=opener).first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("button", name="Cancel")).to_be_visible()
    if (advanced := drawer.get_by_role("button", name="Advanced")).count():
        advanced.click()
    number = drawer.get_by_label(field, exact=True)
    number.fill(typed)
    number.press("Tab")
    expect(drawer).to_contain_text(words)
    expect(number).to_have_value(typed)


def test_a_system_message_with_a_code_that_the_console_does_not_know_shows_it(screens: Screens, shop: Instance) -> None:
    body = {"message": "Do you have a bell?", "user": {"name": "Cora Code"}}
    name = httpx.post(f"{shop.url}/api/chat", json=body, trust_env=False).json()["session_name"]
    shop.execute(
        "UPDATE desk_event SET role = 'system', content = 'It rests.', "  # noqa: S608
        """payload = '{"code": "turn_rests"}' WHERE kind = 'message' AND role = 'visitor' """
        f"AND session_id = (SELECT id FROM desk_session WHERE name = '{name}')"
    )
    page = screens.console(OWNER["email"], OWNER["password"], at=f"inbox/{name}?tab=all")
    expect(page.locator(".notice").filter(has_text="It rests.")).to_contain_text("turn_rests")


def test_an_assistants_form_names_the_bounds_of_a_number_and_its_row_a_model_that_no_route_offers(
    screens: Screens, shop: Instance
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="assistants")
    page.get_by_role("button", name="Add assistant").first.click()
    drawer = page.get_by_role("dialog")
    drawer.locator("#name").fill("Mute")
    drawer.locator("#model").fill("gpt-nowhere")
    drawer.locator("#max_turns_per_day").fill("-5")
    drawer.get_by_role("button", name="Create").click()
    expect(drawer).to_contain_text("This must be from 1 to 10,000,000")
    expect(drawer.locator("#max_turns_per_day")).to_have_value("-5")
    drawer.locator("#max_turns_per_day").fill("5")
    drawer.get_by_role("button", name="Create").click()
    expect(page.get_by_role("row").filter(has_text="Mute")).to_contain_text("No route offers this model")
    with shop.sign_in() as owner:
        (made,) = [one for one in owner.get("/api/assistants").json()["items"] if one["name"] == "Mute"]
        owner.delete(f"/api/assistants/{made['id']}")


def test_without_a_network_a_list_says_that_it_was_not_answered(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"])
    expect(page.locator("h1")).to_be_visible()
    page.context.set_offline(True)
    go(page, "gateway/prices")
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("does not answer")
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Add price")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("alert")).to_have_count(0)
    screens.forget("ERR_INTERNET_DISCONNECTED", "Failed to fetch")


def test_an_address_that_names_nothing_says_so(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"])
    go(page, "gateway/log?open=zzz")
    expect(page.locator(".ant-message")).to_contain_text("There is no such thing.")
    expect(page).to_have_url(f"{screens.url}/console/gateway/log")


def test_an_offer_stands_at_the_top_of_a_phone(screens: Screens, shop: Instance) -> None:
    """What a drawer is sent by is at its foot."""
    with shop.sign_in() as owner:
        body = {"message": "Is this the phone's?", "user": {"name": "Pia Phone"}}
        session = httpx.post(f"{shop.url}/api/chat", json=body, trust_env=False, timeout=30).json()["session_name"]
        page = screens.console("anna@shop.example", viewport={"width": 390, "height": 844})
        anna = owner.get("/api/users", params={"q": "Anna Weber"}).json()["items"][0]["id"]
        assert owner.post(f"/api/sessions/{session}/takeover").is_success
        assert owner.post(f"/api/sessions/{session}/transfer", json={"to": anna}).is_success
        notice = page.locator(".staying-notice")
        expect(notice).to_be_visible()
        box = notice.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 844 / 2
        assert owner.post(f"/api/sessions/{session}/close").is_success
