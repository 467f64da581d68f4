"""Owns what attempts leave until PostgreSQL has it: the lines that they told, and how they ended. Both in batches."""

import asyncio
import itertools
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import DBAPIError

from relaydesk.kernel.errors import Conflict, Invalid
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.ends.service import end_attempts
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.store import add_lines
from relaydesk.tasks.types import FailureCode, Line, Status

log = structlog.get_logger(__name__)
ENDS_AT_ONCE, LINES_AT_ONCE = 200, 1000
_NOT_STORED = (DBAPIError, Invalid, Conflict)


class Unwritten:
    """Of one process. `lines` is added to by its attempts; `ends` are by the task's id and the attempt."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._writing = asyncio.Lock()
        self.lines: list[Line] = []
        self.ends: dict[tuple[int, int], tuple[End, TaskContext]] = {}

    def add(self, end: End, context: TaskContext) -> None:
        """It is written once nothing of its handler is in a unit of work."""
        self.ends[end.id, end.attempt] = end, context

    async def write(self) -> None:
        """What PostgreSQL does not take now is kept, and tried again."""
        async with self._writing:  # the loop and whoever finishes would write the same twice
            await self._write_lines()
            await self._write_ends()

    async def _write_lines(self) -> None:
        most = LINES_AT_ONCE
        while self.lines:
            lines = self.lines[:most]
            try:
                async with self._kernel.database.unit_of_work() as uow:
                    await add_lines(uow.db, lines)
            except _NOT_STORED as error:
                if len(lines) > 1:
                    most = len(lines) // 2  # one of them cannot be stored: the others can
                    continue
                log.error("line_not_stored", task=lines[0].task_id, reason=type(error).__name__)  # noqa: TRY400 - as above
                most = LINES_AT_ONCE
            del self.lines[: len(lines)]

    async def _write_ends(self) -> None:
        while ends := self._free_ends():
            try:
                await self._write(ends)
            except _NOT_STORED:
                for end in ends:  # one of them cannot be stored: the others can
                    await self._write_alone(end)
            for end in ends:
                del self.ends[end.id, end.attempt]

    def _free_ends(self) -> list[End]:
        """Without those of which a part of the handler is in a unit of work: the others would wait for its row."""
        free = (end for end, context in self.ends.values() if not context.is_held)
        return list(itertools.islice(free, ENDS_AT_ONCE))

    async def _write(self, ends: Sequence[End]) -> None:
        async with self._kernel.database.unit_of_work() as uow:
            written = await end_attempts(uow, ends)
        for end in ends:
            if end.id not in written:
                log.warning("end_refused", task=end.id, attempt=end.attempt)

    async def _write_alone(self, end: End) -> None:
        try:
            await self._write([end])
        except _NOT_STORED as error:
            log.error("end_not_stored", task=end.id, reason=type(error).__name__)  # noqa: TRY400 - it holds values
            problem, code = "how it ended could not be stored", FailureCode.END_NOT_STORED
            await self._write([End(end.id, end.attempt, Status.FAILED, error=problem, error_code=code)])
