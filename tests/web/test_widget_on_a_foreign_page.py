"""The widget on a page of another origin: what it leaves alone, when it stores, and calls made before it loaded."""

import contextlib
import http.server
import threading
from collections.abc import Iterator

import pytest
from instance import OWNER
from playwright.sync_api import Page, expect
from screens import Screens, open_widget, say, shown_messages

from relaydesk.operate.seed import OPENING

pytestmark = pytest.mark.browser
STUB = """
<script>
  window.MyShopChat = { q: [] };
  ["init", "open", "close", "toggle", "setUser", "on", "off", "destroy"].forEach(function (name) {
    MyShopChat[name] = function () { MyShopChat.q.push([name].concat([].slice.call(arguments))); };
  });
  window.heard = [];
  MyShopChat.on("ready", function () { heard.push("ready"); });
  MyShopChat.on("open", function () { heard.push("open"); });
  MyShopChat.on("message", function (message) { heard.push(message.role); });
  MyShopChat.setUser({ name: "Jonas Berg" });
  MyShopChat.init({ assistant: "", locale: "zh-CN", theme: "dark", position: "left" });
  MyShopChat.open();
</script>"""
# A host page that styles every div and button, as real ones do.
STYLE = "<style>div { position: relative; color: red } button { font-size: 40px; width: 100% }</style>"
STATE = """() => ({
  body: [...document.body.children].map((element) => element.tagName),
  head: document.head.innerHTML,
  globals: Object.keys(window).filter((name) => name !== "Relaydesk").sort(),
  style: getComputedStyle(document.body).cssText,
  storage: [localStorage.length, sessionStorage.length, document.cookie],
})"""


@contextlib.contextmanager
def _host_page(screens: Screens, html: str) -> Iterator[Page]:
    """`html` served by a small server of its own: another origin than the product's."""

    class Shop(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/":
                self.wfile.write(f"<!doctype html><html><head>{STYLE}</head><body>{html}</body></html>".encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = screens.page(viewport={"width": 1000, "height": 800})
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
        page.close()
        server.shutdown()


def test_the_host_page_is_left_as_it_was(screens: Screens) -> None:
    with _host_page(screens, "<h1>A shop</h1><div>Text</div>") as page:
        before = page.evaluate(STATE)
        page.evaluate(
            """(source) => new Promise((done) => {
              const script = document.createElement("script");
              script.src = source;
              script.dataset.assistant = "";
              script.onload = () => { script.remove(); done(); };
              document.head.append(script);
            })""",
            f"{screens.url}/sdk/relaydesk.js",
        )
        box = page.locator("[data-relaydesk] button").bounding_box()
        assert box is not None
        assert (box["width"], box["height"], box["x"] + box["width"], box["y"] + box["height"]) == (56, 56, 980, 780)
        open_widget(page)
        after = page.evaluate(STATE)
        assert after == {**before, "body": [*before["body"], "DIV"]}
        page.evaluate("Relaydesk.destroy()")
        assert page.evaluate(STATE) == before


def test_nothing_is_stored_before_the_first_message(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/demo")
    frame = open_widget(page)
    stored = "[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"
    assert page.evaluate(stored) == [[], [], ""]
    say(frame, "Hello")
    expect(shown_messages(frame, "assistant")).to_have_count(1)
    assistant = page.evaluate("fetch('/demo/shop.json').then((answer) => answer.json())")["assistant"]
    assert page.evaluate(stored) == [[f"relaydesk.conversation.{assistant}"], [], ""]


def test_calls_made_before_it_loaded_are_done_under_the_name_the_host_chose(screens: Screens) -> None:
    source = f"{screens.url}/sdk/relaydesk.js"
    with _host_page(screens, f'{STUB}<script async src="{source}" data-global="MyShopChat"></script>') as page:
        frame = page.frame_locator("[data-relaydesk] iframe")
        expect(frame.locator("h1")).to_have_text("在线咨询")
        expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
        say(frame, "你好")
        expect(shown_messages(frame, "assistant")).to_have_count(1)
        assert page.evaluate("heard") == ["open", "ready", "visitor", "assistant"]
        assert page.evaluate("typeof window.Relaydesk") == "undefined"
        box = page.locator("[data-relaydesk] button").bounding_box()
        assert box is not None
        assert box["x"] == 20


def test_the_bare_script_line_starts_the_default_assistant(screens: Screens) -> None:
    with _host_page(screens, f'<script async src="{screens.url}/sdk/relaydesk.js"></script>') as page:
        frame = open_widget(page)
        expect(frame.locator(".message .bubble")).to_contain_text("Hello! Ask me about a product")
        say(frame, "Hello")
        expect(shown_messages(frame, "assistant")).to_have_count(1)


def test_the_scripts_own_name_is_the_name_of_the_global(screens: Screens) -> None:
    with _host_page(screens, f'<script src="{screens.url}/sdk/ShopChat.js"></script>') as page:
        page.evaluate("ShopChat.open()")
        expect(page.frame_locator("[data-relaydesk] iframe").locator("textarea")).to_be_visible()
        assert page.evaluate("typeof window.Relaydesk") == "undefined"


@pytest.mark.parametrize("sample", ["One line", "Started by your page"])
def test_the_code_that_the_console_gives_works_as_it_is(screens: Screens, sample: str) -> None:
    console = screens.console(OWNER["email"], OWNER["password"], at="assistants")
    console.get_by_role("button", name="Actions for Pedalworks assistant").click()
    console.get_by_role("menuitem", name="Put it on your site").click()
    code = console.get_by_role("figure", name=sample).locator("code").inner_text()
    assert screens.url in code
    with _host_page(screens, code) as page:
        frame = open_widget(page)
        expect(frame.locator(".message .bubble")).to_have_text(OPENING)


def test_on_a_phone_the_window_covers_the_screen(screens: Screens) -> None:
    page = screens.page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(f"{screens.url}/demo?lang=zh&theme=dark")
    open_widget(page)
    assert page.locator("[data-relaydesk] iframe").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    page.frame_locator("[data-relaydesk] iframe").get_by_role("button", name="关闭聊天").click()
    expect(page.locator("[data-relaydesk] iframe")).to_be_hidden()
    expect(page.locator("[data-relaydesk] button")).to_be_focused()


def test_of_a_long_conversation_the_messages_alone_scroll(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/demo")
    lines = page.evaluate("['main', 'footer'].map((part) => document.querySelector(part).getBoundingClientRect().x)")
    assert lines == [160, 160]
    frame = open_widget(page)
    for number in range(3):
        say(frame, "A question\nof many lines" + "\n." * 12)
        expect(shown_messages(frame, "assistant")).to_have_count(number + 1)
    sizes = "(part) => [part.scrollHeight - part.clientHeight, part.scrollWidth - part.clientWidth]"
    assert frame.locator(".messages").evaluate(sizes)[0] > 0
    assert frame.locator("html").evaluate(sizes) == [0, 0]


def test_tab_goes_round_inside_the_window_and_escape_leaves_it(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/demo")
    frame = open_widget(page)
    focused = [frame.locator(":focus").evaluate("(element) => element.tagName + element.className")]
    for _ in range(3):
        page.keyboard.press("Tab")
        focused.append(frame.locator(":focus").evaluate("(element) => element.tagName + element.className"))
    assert focused == ["TEXTAREA", "BUTTONicon", "BUTTONchip", "TEXTAREA"]
    page.keyboard.press("Escape")
    expect(page.locator("[data-relaydesk] button")).to_be_focused()
