"""Owns what a handler in a process of its own gets, and what both ends of its socket say: lines of JSON.

The worker sends an `Order` first, and a `Reply` to whatever may stop the handler. The process sends `News` until one of
them is the end.
"""

import socket
from collections.abc import Mapping
from typing import Any

import msgspec

from relaydesk.tasks.context import storable
from relaydesk.tasks.types import Level, Stop


class Order(msgspec.Struct):
    module: str
    kind: str
    payload: dict[str, Any]
    attempt: int
    max_attempts: int
    restored: dict[str, Any] | None


class Reply(msgspec.Struct, omit_defaults=True):
    stop: Stop | None = None


class Failure(msgspec.Struct):
    """`message` names the exception's class; it has neither that nor a traceback where the handler foresaw it.

    `is_ours`: what every attempt needs was away, so that this one does not count.
    """

    message: str
    traceback: str
    code: str
    may_retry: bool
    is_ours: bool = False


class News(msgspec.Struct, omit_defaults=True):
    """Exactly one of them; `has_ended` with its result, or none."""

    log: tuple[str, Level] | None = None
    progress: tuple[float, float, str] | None = None
    checkpoint: dict[str, Any] | None = None
    failure: Failure | None = None
    stopped: bool = False
    has_ended: bool = False
    result: msgspec.Raw = msgspec.Raw(b"null")


class Stopped(BaseException):
    """The worker says that this attempt is to end. No handler's `except Exception` keeps it."""


class ProcessContext:
    """`restored` is what an earlier attempt gave to `checkpoint` last; None in a first one. For one thread."""

    def __init__(self, sock: socket.socket, order: Order) -> None:
        self._sock, self._lines = sock, sock.makefile("rb")
        self.attempt, self.max_attempts, self.restored = order.attempt, order.max_attempts, order.restored

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= self.max_attempts

    def log(self, message: str, level: Level = "info") -> None:
        """A line for whoever looks at the task."""
        self.send(News(log=(storable(message), level)))

    def progress(self, done: float, total: float, message: str = "") -> None:
        """Writes how far it is. Raises Stopped: the attempt is to end, which a handler may only clean up after."""
        self._ask(News(progress=(done, total, storable(message))))

    def checkpoint(self, state: Mapping[str, Any]) -> None:
        """Keeps what the next attempt finds in `restored`. Raises Stopped, also where somebody has paused the task."""
        self._ask(News(checkpoint=dict(state)))

    def _ask(self, news: News) -> None:
        self.send(news)
        line = self._lines.readline()
        if not line or msgspec.json.decode(line, type=Reply).stop is not None:
            raise Stopped

    def send(self, news: News) -> None:
        self._sock.sendall(msgspec.json.encode(news) + b"\n")
