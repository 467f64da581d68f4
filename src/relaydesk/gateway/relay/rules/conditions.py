"""The leaves of condition trees: each looks at one thing of an outcome and says true, false or None for "not known"."""

from collections.abc import Callable
from typing import Any, Final, Literal, Protocol, get_args

import msgspec

from relaydesk.gateway.relay.rules.fields import (
    MAX_NUMBER,
    BadRuleError,
    check_choice,
    read_flag,
    read_object,
    read_one_of,
    read_text,
    read_whole,
    shortened,
)
from relaydesk.gateway.relay.rules.outcome import NO_DOCUMENT, Outcome, StreamEnd
from relaydesk.gateway.relay.rules.patterns import JsonPath, Pattern
from relaydesk.gateway.types import Reason

Need = Literal["body", "headers", "latency", "end"]
LAST_STATUS: Final = 999
MAX_STATUSES: Final = 100
MAX_JSON_NUMBER: Final = 2**53
_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}
# Why conditions are met, by the types of the reasons; `why` stands for their parts. The console has the same in each
# language.
CAUSES: Final = {
    "condition_status": "status {status}",
    "condition_no_answer": "no answer",
    "condition_failed": "no answer ({failure})",
    "condition_status_is": "status is {status}",
    "condition_status_in": "status is one of {statuses}",
    "condition_status_none": "status is none",
    "condition_status_none_or": "status is one of none, {statuses}",
    "condition_status_gt": "status is more than {status}",
    "condition_status_gte": "status is at least {status}",
    "condition_status_lt": "status is less than {status}",
    "condition_status_lte": "status is at most {status}",
    "condition_latency": "it took {ms} ms",
    "condition_latency_gt": "it took more than {ms} ms",
    "condition_latency_gte": "it took at least {ms} ms",
    "condition_latency_lt": "it took less than {ms} ms",
    "condition_latency_lte": "it took at most {ms} ms",
    "condition_stream_done": "the answer was complete",
    "condition_stream_truncated": "the answer broke off",
    "condition_stream_client_gone": "the client left",
    "condition_stream_upstream_error": "the upstream failed",
    "condition_header_equals": 'header {name} is "{text}"',
    "condition_header_contains": 'header {name} contains "{text}"',
    "condition_header_regex": "header {name} matches /{text}/",
    "condition_header_exists": "there is a header {name}",
    "condition_header_missing": "there is no header {name}",
    "condition_body_contains": 'body contains "{text}"',
    "condition_body_regex": "body matches /{text}/",
    "condition_json_equals": "{path} is {value}",
    "condition_json_contains": '{path} contains "{text}"',
    "condition_json_regex": "{path} matches /{text}/",
    "condition_json_exists": "{path} is there",
    "condition_json_missing": "{path} is not there",
    "condition_all": "({why})",
    "condition_any": "({why})",
    "condition_not": "not {why}",
    "condition_met": "{why}",
    "condition_more": "{count} more",
}


class Condition(Protocol):
    """A tree or a leaf. `reason` says what it asks for; `cost` orders siblings, cheap ones first."""

    reason: Reason
    cost: int
    needs: frozenset[Need]
    header_names: frozenset[bytes]

    def check(self, outcome: Outcome) -> bool | None: ...

    def why(self, outcome: Outcome) -> Reason:
        """What made it true. It quotes the rule, never an answer."""
        ...

    def simplify_for(self, status: int) -> "Condition | bool":
        """The condition that is left to check once the status is known; true or false where that decides it."""
        ...


def cause(kind: str, **bounds: str | int) -> Reason:
    """One of `CAUSES`."""
    return Reason(CAUSES[kind].format(**bounds), kind, bounds)


def _cause_of_all(subject: str, parts: list[Reason]) -> Reason:
    """What several tests of one thing come to; in English it is named once."""
    if len(parts) == 1:
        return parts[0]
    text = subject + " and ".join(part.message.removeprefix(subject) for part in parts)
    return Reason(text, "condition_all", {}, tuple(parts))


class Leaf:
    __slots__ = ()
    needs: frozenset[Need] = frozenset()
    header_names: frozenset[bytes] = frozenset()
    reason: Reason

    def why(self, outcome: Outcome) -> Reason:  # noqa: ARG002 - some leaves say more
        return self.reason

    def simplify_for(self, status: int) -> "Condition | bool":  # noqa: ARG002 - only one kind of leaf knows
        return self  # type: ignore[return-value]  # each leaf has a `check`


class StatusIs(Leaf):
    """`{"in": [...]}`, `{"gte", "gt", "lte", "lt"}` or both. 0 in a list stands for "no answer"; no range holds it."""

    __slots__ = ("reason", "statuses")
    cost = 0

    def __init__(self, value: Any, field: str) -> None:
        options = read_object(value, field, ("in", *_COMPARE))
        if not options:
            raise BadRuleError(field, "must say which statuses", reason="rule_no_statuses")
        statuses = {0, *range(100, LAST_STATUS + 1)}
        parts = []
        for name, bound in options.items():
            if name == "in":
                listed = _statuses(bound, f"{field}.in")
                statuses &= set(listed)
                parts.append(_cause_of_list(listed))
                continue
            edge = read_whole(bound, f"{field}.{name}", least=100, most=LAST_STATUS)
            holds = _COMPARE[name]
            statuses = {s for s in statuses if s and holds(s, edge)}
            parts.append(cause(f"condition_status_{name}", status=edge))
        if not statuses:
            raise BadRuleError(field, "no status is like this", reason="rule_impossible_status")
        self.statuses = frozenset(statuses)
        self.reason = _cause_of_all("status ", parts)

    def check(self, outcome: Outcome) -> bool | None:
        return outcome.status in self.statuses

    def why(self, outcome: Outcome) -> Reason:
        if outcome.status:
            return cause("condition_status", status=outcome.status)
        return cause("condition_failed", failure=outcome.failure) if outcome.failure else cause("condition_no_answer")

    def simplify_for(self, status: int) -> "Condition | bool":
        return status in self.statuses


def _cause_of_list(statuses: list[int]) -> Reason:
    several = shortened(", ".join(str(status) for status in statuses if status))
    if 0 in statuses:
        return cause("condition_status_none_or", statuses=several) if several else cause("condition_status_none")
    if len(statuses) == 1:
        return cause("condition_status_is", status=statuses[0])
    return cause("condition_status_in", statuses=several)


def _statuses(value: Any, field: str) -> list[int]:
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_STATUSES:
        raise BadRuleError(
            field, f"must be a list of 1 to {MAX_STATUSES} statuses", reason="rule_statuses", most=MAX_STATUSES
        )
    for place, status in enumerate(value):
        if isinstance(status, bool) or not isinstance(status, int) or not (status == 0 or 100 <= status <= LAST_STATUS):  # noqa: PLR2004
            raise BadRuleError(
                f"{field}[{place}]", "must be a status such as 429, or 0 for no answer", reason="rule_status"
            )
    return value


class LatencyIs(Leaf):
    """`gt`, `gte`, `lt`, `lte` in milliseconds, one or several of them."""

    __slots__ = ("_bounds", "reason")
    cost = 1
    needs = frozenset[Need]({"latency"})

    def __init__(self, value: Any, field: str) -> None:
        bounds = read_object(value, field, tuple(_COMPARE))
        if not bounds:
            raise BadRuleError(field, "must have a bound such as gt", reason="rule_no_bound")
        self._bounds = tuple(
            (_COMPARE[name], read_whole(bound, f"{field}.{name}", most=MAX_NUMBER)) for name, bound in bounds.items()
        )
        causes = [cause(f"condition_latency_{name}", ms=bound) for name, bound in bounds.items()]
        self.reason = _cause_of_all("it took ", causes)

    def check(self, outcome: Outcome) -> bool | None:
        latency_ms = outcome.latency_ms
        if latency_ms is None:
            return None
        for holds, bound in self._bounds:  # noqa: SIM110 - on the hot path
            if not holds(latency_ms, bound):
                return False
        return True

    def why(self, outcome: Outcome) -> Reason:
        return cause("condition_latency", ms=round(outcome.latency_ms or 0))


class StreamEnds(Leaf):
    __slots__ = ("_end", "reason")
    cost = 1
    needs = frozenset[Need]({"end"})

    def __init__(self, value: Any, field: str) -> None:
        _, end = read_one_of(value, field, ("end",))
        check_choice(end, f"{field}.end", get_args(StreamEnd))
        self._end = end
        self.reason = cause(f"condition_stream_{end}")

    def check(self, outcome: Outcome) -> bool | None:
        return None if outcome.stream_end is None else outcome.stream_end == self._end


class HeaderIs(Leaf):
    """Any of the values that an answer has under this name; `exists` asks for the name alone."""

    __slots__ = ("_matches", "_missing", "_name", "header_names", "reason")
    cost = 2
    needs = frozenset[Need]({"headers"})

    def __init__(self, value: Any, field: str) -> None:
        options = dict(read_object(value, field, ("name", *_TEXT_TESTS, "exists")))
        name = read_text(options.pop("name", None), f"{field}.name", longest=100)
        if not name.isascii():
            raise BadRuleError(f"{field}.name", "must be a header's name", reason="rule_header_name")
        test, wanted = read_one_of(options, field, (*_TEXT_TESTS, "exists"))
        self._name = name.lower().encode()
        shown = shortened(name)
        self.header_names = frozenset({self._name})
        if test == "exists":
            present = read_flag(wanted, f"{field}.exists")
            self._matches: Callable[[bytes], bool] = lambda _: present
            self._missing = not present
            self.reason = cause("condition_header_exists" if present else "condition_header_missing", name=shown)
        else:
            self._matches, text = text_test(test, wanted, f"{field}.{test}")
            self._missing = False
            self.reason = cause(f"condition_header_{test}", name=shown, text=text)

    def check(self, outcome: Outcome) -> bool | None:
        if outcome.headers is None:
            return None
        holds = self._missing
        for name, value in outcome.headers:
            if name == self._name:
                if self._matches(value):
                    return True
                holds = False
        return holds


class BodyHolds(Leaf):
    """A text anywhere in the body. What a cut body does not show is not known."""

    __slots__ = ("_finds", "cost", "reason")
    needs = frozenset[Need]({"body"})

    def __init__(self, value: Any, field: str) -> None:
        test, wanted = read_one_of(value, field, ("contains", "regex"))
        self.cost = 3 if test == "contains" else 5
        self._finds, text = text_test(test, wanted, f"{field}.{test}")
        if test == "contains" and not wanted.isascii():
            plain, escaped = wanted.encode(), json_escaped(wanted)
            self._finds = lambda body: body.find(plain) >= 0 or body.find(escaped) >= 0
        self.reason = cause(f"condition_body_{test}", text=text)

    def check(self, outcome: Outcome) -> bool | None:
        body = outcome.body
        if body is None:
            return None
        if self._finds(body):
            return True
        return None if outcome.is_body_cut else False


def json_escaped(text: str) -> bytes:
    """As most JSON encoders write it: all but ASCII as UTF-16 code units in hexadecimal."""
    units = text.encode("utf-16-be")
    codes = [int.from_bytes(units[i : i + 2], "big") for i in range(0, len(units), 2)]
    return "".join(chr(c) if c < 128 else f"\\u{c:04x}" for c in codes).encode()  # noqa: PLR2004 - ASCII


class JsonHolds(Leaf):
    """True when any value at the path passes. A body that is no JSON has nothing at any path."""

    __slots__ = ("_absent", "_path", "_test", "reason")
    cost = 4
    needs = frozenset[Need]({"body"})

    def __init__(self, value: Any, field: str) -> None:
        options = dict(read_object(value, field, ("path", *_TEXT_TESTS, "exists")))
        self._path = JsonPath(options.pop("path", None), f"{field}.path")
        path = shortened(self._path.source)
        test, wanted = read_one_of(options, field, (*_TEXT_TESTS, "exists"))
        self._absent = False
        if test == "exists":
            present = read_flag(wanted, f"{field}.exists")
            self._test: Callable[[Any], bool] = lambda _: present
            self._absent = not present
            self.reason = cause("condition_json_exists" if present else "condition_json_missing", path=path)
        elif test == "equals":
            self._test, value_text = _json_equality(wanted, f"{field}.equals")
            self.reason = cause("condition_json_equals", path=path, value=value_text)
        else:
            finds, text = text_test(test, wanted, f"{field}.{test}")
            self._test = lambda json_value: isinstance(json_value, str) and finds(json_value.encode())
            self.reason = cause(f"condition_json_{test}", path=path, text=text)

    def check(self, outcome: Outcome) -> bool | None:
        body = outcome.body
        if body is None or outcome.is_body_cut:
            return None
        key = self._path.key
        # A name can only hide behind \u escapes; without those, a search for its bytes saves reading the document.
        if key is not None and key not in body and b"\\u" not in body:
            return self._absent
        if len(body) > self._path.longest:
            return None
        document = outcome.document()
        if document is NO_DOCUMENT:
            return self._absent
        is_present = False
        for value in self._path.values(document):
            if self._test(value):
                return True
            is_present = True
        return self._absent and not is_present


def _json_equality(wanted: Any, field: str) -> tuple[Callable[[Any], bool], str]:
    """A check of a JSON value, and how what it wants is shown."""
    if isinstance(wanted, str):
        read_text(wanted, field)
    elif wanted is not None and not isinstance(wanted, bool | int | float):
        raise BadRuleError(field, "must be a text, a number, true, false or null", reason="rule_json_value")
    elif isinstance(wanted, int | float) and not -MAX_JSON_NUMBER <= wanted <= MAX_JSON_NUMBER:
        raise BadRuleError(field, "is too large a number", reason="rule_number_large")
    text = shortened(msgspec.json.encode(wanted).decode())
    if wanted is None or isinstance(wanted, bool):
        return (lambda json_value: json_value is wanted), text
    return (lambda json_value: not isinstance(json_value, bool) and json_value == wanted), text


_TEXT_TESTS: Final = ("equals", "contains", "regex")


def text_test(test: str, wanted: Any, field: str) -> tuple[Callable[[bytes], bool], str]:
    """A check of bytes, and how what it wants is shown."""
    if test == "regex":
        pattern = Pattern(wanted, field)
        return pattern.found_in, shortened(pattern.source)
    text = read_text(wanted, field)
    data = text.encode()
    if test == "equals":
        return data.__eq__, shortened(text)
    # `data in haystack` would first try the text as a number, and make an error of that
    return (lambda haystack: haystack.find(data) >= 0), shortened(text)
