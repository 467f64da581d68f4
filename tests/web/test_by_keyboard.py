"""The console without a mouse: whatever a person makes, changes, switches off and deletes there, by keys alone."""

import re
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import served_models
from instance import OWNER, Instance
from keyboard import Keyboard
from playwright.sync_api import expect
from screens import Screens
from seats import Seats

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def upstream(shop: Instance) -> str:
    """The name of one that routes and keys may be for; it has a key, so that no list of keys is empty."""
    with shop.sign_in() as owner:
        body = {"name": "keyed", "base_url": "https://keyed.example.com"}
        # a worker may come to this module a second time, and another test may have deleted the key
        there = owner.get("/api/admin/upstreams", params={"q": "keyed"}).json()["items"]
        upstream = there[0] if there else owner.post("/api/admin/upstreams", json=body).json()
        key = {"upstream_id": upstream["id"], "name": "first", "key_value": "sk-first-of-keyed"}
        assert owner.post("/api/admin/keys", json=key).status_code in {201, 409}
    return body["name"]


@pytest.fixture(scope="module")
def keys(seats: Seats, shop: Instance, upstream: str) -> Iterator[Keyboard]:
    """The owner, who has signed in by keys and stays signed in for all of these tests."""
    assert upstream  # is there before the console first reads what there is
    assert shop.sign_ins
    screens = Screens(seats, shop.url, shop.sign_ins)
    page = screens.page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{screens.url}/console/")
    keyboard = Keyboard(page)
    keyboard.fill("E-mail", OWNER["email"])
    keyboard.fill(re.compile("^Password"), OWNER["password"])
    keyboard.press("Enter")
    expect(page.locator("nav.rail")).to_be_visible()
    yield keyboard
    screens.close()
    assert screens.complaints == []


@pytest.fixture(autouse=True)
def _nothing_is_open(keys: Keyboard) -> None:
    """What a test that failed has left open is none of the next one's."""
    if keys.page.get_by_role("dialog").count():
        keys.page.goto(keys.page.url.partition("/console/")[0] + "/console/")


def _wait_for(holds: Callable[[], object]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.1)


def _open(keys: Keyboard, page: str) -> None:
    """By the palette, which stands everywhere."""
    keys.press("Control+k")
    expect(keys.page.get_by_role("combobox", name="Go to a page")).to_be_focused()
    keys.type(page)
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_have_count(0)
    expect(keys.page.locator(":focus")).to_have_count(1)  # it is somewhere again


def _saved(keys: Keyboard, button: str = "Create") -> None:
    keys.use(button)
    expect(keys.page.get_by_role("dialog")).to_have_count(0)


def _delete(keys: Keyboard, row: str, *, action: str = "Delete") -> None:
    keys.pick(row, action)
    keys.answer(f"{row}?", action)
    expect(keys.page.get_by_role("button", name=f"Actions for {row}")).to_have_count(0)


def _switch_off(keys: Keyboard, row: str) -> None:
    switch = keys.tab_to(f"Enabled: {row}", "switch")
    keys.press("Space")
    expect(switch).not_to_be_checked()


def test_a_page_is_reached_by_the_rail_and_the_rail_is_skipped(keys: Keyboard) -> None:
    keys.use("Health", "link")
    expect(keys.page.locator("h1")).to_have_text("Health")
    keys.page.reload()
    keys.use("Skip to the content", "link")
    expect(keys.page.locator("main")).to_be_focused()


def test_an_upstream_is_made_changed_switched_off_and_deleted(keys: Keyboard) -> None:
    _open(keys, "gateway/upstreams")
    keys.use("Add upstream")
    keys.is_on("Name", "textbox")
    keys.type("by-keys")
    keys.fill("Base URL", "https://keys.example.com")
    _saved(keys)
    keys.is_on("Add upstream")
    keys.pick("by-keys", "Edit")
    keys.is_on("Name", "textbox")
    keys.use("Advanced")
    keys.fill("Attempts at most", "2", role="spinbutton")
    _saved(keys, "Save")
    keys.is_on("Actions for by-keys")
    _switch_off(keys, "by-keys")
    _delete(keys, "by-keys")


def test_a_rule_with_its_condition_and_action_is_made_changed_switched_off_and_deleted(keys: Keyboard) -> None:
    _open(keys, "gateway/rules")
    keys.use("Add rule")
    keys.is_on("Name", "textbox")
    keys.type("Rest by keys")
    keys.fill("Value", "503")
    keys.use("Add action")
    keys.pick_from_menu("write to the log")
    _saved(keys)
    row = keys.page.get_by_role("row", name=re.compile("Rest by keys"))
    expect(row).to_contain_text("503")
    expect(row).to_contain_text("log it as warning")
    keys.pick("Rest by keys", "Edit")
    keys.is_on("Name", "textbox")
    keys.fill("Priority", "5", role="spinbutton")
    _saved(keys, "Save")
    expect(row.get_by_role("cell").first).to_have_text("5")
    keys.is_on("Actions for Rest by keys")
    _switch_off(keys, "Rest by keys")
    _delete(keys, "Rest by keys")


def test_a_route_is_made_changed_switched_off_and_deleted(keys: Keyboard, upstream: str) -> None:
    _open(keys, "gateway/routes")
    keys.use("Add route")
    keys.is_on("Model", "textbox")
    keys.type("model-by-keys")
    keys.choose("Upstream", upstream)
    _saved(keys)
    keys.pick("model-by-keys", "Edit")
    keys.is_on("Model", "textbox")
    keys.use("Advanced")
    keys.fill("Keep answers (s)", "60", role="spinbutton")
    _saved(keys, "Save")
    keys.is_on("Actions for model-by-keys")
    _switch_off(keys, "model-by-keys")
    _delete(keys, "model-by-keys")


def test_a_price_is_made_changed_and_deleted(keys: Keyboard) -> None:
    _open(keys, "gateway/prices")
    keys.use("Add price")
    keys.is_on("Model", "combobox")
    keys.type("price-by-keys")
    keys.fill("Input", "1", role="spinbutton")
    keys.fill("Output", "2", role="spinbutton")
    _saved(keys)
    keys.pick("price-by-keys", "Edit")
    keys.fill("Output", "3", role="spinbutton")
    keys.press("Enter")
    expect(keys.page.get_by_role("dialog")).to_have_count(0)
    expect(keys.page.get_by_role("row", name=re.compile("price-by-keys"))).to_contain_text("$3.00")
    keys.is_on("Actions for price-by-keys")
    _delete(keys, "price-by-keys")


def test_keys_are_imported_filtered_and_opened(keys: Keyboard, upstream: str) -> None:
    page = keys.page
    _open(keys, "gateway/keys")
    keys.use("Import keys")
    keys.walk_to(page.get_by_role("dialog").get_by_role("combobox", name="Upstream"))
    keys.type(upstream)
    expect(page.get_by_title(upstream, exact=True).last).to_be_visible()
    keys.press("Enter")
    keys.tab_to("Keys", "textbox")
    page.keyboard.insert_text("\n".join(f"sk-by-keys-{number:02}kb" for number in range(60)))
    keys.walk_to(page.get_by_role("dialog").get_by_role("button", name="Import keys"))
    keys.press("Enter")
    keys.use("Done")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.is_on("Import keys")
    keys.fill("Name or end of the key", "07kb", back=True)
    keys.press("Enter")
    expect(page).to_have_url(re.compile(r"keys\?q=07kb"))
    row = page.locator("tbody").get_by_role("row", name=re.compile("07kb"))
    expect(row).to_have_count(1)
    keys.walk_to(row)
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()


def test_a_client_key_is_made_and_its_secret_stays_until_it_is_stored(keys: Keyboard) -> None:
    page = keys.page
    _open(keys, "client keys")
    keys.use("Create key")
    keys.is_on("Name", "textbox")
    keys.type("key-by-keys")
    keys.use("Create")
    secret = page.get_by_test_id("client-key")
    expect(secret).to_be_visible()
    keys.press("Escape")
    keys.use("Copy")
    assert page.evaluate("navigator.clipboard.readText()") == secret.inner_text()
    keys.use("I have stored it")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Create key")).to_be_focused()
    keys.pick("key-by-keys", "Edit")
    keys.is_on("Name", "textbox")
    keys.press("End")
    keys.type("-2")
    _saved(keys, "Save")
    _switch_off(keys, "key-by-keys-2")
    _delete(keys, "key-by-keys-2")


def test_an_alert_channel_is_made_changed_and_deleted(keys: Keyboard) -> None:
    _open(keys, "alert channels")
    keys.use("Add alert channel")
    keys.is_on("Name", "textbox")
    keys.type("channel-by-keys")
    keys.fill("Address", "json://hooks.example.com/keys")
    _saved(keys)
    keys.pick("channel-by-keys", "Edit")
    keys.is_on("Name", "textbox")
    keys.press("End")
    keys.type("-2")
    _saved(keys, "Save")
    _delete(keys, "channel-by-keys-2")


def test_an_assistant_is_made_changed_switched_off_and_deleted(keys: Keyboard) -> None:
    _open(keys, "assistants")
    keys.use("Add assistant")
    keys.is_on("Name", "textbox")
    keys.type("Assistant by keys")
    _saved(keys)
    keys.pick("Assistant by keys", "Edit")
    keys.fill("Opening line", "Hello!")
    _saved(keys, "Save")
    keys.is_on("Actions for Assistant by keys")
    _switch_off(keys, "Assistant by keys")
    _delete(keys, "Assistant by keys")


def test_a_model_and_its_deployment_are_made_changed_and_deleted(keys: Keyboard, shop: Instance) -> None:
    _open(keys, "/models")
    keys.use("Add model")
    keys.is_on("Name", "textbox")
    keys.type("model-by-keys")
    _saved(keys)
    expect(keys.page).to_have_url(re.compile("/models/model-by-keys$"))
    with shop.sign_in() as owner:
        kind = {"Content-Type": "application/octet-stream"}
        owner.post("/api/models/model-by-keys/versions", content=served_models.plus(1), headers=kind)
    _open(keys, "/deployments")
    keys.use("Add deployment")
    keys.is_on("Name", "textbox")
    keys.type("served-by-keys")
    keys.choose("Model", "model-by-keys")
    _saved(keys)
    expect(keys.page).to_have_url(re.compile("/deployments/dep_"))
    expect(keys.page.locator("main")).to_contain_text("1 / 1")
    keys.use("Run")
    expect(keys.page.get_by_role("table", name="y")).to_have_text(re.compile("111$"))
    _open(keys, "/deployments")
    keys.pick("served-by-keys", "Edit")
    keys.is_on("Replicas", "spinbutton")
    keys.press("Control+a")
    keys.type("2")
    _saved(keys, "Save")
    keys.is_on("Actions for served-by-keys")
    _delete(keys, "served-by-keys")
    _open(keys, "/models")
    _delete(keys, "model-by-keys")


def test_a_store_is_connected_and_its_refusal_is_left(keys: Keyboard) -> None:
    page = keys.page
    _open(keys, "merchants")
    keys.use("Add merchant")
    keys.is_on("Name", "textbox")
    keys.type("Shop by keys")
    keys.use("Add and connect a store")
    expect(page.get_by_role("dialog")).to_contain_text("Connect a store to Shop by keys")
    keys.fill("Shopify domain", "by-keys.myshopify.com")
    keys.fill("Admin API access token", "shpat_by_keys")
    keys.use("Advanced")
    keys.fill("API base URL", "http://127.0.0.1:9")
    keys.tab_to("Allow private addresses", "switch")
    keys.press("Space")
    keys.use("Connect store")
    expect(page.get_by_role("dialog")).to_contain_text("Saved, but it does not work.")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    row = page.locator("tbody").get_by_role("row", name=re.compile("Shop by keys"))
    keys.walk_to(row)
    keys.press("Enter")
    keys.is_on("Name", "textbox")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()


def test_somebody_is_invited(keys: Keyboard) -> None:
    _open(keys, "users")
    keys.use("Invite")
    keys.is_on("E-mail", "textbox")
    keys.type("by.keys@shop.example")
    keys.use("Make invitation")
    expect(keys.page.get_by_role("dialog", name="Invitation of by.keys@shop.example")).to_be_visible()
    keys.use("I have sent it")
    expect(keys.page.get_by_role("dialog")).to_have_count(0)
    keys.is_on("Invite")


def test_a_customer_is_answered_offered_to_a_colleague_and_done_with(keys: Keyboard, shop: Instance) -> None:
    page = keys.page
    body = {"message": "Do you have a bell?", "user": {"name": "Kim Keys"}}
    assert httpx.post(f"{shop.url}/api/chat", json=body, trust_env=False, timeout=30).status_code == 200
    _open(keys, "inbox")
    keys.tab_to(re.compile("^Waiting"), "tab")
    keys.press("ArrowRight", "ArrowRight", "Enter")
    expect(page).to_have_url(re.compile("tab=all"))
    keys.use(re.compile("Kim Keys"))
    keys.use("Take over")
    keys.is_on("Reply", "textbox")
    keys.type("We have two.")
    keys.press("Control+Enter")
    expect(page.locator(".message[data-role=operator]:has(time)")).to_contain_text("We have two.")
    keys.press("Escape", "t")
    keys.is_on("Colleague", "combobox")
    keys.type("Anna")
    expect(page.locator(".ant-select-item-option")).to_have_count(1)
    keys.press("Enter")
    keys.fill("Note", "Likes bells")
    keys.use("Offer")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("region", name="Offer")).to_contain_text("Offered to Anna Weber")
    keys.use("Take back")
    keys.use("Close")
    expect(page.get_by_role("button", name=re.compile("Kim Keys.*Closed"))).to_be_visible()


def test_a_logged_request_is_read(keys: Keyboard, shop: Instance) -> None:
    page = keys.page
    with shop.sign_in() as owner:
        _wait_for(lambda: owner.get("/api/admin/logs").json()["items"])
    _open(keys, "gateway/log")
    row = page.locator("tbody tr.clickable").first
    expect(row).to_be_visible()
    keys.walk_to(row)
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Request id")
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()


def test_a_task_is_cancelled(keys: Keyboard, shop: Instance) -> None:
    with shop.sign_in() as owner:
        task = owner.post("/api/tasks", json={"kind": "demo.sleep", "payload": {"seconds": 600}}).json()
        _open(keys, "tasks")
        keys.choose("Task", "Demo: sleep")
        keys.pick("Demo: sleep", "Cancel")
        keys.use("Cancel the task")
        _wait_for(lambda: owner.get(f"/api/tasks/{task['id']}").json()["status"] == "cancelled")


def test_at_last_one_signs_out(keys: Keyboard) -> None:
    _open(keys, "health")
    keys.use("Profile and settings")
    way_out = keys.page.get_by_role("button", name="Sign out")
    expect(way_out).to_be_visible()
    keys.press("Escape")
    expect(way_out).not_to_be_visible()
    keys.is_on("Profile and settings")
    keys.press("Enter")
    keys.use("Sign out")
    expect(keys.page.get_by_role("button", name="Sign in")).to_be_visible()
