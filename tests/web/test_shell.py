"""What stands around every page of the console: its title, who waits, what a role may not see, addresses of nothing."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from instance import OWNER, Instance
from playwright.sync_api import Page, Request, expect
from screens import PASSWORD, PEOPLE, Screens, go, visit

from relaydesk.kernel.database import utc_now

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
    page = screens.console(developer, at="keys")
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


def test_a_page_that_a_role_may_not_see_says_so_and_asks_the_server_for_nothing(screens: Screens, viewer: str) -> None:
    page = screens.console(viewer, at="health")
    expect(page.locator("h1")).to_have_text("Health")
    asked = _asked(page)
    gateway = ("gateway/keys", "gateway/log")
    for address in ("inbox", "users", "keys", "tasks", "audit", "channels", "assistants", *gateway):
        asked.clear()
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
    page = screens.console(OWNER["email"], OWNER["password"], at=address)
    expect(page.get_by_text("There is nothing here")).to_be_visible()
    expect(page).to_have_title(re.compile("There is nothing here · Relaydesk"))
    expect(page.locator("nav.rail")).to_be_visible()


def _type_an_upstream(page: Page) -> None:
    visit(page, "gateway/upstreams")
    page.get_by_role("button", name="Add upstream").first.click()
    page.get_by_role("dialog").get_by_label("Name").first.fill("half-typed")


@pytest.mark.parametrize(
    ("ended", "title"),
    [
        ("UPDATE identity_refresh_family SET expires_at = now()", "Your sign-in has expired"),
        (
            "UPDATE identity_refresh_family SET revoked_at = now(), revoked_reason = 'password_changed'",
            "Your password was changed elsewhere",
        ),
    ],
)
def test_a_sign_in_that_ends_by_itself_keeps_the_page_and_what_was_typed(
    screens: Screens, shop: Instance, developer: str, ended: str, title: str
) -> None:
    page = screens.console(developer, at="account")
    page.get_by_label("New password").fill("half-typed")
    page.get_by_label("Name").fill("Dev Again")
    shop.execute(ended)
    page.clock.set_fixed_time(utc_now() + timedelta(minutes=15))  # the access token is over, too
    page.get_by_role("button", name="Save").click()
    again = page.get_by_role("dialog").filter(has_text=title)
    expect(again).to_contain_text(developer)
    expect(again.get_by_label("Password")).to_be_focused()
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(again.get_by_role("alert")).to_contain_text("The e-mail address or password is wrong.")
    again.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(again).to_have_count(0)
    # what was sent meanwhile is done, the rest stands as it was typed
    expect(page.get_by_role("button", name="Profile and settings")).to_contain_text("Dev Again")
    expect(page.get_by_label("New password")).to_have_value("half-typed")


def test_a_deactivated_person_is_told_so_and_the_streams_go_on_once_they_are_back(
    screens: Screens, shop: Instance
) -> None:
    email = _person(shop, "operator")
    page = screens.console(email)
    with shop.sign_in() as owner:
        found = owner.get("/api/users", params={"q": email}).json()["items"][0]
        owner.patch(f"/api/users/{found['id']}", json={"is_active": False})
        again = page.get_by_role("dialog").filter(has_text="Your account has been deactivated")
        expect(again).to_be_visible()
        expect(page.locator("h1")).to_have_text("Inbox")
        owner.patch(f"/api/users/{found['id']}", json={"is_active": True})
        again.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(again).to_have_count(0)
        name, _ = _conversation(shop, "Fiona Fresh")
        page.get_by_role("tab", name="All").click()
        expect(page.locator(f"[data-session={name}]")).to_be_visible()
        owner.patch(f"/api/users/{found['id']}", json={"is_active": False})
        again.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(page).to_have_url(re.compile("/console/sign-in"))


def test_another_persons_sign_in_takes_the_page_and_what_was_typed_away(
    screens: Screens, shop: Instance, developer: str
) -> None:
    page = screens.console(developer)
    _type_an_upstream(page)
    shop.execute("UPDATE identity_refresh_family SET revoked_at = now(), revoked_reason = 'signed_out'")
    page.get_by_role("button", name="Create", exact=True).click()
    page.get_by_role("dialog").get_by_label("Base URL").fill("https://api.example.com")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.get_by_role("dialog").filter(has_text="You were signed out elsewhere")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{screens.url}/console/sign-in")
    other.locator("input[autocomplete=username]").fill(OWNER["email"])
    other.locator("input[autocomplete=current-password]").fill(OWNER["password"])
    other.keyboard.press("Enter")
    expect(other.locator("nav.rail")).to_be_visible()
    expect(page.get_by_role("button", name="Profile and settings")).to_contain_text("Owner")
    expect(page.get_by_role("dialog").get_by_label("Name", exact=True)).to_have_value("")  # the same address, anew
    with shop.sign_in() as owner:
        assert owner.get("/api/admin/upstreams", params={"q": "half-typed"}).json()["items"] == []


def test_a_reply_that_is_not_sent_outlasts_a_look_elsewhere_a_reload_and_a_lost_sign_in(
    screens: Screens, shop: Instance
) -> None:
    name, _ = _conversation(shop, "Dora Draft")
    page = screens.console(PEOPLE["Anna Weber"], at=f"inbox/{name}?tab=all")
    page.get_by_role("button", name="Take over", exact=True).click()
    reply = page.get_by_role("textbox", name="Reply")
    reply.fill("We have two bells: ")
    page.get_by_role("link", name="Merchants").click()
    expect(page.locator("h1")).to_have_text("Merchants")
    page.go_back()
    expect(reply).to_have_value("We have two bells: ")
    shop.execute("UPDATE identity_refresh_family SET revoked_at = now(), revoked_reason = 'signed_out'")
    again = page.get_by_role("dialog").filter(has_text="You were signed out elsewhere")
    again.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(again).to_have_count(0)
    page.reload()
    expect(reply).to_have_value("We have two bells: ")
    reply.press_sequentially("a loud one and a kind one")
    reply.press("Control+Enter")
    expect(page.locator(".message[data-role=operator]:has(time)")).to_contain_text("a loud one")
    page.reload()
    expect(page.locator(".message[data-role=operator]")).to_contain_text("a loud one")
    expect(reply).to_have_value("")
    with shop.sign_in() as owner:
        owner.post(f"/api/sessions/{name}/close")


def test_the_palette_goes_to_pages_and_things_by_keyboard_alone(screens: Screens, shop: Instance) -> None:
    name, _ = _conversation(shop, "Paula Palette")
    page = screens.console(OWNER["email"], OWNER["password"], at="health")
    rail = page.locator("nav.rail").get_by_role("button", name="Search")
    rail.focus()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Go to a page")
    expect(field).to_be_focused()
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_have_text("Inbox/inbox")
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(rail).to_be_focused()
    for typed, downs, group, address in (
        ("routes", 0, "Pages", "gateway/routes"),
        ("pedalworks", 0, "Merchants", r"merchants\?open=.+"),
        ("Paula Pal", 0, "Conversations", f"inbox/{name}"),
        ("e", 2, "Pages", None),
    ):
        page.keyboard.press("Control+k")
        expect(field).to_be_focused()
        page.keyboard.type(typed)
        expect(page.get_by_role("group", name=group).get_by_role("option").first).to_be_visible()
        for _ in range(downs):
            page.keyboard.press("ArrowDown")
        chosen = options.and_(page.locator("[aria-selected=true]"))
        expect(chosen).to_have_count(1)
        goal = address or chosen.locator(".palette-hint").inner_text().strip("/")
        page.keyboard.press("Enter")
        expect(field).to_have_count(0)
        expect(page).to_have_url(re.compile(f"/console/{goal}"))
        if group == "Merchants":
            expect(page.get_by_role("dialog", name=re.compile("^Edit ")).get_by_label("Name")).to_be_focused()


@pytest.mark.parametrize(("form", "field"), [("Add model", "Name"), ("Add key", "Upstream")])
def test_a_form_that_the_palette_opens_has_the_focus_in_its_first_field(
    form: str, field: str, screens: Screens
) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="health", reduced_motion="no-preference")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go to a page").fill(form)
    expect(page.get_by_role("option", name=form).first).to_be_visible()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=form)
    expect(dialog.get_by_label(field, exact=True)).to_be_focused()
    page.wait_for_timeout(500)  # once it has opened for good
    page.keyboard.type("a name")
    expect(dialog.get_by_label(field, exact=True)).to_have_value("a name")


def test_the_palette_finds_a_task_and_a_logged_request_by_their_ids(screens: Screens, shop: Instance) -> None:
    with shop.sign_in() as owner:
        task = owner.post("/api/tasks", json={"kind": "demo.echo"}).json()["id"]
        _conversation(shop, "Rita Request")
        until = time.monotonic() + 15
        while not (logged := owner.get("/api/admin/logs").json()["items"]):
            assert time.monotonic() < until
            time.sleep(0.1)
        request_id = logged[0]["request_id"]
    page = screens.console(OWNER["email"], OWNER["password"])
    for typed, group in ((task, "Tasks"), (request_id, "Logged requests")):
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Go to a page").fill(typed)
        expect(page.get_by_role("group", name=group).get_by_role("option")).to_contain_text(typed)
        page.keyboard.press("Escape")


def test_the_palette_asks_for_nothing_that_a_role_may_not_read(screens: Screens, viewer: str) -> None:
    page = screens.console(viewer, at="health")
    expect(page.locator("h1")).to_have_text("Health")
    asked = _asked(page)
    page.locator("nav.rail").get_by_role("button", name="Search").click()
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_contain_text(["Merchants", "Gateway", "Health", "Gateway: Statistics", "Your account"])
    page.get_by_role("combobox", name="Go to a page").fill("pedalworks")
    expect(options).to_contain_text(["Pedalworks"])
    paths = {path for path in asked if not path.startswith("/console/")}
    assert paths - {"/health", "/api/health/detailed"} == {"/merchants"}


SECTIONS = {
    "gateway": ("overview", "upstreams", "keys", "routes", "rules", "scripts", "log", "statistics", "prices"),
    "tasks": ("batches", "schedules", "workers", "performance"),
}


@pytest.mark.parametrize("role", ["owner", "admin", "staff", "developer", "operator", "viewer"])
def test_no_page_of_a_role_is_refused_anything_or_complains(screens: Screens, shop: Instance, role: str) -> None:
    """`screens` itself fails on what a page says in the browser's console."""
    if role == "owner":
        page = screens.sign_in(OWNER["email"], OWNER["password"])
    else:
        with shop.sign_in() as owner:
            person = {"email": f"quiet.{role}@shop.example", "password": PASSWORD, "name": role, "role": role}
            assert owner.post("/api/users", json=person).status_code == 201
        page = screens.sign_in(person["email"])
    unanswered = _unanswered(page)
    links = page.locator("nav.rail li a").all()
    for link in links:
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        _settle(page, unanswered)
    places = [str(link.get_attribute("href")).removeprefix("/console/") for link in links]
    for address in [f"{place}/{section}" for place in places for section in SECTIONS.get(place, ())]:
        go(page, address)
        section = address.split("/")[1]
        tab = page.locator(f"[role=tab][id$='-tab-{section}'][aria-selected=true]")
        expect(tab.or_(page.get_by_text("Your role does not open this page"))).to_be_visible()
        _settle(page, unanswered)
    page.reload()
    page.get_by_role("button", name="Profile and settings").click()
    page.get_by_role("button", name="Your account").click()
    expect(page.locator("h1")).to_have_text("Your account")
    _settle(page, unanswered)
    page.get_by_role("button", name="Profile and settings").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert screens.refusals == []


def _settle(page: Page, unanswered: set[Request]) -> None:
    """Until the page shows all that it has asked for."""
    expect(page.locator("main")).not_to_be_empty()
    expect(page.locator(".ant-skeleton, .ant-spin-spinning")).to_have_count(0)
    while unanswered:
        page.wait_for_timeout(20)


def _unanswered(page: Page) -> set[Request]:
    """The requests of the page that have not been answered yet, but for streams."""
    open_requests: set[Request] = set()

    def add(request: Request) -> None:
        if not request.url.endswith("/events"):
            open_requests.add(request)

    page.on("request", add)
    for ended in ("requestfinished", "requestfailed"):
        page.on(ended, lambda request: open_requests.discard(request))  # noqa: PLW0108 - as in screens
    return open_requests


def test_who_signs_in_goes_to_the_address_that_they_asked_for(screens: Screens) -> None:
    page = screens.page()
    page.goto(f"{screens.url}/console/gateway/log?status=5xx")
    expect(page).to_have_url(f"{screens.url}/console/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This field is needed")).to_have_count(2)
    page.locator("input[autocomplete=username]").fill(OWNER["email"])
    page.locator("input[autocomplete=current-password]").fill(OWNER["password"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{screens.url}/console/gateway/log?status=5xx")
    expect(page.locator("nav.rail")).to_be_visible()
