"""Rules compiled once a snapshot and evaluated per attempt.

For each status it meets, a rule set works out once what is left of its rules: a rule that asks for 429 costs an answer
with 200 nothing at all, and what must be known of an answer (its body, its end) is known by its status.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.rules.actions import Action, read_actions
from relaydesk.gateway.relay.rules.conditions import Condition, Need
from relaydesk.gateway.relay.rules.counting import Counter, Threshold
from relaydesk.gateway.relay.rules.fields import BadRuleError
from relaydesk.gateway.relay.rules.outcome import Outcome
from relaydesk.gateway.relay.rules.tree import read_condition, why_of
from relaydesk.gateway.relay.snapshot import Rule, Snapshot
from relaydesk.gateway.types import Reason


class CompiledRule(NamedTuple):
    id: int
    name: str
    upstream_id: int | None
    condition: Condition
    actions: tuple[Action, ...]
    threshold: Threshold
    priority: int


class Fired(NamedTuple):
    """A rule whose condition was met. `why` is for the log: it quotes the rule, never an answer."""

    rule: CompiledRule
    why: Reason

    @property
    def rule_id(self) -> int:
        return self.rule.id


def compile_rule(rule: Rule) -> CompiledRule:
    """Raises BadRuleError, which names the field."""
    return CompiledRule(
        id=rule.id,
        name=rule.name,
        upstream_id=rule.upstream_id,
        condition=read_condition(rule.condition),
        actions=read_actions(rule.actions),
        threshold=Threshold(rule.threshold_count, rule.threshold_window_s, rule.cooldown_s),
        priority=rule.priority,
    )


class Remainder:
    """What a status leaves of a rule set; a condition is None where the status alone decides.

    `needs` is what they must see of the answer: its body, and its end once it has come.
    """

    __slots__ = ("needs", "rules")

    def __init__(self, rules: tuple[tuple[CompiledRule, Condition | None], ...], needs: frozenset[Need]) -> None:
        self.rules = rules
        self.needs = needs

    def evaluate(self, outcome: Outcome, done: Collection[int] = ()) -> tuple[Fired, ...]:
        """See `RuleSet.evaluate`; the outcome is of this status."""
        fired: list[Fired] | None = None
        for rule, condition in self.rules:
            if (condition is None or condition.check(outcome)) and rule.id not in done:
                fired = fired or []
                fired.append(Fired(rule, why_of(rule.condition, outcome)))
        return tuple(fired) if fired else ()


class RuleSet:
    """The rules of one upstream, higher priority first, then in the order they were made."""

    __slots__ = ("_by_status", "header_names", "rules")

    def __init__(self, rules: Iterable[CompiledRule] = ()) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: (-rule.priority, rule.id)))
        self.header_names: frozenset[bytes] = frozenset().union(*(r.condition.header_names for r in self.rules))
        self._by_status: dict[int, Remainder] = {}

    def __bool__(self) -> bool:
        return bool(self.rules)

    def left_at(self, status: int) -> Remainder:
        """What is left of these rules for an answer with this status."""
        return self._by_status.get(status) or self._remainder(status)

    def evaluate(self, outcome: Outcome, done: Collection[int] = ()) -> tuple[Fired, ...]:
        """The rules whose conditions are met, but those in `done`. What is not known meets nothing."""
        return self.left_at(outcome.status).evaluate(outcome, done)

    def _remainder(self, status: int) -> Remainder:
        rules: list[tuple[CompiledRule, Condition | None]] = []
        needs: frozenset[Need] = frozenset()
        for rule in self.rules:
            rest = rule.condition.simplify_for(status)
            if rest is True:
                rules.append((rule, None))
            elif rest is not False:
                rules.append((rule, rest))
                needs |= rest.needs
        left = Remainder(tuple(rules), needs)
        if 0 <= status <= 999:  # noqa: PLR2004 - what three digits can say: the table stays small
            self._by_status[status] = left
        return left


def evaluate(ruleset: RuleSet, outcome: Outcome, done: Collection[int] = ()) -> tuple[Fired, ...]:
    """See `RuleSet.evaluate`."""
    return ruleset.evaluate(outcome, done)


def judge(rule: CompiledRule, outcome: Outcome) -> bool | None:
    """Whether one rule's condition is met; None when that hangs on something not known."""
    return rule.condition.check(outcome)


async def acting(fired: Iterable[Fired], key_id: int | None, counter: Counter) -> tuple[Fired, ...]:
    """Those of the fired rules whose thresholds are reached with this; the others were counted."""
    return tuple(
        [
            one
            for one in fired
            if one.rule.threshold.is_immediate or await in_task(counter.hit(one.rule.id, key_id, one.rule.threshold))
        ]
    )


class RuleBook:
    """The rule sets of all upstreams of a snapshot. Make one at each swap."""

    def __init__(self, snapshot: Snapshot | None = None, previous: "RuleBook | None" = None) -> None:
        known = previous._compiled if previous is not None else {}  # noqa: SLF001 - its own kind
        self._compiled: dict[int, tuple[Rule, CompiledRule]] = {}
        self.problems: dict[int, str] = {}
        for rule in snapshot.rules if snapshot is not None else ():
            entry = known.get(rule.id)
            try:
                compiled = entry[1] if entry is not None and entry[0] == rule else compile_rule(rule)
            except BadRuleError as error:  # saved by another version: the others go on without it
                self.problems[rule.id] = str(error)
            else:
                self._compiled[rule.id] = (rule, compiled)
        self._sets: Mapping[int, RuleSet] = self._by_upstream()

    def _by_upstream(self) -> Mapping[int, RuleSet]:
        compiled = [rule for _, rule in self._compiled.values()]
        shared = [rule for rule in compiled if rule.upstream_id is None]
        self._shared = RuleSet(shared)
        named = {rule.upstream_id for rule in compiled if rule.upstream_id is not None}
        return {i: RuleSet([*shared, *(r for r in compiled if r.upstream_id == i)]) for i in named}

    def of(self, upstream_id: int) -> RuleSet:
        """The rules that attempts at this upstream are held against; false where there are none."""
        return self._sets.get(upstream_id, self._shared)
