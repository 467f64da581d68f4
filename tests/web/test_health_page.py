"""Health in the console: rows that cannot be read are named, with the reason and the way to them."""

import re

import pytest
import served_models
from instance import OWNER, Instance
from model_screens import make
from playwright.sync_api import expect
from screens import Screens

pytestmark = pytest.mark.browser


def test_rows_that_are_not_served_are_named_with_their_reason_and_lead_to_their_page(
    screens: Screens, shop: Instance
) -> None:
    with shop.sign_in() as owner:
        body = {"name": "half-upstream", "base_url": "https://half.example.com"}
        made = owner.post("/api/admin/upstreams", json=body).json()
        whole = owner.post("/api/admin/upstreams", json={**body, "name": "whole"}).json()
        page = screens.console(OWNER["email"], OWNER["password"], at="health")
        expect(page.get_by_role("heading", name="Gateway")).to_be_visible()
        expect(page.get_by_role("region", name="Not served")).to_have_count(0)
        shop.execute("""UPDATE gateway_upstream SET breaker = '{"hold_s": 5}' WHERE name = 'half-upstream'""")
        owner.patch(f"/api/admin/upstreams/{whole['id']}", json={"name": "still-whole"})
        row = page.get_by_role("region", name="Not served").get_by_role("listitem")
        expect(row).to_contain_text("Upstream half-upstream")
        expect(row).to_contain_text("breaker.failures is missing")
        row.get_by_role("link", name="Upstream half-upstream").click()
        expect(page).to_have_url(f"{screens.url}/console/gateway/upstreams")
        listed = page.get_by_role("row").filter(has_text="half-upstream")
        expect(listed).to_contain_text("Not served")
        expect(listed).to_contain_text("breaker.failures is missing")
        expect(page.get_by_role("row").filter(has_text="still-whole")).not_to_contain_text("Not served")
        owner.delete(f"/api/admin/upstreams/{made['id']}")


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_parts_figures_and_background_work_have_words(screens: Screens, locale: str) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], locale=locale, at="health")
    expect(page.locator(".tile")).to_have_count(9)
    names = [*page.locator(".tile h2, .tile dt").all_inner_texts(), *page.locator(".loops .soft").all_inner_texts()]
    assert len(names) > 30
    assert [name for name in names if re.search(r"[a-z][._][a-z]|^[a-z]+$", name)] == []


def test_models_say_whether_their_process_runs_and_how_many_deployments_have_failed(
    screens: Screens, shop: Instance
) -> None:
    with shop.sign_in() as owner:
        make(owner, "unloadable", served_models.unloadable())
        owner.post("/api/deployments", json={"name": "unloadable", "model": "unloadable"})
        page = screens.console(OWNER["email"], OWNER["password"], at="health")
        models = page.locator(".tile").filter(has=page.get_by_role("heading", name="Models"))
        expect(models).to_contain_text(
            re.compile("Degraded.*Inference process runs.*Yes.*Failed.*1", re.DOTALL), timeout=30_000
        )
        [made] = owner.get("/api/deployments?q=unloadable").json()["items"]
        owner.delete(f"/api/deployments/{made['id']}")
        owner.delete("/api/models/unloadable")
        expect(models).to_contain_text("Fine")


def test_figures_are_no_longer_green_once_the_server_is_away(screens: Screens) -> None:
    page = screens.console(OWNER["email"], OWNER["password"], at="health")
    database = page.locator(".tile").filter(has=page.get_by_role("heading", name="Database"))
    state = database.locator(".status")
    expect(state).to_have_attribute("data-tone", "good")
    page.context.set_offline(True)
    news = page.get_by_role("alert").filter(has_text="The server does not answer")
    expect(news).to_contain_text("may no longer be true")
    expect(state).to_have_attribute("data-tone", "calm")
    page.context.set_offline(False)
    expect(news).to_have_count(0)
    expect(state).to_have_attribute("data-tone", "good")
    screens.forget("ERR_INTERNET_DISCONNECTED")
