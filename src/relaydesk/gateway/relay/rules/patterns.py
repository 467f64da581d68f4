"""Regular expressions, in time linear in the text (RE2), and JSON paths of bounded work."""

import re
from collections.abc import Iterator
from typing import Any

import re2
from jsonpath import JSONPathEnvironment, JSONPathError

from relaydesk.gateway.relay.rules.fields import BadRuleError, read_text

MAX_PROGRAM = 20_000
MAX_ALTERNATIVES = 4
_LITERALS = re.compile(r"[A-Za-z0-9_ :,'\"/=-]+(?:\|[A-Za-z0-9_ :,'\"/=-]+)*")
_STEP = r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d{1,6})\]|\['([^'\\]*)'\]|\[\"([^\"\\]*)\"\]"
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
            raise BadRuleError(field, f"is not a regular expression that RE2 takes: {text}") from None
        if self._compiled.programsize > MAX_PROGRAM:
            raise BadRuleError(field, "is too large a regular expression; repeat less")
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


class JsonPath:
    """A path as of RFC 9535, with at most one `..` or filter in it.

    `key` is a name that a document must hold for the path to lead anywhere, where that can be told.
    """

    __slots__ = ("_compiled", "_steps", "key", "source")

    def __init__(self, source: str, field: str) -> None:
        self.source = read_text(source, field, longest=200)
        self._steps: tuple[str | int, ...] | None = None
        self.key: bytes | None = None
        if _SIMPLE.fullmatch(source):
            self._steps = tuple(int(i) if i else a or b or c for a, i, b, c in re.findall(_STEP, source))
            keys = [step for step in self._steps if isinstance(step, str) and _PLAIN_KEY.fullmatch(step)]
            self.key = f'"{keys[-1]}"'.encode() if keys else None
            return
        if source.count("..") + source.count("?") > 1 or source.count("*") > 2 or source.count("$") > 1:  # noqa: PLR2004 - keeps the work linear
            raise BadRuleError(field, "may have one '..' or one filter, two '*' and one '$'")
        try:
            self._compiled = _environment.compile(source)
        except (JSONPathError, RecursionError, ValueError) as error:
            raise BadRuleError(field, f"is not a JSON path: {str(error).splitlines()[0]}") from None

    def values(self, document: Any) -> Iterator[Any]:
        """What the path leads to; nothing where the document is too deep to look through."""
        if self._steps is None:
            try:
                for found in self._compiled.finditer(document):
                    yield found.obj
            except (JSONPathError, RecursionError):
                return
            return
        here = document
        for step in self._steps:
            if isinstance(step, str):
                if not isinstance(here, dict) or step not in here:
                    return
            elif not isinstance(here, list) or step >= len(here):
                return
            here = here[step]
        yield here
