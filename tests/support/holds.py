"""Owns what tests know of the event loop being held: by their application in this process, and by instances' logs."""

import gc
import json
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from coverage import Coverage

from relaydesk.kernel.observe.watchdog import HELD_S, LOOK_EVERY_S, Hold, log_hold

# (part of a frame, why it may)
NAMED: tuple[tuple[str, str], ...] = (
    (" warm_up", "before a process serves; in tests others share its loop"),
    ("operate/openapi.py", "a command's; the application makes its document in a thread"),
)
MEASURED = 3  # times as long, where each line that runs is noted

seen: list[Hold] = []
_collections: deque[tuple[float, float]] = deque(maxlen=100)  # when each ended, by the monotonic clock; its CPU
_began: list[float] = []


def _note_collection(phase: str, _info: dict[str, int]) -> None:
    """The collector walks over all that pytest keeps: that is not the product's doing."""
    if phase == "start":
        _began.append(time.thread_time())
    elif _began:
        _collections.append((time.monotonic(), time.thread_time() - _began.pop()))


gc.callbacks.append(_note_collection)


def report(hold: Hold) -> None:
    """What a test's application gives to its watchdog."""
    log_hold(hold)
    since = time.monotonic() - hold.wall_ms / 1000 - LOOK_EVERY_S
    collected_s = sum(cpu_s for ended_at, cpu_s in _collections if ended_at > since)
    seen.append(replace(hold, cpu_ms=hold.cpu_ms - collected_s * 1000))


def take() -> list[str]:
    """What was held since this was asked last: by the product, with its own CPU, and not by a place that may."""
    found, seen[:] = [*seen], []
    return _to_tell(found)


def in_log(text: str) -> list[str]:
    """Likewise, of an instance's log in JSON."""
    entries = [json.loads(line) for line in text.splitlines() if '"loop_held"' in line]
    return _to_tell(Hold(wall_ms=e["wall_ms"], cpu_ms=e["cpu_ms"], stack=tuple(e["frames"])) for e in entries)


def _to_tell(found: Iterable[Hold]) -> list[str]:
    bound_ms = HELD_S * 1000 * (MEASURED if Coverage.current() is not None else 1)
    return [f"{h.cpu_ms} ms of CPU in {h.stack}" for h in found if h.cpu_ms >= bound_ms and _is_ours(h.stack)]


def _is_ours(stack: tuple[str, ...]) -> bool:
    """Tests and the product share a loop, which does not turn while pytest is at work."""
    if any("/tests/" in frame or "/_pytest/" in frame for frame in stack):
        return False
    is_named = any(part in frame for part, _ in NAMED for frame in stack)
    return any("/relaydesk/" in frame for frame in stack) and not is_named
