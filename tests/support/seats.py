"""Owns pages that tests use one after the other: a browser that has loaded the console once need not do so again.

A page comes back empty: without cookies, stored values, other pages beside it and what a test had put in its way.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Dialog, Error, Page

# on the same site, so that the page keeps its process; it asks for nothing and listens to nothing
_REST = "/robots.txt"
_OF_THE_PAGE = {"viewport", "color_scheme", "reduced_motion"}
_USUAL = {"locale": "en-US", "viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}


@dataclass(slots=True)
class Seats:
    browser: Browser
    _free: defaultdict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))
    _kinds: dict[Page, str] = field(default_factory=dict)

    def new(self, **options: Any) -> Page:
        """One that has loaded nothing, in a context of its own.

        Without motion, unless `options` say otherwise: a loading button's leaving icon is part of its name.
        """
        return self.browser.new_context(**{**_USUAL, **options}).new_page()

    def take(self, state: Any, **options: Any) -> Page:
        """Likewise, perhaps one that has come back; of who looks at it it knows no more than `state`."""
        wanted = {**_USUAL, **options}
        kind = repr(sorted((name, value) for name, value in wanted.items() if name not in _OF_THE_PAGE))
        if not self._free[kind]:
            page = self.new(storage_state=state, **options)
            self._kinds[page] = kind
            return page
        page = self._free[kind].pop()
        page.set_viewport_size(wanted["viewport"])
        page.emulate_media(color_scheme=wanted.get("color_scheme", "light"), reduced_motion=wanted["reduced_motion"])
        page.context.set_storage_state(state)
        return page

    def give_back(self, page: Page) -> None:
        """Closed where it cannot be as it was, since its clock is a test's, and where it was to be `new`."""
        try:
            is_reusable = page in self._kinds and not page.evaluate("'__pwClock' in globalThis")
            if is_reusable:
                self._empty(page)
        except Error:  # it has crashed, say
            is_reusable = False
        if is_reusable:
            self._free[self._kinds[page]].append(page)
        else:
            page.context.close()

    def _empty(self, page: Page) -> None:
        page.context.set_offline(offline=False)
        page.context.clear_permissions()
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.unroute_all(behavior="ignoreErrors")
        page.on("dialog", _agree)  # to leave what was typed
        page.goto(urljoin(page.url, _REST))
        page.remove_listener("dialog", _agree)
        page.evaluate("sessionStorage.clear()")  # the rest is not the page's alone, and cleared with the next state


def _agree(dialog: Dialog) -> None:
    dialog.accept()
