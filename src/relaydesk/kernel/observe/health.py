"""Owns health: probes with their own deadlines, run in the background, so an answer never waits for a hung server.

Redis away is degraded and still 200; PostgreSQL away is down and 503.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

PROBE_DEADLINE_S = 0.08
HUNG_AFTER_S = 1.5
DETAIL_DEADLINE_S = 3.0


@dataclass(slots=True)
class Reading:
    """The last outcome of a probe; latency in milliseconds, None while it failed."""

    status: str = "unknown"
    latency_ms: float | None = None
    reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"status": self.status, "latency_ms": self.latency_ms}
        if self.reason:
            shown["reason"] = self.reason
        return shown


@dataclass(slots=True)
class Health:
    """Asks each probe with a deadline and says what they add up to; a probe may give what is wrong all the same."""

    version: str
    probes: dict[str, Callable[[], Awaitable[str | None]]]
    essential: frozenset[str] = frozenset({"database"})
    details: dict[str, Callable[[], Awaitable[dict[str, Any]]]] = field(default_factory=dict)
    started_at: float = field(default_factory=time.monotonic)
    readings: dict[str, Reading] = field(default_factory=dict)
    _running: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _asked_at: dict[str, float] = field(default_factory=dict)
    _answered_at: dict[str, float] = field(default_factory=dict)

    async def check(self) -> dict[str, Any]:
        """The summary of CONTRACT.md's `GET /health`, in less than 100 ms."""
        await asyncio.gather(*(self._ask(name) for name in self.probes))
        down = {name for name, reading in self.readings.items() if reading.status == "down"}
        is_well = all(reading.status == "ok" for reading in self.readings.values())
        status = "down" if down & self.essential else "ok" if is_well else "degraded"
        return {
            "status": status,
            "version": self.version,
            **{name: self.readings[name].as_dict() for name in self.probes},
            "uptime_seconds": round(time.monotonic() - self.started_at, 1),
        }

    async def detail(self) -> dict[str, Any]:
        """The summary with what each part of `details` says of itself; one that fails is shown as down."""
        shown = await self.check()
        for name, ask in self.details.items():
            try:
                async with asyncio.timeout(DETAIL_DEADLINE_S):
                    shown[name] = await ask()
            except Exception as error:  # noqa: BLE001 - one part's failure is what this shows
                shown[name] = {"status": "down", "reason": type(error).__name__}
        return shown

    async def _ask(self, name: str) -> None:
        """Waits for the probe up to the deadline; a slow one goes on alone and no second one is started beside it.

        A server that answered a moment ago and is merely slow stays as last seen. Of one that did not, nothing is
        known: it is degraded until its probe has hung for a while, then down.
        """
        running = self._running.get(name)
        if running is None or running.done():
            running = asyncio.create_task(self._probe(name), name=f"probe-{name}")
            self._running[name] = running
            self._asked_at[name] = time.monotonic()
        done, _ = await asyncio.wait({running}, timeout=PROBE_DEADLINE_S)
        now = time.monotonic()
        if done:
            return
        last = self.readings.get(name)
        late = now - self._answered_at.get(name, now) > HUNG_AFTER_S
        if now - self._asked_at[name] > HUNG_AFTER_S:
            self.readings[name] = Reading("down", None, "no answer in time")
        elif last is None or (late and last.status == "ok"):  # nothing was heard yet, or not for a while
            self.readings[name] = Reading("degraded", None, "no answer yet")

    async def _probe(self, name: str) -> None:
        began = time.monotonic()
        try:
            async with asyncio.timeout(5):
                wrong = await self.probes[name]()
        except Exception as error:  # noqa: BLE001 - whatever a probe raises is its reading
            self.readings[name] = Reading("down", None, type(error).__name__)
        else:
            latency_ms = round((time.monotonic() - began) * 1000, 2)
            self.readings[name] = Reading("degraded" if wrong else "ok", latency_ms, wrong)
            self._answered_at[name] = time.monotonic()
