"""The relay's figures, counted in plain numbers and handed to Prometheus once a second."""

from typing import Any

from relaydesk.gateway.relay.metrics import Sums
from relaydesk.kernel.observe.metrics import KEY_USAGE, PROXY_OVERHEAD, PROXY_REQUESTS

FLUSH_EVERY_S = 1.0


class RelayFigures:
    """A request costs two additions in `sums`; prometheus-client's shared files cost several microseconds each."""

    def __init__(self) -> None:
        histogram: Any = PROXY_OVERHEAD
        self.sums = Sums(histogram._upper_bounds)  # noqa: SLF001 - it has no way to add many at once

    def flush(self) -> None:
        """Hand over what was counted since the last time."""
        sums = self.sums
        if not sums.requests:
            return
        for (upstream, status), count in sums.requests.items():
            PROXY_REQUESTS.labels(upstream, str(status)).inc(count)
        KEY_USAGE.labels("proxy").inc(sum(sums.requests.values()))
        histogram: Any = PROXY_OVERHEAD
        for bucket, count in zip(histogram._buckets, sums.buckets, strict=True):  # noqa: SLF001 - as above
            if count:
                bucket.inc(count)
        histogram._sum.inc(sums.overhead_s)  # noqa: SLF001 - as above
        sums.begin()
