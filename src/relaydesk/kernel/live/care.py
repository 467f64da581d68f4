"""Owns when each stream of a process is seen to: a beat where nothing else was sent, an end where nobody reads.

A stream is looked at when its next beat is due, not in each round: of ten thousand idle ones some hundreds a second.
"""

from collections import defaultdict

from relaydesk.kernel.live.stream import Stream

BEAT_AFTER_S = 13.0  # and up to a second, and what a tick is late: one in 15 s is promised
# a reader that takes nothing is dropped so long after it was noticed, at its next beat; it resumes where it was
SLOW_FOR_S = 30.0
LOOK_AT_SLOW_EVERY_S = 2.0
UNATTACHED_FOR_S = 30.0


class Care:
    """Times are of the monotonic clock."""

    def __init__(self) -> None:
        self._due: dict[int, list[Stream]] = defaultdict(list)  # by second
        self._slow_since: dict[Stream, float] = {}

    def add(self, stream: Stream) -> None:
        self._put(stream, stream.sent_at + BEAT_AFTER_S)

    def take_due(self, now: float) -> list[Stream]:
        """Those that are to be seen to by now; each is put back by `see_to`."""
        seconds = [second for second in self._due if second <= now]
        return [stream for second in seconds for stream in self._due.pop(second)]

    def see_to(self, stream: Stream, now: float) -> None:
        """A stream that is over is not seen to again."""
        if stream.is_over:
            self._slow_since.pop(stream, None)
        elif stream.is_slow:
            if now - self._slow_since.setdefault(stream, now) > SLOW_FOR_S:
                stream.abort()
            self._put(stream, now + LOOK_AT_SLOW_EVERY_S)
        else:
            self._slow_since.pop(stream, None)
            self._beat(stream, now)

    def _beat(self, stream: Stream, now: float) -> None:
        if now - stream.sent_at >= BEAT_AFTER_S:
            if stream.is_attached:
                stream.beat(now)
            elif now - stream.sent_at > UNATTACHED_FOR_S:
                stream.gone()
                return
        self._put(stream, max(stream.sent_at + BEAT_AFTER_S, now))

    def _put(self, stream: Stream, at: float) -> None:
        self._due[int(at) + 1].append(stream)
