"""Answers the lines of a file by the deployment that serves them, in parts that are there once they are counted.

A part's answers are a file of their own, and its row says how far they reach: another attempt goes on behind the last
row, so that no line is answered twice in the output and none is left out.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final, NamedTuple

from relaydesk.registry.batches import store
from relaydesk.registry.batches.store import Done
from relaydesk.registry.errors import InferenceBatchGone, StorageFull
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.types import ANSWER_S, MAX_BODY_BYTES
from relaydesk.registry.inference.wire.messages import Ask, Said, error_body
from relaydesk.registry.tables import BatchPartRow, BatchRow
from relaydesk.tasks.api import Kind, Payload, TaskContext
from relaydesk.tasks.errors import PermanentFailure

AT_ONCE: Final = 32
PART_LINES, PART_BYTES = 1000, 8 * 1024 * 1024
AWAY_S: Final = 60.0
_LEAST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 2.0
_OK, _UNKNOWN, _UNAVAILABLE = 200, 404, 503


class InferPayload(Payload):
    """For people who look at the task; what it works on is in its own row."""

    deployment: str
    filename: str


INFER = Kind(
    name="models.infer_batch",
    payload=InferPayload,
    max_attempts=10,
    timeout_s=24 * 3600,
    backoff_s=5,
    is_pausable=True,
)


class ModelAway(Exception):
    """The deployment has not answered for a minute; another attempt may help."""


class NoRoomForAnswers(Exception):
    """There is no room left on the disk for answers; another attempt may find some."""


class Line(NamedTuple):
    """`end` is the first octet behind it in the file."""

    content: bytes
    end: int


async def lines_of(pieces: AsyncIterator[bytes], *, behind: int) -> AsyncIterator[Line]:
    """From the first one that begins at the octet `behind`; blank ones are none.

    Of a line that is longer than a request may be, one octet more than that is left.
    """
    place = 0
    held: list[bytes] = []  # of the line that has begun
    held_bytes = 0
    async for piece in pieces:
        begin = max(0, behind - place)
        end, place = place + begin, place + len(piece)
        *whole, rest = piece[begin:].split(b"\n")
        for one in whole:
            end += len(one) + 1
            line = b"".join((*held, one)) if held_bytes else one
            held, held_bytes = [], 0
            if line.strip():
                yield Line(line[: MAX_BODY_BYTES + 1], end)
        if rest and held_bytes <= MAX_BODY_BYTES:  # beyond that no more of it is held
            held.append(rest)
            held_bytes += len(rest)
    line = b"".join(held)
    if line.strip():
        yield Line(line[: MAX_BODY_BYTES + 1], place)


async def parts_of(lines: AsyncIterator[Line]) -> AsyncIterator[list[Line]]:
    part: list[Line] = []
    size = 0
    async for line in lines:
        part.append(line)
        size += len(line.content)
        if len(part) >= PART_LINES or size >= PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _gone() -> PermanentFailure:
    """Its code is that of what it comes from."""
    gone = InferenceBatchGone()
    failure = PermanentFailure(gone.message)
    failure.__cause__ = gone
    return failure


class Runner:
    """One attempt at one batch."""

    def __init__(self, context: TaskContext, files: ModelFiles, link: Link, *, name: str, batch: BatchRow) -> None:
        self._context, self._files, self._link = context, files, link
        self._name, self._batch = name, batch
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self, done: Done) -> Done:
        """To the file's end, from where the attempts before came to."""
        pieces = await self._files.read(self._batch.storage_key)
        async for part in parts_of(lines_of(pieces, behind=done.read_bytes)):
            done = await self._add(part, done)
            await self._context.progress(done.read_bytes, self._batch.size_bytes, words_of(done))
            await self._context.checkpoint({"lines": done.lines})
        return done

    async def _add(self, part: Sequence[Line], done: Done) -> Done:
        """Raises what `_answer` does, once what is answered in front of that line is there."""
        answers, error = await self._answers(part)
        if answers:
            done = await self._store(part[: len(answers)], answers, done)
        if error is not None:
            raise error
        return done

    async def _store(self, part: Sequence[Line], answers: Sequence[tuple[bool, bytes]], done: Done) -> Done:
        content = b"".join(answer + b"\n" for _, answer in answers)
        refused = sum(not is_ok for is_ok, _ in answers)
        read_bytes = part[-1].end
        row = {"batch_id": self._batch.id, "read_bytes": read_bytes, "lines": len(part), "refused": refused}
        try:
            await self._keep(content, row)
        except StorageFull as error:
            raise NoRoomForAnswers(error.message) from error
        return Done(read_bytes, done.lines + len(part), done.refused + refused, done.size_bytes + len(content))

    async def _keep(self, content: bytes, row: dict[str, int]) -> None:
        async with self._files.incoming() as (key, incoming):
            await incoming.write(content)
            await incoming.finish()
            async with self._context.unit_of_work() as uow:
                if not await store.hold_batch(uow.db, self._batch.id):
                    raise _gone()
                uow.db.add(BatchPartRow(**row, storage_key=key, size_bytes=len(content)))

    async def _answers(self, part: Sequence[Line]) -> tuple[list[tuple[bool, bytes]], Exception | None]:
        """In their order, up to the first that has none; what fails first ends the others."""
        answering = [asyncio.create_task(self._answer(line.content)) for line in part]
        error: Exception | None = None
        try:
            await asyncio.gather(*answering)
        except (ModelAway, PermanentFailure) as first:
            error = first
        finally:
            for one in answering:
                one.cancel()
            ends = await asyncio.gather(*answering, return_exceptions=True)
        answers: list[tuple[bool, bytes]] = []
        for end in ends:
            if isinstance(end, BaseException):
                break
            answers.append(end)
        return answers, error

    async def _answer(self, line: bytes) -> tuple[bool, bytes]:
        """Whether it was computed, and one line.

        Raises:
            ModelAway
            PermanentFailure: there is no such deployment any more, or not the version that was asked for.
        """
        if len(line) > MAX_BODY_BYTES:
            return False, error_body(f"the line is longer than {MAX_BODY_BYTES} bytes")
        async with self._room:
            until, pause_s = time.monotonic() + AWAY_S, _LEAST_PAUSE_S
            while True:
                said, body = await self._ask(line)
                if said.status == _UNKNOWN:
                    raise await self._unknown(body)
                if said.status != _UNAVAILABLE:
                    break
                if time.monotonic() > until:
                    raise ModelAway(body.decode(errors="replace"))
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
        if said.json_bytes is not None:
            return False, error_body("a file of lines cannot hold binary data: leave binary_data_output out")
        return said.status == _OK, body

    async def _unknown(self, body: bytes) -> PermanentFailure:
        async with self._context.kernel.database.read() as db:
            name = await store.name_of_deployment(db, self._batch)
        if name is None:
            return _gone()
        version = self._batch.model_version
        if version is None:
            return PermanentFailure(body.decode(errors="replace"))
        return PermanentFailure(
            f"version {version} has left the deployment '{name}': give it traffic there again (a weight of 0"
            " will do) and retry this task, which goes on where it stopped"
        )

    async def _ask(self, line: bytes) -> tuple[Said, bytes]:
        version = self._batch.model_version
        ask = Ask("infer", self._name, str(version) if version is not None else "", asked_at=time.monotonic())
        try:
            async with asyncio.timeout(ANSWER_S):
                said, body = await self._link.ask(ask, line)
                return said, bytes(body)
        except TimeoutError:
            return Said(_UNAVAILABLE), error_body("the inference process does not answer")


async def done_before(context: TaskContext, batch: BatchRow) -> Done:
    async with context.kernel.database.read() as db:
        return (await store.done_of(db, [batch])).get(batch.id, Done())


async def find_work(context: TaskContext) -> tuple[BatchRow, str]:
    """The batch of this task, and the name of its deployment. Raises PermanentFailure where one of them is gone."""
    async with context.kernel.database.read() as db:
        batch = await store.find_batch(db, context.public_id)
        name = await store.name_of_deployment(db, batch) if batch is not None else None
    if batch is None or name is None:
        raise _gone()
    return batch, name


def words_of(done: Done) -> str:
    """A task's message: how far it is."""
    lines = "1 line" if done.lines == 1 else f"{done.lines} lines"
    return f"{lines}, {done.refused} of them refused" if done.refused else lines


def shown(done: Done) -> dict[str, Any]:
    return {"lines": done.lines, "refused": done.refused, "output_bytes": done.size_bytes}
