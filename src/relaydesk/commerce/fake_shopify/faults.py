"""Trouble on order: what shall befall the next requests of the fake store, as scripted through `POST /_fake/script`."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response

KINDS = ("500", "502", "503", "429", "throttled", "timeout", "html", "truncated")
EDITS = ("edit", "delete", "create")


class UnknownFault(ValueError):
    """The script asks for something the fake store cannot do."""


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the shop just before a request is answered: `edit`, `delete` or `create`."""

    kind: str
    reference: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class FaultScript:
    """A queue with one entry a request: a fault, an edit, or None for one that goes well."""

    queue: deque[Fault | Edit | None] = field(default_factory=deque)

    def add(self, step: dict[str, Any]) -> int:
        """Appends a fault or an edit, behind `after` requests that go well.

        `{"fail": kind, "times": n, "after": n, "seconds": for a timeout}` or
        `{"change": "edit|delete|create", "product": id or handle, "fields": {…}, "after": n}`.
        """
        kind, times, after = str(step.get("fail")), step.get("times", 1), step.get("after", 0)
        if step.get("change") in EDITS:
            edit = Edit(step["change"], str(step.get("product", "")), dict(step.get("fields", {})))
            self.queue.extend([*[None] * int(after), edit])
            return len(self.queue)
        if kind not in KINDS:
            raise UnknownFault(f"fail must be one of {', '.join(KINDS)}")
        if not isinstance(times, int) or not isinstance(after, int) or times < 1 or after < 0:
            raise UnknownFault("times must be at least 1 and after at least 0")
        self.queue.extend([None] * after)
        self.queue.extend([Fault(kind, float(step.get("seconds", 30.0)))] * times)
        return len(self.queue)

    def take(self) -> Fault | Edit | None:
        return self.queue.popleft() if self.queue else None


async def suffer(fault: Fault) -> Response | None:
    """The answer of a request that meets `fault`; None where the caller must answer (throttled)."""
    if fault.kind == "throttled":
        return None
    if fault.kind == "timeout":
        await asyncio.sleep(fault.seconds)
        return JSONResponse({"errors": "Gateway Timeout"}, status_code=504)
    if fault.kind == "429":
        return JSONResponse({"errors": "Too Many Requests"}, status_code=429, headers={"Retry-After": "0.05"})
    if fault.kind == "html":
        return HTMLResponse("<!doctype html><title>Something went wrong</title><h1>Something went wrong</h1>")
    if fault.kind == "truncated":
        return Response('{"data": {"products": {"nodes": [', media_type="application/json")
    return JSONResponse({"errors": "Internal Server Error"}, status_code=int(fault.kind))
