"""The scripts of a snapshot by upstream and phase, and which of them are suspended for running out of time."""

import time
from typing import NamedTuple

from relaydesk.gateway.relay.scripts.messages import FaultKind
from relaydesk.gateway.relay.snapshot import Script, Snapshot

SUSPEND_AFTER = 5
SUSPEND_S = 60.0
_COUNTED = frozenset({"timeout", "memory", "crashed"})


class ScriptSet(NamedTuple):
    """The scripts for one upstream, in the order in which they run."""

    request: tuple[Script, ...]
    response: tuple[Script, ...]


class Breaker:
    """Suspends a script that ran into its limits several times in a row; saved anew, it begins anew."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, int], int] = {}
        self._until: dict[tuple[int, int], float] = {}

    def is_suspended(self, script: Script) -> bool:
        return bool(self._until) and self._until.get((script.id, script.version), 0.0) > time.monotonic()

    def ran(self, script: Script, fault: FaultKind | None) -> bool:
        """Note how a run ended; whether the script is suspended from now on."""
        mark = (script.id, script.version)
        if fault not in _COUNTED:
            if mark in self._counts and fault != "busy":
                del self._counts[mark]
            return False
        count = self._counts[mark] = self._counts.get(mark, 0) + 1
        if count < SUSPEND_AFTER:
            return False
        self._counts[mark] = SUSPEND_AFTER - 1  # the next one after its rest decides
        self._until[mark] = time.monotonic() + SUSPEND_S
        return True

    def keep(self, scripts: tuple[Script, ...]) -> None:
        """Forget scripts that are no more."""
        marks = {(s.id, s.version) for s in scripts}
        self._counts = {mark: n for mark, n in self._counts.items() if mark in marks}
        self._until = {mark: at for mark, at in self._until.items() if mark in marks}


def sets_of(snapshot: Snapshot) -> dict[int, ScriptSet]:
    """By upstream id; an upstream without scripts is not in it."""
    ordered = sorted(snapshot.scripts, key=lambda s: (-s.priority, s.id))
    sets = {}
    for upstream_id in snapshot.upstreams:
        own = [s for s in ordered if s.upstream_id in (None, upstream_id)]
        if own:
            sets[upstream_id] = ScriptSet(
                tuple(s for s in own if "request" in s.phases), tuple(s for s in own if "response" in s.phases)
            )
    return sets
