"""Compiled rules against a plain interpreter of the same trees, over random trees and outcomes."""

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonpath import JSONPathEnvironment

from relaydesk.gateway.relay.rules.engine import RuleBook, RuleSet, compile_rule, evaluate, judge
from relaydesk.gateway.relay.rules.outcome import Outcome
from relaydesk.gateway.relay.snapshot import Rule, Snapshot

TEXTS = ["quota", "余额", '"code"', "a", "null", "over quota"]
PATTERNS = ["quota|余额", "(?i)QUOTA", "^.?a", "code", "[0-9]+", "b$", "over.quota|a"]
PATHS = [
    "$",
    "$.error",
    "$.error.code",
    "$['error'][\"co-de\"]",
    "$.list[1]",
    "$.list[0].code",
    "$..code",
    "$.error..list[*]",
    "$.*.*",
    "$.list[*].code",
    "$.list[?@.code == 'quota']",
    "$..list[0:1]",
]
STANDARD = JSONPathEnvironment(strict=True)
STATUSES = [0, 200, 401, 429, 500, 503, 599]
COMPARE = {
    "gt": lambda a, b: a > b,
    "gte": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "lte": lambda a, b: a <= b,
}


def text_passes(test: str, wanted: str, text: str) -> bool:
    if test == "equals":
        return text == wanted
    return wanted in text if test == "contains" else re.search(wanted, text) is not None


def header(value: dict[str, Any], outcome: Outcome) -> bool | None:
    if outcome.headers is None:
        return None
    [(test, wanted)] = [(k, v) for k, v in value.items() if k != "name"]
    values = [v.decode() for n, v in outcome.headers if n.decode() == value["name"].lower()]
    return bool(values) == wanted if test == "exists" else any(text_passes(test, wanted, v) for v in values)


def body(value: dict[str, Any], outcome: Outcome) -> bool | None:
    if outcome.body is None:
        return None
    [(test, wanted)] = value.items()
    text = outcome.body.decode()
    escaped = json.dumps(wanted)[1:-1] if test == "contains" and not wanted.isascii() else None
    if text_passes(test, wanted, text) or (escaped is not None and escaped in text):
        return True
    return None if outcome.is_body_cut else False


def json_path(value: dict[str, Any], outcome: Outcome) -> bool | None:
    if outcome.body is None or outcome.is_body_cut:
        return None
    [(test, wanted)] = [(k, v) for k, v in value.items() if k != "path"]
    try:
        found = STANDARD.findall(value["path"], json.loads(outcome.body))
    except ValueError:
        found = []
    if test == "exists":
        return bool(found) == wanted
    if test == "equals":
        return any(type(one) is type(wanted) and one == wanted for one in found)
    return any(isinstance(one, str) and text_passes(test, wanted, one) for one in found)


def leaf(kind: str, value: Any, outcome: Outcome) -> bool | None:
    if kind == "status":
        return all(
            outcome.status in bound if name == "in" else outcome.status >= 100 and COMPARE[name](outcome.status, bound)
            for name, bound in value.items()
        )
    if kind == "latency_ms":
        known = outcome.latency_ms
        return None if known is None else all(COMPARE[name](known, bound) for name, bound in value.items())
    if kind == "stream":
        return None if outcome.stream_end is None else outcome.stream_end == value["end"]
    return {"header": header, "body": body, "json": json_path}[kind](value, outcome)


def interpret(tree: dict[str, Any], outcome: Outcome) -> bool | None:
    """Kleene's strong logic, straight from its tables."""
    [(kind, value)] = tree.items()
    if kind == "not":
        found = interpret(value, outcome)
        return None if found is None else not found
    if kind in {"all", "any"}:
        found_all = [interpret(part, outcome) for part in value]
        decisive = kind == "any"
        if decisive in found_all:
            return decisive
        return None if None in found_all else not decisive
    return leaf(kind, value, outcome)


text_tests = st.one_of(
    st.tuples(st.sampled_from(["equals", "contains"]), st.sampled_from(TEXTS)),
    st.tuples(st.just("regex"), st.sampled_from(PATTERNS)),
)
scalars = st.sampled_from([None, True, False, 1, 0, 2.5, "quota", "a", "余额"])
bounds = st.dictionaries(st.sampled_from(sorted(COMPARE)), st.sampled_from([200, 429, 500]), min_size=1, max_size=2)


def possible(ranges: dict[str, int]) -> bool:
    return any(all(COMPARE[n](status, bound) for n, bound in ranges.items()) for status in range(100, 1000))


json_leaves = st.builds(
    lambda path, test: {"json": {"path": path, test[0]: test[1]}},
    st.sampled_from(PATHS),
    st.one_of(st.tuples(st.just("equals"), scalars), text_tests, st.tuples(st.just("exists"), st.booleans())),
)
leaves = st.one_of(
    st.lists(st.sampled_from(STATUSES), min_size=1, max_size=3).map(lambda s: {"status": {"in": s}}),
    bounds.filter(possible).map(lambda b: {"status": b}),
    bounds.map(lambda b: {"latency_ms": b}),
    st.sampled_from(["done", "truncated"]).map(lambda end: {"stream": {"end": end}}),
    st.builds(
        lambda name, test: {"header": {"name": name, test[0]: test[1]}},
        st.sampled_from(["X-A", "x-b"]),
        st.one_of(text_tests, st.tuples(st.just("exists"), st.booleans())),
    ),
    text_tests.filter(lambda t: t[0] != "equals").map(lambda t: {"body": {t[0]: t[1]}}),
    json_leaves,
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)
documents = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["error", "code", "co-de", "list"]), inner)
    ),
    max_leaves=8,
)


def escape_all(document: Any) -> bytes:
    """The same document with each letter of its texts and names behind a JSON escape."""
    text = json.dumps(document)
    return re.sub(r'"([a-z-]+)"', lambda m: '"' + "".join(f"\\u{ord(c):04x}" for c in m[1]) + '"', text).encode()


bodies = st.one_of(
    documents.map(lambda d: json.dumps(d).encode()),
    documents.map(lambda d: json.dumps(d, ensure_ascii=False).encode()),
    documents.map(escape_all),
    st.sampled_from([b"", b"<html>over quota</html>", b'{"error": ', b"over quota and a 1b"]),
)
headers = st.lists(
    st.tuples(st.sampled_from([b"x-a", b"x-b"]), st.sampled_from([t.encode() for t in TEXTS])), max_size=3
)
known = st.builds(
    Outcome,
    status=st.sampled_from(STATUSES),
    headers=headers,
    body=bodies,
    latency_ms=st.sampled_from([0, 200, 300.5, 429, 500, 5000]),
    stream_end=st.sampled_from(["done", "truncated", "client_gone"]),
)
partly = st.builds(
    Outcome,
    status=st.sampled_from(STATUSES),
    headers=st.none() | headers,
    body=st.none() | bodies,
    is_body_cut=st.booleans(),
    latency_ms=st.none() | st.sampled_from([0, 200, 300.5, 429, 500, 5000]),
    stream_end=st.none() | st.sampled_from(["done", "truncated"]),
)


def rule(tree: dict[str, Any], rule_id: int = 1, priority: int = 0) -> Rule:
    return Rule(id=rule_id, name=f"rule {rule_id}", condition=tree, priority=priority)


def fired_ids(ruleset: RuleSet, outcome: Outcome) -> list[int]:
    return [fired.rule_id for fired in evaluate(ruleset, outcome)]


@settings(max_examples=400, deadline=None)
@given(trees, known)
def test_with_everything_known_a_tree_is_true_or_false_as_the_plain_interpreter_says(
    tree: dict[str, Any], outcome: Outcome
) -> None:
    expected = interpret(tree, outcome)
    assert expected is not None
    assert judge(compile_rule(rule(tree)), outcome) is expected


@settings(max_examples=400, deadline=None)
@given(trees, partly)
def test_with_parts_unknown_a_tree_is_what_kleenes_logic_says(tree: dict[str, Any], outcome: Outcome) -> None:
    assert judge(compile_rule(rule(tree)), outcome) is interpret(tree, outcome)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(trees, st.integers(0, 2)), max_size=4), partly)
def test_a_rule_set_fires_exactly_the_rules_that_are_true_by_priority(
    made: list[tuple[dict[str, Any], int]], outcome: Outcome
) -> None:
    rules = [rule(tree, rule_id, priority) for rule_id, (tree, priority) in enumerate(made, 1)]
    expected = sorted(
        (r for r in rules if interpret(dict(r.condition), outcome) is True), key=lambda r: (-r.priority, r.id)
    )
    ruleset = RuleSet(compile_rule(r) for r in rules)
    for _ in range(2):  # the first time works out what the status leaves, the second uses it
        fired = evaluate(ruleset, outcome)
        assert [f.rule_id for f in fired] == [r.id for r in expected]
        assert all(0 < len(f.why.message) <= 300 for f in fired)


@settings(max_examples=300, deadline=None)
@given(trees, partly)
def test_a_body_that_is_not_needed_changes_nothing(tree: dict[str, Any], outcome: Outcome) -> None:
    ruleset = RuleBook(Snapshot(rules=(rule(tree),))).of(7)
    bare = Outcome(outcome.status, outcome.headers, latency_ms=outcome.latency_ms, stream_end=outcome.stream_end)
    if "body" not in ruleset.left_at(outcome.status).needs:
        assert fired_ids(ruleset, outcome) == fired_ids(ruleset, bare)
    open_end = Outcome(
        outcome.status, outcome.headers, outcome.body, is_body_cut=outcome.is_body_cut, latency_ms=outcome.latency_ms
    )
    if "end" not in ruleset.left_at(outcome.status).needs:
        assert fired_ids(ruleset, outcome) == fired_ids(ruleset, open_end)
