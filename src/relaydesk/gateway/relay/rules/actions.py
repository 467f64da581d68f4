"""What a rule does, as frozen values."""

from collections.abc import Callable
from typing import Any, Final, Literal, get_args

import msgspec

from relaydesk.gateway.relay.rules.fields import (
    BadRuleError,
    check_choice,
    read_object,
    read_one_of,
    read_text,
    read_whole,
)

CoolDownSource = Literal["retry_after", "rate_limit_headers", "fixed"]
LogLevel = Literal["debug", "info", "warning", "error"]
MAX_ACTIONS = 10
MAX_REST_S = 366 * 24 * 3600
DEFAULT_REST_S = 60


class DisableKey(msgspec.Struct, frozen=True):
    """Take the key out of its pool; with `for_s` it comes back by itself after so many seconds."""

    for_s: int | None = None


class BanKey(msgspec.Struct, frozen=True):
    """Take the key out of its pool for good: until somebody brings it back."""


class CoolDown(msgspec.Struct, frozen=True):
    """Rest the key for as long as the answer's headers say, or `default_s` where they say nothing."""

    source: CoolDownSource = "retry_after"
    default_s: int = DEFAULT_REST_S


class Retry(msgspec.Struct, frozen=True):
    """Ask once more with another key, within the request's budget."""


class Alert(msgspec.Struct, frozen=True):
    channel: str


class Log(msgspec.Struct, frozen=True):
    level: LogLevel = "warning"


class Tag(msgspec.Struct, frozen=True):
    name: str


Action = DisableKey | BanKey | CoolDown | Retry | Alert | Log | Tag
KeyAction = DisableKey | BanKey | CoolDown


def _disable_key(value: Any, field: str) -> Action:
    for_s = read_object(value, field, ("for_s",)).get("for_s")
    return DisableKey(None if for_s is None else read_whole(for_s, f"{field}.for_s", least=1, most=MAX_REST_S))


def _cool_down(value: Any, field: str) -> Action:
    options = read_object(value, field, ("from", "default_s"))
    source = options.get("from", "retry_after")
    check_choice(source, f"{field}.from", get_args(CoolDownSource))
    default_s = options.get("default_s", DEFAULT_REST_S)
    return CoolDown(source, read_whole(default_s, f"{field}.default_s", least=1, most=MAX_REST_S))


def _log(value: Any, field: str) -> Action:
    level = read_object(value, field, ("level",)).get("level", "warning")
    check_choice(level, f"{field}.level", get_args(LogLevel))
    return Log(level)


def _bare(made: Action) -> Callable[[Any, str], Action]:
    def read(value: Any, field: str) -> Action:
        read_object(value, field, ())
        return made

    return read


def _alert(value: Any, field: str) -> Action:
    options = read_object(value, field, ("channel",))
    return Alert(read_text(options.get("channel"), f"{field}.channel", longest=100))


def _tag(value: Any, field: str) -> Action:
    return Tag(read_text(value, field, longest=50))


_READERS: Final[dict[str, Callable[[Any, str], Action]]] = {
    "disable_key": _disable_key,
    "ban_key": _bare(BanKey()),
    "cool_down": _cool_down,
    "retry": _bare(Retry()),
    "alert": _alert,
    "log": _log,
    "tag": _tag,
}


def read_actions(listed: Any, field: str = "actions") -> tuple[Action, ...]:
    """Actions as of their JSON, such as `[{"cool_down": {"from": "retry_after", "default_s": 60}}, {"retry": {}}]`.

    Raises:
        BadRuleError: a part of it is wrong, or two of them decide on the key.
    """
    if not isinstance(listed, list | tuple) or len(listed) > MAX_ACTIONS:
        raise BadRuleError(
            field, f"must be a list of at most {MAX_ACTIONS} actions", reason="rule_actions", most=MAX_ACTIONS
        )
    actions = []
    decided = False
    for place, item in enumerate(listed):
        here = f"{field}[{place}]"
        kind, value = read_one_of(item, here, tuple(_READERS))
        action = _READERS[kind](value, f"{here}.{kind}")
        if isinstance(action, KeyAction):
            if decided:
                message = "only one of disable_key, ban_key and cool_down can happen to a key"
                raise BadRuleError(here, message, reason="rule_key_actions")
            decided = True
        actions.append(action)
    return tuple(actions)
