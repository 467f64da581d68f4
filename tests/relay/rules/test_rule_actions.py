"""From fired rules to what is done: actions, cool-downs from headers, thresholds, plans."""

from typing import Any

import msgspec
import pytest

from relaydesk.gateway.relay.rules.actions import Alert, BanKey, CoolDown, DisableKey, Log, Retry, Tag, read_actions
from relaydesk.gateway.relay.rules.conditions import cause
from relaydesk.gateway.relay.rules.cooling import cool_down_s
from relaydesk.gateway.relay.rules.counting import LocalCounter, Threshold
from relaydesk.gateway.relay.rules.engine import RuleBook, acting, evaluate
from relaydesk.gateway.relay.rules.fields import BadRuleError
from relaydesk.gateway.relay.rules.outcome import Outcome
from relaydesk.gateway.relay.rules.plan import NOTHING, KeyFate, plan_of
from relaydesk.gateway.relay.snapshot import Rule, Snapshot, build

NOW = 1_800_000_000.0  # 2027-01-15T08:00:00Z
ALWAYS = {"status": {"gte": 100}}


def test_actions_are_read_from_their_json() -> None:
    listed = [
        {"cool_down": {"from": "rate_limit_headers", "default_s": 5}},
        {"retry": {}},
        {"alert": {"channel": "ops"}},
        {"log": {}},
        {"tag": "limited"},
    ]
    assert read_actions(listed) == (
        CoolDown("rate_limit_headers", 5),
        Retry(),
        Alert("ops"),
        Log("warning"),
        Tag("limited"),
    )
    assert read_actions([{"disable_key": {"for_s": 60}}]) == (DisableKey(60),)
    assert read_actions([{"disable_key": {}}]) == (DisableKey(None),)
    assert read_actions([{"ban_key": {}}]) == (BanKey(),)
    assert read_actions([{"cool_down": {}}]) == (CoolDown("retry_after", 60),)


@pytest.mark.parametrize(
    ("listed", "field"),
    [
        ({"retry": {}}, "actions"),
        ([{"retry": {}}] * 11, "actions"),
        (["retry"], "actions[0]"),
        ([{"retry": {}, "tag": "a"}], "actions[0]"),
        ([{"retry": {}}, {"explode": {}}], "actions[1].explode"),
        ([{"retry": {"times": 3}}], "actions[0].retry.times"),
        ([{"disable_key": {"for_s": 0}}], "actions[0].disable_key.for_s"),
        ([{"cool_down": {"from": "heaven"}}], "actions[0].cool_down.from"),
        ([{"cool_down": {"default_s": 1.5}}], "actions[0].cool_down.default_s"),
        ([{"alert": {}}], "actions[0].alert.channel"),
        ([{"log": {"level": "loud"}}], "actions[0].log.level"),
        ([{"tag": ""}], "actions[0].tag"),
        ([{"ban_key": {}}, {"cool_down": {}}], "actions[1]"),
    ],
)
def test_a_wrong_action_is_named(listed: Any, field: str) -> None:
    with pytest.raises(BadRuleError) as refused:
        read_actions(listed)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("source", "headers", "seconds"),
    [
        ("retry_after", {"retry-after": "30"}, 30.0),
        ("retry_after", {"retry-after": "Fri, 15 Jan 2027 08:02:00 GMT"}, 120.0),
        ("retry_after", {"retry-after": "soon"}, 60.0),
        ("retry_after", {"retry-after": "²"}, 60.0),
        ("retry_after", {}, 60.0),
        ("retry_after", {"retry-after": "0"}, 1.0),
        ("retry_after", {"retry-after": "9" * 400}, 604800.0),
        ("retry_after", {"retry-after": "2", "retry-after-ms": "1500"}, 1.5),
        ("retry_after", {"x-ratelimit-reset-requests": "5s"}, 60.0),
        ("fixed", {"retry-after": "30"}, 60.0),
        ("rate_limit_headers", {"x-ratelimit-reset-requests": "20ms", "x-ratelimit-reset-tokens": "6m0s"}, 360.0),
        (
            "rate_limit_headers",
            {
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "2s",
                "x-ratelimit-remaining-tokens": "900",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            2.0,
        ),
        (
            "rate_limit_headers",
            {
                "anthropic-ratelimit-requests-remaining": "0",
                "anthropic-ratelimit-requests-reset": "2027-01-15T08:00:45Z",
                "anthropic-ratelimit-tokens-remaining": "7",
                "anthropic-ratelimit-tokens-reset": "2027-01-15T09:00:00Z",
            },
            45.0,
        ),
        ("rate_limit_headers", {"ratelimit-reset": "17"}, 17.0),
        ("rate_limit_headers", {"x-ratelimit-reset": "1800000090"}, 90.0),
        ("rate_limit_headers", {"x-ratelimit-reset": "1800000090000"}, 90.0),
        ("rate_limit_headers", {"ratelimit": '"default";r=0;t=12'}, 12.0),
        ("rate_limit_headers", {"x-ratelimit-reset-tokens": "1h2m3.5s"}, 3723.5),
        ("rate_limit_headers", {"x-ratelimit-reset-tokens": "a while"}, 60.0),
        ("rate_limit_headers", {"retry-after": "9"}, 9.0),
        ("rate_limit_headers", {"ratelimit-reset": "2020-01-01T00:00:00Z"}, 1.0),
    ],
)
def test_a_cool_down_is_as_long_as_the_headers_say_within_bounds(
    source: Any, headers: dict[str, str], seconds: float
) -> None:
    given = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    assert cool_down_s(CoolDown(source, 60), given, NOW) == seconds


def test_without_known_headers_the_default_holds() -> None:
    assert cool_down_s(CoolDown("retry_after", 7), None, NOW) == 7.0


def test_a_threshold_counts_what_lies_in_its_window() -> None:
    counter, threshold = LocalCounter(), Threshold(count=3, window_s=10)
    acted = [counter.count(1, 5, threshold, now) for now in (0.0, 4.0, 10.0, 11.0, 12.0, 13.0, 13.5)]
    assert acted == [False, False, False, True, False, False, True]


def test_each_key_and_each_rule_is_counted_alone() -> None:
    counter, threshold = LocalCounter(), Threshold(count=2, window_s=10)
    pairs = [(1, 5), (1, 6), (2, 5), (1, None), (1, 5), (1, 6)]
    assert [counter.count(*pair, threshold, 1.0) for pair in pairs] == [False, False, False, False, True, True]


def test_a_rule_rests_after_it_acted() -> None:
    counter, threshold = LocalCounter(), Threshold(count=1, window_s=10, cooldown_s=5)
    assert [counter.count(1, 5, threshold, now) for now in (0.0, 1.0, 4.9, 5.0)] == [True, False, False, True]


def test_a_counter_forgets_the_pair_longest_not_met_when_it_is_full() -> None:
    counter, threshold = LocalCounter(max_times=6), Threshold(count=2, window_s=10)
    for key_id in (1, 2, 3, 4):
        assert counter.count(1, key_id, threshold, 1.0) is False
    assert [counter.count(1, key_id, threshold, 2.0) for key_id in (4, 1)] == [True, False]


async def test_rules_below_their_threshold_do_not_act() -> None:
    rules = (
        Rule(id=1, name="at once", condition=ALWAYS),
        Rule(id=2, name="at the second", condition=ALWAYS, threshold_count=2),
    )
    ruleset, counter = RuleBook(Snapshot(rules=rules)).of(1), LocalCounter(clock=lambda: 1.0)
    fired = evaluate(ruleset, Outcome(200))
    assert [[f.rule_id for f in await acting(fired, 9, counter)] for _ in range(3)] == [[1], [1, 2], [1]]


def test_the_first_rule_by_priority_decides_on_the_key() -> None:
    rules = (
        Rule(id=1, name="cool", condition=ALWAYS, actions=({"cool_down": {}}, {"retry": {}}, {"tag": "a"})),
        Rule(id=2, name="ban", condition=ALWAYS, actions=({"ban_key": {}}, {"tag": "a"}), priority=1),
        Rule(id=3, name="tell", condition=ALWAYS, actions=({"alert": {"channel": "ops"}}, {"log": {"level": "info"}})),
    )  # fmt: skip
    fired = evaluate(RuleBook(Snapshot(rules=rules)).of(1), Outcome(200, headers=[]))
    plan = plan_of(fired, [], NOW)
    why = cause("condition_status", status=200)
    assert plan.key == KeyFate("banned", None, 2, why)
    assert (plan.retry, plan.tags, plan.rule_ids) == (True, ("a",), (2, 1, 3))
    assert [(channel, one.rule_id) for channel, one in plan.alerts] == [("ops", 3)]
    assert [(level, one.rule_id) for level, one in plan.logs] == [("info", 3)]
    assert plan_of(fired[1:], [(b"retry-after", b"20")], NOW).key == KeyFate(
        None, 20.0, 1, cause("condition_status", status=200)
    )
    assert plan_of((), [], NOW) == NOTHING


def test_an_upstream_has_its_own_rules_and_those_for_all() -> None:
    rules = [
        Rule(id=1, name="all", condition=ALWAYS),
        Rule(id=2, name="one", condition=ALWAYS, upstream_id=7),
        Rule(id=3, name="broken", condition={"status": {}}),
    ]
    book = RuleBook(build(1, upstreams=[], rules=rules))
    assert [[r.id for r in book.of(upstream_id).rules] for upstream_id in (7, 8)] == [[1, 2], [1]]
    assert book.problems == {3: "condition.status: must say which statuses"}
    assert not RuleBook().of(1)


def test_a_swap_compiles_changed_rules_alone() -> None:
    before = RuleBook(Snapshot(rules=(Rule(id=1, name="a", condition=ALWAYS), Rule(id=2, name="b", condition=ALWAYS))))
    after = RuleBook(
        Snapshot(rules=(Rule(id=1, name="a", condition=ALWAYS), Rule(id=2, name="c", condition=ALWAYS))), before
    )
    [one, two], [one_after, two_after] = before.of(1).rules, after.of(1).rules
    assert one is one_after
    assert (two is two_after, two_after.name) == (False, "c")


def test_rules_survive_the_saved_snapshot() -> None:
    rule = Rule(id=1, name="a", condition={"any": [ALWAYS]}, actions=({"disable_key": {"for_s": 5}},), priority=2)
    saved = msgspec.msgpack.encode(build(1, upstreams=[], rules=[rule]))
    [kept] = msgspec.msgpack.decode(saved, type=Snapshot).rules
    [compiled] = RuleBook(Snapshot(rules=(kept,))).of(1).rules
    assert (kept, compiled.actions, compiled.priority) == (rule, (DisableKey(5),), 2)


def test_rules_done_before_are_passed_over() -> None:
    rules = tuple(Rule(id=n, name=str(n), condition=ALWAYS) for n in (1, 2, 3))
    fired = evaluate(RuleBook(Snapshot(rules=rules)).of(1), Outcome(200), done={2})
    assert [f.rule_id for f in fired] == [1, 3]
