"""Alerts of rules on their way to channels: a storm of failures becomes one message a minute, with a count."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from relaydesk.gateway.types import RuleAlerted

A_MINUTE_S = 60.0
MOST_WAITING = 1000


class _Waiting:
    __slots__ = ("alert", "told_at")

    def __init__(self) -> None:
        self.alert: RuleAlerted | None = None
        self.told_at = float("-inf")


class Alerts:
    """By rule and channel. What is more than `MOST_WAITING` pairs is a line in the log alone."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[tuple[int, str], _Waiting] = {}

    def add(self, channel: str, rule_id: int, rule: str, *, why: str, upstream: str, key_id: int | None) -> None:
        place = (rule_id, channel)
        waiting = self._waiting.get(place)
        if waiting is None:
            if len(self._waiting) >= MOST_WAITING:
                return
            waiting = self._waiting[place] = _Waiting()
        count = waiting.alert.count + 1 if waiting.alert is not None else 1
        waiting.alert = RuleAlerted(
            channel=channel, rule_id=rule_id, rule=rule, why=why, upstream=upstream, key_id=key_id, count=count
        )

    def due(self) -> list[RuleAlerted]:
        """What is to be told now."""
        now, found = self._clock(), []
        for place, waiting in list(self._waiting.items()):
            if now - waiting.told_at < A_MINUTE_S:
                continue
            if waiting.alert is None:
                del self._waiting[place]
                continue
            found.append(waiting.alert)
            waiting.alert, waiting.told_at = None, now
        return found

    def put_back(self, alerts: Sequence[RuleAlerted]) -> None:
        """They could not be told: the next time they are due."""
        for alert in alerts:
            waiting = self._waiting.setdefault((alert.rule_id, alert.channel), _Waiting())
            later = waiting.alert
            waiting.alert = alert if later is None else replace(later, count=later.count + alert.count)
            waiting.told_at = float("-inf")
