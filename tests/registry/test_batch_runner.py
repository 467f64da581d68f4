"""What an attempt at a file does where its model is away for a while, without processes and files."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from relaydesk.registry.batches import ahead, runner
from relaydesk.registry.batches.runner import ModelAway, Runner
from relaydesk.registry.batches.store import Done
from relaydesk.registry.errors import InferenceBatchGone
from relaydesk.registry.inference.wire.messages import TOO_LARGE, Ask, Said
from relaydesk.registry.tables import BatchPartRow, BatchRow
from relaydesk.tasks.errors import PermanentFailure


class Files:
    """Of one file of requests; what is written stays in `written`."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.written = b""

    async def read(self, _key: str) -> AsyncIterator[bytes]:
        async def pieces() -> AsyncIterator[bytes]:
            yield self._content

        return pieces()

    async def write(self, content: bytes) -> None:
        self.written += content

    async def finish(self) -> None: ...

    @contextlib.asynccontextmanager
    async def incoming(self) -> AsyncIterator[tuple[str, "Files"]]:
        yield "key", self


class Context:
    """A task's, which keeps the rows of parts. The deployment is there as long as it has a name."""

    def __init__(self) -> None:
        self.parts: list[BatchPartRow] = []
        self.name: str | None = "plus"
        self.kernel = SimpleNamespace(database=self)

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[Any]:
        yield SimpleNamespace(scalar=self._name)

    async def _name(self, _select: Any) -> str | None:
        return self.name

    @contextlib.asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[Any]:
        yield SimpleNamespace(db=SimpleNamespace(add=self.parts.append, scalar=self._is_there))

    async def _is_there(self, _row: Any) -> int:
        return 1

    async def progress(self, *_figures: Any) -> None: ...

    async def checkpoint(self, _state: Any) -> None: ...


class Model:
    """Answers each line with itself after a moment, unless `status` says something else of it."""

    def __init__(self, status: Callable[[bytes], int]) -> None:
        self._status = status

    async def ask(self, _ask: Ask, line: bytes) -> tuple[Said, bytes]:
        await asyncio.sleep(0.1)
        return Said(self._status(line)), line


def made(
    count: int, status: Callable[[bytes], int], *, version: int | None = None
) -> tuple[Context, Files, Runner, list[bytes]]:
    lines = [b"%d" % number for number in range(count)]
    context, files = Context(), Files(b"\n".join(lines))
    batch = BatchRow(id=1, storage_key="requests", size_bytes=1, model_version=version)
    attempt: Any = Runner(context, files, Model(status), name="plus", batch=batch)  # type: ignore[arg-type]
    return context, files, attempt, lines


async def test_a_line_waits_for_its_model_from_when_it_has_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "AWAY_S", 0.3)
    statuses = {b"299": iter([503])}  # of a line that has its place after a second
    _, files, attempt, lines = made(300, lambda line: next(statuses.get(line, iter(())), 200))
    assert (await attempt.run(Done())).lines == 300
    assert files.written.split() == lines


@pytest.mark.parametrize(("status", "error"), [(503, ModelAway), (404, PermanentFailure)])
async def test_what_is_answered_of_a_part_stays_where_a_later_line_is_not(
    monkeypatch: pytest.MonkeyPatch, status: int, error: type[Exception]
) -> None:
    monkeypatch.setattr(runner, "AWAY_S", 0.3)
    context, files, attempt, lines = made(200, lambda line: status if line == b"150" else 200)
    with pytest.raises(error):
        await attempt.run(Done())
    written = files.written.split()
    assert 100 < len(written) <= 150
    assert written == lines[: len(written)]
    [part] = context.parts
    assert (part.lines, part.read_bytes) == (len(written), len(b"\n".join(written)) + 1)


@pytest.mark.parametrize("version", [None, 1])
async def test_a_line_behind_the_deletion_of_its_deployment_fails_with_the_code_of_that(version: int | None) -> None:
    context, _, attempt, _ = made(1, lambda _: 404, version=version)
    context.name = None
    with pytest.raises(PermanentFailure) as raised:
        await attempt.run(Done())
    assert isinstance(raised.value.__cause__, InferenceBatchGone)
    context.name = "plus"
    with pytest.raises(PermanentFailure) as raised:
        await attempt.run(Done())
    assert raised.value.__cause__ is None


class LargeAnswers:
    """Answers each line with as many octets as it says, and knows how much of that is neither refused nor stored."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._said_bytes = 0
        self.asked: list[int] = []
        self.most_bytes = 0

    async def ask(self, ask: Ask, line: bytes) -> tuple[Said, bytes]:
        self.asked.append(ask.most_bytes)
        await asyncio.sleep(0.01)
        size = int(line)
        if 0 < ask.most_bytes < size:
            return Said(TOO_LARGE), b"too large"
        self._said_bytes += size
        self.most_bytes = max(self.most_bytes, self._said_bytes - len(self._files.written))
        return Said(200), b"x" * size


async def test_answers_that_are_large_come_one_at_a_time_and_are_stored_before_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ahead, "ANSWER_BYTES", 100)
    monkeypatch.setattr(runner, "PART_BYTES", 5000)
    sizes = [10] * 40 + [60_000, 50_000, 20] * 6 + [90] * 200
    context, files = Context(), Files(b"\n".join(b"%d" % size for size in sizes))
    model = LargeAnswers(files)
    batch = BatchRow(id=1, storage_key="requests", size_bytes=1, model_version=None)
    attempt: Any = Runner(context, files, model, name="plus", batch=batch)  # type: ignore[arg-type]
    done = await attempt.run(Done())
    assert [len(line) for line in files.written.split()] == sizes
    assert (done.lines, done.size_bytes) == (len(sizes), len(files.written))
    assert sum(part.lines for part in context.parts) == len(sizes)
    assert max(part.size_bytes for part in context.parts) < 60_000 + 5000 + 100
    assert model.most_bytes < 60_000 + 5000 + ahead.AT_ONCE * 100
    assert model.asked.count(0) < 3 * 6 + 1  # each large one, and the first small one behind it


async def test_batches_of_a_process_have_one_large_answer_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "ANSWER_BYTES", 100)
    monkeypatch.setattr(runner, "PART_BYTES", 5000)
    files = Files(b"60000\n" * 4)
    model = LargeAnswers(files)
    batch = BatchRow(id=1, storage_key="requests", size_bytes=1, model_version=None)
    attempts: list[Any] = [Runner(Context(), files, model, name="plus", batch=batch) for _ in range(4)]  # type: ignore[arg-type]
    await asyncio.gather(*(attempt.run(Done()) for attempt in attempts))
    assert len(files.written) == 4 * 4 * 60_001
    assert model.most_bytes == 60_000
