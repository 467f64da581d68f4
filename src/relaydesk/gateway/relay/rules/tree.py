"""Condition trees: AND, OR and NOT over leaves, in Kleene's three-valued logic."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from relaydesk.gateway.relay.rules.conditions import (
    BodyHolds,
    Condition,
    HeaderIs,
    JsonHolds,
    LatencyIs,
    Need,
    StatusIs,
    StreamEnds,
    cause,
)
from relaydesk.gateway.relay.rules.fields import BadRuleError, read_one_of, shortened
from relaydesk.gateway.relay.rules.outcome import Outcome
from relaydesk.gateway.types import Reason

MAX_DEPTH = 8
MAX_NODES = 64
MAX_WHY = 300
MAX_REASONS = 20  # over all levels
_MET: Final = "condition_met"
_LEAVES: Final[dict[str, Callable[[Any, str], Condition]]] = {
    "status": StatusIs,
    "body": BodyHolds,
    "json": JsonHolds,
    "header": HeaderIs,
    "latency_ms": LatencyIs,
    "stream": StreamEnds,
}
_KNOWN: Final = ("all", "any", "not", *_LEAVES)


class _Branch:
    """Its parts, cheap ones first: the order of parts changes no result."""

    __slots__ = ("cost", "header_names", "needs", "parts", "reason")
    kind = "condition_all"
    joint = " and "

    def __init__(self, parts: Sequence[Condition]) -> None:
        self.parts = tuple(sorted(parts, key=lambda part: part.cost))
        self.cost = sum(part.cost for part in parts) + 1
        self.needs: frozenset[Need] = frozenset().union(*(part.needs for part in parts))
        self.header_names: frozenset[bytes] = frozenset().union(*(part.header_names for part in parts))
        text = "(" + self.joint.join(part.reason.message for part in parts) + ")"
        self.reason = Reason(text, self.kind, {}, tuple(part.reason for part in parts))


class AllOf(_Branch):
    __slots__ = ()

    def check(self, outcome: Outcome) -> bool | None:
        result: bool | None = True
        for part in self.parts:
            holds = part.check(outcome)
            if holds is False:
                return False
            if holds is None:
                result = None
        return result

    def why(self, outcome: Outcome) -> Reason:
        return _met([part.why(outcome) for part in self.parts])

    def simplify_for(self, status: int) -> Condition | bool:
        left = []
        for part in self.parts:
            rest = part.simplify_for(status)
            if rest is False:
                return False
            if rest is not True:
                left.append(rest)
        return (left[0] if len(left) == 1 else AllOf(left)) if left else True


class AnyOf(_Branch):
    __slots__ = ()
    kind = "condition_any"
    joint = " or "

    def check(self, outcome: Outcome) -> bool | None:
        result: bool | None = False
        for part in self.parts:
            holds = part.check(outcome)
            if holds:
                return True
            if holds is None:
                result = None
        return result

    def why(self, outcome: Outcome) -> Reason:
        return _met([part.why(outcome) for part in self.parts if part.check(outcome)])

    def simplify_for(self, status: int) -> Condition | bool:
        left = []
        for part in self.parts:
            rest = part.simplify_for(status)
            if rest is True:
                return True
            if rest is not False:
                left.append(rest)
        return (left[0] if len(left) == 1 else AnyOf(left)) if left else False


class Not(_Branch):
    __slots__ = ("_part",)

    def __init__(self, part: Condition) -> None:
        super().__init__((part,))
        self._part = part
        self.reason = Reason(f"not {part.reason.message}", "condition_not", {}, (part.reason,))

    def check(self, outcome: Outcome) -> bool | None:
        holds = self._part.check(outcome)
        return None if holds is None else not holds

    def why(self, outcome: Outcome) -> Reason:  # noqa: ARG002 - what is not so cannot say more
        return self.reason

    def simplify_for(self, status: int) -> Condition | bool:
        rest = self._part.simplify_for(status)
        return not rest if isinstance(rest, bool) else Not(rest)


def _met(reasons: list[Reason]) -> Reason:
    """All of them, those that are of several themselves taken apart."""
    if len(reasons) == 1:
        return reasons[0]
    parts = [part for reason in reasons for part in (reason.parts if reason.type == _MET else (reason,))]
    return Reason(", ".join(reason.message for reason in reasons), _MET, {}, tuple(parts))


class _Reader:
    """Counts the nodes of one tree."""

    def __init__(self) -> None:
        self._nodes = 0

    def read(self, tree: Any, field: str, depth: int) -> Condition:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise BadRuleError(
                field, f"a rule may have at most {MAX_NODES} conditions", reason="rule_conditions", most=MAX_NODES
            )
        if depth > MAX_DEPTH:
            raise BadRuleError(
                field,
                f"conditions may stand at most {MAX_DEPTH} deep in each other",
                reason="rule_depth",
                most=MAX_DEPTH,
            )
        kind, value = read_one_of(tree, field, _KNOWN)
        here = f"{field}.{kind}"
        if kind in _LEAVES:
            return _LEAVES[kind](value, here)
        if kind == "not":
            return Not(self.read(value, here, depth + 1))
        if not isinstance(value, list) or not value:
            raise BadRuleError(here, "must be a list of at least one condition", reason="rule_no_condition")
        parts = [self.read(part, f"{here}[{place}]", depth + 1) for place, part in enumerate(value)]
        return AllOf(parts) if kind == "all" else AnyOf(parts)


def read_condition(tree: Any, field: str = "condition") -> Condition:
    """A tree as of its JSON.

    Raises:
        BadRuleError: a part of it is wrong, is too deep or too much.
    """
    return _Reader().read(tree, field, 1)


def why_of(condition: Condition, outcome: Outcome) -> Reason:
    """The conditions that made a tree true, to a bound."""
    message, kind, ctx, parts = condition.why(outcome)
    parts, _ = _bounded(parts, MAX_REASONS)
    return Reason(message if len(message) <= MAX_WHY else shortened(message, MAX_WHY), kind, ctx, parts)


def _bounded(parts: tuple[Reason, ...], room: int) -> tuple[tuple[Reason, ...], int]:
    """The first of them with their own parts, `room` in all, and how many more there are; and the room left."""
    bounded: list[Reason] = []
    for place, part in enumerate(parts):
        if not room:
            bounded.append(cause("condition_more", count=len(parts) - place))
            break
        inner, room = _bounded(part.parts, room - 1)
        bounded.append(part.made_of(*inner))
    return tuple(bounded), room
