"""The relay's figures, counted in plain numbers and handed to Prometheus once a second."""

from relaydesk.gateway.relay.metrics import Sums
from relaydesk.kernel.observe.many import add_to, bounds_of
from relaydesk.kernel.observe.metrics import KEY_USAGE, PROXY_OVERHEAD, PROXY_REQUESTS

FLUSH_EVERY_S = 1.0


class RelayFigures:
    """A request costs two additions in `sums`; prometheus-client's shared files cost several microseconds each."""

    def __init__(self) -> None:
        self.sums = Sums(bounds_of(PROXY_OVERHEAD))

    def flush(self) -> None:
        """Hand over what was counted since the last time."""
        sums = self.sums
        if not sums.requests:
            return
        for (upstream, status), count in sums.requests.items():
            PROXY_REQUESTS.labels(upstream, str(status)).inc(count)
        KEY_USAGE.labels("proxy").inc(sum(sums.requests.values()))
        add_to(PROXY_OVERHEAD, sums.buckets, sums.overhead_s)
        sums.begin()
