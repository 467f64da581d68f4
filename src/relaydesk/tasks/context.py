"""Owns what a handler gets: the kernel, its own attempt, and what it may tell of itself, fenced by the attempt."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.kernel.limits.nesting import is_nested_deeper
from relaydesk.kernel.observe.logging import redact_text
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks import store
from relaydesk.tasks.errors import AttemptLost, AttemptPaused
from relaydesk.tasks.types import ESCAPED_NUL, LEASE, MOST_NESTED_RESULT, MOST_RESULT_BYTES, Level, Line, Stop

MOST_LINES, LONGEST_LINE, LONGEST_MESSAGE = 1000, 2000, 500


@dataclass(slots=True)
class TaskContext:
    """`restored` is what an earlier attempt gave to `checkpoint` last; None in a first one."""

    kernel: Kernel
    id: int
    public_id: str
    attempt: int
    max_attempts: int
    restored: dict[str, Any] | None = None
    lines: list[Line] = field(default_factory=list)  # told and not written yet; whoever runs the attempt takes them
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    on_stop: Callable[[Stop], None] = lambda _why: None  # whoever runs the attempt learns here that it is to end
    _lines_count: int = 0
    _holds: int = 0
    _news: dict[str, Any] = field(default_factory=dict)

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= self.max_attempts

    @property
    def is_held(self) -> bool:
        """Whether a part of the handler is in a unit of work, which holds the task's row."""
        return self._holds > 0

    def log(self, message: str, level: Level = "info") -> None:
        """A line for whoever looks at the task; it is written within a second. 1,000 of an attempt are kept."""
        self._lines_count += 1
        if self._lines_count > MOST_LINES:
            return
        text = message if self._lines_count < MOST_LINES else "further lines of this attempt are not kept"
        self.lines.append(Line(utc_now(), self.id, self.attempt, level, redact_text(storable(text))[:LONGEST_LINE]))

    async def progress(self, done: float, total: float, message: str = "") -> None:
        """Writes how far it is (0 to 1); from inside of a `unit_of_work` once that has committed.

        Raises:
            AttemptLost: another attempt has taken over.
            asyncio.CancelledError: somebody cancelled the task.
        """
        share = min(1.0, max(0.0, done / total)) if total else 0.0
        await self._note(progress=share, message=redact_text(storable(message))[:LONGEST_MESSAGE])

    async def checkpoint(self, state: dict[str, Any]) -> None:
        """Keeps what the next attempt finds in `restored`: after a crash, a failure or a pause.

        Raises:
            AttemptPaused: somebody paused the task, which goes on from here once it is resumed. Let it pass.
            AttemptLost, asyncio.CancelledError: as `progress` does.
            TypeError, ValueError: the state is not JSON, nested too deep, or larger than 4 MiB.
        """
        if is_nested_deeper(state, MOST_NESTED_RESULT):
            raise ValueError("the state of a checkpoint is nested too deep")
        text = storable_json(state)
        if len(text.encode()) > MOST_RESULT_BYTES:
            raise ValueError(f"the state of a checkpoint is larger than {MOST_RESULT_BYTES // 1024**2} MiB of JSON")
        await self._note(checkpoint=json.loads(text))

    async def _note(self, **values: Any) -> None:
        self._news |= values
        if not self._holds:  # else it would be told before the work that it is of has committed
            await self._tell()

    async def _tell(self) -> None:
        if not self._news:
            return
        news, self._news = self._news, {}
        try:
            async with self.kernel.database.unit_of_work() as uow:
                requests = await store.write_attempt(uow.db, self.id, self.attempt, news)
                uow.wake(f"task:{self.public_id}")
        except DatabaseUnavailable:
            self._news = news | self._news  # told with the next news: the work itself has not failed by this
            return
        if requests is None:
            self.on_stop("lost")
            raise AttemptLost
        if requests.is_cancel_requested:
            self.cancelled.set()
            self.on_stop("cancelled")
            raise asyncio.CancelledError
        if requests.is_pause_requested and "checkpoint" in news:
            self.on_stop("paused")
            raise AttemptPaused

    @contextlib.asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """A unit of work that commits only while this attempt is the task's current one.

        Raises:
            AttemptLost: it is not; nothing was written.
        """
        async with self.kernel.database.unit_of_work() as uow:
            lease_until = await store.hold(uow.db, self.id, self.attempt)
            if lease_until is None:
                self.on_stop("lost")
                raise AttemptLost
            self._holds += 1
            try:
                yield uow
            finally:
                self._holds -= 1
            now = utc_now()
            if lease_until < now + LEASE / 2:  # what commits here is not begun again, even if this process stood still
                await store.extend_lease(uow.db, self.id, self.attempt, until=now + LEASE)
        if not self._holds:
            await self._tell()


def storable(text: str) -> str:
    """Without what PostgreSQL cannot hold: NUL characters and lone surrogates."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


def storable_json(value: Any) -> str:
    """Likewise, as JSON. Raises TypeError, ValueError."""
    return storable(ESCAPED_NUL.sub(r"\1\\ufffd", json.dumps(value, ensure_ascii=False, allow_nan=False)))
