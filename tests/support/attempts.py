"""Owns how tests run a delivery as a worker does, and wait until it has ended."""

import asyncio
from dataclasses import replace

from relaydesk.kernel.background import Background
from relaydesk.kernel.runtime import Kernel
from relaydesk.tasks.engine.run import Runner


async def run_attempt(kernel: Kernel, task_id: int, attempt: int, *, worker: str) -> None:
    """One attempt, from its delivery to the row of its end."""
    own = replace(kernel, background=Background())
    runner = Runner(own, worker=worker)
    runner.start()
    try:
        await runner.run([(task_id, attempt)])
        await runner.finish()
    finally:
        await _die(runner)
        await own.background.end()


async def _die(runner: Runner) -> None:
    """What runs still is gone at once and writes nothing, as with its process."""
    left = list(runner._attempts.values())
    for attempt in left:
        attempt.stops.add("lost")
        attempt.cancel()
    await asyncio.gather(*(attempt.running for attempt in left if attempt.running), return_exceptions=True)
