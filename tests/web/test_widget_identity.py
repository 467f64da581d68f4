"""The widget in a browser that customers share, and its button for whoever asks for a person."""

import pytest
from playwright.sync_api import expect
from screens import Screens, open_widget, say, shown_messages

pytestmark = pytest.mark.browser
STORED_IDENTITIES = "Object.values(localStorage).map((stored) => JSON.parse(stored).identity)"


def test_the_next_customer_in_the_same_browser_does_not_read_the_last_ones_conversation(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/demo")
    frame = open_widget(page)
    say(frame, "Where is my order 1001?")
    expect(shown_messages(frame, "assistant")).to_have_count(1)
    page.evaluate("Relaydesk.setUser({ id: 'c-1', name: 'Jane' })")
    say(frame, "And when will it come?")
    expect(shown_messages(frame, "assistant")).to_have_count(2)
    assert page.evaluate(STORED_IDENTITIES) == ["c-1"]

    page.evaluate("Relaydesk.setUser({ id: 'c-2', name: 'Ben' })")
    expect(shown_messages(frame, "visitor")).to_have_count(0)
    assert page.evaluate(STORED_IDENTITIES) == []
    say(frame, "Hello, Ben here")
    expect(shown_messages(frame, "assistant")).to_have_count(1)
    expect(shown_messages(frame, "visitor")).to_have_count(1)
    assert page.evaluate(STORED_IDENTITIES) == ["c-2"]


def test_whoever_asks_for_a_person_gets_a_button_for_it_under_the_answer(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/demo")
    frame = open_widget(page)
    say(frame, "I want to talk to a human")
    button = shown_messages(frame, "assistant").get_by_role("button", name="Talk to a human")
    button.click()
    expect(frame.locator(".status")).to_have_attribute("data-status", "waiting")
    expect(button).to_have_count(0)
