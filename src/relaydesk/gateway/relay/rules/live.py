"""Rules at work: each attempt of a request is held against them, and its answer's end; what they come to is done.

An answer that failed (400 and above) is looked at with its body before it is passed on, so that a rule may ask another
key. One that succeeds is passed on as it comes: its body is kept to a bound on the way and judged once it has ended.
"""

import time
from collections.abc import Collection
from typing import Final, Protocol

import msgspec

from relaydesk.gateway.relay.blame.faults import blame_of
from relaydesk.gateway.relay.blame.holds import Holds
from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.exchange import MAX_CAPTURED_BYTES, Exchange
from relaydesk.gateway.relay.journal.records import EndReason
from relaydesk.gateway.relay.rules.actions import LogLevel
from relaydesk.gateway.relay.rules.cooling import retry_after_s
from relaydesk.gateway.relay.rules.counting import Counter
from relaydesk.gateway.relay.rules.engine import Fired, RuleBook, RuleSet, acting
from relaydesk.gateway.relay.rules.outcome import MAX_BODY_BYTES, Outcome, StreamEnd
from relaydesk.gateway.relay.rules.plan import KeyFate, Plan, plan_of
from relaydesk.gateway.relay.snapshot import Snapshot, UpstreamKey
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.gateway.relay.wire.encodings import decoded_beginning
from relaydesk.gateway.types import Reason

_FAILED: Final = 400
_SERVER_ERROR: Final = 500
MAX_BLAMED_BYTES: Final = 4096
SPARED: Final = "key_spared"
_EVIDENCE: Final = frozenset({"body", "headers"})  # of a key's fault where the status alone speaks of the client's
_ENDS: dict[EndReason, StreamEnd] = {"done": "done", "truncated": "truncated", "client_gone": "client_gone"}


class Hands(Protocol):
    """What the relay's surroundings do for its rules; none of it may wait."""

    def decide(self, key_id: int, fate: KeyFate) -> None:
        """Keep what becomes of a key; this process's own picks know it already."""

    def spare(self, key_ids: Collection[int], why: Reason) -> None:
        """Take back what was decided on keys a moment ago."""

    def acted(self, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """A rule acted: count it."""

    def tell(self, level: LogLevel, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """Write a line to the log."""

    def alert(self, channel: str, fired: Fired, *, upstream: str, key_id: int | None) -> None:
        """Tell a channel."""


class NullHands:
    """Does nothing."""

    def decide(self, key_id: int, fate: KeyFate) -> None: ...
    def spare(self, key_ids: Collection[int], why: Reason) -> None: ...
    def acted(self, fired: Fired, *, upstream: str, key_id: int | None) -> None: ...
    def tell(self, level: LogLevel, fired: Fired, *, upstream: str, key_id: int | None) -> None: ...
    def alert(self, channel: str, fired: Fired, *, upstream: str, key_id: int | None) -> None: ...


class Watch(msgspec.Struct, frozen=True):
    """What is left to judge when an answer has ended. `done` are the rules that fired before."""

    rules: RuleSet
    latency_ms: float
    done: tuple[int, ...]


class Judge:
    """Knows the rules of the snapshot in use. Counting thresholds is all that it waits for."""

    def __init__(self, chooser: Chooser, counter: Counter, hands: Hands, holds: Holds) -> None:
        self._chooser = chooser
        self._counter = counter
        self._hands = hands
        self._holds = holds
        self._book = RuleBook()

    def swap(self, snapshot: Snapshot) -> None:
        """Judge by another snapshot's rules from now on."""
        self._book = RuleBook(snapshot, self._book)

    def rules_of(self, upstream_id: int) -> RuleSet:
        """The rules for attempts at an upstream; false where there are none."""
        return self._book.of(upstream_id)

    async def blame(self, exchange: Exchange, key: UpstreamKey | None, failure: UpstreamFailure | None) -> None:
        """Say whose fault the failed attempt is that was just noted; an upstream may be held for it."""
        if failure is not None and failure.kind == "stale":
            return
        status, body, asked_s, kind = exchange.status, None, None, None
        if failure is not None:
            status, kind = 0, failure.kind
        else:
            if status < _SERVER_ERROR and _is_short(exchange):
                body = decoded_beginning(
                    (await exchange.peek(MAX_BLAMED_BYTES))[0], exchange.encodings, MAX_BLAMED_BYTES
                )
            asked_s = retry_after_s(exchange.headers, time.time())
        blame = blame_of(status, failure=kind, headers=exchange.headers if kind is None else None, body=body)
        if blame is None:
            return
        exchange.attempts[-1].blame = blame
        upstream = exchange.upstream
        hold = self._holds.failed(
            upstream,
            blame,
            status,
            key_id=key.id if key is not None else None,
            pool=self._chooser.pool_size(upstream.id),
            asked_s=asked_s,
        )
        if hold is not None:
            exchange.tags.append(f"held:{hold.cause}")
            if hold.spared:
                self._chooser.spare(hold.spared)
                message = hold.why.message
                bounds = {"why_type": hold.why.type, **hold.why.ctx}
                why = Reason.of(f"spared: {message}", reason="key_spared", why=message, **bounds)
                self._hands.spare(hold.spared, why)

    async def attempt(
        self, exchange: Exchange, rules: RuleSet, key: UpstreamKey | None, failure: UpstreamFailure | None
    ) -> bool:
        """Judge the attempt that was just noted; whether a rule wants another one."""
        if failure is not None and failure.kind == "stale":
            return False
        latency_ms, status = float(exchange.attempts[-1].ms), exchange.status
        left = rules.left_at(status if failure is None else 0)
        if not left.rules:
            return False
        if failure is not None:
            outcome = Outcome(headers=[], body=b"", latency_ms=latency_ms, failure=failure.kind)
        else:
            outcome, needs = Outcome(status, exchange.headers, latency_ms=latency_ms), left.needs
            needs_body = "body" in needs
            answer = exchange.answer
            is_whole = answer is not None and answer.complete
            if needs_body and answer is not None and (is_whole or status >= _FAILED):
                piece, is_cut = answer.beginning(MAX_BODY_BYTES) if is_whole else await exchange.peek(MAX_BODY_BYTES)
                encodings = exchange.encodings
                outcome.body = decoded_beginning(piece, encodings, MAX_BODY_BYTES) if encodings else piece
                outcome.is_body_cut = is_cut
                needs_body = False
            if needs_body or "end" in needs:
                exchange.captured = bytearray() if needs_body else None
                exchange.watch = Watch(rules, latency_ms, ())
        fired = left.evaluate(outcome)
        if not fired:
            return False
        watch = exchange.watch
        if isinstance(watch, Watch):
            exchange.watch = Watch(watch.rules, watch.latency_ms, tuple(one.rule.id for one in fired))
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
        if exchange.original is not None:
            outcome.body = exchange.original
            outcome.is_body_cut = len(exchange.original) >= MAX_CAPTURED_BYTES
        elif exchange.captured is not None:
            outcome.body = decoded_beginning(bytes(exchange.captured), exchange.encodings, MAX_BODY_BYTES)
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
            exchange.rule_whys.append(one.why.message)
            exchange.rule_because.append(one.why.stored())
            self._hands.acted(one, upstream=where, key_id=key_id)
        exchange.tags += [tag for tag in plan.tags if tag not in exchange.tags]
        for level, one in plan.logs:
            self._hands.tell(level, one, upstream=where, key_id=key_id)
        for channel, one in plan.alerts:
            self._hands.alert(channel, one, upstream=where, key_id=key_id)
        self._decide(plan, key_id, exchange, acts)
        return plan.retry

    def _decide(self, plan: Plan, key_id: int | None, exchange: Exchange, acts: tuple[Fired, ...]) -> None:
        if plan.key is None or key_id is None:
            return
        upstream_id = exchange.upstream.id
        if self._is_spared(exchange, plan.key, acts):
            exchange.tags.append(SPARED)
            return
        self._holds.decided(upstream_id, key_id)
        if plan.key.status is None:
            self._chooser.cool(key_id, time.monotonic() + (plan.key.for_s or 0.0))
        else:
            self._chooser.take_out(key_id)
        self._hands.decide(key_id, plan.key)

    def _is_spared(self, exchange: Exchange, fate: KeyFate, acts: tuple[Fired, ...]) -> bool:
        """Whether the key is not to suffer: all of them fail alike, or the request itself is at fault.

        A rule that has looked at the answer's body or headers knows better than the status.
        """
        if self._holds.spares(exchange.upstream.id):
            return True
        if not exchange.attempts or exchange.attempts[-1].blame != "client":
            return False
        rule = next(one.rule for one in acts if one.rule.id == fate.rule_id)
        return not rule.condition.needs & _EVIDENCE


def _is_short(exchange: Exchange) -> bool:
    """Whether waiting for the beginning of the body is no risk: it is here, or said to be small."""
    if exchange.complete:
        return True
    length = next((value for name, value in exchange.headers if name == b"content-length"), b"")
    return length.isdigit() and len(length) < 6  # noqa: PLR2004 - below 100 KB
