"""Upstreams that are held: asked nothing for a while, because no key could do better.

An upstream is held when one answer says that our address is the matter, when its keys fail alike one after the other
with no success between (the pool is then spared: what rules decided on those keys is taken back), or when attempts fail
by the upstream's own fault again and again (a circuit breaker). After the hold one request goes through as a probe: a
success ends it, a failure holds twice as long.
"""

import time
from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple, Protocol

from relaydesk.gateway.relay.blame.faults import Blame
from relaydesk.gateway.relay.snapshot import Upstream
from relaydesk.gateway.types import Reason

Cause = Literal["keys_alike", "our_ip", "upstream"]
KEYS_ALIKE: Final = 5
LONGEST_HOLD_S: Final = 120.0
LONGEST_ASKED_S: Final = 900.0
PROBE_S: Final = 5.0  # another one may go when the first says nothing: its client may have left


class Hold(NamedTuple):
    """`spared` are keys that rules had decided on during the streak."""

    cause: Cause
    for_s: float
    why: Reason
    spared: tuple[int, ...] = ()


class Holder(Protocol):
    """What the relay's surroundings do about holds; none of it may wait."""

    def held(self, upstream_id: int, hold: Hold) -> None: ...

    def released(self, upstream_id: int) -> None: ...


class NullHolder:
    def held(self, upstream_id: int, hold: Hold) -> None: ...
    def released(self, upstream_id: int) -> None: ...


class _Trouble:
    """What is known of an upstream since its last success."""

    __slots__ = (
        "alike",
        "base_url",
        "cause",
        "decided",
        "failures",
        "is_kept",
        "keys",
        "pool",
        "probe_until",
        "times",
        "until",
    )

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.alike = 0  # the status of the streak at hand
        self.keys: set[int] = set()
        self.decided: set[int] = set()
        self.pool = 0
        self.failures = 0
        self.times = 0
        self.until = self.probe_until = 0.0
        self.cause: Cause = "upstream"
        self.is_kept = False  # people are told of a hold, be it over or another process's

    def begin(self, status: int, pool: int) -> None:
        if status != self.alike:
            self.alike, self.pool = status, pool
            self.keys.clear()
            self.decided.clear()


class Holds:
    """One a process; an upstream without trouble costs a look into an empty dict."""

    def __init__(self, holder: Holder | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._holder = holder or NullHolder()
        self._clock = clock
        self._troubles: dict[int, _Trouble] = {}

    def swap(self, held: Mapping[int, float], known: Mapping[int, Upstream]) -> None:
        """Take over what other processes hold (seconds from now); forget upstreams that are gone or lead elsewhere."""
        for upstream_id, trouble in list(self._troubles.items()):
            upstream = known.get(upstream_id)
            if upstream is None or upstream.base_url != trouble.base_url:
                del self._troubles[upstream_id]
        now = self._clock()
        for upstream_id, for_s in held.items():
            if upstream_id not in known:
                continue
            trouble = self._troubles.setdefault(upstream_id, _Trouble(known[upstream_id].base_url))
            trouble.is_kept = True
            if for_s > 0 and trouble.until <= now and not trouble.times:
                trouble.until = now + for_s
                trouble.times = 1

    def refused_for_s(self, upstream_id: int) -> float:
        """How long the upstream must not be asked; 0 lets this request through, after a hold as its probe."""
        trouble = self._troubles.get(upstream_id)
        if trouble is None or not trouble.until:
            return 0.0
        now = self._clock()
        if now < trouble.until:
            return trouble.until - now
        if now < trouble.probe_until:
            return trouble.probe_until - now
        trouble.probe_until = now + PROBE_S
        return 0.0

    def spares(self, upstream_id: int) -> bool:
        """Whether nothing may be decided on the upstream's keys now, because it is held for their sake."""
        trouble = self._troubles.get(upstream_id)
        return trouble is not None and trouble.until > 0 and trouble.cause != "upstream"

    def decided(self, upstream_id: int, key_id: int) -> None:
        """A rule has taken a key out: it comes back when the others turn out to fail alike."""
        trouble = self._troubles.get(upstream_id)
        if trouble is not None:
            trouble.decided.add(key_id)

    def succeeded(self, upstream_id: int) -> None:
        trouble = self._troubles.pop(upstream_id, None) if self._troubles else None
        if trouble is not None and (trouble.times or trouble.is_kept):
            self._holder.released(upstream_id)

    def failed(
        self, upstream: Upstream, blame: Blame, status: int, *, key_id: int | None, pool: int, asked_s: float | None
    ) -> Hold | None:
        """Note a failed attempt. `pool` is how many keys the upstream has now, `asked_s` what `Retry-After` asks.

        Returns:
            The hold that begins with it.
        """
        trouble = self._troubles.get(upstream.id)
        if trouble is not None and trouble.until > self._clock():
            return None  # one that was under way when the hold began
        if blame == "client":
            if trouble is not None and trouble.until:
                self.succeeded(upstream.id)  # the probe was understood
            return None
        if trouble is None:
            trouble = self._troubles[upstream.id] = _Trouble(upstream.base_url)
        cause = _cause(trouble, upstream, blame, status, key_id, pool)
        return self._hold(upstream, trouble, cause, status, asked_s) if cause is not None else None

    def _hold(self, upstream: Upstream, trouble: _Trouble, cause: Cause, status: int, asked_s: float | None) -> Hold:
        first_s = upstream.breaker.hold_s
        for_s = min(first_s * 2.0**trouble.times, max(first_s, LONGEST_HOLD_S))
        if asked_s is not None:
            for_s = min(max(for_s, asked_s) if trouble.times else max(1.0, asked_s), LONGEST_ASKED_S)
        trouble.times += 1
        trouble.cause = cause
        trouble.until = self._clock() + for_s
        trouble.probe_until = 0.0
        count = len(trouble.keys) if cause == "keys_alike" else trouble.failures
        hold = Hold(cause, for_s, _why(cause, status, count), tuple(sorted(trouble.decided)))
        trouble.decided.clear()
        self._holder.held(upstream.id, hold)
        return hold


def _cause(
    trouble: _Trouble, upstream: Upstream, blame: Blame, status: int, key_id: int | None, pool: int
) -> Cause | None:
    """Why this failure is one too many."""
    if trouble.until:  # the probe failed
        return trouble.cause
    if blame == "our_ip":
        return "our_ip"
    if blame == "upstream":
        trouble.failures += 1
        return "upstream" if 0 < upstream.breaker.failures <= trouble.failures else None
    trouble.begin(status, pool)
    if key_id is not None:
        trouble.keys.add(key_id)
    is_alike = trouble.pool > 1 and len(trouble.keys) >= min(trouble.pool, KEYS_ALIKE)
    return "keys_alike" if is_alike else None


def _why(cause: Cause, status: int, count: int) -> Reason:
    if cause == "our_ip":
        message = f"status {status} is about our address, not about a key"
        return Reason.of(message, reason="held_our_address", status=status)
    if cause == "keys_alike":
        message = f"{count} keys in a row failed alike with status {status}"
        return Reason.of(message, reason="held_keys_alike", count=count, status=status)
    if not status:
        return Reason.of(f"{count} attempts in a row failed", reason="held_unanswered", count=count)
    message = f"{count} attempts in a row failed, the last with status {status}"
    return Reason.of(message, reason="held_failing", count=count, status=status)
