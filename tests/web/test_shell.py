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
