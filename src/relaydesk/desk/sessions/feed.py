"""Owns live streams: a session's events from its log with the tokens in between; the operators' list of changes."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import timedelta

import orjson

from relaydesk.desk.sessions import store
from relaydesk.desk.sessions.log import DESK, channel
from relaydesk.desk.sessions.schemas import MessageOut
from relaydesk.desk.sessions.shaping import event_data, message_out, session_out
from relaydesk.desk.sessions.tables import Session
from relaydesk.desk.types import Kind
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.http.sse import ServerEvent
from relaydesk.kernel.runtime import Kernel

POLL_S = 2.0
DATABASE_AWAY_S = 1.0
OVERLAP = timedelta(seconds=10)


async def session_feed(kernel: Kernel, session: Session, *, after_seq: int) -> AsyncGenerator[ServerEvent, None]:
    """Every persisted event after `after_seq`, in order and once, with `delta` events while an answer is written.

    Deltas carry the epoch of their turn; those of an epoch that this stream has seen end are dropped.
    """
    epoch = 0
    async with kernel.wakeups.listen(channel(session.name)) as inbox:
        look = True
        while True:
            for message in inbox.take():
                delta = orjson.loads(message)
                if delta["epoch"] >= epoch:
                    yield ServerEvent("delta", delta)
            if look:
                try:
                    async with kernel.database.read() as db:
                        events = await store.list_events(db, session.id, after_seq=after_seq)
                except Unavailable:
                    await asyncio.sleep(DATABASE_AWAY_S)
                    continue
                for event in events:
                    after_seq = event.seq
                    epoch = event.payload.get("epoch", epoch) if event.kind == Kind.STATUS else epoch
                    yield ServerEvent(event.kind, event_data(session.name, event), id=event.seq)
            woken = await inbox.wait(POLL_S)
            look = inbox.take_wakeup() or not woken


async def wait_for_answer(
    kernel: Kernel, session: Session, *, question_seq: int, timeout_s: float
) -> MessageOut | None:
    """The message that answers `question_seq`; None when a human takes part before that, or the time is over."""
    try:
        async with asyncio.timeout(timeout_s):
            async with kernel.wakeups.listen(channel(session.name)) as inbox:
                while True:
                    async with kernel.database.read() as db:
                        answer = await store.find_answer(db, session.id, question_seq)
                        current = await store.find_session(db, session.name)
                    if answer is not None:
                        return message_out(session.name, answer)
                    if current is None or current.status != "bot":
                        return None
                    while not inbox.take_wakeup():
                        inbox.take()
                        if not await inbox.wait(POLL_S):
                            break
    except TimeoutError:
        return None


async def desk_feed(kernel: Kernel) -> AsyncIterator[ServerEvent]:
    """A `session` event for each session that changes, with its summary; the console's lists live on it."""
    since = utc_now()
    shown: dict[str, int] = {}
    async with kernel.wakeups.listen(DESK) as inbox:
        while True:
            await inbox.wait(POLL_S)
            inbox.take_wakeup()
            began = utc_now()
            try:
                async with kernel.database.read() as db:
                    changed = await store.list_changed(db, since=since)
            except Unavailable:
                continue
            for session in changed:
                version = hash((session.last_seq, session.unread, session.status, session.operator_public_id))
                if shown.get(session.name) != version:
                    shown[session.name] = version
                    yield ServerEvent("session", session_out(session).model_dump(mode="json"))
            since = began - OVERLAP
