"""The ids of requests: unique across processes, in the order of time."""

import os
import time
from typing import Final

_VERSION: Final = 7 << 76
_VARIANT: Final = 0b10 << 62


def _process_part() -> int:
    """The variant bits of a UUID and 38 random bits, above the 24 bits of the counter."""
    return _VARIANT | int.from_bytes(os.urandom(5), "big") >> 2 << 24


_process = _process_part()
_count = int.from_bytes(os.urandom(2), "big")


def reseed_ids() -> None:
    """Give a forked process ids of its own."""
    global _process  # noqa: PLW0603 - the one value that a fork must not share
    _process = _process_part()


os.register_at_fork(after_in_child=reseed_ids)


def new_request_id() -> str:
    """A UUIDv7 (RFC 9562) as 32 hex digits: milliseconds, their fraction, 38 random bits of the process, a counter."""
    global _count  # noqa: PLW0603 - one a process
    _count = (_count + 1) & 0xFFFFFF
    ns = time.time_ns()
    ms = ns // 1_000_000
    number = ms << 80 | _VERSION | (ns - ms * 1_000_000) // 245 << 64 | _process | _count
    return number.to_bytes(16, "big").hex()
