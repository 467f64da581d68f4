"""What stands around every page of the console: its title, who waits, what a role may not see, addresses of nothing."""

import re
from collections.abc import Iterator

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, expect
from screens import PASSWORD, PEOPLE, Screens

pytestmark = pytest.mark.browser


def _conversation(shop: Instance, visitor: str) -> tuple[str, dict[str, str]]:
    """A conversation of a visitor of this name, and the headers by which the visitor acts."""
    body = {"message": "Do you have a bell?", "user": {"name": visitor}}
    made = httpx.post(f"{shop.url}/api/chat", json=body, trust_env=False, timeout=30).json()
    return made["session_name"], {"Authorization": f"Bearer {made['visitor_token']}"}


@pytest.fixture
def waiting(shop: Instance) -> Iterator[str]:
    """The one conversation whose visitor waits for a person."""
    shop.execute("UPDATE desk_session SET status = 'closed' WHERE status = 'waiting'")
    name, visitor = _conversation(shop, "Wanda Wait")
    answer = httpx.post(f"{shop.url}/api/sessions/{name}/escalate", headers=visitor, trust_env=False)
    assert answer.json()["status"] == "waiting"
    yield name
    shop.execute("UPDATE desk_session SET status = 'closed' WHERE status = 'waiting'")


def test_who_waits_is_counted_in_the_title_of_every_tab_and_in_the_rail(
    screens: Screens, shop: Instance, waiting: str
) -> None:
    page = screens.console(PEOPLE["Anna Weber"])
    expect(page).to_have_title("(1) Inbox · Relaydesk")
    page.goto(f"{screens.url}/console/merchants")
    expect(page).to_have_title("(1) Merchants · Relaydesk")
    inbox = page.locator("nav.rail").get_by_role("link", name="Inbox, 1 waiting")
    expect(inbox).to_have_text("Inbox1")
    with shop.sign_in() as owner:
        assert owner.post(f"/api/sessions/{waiting}/takeover").status_code == 200
        expect(page).to_have_title("Merchants · Relaydesk")
        expect(page.locator("nav.rail").get_by_role("link", name="Inbox", exact=True)).to_have_text("Inbox")
        owner.post(f"/api/sessions/{waiting}/close")


def test_who_may_not_read_conversations_is_told_of_nobody_who_waits(
    screens: Screens, developer: str, waiting: str
) -> None:
    assert waiting
    page = screens.console(developer)
    page.goto(f"{screens.url}/console/keys")
    expect(page.locator("h1")).to_have_text("Client keys")
    expect(page).to_have_title("Client keys · Relaydesk")


def test_the_pages_before_the_sign_in_have_titles(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/console/")
    expect(page).to_have_title("Sign in to your front office · Relaydesk")
    page.goto(f"{screens.url}/console/register")
    expect(page).to_have_title("Create your account · Relaydesk")


@pytest.fixture(scope="module")
def developer(shop: Instance) -> str:
    """Somebody who sees the gateway but no conversation."""
    return _person(shop, "developer")


@pytest.fixture(scope="module")
def viewer(shop: Instance) -> str:
    return _person(shop, "viewer")


def _person(shop: Instance, role: str) -> str:
    email = f"{role}.of.shell@shop.example"
    with shop.sign_in() as owner:
        person = {"email": email, "password": PASSWORD, "name": role.title(), "role": role}
        assert owner.post("/api/users", json=person).status_code == 201
    return email


def _asked(page: Page) -> list[str]:
    """The paths of the API that the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(httpx.URL(request.url).path))
    return asked


@pytest.mark.parametrize(
    "address", ["inbox", "users", "keys", "tasks", "audit", "channels", "assistants", "gateway/upstreams", "gateway/log"]
)
def test_a_page_that_a_role_may_not_see_says_so_and_asks_the_server_for_nothing(
    screens: Screens, viewer: str, address: str
) -> None:
    page = screens.console(viewer)
    page.goto(f"{screens.url}/console/health")
    expect(page.locator("h1")).to_have_text("Health")
    asked = _asked(page)
    page.goto(f"{screens.url}/console/{address}?open=1")
    expect(page.get_by_text("Your role does not open this page")).to_be_visible()
    expect(page.get_by_text("You are signed in as Viewer.")).to_be_visible()
    expect(page).to_have_title("Your role does not open this page · Relaydesk")
    expect(page.locator("nav.rail")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert [path for path in asked if not path.startswith("/console/")] == ["/api/auth/refresh", "/api/auth/me"]
    page.get_by_role("button", name="To the start").click()
    expect(page.locator("h1")).to_have_text("Merchants")


def test_the_gateway_opens_on_the_first_of_its_pages_that_a_role_may_see(screens: Screens, viewer: str) -> None:
    page = screens.console(viewer)
    page.locator("nav.rail").get_by_role("link", name="Gateway").click()
    expect(page).to_have_url(re.compile(r"/console/gateway/statistics"))


@pytest.mark.parametrize("address", ["nonsense", "gateway/nonsense", "merchants/nonsense/more"])
def test_an_address_of_nothing_says_so_inside_the_shell(screens: Screens, address: str) -> None:
    page = screens.console(OWNER["email"], OWNER["password"])
    page.goto(f"{screens.url}/console/{address}")
    expect(page.get_by_text("There is nothing here")).to_be_visible()
    expect(page).to_have_title(re.compile("There is nothing here · Relaydesk"))
    expect(page.locator("nav.rail")).to_be_visible()
