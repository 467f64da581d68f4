"""Finds secrets in a text however they are spelled: in capitals, with characters as JSON or a URL may escape them.

Escapes may stand within each other, as those of a JSON text within JSON do: the text is decoded level by level, and
each level is searched. Time is linear in the text: no pattern of escapes can begin in the middle of what another one
has read in vain. RE2 looks for client keys alone: it is slow for a secret of a thousand characters.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import re2

# of what may be in a secret: printable ASCII
_ESCAPE: Final = re.compile(r'(?<!\\)\\+(?:u00([2-7][0-9a-fA-F])|([/"])|(?<=\\\\))|%(?:25)*([2-7][0-9a-fA-F])')
_HALF_ESCAPE: Final = re.compile(r"(?:(?<!\\)\\+(?:u0{0,2}[2-7]?)?|%(?:25)*[2-7]?)\Z")
_MOST_LEVELS: Final = 3
_client_keys: Final = re2.compile(rb"rd_[0-9a-z]{40}")  # as they are made
_cut_client_key: Final = re2.compile(rb"rd_[0-9a-z]{4,39}$")
_SHORTEST_PART: Final = 4

Span = tuple[int, int]


def without_half_escape(text: str) -> str:
    """Of a text that was cut off: without the first part of an escape at its end."""
    return _HALF_ESCAPE.sub("", text)


def spans_of_secrets(text: str, secret: str | None, *, is_cut: bool) -> list[Span]:
    """Where a text names this secret, or a client key: begin and end of each, in order and apart.

    What was cut off (`is_cut`) may end in a part of one, and in no half escape.
    """
    spellings = _spellings(secret) if secret else ()
    spans: list[Span] = []
    for level in reversed(_levels(text, is_cut=is_cut)):
        if spans:
            places = _places(level)
            spans = [(places[begin], places[end]) for begin, end in spans]
        spans = list(_apart(sorted((*spans, *_spans(level, spellings, is_cut=is_cut)))))
    return spans


@lru_cache(maxsize=256)
def _spellings(secret: str) -> tuple[bytes, ...]:
    """The secret, and what is left of it where its own characters are taken for escapes."""
    return tuple(dict.fromkeys(_in_small_letters(level) for level in _levels(secret, is_cut=False)))


def _in_small_letters(text: str) -> bytes:
    """A byte for each character, so that places stay; secrets are ASCII."""
    return text.encode("ascii", "replace").lower()


def _levels(text: str, *, is_cut: bool) -> list[str]:
    """The text, without its escapes, without those that then stand there, and so on."""
    levels = [text]
    while len(levels) <= _MOST_LEVELS and (plain := _ESCAPE.sub(_character, levels[-1])) != levels[-1]:
        levels.append(without_half_escape(plain) if is_cut else plain)
    return levels


def _spans(level: str, secrets: Iterable[bytes], *, is_cut: bool) -> Iterator[Span]:
    text = _in_small_letters(level)
    for pattern in (_client_keys, _cut_client_key) if is_cut else (_client_keys,):
        for match in pattern.finditer(text):
            yield match.span()
    for secret in secrets:
        begin = text.find(secret)
        while begin >= 0:
            end = begin + len(secret)
            yield begin, end
            begin = text.find(secret, end)
        if is_cut:
            yield from _part_at_end(text, secret)


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[3]
    return chr(int(code, 16)) if code else escape[2] or "\\"


def _places(text: str) -> list[int]:
    """Where each character of the text without its escapes begins in it, and its end."""
    places: list[int] = []
    done = 0
    for escape in _ESCAPE.finditer(text):
        begin, end = escape.span()
        places += (*range(done, begin), begin)
        done = end
    places += range(done, len(text) + 1)
    return places


def _part_at_end(text: bytes, secret: bytes) -> Iterator[Span]:
    """The longest."""
    first = secret[:_SHORTEST_PART]
    begin = text.find(first, max(0, len(text) - len(secret)))
    while begin >= 0:
        if secret.startswith(text[begin:]):
            yield begin, len(text)
            return
        begin = text.find(first, begin + 1)


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Those that overlap or touch, as one."""
    begin = end = 0
    for next_begin, next_end in spans:
        if next_begin > end:
            if end:
                yield begin, end
            begin = next_begin
        end = max(end, next_end)
    if end:
        yield begin, end
