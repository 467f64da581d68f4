"""Owns the live hub of a process: who follows which topic, one look for all that may have changed, one timer for all.

A *topic* is what a stream follows: a session, a task, the desk. A *source* reads what is new for many topics at once
and writes it to their streams. A topic is looked at when it is woken, and in turn with all others, since a wake-up may
be lost: within seconds while Redis is away, seldom while it takes and gives them. No stream asks the database itself.
"""

import asyncio
import contextlib
import math
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

import structlog

from relaydesk.kernel.background import Background, Draining, Loop
from relaydesk.kernel.database import Database, ReadDb
from relaydesk.kernel.errors import Internal, RelaydeskError, Unavailable
from relaydesk.kernel.events import Wakeups
from relaydesk.kernel.live.care import Care
from relaydesk.kernel.live.stream import Stream

log = structlog.get_logger(__name__)
TICK_S = 1.0
CHECK_EVERY_S = 2.0
# how long it takes until all topics were looked at in turn, with wake-ups from other processes and without
ROUND_S, ROUND_ALONE_S = 20.0, 1.5
# how many streams are seen to in a row, before requests have their turn
CARE_AT_ONCE = 200
DATABASE_AWAY_S = 0.5
SAYS_SO_EVERY_S = 20.0

Lost = Callable[[RelaydeskError], None]
Guard = Callable[[ReadDb, Collection[Hashable]], Awaitable[Mapping[Hashable, RelaydeskError]]]


@dataclass(eq=False, slots=True)
class Topic:
    """`key` is the source's own name for it, `channel` where its wake-ups come."""

    source: "Source"
    key: Any
    channel: str
    streams: set[Any] = field(default_factory=set)

    def readers(self) -> list[Any]:
        """The streams that can take more."""
        return [stream for stream in self.streams if not stream.is_slow]


class Source(Protocol):
    """Reads one kind of topics."""

    name: str
    rest_s: float  # the least time between two looks

    async def find_changed(self, database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        """Which of these, that nobody woke, are to be looked at all the same; one cheap question for many."""

    async def look(self, database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        """Writes what is new to the streams of these topics; gives those of which there is more to read."""

    def tell(self, topic: Topic, message: bytes) -> None:
        """An ephemeral message on the topic's channel: not in the log, lost when it is missed."""


class Round:
    """Goes through all topics, a part each tick, and begins anew at the end."""

    def __init__(self) -> None:
        self._left: list[Topic] = []
        self._part = 0

    def take(self, members: Iterable[Topic], round_s: float) -> list[Topic]:
        """The part of this tick; how large it is, is settled where a round begins, since members come and go."""
        if not self._left:
            self._left = list(members)
            self._part = math.ceil(len(self._left) * TICK_S / round_s)
        taken, self._left = self._left[: self._part], self._left[self._part :]
        return taken


class _Looks:
    """The topics of one source and which of them to look at next."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.topics: dict[Hashable, Topic] = {}
        self.woken: dict[Topic, None] = {}
        self.due: dict[Topic, None] = {}  # in turn
        self.event = asyncio.Event()
        self.loop: Loop | None = None
        self._round = Round()

    def wake(self, topics: Collection[Topic]) -> None:
        self.woken.update(dict.fromkeys(topics))
        if topics:
            self.event.set()

    def ask(self, round_s: float) -> None:
        """Has the share of one tick looked at, if it has changed; each topic has its turn once a round."""
        self.due.update(dict.fromkeys(self._round.take(self.topics.values(), round_s)))
        if self.due:
            self.event.set()

    def take(self) -> tuple[list[Topic], list[Topic]]:
        """Those that were woken, and those of which it is not known whether they have changed."""
        woken, self.woken = self.woken, {}
        due, self.due = self.due, {}
        self.event.clear()
        due_topics = [topic for topic in due if topic.streams and topic not in woken]
        return [topic for topic in woken if topic.streams], due_topics


class Hub:
    """`guards` say which holders of a right have lost it; each knows the holders of its own package."""

    def __init__(self, database: Database, wakeups: Wakeups, background: Background) -> None:
        self._database = database
        self._wakeups = wakeups
        self._background = background
        self._looks: dict[str, _Looks] = {}
        self._holders: dict[Hashable, set[Lost]] = defaultdict(set)
        self._streams: set[Stream] = set()
        self._care = Care()
        self._checked_at = 0.0
        self.guards: list[Guard] = []

    def start(self, draining: Draining) -> None:
        async def tick() -> None:
            await self._tick(draining)

        self._background.keep("live", tick, every_s=TICK_S)

    def count(self) -> int:
        return len(self._streams)

    def follow(self, source: Source, key: Hashable, *, channel: str, stream: Stream) -> None:
        """Has `stream` sent what is new of the topic from its position on, until it is gone."""
        looks = self._looks.get(source.name) or self._begin(source)
        topic = looks.topics.get(key)
        if topic is None:
            topic = looks.topics[key] = Topic(source, key, channel)
            self._wakeups.add(channel, topic, partial(self._woken, looks, topic))
        topic.streams.add(stream)
        self._streams.add(stream)
        self._care.add(stream)
        if stream.holder is not None:
            self._holders[stream.holder].add(stream.end)
        stream.on_gone = partial(self._forget, looks, topic, stream)
        looks.wake([topic])

    @contextlib.contextmanager
    def holding(self, holder: Hashable, lost: Lost) -> Iterator[None]:
        """For what is no stream and takes long as well: `lost` is called within seconds once the right is lost."""
        self._holders[holder].add(lost)
        try:
            yield
        finally:
            self._release(holder, lost)

    def _release(self, holder: Hashable, lost: Lost) -> None:
        self._holders[holder].discard(lost)
        if not self._holders[holder]:
            del self._holders[holder]

    async def stop(self) -> None:
        """Ends all streams; their readers come back elsewhere, or here after the restart."""
        for stream in list(self._streams):
            stream.end()
        await self._background.end("live", *(f"live.{name}" for name in self._looks))
        self._looks.clear()

    def _begin(self, source: Source) -> _Looks:
        looks = self._looks[source.name] = _Looks(source)
        looks.loop = self._background.keep(f"live.{source.name}", partial(self._look_for_ever, looks), every_s=1.0)
        return looks

    def _woken(self, looks: _Looks, topic: Topic, message: bytes) -> None:
        if message:
            looks.source.tell(topic, message)
        else:
            looks.wake([topic])

    def _forget(self, looks: _Looks, topic: Topic, stream: Stream) -> None:
        self._streams.discard(stream)
        if stream.holder is not None:
            self._release(stream.holder, stream.end)
        topic.streams.discard(stream)
        if not topic.streams and looks.topics.get(topic.key) is topic:
            del looks.topics[topic.key]
            self._wakeups.remove(topic.channel, topic)

    async def _look_for_ever(self, looks: _Looks) -> None:
        while True:
            with contextlib.suppress(TimeoutError):  # nothing to look at is no failure: health is told so
                async with asyncio.timeout(SAYS_SO_EVERY_S):
                    await looks.event.wait()
            topics, due = looks.take()
            try:
                topics.extend(await self._find_changed(looks.source, due))
                await self._look(looks, topics)
            except Unavailable:
                await asyncio.sleep(DATABASE_AWAY_S)
                looks.wake([*topics, *due])
            if looks.loop is not None:
                looks.loop.succeeded()
            await asyncio.sleep(looks.source.rest_s)

    async def _find_changed(self, source: Source, topics: Sequence[Topic]) -> Collection[Topic]:
        """All of them where the question itself fails: each is looked at for itself then."""
        if not topics:
            return ()
        try:
            return await source.find_changed(self._database, topics)
        except Unavailable:
            raise
        except Exception:
            log.exception("live_question_failed", source=source.name, topics=len(topics))
            return topics

    async def _look(self, looks: _Looks, topics: Sequence[Topic]) -> None:
        """A row that cannot be shown ends its own streams, not those of all others."""
        if not topics:
            return
        try:
            looks.wake(await looks.source.look(self._database, topics))
        except Unavailable:
            raise
        except Exception:
            log.exception("live_look_failed", source=looks.source.name, topics=len(topics))
            if len(topics) == 1:
                for stream in list(topics[0].streams):
                    stream.end(Internal())
                return
            for topic in topics:
                await self._look(looks, [topic])

    async def _tick(self, draining: Draining) -> None:
        if draining.started:
            for stream in list(self._streams):
                stream.end()
            return
        now = time.monotonic()
        await self._see_to_streams(now)
        if self._streams:
            round_s = ROUND_S if await self._wakeups.check() else ROUND_ALONE_S
            for looks in self._looks.values():
                looks.ask(round_s)
        else:
            await self._wakeups.catch_up()
        if now - self._checked_at >= CHECK_EVERY_S:
            self._checked_at = now
            with contextlib.suppress(Unavailable):
                await self._check_holders()

    async def _see_to_streams(self, now: float) -> None:
        for number, stream in enumerate(self._care.take_due(now)):
            try:
                self._care.see_to(stream, now)
            except Exception:
                log.exception("live_stream_dropped")
                stream.abort()
            if number % CARE_AT_ONCE == CARE_AT_ONCE - 1:
                await asyncio.sleep(0)

    async def _check_holders(self) -> None:
        """Ends what those have open who have lost the right to it."""
        holders = list(self._holders)
        if not holders or not self.guards:
            return
        async with self._database.lookup() as db:
            for guard in self.guards:
                for holder, error in (await guard(db, holders)).items():
                    for lost in list(self._holders.get(holder, ())):
                        lost(error)
