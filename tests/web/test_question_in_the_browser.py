"""What a visitor and two operators see: a question, its answer, a human asked for, one operator wins, the reply."""

import re

import pytest
from instance import Instance
from playwright.sync_api import Page, Route, expect
from screens import PEOPLE, Screens, open_widget, say, shown_messages

pytestmark = pytest.mark.browser
QUESTION = "Do you have the Altitude Alloy Road Bike?"


def _wait_for_human(screens: Screens) -> Page:
    visitor = screens.page()
    visitor.goto(f"{screens.url}/demo")
    frame = open_widget(visitor)
    say(frame, QUESTION)
    expect(shown_messages(frame, "assistant")).to_have_count(1)
    frame.locator("[data-action=escalate]").click()
    expect(frame.locator(".status")).to_have_attribute("data-status", "waiting")
    return visitor


def test_a_visitor_is_answered_from_the_catalogue_then_by_an_operator(screens: Screens) -> None:
    visitor = _wait_for_human(screens)
    frame = visitor.frame_locator("[data-relaydesk] iframe")
    answer = shown_messages(frame, "assistant")
    expect(answer.locator(".bubble")).to_contain_text("Altitude Alloy Road Bike")
    expect(answer.locator(".source-title").first).to_have_text("Altitude Alloy Road Bike")
    expect(answer.locator(".source-price").first).to_have_text(re.compile(r"^€[\d,]+\.\d\d$"))

    operator = screens.console(PEOPLE["Anna Weber"])
    operator.locator(".session-row").first.click()
    expect(operator.locator(".thread-body .bubble").first).to_have_text(QUESTION)
    expect(operator.locator(".thread-body .source-title").first).to_have_text("Altitude Alloy Road Bike")
    expect(operator.locator(".composer")).to_contain_text("Take over to answer this visitor.")
    operator.keyboard.press("a")
    composer = operator.locator(".composer textarea")
    expect(composer).to_be_focused()
    expect(operator.locator("[role=tab][aria-selected=true]")).to_contain_text("Mine")
    newest = operator.locator(".thread-body .bubble").last
    expect(newest).to_be_in_viewport(ratio=1)  # the composer has grown and hides nothing of it
    composer.fill("Hello, Anna from the workshop here.")
    composer.press("Control+Enter")
    expect(shown_messages(frame, "operator").locator(".bubble")).to_contain_text("Hello, Anna from the workshop here.")
    expect(frame.locator(".status")).to_have_text("Talking with Anna Weber")

    expect(newest).to_be_in_viewport(ratio=1)

    say(frame, "Great, thank you!")
    expect(operator.locator(".message[data-role=visitor] .bubble").last).to_have_text("Great, thank you!")
    visitor.reload()
    frame = open_widget(visitor)
    expect(shown_messages(frame, "operator").locator(".bubble")).to_contain_text("Hello, Anna from the workshop here.")
    expect(shown_messages(frame, "visitor")).to_have_count(2)

    operator.get_by_role("button", name="Close", exact=True).click()
    expect(frame.locator(".status")).to_have_attribute("data-status", "closed")
    frame.get_by_role("button", name="Start a new conversation").click()
    expect(shown_messages(frame, "visitor")).to_have_count(0)


def test_the_operator_who_comes_second_is_told_who_won(screens: Screens, shop: Instance) -> None:
    _wait_for_human(screens)
    second = screens.console(PEOPLE["Boris Lang"])
    second.locator(".session-row").first.click()

    def let_anna_win(route: Route) -> None:
        with shop.sign_in(PEOPLE["Anna Weber"], "a password to test") as anna:
            assert anna.post(route.request.url).status_code == 200
        route.continue_()

    second.route("**/takeover", let_anna_win)
    second.get_by_role("button", name="Take over", exact=True).click()
    expect(second.get_by_text("Anna Weber has already taken this conversation")).to_be_visible()
    expect(second.locator(".composer")).to_contain_text("Anna Weber is answering this conversation.")


def test_an_unread_reply_shows_on_the_button(screens: Screens) -> None:
    visitor = _wait_for_human(screens)
    visitor.frame_locator("[data-relaydesk] iframe").locator("textarea").press("Escape")
    expect(visitor.locator("[data-relaydesk] iframe")).to_be_hidden()
    operator = screens.console(PEOPLE["Boris Lang"])
    operator.locator(".session-row").first.click()
    operator.get_by_role("button", name="Take over", exact=True).click()
    operator.locator(".composer textarea").fill("Are you still there?")
    operator.locator(".composer textarea").press("Control+Enter")
    expect(visitor.locator("[data-relaydesk] i")).to_have_text("1")
    open_widget(visitor)
    expect(visitor.locator("[data-relaydesk] i")).to_have_text("")


def test_reopened_it_shows_the_first_unread_message_and_counts_down_as_they_are_seen(screens: Screens) -> None:
    visitor = _wait_for_human(screens)
    frame = visitor.frame_locator("[data-relaydesk] iframe")
    frame.locator("textarea").press("Escape")
    operator = screens.console(PEOPLE["Boris Lang"])
    operator.locator(".session-row").first.click()
    operator.get_by_role("button", name="Take over", exact=True).click()
    for part in (1, 2, 3):
        operator.locator(".composer textarea").fill(f"Part {part}\n" + "A long line of it.\n" * 30)
        operator.locator(".composer textarea").press("Control+Enter")
        expect(visitor.locator("[data-relaydesk] i")).to_have_text(str(part))
    open_widget(visitor)
    replies = shown_messages(frame, "operator")
    expect(replies.nth(0)).to_be_in_viewport()
    expect(replies.nth(2)).not_to_be_in_viewport()
    expect(visitor.locator("[data-relaydesk] i")).to_have_text("2")
    frame.locator(".messages").evaluate("(list) => { list.scrollTop = list.scrollHeight }")
    expect(visitor.locator("[data-relaydesk] i")).to_have_text("")
    frame.locator("textarea").press("Escape")
    open_widget(visitor)
    expect(replies.nth(2)).to_be_in_viewport()


def test_the_demo_page_answers_from_the_demo_shops_faq(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/demo")
    frame = open_widget(page)
    say(frame, "How long do I have to return a bike?")
    expect(shown_messages(frame, "assistant").locator(".card.article").first).to_be_visible()
