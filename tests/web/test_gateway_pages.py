"""The gateway's pages in the console: a first key with an upstream, models to choose from, tabs with their titles."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from instance import OWNER, Instance
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


class _Models(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"data": [{"id": "tea-large"}, {"id": "tea-small"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider() -> Iterator[str]:
    """A provider that names two models."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Models)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_upstream_is_made_with_its_first_key_by_four_fields(screens: Screens, shop: Instance) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams?open=new")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("with-key")
    drawer.get_by_label("Base URL").fill("https://api.anthropic.com")
    drawer.get_by_label("Wire format").click()
    page.get_by_title("Anthropic", exact=True).click()
    drawer.get_by_label("Key", exact=True).fill("sk-first-12345678")
    drawer.get_by_role("button", name="Create").click()
    expect(page.locator("tbody tr", has_text="with-key")).to_contain_text("1 / 1")
    with shop.sign_in() as owner:
        (made,) = owner.get("/api/admin/upstreams", params={"q": "with-key"}).json()["items"]
        (key,) = owner.get("/api/admin/keys", params={"upstream_id": made["id"]}).json()["items"]
        assert made["auth"] == {"type": "header", "name": "x-api-key"}
        assert (key["name"], key["key_hint"]) == ("with-key", "5678")
        owner.delete(f"/api/admin/upstreams/{made['id']}")


def test_what_is_wrong_with_an_upstream_stands_at_its_field_and_shows_the_switch_that_permits_it(
    screens: Screens,
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams?open=new")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("OpenAI main")
    drawer.get_by_label("Base URL").fill("http://127.0.0.1:9")
    drawer.get_by_role("button", name="Create").click()
    expect(drawer.locator(".ant-form-item-explain-error")).to_contain_text("letters, digits, dots")
    expect(drawer.get_by_role("alert", name="name:")).to_have_count(0)
    drawer.get_by_label("Name").fill("openai-main")
    drawer.get_by_role("button", name="Create").click()
    error = drawer.locator(".ant-form-item-explain-error", has_text="Switch on “Allow private addresses”")
    expect(drawer.get_by_label("Allow private addresses")).to_be_visible()
    expect(drawer.get_by_text("The address above needs this.")).to_be_visible()
    below, label = error.bounding_box(), drawer.locator("label", has_text="Wire format").bounding_box()
    assert below is not None
    assert label is not None
    assert label["y"] - (below["y"] + below["height"]) >= 8


def test_a_first_key_that_is_not_taken_is_said_and_the_upstream_stays(screens: Screens, shop: Instance) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/upstreams?open=new")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("Name").fill("without-key")
    drawer.get_by_label("Base URL").fill("https://api.example.com")
    drawer.get_by_label("Key", exact=True).fill("schlüssel")
    drawer.get_by_role("button", name="Create").click()
    expect(page.locator(".ant-message")).to_contain_text("without-key was made, but its key was not stored.")
    expect(page.locator("tbody tr", has_text="without-key")).to_contain_text("0 / 0")
    screens.forget("status of 422")
    with shop.sign_in() as owner:
        (made,) = owner.get("/api/admin/upstreams", params={"q": "without-key"}).json()["items"]
        owner.delete(f"/api/admin/upstreams/{made['id']}")


def test_a_routes_model_is_chosen_from_those_that_its_upstream_names(
    screens: Screens, shop: Instance, provider: str
) -> None:
    with shop.sign_in() as owner:
        body = {"name": "names-models", "base_url": provider, "allow_private": True}
        upstream = owner.post("/api/admin/upstreams", json=body).json()["id"]
        page = screens.console(OWNER["email"], OWNER["password"], at="gateway/routes?open=new")
        drawer = page.get_by_role("dialog")
        drawer.locator("#model").fill("tea")
        drawer.get_by_role("combobox", name="Upstream").click()
        page.get_by_title("names-models", exact=True).click()
        drawer.get_by_role("combobox", name="Model").click()
        page.get_by_title("tea-small", exact=True).click()
        drawer.get_by_role("button", name="Create").click()
        expect(page.locator("tbody tr", has_text="names-models")).to_contain_text("names-models / tea-small")
        (route,) = owner.get("/api/admin/routes", params={"q": "tea"}).json()["items"]
        owner.delete(f"/api/admin/routes/{route['id']}")
        owner.delete(f"/api/admin/upstreams/{upstream}")


def test_each_tab_has_its_own_title_and_an_unknown_one_says_that_there_is_nothing(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="gateway/prices")
    expect(page).to_have_title("Prices · Gateway · Relaydesk")
    page.goto(f"{screens.url}/console/gateway/nonsense")
    expect(page.get_by_text("There is nothing here")).to_be_visible()
    expect(page.locator("nav.rail")).to_be_visible()


def test_an_upstream_is_not_ready_before_it_has_answered_after_its_hold(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        made = owner.post(
            "/api/admin/upstreams", json={"name": "resting", "base_url": "https://resting.example"}
        ).json()
        owner.post(
            "/api/admin/keys", json={"upstream_id": made["id"], "name": "one", "key_value": "sk-resting-upstream"}
        )
    page = screens.console(OWNER["email"], OWNER["password"])
    row = page.locator("tbody tr", has_text="resting")
    for until, words in (("'1 hour'", "Held back"), ("'-1 hour'", "Not asked again yet")):
        held = f"held_until = now() + interval {until}, held_reason = 'It was down'"
        shop.execute(f"UPDATE gateway_upstream SET {held} WHERE id = {made['id']}")  # noqa: S608
        page.goto(f"{screens.url}/console/gateway/upstreams")
        expect(row).to_contain_text(words)
    shop.execute(f"UPDATE gateway_upstream SET held_until = NULL WHERE id = {made['id']}")  # noqa: S608
    page.reload()
    expect(row).to_contain_text("Ready")
