"""Regular expressions, in time linear in the text (RE2), and JSON paths of bounded work."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import re2
from jsonpath import JSONPathEnvironment, JSONPathError

from relaydesk.gateway.relay.rules.fields import BadRuleError, read_text
from relaydesk.gateway.relay.rules.outcome import MAX_BODY_BYTES

MAX_PROGRAM = 20_000
MAX_ALTERNATIVES = 4
LONGEST_SEARCHED = 8 * 1024
_LITERALS = re.compile(r"[A-Za-z0-9_ :,'\"/=-]+(?:\|[A-Za-z0-9_ :,'\"/=-]+)*")
_NAME = r"([A-Za-z_][A-Za-z0-9_]*)"
_PLACE = r"\[(\d{1,6})\]"
_QUOTED = r"\['([^'\\]*)'\]|\[\"([^\"\\]*)\"\]"
_STEP = rf"\.\.{_NAME}|\.{_NAME}|{_PLACE}|{_QUOTED}|(\.\*|\[\*\])"
_SIMPLE = re.compile(rf"\$(?:{_STEP})*")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Pattern:
    """`source` in RE2's syntax, found anywhere in UTF-8 bytes."""

    __slots__ = ("_compiled", "_literals", "source")

    def __init__(self, source: str, field: str) -> None:
        self.source = read_text(source, field)
        options = re2.Options()
        options.log_errors = False
        options.never_capture = True
        try:
            self._compiled = re2.compile(source, options)
        except re2.error as error:
            reason = error.args[0] if error.args else ""
            text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
            raise BadRuleError(
                field, f"is not a regular expression that RE2 takes: {text}", reason="rule_regex", why=text
            ) from None
        if self._compiled.programsize > MAX_PROGRAM:
            raise BadRuleError(field, "is too large a regular expression; repeat less", reason="rule_regex_large")
        # An alternative of plain words is what most rules are about, and a search for bytes is ten times as fast.
        words = source.encode().split(b"|") if _LITERALS.fullmatch(source) else []
        self._literals = tuple(words) if 0 < len(words) <= MAX_ALTERNATIVES else None

    def found_in(self, text: bytes) -> bool:
        if self._literals is not None:
            for literal in self._literals:  # noqa: SIM110 - any() over a generator costs more than the search
                if literal in text:
                    return True
            return False
        return self._compiled.search(text) is not None


class _Environment(JSONPathEnvironment):
    """RFC 9535 without `match` and `search`: those would bring a second, unbounded regular expression engine."""

    max_recursion_depth = 100

    def setup_function_extensions(self) -> None:
        super().setup_function_extensions()
        for name in ("match", "search"):
            self.function_extensions.pop(name, None)


_environment = _Environment(strict=True)


class _Below(NamedTuple):
    """`..name`."""

    name: str


_EACH = object()
_Step = str | int | _Below | object


class JsonPath:
    """A path as of RFC 9535, with at most one `..` or filter in it.

    Paths of names, places, `*` and `..name` are followed here, in time linear in the document; the rest (filters,
    slices) is left to a library that is fifty times as slow: `longest` bounds the bodies it is let at. `key` is a name
    that a document must hold for the path to lead anywhere, where that can be told.
    """

    __slots__ = ("_compiled", "_steps", "key", "longest", "source")

    def __init__(self, source: str, field: str) -> None:
        self.source = read_text(source, field, longest=200)
        self._steps: tuple[_Step, ...] | None = None
        self.key: bytes | None = None
        self.longest = MAX_BODY_BYTES
        if source.count("..") + source.count("?") > 1 or source.count("*") > 2 or source.count("$") > 1:  # noqa: PLR2004 - keeps the work linear
            raise BadRuleError(field, "may have one '..' or one filter, two '*' and one '$'", reason="rule_path_steps")
        if _SIMPLE.fullmatch(source):
            self._steps = tuple(_step(*parts) for parts in re.findall(_STEP, source))
            names = [step.name if isinstance(step, _Below) else step for step in self._steps]
            keys = [name for name in names if isinstance(name, str) and _PLAIN_KEY.fullmatch(name)]
            self.key = f'"{keys[-1]}"'.encode() if keys else None
            return
        self.longest = LONGEST_SEARCHED
        try:
            self._compiled = _environment.compile(source)
        except (JSONPathError, RecursionError, ValueError) as error:
            why = str(error).splitlines()[0]
            raise BadRuleError(field, f"is not a JSON path: {why}", reason="rule_path", why=why) from None

    def values(self, document: Any) -> list[Any]:
        """What the path leads to, in no particular order; nothing where the library finds the document too deep."""
        if self._steps is None:
            try:
                return [match.obj for match in self._compiled.finditer(document)]
            except (JSONPathError, RecursionError):
                return []
        here = [document]
        for step in self._steps:
            here = [child for value in here for child in _follow(value, step)]
            if not here:
                break
        return here


def _step(below: str, name: str, place: str, single: str, double: str, each: str) -> _Step:
    if below:
        return _Below(below)
    if place:
        return int(place)
    return _EACH if each else name or single or double


def _follow(value: Any, step: _Step) -> Iterable[Any]:
    if isinstance(step, str):
        return (value[step],) if isinstance(value, dict) and step in value else ()
    if isinstance(step, int):
        return (value[step],) if isinstance(value, list) and step < len(value) else ()
    if isinstance(step, _Below):
        return _below(value, step.name)
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _below(value: Any, name: str) -> list[Any]:
    values = []
    left = [value]
    while left:
        inner = left.pop()
        if isinstance(inner, dict):
            if name in inner:
                values.append(inner[name])
            inner = inner.values()
        elif not isinstance(inner, list):
            continue
        left += [one for one in inner if isinstance(one, dict | list)]
    return values
