"""Owns the sign that this process is asked to stop, so that open streams end themselves with a hint to reconnect."""

import asyncio


class Draining:
    """Set once; never cleared."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def start(self) -> None:
        self._event.set()

    @property
    def started(self) -> bool:
        return self._event.is_set()

    async def wait(self) -> None:
        await self._event.wait()
