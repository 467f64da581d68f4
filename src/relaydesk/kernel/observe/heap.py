"""Owns what the C library keeps of large blocks that a process has freed: glibc gives them back where it is asked to.

To take each of them from the system and give it back at once (`M_MMAP_THRESHOLD`) costs more than this, with each
large request.
"""

import asyncio
import ctypes
from collections.abc import Callable
from typing import Final

WORTH_BYTES: Final = 16 * 1024 * 1024


def _trim() -> None:
    """malloc_trim(3); nothing under other C libraries."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Heap:
    """One a process: it is told of what was freed, and `give_back` is a step of a loop."""

    def __init__(self, trim: Callable[[], None] = _trim) -> None:
        self._trim = trim
        self._freed_bytes = 0

    def freed(self, size: int) -> None:
        self._freed_bytes += size

    async def give_back(self) -> None:
        """In a thread: other code goes on, but for what wants memory meanwhile."""
        if self._freed_bytes >= WORTH_BYTES:
            self._freed_bytes = 0
            await asyncio.to_thread(self._trim)
