"""Owns browser pages for tests: a visitor's and operators', each in a context of its own, and what they complain of."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import ConsoleMessage, FrameLocator, Page, expect
from playwright.sync_api import TimeoutError as TooLate
from seats import Seats
from sign_ins import SignIns

PEOPLE = {"Anna Weber": "anna@shop.example", "Boris Lang": "boris@shop.example"}
PASSWORD = "a password to test"
# The browser itself says so of each 4xx answer, also of those that a test provokes.
REFUSAL = "Failed to load resource: the server responded with a status of 4"

# As Back does: the router hears of it and loads no more than a link would.
GO = """path => {
  history.pushState({ idx: history.state.idx + 1 }, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""

# As soon as the console shows what it has: an assertion that has to wait would look only once a second.
SHOWN = """([title, isDialog]) => {
  const some = (selector) => [...document.querySelectorAll(selector)].some((part) => part.checkVisibility());
  return some("nav.rail, header.topbar")
    && document.title !== title
    && some("main h1, main .empty-state, .inbox")
    && !document.querySelector(".ant-spin-spinning, .ant-skeleton-active")
    && (!isDialog || some("[role=dialog]"));
}"""
REFRESH = "relaydesk_refresh"

expect.set_options(timeout=15_000)


@dataclass(slots=True)
class Screens:
    seats: Seats
    url: str
    sign_ins: SignIns
    complaints: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    _pages: list[tuple[Page, dict[str, Callable[..., None]]]] = field(default_factory=list)
    _people: list[tuple[Page, str, str]] = field(default_factory=list)

    def page(self, **options: Any) -> Page:
        """A page in a context of its own."""
        return self._heard(self.seats.new(**options))

    def _heard(self, page: Page) -> Page:
        # Playwright marks bound methods, which an object with slots refuses.
        heard: dict[str, Callable[..., None]] = {
            "pageerror": lambda error: self.complaints.append(str(error)),
            "console": lambda message: self._listen(message),  # noqa: PLW0108
        }
        for event, listener in heard.items():
            page.on(event, listener)  # type: ignore[call-overload]
        self._pages.append((page, heard))
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if message.text.startswith(REFUSAL):
            self.refusals.append(f"{message.text} {message.location['url']}")
        else:
            self.complaints.append(message.text)

    def console(self, email: str, password: str = PASSWORD, *, at: str = "", **options: Any) -> Page:
        """The console at one of its places once it shows what it has, signed in as after a reload."""
        page = self._heard(self.seats.take(self._state(email, password), **options))
        self._people.append((page, email, password))
        page.goto(f"{self.url}/console/{at}")
        page.wait_for_function(SHOWN, arg=["", False])
        return page

    def _state(self, email: str, password: str) -> Any:
        """What a browser keeps of a sign-in."""
        token = self.sign_ins.take(email, password)
        host = str(httpx.URL(self.url).host)
        cookie = {"name": REFRESH, "value": token, "domain": host, "path": "/api/auth", "expires": -1}
        mark = {"name": "relaydesk.signedIn", "value": "yes"}
        return {
            "cookies": [{**cookie, "httpOnly": True, "secure": False, "sameSite": "Strict"}],
            "origins": [{"origin": self.url, "localStorage": [mark]}],
        }

    def sign_in(self, email: str, password: str = PASSWORD, **options: Any) -> Page:
        """The console, signed in by its own form."""
        page = self.page(**options)
        page.goto(f"{self.url}/console/")
        page.locator("input[autocomplete=username]").fill(email)
        page.locator("input[autocomplete=current-password]").fill(password)
        page.keyboard.press("Enter")
        expect(page.locator("nav.rail, header.topbar")).to_be_visible()
        return page

    def forget(self, *expected: str) -> None:
        """Drops complaints that a test provoked."""
        self.complaints[:] = [told for told in self.complaints if not any(text in told for text in expected)]

    def close(self) -> None:
        for page, heard in self._pages:
            for event, listener in heard.items():
                page.remove_listener(event, listener)
        for page, email, password in self._people:
            for cookie in page.context.cookies():
                if cookie.get("name") == REFRESH:
                    self.sign_ins.give_back(email, password, str(cookie.get("value")))
        for page, _ in self._pages:
            self.seats.give_back(page)


def go(page: Page, path: str) -> None:
    """From one page of the console to another, without loading it anew."""
    page.evaluate(GO, f"/console/{path}")


def visit(page: Page, path: str) -> None:
    """Goes to another place without loading the console anew; returns once that shows what it has."""
    title = page.title()
    is_elsewhere = urlsplit(page.url).path != f"/console/{path.partition('?')[0]}"
    go(page, path)
    page.wait_for_function(SHOWN, arg=[title if is_elsewhere else "", "?open=" in path or "?compare=" in path])


def cut_at(page: Page, script: str, width: int) -> list[str]:
    """What `script` finds to be cut in a window of this width, also a moment after it became so wide."""
    page.set_viewport_size({"width": width, "height": 900})
    with contextlib.suppress(TooLate):
        page.wait_for_function(f"() => ({script})().length === 0", timeout=3000)
        return []
    return list(page.evaluate(script))


def open_widget(page: Page) -> FrameLocator:
    page.locator("[data-relaydesk] button").click()
    frame = page.frame_locator("[data-relaydesk] iframe")
    expect(frame.locator("textarea")).to_be_focused()
    return frame


def say(frame: FrameLocator, text: str) -> None:
    frame.locator("textarea").fill(text)
    frame.locator("textarea").press("Enter")


def shown_messages(frame: FrameLocator, role: str) -> Any:
    """Whole messages of `role`: those that carry a time, so neither the greeting nor a draft."""
    return frame.locator(f".message[data-role={role}]:has(time)")
