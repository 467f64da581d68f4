"""Owns the running of turns for sessions: in this process, apart from any request, and what a dead process left."""

import asyncio
import contextlib

import orjson
import structlog

from relaydesk.assistants import api as assistants
from relaydesk.assistants.types import ChatModel, TurnRequest, TurnResult
from relaydesk.desk.sessions import service, store
from relaydesk.desk.sessions.log import channel, transition
from relaydesk.desk.types import Action, Speaker
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import Unavailable
from relaydesk.kernel.observe import metrics
from relaydesk.kernel.runtime import Kernel

log = structlog.get_logger(__name__)
SWEEP_S = 2.0
DATABASE_PATIENCE_S = 60.0


class TurnRunner:
    """Starts turns and keeps them until they have ended; sweeps up the turns of processes that died."""

    def __init__(self, kernel: Kernel, model: ChatModel) -> None:
        self._kernel = kernel
        self._model = model
        self._turns: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None

    def start(self, request: TurnRequest) -> None:
        turn = asyncio.create_task(self._run(request), name=f"turn-{request.turn_id}")
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)

    async def start_sweeping(self) -> None:
        self._sweeper = asyncio.create_task(self._sweep_forever(), name="turn-sweeper")

    async def stop(self, grace_s: float) -> None:
        """Lets running turns end within the grace time; what does not is found as interrupted."""
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
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

    async def _sweep_forever(self) -> None:
        while True:
            with contextlib.suppress(Unavailable):
                await self._sweep()
            await asyncio.sleep(SWEEP_S)

    async def _sweep(self) -> None:
        """Ends turns whose lease ran out as interrupted, with their text so far; closes sessions whose time is over."""
        async with self._kernel.database.unit_of_work() as uow:
            interrupted = await assistants.take_interrupted(uow.db, utc_now())
            for result in interrupted:
                log.warning("turn_interrupted", turn=result.turn_id, session=result.session_name)
                session = await store.lock_session(uow.db, result.session_name)
                if session is not None:
                    await service.append_answer(uow, session, result)
        async with self._kernel.database.unit_of_work() as uow:
            for expired in await store.lock_expired(uow.db, utc_now()):
                await transition(uow, expired, Action.CLOSE, by=Speaker.SYSTEM, reason="expired")
        async with self._kernel.database.read() as db:
            counts = await store.count_by_status(db)
        metrics.PENDING_MANUAL.set(counts["waiting"])
        metrics.ACTIVE_SESSIONS.set(sum(counts.values()) - counts["closed"])
