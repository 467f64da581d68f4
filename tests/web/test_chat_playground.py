"""The chat playground and deployments of routes: made, asked side by side, stopped, and refused in words."""

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Locator, Page, expect
from screens import Screens, go

pytestmark = pytest.mark.browser
WAIT_S = 30
LINES = 300


class _Model(BaseHTTPRequestHandler):
    """Says the last message again, and of "wait" nothing more than its beginning until it is let go on.

    "long" is a line after another, "cut" ends at the most tokens, "drop" without a word, and "key" is refused.
    """

    protocol_version = "HTTP/1.1"
    asked: list[dict[str, Any]]
    going_on: threading.Event

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(body)
        question = body["messages"][-1]["content"]
        self.send_response(401 if question == "key" else 200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self._say({"choices": [{"index": 0, "delta": {"content": f"{body['model']} heard "}}]})
        if question == "wait":
            self.going_on.wait(WAIT_S)
        if question == "long":
            for place in range(LINES):
                self._say({"choices": [{"index": 0, "delta": {"content": f"{place}\n"}}]})
                time.sleep(0.01)
        self._say({"choices": [{"index": 0, "delta": {"content": question}}]})
        if question != "drop":
            finish = "length" if question == "cut" else "stop"
            self._say({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
        usage = {"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6}
        self._say({"choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _say(self, chunk: dict[str, Any]) -> None:
        self.wfile.write(b"data: " + json.dumps({"id": "1", **chunk}).encode() + b"\n\n")
        self.wfile.flush()

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def model() -> Iterator[type[_Model]]:
    handler = type("Model", (_Model,), {"asked": [], "going_on": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    handler.port = server.server_port  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield handler
    handler.going_on.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def owner(shop: Instance, model: Any) -> Iterator[httpx.Client]:
    """With two routes to the model, `vendor/large` and `vendor/small`, and a price of the first."""
    with shop.sign_in() as client:
        address = f"http://127.0.0.1:{model.port}"
        upstream = {"name": "chatty", "base_url": address, "allow_private": True}
        made = client.post("/api/admin/upstreams", json=upstream).json()["id"]
        names = ("vendor/large", "vendor/small")
        targets = [{"upstream_id": made}]
        rows = [client.post("/api/admin/routes", json={"model": name, "targets": targets}).json() for name in names]
        price = {"model": "vendor/large", "currency": "EUR", "input_micros_per_million": 1_000_000}
        row = client.post("/api/admin/prices", json={**price, "output_micros_per_million": 2_000_000}).json()
        yield client
        for one in client.get("/api/deployments", params={"kind": "route"}).json()["items"]:
            client.delete(f"/api/deployments/{one['id']}")
        client.delete(f"/api/admin/prices/{row['id']}")
        for one in rows:
            client.delete(f"/api/admin/routes/{one['id']}")
        client.delete(f"/api/admin/upstreams/{made}")


@pytest.fixture
def page(screens: Screens, owner: httpx.Client) -> Page:
    assert owner.base_url
    return screens.console(OWNER["email"], OWNER["password"])


def _ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name="Message").fill(question)
    page.keyboard.press("Enter")


def _pane(page: Page, model: str) -> Locator:
    return page.get_by_role("region", name=model, exact=True)


def test_a_deployment_of_a_route_is_made_shown_stopped_and_started_in_the_console(page: Page) -> None:
    go(page, "deployments")
    page.get_by_role("button", name="Add deployment").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("Route", exact=True).click()
    drawer.get_by_label("Name").fill("support")
    expect(drawer.get_by_label("Replicas")).to_have_count(0)
    drawer.get_by_role("combobox", name="Route").fill("vendor/la")
    page.get_by_title("vendor/large").click()
    drawer.get_by_role("button", name="Create").click()
    expect(page).to_have_url(re.compile(r"/deployments/dep_\w+$"))
    state = page.get_by_role("region", name="State")
    expect(state).to_contain_text(re.compile("Ready.*vendor/large.*chatty", re.DOTALL))
    expect(page.get_by_role("region", name="The last day")).to_contain_text("Requests")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("dialog", name="Stop support?").get_by_role("button", name="Stop").click()
    expect(state).to_contain_text("Stopped")
    page.get_by_role("button", name="Start").click()
    expect(state).to_contain_text("Ready")
    page.get_by_role("button", name="Try it").click()
    expect(page).to_have_url(re.compile(r"/playground\?model=support$"))
    expect(_pane(page, "support")).to_be_visible()
    go(page, "deployments?kind=route")
    expect(page.locator("tbody tr.ant-table-row")).to_have_text(re.compile("support.*Ready.*vendor/large"))


def test_two_models_are_asked_side_by_side_and_say_what_it_came_to(page: Page, model: Any) -> None:
    go(page, "playground")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    page.get_by_role("combobox", name="Model", exact=True).fill("vendor/la")
    page.get_by_title("vendor/large").click()
    page.get_by_role("combobox", name="Beside it").fill("vendor/sm")
    page.get_by_title("vendor/small").filter(visible=True).last.click()
    expect(page).to_have_url(re.compile("model=vendor%2Flarge&beside=vendor%2Fsmall"))
    page.get_by_role("button", name="Advanced").click()
    page.get_by_label("System prompt").fill("Be short.")
    page.get_by_label("Temperature").fill("0.5")
    page.get_by_label("Most tokens").fill("50")
    _ask(page, "a helmet")
    large, small = _pane(page, "vendor/large"), _pane(page, "vendor/small")
    expect(large).to_contain_text("vendor/large heard a helmet")
    expect(small).to_contain_text("vendor/small heard a helmet")
    expect(large).to_contain_text(re.compile(r"first word after .* in all · 4 tokens in, 2 out · €0\.000008"))
    expect(small).to_contain_text("4 tokens in, 2 out")
    _ask(page, "and gloves")
    expect(large).to_contain_text("vendor/large heard and gloves")
    last = [body for body in model.asked if body["model"] == "vendor/large"][-1]
    assert [one["role"] for one in last["messages"]] == ["system", "user", "assistant", "user"]
    assert (last["temperature"], last["max_tokens"]) == (0.5, 50)
    with page.context.expect_page() as opened:
        large.get_by_role("link", name="In the log").last.click()
    rows = opened.value.locator("tbody tr.ant-table-row")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("vendor/large")
    expect(large).to_contain_text("vendor/large heard a helmet")


def test_an_answer_is_stopped_cleared_and_refused_in_words(page: Page, model: Any, owner: httpx.Client) -> None:
    made = owner.post("/api/deployments", json={"name": "support", "route": "vendor/large"}).json()
    go(page, "playground?model=support")
    pane = _pane(page, "support")
    _ask(page, "wait")
    expect(pane).to_contain_text("vendor/large heard")
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    page.get_by_role("button", name="Stop").click()
    expect(pane).to_contain_text("Stopped")
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    expect(pane).to_contain_text(re.compile(r"tokens in.*In the log", re.DOTALL))
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("dialog", name="Clear the conversation?").get_by_role("button", name="Clear").click()
    expect(pane).to_contain_text("Nothing has been asked yet.")
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    owner.post(f"/api/deployments/{made['id']}/stop")
    model.going_on.set()
    for _ in range(20):  # until all processes know
        _ask(page, "again")
        expect(page.get_by_role("button", name="Stop")).to_be_disabled()
        if "stopped, or its route" in pane.inner_text():
            break
    expect(pane).to_contain_text("The deployment is stopped, or its route is switched off")
    expect(pane).to_contain_text("Start the deployment")


def test_an_answer_goes_on_while_its_person_is_elsewhere(page: Page, model: Any) -> None:
    go(page, "playground?model=vendor/large")
    _ask(page, "wait")
    expect(_pane(page, "vendor/large")).to_contain_text("vendor/large heard")
    page.locator("nav.rail").get_by_role("link", name="Models").click()
    expect(page.locator("h1")).to_have_text("Models")
    model.going_on.set()
    page.locator("nav.rail").get_by_role("link", name="Playground").click()
    expect(_pane(page, "vendor/large")).to_contain_text("vendor/large heard wait")
    expect(_pane(page, "vendor/large")).not_to_contain_text("Stopped")


def test_an_answer_that_is_not_whole_says_so_and_a_refused_key_leads_to_the_keys(page: Page) -> None:
    go(page, "playground?model=vendor/large")
    pane = _pane(page, "vendor/large")
    _ask(page, "cut")
    expect(pane.get_by_role("alert")).to_contain_text("most tokens that it may have")
    _ask(page, "drop")
    expect(pane.get_by_role("alert").last).to_contain_text("without the upstream saying that it is complete")
    page.get_by_role("combobox", name="Beside it").fill("vendor/sm")
    page.get_by_title("vendor/small").filter(visible=True).last.click()
    expect(_pane(page, "vendor/small")).to_contain_text("does not know the messages that were sent without it")
    go(page, "health")
    go(page, "playground")
    expect(page).to_have_url(re.compile("model=vendor%2Flarge&beside=vendor%2Fsmall"))
    expect(pane).to_contain_text("vendor/large heard drop")
    _ask(page, "key")
    expect(pane).to_contain_text("The upstream refused the key: look at its keys")
    expect(pane.get_by_role("link", name="Keys of chatty")).to_have_attribute("href", re.compile(r"upstream_id=\d+$"))


def test_a_reload_keeps_a_conversation_and_whoever_signs_in_next_finds_none(page: Page) -> None:
    go(page, "playground?model=vendor/large")
    _ask(page, "a secret")
    expect(_pane(page, "vendor/large")).to_contain_text("vendor/large heard a secret")
    page.get_by_role("textbox", name="Message").fill("not sent")
    page.reload()
    expect(_pane(page, "vendor/large")).to_contain_text("vendor/large heard a secret")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("not sent")
    page.locator("button.profile").click()
    page.get_by_role("button", name="Sign out").click()
    page.locator("input[autocomplete=username]").fill(OWNER["email"])
    page.locator("input[autocomplete=current-password]").fill(OWNER["password"])
    page.keyboard.press("Enter")
    expect(page.locator("nav.rail")).to_be_visible()
    go(page, "playground?model=vendor/large")
    expect(_pane(page, "vendor/large")).to_contain_text("Nothing has been asked yet.")
    expect(page.get_by_role("textbox", name="Message")).to_have_value("")


def test_a_long_answer_is_followed_with_the_composer_in_reach(screens: Screens, owner: httpx.Client) -> None:
    assert owner.base_url
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": 390, "height": 844})
    go(page, "playground?model=vendor/large")
    _ask(page, "long")
    last = page.locator(".chat-answer").last
    expect(last).to_contain_text(f"{LINES - 1}\nlong")
    expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    expect(last.get_by_role("link", name="In the log")).to_be_in_viewport()
    main = page.locator("main")
    main.evaluate("main => main.scrollTo(0, 200)")
    page.wait_for_timeout(100)  # until the page knows
    for name in ("Send", "Stop", "Clear"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    _ask(page, "wait")
    expect(page.locator(".chat-answer").last).to_be_in_viewport()
    main.evaluate("main => main.scrollTo(0, 200)")
    page.wait_for_timeout(100)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".chat-answer").last).to_contain_text("In the log")
    assert main.evaluate("main => main.scrollTop") == 200
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_is_shown_to_who_asks_from_below_it(screens: Screens, owner: httpx.Client) -> None:
    assert owner.base_url
    page = screens.console(OWNER["email"], OWNER["password"], viewport={"width": 390, "height": 844})
    go(page, "playground?model=vendor/large")
    _ask(page, "first")
    expect(page.locator(".chat-answer").last).to_contain_text("heard first")
    page.get_by_role("button", name="Advanced").click()
    page.get_by_label("Most tokens of an answer").fill("500")
    page.locator("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    page.wait_for_timeout(100)
    expect(page.locator(".chat-answer").last).not_to_be_in_viewport()
    _ask(page, "second")
    expect(page.locator(".chat-answer").last).to_contain_text("heard second")
    expect(page.locator(".chat-answer").last).to_be_in_viewport()
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)


def test_the_playground_fits_a_phone_in_the_dark_and_in_chinese(screens: Screens, owner: httpx.Client) -> None:
    assert owner.base_url
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "locale": "zh-CN"}
    page = screens.console(OWNER["email"], OWNER["password"], **phone)
    go(page, "playground?model=vendor/large&beside=vendor/small")
    page.get_by_label("消息").fill("头盔")
    page.get_by_role("button", name="发送").click()
    for name in ("vendor/large", "vendor/small"):
        expect(_pane(page, name)).to_contain_text(re.compile(rf"{name} heard 头盔.*输入 4 Token", re.DOTALL))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_viewer_has_no_playground(screens: Screens, owner: httpx.Client) -> None:
    person = {"email": "looker@shop.example", "password": "a password to test", "name": "Looker", "role": "viewer"}
    owner.post("/api/users", json=person)
    page = screens.console(person["email"])
    expect(page.locator("nav.rail").get_by_role("link", name="Playground")).to_have_count(0)
    go(page, "playground?model=vendor/large")
    expect(page.get_by_role("button", name="Send")).to_have_count(0)
