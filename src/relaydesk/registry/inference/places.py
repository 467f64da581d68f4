"""Where the inference process listens: a socket in the data directory, however deep that is."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from relaydesk.registry.inference.types import SOCKET

LONGEST_PATH: Final = 100  # a socket's whole path must stay under 108 bytes


def socket_path(data_dir: Path) -> Path:
    return data_dir / "run" / SOCKET


@contextlib.contextmanager
def reachable(path: Path) -> Iterator[str]:
    """The path as a socket call takes it, for the length of that call."""
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
