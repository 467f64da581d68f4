"""A browser, and one installation with the demo shop loaded, for all browser tests of a worker."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from instance import Instance, running_instance
from playwright.sync_api import Browser, Playwright, sync_playwright
from screens import PEOPLE, Screens
from seats import Seats
from sign_ins import SignIns

STATIC = Path(__file__).resolve().parents[2] / "src" / "relaydesk" / "static"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine is late now and then: such a test may try again, once, and the run says so."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass(slots=True)
class LaunchedBrowser:
    """One browser for as long as tests that want one follow each other."""

    chromium: str
    browser: Browser | None = None
    seats: Seats | None = None
    _playwright: Playwright | None = None

    def launch(self) -> Browser:
        if self.browser is None:
            self._playwright = sync_playwright().start()
            self.browser = self._playwright.chromium.launch(executable_path=self.chromium, args=ARGUMENTS)
            self.seats = Seats(self.browser)
        return self.browser

    def close(self) -> None:
        if self.browser and self._playwright:
            self.browser.close()
            self._playwright.stop()
        self.browser = self.seats = self._playwright = None


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    path = os.environ.get("RELAYDESK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: the browser tests did not run (set RELAYDESK_CHROMIUM)")
    if not (STATIC / "console" / "index.html").is_file():
        pytest.skip("the web parts are not built: the browser tests did not run (make build)")
    return path


@pytest.fixture(scope="session")
def launched(chromium: str) -> LaunchedBrowser:
    return LaunchedBrowser(chromium)


@pytest.fixture(scope="module")
def browser(launched: LaunchedBrowser, request: pytest.FixtureRequest) -> Browser:
    """For this folder's tests only: while Playwright runs, its loop is in the way of others'."""
    folder = next(node for node in reversed(request.node.listchain()) if isinstance(node, pytest.Directory))
    if launched.browser is None:
        folder.addfinalizer(launched.close)
    return launched.launch()


@pytest.fixture(scope="module")
def seats(browser: Browser, launched: LaunchedBrowser) -> Seats:
    assert browser == launched.browser
    assert launched.seats
    return launched.seats


@pytest.fixture(scope="session")
def shop(chromium: str) -> Iterator[Instance]:
    """An installation that knows the demo shop and two operators. What a test adds to it bears names of its own."""
    assert Path(chromium).exists()
    with running_instance() as instance:
        environment = {**os.environ, "RELAYDESK_DATA_DIR": str(instance.folder / "data")}
        seed = [sys.executable, "-m", "relaydesk", "seed", "--demo"]
        subprocess.run(seed, env=environment, cwd=instance.folder, check=True, stdout=subprocess.DEVNULL)
        instance.sign_ins = SignIns(instance.url)
        with instance.sign_in() as owner:
            for name, email in PEOPLE.items():
                _make_operator(owner, name, email)
        yield instance


def _make_operator(owner: httpx.Client, name: str, email: str) -> None:
    person = {"email": email, "password": "a password to test", "name": name, "role": "operator"}
    answer = owner.post("/api/users", json=person)
    assert answer.status_code == 201, answer.text


@pytest.fixture
def screens(seats: Seats, shop: Instance) -> Iterator[Screens]:
    """Pages of separate people; whatever a page complains of in its console fails the test."""
    assert shop.sign_ins
    # all tests of a worker share its operators, in any order: what one leaves open fills what the others may serve, and
    # stands before theirs
    shop.execute("UPDATE desk_session SET status = 'closed' WHERE status IN ('waiting', 'human')")
    opened = Screens(seats, shop.url, shop.sign_ins)
    yield opened
    opened.close()
    assert opened.complaints == []
