"""Owns how long an embedded server is waited for, and when that has no sense any more."""

import time
from pathlib import Path

from relaydesk.operate.processes.child import Child
from relaydesk.operate.refusals import StartRefused

START_TIMEOUT_S = 60.0
FAILED_STARTS = 3
_TAIL_BYTES = 4096
# a server that a killed supervisor left is still ending: the next attempt may succeed
_PASSING = ("lock file", "starting up", "Address already in use")
_TELLING = ("FATAL", "PANIC", "ERROR", "could not", "Can't", "Bad file format", "No space left")


def give_up_on(child: Child, server_log: Path, deadline: float) -> None:
    """Returns while it is worth waiting.

    Raises:
        StartRefused: the deadline (of the monotonic clock) has passed, or the server ended several times by itself.
    """
    reason = last_complaint(_tail(server_log))
    has_failed = child.restarts >= FAILED_STARTS and not any(text in reason for text in _PASSING)
    if has_failed or time.monotonic() > deadline:
        said = f" It says: {reason}." if reason else ""
        raise StartRefused(f"The embedded server {child.name} does not start.{said} Its log is {server_log}.")


def _tail(server_log: Path) -> str:
    with server_log.open("rb") as handle:
        handle.seek(max(0, server_log.stat().st_size - _TAIL_BYTES))
        return handle.read().decode(errors="replace")


def last_complaint(output: str) -> str:
    """The last line of a server's output that says what is wrong."""
    complaints = [line for line in output.splitlines() if any(word in line for word in _TELLING)]
    return complaints[-1].strip().rstrip(".") if complaints else ""
