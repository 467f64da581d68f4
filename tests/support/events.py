"""Owns the reading of server-sent events in tests, off a live response."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx


async def read_events(response: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """Each event as `{"event", "data", "id"}`; comments and retry hints are passed over."""
    event: dict[str, Any] = {"id": None}
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            event["event"] = line[7:]
        elif line.startswith("id: "):
            event["id"] = int(line[4:])
        elif line.startswith("data: "):
            event["data"] = json.loads(line[6:])
        elif not line and "event" in event:
            yield event
            event = {"id": None}
