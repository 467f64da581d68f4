"""Owns what a handler gets: the kernel, its own attempt, progress, and a unit of work that is fenced by the attempt."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks import store
from relaydesk.tasks.errors import AttemptLost
from relaydesk.tasks.types import REQUESTS

LONG_HOLD_S = 5.0


@dataclass(slots=True)
class TaskContext:
    kernel: Kernel
    id: int
    public_id: str
    attempt: int
    max_attempts: int
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    _holds: int = 0
    _news: tuple[float, str] | None = None

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= self.max_attempts

    async def progress(self, done: float, total: float, message: str = "") -> None:
        """Writes how far it is (0 to 1); from inside of a `unit_of_work` once that has committed.

        Raises:
            AttemptLost: another attempt has taken over.
            asyncio.CancelledError: somebody cancelled the task.
        """
        share = min(1.0, max(0.0, done / total)) if total else 0.0
        self._news = share, message[:500]
        if not self._holds:  # else its row is held: another connection would wait for it
            await self._tell()

    async def _tell(self) -> None:
        if self._news is None:
            return
        (share, message), self._news = self._news, None
        async with self.kernel.database.unit_of_work() as uow:
            is_cancel_requested = await store.write_progress(
                uow.db, self.id, self.attempt, progress=share, message=message
            )
            uow.wake(f"task:{self.public_id}")
        if is_cancel_requested is None:
            raise AttemptLost
        if is_cancel_requested:
            self.cancelled.set()
            raise asyncio.CancelledError

    @contextlib.asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """A unit of work that commits only while this attempt is the task's current one.

        Raises:
            AttemptLost: it is not; nothing was written.
        """
        async with self.kernel.database.unit_of_work() as uow:
            if not await store.hold(uow.db, self.id, self.attempt):
                raise AttemptLost
            self._holds += 1
            began = time.monotonic()
            try:
                yield uow
            finally:
                self._holds -= 1
        if time.monotonic() - began > LONG_HOLD_S:  # nobody could extend the lease meanwhile
            await self.kernel.wakeups.wake([REQUESTS])
        if not self._holds:
            await self._tell()
