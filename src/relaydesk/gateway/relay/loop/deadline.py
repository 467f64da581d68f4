"""A bound on how long something is waited for, which holds also where its end takes long."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_left: set[asyncio.Future[Any]] = set()  # cancelled and not over yet: a task that nobody refers to may vanish


async def within(timeout_s: float, work: Coroutine[Any, Any, T]) -> T:
    """What the work comes to; cancelled with whoever waits for it.

    `asyncio.timeout` waits until what it cancels has cleaned up, which takes as long as a hung server likes.

    Raises:
        TimeoutError: it took longer.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=timeout_s)
    finally:
        if not task.done():
            task.cancel()
            _left.add(task)
            task.add_done_callback(_forget)
    if not task.done():
        raise TimeoutError
    return task.result()


def _forget(task: asyncio.Future[Any]) -> None:
    _left.discard(task)
    if not task.cancelled():
        task.exception()  # nobody asks for it any more: not to be told as one that was never retrieved
