"""Owns a person without a mouse: what they do is keys, and wherever they come they must see where they are."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

# an arrow moves the focus in the next frame: nobody is as quick as that
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
MOST_STOPS = 60
# An outline or a ring, of what has the focus or of the field that it is drawn as: a list's or a number's frame.
SEEN = """element => {
  const here = document.activeElement;
  const name = here?.getAttribute("aria-label") ?? here?.id ?? "";
  const what = `<${here?.tagName.toLowerCase()} ${name}> ${here?.textContent?.slice(0, 40)}`;
  const isDrawn = part => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  let isSeen = false;
  const ends = "main, form, tr, li, [role=dialog]";
  for (let part = here, steps = 0; part && steps < 5 && !isSeen; part = part.parentElement, steps++) {
    if (steps > 0 && part.matches(ends)) break;
    isSeen = isDrawn(part);
  }
  return {
    what,
    isLost: !here || here === document.body,
    isSeen: isSeen && here.matches(":focus-visible"),
    isThere: here === element || (element?.contains(here) ?? false),
  };
}"""


def _named(page: Page, role: Any, name: str | re.Pattern[str]) -> Locator:
    """Icons are part of a name: what is looked for are its last words."""
    words = re.compile(rf"(^|\s){re.escape(name)}$") if isinstance(name, str) else name
    return page.get_by_role(role, name=words).first


@dataclass(slots=True)
class Keyboard:
    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, name: str | re.Pattern[str], role: Any = "button", *, back: bool = False) -> Locator:
        """By Tab, or Shift+Tab, until this has the focus; each stop on the way must be visible."""
        target = _named(self.page, role, name)
        expect(target).to_be_visible()
        self.walk_to(target, back=back)
        return target

    def walk_to(self, target: Locator, *, back: bool = False) -> None:
        """As `tab_to` does, to what is looked for otherwise than by its role and name."""
        stops: list[str] = []
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            stop = target.evaluate(SEEN)
            stops.append(stop["what"])
            assert stop["isLost"] or stop["isSeen"], f"nobody sees that the focus is on {stop['what']}"
            if stop["isThere"]:
                return
        raise AssertionError(f"{target} is not reached by Tab, but " + ", ".join(stops))

    def use(self, name: str | re.Pattern[str], role: Any = "button", *, back: bool = False) -> None:
        self.tab_to(name, role, back=back)
        self.press("Enter")

    def fill(self, name: str | re.Pattern[str], text: str, *, role: Any = "textbox", back: bool = False) -> None:
        self.tab_to(name, role, back=back)
        self.press("Control+a")
        self.type(text)

    def choose(self, name: str | re.Pattern[str], option: str) -> None:
        """One of a list that is looked through while its name is typed."""
        self.tab_to(name, "combobox")
        self.type(option)
        expect(self.page.get_by_title(option, exact=True).last).to_be_visible()
        self.press("Enter")

    def pick(self, row: str, action: str) -> None:
        """One of the actions of a row."""
        self.use(f"Actions for {row}")
        self.pick_from_menu(action)

    def pick_from_menu(self, action: str) -> None:
        """From the menu that has just opened, by arrows."""
        item = self.page.get_by_role("menuitem", name=action, exact=True)
        expect(item).to_be_visible(timeout=5000)
        for _ in range(MOST_STOPS):
            if item.evaluate("item => item === document.activeElement", timeout=5000):
                break
            self.press("ArrowDown")
            self.page.evaluate(NEXT_FRAME)
        expect(item).to_be_focused(timeout=5000)
        self.press("Enter")

    def is_on(self, name: str | re.Pattern[str], role: Any = "button") -> None:
        """The focus has come here by itself, and is seen."""
        target = _named(self.page, role, name)
        expect(target).to_be_focused()
        stop = target.evaluate(SEEN)
        assert stop["isSeen"], f"nobody sees that the focus is on {stop['what']}"

    def answer(self, question: str | re.Pattern[str], action: str) -> None:
        """Says so to a question in a dialog of its own."""
        dialog = self.page.get_by_role("dialog", name=question)
        expect(dialog).to_be_visible()
        expect(dialog.locator(":focus")).to_have_count(1)  # before that, Tab goes to the dialog itself
        self.use(action)
        expect(dialog).to_have_count(0)
