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
    read, said = _stream(sample, is_all=size <= len(sample)) if is_stream else _document(sample)
    if not read:
        return size // BYTES_PER_TOKEN
    return (said * size) // (read * BYTES_PER_TOKEN)


def _document(sample: bytes) -> tuple[int, int]:
    try:
        return len(sample), _text_bytes(msgspec.json.decode(sample))
    except _UNREADABLE:
        return 0, 0


def _stream(sample: bytes, *, is_all: bool) -> tuple[int, int]:
    """How many bytes its whole lines have, and how many of those are text.

    Of a beginning the last lines do: they are more like what follows. Where they say nothing, all are read.
    """
    lines = sample.splitlines(keepends=True)
    read, said = _count_lines(lines if is_all else lines[-_MOST_LINES:])
    return (read, said) if said or is_all else _count_lines(lines)


def _count_lines(lines: list[bytes]) -> tuple[int, int]:
    read = said = 0
    for line in lines:
        if line.startswith(_DATA) and line.strip() != b"data: [DONE]":
            try:
                said += _text_bytes(msgspec.json.decode(line[len(_DATA) :]))
            except _UNREADABLE:
                continue  # the last one is cut
        read += len(line)
    return read, said


def _text_bytes(document: Any) -> int:
    said, waiting = 0, [(document, False)]
    while waiting:
        value, is_text = waiting.pop()
        if isinstance(value, str):
            said += len(value.encode()) if is_text else 0
        elif isinstance(value, list):
            waiting.extend((inner, is_text) for inner in value)
        elif isinstance(value, dict):
            waiting.extend((inner, name in _TEXTS) for name, inner in value.items())
    return said
