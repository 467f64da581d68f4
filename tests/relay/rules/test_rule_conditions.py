"""Conditions one by one: what each is true of, how it reads in the log, what is refused when a rule is saved."""

import time
from typing import Any

import pytest

from relaydesk.gateway.relay.rules.conditions import CAUSES
from relaydesk.gateway.relay.rules.engine import RuleBook, compile_rule, evaluate
from relaydesk.gateway.relay.rules.fields import BadRuleError
from relaydesk.gateway.relay.rules.outcome import Outcome
from relaydesk.gateway.relay.rules.tree import read_condition
from relaydesk.gateway.relay.snapshot import Rule, Snapshot
from relaydesk.gateway.types import Reason

QUOTA = b'{"error": {"code": "insufficient_quota", "retryable": false, "n": 1}, "list": [{"code": "a"}, {"code": "b"}]}'
ANSWER = Outcome(
    status=429,
    headers=[(b"retry-after", b"30"), (b"x-limit", b"tokens"), (b"x-limit", b"requests")],
    body=QUOTA,
    latency_ms=5200.0,
    stream_end="done",
)
TRUE: list[tuple[dict[str, Any], str, str, dict[str, Any]]] = [
    ({"status": {"in": [402, 429]}}, "status 429", "condition_status", {"status": 429}),
    ({"status": {"gte": 400, "lte": 499}}, "status 429", "condition_status", {"status": 429}),
    (
        {"body": {"contains": "insufficient"}},
        'body contains "insufficient"',
        "condition_body_contains",
        {"text": "insufficient"},
    ),
    (
        {"body": {"regex": "insuff[a-z]+_quota"}},
        "body matches /insuff[a-z]+_quota/",
        "condition_body_regex",
        {"text": "insuff[a-z]+_quota"},
    ),
    (
        {"json": {"path": "$.error.code", "equals": "insufficient_quota"}},
        '$.error.code is "insufficient_quota"',
        "condition_json_equals",
        {"path": "$.error.code", "value": '"insufficient_quota"'},
    ),
    (
        {"json": {"path": "$.error.retryable", "equals": False}},
        "$.error.retryable is false",
        "condition_json_equals",
        {"path": "$.error.retryable", "value": "false"},
    ),
    (
        {"json": {"path": "$.error.n", "equals": 1.0}},
        "$.error.n is 1.0",
        "condition_json_equals",
        {"path": "$.error.n", "value": "1.0"},
    ),
    (
        {"json": {"path": "$.error.code", "contains": "quota"}},
        '$.error.code contains "quota"',
        "condition_json_contains",
        {"path": "$.error.code", "text": "quota"},
    ),
    (
        {"json": {"path": "$..code", "regex": "^b$"}},
        "$..code matches /^b$/",
        "condition_json_regex",
        {"path": "$..code", "text": "^b$"},
    ),
    (
        {"json": {"path": "$.list[?@.code == 'b']", "exists": True}},
        "$.list[?@.code == 'b'] is there",
        "condition_json_exists",
        {"path": "$.list[?@.code == 'b']"},
    ),
    (
        {"json": {"path": "$.list[*].message", "exists": False}},
        "$.list[*].message is not there",
        "condition_json_missing",
        {"path": "$.list[*].message"},
    ),
    (
        {"header": {"name": "Retry-After", "equals": "30"}},
        'header Retry-After is "30"',
        "condition_header_equals",
        {"name": "Retry-After", "text": "30"},
    ),
    (
        {"header": {"name": "x-limit", "contains": "req"}},
        'header x-limit contains "req"',
        "condition_header_contains",
        {"name": "x-limit", "text": "req"},
    ),
    (
        {"header": {"name": "x-limit", "regex": "^t"}},
        "header x-limit matches /^t/",
        "condition_header_regex",
        {"name": "x-limit", "text": "^t"},
    ),
    (
        {"header": {"name": "x-limit", "exists": True}},
        "there is a header x-limit",
        "condition_header_exists",
        {"name": "x-limit"},
    ),
    (
        {"header": {"name": "x-other", "exists": False}},
        "there is no header x-other",
        "condition_header_missing",
        {"name": "x-other"},
    ),
    ({"latency_ms": {"gt": 5000}}, "it took 5200 ms", "condition_latency", {"ms": 5200}),
    ({"stream": {"end": "done"}}, "the answer was complete", "condition_stream_done", {}),
    (
        {"any": [{"status": {"in": [503]}}, {"latency_ms": {"gte": 5200}}]},
        "it took 5200 ms",
        "condition_latency",
        {"ms": 5200},
    ),
]
QUOTED: dict[str, Any] = {"body": {"contains": "quota"}}
QUOTED_REASON = {"type": "condition_body_contains", "ctx": {"text": "quota"}}
STATUS_REASON = {"type": "condition_status", "ctx": {"status": 429}}
JOINED: list[tuple[dict[str, Any], str, list[dict[str, Any]]]] = [
    (
        {"all": [QUOTED, {"status": {"in": [429]}}]},
        'status 429, body contains "quota"',
        [STATUS_REASON, QUOTED_REASON],
    ),
    (
        {"all": [{"any": [QUOTED, {"status": {"gt": 400}}]}, {"stream": {"end": "done"}}]},
        'the answer was complete, status 429, body contains "quota"',
        [{"type": "condition_stream_done", "ctx": {}}, STATUS_REASON, QUOTED_REASON],
    ),
    (
        {"all": [{"latency_ms": {"gte": 1}}, {"not": {"body": {"contains": "fine"}}}]},
        'it took 5200 ms, not body contains "fine"',
        [
            {"type": "condition_latency", "ctx": {"ms": 5200}},
            {
                "type": "condition_not",
                "ctx": {},
                "parts": [{"type": "condition_body_contains", "ctx": {"text": "fine"}}],
            },
        ],
    ),
]
# what stands behind "not": the English, the type of the reason and its bounds or the types of its parts
ASKED_FOR: list[tuple[dict[str, Any], str, str, dict[str, Any] | list[str]]] = [
    ({"status": {"in": [200]}}, "status is 200", "condition_status_is", {"status": 200}),
    ({"status": {"in": [200, 204]}}, "status is one of 200, 204", "condition_status_in", {"statuses": "200, 204"}),
    ({"status": {"in": [0]}}, "status is none", "condition_status_none", {}),
    ({"status": {"in": [0, 503]}}, "status is one of none, 503", "condition_status_none_or", {"statuses": "503"}),
    ({"status": {"gt": 499}}, "status is more than 499", "condition_status_gt", {"status": 499}),
    (
        {"status": {"gte": 200, "lt": 300}},
        "status is at least 200 and is less than 300",
        "condition_all",
        ["condition_status_gte", "condition_status_lt"],
    ),
    ({"status": {"lte": 299}}, "status is at most 299", "condition_status_lte", {"status": 299}),
    ({"latency_ms": {"lt": 9}}, "it took less than 9 ms", "condition_latency_lt", {"ms": 9}),
    (
        {"latency_ms": {"gte": 1, "lte": 9}},
        "it took at least 1 ms and at most 9 ms",
        "condition_all",
        ["condition_latency_gte", "condition_latency_lte"],
    ),
    ({"latency_ms": {"gt": 9000}}, "it took more than 9000 ms", "condition_latency_gt", {"ms": 9000}),
    ({"stream": {"end": "truncated"}}, "the answer broke off", "condition_stream_truncated", {}),
    ({"stream": {"end": "client_gone"}}, "the client left", "condition_stream_client_gone", {}),
    ({"stream": {"end": "upstream_error"}}, "the upstream failed", "condition_stream_upstream_error", {}),
    (
        {"any": [{"status": {"in": [200]}}, {"body": {"contains": "fine"}}]},
        '(status is 200 or body contains "fine")',
        "condition_any",
        ["condition_status_is", "condition_body_contains"],
    ),
    (
        {"all": [{"status": {"in": [200]}}, QUOTED]},
        '(status is 200 and body contains "quota")',
        "condition_all",
        ["condition_status_is", "condition_body_contains"],
    ),
]
FALSE = [
    {"status": {"gt": 429}},
    {"status": {"in": [200]}},
    {"json": {"path": "$.error.retryable", "equals": 0}},
    {"json": {"path": "$.error.n", "equals": True}},
    {"json": {"path": "$.error.n", "contains": "1"}},
    {"json": {"path": "$.error", "exists": False}},
    {"header": {"name": "x-limit", "equals": "neither"}},
    {"latency_ms": {"lt": 5200}},
    {"latency_ms": {"gt": 100, "lte": 5000}},
    {"stream": {"end": "truncated"}},
]


def check(tree: dict[str, Any], outcome: Outcome) -> bool | None:
    return read_condition(tree).check(outcome)


def why(tree: dict[str, Any], outcome: Outcome = ANSWER) -> Reason:
    ruleset = RuleBook(Snapshot(rules=(Rule(id=1, name="r", condition=tree),))).of(1)
    [fired] = evaluate(ruleset, outcome)
    return fired.why


@pytest.mark.parametrize(("tree", "message", "kind", "bounds"), TRUE)
def test_a_condition_that_is_met_says_why(
    tree: dict[str, Any], message: str, kind: str, bounds: dict[str, Any]
) -> None:
    assert why(tree) == Reason(message, kind, bounds)


@pytest.mark.parametrize(("tree", "message", "parts"), JOINED)
def test_conditions_that_are_met_together_each_say_why(
    tree: dict[str, Any], message: str, parts: list[dict[str, Any]]
) -> None:
    reason = why(tree)
    assert reason.message == message
    assert reason.stored() == {"type": "condition_met", "ctx": {}, "parts": parts}


@pytest.mark.parametrize(("tree", "message", "kind", "bounds"), ASKED_FOR)
def test_what_is_not_so_is_said_by_what_was_asked_for(
    tree: dict[str, Any], message: str, kind: str, bounds: dict[str, Any] | list[str]
) -> None:
    reason = why({"not": tree})
    [part] = reason.parts
    assert (reason.message, reason.type, reason.ctx) == (f"not {message}", "condition_not", {})
    assert (part.message, part.type) == (message, kind)
    assert bounds == ([one.type for one in part.parts] if isinstance(bounds, list) else part.ctx)


def test_the_trees_of_these_tests_have_every_cause() -> None:
    without_answer = [Outcome(failure=failure) for failure in ("timeout", None)]
    left = [
        *(why(tree) for tree, *_ in (*TRUE, *JOINED)),
        *(why({"not": tree}) for tree, *_ in ASKED_FOR),
        *(why({"status": {"in": [0]}}, nothing) for nothing in without_answer),
        why({"any": [QUOTED] * 21}),
    ]
    kinds = set()
    while left:
        reason = left.pop()
        kinds.add(reason.type)
        left += reason.parts
    assert kinds == set(CAUSES)


def test_what_many_conditions_say_is_kept_to_a_bound() -> None:
    reason = why({"all": [QUOTED] * 30})
    assert len(reason.message) == 300
    assert [part.stored() for part in reason.parts[:-1]] == [QUOTED_REASON] * 20
    assert reason.parts[-1].stored() == more(10)


def test_what_conditions_within_others_say_has_one_bound_for_all_levels() -> None:
    leaf = {"body": {"contains": "nothing"}}
    leaf_reason = {"type": "condition_body_contains", "ctx": {"text": "nothing"}}
    assert why({"not": {"any": [leaf] * 61}}).stored()["parts"] == [
        {"type": "condition_any", "ctx": {}, "parts": [leaf_reason] * 19 + [more(42)]}
    ]
    level = {"not": {"any": [leaf] * 15}}
    whole, cut, after = why({"all": [level, level, level]}).stored()["parts"]
    assert whole["parts"] == [{"type": "condition_any", "ctx": {}, "parts": [leaf_reason] * 15}]
    assert cut["parts"] == [{"type": "condition_any", "ctx": {}, "parts": [leaf_reason, more(14)]}]
    assert after == more(1)


def more(count: int) -> dict[str, Any]:
    return {"type": "condition_more", "ctx": {"count": count}}


@pytest.mark.parametrize("tree", FALSE)
def test_a_condition_that_is_not_met_is_false(tree: dict[str, Any]) -> None:
    assert check(tree, ANSWER) is False


def test_no_answer_is_status_zero_and_in_no_range() -> None:
    nothing = Outcome(status=0, headers=[], body=b"", failure="timeout")
    assert check({"status": {"lt": 600}}, nothing) is False
    condition = read_condition({"status": {"in": [0, 503]}})
    timeout = Reason("no answer (timeout)", "condition_failed", {"failure": "timeout"})
    assert (condition.check(nothing), condition.why(nothing)) == (True, timeout)
    assert condition.why(Outcome(status=0)) == Reason("no answer", "condition_no_answer", {})


def test_a_text_beyond_ascii_is_found_plain_and_escaped() -> None:
    tree = {"body": {"contains": "余额不足 😀"}}
    assert check(tree, Outcome(body='{"m": "余额不足 😀"}'.encode())) is True
    assert check(tree, Outcome(body=b'{"m": "\\u4f59\\u989d\\u4e0d\\u8db3 \\ud83d\\ude00"}')) is True
    assert check(tree, Outcome(body=b'{"m": "\\u4f59"}')) is False


def test_what_a_cut_body_does_not_show_is_not_known() -> None:
    cut = Outcome(body=b'{"error": "quo', is_body_cut=True)
    assert check({"body": {"contains": "error"}}, cut) is True
    assert check({"body": {"contains": "quota"}}, cut) is None
    assert check({"json": {"path": "$.error", "exists": True}}, cut) is None


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe", b"[" * 60_000, b'{"a": "\\ud800"}', b'{"error"'])
def test_a_body_that_is_no_json_has_nothing_at_any_path(body: bytes) -> None:
    outcome = Outcome(body=body)
    assert check({"json": {"path": "$.error", "exists": True}}, outcome) is False
    assert check({"json": {"path": "$", "exists": True}}, outcome) is False
    assert check({"json": {"path": "$..error", "exists": False}}, outcome) is True


def test_a_document_too_deep_to_look_through_has_nothing_at_the_path() -> None:
    deep = b'{"a":' * 500 + b"1" + b"}" * 500
    assert check({"json": {"path": "$..a", "equals": 1}}, Outcome(body=deep)) is True
    assert check({"json": {"path": "$..[0:1]", "exists": True}}, Outcome(body=deep)) is False


@pytest.mark.parametrize("path", ["$..code", "$..code[*]", "$[*].*", "$[*]..code"])
def test_a_path_through_a_large_answer_takes_milliseconds(path: str) -> None:
    condition = read_condition({"json": {"path": path, "equals": "x"}})
    large = Outcome(body=b'[{"code": [0]}' + b", 1" * 21_000 + b"]")
    began = time.process_time()
    assert condition.check(large) is False
    assert time.process_time() - began < 0.1


def test_a_filter_is_let_at_small_answers_only() -> None:
    condition = read_condition({"json": {"path": "$[?@.code == 'a']", "exists": True}})
    assert condition.check(Outcome(body=b'[{"code": "a"}]')) is True
    assert condition.check(Outcome(body=b'[{"code": "a"}' + b", 1" * 4000 + b"]")) is None


def test_a_hostile_expression_takes_linear_time() -> None:
    condition = read_condition({"body": {"regex": "(a+)+$|(a|aa)+c"}})
    began = time.process_time()
    assert condition.check(Outcome(body=b"a" * 65_536 + b"b")) is False
    assert time.process_time() - began < 0.5


ONE_OF_EACH = "may have one '..' or one filter, two '*' and one '$'"
BAD = [
    ("text", "condition", "must be an object"),
    ({}, "condition", "must have exactly one of all, any, not, status, body, json, header, latency_ms, stream"),
    ({"status": {"in": [1]}, "not": {}}, "condition", None),
    ({"size": {"gt": 1}}, "condition.size", None),
    ({"all": []}, "condition.all", "must be a list of at least one condition"),
    ({"any": [{"status": {"in": [429]}}, {"body": {}}]}, "condition.any[1].body", None),
    ({"all": [{"status": {"in": [429]}}, {"body": {"regex": "("}}]}, "condition.all[1].body.regex", None),
    ({"body": {"regex": "(?=a)"}}, "condition.body.regex", None),
    ({"body": {"regex": "((a{100}){100}){10}"}}, "condition.body.regex", None),
    ({"body": {"regex": "\\pL{20}"}}, "condition.body.regex", "is too large a regular expression; repeat less"),
    ({"body": {"contains": ""}}, "condition.body.contains", "must be a text of 1 to 500 characters"),
    ({"body": {"contains": "a\x00"}}, "condition.body.contains", "holds a character that cannot be stored"),
    ({"body": {"contains": "\ud800"}}, "condition.body.contains", "holds a character that cannot be stored"),
    ({"not": {"status": {"in": [429, True]}}}, "condition.not.status.in[1]", None),
    ({"status": {"in": []}}, "condition.status.in", None),
    ({"status": {"gte": 500, "lt": 500}}, "condition.status", "no status is like this"),
    ({"status": {"gte": "500"}}, "condition.status.gte", "must be a whole number from 100 to 999"),
    ({"json": {"equals": 1}}, "condition.json.path", None),
    ({"json": {"path": "error", "equals": 1}}, "condition.json.path", None),
    ({"json": {"path": "$..a..b", "equals": 1}}, "condition.json.path", ONE_OF_EACH),
    ({"json": {"path": "$.a[?match(@.b, 'x')]", "exists": True}}, "condition.json.path", None),
    ({"json": {"path": "$.a", "equals": [1]}}, "condition.json.equals", None),
    ({"json": {"path": "$.a", "exists": 1}}, "condition.json.exists", "must be true or false"),
    ({"json": {"path": "$.a"}}, "condition.json", "must have exactly one of equals, contains, regex, exists"),
    ({"header": {"equals": "a"}}, "condition.header.name", None),
    ({"header": {"name": "x", "equals": "a", "contains": "a"}}, "condition.header", None),
    ({"latency_ms": {}}, "condition.latency_ms", "must have a bound such as gt"),
    ({"latency_ms": {"gt": -1}}, "condition.latency_ms.gt", None),
    ({"stream": {"end": "late"}}, "condition.stream.end", None),
    ({"any": [{"status": {"in": [429]}}] * 64}, "condition.any[63]", "a rule may have at most 64 conditions"),
    (
        {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"status": {"in": [1]}}}}}}}}}},
        "condition" + ".not" * 8,
        "conditions may stand at most 8 deep in each other",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("tree", "field", "message"), BAD)
def test_a_wrong_condition_is_named_by_its_place_in_the_tree(tree: Any, field: str, message: str | None) -> None:
    with pytest.raises(BadRuleError) as refused:
        compile_rule(Rule(id=1, name="r", condition=tree))
    assert refused.value.field == field
    assert message in {None, refused.value.message}
