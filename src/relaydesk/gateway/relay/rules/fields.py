"""Reading a rule's JSON field by field. Whatever is wrong is named by its path: `condition.all[1].body.regex`."""

from collections.abc import Collection
from typing import Any

from relaydesk.kernel.observe.previews import cut

MAX_TEXT = 500
MAX_NUMBER = 10**9


class BadRuleError(ValueError):
    """A part of a rule cannot be used; `field` is its path, `reason` with its `bounds` is as of `Invalid.field`."""

    def __init__(self, field: str, message: str, *, reason: str, **bounds: str | int) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message
        self.reason = reason
        self.bounds = bounds


def read_object(value: Any, field: str, known: Collection[str]) -> dict[str, Any]:
    """An object that has no other names than the known ones."""
    if not isinstance(value, dict):
        raise BadRuleError(field, "must be an object", reason="rule_object")
    for name in value:
        if name not in known:
            names = ", ".join(known)
            raise BadRuleError(
                f"{field}.{name}", f"is not known here; known are {names}", reason="rule_unknown", known=names
            )
    return value


def read_one_of(value: Any, field: str, known: Collection[str]) -> tuple[str, Any]:
    """The only name of an object, and what it holds."""
    read = read_object(value, field, known)
    if len(read) != 1:
        names = ", ".join(known)
        raise BadRuleError(field, f"must have exactly one of {names}", reason="rule_exactly_one", known=names)
    return next(iter(read.items()))


def read_text(value: Any, field: str, *, longest: int = MAX_TEXT) -> str:
    if not isinstance(value, str) or not value or len(value) > longest:
        raise BadRuleError(field, f"must be a text of 1 to {longest} characters", reason="rule_text", longest=longest)
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):  # PostgreSQL keeps neither
        raise BadRuleError(field, "holds a character that cannot be stored", reason="rule_unstorable")
    return value


def read_whole(value: Any, field: str, *, least: int = 0, most: int = MAX_NUMBER) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        message = f"must be a whole number from {least} to {most}"
        raise BadRuleError(field, message, reason="rule_whole", least=least, most=most)
    return value


def read_flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise BadRuleError(field, "must be true or false", reason="rule_flag")
    return value


def check_choice(value: Any, field: str, choices: Collection[str]) -> None:
    if value not in choices:
        names = ", ".join(choices)
        raise BadRuleError(field, f"must be one of {names}", reason="rule_choice", choices=names)


def shortened(text: str, longest: int = 80) -> str:
    """For a sentence: on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else cut(line, longest - 1) + "…"
