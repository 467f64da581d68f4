"""Rules at work: each attempt of a request is held against them, and its answer's end; what they come to is done.

An answer that failed (400 and above) is looked at with its body before it is passed on, so that a rule may ask another
key. One that succeeds is passed on as it comes: its body is kept to a bound on the way and judged once it has ended.
"""

import time
import zlib
from typing import NamedTuple, Protocol

from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.exchange import Exchange
from relaydesk.gateway.relay.journal.records import EndReason
from relaydesk.gateway.relay.rules.actions import LogLevel
from relaydesk.gateway.relay.rules.counting import Counter
from relaydesk.gateway.relay.rules.engine import Fired, RuleBook, RuleSet, acting
from relaydesk.gateway.relay.rules.outcome import MAX_BODY_BYTES, Headers, Outcome, StreamEnd
from relaydesk.gateway.relay.rules.plan import KeyFate, Plan, plan_of
from relaydesk.gateway.relay.snapshot import Snapshot, UpstreamKey
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure

_FAILED = 400
_ENDS: dict[EndReason, StreamEnd] = {"done": "done", "truncated": "truncated", "client_gone": "client_gone"}


class Hands(Protocol):
    """What the relay's surroundings do for its rules; none of it may wait."""

    def decide(self, key_id: int, fate: KeyFate) -> None:
        """Keep what becomes of a key; this process's own picks know it already."""

    def acted(self, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """A rule acted: count it."""

    def tell(self, level: LogLevel, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """Write a line to the log."""

    def alert(self, channel: str, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """Tell a channel."""


class NullHands:
    """Does nothing."""

    def decide(self, key_id: int, fate: KeyFate) -> None: ...
    def acted(self, fired: Fired, *, upstream: str, key_id: int | None) -> None: ...
    def tell(self, level: LogLevel, fired: Fired, *, upstream: str, key_id: int | None) -> None: ...
    def alert(self, channel: str, fired: Fired, *, upstream: str, key_id: int | None) -> None: ...


class Watch(NamedTuple):
    """What is left to judge when an answer has ended. `done` are the rules that fired before."""

    rules: RuleSet
    latency_ms: float
    done: tuple[int, ...]


class Judge:
    """Knows the rules of the snapshot in use. Counting thresholds is all that it waits for."""

    def __init__(self, chooser: Chooser, counter: Counter, hands: Hands) -> None:
        self._chooser = chooser
        self._counter = counter
        self._hands = hands
        self._book = RuleBook()

    def swap(self, snapshot: Snapshot) -> None:
        """Judge by another snapshot's rules from now on."""
        self._book = RuleBook(snapshot, self._book)

    def rules_of(self, upstream_id: int) -> RuleSet:
        """The rules for attempts at an upstream; false where there are none."""
        return self._book.of(upstream_id)

    async def attempt(
        self, exchange: Exchange, rules: RuleSet, key: UpstreamKey | None, failure: UpstreamFailure | None
    ) -> bool:
        """Judge the attempt that was just noted; whether a rule wants another one."""
        if failure is not None and failure.kind == "stale":
            return False
        latency_ms, status = float(exchange.attempts[-1].ms), exchange.status
        if failure is not None:
            outcome = Outcome(headers=[], body=b"", latency_ms=latency_ms, failure=failure.kind)
        else:
            outcome = Outcome(status, exchange.headers, latency_ms=latency_ms)
            needs_body = rules.needs_body(status)
            if needs_body and (status >= _FAILED or exchange.complete):
                piece, is_cut = await exchange.peek(MAX_BODY_BYTES)
                outcome.body = decoded(piece, exchange.headers)
                outcome.is_body_cut = is_cut
                needs_body = False
            if needs_body or rules.needs_end(status):
                exchange.captured = bytearray() if needs_body else None
                exchange.watch = Watch(rules, latency_ms, ())
        fired = rules.evaluate(outcome)
        if not fired:
            return False
        watch = exchange.watch
        if isinstance(watch, Watch):
            exchange.watch = watch._replace(done=tuple(one.rule.id for one in fired))
        return await self._act(exchange, key.id if key is not None else None, fired)

    async def ended(self, exchange: Exchange, reason: EndReason) -> None:
        """Judge what an answer's end, or its whole body, has added."""
        watch, exchange.watch = exchange.watch, None
        if not isinstance(watch, Watch):
            return
        outcome = Outcome(
            exchange.status,
            exchange.headers,
            latency_ms=watch.latency_ms,
            stream_end=_ENDS.get(reason, "upstream_error"),
        )
        if exchange.captured is not None:
            outcome.body = decoded(bytes(exchange.captured), exchange.headers)
            outcome.is_body_cut = exchange.bytes_out > len(exchange.captured)
        fired = watch.rules.evaluate(outcome, watch.done)
        if fired:
            await self._act(exchange, exchange.key_id, fired)

    async def _act(self, exchange: Exchange, key_id: int | None, fired: tuple[Fired, ...]) -> bool:
        acts = await acting(fired, key_id, self._counter)
        if not acts:
            return False
        plan = plan_of(acts, exchange.headers, time.time())
        where = exchange.upstream.name
        for one in acts:
            exchange.rules_fired.append(one.rule.id)
            exchange.rule_whys.append(one.why)
            self._hands.acted(one, upstream=where, key_id=key_id)
        exchange.tags += [tag for tag in plan.tags if tag not in exchange.tags]
        for level, one in plan.logs:
            self._hands.tell(level, one, upstream=where, key_id=key_id)
        for channel, one in plan.alerts:
            self._hands.alert(channel, one, upstream=where, key_id=key_id)
        self._decide(plan, key_id)
        return plan.retry

    def _decide(self, plan: Plan, key_id: int | None) -> None:
        if plan.key is None or key_id is None:
            return
        if plan.key.status is None:
            self._chooser.cool(key_id, time.monotonic() + (plan.key.for_s or 0.0))
        else:
            self._chooser.take_out(key_id)
        self._hands.decide(key_id, plan.key)


def decoded(body: bytes, headers: Headers) -> bytes | None:
    """A body, or its beginning, without its content encoding; None where that is not one we can undo."""
    encoding = b""
    for name, value in headers:
        if name == b"content-encoding":
            encoding = value.strip().lower()
    if encoding in (b"", b"identity"):
        return body
    if encoding not in (b"gzip", b"x-gzip", b"deflate"):
        return None
    try:
        # 32 tells zlib to recognise gzip's header and its own by themselves
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, MAX_BODY_BYTES)
    except zlib.error:
        return None
