"""Taking out of a text what looks like a secret, before it is written down anywhere.

Patterns run on RE2: their time is linear in the text. They hold for texts that are cut off, too.
"""

from collections.abc import Iterable

import re2

from relaydesk.gateway.relay.accounting.spellings import Span, spans_of_secrets, without_half_escape
from relaydesk.kernel.observe.previews import cut

REDACTED = "[redacted]"
_NAME = (
    r"(?:[\w.-]*(?:api[_-]?key|apikey|authorization|password|passwd|secret|credential|private[_-]?key|access[_-]?key"
    r"|cookie|card[_-]?number|cvv|cvc|security[_-]?code)[\w.-]*|pwd|pin|[\w.-]*token)"
)
# the parts that stay are in the group `kept`
_FIELD = (
    rf'(?P<kept>\\*"(?i:{_NAME})\\*"\s*:\s*)'
    r'(?:"(?:[^"\\]|\\.)*"?|\\+"[^"\\]*(?:\\+")?|\[[^\]]*\]?|[^\s",\[\]{}\\]+)'
)
_FORM = rf"(?P<before>(?:^|[&?\s])(?i:{_NAME})=)[^&\s\"]+"
_KINDS = (
    r"\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{8,}",
    r"\brd_[A-Za-z0-9_-]{8,}",
    r"\bgh[pousr]_[A-Za-z0-9]{16,}",
    r"\bxox[abeprs]-[\w-]{10,}",
    r"\bAKIA[0-9A-Z]{16}",
    r"\bAIza[\w-]{30,}",
    r"\bshp(?:at|ca|pa|ss)_[A-Za-z0-9]{16,}",
    r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
    r"\b(?i:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?",
)
_TOKENS = "|".join(_KINDS)
_CARD = r"(?P<card>\b[2-6][0-9](?:[ -]?[0-9]){11,17}\b)"
_pattern = re2.compile(f"{_FIELD}|{_FORM}|{_TOKENS}|{_CARD}")


def redact(text: str, secret: str | None, *, limit: int, is_cut: bool) -> str:
    """At most `limit` characters of a text without secrets; `secret` is one that is known.

    That one and client keys are found however they are spelled. What was cut off (`is_cut`) may end in a part of one:
    that is taken away.
    """
    if is_cut:
        text = without_half_escape(text)
    text = _without(text, spans_of_secrets(text, secret, is_cut=is_cut))
    pieces: list[str] = []
    place = size = 0
    for match in _pattern.finditer(text):
        if match.start() >= limit:
            break
        if match.group("card") is not None and not is_card(match.group("card")):
            continue
        before = match.group("kept") or match.group("before") or ""
        quotes = '"' if match.group("kept") is not None else ""
        pieces += (text[place : match.start()], before, quotes, REDACTED, quotes)
        place = match.end()
    size = sum(map(len, pieces))
    pieces.append(cut(text[place:], max(0, limit - size)))
    return cut("".join(pieces), limit)


def _without(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for begin, end in spans:
        pieces += (text[done:begin], REDACTED)
        done = end
    return "".join((*pieces, text[done:]))


def is_card(text: str) -> bool:
    """Whether its digits add up as a card number's do (ISO/IEC 7812-1, Luhn)."""
    digits = [int(character) for character in text if character.isdigit()]
    doubled = (digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits)))  # noqa: PLR2004
    return sum(doubled) % 10 == 0
