"""Owns what is counted of a version that is served: for its stats, since the process began, and for the metrics."""

import time
from collections import Counter
from typing import Any, Final

from relaydesk.kernel.observe.many import Observations
from relaydesk.kernel.observe.metrics import INFERENCE_DURATION, INFERENCE_REQUESTS, INFERENCE_SERIES
from relaydesk.registry.inference.watch import Runs, Sample
from relaydesk.registry.inference.wire.frames import Octets
from relaydesk.registry.inference.wire.messages import TOO_LARGE, Ask, Said

_OK, _BAD = 200, 400
_NS: Final = 1_000_000_000
OUTCOMES: Final = {_OK: "ok", _BAD: "refused"}


class Figures:
    """Of one version of one deployment. The metrics hear of it when it is flushed."""

    def __init__(self, deployment: str, version: str) -> None:
        self._labels = (deployment, version)
        for outcome in OUTCOMES.values():  # a series begins at 0, or its first increase is never seen
            INFERENCE_REQUESTS.labels(*self._labels, outcome)
        self._outcomes: Counter[str] = Counter()
        self._durations = Observations(INFERENCE_DURATION.labels(*self._labels))
        INFERENCE_SERIES.begin(self._labels)
        self._has_ended = False
        self.inferences = self.executions = self._last_ms = 0
        self._successes = self._failures = self._refusals = 0
        self.runs = Runs()  # since its traffic moved
        self._success_ns = self._failure_ns = self._queue_ns = self._compute_ns = 0

    def answered(self, said: Said, ask: Ask, body: Octets, *, queue_s: float) -> None:
        """By a replica; what was too large for who asked is asked again, and counted then."""
        if said.status == TOO_LARGE:
            return
        took_s = max(0.0, time.monotonic() - ask.asked_at)
        self._durations.add(took_s)
        if not ask.version:
            self.runs.answered(said, Sample(ask, body))
        if said.status == _OK:
            self._outcomes["ok"] += 1
            self._successes += 1
            self._success_ns += int(took_s * _NS)
            self._queue_ns += int(queue_s * _NS)
            self._compute_ns += said.compute_ns
            self.inferences += said.rows
            self.executions += said.executions
        else:
            self._failed("failed" if said.executions else OUTCOMES.get(said.status, "unavailable"), took_s)
        self._last_ms = time.time_ns() // 1_000_000

    def lost(self, outcome: str, ask: Ask, *, is_at_fault: bool = False) -> None:
        """Answered without a replica: `full`, `late`, `not_loaded`, `unavailable` at its end, or `lost` with one.

        What is lost with one is always the version's fault.
        """
        self.runs.lost += (is_at_fault or outcome == "lost") and not ask.version
        self._failed(outcome, max(0.0, time.monotonic() - ask.asked_at))

    def _failed(self, outcome: str, took_s: float) -> None:
        self._outcomes[outcome] += 1
        self._failures += 1
        self._refusals += outcome == OUTCOMES[_BAD]
        self._failure_ns += int(took_s * _NS)

    def flush(self) -> None:
        outcomes, self._outcomes = self._outcomes, Counter()
        for outcome, count in outcomes.items():
            INFERENCE_REQUESTS.labels(*self._labels, outcome).inc(count)
        self._durations.flush()

    def end(self) -> None:
        """Nothing more is counted: its series go a while later."""
        self.flush()
        if not self._has_ended:
            self._has_ended = True
            INFERENCE_SERIES.end(self._labels)

    def shown(self) -> dict[str, Any]:
        """As Triton's `extension_statistics.md` has it, and how many that failed were no input of the model."""

        def duration(count: int, ns: int) -> dict[str, int]:
            return {"count": count, "ns": ns}

        done = self._successes
        return {
            "name": self._labels[0],
            "version": self._labels[1],
            "last_inference": self._last_ms,
            "inference_count": self.inferences,
            "execution_count": self.executions,
            "refused_count": self._refusals,
            "inference_stats": {
                "success": duration(done, self._success_ns),
                "fail": duration(self._failures, self._failure_ns),
                "queue": duration(done, self._queue_ns),
                "compute_input": duration(done, 0),
                "compute_infer": duration(done, self._compute_ns),
                "compute_output": duration(done, 0),
            },
            "batch_stats": [],
        }
