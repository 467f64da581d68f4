"""How many tokens an answer has that names none, guessed by its text: a token for four bytes of it.

Of a long stream only the beginning is here. How much of that is text, beside the events' frames, holds for the rest.
"""

from typing import Any, Final

import msgspec

BYTES_PER_TOKEN: Final = 4
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
# Under which vendors write what a model says, thinks or calls.
_TEXTS: Final = frozenset(
    {
        "arguments",
        "content",
        "delta",
        "partial_json",
        "reasoning",
        "reasoning_content",
        "refusal",
        "text",
        "thinking",
    }
)
_DATA: Final = b"data:"
_MOST_LINES: Final = 16


def tokens_of_sample(sample: bytes, size: int, *, is_stream: bool) -> int:
    """Of an answer of `size` bytes that begins with `sample`."""
    read, said = _stream(sample) if is_stream else _document(sample)
    if not read:
        return size // BYTES_PER_TOKEN
    return (said * size) // (read * BYTES_PER_TOKEN)


def _document(sample: bytes) -> tuple[int, int]:
    try:
        return len(sample), _text_bytes(msgspec.json.decode(sample))
    except _UNREADABLE:
        return 0, 0


def _stream(sample: bytes) -> tuple[int, int]:
    """How many bytes its last whole lines have, and how many of those are text: they are more like what follows."""
    read = said = 0
    for line in sample.splitlines(keepends=True)[-_MOST_LINES:]:
        if line.startswith(_DATA) and line.strip() != b"data: [DONE]":
            try:
                said += _text_bytes(msgspec.json.decode(line[len(_DATA) :]))
            except _UNREADABLE:
                continue  # the last one is cut
        read += len(line)
    return read, said


def _text_bytes(document: Any) -> int:
    said, waiting = 0, [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            for name, inner in value.items():
                if isinstance(inner, str):
                    said += len(inner.encode()) if name in _TEXTS else 0
                elif isinstance(inner, dict | list):
                    waiting.append(inner)
    return said
