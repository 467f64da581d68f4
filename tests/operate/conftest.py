"""Folders to run commands in."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import _MODULES, NOBODY, Commands, _folder, plain_environment

import relaydesk
from relaydesk.operate.embedded.places import is_open_to_others


@pytest.fixture
def commands() -> Iterator[Commands]:
    """Commands in an open folder, as whoever runs the tests."""
    for folder in _folder(0o755, None):
        yield Commands(folder, plain_environment())


@pytest.fixture
def closed_commands() -> Iterator[Commands]:
    """Commands of root in a folder that root alone may enter."""
    if os.geteuid() != 0:
        pytest.skip("only root can try what root does in its own closed folder: this did not run")
    for folder in _folder(0o700, None):
        yield Commands(folder, plain_environment(), umask=0o077)


@pytest.fixture
def ordinary_commands(open_python: str) -> Iterator[Commands]:
    """Commands of somebody who is not root, in a folder of theirs."""
    user = NOBODY if os.geteuid() == 0 else None
    for folder in _folder(0o700, user):
        environment = {
            **plain_environment(),
            "PYTHONPATH": _MODULES,
            "LD_LIBRARY_PATH": str(Path(open_python).parents[1] / "lib"),
        }
        yield Commands(folder, environment, user=user, umask=0o077, python=open_python)


@pytest.fixture(scope="session")
def open_python() -> Iterator[str]:
    """A Python that everybody may start: ours, or a copy where it stands in root's home."""
    if os.geteuid() != 0 or is_open_to_others(Path(sys.executable).resolve()):
        yield sys.executable
        return
    if not is_open_to_others(Path(relaydesk.__file__).parent):
        pytest.skip("this checkout is closed to other users: nothing was tried as an ordinary user")
    prefix, library = Path(sys.base_prefix), f"lib/python3.{sys.version_info.minor}"
    for copy in _folder(0o755, None):
        skipped = shutil.ignore_patterns("site-packages", "test")
        shutil.copytree(prefix / library, copy / library, ignore=skipped)
        for shared in (prefix / "lib").glob("libpython*.so*"):
            shutil.copy2(shared, copy / "lib")
        (copy / "bin").mkdir()
        yield shutil.copy2(Path(sys.executable).resolve(), copy / "bin" / "python3")
