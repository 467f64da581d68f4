"""What a client key, a route or an upstream may have under way at once and use a minute: asked before it is used.

Tokens are reserved by an upper estimate and corrected once the answer has named them, so parallel requests do not go
beyond the limit together.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.limit import Limiter
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.snapshot import Limits

Cause = Literal["concurrency", "requests", "tokens"]
MINUTE_S = 60.0
LONGEST_DEBT_S = 3600  # for which one answer that used more than its limit keeps the next ones out
# A slot that has just become free may still be on its way to the gate: a refusal waits for it a little.
WAITS_S = (0.02, 0.06)


class Refused(NamedTuple):
    cause: Cause
    retry_after_s: float


class Gate(Protocol):
    """Shared by all processes, or this process's share while what they share is away."""

    async def enter(self, limits: Limits, request_id: str, tokens: int) -> Refused | None:
        """Take a slot and reserve tokens; both or neither."""

    def leave(self, limits: Limits, request_id: str, unused: int) -> None:
        """Give the slot back, and tokens that were reserved beyond what was used. May not wait."""


class LocalGate:
    """In this process alone."""

    def __init__(self, *, share: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._share = share
        self._clock = clock
        self._under_way: dict[str, set[str]] = {}
        self._arrival: dict[str, float] = {}

    async def enter(self, limits: Limits, request_id: str, tokens: int) -> Refused | None:
        under_way = self._under_way.setdefault(limits.who, set())
        if limits.max_concurrency is not None and len(under_way) >= max(1, int(limits.max_concurrency * self._share)):
            return Refused("concurrency", 1.0)
        if limits.tokens_per_minute is not None:
            limit = max(1, int(limits.tokens_per_minute * self._share))
            now = self._clock()
            arrival = max(self._arrival.get(limits.who, now), now) + min(tokens, limit) * MINUTE_S / limit
            if arrival - MINUTE_S > now + 1e-6:
                return Refused("tokens", arrival - MINUTE_S - now)
            self._arrival[limits.who] = arrival
        under_way.add(request_id)
        return None

    def leave(self, limits: Limits, request_id: str, unused: int) -> None:
        under_way = self._under_way.get(limits.who)
        if under_way is not None:
            under_way.discard(request_id)
            if not under_way:
                del self._under_way[limits.who]
        if limits.tokens_per_minute is not None and limits.who in self._arrival:
            limit = max(1, int(limits.tokens_per_minute * self._share))
            arrival = self._arrival[limits.who] - unused * MINUTE_S / limit
            self._arrival[limits.who] = min(arrival, self._clock() + LONGEST_DEBT_S)


class Ticket:
    """A request's place at the gate: `enter` once, then `settle` or `put_back`, once.

    It is made before it enters, so that who leaves in the very moment of entering can still give it back.
    """

    __slots__ = ("_gate", "_is_in", "_limits", "_request_id", "_tokens")

    def __init__(self, gate: Gate, limits: Limits, request_id: str, tokens: int) -> None:
        self._gate = gate
        self._limits = limits
        self._request_id = request_id
        self._tokens = tokens
        self._is_in = False

    async def enter(self) -> Refused | None:
        """Waits a moment where all slots are taken."""
        refused = await self._gate.enter(self._limits, self._request_id, self._tokens)
        for wait_s in WAITS_S:
            if refused is None or refused.cause != "concurrency":
                break
            await asyncio.sleep(wait_s)
            refused = await self._gate.enter(self._limits, self._request_id, self._tokens)
        self._is_in = refused is None
        return refused

    @property
    def limits(self) -> Limits:
        """Those it was made for."""
        return self._limits

    def settle(self, tokens: int | None, _cost_nanos: int | None) -> None:
        """The request has ended and used so much; None is as much as was reserved."""
        self._end(self._tokens - tokens if tokens is not None else 0)

    def put_back(self) -> None:
        """The request was not sent after all."""
        self._end(self._tokens)

    def _end(self, unused: int) -> None:
        if self._is_in:
            self._is_in = False
            self._gate.leave(self._limits, self._request_id, unused)


class Traffic:
    """Lets requests in at the limits of client keys, routes and upstreams."""

    def __init__(self, gate: Gate, limiter: Limiter) -> None:
        self._gate = gate
        self._limiter = limiter

    async def let_in(self, who: str, limits: Limits, request_id: str, tokens: int) -> Ticket:
        """All that is limited or nothing; may be awaited in a fiber. `who` begins the sentence that refuses.

        Raises:
            RelayError: 429, there is too much under way or was too much in the last minute.
        """
        ticket = Ticket(self._gate, limits, request_id, tokens)
        try:
            refused = await in_task(self._enter(ticket, limits))
        except BaseException:
            ticket.put_back()  # who leaves in the very moment of entering
            raise
        if refused is not None:
            raise errors.too_much_traffic(who, refused.cause, limits, refused.retry_after_s)
        return ticket

    async def _enter(self, ticket: Ticket, limits: Limits) -> Refused | None:
        if limits.max_concurrency is not None or limits.tokens_per_minute is not None:
            refused = await ticket.enter()
            if refused is not None:
                return refused
        if limits.requests_per_minute is not None:
            wait_s = await self._limiter.take(limits.who, limits.requests_per_minute)
            if wait_s > 0:
                ticket.put_back()
                return Refused("requests", wait_s)
        return None
