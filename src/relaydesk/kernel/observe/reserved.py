"""Owns the room of metrics on the disk: it is taken before it is written to.

prometheus-client writes to its files through memory, and makes them with holes: what is written to a hole, of a disk
that is full, ends the process by SIGBUS.
"""

import os
from pathlib import Path
from typing import Final

from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

SIZE_BYTES: Final = 1 << 16  # some hundred series; what dead processes have counted is kept
_AROUND_BYTES: Final = 64  # a value, its time, a length and what fills up


class ReservedDict(MmapedDict):
    """Where there is no room, it is of memory: others see nothing of it, and the process does its work."""

    def __init__(self, filename: str, read_mode: bool = False) -> None:
        if not read_mode and hasattr(os, "posix_fallocate"):
            filename = _reserve(filename)
        super().__init__(filename, read_mode)  # type: ignore[no-untyped-call]

    def _init_value(self, key: str) -> None:
        """Raises OSError where there is no room for more of them."""
        most_bytes = 8 * len(key) + _AROUND_BYTES
        if self._used + most_bytes > self._capacity and hasattr(os, "posix_fallocate"):
            os.posix_fallocate(self._f.fileno(), 0, 2 * self._capacity + most_bytes)
        super()._init_value(key)  # type: ignore[no-untyped-call]


def _reserve(filename: str) -> str:
    path = Path(filename)
    try:
        with path.open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, max(SIZE_BYTES, file.tell()))
    except OSError:
        path.unlink(missing_ok=True)
        in_memory = os.memfd_create(path.name)
        os.truncate(in_memory, SIZE_BYTES)
        return f"/proc/self/fd/{in_memory}"
    return filename


def reserve_files() -> None:
    """Before any metric is made."""
    values.MmapedDict = ReservedDict  # type: ignore[attr-defined]
