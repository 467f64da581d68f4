"""Answers the lines of a file by the deployment that serves them, in parts that are there once they are counted.

A part's answers are a file of their own, and its row says how far they reach: another attempt goes on behind the last
row, so that no line is answered twice in the output and none is left out.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any, Final

from relaydesk.registry.batches import store
from relaydesk.registry.batches.ahead import Ahead, Answer, AnswerTooLarge, Line
from relaydesk.registry.batches.store import Done
from relaydesk.registry.errors import InferenceBatchGone, StorageFull
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.types import ANSWER_S, MAX_BODY_BYTES
from relaydesk.registry.inference.wire.frames import Octets
from relaydesk.registry.inference.wire.messages import TOO_LARGE, Ask, Said, error_body
from relaydesk.registry.tables import BatchPartRow, BatchRow
from relaydesk.tasks.api import Kind, Payload, TaskContext
from relaydesk.tasks.errors import PermanentFailure

PART_LINES, PART_BYTES = 1000, 8 * 1024 * 1024  # octets of requests or of answers, whichever come to that first
AWAY_S: Final = 60.0
_LEAST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 2.0
_WRITE_BYTES: Final = 1024 * 1024
_OK, _UNKNOWN, _UNAVAILABLE = 200, 404, 503
_NO_BINARY: Final = "a file of lines cannot hold binary data: leave binary_data_output out"


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


class Part:
    """Lines that are answered and not stored yet: a file and a row of their own, once there are enough of them."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.read_bytes = 0  # of the whole file, up to its last line's end
        self.size_bytes = 0
        self._request_bytes = 0

    def add(self, line: Line, answer: Answer) -> None:
        self.answers.append(answer)
        self.read_bytes = line.end
        self.size_bytes += len(answer.content) + 1
        self._request_bytes += len(line.content)

    @property
    def is_full(self) -> bool:
        is_large = max(self._request_bytes, self.size_bytes) >= PART_BYTES
        return is_large or len(self.answers) >= PART_LINES

    @property
    def refused(self) -> int:
        return sum(not answer.is_computed for answer in self.answers)


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

    async def run(self, done: Done) -> Done:
        """To the file's end, from where the attempts before came to.

        Raises what `_answer` does, once what is answered in front of that line is there.
        """
        lines = lines_of(await self._files.read(self._batch.storage_key), behind=done.read_bytes)
        part = Part()
        error: Exception | None = None
        async with Ahead(lines, self._answer) as ahead:
            while error is None:
                try:
                    answered = await ahead.next()
                except (ModelAway, PermanentFailure) as failure:
                    error, answered = failure, None
                if answered is not None:
                    part.add(*answered)
                elif error is None:
                    break
                del answered  # it may be large: once it is stored, nothing holds it
                if part.is_full:
                    done, part = await self._store(part, done), Part()
            if part.answers:
                done = await self._store(part, done)
        if error is not None:
            raise error
        return done

    async def _store(self, part: Part, done: Done) -> Done:
        lines, refused = len(part.answers), part.refused
        row = {"batch_id": self._batch.id, "read_bytes": part.read_bytes, "lines": lines, "refused": refused}
        try:
            await self._keep(part, row)
        except StorageFull as error:
            raise NoRoomForAnswers(error.message) from error
        done = Done(part.read_bytes, done.lines + lines, done.refused + refused, done.size_bytes + part.size_bytes)
        await self._context.progress(done.read_bytes, self._batch.size_bytes, words_of(done))
        await self._context.checkpoint({"lines": done.lines})
        return done

    async def _keep(self, part: Part, row: dict[str, int]) -> None:
        async with self._files.incoming() as (key, incoming):
            for answer in part.answers:
                for place in range(0, len(answer.content), _WRITE_BYTES):
                    await incoming.write(bytes(answer.content[place : place + _WRITE_BYTES]))
                await incoming.write(b"\n")
            await incoming.finish()
            async with self._context.unit_of_work() as uow:
                if not await store.hold_batch(uow.db, self._batch.id):
                    raise _gone()
                uow.db.add(BatchPartRow(**row, storage_key=key, size_bytes=part.size_bytes))

    async def _answer(self, line: bytes, most_bytes: int) -> Answer:
        """One line.

        Raises:
            AnswerTooLarge
            ModelAway
            PermanentFailure: there is no such deployment any more, or not the version that was asked for.
        """
        if len(line) > MAX_BODY_BYTES:
            return Answer(is_computed=False, content=error_body(f"the line is longer than {MAX_BODY_BYTES} bytes"))
        until, pause_s = time.monotonic() + AWAY_S, _LEAST_PAUSE_S
        while True:
            said, body = await self._ask(line, most_bytes)
            if said.status == TOO_LARGE:
                raise AnswerTooLarge
            if said.status == _UNKNOWN:
                raise await self._unknown(bytes(body))
            if said.status != _UNAVAILABLE:
                break
            if time.monotonic() > until:
                raise ModelAway(bytes(body).decode(errors="replace"))
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
        if said.json_bytes is not None:
            return Answer(is_computed=False, content=error_body(_NO_BINARY))
        return Answer(is_computed=said.status == _OK, content=body)

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

    async def _ask(self, line: bytes, most_bytes: int) -> tuple[Said, Octets]:
        version = self._batch.model_version
        ask = Ask(
            "infer",
            self._name,
            str(version) if version is not None else "",
            asked_at=time.monotonic(),
            most_bytes=most_bytes,
        )
        try:
            async with asyncio.timeout(ANSWER_S):
                return await self._link.ask(ask, line)
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
