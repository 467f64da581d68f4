"""What a process has freed of large blocks is the system's again, once it is worth the while."""

import platform
import subprocess
import sys

import pytest

from relaydesk.kernel.observe.heap import WORTH_BYTES, Heap

PROCESS = """
import asyncio, os
from pathlib import Path
from relaydesk.kernel.observe.heap import WORTH_BYTES, Heap

MB = 1024 * 1024

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // MB

heap = Heap()
heap.freed(WORTH_BYTES)
asyncio.run(heap.give_back())  # with the thread that it takes
b"x" * (25 * MB)  # once one is freed, smaller ones are taken from the heap
blocks = [(b"x" * (20 * MB), b"y" * 100_000) for _ in range(5)]
before = resident()
small = [one for _, one in blocks]
del blocks
print(before - resident())
heap.freed(WORTH_BYTES)
asyncio.run(heap.give_back())
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries do as they do")
def test_large_blocks_between_small_ones_are_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, text=True, check=True)
    kept, given_back = map(int, done.stdout.split())
    assert (abs(kept) <= 3, abs(given_back - 100) <= 3) == (True, True), done.stdout


async def test_nothing_is_given_back_before_much_was_freed() -> None:
    trims: list[None] = []
    heap = Heap(lambda: trims.append(None))
    for size, expected in ((0, 0), (WORTH_BYTES - 1, 0), (1, 1), (1, 1), (WORTH_BYTES, 2)):
        heap.freed(size)
        await heap.give_back()
        assert len(trims) == expected
