"""Inferences over files as tasks, and their end after a week."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from relaydesk.registry.batches.runner import INFER, InferPayload, Runner, done_before, find_work, shown
from relaydesk.registry.batches.service import forget_batches
from relaydesk.registry.files import ModelFiles
from relaydesk.registry.inference.link import Link
from relaydesk.registry.inference.places import socket_path
from relaydesk.registry.storage.choice import open_storage
from relaydesk.tasks.api import DeclaredSchedule, Kind, NoPayload, TaskContext

FORGET = Kind(name="models.forget_batches", payload=NoPayload, timeout_s=1800, backoff_s=30)
SCHEDULES = [DeclaredSchedule(name="Forget inference files", kind=FORGET.name, cron="37 3 * * *")]


@INFER.handler
async def infer_batch(context: TaskContext, _payload: InferPayload) -> dict[str, Any]:
    """Answers each line of the file, and goes on where an earlier attempt stopped."""
    batch, name = await find_work(context)
    done = await done_before(context, batch)
    if done.lines:
        context.log(f"goes on behind {done.lines} lines")
    link = Link(socket_path(context.kernel.options.data_dir))
    async with _files(context) as files:
        try:
            return shown(await Runner(context, files, link, name=name, batch=batch).run(done))
        finally:
            link.close()


@FORGET.handler
async def forget(context: TaskContext, _payload: NoPayload) -> dict[str, Any]:
    """Deletes files of requests and answers, a week after their task ended."""
    async with _files(context) as files:
        return {"forgotten": await forget_batches(context.kernel, files)}


@contextlib.asynccontextmanager
async def _files(context: TaskContext) -> AsyncIterator[ModelFiles]:
    files = ModelFiles(open_storage(context.kernel.options), context.kernel.database)
    try:
        yield files
    finally:
        await files.stop()
