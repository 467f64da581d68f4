"""Light tasks: a coroutine that runs at once and goes on the moment what it waits for is there.

An asyncio task takes its first step, and each step after a wait, in a later turn of the loop, through a future and a
scheduled callback. For a relay that waits twice a request this costs more than the work between. A fiber takes its
steps in the stack of whoever opens its `Gate`. Other awaitables work too, but for those that ask for the current task
(`asyncio.timeout`, task groups): wrap them with `in_task`.
"""

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")

# Fibers in the middle of a step, the innermost last. Empty while plain asyncio tasks run.
_stepping: list["Fiber"] = []


class Fiber:
    """Made, then started once. Whatever its coroutine raises ends with it: it is reported to the loop."""

    __slots__ = ("_awaited", "_cancelling", "_coroutine", "_loop", "is_done")

    def __init__(self, coroutine: Coroutine[Any, None, None], loop: asyncio.AbstractEventLoop) -> None:
        self._coroutine = coroutine
        self._loop = loop
        self._awaited: Any = self
        self._cancelling = False
        self.is_done = False

    def start(self) -> None:
        """Run up to the first wait."""
        self._step(None)

    def resume(self) -> None:
        """Go on after a gate."""
        self._step(None)

    def cancel(self) -> None:
        """Raise CancelledError where it waits, at once where that is a gate."""
        if self.is_done:
            return
        awaited = self._awaited
        if isinstance(awaited, Gate):
            awaited.leave()
            self._step(asyncio.CancelledError())
        else:
            self._cancelling = True  # it ends here even where what it waits for swallows the cancellation
            if isinstance(awaited, asyncio.Future):
                awaited.cancel()

    def _step(self, error: BaseException | None) -> None:
        self._awaited = None
        _stepping.append(self)
        try:
            awaited = self._coroutine.send(None) if error is None else self._coroutine.throw(error)
        except (StopIteration, asyncio.CancelledError):
            self.is_done = True
            return
        except BaseException as unexpected:  # noqa: BLE001 - as a task does: told to the loop, never to who resumed it
            self.is_done = True
            self._loop.call_exception_handler({"message": "a fiber failed", "exception": unexpected})
            return
        finally:
            _stepping.pop()
        self._awaited = awaited
        if awaited is None:
            self._loop.call_soon(self._after_turn)
        elif not isinstance(awaited, Gate):
            awaited._asyncio_future_blocking = False  # noqa: SLF001 - the protocol between futures and who drives them
            awaited.add_done_callback(self._after_future)
        elif self._cancelling:
            self._cancelling = False
            self.cancel()

    def _after_turn(self) -> None:
        self._step(self._take_cancellation())

    def _after_future(self, _future: "asyncio.Future[Any]") -> None:
        # Its result, its error or its cancellation is raised inside the coroutine by the future itself.
        self._step(self._take_cancellation())

    def _take_cancellation(self) -> BaseException | None:
        if not self._cancelling:
            return None
        self._cancelling = False
        return asyncio.CancelledError()


class Gate:
    """Where one fiber or task waits at a time; it stays shut until `open` and is shut again behind who went through."""

    __slots__ = ("_fiber", "_future")

    def __init__(self) -> None:
        self._fiber: Fiber | None = None
        self._future: asyncio.Future[None] | None = None

    def __await__(self) -> Generator[Any, None, None]:
        if _stepping:
            self._fiber = _stepping[-1]
            yield self
            return
        self._future = asyncio.get_running_loop().create_future()
        try:
            yield from self._future
        finally:
            self._future = None

    def open(self) -> None:
        """Let the one who waits through; nothing where none does."""
        fiber = self._fiber
        if fiber is not None:
            self._fiber = None
            fiber.resume()
        elif self._future is not None and not self._future.done():
            self._future.set_result(None)

    def leave(self) -> None:
        """Nobody waits here any more."""
        self._fiber = None


async def in_task(work: Coroutine[Any, Any, T]) -> T:
    """Run what needs a task of its own; cancelled with whoever waits for it.

    The one way from a fiber to a port (a counter, a gate, a store of answers): what implements a port is free to use
    `asyncio.timeout`, locks and libraries that ask for the current task.
    """
    return await asyncio.ensure_future(work)
