"""Alerts on their way to channels: a storm becomes one message a minute, with a count."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from relaydesk.gateway.types import KeyDisabled, RuleAlerted

A_MINUTE_S = 60.0
MOST_WAITING = 1000

Alert = RuleAlerted | KeyDisabled


class _Waiting:
    __slots__ = ("alert", "sent_at")

    def __init__(self) -> None:
        self.alert: Alert | None = None
        self.sent_at = float("-inf")


def _place(alert: Alert) -> tuple[str, str]:
    """Alerts of one place are sent together."""
    if isinstance(alert, RuleAlerted):
        return f"rule {alert.rule_id}", alert.channel
    return f"key {alert.status}", alert.upstream


class Alerts:
    """By rule and channel, keys by upstream. What is more than `MOST_WAITING` of these is a line in the log alone."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[tuple[str, str], _Waiting] = {}

    def add(self, alert: Alert) -> None:
        waiting = self._waiting.get(_place(alert))
        if waiting is None:
            if len(self._waiting) >= MOST_WAITING and not self._forget_sent():
                return
            waiting = self._waiting[_place(alert)] = _Waiting()
        earlier = waiting.alert.count if waiting.alert is not None else 0
        waiting.alert = replace(alert, count=earlier + alert.count)

    def is_due(self) -> bool:
        """Whether there is an alert to send now."""
        return any(waiting.alert is not None for waiting in self._ready().values())

    def take_due(self) -> list[Alert]:
        """The alerts to send now; they count as sent from here on."""
        now, due = self._clock(), []
        for waiting in self._ready().values():
            if waiting.alert is not None:
                due.append(waiting.alert)
                waiting.alert, waiting.sent_at = None, now
        return due

    def put_back(self, alerts: Sequence[Alert]) -> None:
        """Those could not be sent: they are due again, together with what came meanwhile."""
        for alert in alerts:
            self.add(alert)
            if (waiting := self._waiting.get(_place(alert))) is not None:
                waiting.sent_at = float("-inf")

    def _ready(self) -> dict[tuple[str, str], _Waiting]:
        """Those of which no alert was sent for a minute."""
        until = self._clock() - A_MINUTE_S
        return {place: waiting for place, waiting in self._waiting.items() if waiting.sent_at <= until}

    def _forget_sent(self) -> bool:
        """Whether that made room."""
        sent_places = [place for place, waiting in self._ready().items() if waiting.alert is None]
        for place in sent_places:
            del self._waiting[place]
        return bool(sent_places)
