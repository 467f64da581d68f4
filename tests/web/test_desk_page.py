"""The workbench: a conversation changes hands between two operators, is erased, and says who is not verified."""

from datetime import timedelta

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Locator, Page, expect
from screens import PEOPLE, Screens

from relaydesk.kernel.database import utc_now

pytestmark = pytest.mark.browser


def _conversation(shop: Instance, visitor: str) -> str:
    """A conversation of a visitor who says to be of this name."""
    body = {"message": "Do you have a bell?", "user": {"name": visitor}}
    return str(httpx.post(f"{shop.url}/api/chat", json=body, trust_env=False).json()["session_name"])


MOST_TABS = 3  # the list of colleagues may keep one for itself


def _operators(screens: Screens, name: str) -> tuple[Page, Page]:
    """Anna, who has taken the conversation over, and Boris, who looks at something else."""
    boris = screens.console(PEOPLE["Boris Lang"], at="merchants")
    anna = screens.console(PEOPLE["Anna Weber"], at=f"inbox/{name}?tab=all")
    anna.get_by_role("button", name="Take over", exact=True).click()
    expect(anna.get_by_role("textbox", name="Reply")).to_be_focused()
    return anna, boris


def _offer(page: Page, colleague: str, note: str) -> None:
    """By keyboard alone."""
    page.locator("h2").first.click()
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Colleague")).to_be_focused()
    page.keyboard.type(colleague)
    option = page.locator(".ant-select-item-option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("Signed in")
    expect(option).to_contain_text("of 5 conversations")
    page.keyboard.press("Enter")
    expect(option).not_to_be_visible()
    note_field = dialog.get_by_label("Note")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if note_field.evaluate("field => field === document.activeElement"):
            break
    expect(note_field).to_be_focused()
    page.keyboard.type(note)
    dialog.get_by_role("button", name="Offer").press("Enter")
    expect(dialog).to_have_count(0)


def _notice(page: Page, visitor: str) -> Locator:
    words = page.get_by_role("alert").filter(has_text="Anna Weber offers you a conversation")
    return words.filter(has_text=visitor)


def test_an_operator_hands_a_conversation_to_a_colleague_who_is_elsewhere_in_the_console(
    screens: Screens, shop: Instance
) -> None:
    anna, boris = _operators(screens, _conversation(shop, "Vera Offer"))
    _offer(anna, "Boris", "Wants a bell for a tandem")
    banner = anna.get_by_role("region", name="Offer")
    expect(banner).to_contain_text("Offered to Boris Lang")
    expect(banner.get_by_role("timer")).to_contain_text("seconds left")
    expect(_notice(boris, "Vera Offer")).to_contain_text("Wants a bell for a tandem")
    boris.goto(f"{screens.url}/console/inbox")
    offered = boris.get_by_role("region", name="Offered to you")
    expect(offered.get_by_role("button")).to_contain_text("Vera Offer")
    _notice(boris, "Vera Offer").get_by_role("button", name="Accept").click()
    expect(boris.locator(".thread-title")).to_contain_text("With Boris Lang")
    expect(boris.get_by_role("textbox", name="Reply")).to_be_visible()
    expect(offered).to_have_count(0)
    expect(_notice(boris, "Vera Offer")).to_have_count(0)
    expect(anna.locator(".thread-title")).to_contain_text("With Boris Lang")
    expect(anna.locator(".composer")).to_contain_text("Boris Lang is answering this conversation")


def test_a_colleague_declines_and_another_offer_is_taken_back(screens: Screens, shop: Instance) -> None:
    name = _conversation(shop, "Dirk Decline")
    anna, boris = _operators(screens, name)
    boris.goto(f"{screens.url}/console/inbox/{name}?tab=all")
    banner = boris.get_by_role("region", name="Offer", exact=True)
    _offer(anna, "Boris", "")
    expect(banner).to_contain_text("Anna Weber offers you this conversation")
    banner.get_by_role("button", name="Decline").click()
    expect(banner).to_have_count(0)
    expect(anna.get_by_role("region", name="Offer", exact=True)).to_have_count(0)
    expect(anna.get_by_role("button", name="Hand back")).to_be_visible()
    news = anna.get_by_role("alert").filter(has_text="Boris Lang declined your offer")
    expect(news).to_contain_text("The conversation with Dirk Decline stays with you")
    news.get_by_role("button", name="Close").click()
    _offer(anna, "Boris", "")
    expect(banner).to_be_visible()
    anna.get_by_role("button", name="Take back").click()
    expect(banner).to_have_count(0)
    expect(anna.get_by_role("alert")).to_have_count(0)


def test_who_offered_a_conversation_hears_elsewhere_that_nobody_answered_in_time(
    screens: Screens, shop: Instance
) -> None:
    name = _conversation(shop, "Tom Timeout")
    anna, boris = _operators(screens, name)
    _offer(anna, "Boris", "")
    expect(_notice(boris, "Tom Timeout")).to_be_visible()
    anna.get_by_role("link", name="Merchants").click()
    news = anna.get_by_role("alert").filter(has_text="Boris Lang did not answer your offer")
    expect(news).to_have_count(0)
    # the minute is over: in her browser, and in the offer's row
    anna.clock.set_fixed_time(utc_now() + timedelta(minutes=1))
    shop.execute(f"UPDATE desk_session SET offered_until = now() WHERE name = '{name}'")  # noqa: S608
    expect(news).to_contain_text("The conversation with Tom Timeout stays with you")
    expect(_notice(boris, "Tom Timeout")).to_have_count(0)
    news.get_by_role("button", name="Open").click()
    expect(anna.locator(".thread-title")).to_contain_text("Tom Timeout")
    expect(anna.get_by_role("button", name="Transfer")).to_be_visible()


def test_a_colleague_who_is_not_signed_in_is_shown_so(screens: Screens, shop: Instance) -> None:
    anna, _ = _operators(screens, _conversation(shop, "Paula Presence"))
    person = {"email": "away@shop.example", "password": "a password to test", "name": "Adam Away", "role": "operator"}
    with shop.sign_in() as owner:
        made = owner.post("/api/users", json=person).json()
        anna.get_by_role("button", name="Transfer").click()
        anna.get_by_role("dialog").get_by_label("Colleague").click()
        options = anna.locator(".ant-select-item-option")
        expect(options.filter(has_text="Adam Away")).to_contain_text("Not signed in")
        expect(options.filter(has_text="Boris Lang").get_by_text("Signed in", exact=True)).to_be_visible()
        assert owner.post(f"/api/users/{made['id']}/deactivate", json={}).status_code == 200


def test_a_colleague_without_room_cannot_be_chosen_and_who_accepts_without_room_is_told(
    screens: Screens, shop: Instance
) -> None:
    name = _conversation(shop, "Carla Capacity")
    anna, boris = _operators(screens, name)
    with shop.sign_in() as owner:
        found = owner.get("/api/users", params={"q": "boris@"}).json()["items"][0]
        person = f"/api/users/{found['id']}"
        _offer(anna, "Boris", "")
        login = {"email": PEOPLE["Boris Lang"], "password": "a password to test"}
        token = owner.post("/api/auth/login", json=login).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        other = _conversation(shop, "Another")
        assert owner.post(f"/api/sessions/{other}/takeover", headers=bearer).status_code == 200
        owner.patch(person, json={"max_sessions": 1})
        _notice(boris, "Carla Capacity").get_by_role("button", name="Accept").click()
        expect(boris.locator(".ant-message")).to_contain_text("You already hold as many conversations as you may (1).")
        anna.get_by_role("button", name="Take back").click()
        anna.get_by_role("button", name="Transfer").click()
        anna.get_by_role("dialog").get_by_label("Colleague").click()
        option = anna.locator(".ant-select-item-option-disabled")
        expect(option).to_contain_text("Boris Lang")
        expect(option).to_contain_text("No room")
        owner.patch(person, json={"max_sessions": 5})


def test_an_owner_erases_a_conversation_and_whoever_has_it_open_sees_it_go(screens: Screens, shop: Instance) -> None:
    name = _conversation(shop, "Erika Erase")
    place = f"inbox/{name}?tab=all"
    owner = screens.console(OWNER["email"], OWNER["password"], at=place)
    anna = screens.console(PEOPLE["Anna Weber"], at=place)
    for page in (owner, anna):
        expect(page.locator(".thread-title")).to_contain_text("Erika Erase")
    expect(anna.get_by_role("button", name="Actions for Erika Erase")).to_have_count(0)
    owner.get_by_role("button", name="Actions for Erika Erase").click()
    owner.get_by_role("menuitem", name="Erase conversation…").click()
    dialog = owner.get_by_role("dialog")
    expect(dialog).to_contain_text("Erase the conversation with Erika Erase?")
    dialog.get_by_role("button", name="Erase").click()
    for page in (owner, anna):
        expect(page.locator(f"[data-session={name}]")).to_have_count(0)
    expect(owner).to_have_url(f"{screens.url}/console/inbox?tab=all")
    expect(anna.get_by_text("This conversation cannot be shown")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_the_head_of_a_conversation_shows_who_it_is_whole_and_its_buttons_in_one_row(
    screens: Screens, shop: Instance, locale: str, width: int
) -> None:
    name = _conversation(shop, "Alexandra Konstantinopoulou-Featherstone")
    with shop.sign_in() as owner:
        assert owner.post(f"/api/sessions/{name}/takeover").status_code == 200
    page = screens.console(
        OWNER["email"],
        OWNER["password"],
        locale=locale,
        viewport={"width": width, "height": 800},
        at=f"inbox/{name}?tab=all",
    )
    actions = page.locator(".thread-actions")
    expect(actions.get_by_role("button")).to_have_count(5 if width == 1280 else 4)
    title = page.locator(".thread-title h2")
    shown = "box => [box.scrollWidth <= box.clientWidth, box.scrollHeight <= box.clientHeight]"
    assert title.evaluate(shown) == [True, True]
    expect(page.locator(".thread-title .ant-tag")).to_have_text("not verified" if locale == "en-US" else "未验证")
    middles = actions.evaluate(
        "bar => [...bar.children].map((one) => one.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2)"
    )
    assert max(middles) - min(middles) < 8
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    with shop.sign_in() as owner:
        assert owner.post(f"/api/sessions/{name}/close").status_code == 200


def test_a_visitor_who_only_says_who_they_are_is_marked_as_not_verified(screens: Screens, shop: Instance) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at=f"inbox/{_conversation(shop, 'Nina Name')}?tab=all")
    expect(page.get_by_text("not verified")).to_have_count(2)
    nameless = httpx.post(f"{shop.url}/api/chat", json={"message": "Hi"}, trust_env=False).json()["session_name"]
    page.goto(f"{screens.url}/console/inbox/{nameless}?tab=all")
    expect(page.locator(".thread-title")).to_contain_text("Visitor")
    expect(page.get_by_text("not verified")).to_have_count(0)
