"""Owns what tests of the pages of models and deployments begin with, and what they press."""

import time
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page

ROWS = "tbody tr.ant-table-row"
OCTETS = {"Content-Type": "application/octet-stream"}


def make(owner: httpx.Client, name: str, *files: bytes) -> None:
    assert owner.post("/api/models", json={"name": name}).status_code == 201
    for content in files:
        assert owner.post(f"/api/models/{name}/versions", content=content, headers=OCTETS).status_code == 201


def deploy(owner: httpx.Client, name: str, **values: Any) -> str:
    """Its id, once it is ready."""
    made = owner.post("/api/deployments", json={"name": name, "model": name, **values}).json()
    until = time.monotonic() + 30
    while owner.get(f"/api/deployments/{made['id']}").json()["status"] != "ready":
        assert time.monotonic() < until
        time.sleep(0.1)
    return str(made["id"])


def do(page: Page, name: str, action: str) -> None:
    page.get_by_role("button", name=f"Actions for {name}").click()
    page.get_by_role("menuitem", name=action).click()


def agree(page: Page, question: str, answer: str) -> Locator:
    """Returns what was asked, as it goes."""
    dialog = page.get_by_role("dialog", name=question)
    dialog.get_by_role("button", name=answer).click()
    return dialog


def file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
