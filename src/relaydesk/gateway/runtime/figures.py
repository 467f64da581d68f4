"""The relay's figures, counted in plain numbers and handed to Prometheus once a second."""

from bisect import bisect_left
from collections import Counter
from typing import Any

from relaydesk.kernel.observe.metrics import KEY_USAGE, PROXY_OVERHEAD, PROXY_REQUESTS

FLUSH_EVERY_S = 1.0


class RelayFigures:
    """A request costs two additions here; prometheus-client's shared files cost several microseconds each."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        histogram: Any = PROXY_OVERHEAD
        self._bounds: list[float] = histogram._upper_bounds  # noqa: SLF001 - it has no way to add many at once
        self._buckets = [0] * len(self._bounds)
        self._overhead_s = 0.0

    def proxied(self, upstream: str, status: int, overhead_s: float) -> None:
        self._requests[upstream, status] += 1
        self._buckets[bisect_left(self._bounds, overhead_s)] += 1
        self._overhead_s += overhead_s

    def flush(self) -> None:
        """Hand over what was counted since the last time."""
        requests, self._requests = self._requests, Counter()
        if not requests:
            return
        for (upstream, status), count in requests.items():
            PROXY_REQUESTS.labels(upstream, str(status)).inc(count)
        KEY_USAGE.labels("proxy").inc(requests.total())
        histogram: Any = PROXY_OVERHEAD
        buckets, self._buckets = self._buckets, [0] * len(self._bounds)
        for bucket, count in zip(histogram._buckets, buckets, strict=True):  # noqa: SLF001 - as above
            if count:
                bucket.inc(count)
        histogram._sum.inc(self._overhead_s)  # noqa: SLF001 - as above
        self._overhead_s = 0.0
