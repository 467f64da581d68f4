"""Which key an attempt goes with: picked from the upstream's pool, its quota reserved, passing over held upstreams."""

import asyncio
import time
from collections.abc import Collection
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.blame.holds import Holds
from relaydesk.gateway.relay.budgets.authority import Amount
from relaydesk.gateway.relay.budgets.leases import ONE, Budgets, Holding
from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Exchange
from relaydesk.gateway.relay.snapshot import Budget, Limits, Upstream, UpstreamKey
from relaydesk.gateway.relay.traffic.gate import Ticket, Traffic
from relaydesk.gateway.relay.upstream.leg import Leg

MOST_ASKED: Final = 32
LOOK_AGAIN_S: Final = 1.0
WAKES_LATER_S: Final = 0.001  # than the rest ends: a timer may fire a little early
WAITED: Final = "waited_for_key"


class Start:
    """Where an attempt goes: which leg, with which key, on what reserved of its quota, let in by which ticket."""

    __slots__ = ("holding", "key", "place", "ticket")

    def __init__(
        self,
        place: int,
        key: UpstreamKey | None = None,
        holding: Holding | None = None,
        ticket: Ticket | None = None,
    ) -> None:
        self.place = place
        self.key = key
        self.holding = holding
        self.ticket = ticket


class Keys:
    """Hands keys to attempts."""

    def __init__(self, chooser: Chooser, quotas: Budgets, holds: Holds, traffic: Traffic) -> None:
        self._traffic = traffic
        self._chooser = chooser
        self._quotas = quotas
        self._holds = holds
        # upstreams with no usable key: until when, and in how many seconds one has quota again
        self._empty: dict[int, tuple[float, float]] = {}

    def swap(self) -> None:
        """Another snapshot is in use."""
        self._empty.clear()

    async def first(self, exchange: Exchange) -> Start:
        """For a request's first attempt. Where all keys rest it waits for the first one back within the deadline.

        Raises:
            RelayError: no upstream of the request may be asked.
        """
        leg = exchange.request.legs[0]
        upstream, key = leg.upstream, None
        held_s = self._holds.refused_for_s(upstream.id)  # asked once: where a hold is over, this lets one through
        if not held_s and upstream.limits is None:
            key = self._chooser.pick(upstream.id)
            if key is not None:
                quota = key.quota
                if quota is None:
                    return Start(0, key)
                holding = self._quotas.take_ready(key.id, quota, _amount(exchange, leg, quota))
                if holding is not None:
                    return Start(0, key, holding)
        while True:
            try:
                return await self._first(exchange, key, held_s)
            except RelayError as refusal:
                if not await self._waited_for_rest(exchange, refusal):
                    raise
            key, held_s = None, self._holds.refused_for_s(upstream.id)

    async def _waited_for_rest(self, exchange: Exchange, refusal: RelayError) -> bool:
        """Until the first key is back; not where that is too late, or not what the refusal is about."""
        rest_s = refusal.retry_after_s or 0.0
        deadline = exchange.started + exchange.request.legs[0].upstream.retry.deadline_ms / 1000
        if refusal.code != errors.KEYS_RESTING or time.monotonic() + rest_s >= deadline:
            return False
        if WAITED not in exchange.tags:
            exchange.tags.append(WAITED)
        exchange.waited_s += rest_s
        await asyncio.sleep(rest_s + WAKES_LATER_S)
        return True

    async def _first(self, exchange: Exchange, key: UpstreamKey | None, held_s: float) -> Start:
        if held_s:
            name = exchange.request.legs[0].upstream.name
            return await self.further(exchange, 1, None, (), refusal=errors.held(name, held_s))
        try:
            return await self._enter(exchange, 0, key, ())
        except RelayError as error:
            return await self.further(exchange, 1, None, (), refusal=error)

    async def further(
        self,
        exchange: Exchange,
        place: int,
        key: UpstreamKey | None,
        tried: Collection[int],
        *,
        refusal: RelayError | None = None,
    ) -> Start:
        """From a leg on, with this key or one that was not tried; `refusal` is raised where nothing is to be had."""
        legs = exchange.request.legs
        for at in range(place, len(legs)):
            upstream = legs[at].upstream
            if held_s := self._holds.refused_for_s(upstream.id):
                refusal = refusal or errors.held(upstream.name, held_s)
                continue
            try:
                return await self._enter(exchange, at, key if at == place else None, tried)
            except RelayError as error:
                refusal = refusal or error
        try:
            raise refusal or errors.no_key(legs[0].upstream.name)
        finally:
            del refusal  # or its traceback and this frame would keep each other, and the request's body

    async def _enter(self, exchange: Exchange, place: int, key: UpstreamKey | None, tried: Collection[int]) -> Start:
        """With a key and its quota, and let in at the upstream's limits: once for all attempts there."""
        start = await self._reserve(exchange, place, key, tried)
        limits = exchange.request.legs[place].upstream.limits
        if limits is not None:
            try:
                start.ticket = await self._let_in(exchange, place, limits)
            except BaseException:
                if start.holding is not None:
                    start.holding.put_back()
                raise
        return start

    async def _let_in(self, exchange: Exchange, place: int, limits: Limits) -> Ticket:
        leg, ticket = exchange.request.legs[place], exchange.ticket
        if ticket is not None and ticket.limits.who == limits.who:
            return ticket
        tokens = exchange.expected(leg).tokens if limits.tokens_per_minute is not None else 0
        who = f"The upstream '{leg.upstream.name}'"
        return await self._traffic.let_in(who, limits, f"{exchange.request.id}:{place}", tokens)

    async def _reserve(self, exchange: Exchange, place: int, key: UpstreamKey | None, tried: Collection[int]) -> Start:
        leg = exchange.request.legs[place]
        upstream, refused = leg.upstream, set(tried)
        key = key or self._pick(upstream, tried)
        least_s = float("inf")
        for _ in range(MOST_ASKED):
            if key is None or key.quota is None:
                break
            amount = _amount(exchange, leg, key.quota)
            holding = self._quotas.take_ready(key.id, key.quota, amount)
            if holding is None:
                holding_or_refusal = await self._quotas.take(key.id, key.quota, amount)
                if isinstance(holding_or_refusal, Holding):
                    holding = holding_or_refusal
                else:
                    least_s = min(least_s, holding_or_refusal.retry_after_s)
                    if holding_or_refusal.used_up == "requests":
                        self._chooser.bar(key.id, time.monotonic() + holding_or_refusal.retry_after_s)
            if holding is not None:
                return Start(place, key, holding)
            refused.add(key.id)
            key = self._chooser.pick(upstream.id, refused)
        if refused != set(tried) and (key is None or key.quota is not None):
            raise errors.quota_exhausted(upstream.name, least_s)
        return Start(place, key)

    def _pick(self, upstream: Upstream, tried: Collection[int]) -> UpstreamKey | None:
        chooser = self._chooser
        if not chooser.has_keys(upstream.id):
            if upstream.requires_key:
                raise errors.no_key(upstream.name)
            return None
        key = chooser.pick(upstream.id, tried)
        if key is not None:
            return key
        now = time.monotonic()
        if (known := self._empty.get(upstream.id)) is not None and now < known[0]:
            raise _refusal(upstream, known[1])
        soonest = chooser.pick_soonest(upstream.id)  # it looks at all keys: not at each request
        if soonest is not None and soonest[1] <= 0:
            return soonest[0]
        if soonest is not None:
            raise errors.keys_resting(upstream.name, soonest[1])
        retry_after_s = chooser.barred_for_s(upstream.id)
        self._empty[upstream.id] = (now + LOOK_AGAIN_S, retry_after_s)
        raise _refusal(upstream, retry_after_s)


def _refusal(upstream: Upstream, retry_after_s: float) -> RelayError:
    """Where it has no usable key."""
    return errors.quota_exhausted(upstream.name, retry_after_s) if retry_after_s else errors.no_key(upstream.name)


def _amount(exchange: Exchange, leg: Leg, quota: Budget) -> Amount:
    """What an attempt may use of a key's quota."""
    return exchange.expected(leg) if quota.is_metered else ONE
