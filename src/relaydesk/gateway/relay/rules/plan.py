"""From the rules that act to what is to be done, each thing once."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from relaydesk.gateway.relay.rules.actions import Alert, BanKey, CoolDown, DisableKey, Log, LogLevel, Retry, Tag
from relaydesk.gateway.relay.rules.cooling import cool_down_s
from relaydesk.gateway.relay.rules.engine import Fired
from relaydesk.gateway.relay.rules.outcome import Headers
from relaydesk.gateway.types import Reason


class KeyFate(NamedTuple):
    """`status` None leaves the key active and rests it; `for_s` None is for good."""

    status: str | None
    for_s: float | None
    rule_id: int
    why: Reason


class Plan(NamedTuple):
    """`alerts` and `logs` name the rule they come from; `rule_ids` are for the request's log row."""

    key: KeyFate | None = None
    retry: bool = False
    alerts: tuple[tuple[str, Fired], ...] = ()
    logs: tuple[tuple[LogLevel, Fired], ...] = ()
    tags: tuple[str, ...] = ()
    rule_ids: tuple[int, ...] = ()


NOTHING = Plan()


def plan_of(acting: Sequence[Fired], headers: Headers | None, now: float) -> Plan:
    """What rules in order of priority come to. The first of them to decide on the key decides.

    `now` is seconds since the epoch, for dates in headers.
    """
    if not acting:
        return NOTHING
    actions = [(one, action) for one in acting for action in one.rule.actions]
    fates = (_fate(one, action, headers, now) for one, action in actions)
    return Plan(
        key=next((fate for fate in fates if fate is not None), None),
        retry=any(isinstance(action, Retry) for _, action in actions),
        alerts=tuple((action.channel, one) for one, action in actions if isinstance(action, Alert)),
        logs=tuple((action.level, one) for one, action in actions if isinstance(action, Log)),
        tags=_once(action.name for _, action in actions if isinstance(action, Tag)),
        rule_ids=tuple(one.rule.id for one in acting),
    )


def _fate(one: Fired, action: object, headers: Headers | None, now: float) -> KeyFate | None:
    match action:
        case BanKey():
            return KeyFate("banned", None, one.rule.id, one.why)
        case DisableKey(for_s=for_s):
            return KeyFate("disabled", for_s, one.rule.id, one.why)
        case CoolDown():
            return KeyFate(None, cool_down_s(action, headers, now), one.rule.id, one.why)
    return None


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
