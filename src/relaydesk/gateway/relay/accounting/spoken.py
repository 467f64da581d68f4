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
_NESTED: Final = (dict, list)
_DATA: Final = b"data:"
_END_BYTES: Final = 2048
_LEAST_LINES, _MOST_LINES = 6, 15
_LINE_ENDS: Final = (b"\n", b"\r")


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

    Of a beginning its last lines do: they are more like what follows. Where they say nothing, all is read.
    """
    if is_all:
        return _count(sample.splitlines(keepends=True))
    end = _whole_lines(sample[-_END_BYTES:])[1:]
    if len(end) < _LEAST_LINES:
        end = _whole_lines(sample)[1:]
    read, said = _count(end[-_MOST_LINES:])
    return (read, said) if said else _count(_whole_lines(sample))


def _whole_lines(part: bytes) -> list[bytes]:
    """With their ends, as events have them: LF, CRLF or CR."""
    lines = part.splitlines(keepends=True)
    if lines and not lines[-1].endswith(_LINE_ENDS):
        lines.pop()
    return lines


def _count(lines: list[bytes]) -> tuple[int, int]:
    size = sum(map(len, lines))
    events = [line[len(_DATA) :] for line in lines if line.startswith(_DATA) and line.strip() != b"data: [DONE]"]
    try:
        return size, _text_bytes(msgspec.json.decode(b"[%b]" % b",".join(events)))
    except _UNREADABLE:
        pass  # one of them is: the others count
    read = size - sum(len(_DATA) + len(event) for event in events)
    said = 0
    for event in events:
        try:
            said += _text_bytes(msgspec.json.decode(event))
        except _UNREADABLE:
            continue
        read += len(_DATA) + len(event)
    return read, said


def _text_bytes(document: Any) -> int:
    said, waiting = 0, [(document, False)]
    while waiting:
        value, is_text = waiting.pop()
        if isinstance(value, dict):
            for name, inner in value.items():
                if isinstance(inner, str):
                    said += len(inner.encode()) if name in _TEXTS else 0
                elif isinstance(inner, _NESTED):
                    waiting.append((inner, name in _TEXTS))
        elif isinstance(value, list):
            waiting.extend([(inner, is_text) for inner in value])
        elif isinstance(value, str):
            said += len(value.encode()) if is_text else 0
    return said
