"""Owns a process with one attempt from the worker's side: begun, listened to, killed with all that it has begun."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec

from relaydesk.tasks.apart.context import Failure, News, Order, Reply
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.engine import apart_child
from relaydesk.tasks.kinds import Kind
from relaydesk.tasks.types import FailureCode

MOST_LINE_BYTES = 64 * 1024 * 1024
GRACE_S = 1.5  # less than a worker that stops gives its tasks


class ProcessFailed(Exception):
    """What the handler raised, or how its process ended."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


async def run_apart(kind: Kind[Any], context: TaskContext, payload: Mapping[str, Any]) -> Any:
    """The result of one attempt in a process of its own, which is gone once this ends.

    Raises:
        ProcessFailed
        AttemptLost, AttemptPaused, asyncio.CancelledError: as a handler in this process.
    """
    facts = (context.attempt, context.max_attempts, context.restored)
    read = kind.read_waiting(payload).model_dump(mode="json", exclude_unset=True)
    order = Order(kind.module, kind.name, read, *facts)
    async with _process() as (process, reader, writer):
        writer.write(msgspec.json.encode(order) + b"\n")
        try:
            while line := await reader.readline():
                news = msgspec.json.decode(line, type=News)
                if news.has_ended:
                    return json.loads(bytes(news.result))
                await _take(context, news, writer)
        except (ConnectionError, ValueError):  # it has died, or said what is no line of ours
            pass
        code = await process.wait()
        problem = f"its process ended with {code} before it had a result"
        raise ProcessFailed(Failure(problem, "", code=FailureCode.PROCESS_ENDED, may_retry=True))


async def _take(context: TaskContext, news: News, writer: asyncio.StreamWriter) -> None:
    if news.failure is not None:
        raise ProcessFailed(news.failure)
    if news.log is not None:
        context.log(*news.log)
        return
    if news.progress is not None:
        await context.progress(*news.progress)
    if news.checkpoint is not None:
        await context.checkpoint(news.checkpoint)
    writer.write(msgspec.json.encode(Reply()) + b"\n")


@contextlib.asynccontextmanager
async def _process() -> AsyncIterator[tuple[asyncio.subprocess.Process, asyncio.StreamReader, asyncio.StreamWriter]]:
    own_end, other_end = socket.socketpair()
    with other_end:
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", apart_child.__name__, str(other_end.fileno())),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[other_end.fileno()],
                start_new_session=True,
            )
        except BaseException:
            own_end.close()
            raise
    reader, writer = await asyncio.open_unix_connection(sock=own_end, limit=MOST_LINE_BYTES)
    try:
        yield process, reader, writer
    finally:
        writer.close()
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """It may clean up for a moment; then it is killed, with what it has begun."""
    try:
        if process.returncode is None:
            _signal(process, signal.SIGTERM)
            async with asyncio.timeout(GRACE_S):
                await process.wait()
    except TimeoutError:
        pass
    finally:
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
