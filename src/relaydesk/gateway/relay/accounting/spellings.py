"""Finds secrets in a text however they are spelled: in capitals, with characters as JSON or a URL may escape them.

Escapes may stand within each other, as those of a JSON text within JSON do. Time is linear in the text: secrets are
looked for by RE2, and no pattern of escapes can begin in the middle of what another one has read in vain.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import re2

# of what may be in a secret: printable ASCII
_ESCAPE: Final = re.compile(r"(?<!\\)\\+(?:u00([2-7][0-9a-fA-F])|/)|%(?:25)*([2-7][0-9a-fA-F])")
_HALF_ESCAPE: Final = re.compile(r"(?:(?<!\\)\\+(?:u0{0,2}[2-7]?)?|%(?:25)*[2-7]?)\Z")
_MOST_LEVELS: Final = 3
_CLIENT_KEYS: Final = r"(?i)rd_[0-9a-z]{40}"  # as they are made
_CUT_CLIENT_KEY: Final = r"|rd_[0-9a-z]{4,39}$"
_SHORTEST_PART: Final = 4

Span = tuple[int, int]


def without_half_escape(text: str) -> str:
    """Of a text that was cut off: without the first part of an escape at its end."""
    return _HALF_ESCAPE.sub("", text)


def spans_of_secrets(text: str, secret: str | None, *, is_cut: bool) -> list[Span]:
    """Where a text names this secret, or a client key: begin and end of each, in order and apart.

    What was cut off (`is_cut`) may end in a part of one, and in no half escape.
    """
    levels = [text]
    while len(levels) <= _MOST_LEVELS and (plain := _ESCAPE.sub(_character, levels[-1])) != levels[-1]:
        levels.append(plain)
    spans = [match.span() for match in _pattern(secret, is_cut).finditer(levels[-1])]
    if is_cut and secret:
        spans += _parts_at_end(levels[-1], secret)
    if not spans:
        return []
    for level in reversed(levels[:-1]):
        places = _places(level)
        spans = [(places[begin], places[end]) for begin, end in spans]
    return list(_apart(sorted(spans)))


@lru_cache(maxsize=256)
def _pattern(secret: str | None, is_cut: bool) -> Any:
    keys = _CLIENT_KEYS + _CUT_CLIENT_KEY if is_cut else _CLIENT_KEYS
    return re2.compile(f"{keys}|{re2.escape(secret)}" if secret else keys)


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else "/"


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


def _parts_at_end(plain: str, secret: str) -> Iterator[Span]:
    end = plain[-len(secret) :].lower()
    for length in range(len(end), _SHORTEST_PART - 1, -1):
        if end.endswith(secret[:length].lower()):
            yield len(plain) - length, len(plain)
            return


def _apart(spans: list[Span]) -> Iterator[Span]:
    done = 0
    for begin, end in spans:
        if end > done:
            yield max(begin, done), end
            done = end
