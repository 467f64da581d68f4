"""Owns the console's places for tests: each page, each drawer that makes something new, and the way there."""

from playwright.sync_api import Page, expect
from screens import go

PAGES = (
    "inbox", "merchants", "assistants", "gateway/overview", "gateway/upstreams", "gateway/keys", "gateway/routes",
    "gateway/rules", "gateway/scripts", "gateway/log", "gateway/statistics", "gateway/prices", "models",
    "deployments", "playground", "tasks", "tasks/batches", "tasks/schedules", "tasks/workers", "tasks/performance",
    "users", "keys", "channels", "audit", "health", "account", "nothing-here", "gateway/nothing-here",
    "tasks/nothing-here",
)  # fmt: skip
DRAWERS = (
    "merchants", "assistants", "gateway/upstreams", "gateway/keys", "gateway/routes", "gateway/rules",
    "gateway/scripts", "gateway/prices", "models", "deployments", "tasks/schedules", "users", "keys",
    "channels",
)  # fmt: skip


def visit(page: Page, path: str) -> None:
    """Goes to a place without loading the console anew; returns once it shows what it has."""
    go(page, path)
    expect(page.locator("main h1, main .empty-state, .inbox").first).to_be_visible()
    expect(page.locator(".ant-spin-spinning, .ant-skeleton-active")).to_have_count(0)
    if "?open=" in path or "?compare=" in path:
        expect(page.get_by_role("dialog")).to_be_visible()
