"""Owns what is live at the desk: sessions with their logs and the tokens in between, the operators' list of changes.

Everything persisted comes out of the log in order and once, from each stream's position on. Tokens come by wake-up
while an answer is written, with the epoch of their turn; those of an epoch that a stream has seen end are dropped.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson

from relaydesk.desk.errors import SessionNotFound, VisitorTokenExpired
from relaydesk.desk.sessions import store
from relaydesk.desk.sessions.log import DESK, channel
from relaydesk.desk.sessions.schemas import MessageOut
from relaydesk.desk.sessions.shaping import event_data, message_out, session_out
from relaydesk.desk.sessions.tables import Session, SessionEvent
from relaydesk.desk.types import Appended, Heading, Kind, Speaker, State
from relaydesk.identity.api import Access
from relaydesk.kernel.database import Database, ReadDb, utc_now
from relaydesk.kernel.live.hub import Hub, Topic
from relaydesk.kernel.live.stream import Stream, encode

MOST_EVENTS = 2000
# changes are read again for so long: a transaction may commit later than its rows say
OVERLAP, SHORT_OVERLAP = timedelta(seconds=10), timedelta(seconds=1)
MOST_CHANGES = 300
MOST_SEQ = 2**63 - 1


class SessionStream(Stream):
    """A session's events for one reader; `holder` None is its visitor, by the session's own token.

    Notes are for operators alone.
    """

    __slots__ = ("_gets_notes", "epoch")
    awaits_answer = False

    def __init__(self, *, position: int, holder: Access | None, gets_notes: bool = False) -> None:
        super().__init__(position=position, holder=holder)
        self.epoch = 0
        self._gets_notes = gets_notes

    def take(self, event: Appended, data: bytes) -> None:
        """One persisted event, and as it goes over the wire."""
        self.position = event.seq
        if event.kind == Kind.STATUS:
            self.epoch = event.payload.get("epoch", self.epoch)
        if event.kind != Kind.NOTE or self._gets_notes:
            self.send(data)

    def take_delta(self, epoch: int, data: bytes) -> None:
        if epoch >= self.epoch and not self.is_slow:
            self.send(data)

    def caught_up(self, session: Heading) -> None:
        """All events so far were taken; the session is as it is now."""


class AnswerStream(SessionStream):
    """The stream of one question: ends with its answer, or as soon as a human is to give it."""

    __slots__ = ("_answered", "_early", "_question_seq", "_session_name")
    awaits_answer = True

    def __init__(
        self, session: Session, question: SessionEvent, *, token: str | None, holder: Access | None = None
    ) -> None:
        super().__init__(position=question.seq - 1, holder=holder)
        self._session_name = session.name
        self._question_seq = question.seq
        self._answered = False
        self._early: list[tuple[int, bytes]] = []  # pieces of an answer that began before its question was read back
        opening: dict[str, Any] = {"session_name": session.name, "status": session.status}
        self.send(encode("session", {**opening, "visitor_token": token} if token else opening))

    def take(self, event: Appended, data: bytes) -> None:
        if self._answered:
            self.position = event.seq
            return
        super().take(event, data)
        if self.position >= self._question_seq:
            early, self._early = self._early, []
            for epoch, piece in early:
                super().take_delta(epoch, piece)
        if _answers(event, self._question_seq):
            self._answered = True
            if event.role == Speaker.SYSTEM:
                self.send(encode("error", {"code": event.payload.get("code"), "message": event.content}))

    def take_delta(self, epoch: int, data: bytes) -> None:
        if self.position < self._question_seq:
            self._early.append((epoch, data))
        elif not self._answered:
            super().take_delta(epoch, data)

    def caught_up(self, session: Heading) -> None:
        if self.position < self._question_seq or not (self._answered or session.status != State.BOT):
            return
        status = {"status": session.status, "epoch": session.epoch, "operator": session.operator_name}
        self.send(encode("status", status))
        self.send(encode("done", {"session_name": self._session_name, "last_seq": session.last_seq}))
        self.end()


class AnswerWaiter(SessionStream):
    """Nobody's stream: waits for the answer to one question, for a request that wants it in one piece."""

    __slots__ = ("_question_seq", "_session_name", "answer")
    awaits_answer = True

    def __init__(self, session: Session, question: SessionEvent) -> None:
        super().__init__(position=question.seq, holder=None)
        self._session_name = session.name
        self._question_seq = question.seq
        self.answer: asyncio.Future[MessageOut | None] = asyncio.get_running_loop().create_future()

    @property
    def is_attached(self) -> bool:
        """It waits for no connection, and as long as the request does."""
        return True

    def send(self, data: bytes) -> None:
        """There is nobody to send it to."""

    def take(self, event: Appended, data: bytes) -> None:  # noqa: ARG002 - the event itself is wanted
        self.position = event.seq
        if _answers(event, self._question_seq) and not self.answer.done():
            self.answer.set_result(message_out(self._session_name, event))

    def caught_up(self, session: Heading) -> None:
        if session.status != State.BOT and not self.answer.done():
            self.answer.set_result(None)

    def gone(self) -> None:
        if not self.answer.done():
            self.answer.set_result(None)
        super().gone()


def _answers(event: Appended, question_seq: int) -> bool:
    speaks = event.kind == Kind.MESSAGE and event.role in {Speaker.ASSISTANT, Speaker.SYSTEM}
    return speaks and (event.payload.get("in_reply_to") or 0) >= question_seq


class SessionSource:
    """The logs of sessions; a topic's key is the session's id."""

    name = "sessions"
    # messages that come in quick succession are read together; the first of them waits for nothing
    rest_s = 0.01

    async def find_changed(self, database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        """Those with events that a reader has not had, or that ended; those where an answer is awaited in any case."""
        by_id: dict[int, Topic] = {topic.key: topic for topic in topics}
        positions = {}
        for session_id, topic in by_id.items():
            readers = topic.readers()
            awaits = any(stream.awaits_answer for stream in readers)
            positions[session_id] = -1 if awaits else min((s.position for s in readers), default=MOST_SEQ)
        return [by_id[session_id] for session_id in await store.list_changed_or_over(database, positions, utc_now())]

    async def look(self, database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        by_id: dict[int, Topic] = {topic.key: topic for topic in topics}
        sessions = {row.id: row for row in await store.list_headings(database, list(by_id))}
        _end_lost(by_id, sessions)
        after = _positions(by_id, sessions)
        events = await store.list_new_events(database, after, limit=MOST_EVENTS) if after else []
        for event in events:
            data = encode(event.kind, event_data(sessions[event.session_id].name, event), seq=event.seq)
            for stream in by_id[event.session_id].readers():
                if stream.position < event.seq:
                    stream.take(event, data)
        for session_id, session in sessions.items():
            for stream in list(by_id[session_id].streams):
                if stream.position >= session.last_seq:
                    stream.caught_up(session)
        return [by_id[session_id] for session_id in after] if len(events) == MOST_EVENTS else ()

    def tell(self, topic: Topic, message: bytes) -> None:
        delta = orjson.loads(message)
        data = encode("delta", delta)
        for stream in topic.streams:
            stream.take_delta(delta["epoch"], data)


class DeskStream(Stream):
    """The changes of all sessions for one operator."""

    __slots__ = ("is_new",)

    def __init__(self, *, holder: Access) -> None:
        super().__init__(holder=holder)
        self.is_new = True


class DeskSource:
    """One topic: a `session` event for each session that changes, with its summary; the console's lists live on it."""

    name = "desk"
    rest_s = 0.1

    def __init__(self) -> None:
        self._since = self._since_long = utc_now()
        self._versions: dict[str, tuple[int, datetime]] = {}  # as sent last, by session; and when that was changed

    async def find_changed(self, _database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        return topics  # there is one

    async def look(self, database: Database, topics: Sequence[Topic]) -> Collection[Topic]:
        began = utc_now()
        readers = [stream for topic in topics for stream in topic.readers()]
        is_long = began - self._since_long > OVERLAP / 2 or any(stream.is_new for stream in readers)
        since = self._since - (OVERLAP if is_long else SHORT_OVERLAP)
        async with database.lookup() as db:
            await self._tell_changes(db, readers, since=since, until=began)
        for stream in readers:
            stream.is_new = False
        if is_long:
            self._since_long = began
            oldest = began - 2 * OVERLAP
            self._versions = {name: sent for name, sent in self._versions.items() if sent[1] > oldest}
        self._since = began
        return ()

    def tell(self, topic: Topic, message: bytes) -> None:
        """Nothing ephemeral is told to all operators."""

    async def _tell_changes(
        self, db: ReadDb, readers: Sequence[DeskStream], *, since: datetime, until: datetime
    ) -> None:
        after = (since, 0)
        while after[0] <= until:  # what changes meanwhile is the next look's
            changed = await store.list_changed(db, after=after, limit=MOST_CHANGES)
            for session in changed:
                self._tell(session, readers)
            if len(changed) < MOST_CHANGES:
                break
            after = (changed[-1].updated_at, changed[-1].id)

    def _tell(self, session: Session, readers: Sequence[DeskStream]) -> None:
        offer = (session.offered_to_public_id, session.offered_until)
        version = hash((session.last_seq, session.unread, session.status, session.operator_public_id, offer))
        is_news = self._versions.get(session.name, (None,))[0] != version
        self._versions[session.name] = (version, session.updated_at)
        hearers = [stream for stream in readers if is_news or stream.is_new]
        if hearers:
            data = encode("session", session_out(session).model_dump(mode="json"))
            for stream in hearers:
                stream.send(data)


def _end_lost(by_id: Mapping[int, Topic], sessions: Mapping[int, Heading]) -> None:
    """A session that was erased is nobody's any more; one whose time is over is no longer its visitor's."""
    now = utc_now()
    for session_id, topic in by_id.items():
        session = sessions.get(session_id)
        for stream in list(topic.streams):
            if session is None:
                stream.end(SessionNotFound(session_name=topic.channel.partition(":")[2]))
            elif session.expires_at <= now and not (isinstance(stream.holder, Access) and stream.holder.kind == "user"):
                stream.end(VisitorTokenExpired())


def _positions(by_id: Mapping[int, Topic], sessions: Mapping[int, Heading]) -> dict[int, int]:
    """From where on to read the sessions of which a reader has not had all."""
    after = {}
    for session_id, session in sessions.items():
        behind = [s.position for s in by_id[session_id].readers() if s.position < session.last_seq]
        if behind:
            after[session_id] = min(behind)
    return after


class DeskLive:
    """The live side of the desk in one process: how requests come to follow something."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._sessions = SessionSource()
        self._desk = DeskSource()

    def follow_session(self, session: Session, stream: SessionStream) -> None:
        self._hub.follow(self._sessions, session.id, channel=channel(session.name), stream=stream)

    def follow_desk(self, stream: DeskStream) -> None:
        self._hub.follow(self._desk, DESK, channel=DESK, stream=stream)

    async def wait_for_answer(self, session: Session, question: SessionEvent, *, timeout_s: float) -> MessageOut | None:
        """The message that answers `question`; None when a human takes part before that, or the time is over."""
        waiter = AnswerWaiter(session, question)
        self.follow_session(session, waiter)
        try:
            async with asyncio.timeout(timeout_s):
                return await waiter.answer
        except TimeoutError:
            return None
        finally:
            waiter.gone()
