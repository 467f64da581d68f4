"""The owner at the registry, and a disk that is soon full."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from harness import Stack
from model_registry import SMALL_DISK_BYTES, Registry


@pytest.fixture
def registry(owner: httpx.AsyncClient, stack: Stack) -> Registry:
    return Registry(owner, stack.kernel.options.data_dir / "models")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_BYTES}", "none", str(folder)]
    if subprocess.run(command, check=False).returncode:
        pytest.skip("nobody but root may mount a small disk: a full one was not tried")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
