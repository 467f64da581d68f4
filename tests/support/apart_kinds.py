"""Kinds that are done in a process of their own, for tests: each handler is named by its payload."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import Field

from relaydesk.tasks.api import Kind, Payload, ProcessContext
from relaydesk.tasks.errors import PermanentFailure, TaskNotFound
from relaydesk.tasks.kinds import KINDS

NAME = "test.apart"


class ApartPayload(Payload):
    does: str
    folder: str = ""
    seconds: float = Field(default=0, ge=0)


def _count(context: ProcessContext, payload: ApartPayload) -> dict[str, Any]:
    first = context.restored["at"] if context.restored else 0
    for number in range(first, 4):
        context.log(f"step {number}")
        context.progress(number + 1, 4, f"step {number + 1} of 4")
        context.checkpoint({"at": number + 1})
        if number == 1 and context.attempt == 1 and payload.seconds == 0:
            raise RuntimeError("the first attempt stops here")
        time.sleep(payload.seconds)
    return {"attempt": context.attempt, "pid": os.getpid()}


def _spin(_context: ProcessContext, payload: ApartPayload) -> None:
    """With a process of its own beside it; nothing but a kill ends either."""
    beside = subprocess.Popen(["sleep", "600"])
    Path(payload.folder, "pids").write_text(f"{os.getpid()} {beside.pid}")
    while True:
        pass


def _die(_context: ProcessContext, _payload: ApartPayload) -> None:
    os.kill(os.getpid(), 9)


def _refuse(_context: ProcessContext, _payload: ApartPayload) -> None:
    raise PermanentFailure("it cannot be done: Bearer sk-planted-secret-of-a-handler")


def _foresee(_context: ProcessContext, _payload: ApartPayload) -> None:
    gone = TaskNotFound(task_id="task_1")
    raise PermanentFailure(gone.message) from gone


def _miss(_context: ProcessContext, _payload: ApartPayload) -> None:
    raise TaskNotFound(task_id="task_1")


def _odd(_context: ProcessContext, _payload: ApartPayload) -> dict[str, Any]:
    return {"what": object()}


def _mumble(context: ProcessContext, _payload: ApartPayload) -> None:
    context.log("half of \ud800")
    raise ValueError("the other half \udc00")


def _swell(_context: ProcessContext, _payload: ApartPayload) -> str:
    return "x" * 70_000_000


_HANDLERS = {
    "count": _count,
    "spin": _spin,
    "die": _die,
    "refuse": _refuse,
    "foresee": _foresee,
    "miss": _miss,
    "odd": _odd,
    "mumble": _mumble,
    "swell": _swell,
}


def declare(**limits: Any) -> None:
    kind = Kind(name=NAME, payload=ApartPayload, is_public=True, backoff_s=0, **limits)

    @kind.process_handler
    def work(context: ProcessContext, payload: ApartPayload) -> dict[str, Any] | None:
        result: dict[str, Any] | None = _HANDLERS[payload.does](context, payload)  # type: ignore[operator]
        return result


@contextmanager
def declared(**limits: Any) -> Iterator[str]:
    """Anew with these limits, of which the process of an attempt knows nothing."""
    KINDS.pop(NAME, None)
    declare(**limits)
    try:
        yield NAME
    finally:
        KINDS.pop(NAME, None)


declare()
