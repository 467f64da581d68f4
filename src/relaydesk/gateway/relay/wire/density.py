"""How many values a JSON text may hold. Reading one takes the loop as long as it has values, hardly by its bytes.

A picture of 30 MB is one value, read in milliseconds; the same size of empty objects takes most of a second.
"""

from typing import Final

SLICE_BYTES: Final = 8 * 1024  # of an event stream: at the worst a few milliseconds of work, whatever is in it
SMALL_BYTES: Final = 1024 * 1024  # whose reading takes no time to speak of, whatever is in it
DIRECT_BYTES: Final = 128 * 1024  # which takes a few milliseconds to be translated, whatever is in it
MOST_READ_BYTES: Final = 24 * 1024 * 1024  # of what is read whole, to be translated
MOST_READ: Final = 500_000  # where each value becomes an object
MOST_SKIPPED: Final = 4_000_000  # where most are passed over
_MARKS: Final = (b",", b'"')
_COUNTED_BYTES: Final = 256 * 1024


def is_too_dense(text: bytes, most: int) -> bool:
    """Whether it has more commas and quotes together; it has hardly more values than these."""
    if len(text) <= SMALL_BYTES:
        return False
    left = most
    for start in range(0, len(text), _COUNTED_BYTES):
        left -= sum(text.count(mark, start, start + _COUNTED_BYTES) for mark in _MARKS)
        if left < 0:
            return True
    return False
