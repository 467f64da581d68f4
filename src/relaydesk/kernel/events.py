"""Owns what happens after a commit: domain events to subscribers in this process, wake-ups to other processes.

An event is recorded inside the unit of work and delivered once the commit has succeeded. A wake-up only says "look":
every listener also polls, so losing Redis costs speed and nothing else.
"""

import asyncio
import contextlib
import secrets
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from relaydesk.kernel.redis import RedisClient

log = structlog.get_logger(__name__)
_CALLBACKS = "relaydesk.after_commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact in the past tense. Subclasses hold ids and frozen values only."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], Awaitable[None]]
Callback = Callable[[], Awaitable[None]]


def after_commit(db: AsyncSession, callback: Callback) -> None:
    """Runs `callback` once this unit of work has committed; never when it rolls back."""
    db.info.setdefault(_CALLBACKS, []).append(callback)


async def run_after_commit(db: AsyncSession) -> None:
    """Runs what was recorded, in order; one failing callback does not stop the others."""
    callbacks: list[Callback] = db.info.pop(_CALLBACKS, [])
    for callback in callbacks:
        try:
            await callback()
        except Exception:
            log.exception("after_commit_failed")


class Bus:
    """Delivers events to the subscribers of this process, in the order they subscribed."""

    def __init__(self) -> None:
        self._handlers: dict[type[Event], list[Handler]] = defaultdict(list)

    def subscribe(self, kind: type[E], handler: Callable[[E], Awaitable[None]]) -> None:
        self._handlers[kind].append(handler)

    async def deliver(self, event: Event) -> None:
        for handler in self._handlers[type(event)]:
            try:
                await handler(event)
            except Exception:
                log.exception("event_handler_failed", name=type(event).__name__)

    def record(self, db: AsyncSession, event: Event) -> None:
        """Delivers `event` after this unit of work commits."""
        after_commit(db, lambda: self.deliver(event))


class Wakeups:
    """Wake-ups and ephemeral messages by channel: to listeners of this process at once, to others through Redis.

    Both may be lost. A listener to wake-ups also polls; an ephemeral message is one that nobody misses for good.
    """

    PREFIX = "relaydesk:wake:"

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._me = secrets.token_bytes(8)
        self._listeners: dict[str, set[Inbox]] = defaultdict(set)
        self._reader: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._reader = asyncio.create_task(self._read_forever(), name="wakeups")

    async def stop(self) -> None:
        if self._reader:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)

    async def notify(self, channel: str, message: bytes = b"") -> None:
        """Wakes the listeners of `channel`, with a message when there is one."""
        self._deliver(channel, message)
        await self._redis.attempt(lambda client: client.publish(self.PREFIX + channel, self._me + message))

    def notify_after_commit(self, db: AsyncSession, channel: str) -> None:
        after_commit(db, lambda: self.notify(channel))

    @contextlib.asynccontextmanager
    async def listen(self, *channels: str) -> AsyncIterator["Inbox"]:
        inbox = Inbox()
        for channel in channels:
            self._listeners[channel].add(inbox)
        try:
            yield inbox
        finally:
            for channel in channels:
                self._listeners[channel].discard(inbox)
                if not self._listeners[channel]:
                    del self._listeners[channel]

    def _deliver(self, channel: str, message: bytes) -> None:
        for inbox in self._listeners.get(channel, ()):
            inbox.put(message)

    async def _read_forever(self) -> None:
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await pubsub.psubscribe(self.PREFIX + "*")
                    async for message in pubsub.listen():
                        if message["type"] == "pmessage" and not message["data"].startswith(self._me):
                            self._deliver(message["channel"].decode().removeprefix(self.PREFIX), message["data"][8:])
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever Redis does, the polling behind wake-ups goes on
                log.debug("wakeups_disconnected", reason=type(error).__name__)
            await asyncio.sleep(1)


class Inbox:
    """What a listener has been told and not yet looked at; a slow one loses the oldest messages, never the wake-up."""

    LONGEST = 1000

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._messages: deque[bytes] = deque(maxlen=self.LONGEST)
        self._is_woken = False

    def put(self, message: bytes) -> None:
        if message:
            self._messages.append(message)
        else:
            self._is_woken = True
        self._event.set()

    def take_wakeup(self) -> bool:
        """Whether a plain wake-up, one without a message, has come since the last time."""
        woken, self._is_woken = self._is_woken, False
        return woken

    def take(self) -> list[bytes]:
        """The messages since the last time, oldest first."""
        taken = list(self._messages)
        self._messages.clear()
        return taken

    async def wait(self, timeout_s: float) -> bool:
        """Waits for a wake-up or the time to poll anyway; True when woken."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._event.clear()
