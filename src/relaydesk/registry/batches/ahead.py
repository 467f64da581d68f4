"""Asks for lines ahead of the first without an answer, within bounds of memory that no model's answers exceed."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, NamedTuple, Self
from weakref import WeakKeyDictionary

from relaydesk.registry.inference.types import LARGE_BYTES
from relaydesk.registry.inference.wire.frames import Octets

AT_ONCE: Final = 32
REQUESTS_BYTES: Final = 8 * 1024 * 1024  # of lines that are asked at once
ANSWER_BYTES = LARGE_BYTES  # of an answer that comes beside others
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class Line(NamedTuple):
    """`end` is the first octet behind it in the file."""

    content: bytes
    end: int


class Answer(NamedTuple):
    is_computed: bool
    content: Octets


class AnswerTooLarge(Exception):
    """It has more octets than were asked for."""


# Asks for the answer to a line, of at most so many octets (0 is any number). Raises AnswerTooLarge, and what it likes.
Ask = Callable[[bytes, int], Awaitable[Answer]]


class Ahead:
    """The answers to lines, in their order.

    A line whose answer is large is asked again by itself, once its turn has come: one at a time, of all the batches of
    a process. Behind it lines are asked one by one until an answer is small.
    """

    def __init__(self, lines: AsyncIterator[Line], ask: Ask) -> None:
        self._lines, self._ask = lines, ask
        self._window: deque[tuple[Line, asyncio.Task[Answer] | None]] = deque()
        self._window_bytes = 0
        self._has_ended = self._was_large = self._has_turn = False
        self._turn = _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._end_turn()
        tasks = [task for _, task in self._window if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def next(self) -> tuple[Line, Answer] | None:
        """None at the end. Nobody is to hold the one before any more. Raises what asking for this line does."""
        self._end_turn()
        while not self._has_ended and not self._is_full:
            line = await anext(self._lines, None)
            if line is None:
                self._has_ended = True
            else:
                self._begin(line)
        if not self._window:
            return None
        line, task = self._window[0]
        try:
            answer = await task if task is not None else await self._ask_alone(line)
        except AnswerTooLarge:
            answer = await self._ask_alone(line)
        self._window.popleft()
        self._window_bytes -= len(line.content)
        return line, answer

    @property
    def _is_full(self) -> bool:
        return len(self._window) >= (1 if self._was_large else AT_ONCE) or self._window_bytes >= REQUESTS_BYTES

    def _begin(self, line: Line) -> None:
        async def ask() -> Answer:
            return await self._ask(line.content, ANSWER_BYTES)

        self._window.append((line, None if self._was_large else asyncio.create_task(ask())))
        self._window_bytes += len(line.content)

    async def _ask_alone(self, line: Line) -> Answer:
        await self._turn.acquire()
        self._has_turn = True
        answer = await self._ask(line.content, 0)
        self._was_large = len(answer.content) > ANSWER_BYTES
        return answer

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turn.release()
