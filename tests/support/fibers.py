"""Runs a coroutine where the relay runs its own: in a fiber, outside any asyncio task."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from relaydesk.gateway.relay.loop.fiber import Fiber

T = TypeVar("T")
C = TypeVar("C", bound=Callable[..., Any])


def contract_of(*_protocols: type) -> Callable[[C], C]:
    """Marks the test of what every implementation of a protocol must do; `tests/test_contracts.py` reads the mark."""
    return lambda test: test


async def in_fiber(work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives or raises, run in a fiber to its end."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[T] = loop.create_future()

    async def run() -> None:
        try:
            ended.set_result(await work)
        except BaseException as error:  # noqa: BLE001 - handed to whoever waits
            ended.set_exception(error)

    # the fiber begins in a callback of the loop, as the one of a request does, not inside the test's task
    loop.call_soon(Fiber(run(), loop).start)
    return await ended
