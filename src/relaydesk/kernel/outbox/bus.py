"""Owns who subscribes to which events; the same subscriptions are made in every process."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.events import Event

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """`name` is how a row remembers whom it has been delivered to: that of the handler."""

    name: str
    handler: Callable[[UnitOfWork, Any], Awaitable[None]]
    concerns: Callable[[Any], bool]


class Bus:
    """Subscribers by kind of event, in the order they subscribed."""

    def __init__(self) -> None:
        self._subscribers: dict[type[Event], list[Subscriber]] = defaultdict(list)

    def subscribe(
        self,
        kind: type[E],
        handler: Callable[[UnitOfWork, E], Awaitable[None]],
        *,
        concerns: Callable[[E], bool] = lambda _event: True,
    ) -> None:
        """Calls `handler` after the commit for each event that `concerns` it.

        What it writes in the unit of work that it gets commits together with the mark that it was delivered: its effect
        on the database happens once. What it does elsewhere may happen again after a crash.
        """
        name = f"{handler.__module__}.{handler.__qualname__}"
        self._subscribers[kind].append(Subscriber(name, handler, concerns))

    def subscribers_of(self, event: Event) -> list[Subscriber]:
        return [one for one in self._subscribers.get(type(event), ()) if one.concerns(event)]

    def kinds(self) -> dict[str, type[Event]]:
        """Those with subscribers, by name."""
        return {kind.__name__: kind for kind in self._subscribers}
