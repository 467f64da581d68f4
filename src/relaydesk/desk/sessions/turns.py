"""Owns the running of turns for sessions: in this process, apart from any request, and what a dead process left."""

import asyncio

import orjson
import structlog

from relaydesk.assistants import api as assistants
from relaydesk.assistants.types import ChatModel, TurnRequest, TurnResult
from relaydesk.desk.sessions import service, store
from relaydesk.desk.sessions.log import channel, transition
from relaydesk.desk.sessions.transfers import take_back
from relaydesk.desk.types import Action, Speaker, State
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.runtime import Kernel

log = structlog.get_logger(__name__)
SWEEPER, SWEEP_S = "sessions", 2.0
MOST_COUNT_CHANGES = 10_000
DATABASE_PATIENCE_S = 60.0


class TurnRunner:
    """Starts turns and keeps them until they have ended; sweeps up the turns of processes that died."""

    def __init__(self, kernel: Kernel, model: ChatModel) -> None:
        self._kernel = kernel
        self._model = model
        self._turns: set[asyncio.Task[None]] = set()
        self._are_counts_unknown = True  # in this process

    def start(self, request: TurnRequest) -> None:
        turn = asyncio.create_task(self._run(request), name=f"turn-{request.turn_id}")
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)

    def start_sweeping(self) -> None:
        self._kernel.background.keep(SWEEPER, self._sweep, every_s=SWEEP_S)

    async def stop(self, grace_s: float) -> None:
        """Lets running turns end within the grace time; what does not is found as interrupted."""
        await self._kernel.background.end(SWEEPER)
        if self._turns:
            _, unfinished = await asyncio.wait(self._turns, timeout=grace_s)
            for turn in unfinished:
                turn.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _run(self, request: TurnRequest) -> None:
        kernel = self._kernel

        async def on_delta(text: str) -> None:
            delta = {"text": text, "epoch": request.epoch, "in_reply_to": request.question_seq}
            await kernel.wakeups.notify(channel(request.session_name), orjson.dumps(delta))

        result = await assistants.run_turn(kernel, self._model, request, on_delta)
        following = await self._finish(result)
        if following:
            self.start(following)

    async def _finish(self, result: TurnResult) -> TurnRequest | None:
        """Writes the end and the answer in one transaction; waits while PostgreSQL is away."""
        deadline = asyncio.get_running_loop().time() + DATABASE_PATIENCE_S
        while True:
            try:
                async with self._kernel.database.unit_of_work() as uow:
                    session = await store.lock_session(uow.db, result.session_name)
                    if session is None or not await assistants.end_turn(uow.db, result):
                        return None
                    if not await service.append_answer(uow, session, result):
                        log.info("late_answer_refused", turn=result.turn_id, session=result.session_name)
                    return await service.open_turn(uow.db, session)
            except Unavailable:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(1)

    async def _sweep(self) -> None:
        """What nobody asks for: lost turns, expired sessions, offers without an answer, counts.

        Each session in a unit of work of its own that locks the session first, as every other writer does.
        """
        now = utc_now()
        database = self._kernel.database
        lost = await assistants.sessions_of_lost_turns(database, now)
        expired = await store.list_expired(database, now)
        stale = await store.list_stale_offers(database, now)
        have_counts_changed = await store.has_count_changes(database)
        for name in lost:
            await self._interrupt(name)
        for name in expired:
            await self._expire(name)
        for name in stale:
            async with database.unit_of_work() as uow:
                await take_back(uow, name)
        if have_counts_changed or self._are_counts_unknown:
            await self._count()
            self._are_counts_unknown = False

    async def _count(self) -> None:
        async with self._kernel.database.unit_of_work() as uow:
            await store.fold_counts(uow.db, limit=MOST_COUNT_CHANGES)
            counts = await store.count_by_status(uow.db)
        metrics.PENDING_MANUAL.set(counts["waiting"])
        metrics.ACTIVE_SESSIONS.set(sum(counts.values()) - counts["closed"])

    async def _interrupt(self, name: str) -> None:
        """A turn whose process went silent ends with its text so far."""
        async with self._kernel.database.unit_of_work() as uow:
            session = await store.lock_session(uow.db, name)
            for result in await assistants.take_interrupted(uow.db, name, utc_now()):
                log.warning("turn_interrupted", turn=result.turn_id, session=name)
                if session is not None:
                    await service.append_answer(uow, session, result)

    async def _expire(self, name: str) -> None:
        async with self._kernel.database.unit_of_work() as uow:
            session = await store.lock_session(uow.db, name)
            if session is not None and session.status != State.CLOSED and session.expires_at < utc_now():
                await transition(uow, session, Action.CLOSE, by=Speaker.SYSTEM, reason="expired")
