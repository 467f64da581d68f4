"""What goes between the relay and a sandbox's process: a job there, what came of it back, each behind its length."""

from typing import Literal

import msgspec

Phase = Literal["request", "response"]
# `timeout` and `memory` are limits; `crashed` and `busy` say that no answer came at all
FaultKind = Literal["syntax", "error", "output", "timeout", "memory", "crashed", "busy"]
LENGTH_BYTES = 4
MAX_FRAME_BYTES = 32 * 1024 * 1024


class Job(msgspec.Struct, array_like=True, frozen=True):
    """One run of a script. Without a phase it is only loaded.

    `input_json` is `{"subject": what may be changed, "context": what came before}`. `timeout_ms` is CPU time.
    """

    source: str
    phase: Phase | None = None
    input_json: str = ""
    timeout_ms: int = 10
    memory_limit_mb: int = 16
    wants_logs: bool = False


class Rejection(msgspec.Struct, frozen=True):
    status: int
    message: str = ""


class Output(msgspec.Struct, frozen=True):
    """What a script changed: headers set and dropped, the new body as JSON text where it is another one."""

    set: dict[str, str] = {}
    dropped: list[str] = []
    json: str | None = None
    rejection: Rejection | None = None


class Fault(msgspec.Struct, array_like=True, frozen=True):
    """Why a script has no output. `message` may hold what the script was given: for whoever tries it out alone."""

    kind: FaultKind
    message: str = ""
    line: int | None = None


class Ran(msgspec.Struct, array_like=True, frozen=True):
    """`phases` are the functions that a script which was only loaded defines."""

    output: Output | None = None
    fault: Fault | None = None
    phases: tuple[Phase, ...] = ()
    logs: list[str] = []
    took_us: int = 0


def framed(message: Job | Ran) -> bytes:
    content = msgspec.msgpack.encode(message)
    return len(content).to_bytes(LENGTH_BYTES, "big") + content
