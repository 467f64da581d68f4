"""The relay itself: takes requests through route, key, forwarding and journal. `front.py` is its HTTP face."""

import asyncio
import contextlib
import secrets
import ssl
import time
from datetime import datetime
from typing import Any, Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.accounting.prices import PriceList
from relaydesk.gateway.relay.authenticate import Authenticator, FindNewKey
from relaydesk.gateway.relay.blame.holds import Holder, Holds
from relaydesk.gateway.relay.budgets.leases import Budgets
from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Exchange, Request
from relaydesk.gateway.relay.journal.records import EndReason, Finished
from relaydesk.gateway.relay.journal.writer import Journal, JournalFullError
from relaydesk.gateway.relay.limit import Limiter
from relaydesk.gateway.relay.loop.fiber import Fiber
from relaydesk.gateway.relay.metrics import NullMetrics, RelayMetrics
from relaydesk.gateway.relay.retry import Forwarder
from relaydesk.gateway.relay.routing.keys import Keys
from relaydesk.gateway.relay.routing.legs import Legs
from relaydesk.gateway.relay.rules.counting import Counter, LocalCounter
from relaydesk.gateway.relay.rules.live import Hands, Judge, NullHands
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.live import Scripts
from relaydesk.gateway.relay.snapshot import Snapshot, Upstream, endpoint_of
from relaydesk.gateway.relay.traffic.answers import Answers, NoAnswers
from relaydesk.gateway.relay.traffic.gate import Gate, LocalGate, Traffic
from relaydesk.gateway.relay.upstream.address import Resolver
from relaydesk.gateway.relay.upstream.builtin import BuiltinModel
from relaydesk.gateway.relay.upstream.failure import UnreadableAnswer, UpstreamFailure
from relaydesk.gateway.relay.upstream.leg import Leg
from relaydesk.gateway.relay.upstream.pool import Pools
from relaydesk.gateway.relay.wire.hop import Hop

BREAK_OFF_S: Final = 1.0

Carrier = Fiber | asyncio.Task[Any]


class Relay:
    """One a process, made after any fork. Swap in a snapshot, then hand it requests.

    Its `hop` is the same in all processes of an installation; without one a relay knows only itself again.
    """

    def __init__(
        self,
        *,
        journal: Journal,
        limiter: Limiter | None = None,
        budgets: Budgets | None = None,
        metrics: RelayMetrics | None = None,
        builtins: dict[str, BuiltinModel] | None = None,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        rule_counter: Counter | None = None,
        rule_hands: Hands | None = None,
        quotas: Budgets | None = None,
        holder: Holder | None = None,
        gate: Gate | None = None,
        answers: Answers | None = None,
        sandboxes: Sandboxes | None = None,
        hop: Hop | None = None,
        find_new_key: FindNewKey | None = None,
        key_uses: dict[int, datetime] | None = None,
    ) -> None:
        self.snapshot = Snapshot()
        self.hop = hop or Hop(f"relaydesk-{secrets.token_hex(6)}")
        self.journal = journal
        self.limiter = limiter or Limiter()
        self.budgets, self.quotas = budgets or Budgets(), quotas or Budgets()
        self.traffic = Traffic(gate or LocalGate(), self.limiter)
        self.answers = answers or NoAnswers()
        self.draining, self._emptied = False, asyncio.Event()
        self._metrics = metrics or NullMetrics()
        self._chooser = Chooser()
        self.quotas.tell_shares(self._chooser.regard)
        self._pools = Pools(resolver=resolver, tls=tls)
        self._holds = Holds(holder)
        self._judge = Judge(self._chooser, rule_counter or LocalCounter(), rule_hands or NullHands(), self._holds)
        self._keys = Keys(self._chooser, self.quotas, self._holds, self.traffic)
        self._scripts = Scripts(sandboxes or Sandboxes())
        self._forwarder = Forwarder(
            self._chooser,
            self._keys,
            self._pools,
            builtins or {},
            judge=self._judge,
            holds=self._holds,
            scripts=self._scripts,
        )
        self.legs, self.prices = Legs(self._chooser), PriceList()
        self.authenticator = Authenticator(find_new_key)
        self.key_uses = {} if key_uses is None else key_uses  # of which the journal says nothing
        self._running: dict[Exchange, Carrier | None] = {}

    def swap(self, snapshot: Snapshot) -> None:
        """Work from another snapshot from now on; requests under way keep what they started with."""
        self._chooser.swap(snapshot)
        self._judge.swap(snapshot)
        now = time.time()
        self._holds.swap({i: until - now for i, until in snapshot.held.items()}, snapshot.upstreams)
        self.quotas.swap(snapshot.exhausted)
        self._keys.swap()
        self._scripts.swap(snapshot)
        self._forwarder.swap(snapshot)
        self._pools.swap(set(snapshot.upstreams))
        self.legs.swap(snapshot)
        self.authenticator.swap(snapshot)
        self.prices = PriceList(snapshot.prices)
        self.snapshot = snapshot
        self.end_lost(now)

    def end_lost(self, now: float) -> None:
        """Break off what is under way for client keys that may not use the relay any more."""
        for exchange, carrier in list(self._running.items()):
            key = exchange.request.client_key
            if key is None or carrier is None or exchange.access_lost is not None:
                continue
            exchange.access_lost = self.authenticator.find_lost(key, now)
            if exchange.access_lost is not None:
                carrier.cancel()

    # -- where a request goes ------------------------------------------------------------------------------------

    def leg_to(self, upstream: Upstream, path: bytes) -> tuple[Leg, ...]:
        """The one way of a request that names its upstream.

        Raises:
            RelayError: the upstream is switched off.
        """
        if not upstream.enabled:
            raise errors.upstream_disabled(upstream.name)
        return (Leg(upstream, endpoint_of(upstream.base_url), path),)

    # -- a request's life ----------------------------------------------------------------------------------------

    def begin(self, request: Request, started: float, carrier: Carrier | None = None) -> Exchange:
        """Write a request down before anything of it is sent. `started` is when it came in, by the monotonic clock.

        `carrier` is what carries it: the one to cancel where it must end early.

        Raises:
            RelayError: 503 when it cannot be recorded or the process is going.
        """
        if self.draining:
            raise errors.draining()
        try:
            exchange = Exchange(
                request, started=started, journal=self.journal, metrics=self._metrics, prices=self.prices
            )
        except JournalFullError as error:
            raise errors.journal_full() from error
        self._running[exchange] = carrier
        return exchange

    async def forward(self, exchange: Exchange) -> None:
        """Get an answer for it; status, headers and body are then the exchange's.

        Raises:
            RelayError: no attempt brought one.
        """
        try:
            await self._forwarder.forward(exchange)
            if exchange.scripted is not None:
                await self._scripts.run_on_answer(exchange)
        except UpstreamFailure as failure:
            raise _finished(exchange, failure) from failure
        except RelayError as error:
            exchange.finish("refused", status=error.status, error=error.code)
            raise

    async def settle(self, exchange: Exchange, reason: EndReason, *, error: str | None = None) -> None:
        """An answer has ended, one way or another: let the rules judge its end, then write it down."""
        if exchange.watch is not None:
            await self._judge.ended(exchange, reason)
        exchange.finish(reason, error=error)

    def end(self, exchange: Exchange) -> None:
        """Whatever came before, the exchange is over now."""
        exchange.finish("truncated" if self.draining and not exchange.client_gone else "client_gone")
        self._running.pop(exchange, None)
        if self.draining and not self._running:
            self._emptied.set()

    def refuse(self, record: Finished) -> None:
        """Write down a request that was turned away before it had an exchange; a full journal grows no further."""
        if not self.journal.is_full:
            self.journal.finished(record)
        self._metrics.proxied(record.upstream or "", record.status, record.overhead_us / 1e6)

    # -- the end -------------------------------------------------------------------------------------------------

    async def drain(self, grace_s: float) -> None:
        """Take no more requests, let those under way end within the grace time, break the rest off.

        The journal stays open: close it once nothing writes to it and its last records are shipped or left to others.
        """
        self.draining = True
        if not self._running:
            self._emptied.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace_s):
                await self._emptied.wait()
        carriers = [c for c in self._running.values() if c is not None and c is not asyncio.current_task()]
        for carrier in carriers:
            carrier.cancel()
        if carriers:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BREAK_OFF_S):
                    await self._emptied.wait()
        for exchange in list(self._running):
            self.end(exchange)
        self._pools.close()
        await self._scripts.close()
        self.journal.flush()


def _finished(exchange: Exchange, failure: UpstreamFailure) -> RelayError:
    error = failed(failure, exchange.upstream.name)
    exchange.finish("upstream_error", status=error.status, error=failure.kind)
    return error


def failed(failure: UpstreamFailure, upstream: str) -> RelayError:
    """What the client is told when no attempt brought an answer."""
    if isinstance(failure, UnreadableAnswer):
        return errors.answer_unreadable(upstream)
    if failure.kind == "truncated":
        return errors.broken_off(upstream)
    if failure.kind == "timeout":
        return RelayError(504, "UPSTREAM_TIMEOUT", f"The upstream '{upstream}' did not answer in time.")
    if failure.kind == "address_refused":
        return RelayError(
            502, "UPSTREAM_ADDRESS_REFUSED", f"The upstream '{upstream}' leads to an address that is not public."
        )
    if failure.kind == "loop":
        return errors.loop(upstream)
    if failure.kind == "protocol":
        return RelayError(502, "UPSTREAM_ANSWER_INVALID", f"The upstream '{upstream}' gave an invalid HTTP answer.")
    return RelayError(502, "UPSTREAM_UNREACHABLE", f"The upstream '{upstream}' could not be reached.")
