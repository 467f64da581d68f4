"""Owns a chat model whose words and pace a test decides: pieces are released one by one, or it fails."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from relaydesk.kernel.errors import Unavailable


class ScriptedModel:
    """Speaks `pieces`; while `gate` is closed it waits before each of them."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.pieces = ["We have ", "a red ", "bicycle."]
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails = False
        self.bodies: list[dict[str, Any]] = []
        self.spoken = 0
        self.speaking = asyncio.Event()
        self.left = asyncio.Event()

    async def stream_chat(
        self, body: dict[str, Any], *, caller: str, request_id: str | None = None
    ) -> AsyncIterator[dict[str, Any]]:
        self.bodies.append({**body, "caller": caller, "request_id": request_id})
        if self.fails:
            raise Unavailable
        try:
            for piece in self.pieces:
                self.spoken += 1
                self.speaking.set()
                yield {"choices": [{"delta": {"content": piece}}]}
                await self.gate.wait()
        finally:
            self.left.set()
