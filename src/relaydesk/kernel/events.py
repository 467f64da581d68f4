"""Owns what leaves a unit of work: domain events, and wake-ups to all processes.

An event is recorded in a unit of work (`uow.record`). Where somebody subscribes to it, it is kept in that transaction
and delivered after the commit, whichever process dies meanwhile (`kernel.outbox`). A wake-up only says "look": every
listener also polls, so losing Redis costs speed and nothing else.
"""

import asyncio
import contextlib
import secrets
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from relaydesk.kernel.redis import FAILURES, RedisClient

log = structlog.get_logger(__name__)
RECONNECT_S = 1.0
SAYS_SO_EVERY_S = 10.0
CHANNELS_AT_ONCE = 500
MOST_UNPUBLISHED = 10_000
# how long wake-ups for other processes gather after one exchange with Redis until the next
GATHER_S = 0.005

Listener = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact in the past tense. Subclasses hold ids and frozen values only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event that somebody subscribes to, with its row in the outbox."""

    event: Event
    row_id: int


class Wakeups:
    """Wake-ups and ephemeral messages by channel: to listeners of this process at once, to others through Redis.

    Both may be lost. A listener to wake-ups also polls; an ephemeral message is one that nobody misses for good. Redis
    is asked only for channels that somebody listens to; one that was just asked for is woken once, for what it missed.
    """

    PREFIX = "relaydesk:wake:"

    def __init__(self, redis: RedisClient) -> None:
        self._redis = redis
        self._me = secrets.token_bytes(8)
        self._listeners: dict[str, dict[Hashable, Listener]] = defaultdict(dict)
        self._changed = asyncio.Event()
        self._unpublished: dict[str, None] = {}  # wake-ups that Redis has not taken yet
        self._publishing: asyncio.Task[None] | None = None
        self.is_following = False
        self.succeeded: Callable[[], None] = lambda: None  # called now and then while it follows

    async def notify(self, channel: str, message: bytes = b"") -> None:
        """Tells the listeners of `channel` an ephemeral message; without one it wakes them."""
        if not message:
            await self.wake([channel])
            return
        self._deliver(channel, message)
        await self._redis.attempt(lambda client: client.publish(self.PREFIX + channel, self._me + message))

    async def wake(self, channels: Sequence[str]) -> None:
        """Wakes the listeners of all these channels: of this process now, of others with whatever else leaves then."""
        for channel in channels:
            self._deliver(channel, b"")
        self._unpublished.update(dict.fromkeys(channels[: max(0, MOST_UNPUBLISHED - len(self._unpublished))]))
        if self._publishing is None or self._publishing.done():
            self._publishing = asyncio.create_task(self._publish_gathered(), name="wakeups-publish")

    async def _publish_gathered(self) -> None:
        """In one exchange with Redis what has gathered during the last. What it does not take is left to `check`."""
        while self._unpublished:
            if not await self._publish_unpublished():
                return
            await asyncio.sleep(GATHER_S)

    async def close(self) -> None:
        """Publishes what has not left yet."""
        if self._publishing is not None:
            self._publishing.cancel()
            await asyncio.gather(self._publishing, return_exceptions=True)
        await self.catch_up()

    async def check(self) -> bool:
        """Publishes what Redis did not take before; whether it answers and this process follows it.

        Redis is asked each time, since it may hang with its connections open.
        """
        return await self._publish_unpublished() and self.is_following

    async def catch_up(self) -> None:
        """Publishes what Redis did not take before, if there is anything: a worker wakes others, too."""
        if self._unpublished:
            await self.check()

    async def _publish_unpublished(self) -> bool:
        unpublished, self._unpublished = self._unpublished, {}
        is_published = False
        try:
            is_published = await self._publish(list(unpublished))
        finally:
            if not is_published:
                self._unpublished = {**unpublished, **self._unpublished}
        return is_published

    async def _publish(self, channels: Sequence[str]) -> bool:
        async def publish(client: Redis) -> bool:
            if not channels:
                answer: Any = client.ping()
                await answer
            for some in _parts(list(channels)):
                pipeline = client.pipeline(transaction=False)
                for channel in some:
                    pipeline.publish(self.PREFIX + channel, self._me)
                await pipeline.execute()
            return True

        return await self._redis.attempt(publish) or False

    def add(self, channel: str, name: Hashable, listener: Listener) -> None:
        """Calls `listener` with each message on `channel` (empty: a wake-up) until `name` is removed."""
        self._listeners[channel][name] = listener
        self._changed.set()

    def remove(self, channel: str, name: Hashable) -> None:
        self._listeners[channel].pop(name, None)
        if not self._listeners[channel]:
            del self._listeners[channel]
            self._changed.set()

    @contextlib.asynccontextmanager
    async def listen(self, *channels: str) -> AsyncIterator["Inbox"]:
        inbox = Inbox()
        for channel in channels:
            self.add(channel, inbox, inbox.put)
        try:
            yield inbox
        finally:
            for channel in channels:
                self.remove(channel, inbox)

    def _deliver(self, channel: str, message: bytes) -> None:
        for listener in list(self._listeners.get(channel, {}).values()):
            listener(message)

    async def follow(self) -> None:
        """Reads what other processes publish, for ever; Redis may go and come back."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await self._follow(pubsub)
            except FAILURES as error:
                log.debug("wakeups_disconnected", reason=type(error).__name__)
            finally:
                self.is_following = False
            await asyncio.sleep(RECONNECT_S)

    async def _follow(self, pubsub: PubSub) -> None:
        await pubsub.subscribe(self.PREFIX)  # so that there is something to read from the beginning
        reading = asyncio.create_task(self._read(pubsub), name="wakeups-read")
        subscribed_names: set[str] = set()
        try:
            while not reading.done():
                self._changed.clear()
                wanted = set(self._listeners)
                for names, ask in (
                    (wanted - subscribed_names, pubsub.subscribe),
                    (subscribed_names - wanted, pubsub.unsubscribe),
                ):
                    for some in _parts(sorted(names)):
                        await ask(*(self.PREFIX + name for name in some))
                subscribed_names, self.is_following = wanted, True
                self.succeeded()
                changing = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait({reading, changing}, timeout=SAYS_SO_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
                changing.cancel()
            await reading
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self, pubsub: PubSub) -> None:
        async for message in pubsub.listen():
            channel = message["channel"].decode().removeprefix(self.PREFIX)
            if message["type"] == "subscribe":
                self._deliver(channel, b"")
            elif message["type"] == "message" and not message["data"].startswith(self._me):
                self._deliver(channel, message["data"][8:])


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


def _parts(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), CHANNELS_AT_ONCE):
        yield names[start : start + CHANNELS_AT_ONCE]
