"""Texts cut for people: never in the middle of what they see as one character."""

import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
_MODIFIERS: Final = range(0x1F3FB, 0x1F400)  # skin tones
_TAGS: Final = range(0xE0020, 0xE0080)  # of regional flags
_REGIONS: Final = range(0x1F1E6, 0x1F200)  # two make a flag
_LONGEST: Final = 64  # more marks on one character are no writing


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, less where the last would lose a part of itself (UAX 29, extended clusters)."""
    if len(text) <= limit:
        return text
    place = limit
    while place > max(0, limit - _LONGEST) and _is_within(text, place):
        place -= 1
    return text[:place] if place > max(0, limit - _LONGEST) else text[:limit]


def _is_within(text: str, place: int) -> bool:
    """Whether the characters before and behind a place belong together."""
    before, behind = text[place - 1], text[place]
    if _JOINER in (before, behind) or unicodedata.category(behind) in ("Mn", "Me", "Mc"):
        return True
    if ord(behind) in _MODIFIERS or ord(behind) in _TAGS or (before == "\r" and behind == "\n"):
        return True
    if ord(before) in _REGIONS and ord(behind) in _REGIONS:
        start = place
        while start > 0 and ord(text[start - 1]) in _REGIONS:
            start -= 1
        return (place - start) % 2 == 1
    return False
