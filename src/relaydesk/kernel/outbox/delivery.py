"""Owns the delivery of recorded events: to each subscriber, whichever process dies meanwhile.

The process that records an event claims its row in that transaction and delivers right after the commit. A row whose
claim ran out (its process died) or that a subscriber refused is claimed by whichever process looks next: no process has
to lead. Each subscriber runs in a unit of work of its own that also notes the delivery, under the row's lock.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import structlog

from relaydesk.kernel.database import Database, Db, utc_now
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.events import Event, Recorded, Wakeups
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.kernel.outbox import store
from relaydesk.kernel.outbox.bus import Bus, Subscriber

log = structlog.get_logger(__name__)
CLAIM = timedelta(seconds=30)
POLL_S = 2.0
BATCH = 50
LONGEST_WAIT_S = 300
LONGEST_ERROR = 500
LATE_S = 300.0


class Outbox:
    """The `Outlet` of a process; `attach` it to the database that it is the outlet of."""

    def __init__(self, bus: Bus, wakeups: Wakeups) -> None:
        self._bus = bus
        self._wakeups = wakeups
        self._attached: Database | None = None

    def attach(self, database: Database) -> None:
        self._attached = database

    async def keep(self, db: Db, events: Sequence[Event]) -> list[Recorded]:
        concerned = [event for event in events if self._bus.subscribers_of(event)]
        if not concerned:
            return []
        now = utc_now()
        rows = [
            {
                "event": type(event).__name__,
                "payload": msgspec.to_builtins(event),
                "recorded_at": now,
                "claimed_until": now + CLAIM,
            }
            for event in concerned
        ]
        ids = await store.insert_rows(db, rows)
        return [Recorded(event=event, row_id=row_id) for event, row_id in zip(concerned, ids, strict=True)]

    async def publish(self, events: Sequence[Recorded], wakeups: Sequence[str]) -> None:
        if wakeups:
            await self._wakeups.wake(wakeups)
        for recorded in events:
            await self._deliver(recorded, attempts=0)

    async def deliver_due(self) -> None:
        """Delivers what dead processes left and what a subscriber refused before.

        Raises:
            DatabaseUnavailable: PostgreSQL is away.
        """
        kinds = self._bus.kinds()
        if not kinds:
            return
        now = utc_now()
        if not await store.has_due(self._database, now=now):
            return
        async with self._database.unit_of_work() as uow:
            rows = await store.claim_due(uow.db, list(kinds), now=now, until=now + CLAIM, limit=BATCH)
        for row in rows:
            try:
                event: Event = msgspec.convert(row.payload, kinds[row.event])
            except msgspec.ValidationError:
                log.exception("outbox_row_unreadable", row=row.id, name=row.event)
                await self._put_off(row.id, attempts=row.attempts, error="this version cannot read it")
                continue
            await self._deliver(Recorded(event=event, row_id=row.id), attempts=row.attempts)

    async def health(self) -> dict[str, Any]:
        """How many events wait for a subscriber, and for how long the oldest does; `late` after some minutes."""
        async with self._database.read() as db:
            count, since = await store.count_waiting(db)
        oldest_s = (utc_now() - since).total_seconds() if since else 0.0
        return {"status": "late" if oldest_s > LATE_S else "ok", "waiting": count, "oldest_seconds": round(oldest_s, 1)}

    @property
    def _database(self) -> Database:
        if self._attached is None:
            raise AssertionError("an outbox is attached to its database before it is used")
        return self._attached

    async def _deliver(self, recorded: Recorded, *, attempts: int) -> None:
        failure = None
        for subscriber in self._bus.subscribers_of(recorded.event):
            try:
                await self._deliver_to(subscriber, recorded)
            except Unavailable as error:
                failure = f"{subscriber.name}: {error.code}"
                log.warning("event_delivery_waits", name=type(recorded.event).__name__, reason=error.code)
            except Exception as error:
                failure = redact_text(f"{subscriber.name}: {type(error).__name__}: {error}")[:LONGEST_ERROR]
                log.exception("event_delivery_failed", name=type(recorded.event).__name__, subscriber=subscriber.name)
        if failure is not None:
            await self._put_off(recorded.row_id, attempts=attempts, error=failure)

    async def _deliver_to(self, subscriber: Subscriber, recorded: Recorded) -> None:
        """Once: whoever was faster has taken the row away or noted the subscriber in it."""
        everybody = {one.name for one in self._bus.subscribers_of(recorded.event)}
        async with self._database.unit_of_work() as uow:
            row = await store.lock_row(uow.db, recorded.row_id)
            if row is None or subscriber.name in row.delivered_to:
                return
            await subscriber.handler(uow, recorded.event)
            row.delivered_to = [*row.delivered_to, subscriber.name]
            if everybody <= set(row.delivered_to):
                await store.delete_row(uow.db, recorded.row_id)

    async def _put_off(self, row_id: int, *, attempts: int, error: str) -> None:
        wait = timedelta(seconds=min(2 ** min(attempts, 16), LONGEST_WAIT_S))
        try:
            async with self._database.unit_of_work() as uow:
                await store.put_off(uow.db, row_id, until=utc_now() + wait, error=error)
        except Unavailable as away:
            log.warning("event_delivery_waits", row=row_id, reason=away.code)  # until its claim has run out
