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
    """How many bytes of it are whole lines, and how many of those are text."""
    read = said = 0
    for line in sample.splitlines(keepends=True):
        if line.startswith(_DATA) and line.strip() != b"data: [DONE]":
            try:
                said += _text_bytes(msgspec.json.decode(line[len(_DATA) :]))
            except _UNREADABLE:
                break
        read += len(line)
    return read, said


def _text_bytes(value: Any, *, is_text: bool = False) -> int:
    if isinstance(value, str):
        return len(value.encode()) if is_text else 0
    if isinstance(value, dict):
        return sum(_text_bytes(inner, is_text=name in _TEXTS) for name, inner in value.items())
    if isinstance(value, list):
        return sum(_text_bytes(inner, is_text=is_text) for inner in value)
    return 0
