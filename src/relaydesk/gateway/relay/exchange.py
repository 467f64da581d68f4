"""One proxied request from start to end: what was asked, what came back, how long it took, how it ended."""

import asyncio
import time
from typing import Any, Final, Protocol

from relaydesk.gateway.relay.accounting.bodies import Bodies
from relaydesk.gateway.relay.accounting.counting import count_tokens
from relaydesk.gateway.relay.accounting.prices import Cost, PriceList
from relaydesk.gateway.relay.accounting.tail import Tail, tail_of
from relaydesk.gateway.relay.budgets.authority import Amount
from relaydesk.gateway.relay.budgets.bounds import Bounds
from relaydesk.gateway.relay.budgets.estimate import Expected, expect
from relaydesk.gateway.relay.budgets.leases import Holding
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.journal.records import Attempt, EndReason, Finished, Received
from relaydesk.gateway.relay.journal.writer import Journal
from relaydesk.gateway.relay.metrics import RelayMetrics
from relaydesk.gateway.relay.snapshot import ClientKey
from relaydesk.gateway.relay.stream import Body, settle
from relaydesk.gateway.relay.traffic.gate import Ticket
from relaydesk.gateway.relay.upstream.connection import Answer
from relaydesk.gateway.relay.upstream.leg import Leg
from relaydesk.gateway.relay.upstream.translated import TranslatedAnswer
from relaydesk.gateway.relay.wire.dialects import Translation
from relaydesk.gateway.relay.wire.encodings import encodings_of
from relaydesk.gateway.relay.wire.translate.tokens import Tokens

MAX_CAPTURED_BYTES: Final = 32 * 1024  # of one that is passed on meanwhile: thousands of streams may be kept so
_UNSENT: Final = frozenset({"connect", "dns", "tls", "address_refused", "loop", "stale"})


class Reserved(Protocol):
    """A reservation for a request, settled once with what the request really used."""

    def settle(self, tokens: int | None, cost_nanos: int | None) -> None: ...

    def put_back(self) -> None: ...


class Request:
    """What is asked, the same for every attempt. `path` is what is logged: the caller's, without its query.

    `via` is what it tells upstreams of us, `bounds` are those that its body sets to the answer, where they were read.
    `holdings` are what is reserved of the client key's budget and of its and the route's limits.
    """

    __slots__ = (
        "body",
        "bounds",
        "caller",
        "client_key",
        "headers",
        "holdings",
        "id",
        "legs",
        "method",
        "model",
        "path",
        "query",
        "request_id",
        "via",
    )

    def __init__(
        self,
        id: str,  # noqa: A002 - the record's own name for it
        request_id: str,
        method: str,
        path: str,
        query: bytes,
        headers: list[tuple[bytes, bytes]],
        body: Body,
        legs: tuple[Leg, ...],
        via: bytes,
        client_key: ClientKey | None = None,
        caller: str | None = None,
        model: str | None = None,
        bounds: Bounds | None = None,
    ) -> None:
        self.id = id
        self.request_id = request_id
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.legs = legs
        self.via = via
        self.client_key = client_key
        self.caller = caller
        self.model = model
        self.bounds = bounds
        self.holdings: tuple[Reserved, ...] = ()

    def expected(self, leg: Leg) -> Expected:
        """What it will use there at most, as far as can be known before."""
        if leg.renamed is None:
            return expect(self.body.whole, self.body.length, self.bounds)
        # a translation names a maximum of its own where the caller named none: that is no expectation
        return expect(self.body.whole if leg.translation is not None else leg.renamed, self.body.length)


class Exchange:
    """Read the answer's body with `read`, then call `finish` once; whatever happens it is journalled once."""

    __slots__ = (
        "_expected",
        "_finished",
        "_first_byte_at",
        "_held_at",
        "_journal",
        "_metrics",
        "_prices",
        "_record_start",
        "_started_us",
        "_tail",
        "access_lost",
        "answer",
        "attempts",
        "bodies",
        "bytes_out",
        "captured",
        "client_gone",
        "encodings",
        "fields",
        "head_at",
        "headers",
        "holding",
        "key_id",
        "leg",
        "original",
        "pump",
        "request",
        "rule_because",
        "rule_whys",
        "rules_fired",
        "scripted",
        "secret",
        "sent_at",
        "started",
        "status",
        "tags",
        "ticket",
        "tokens",
        "translated_answer",
        "translation",
        "upstream",
        "waited_s",
        "watch",
    )

    def __init__(
        self, request: Request, *, started: float, journal: Journal, metrics: RelayMetrics, prices: PriceList
    ) -> None:
        self.request = request
        self.leg = request.legs[0]
        self.upstream = request.legs[0].upstream
        self.answer: Answer | None = None
        self.attempts: list[Attempt] = []
        self.key_id: int | None = None
        self.secret: str | None = None  # the key itself: answers may repeat it
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.fields: dict[bytes, bytes] = {}  # the headers by name, the first of each
        self.encodings: tuple[bytes, ...] = ()  # of the answer's content, as `encodings_of` its headers
        self.pump: asyncio.Task[None] | None = None
        self.client_gone = False
        self.access_lost: RelayError | None = None  # why its client key may not go on
        self.waited_s = 0.0
        self.head_at = 0.0
        self.bytes_out = 0
        self.rules_fired: list[int] = []
        self.rule_whys: list[str] = []
        self.rule_because: list[dict[str, Any]] = []  # the same as data
        self.tags: list[str] = []
        self.watch: object = None  # what the rules have left to judge at the answer's end; theirs alone
        self.scripted: object = None  # what scripts made of the request and may make of the answer; theirs alone
        self.captured: bytearray | None = None
        self.original: bytes | None = None  # the upstream's body, unpacked, where a script was shown it and rules wait
        self.bodies: Bodies | None = None  # where they are to be logged
        self.translation: Translation | None = None  # of the answer at hand
        self.translated_answer: TranslatedAnswer | None = None  # the answer at hand, as far as it was begun
        self.holding: Holding | None = None  # what the attempt at hand has reserved of its key's quota
        self._held_at = 0  # how many attempts there were before it
        self.ticket: Ticket | None = None  # of the upstream at hand, where that has limits
        self._expected: Expected | None = None
        self.tokens: Tokens | None = None  # where a translation counted them
        self._tail: Tail | None = None
        self.sent_at = 0.0  # when the first attempt was written, by the monotonic clock
        self._first_byte_at = 0.0
        self.started = started
        self._started_us = time.time_ns() // 1000 - int((time.monotonic() - started) * 1e6)
        self._journal = journal
        self._metrics = metrics
        self._prices = prices
        self._finished = False
        self._record_start = self._start_record()
        journal.received(Received(*self._record_start))

    def _start_record(self) -> tuple[str, int, str, str, int | None, str | None, str | None, int, str, str | None]:
        """The fields that the `Received` and the `Finished` record begin with, in their order."""
        r = self.request
        key_id = r.client_key.id if r.client_key is not None else None
        upstream = self.upstream
        return (
            r.id,
            self._started_us,
            r.method,
            r.path,
            key_id,
            r.caller,
            r.request_id if r.request_id != r.id else None,
            upstream.id,
            upstream.name,
            r.model,
        )

    def leave(self) -> None:
        """The client is gone; whoever carries the request is stopped after this."""
        self.client_gone = True

    def answered(self, answer: Answer) -> None:
        """Take an attempt's answer as the one for the client."""
        self.answer = answer
        self.status = answer.status
        self._first_byte_at = answer.first_byte_at
        self.headers = answer.headers
        fields = self.fields = answer.fields
        self.encodings = encodings_of(answer.headers) if b"content-encoding" in fields else ()
        self._tail = tail_of(fields, self.encodings)

    def have_headers(self, headers: list[tuple[bytes, bytes]]) -> None:
        """What the answer has from here on, and the content encodings that these name."""
        self.headers = headers
        self.fields = dict(reversed(headers))
        self.encodings = encodings_of(headers)

    def expected(self, leg: Leg) -> Amount:
        """What this request will use there at most, as far as can be known before."""
        if self._expected is None:
            self._expected = self.request.expected(leg)
        return self._expected.amount(self._prices, leg.upstream.id, (leg.model, self.request.model))

    def hold(self, holding: Holding | None) -> None:
        """Another attempt goes on other means: what the one before has reserved was used by a failure."""
        self._end_holding(0, 0)
        self.holding, self._held_at = holding, len(self.attempts)

    def enter(self, ticket: Ticket | None) -> None:
        """Another upstream is asked: the one before has answered nothing that is passed on."""
        if self.ticket is not None:
            self.ticket.settle(0, 0)
        self.ticket = ticket

    def _end_holding(self, tokens: int | None, cost_nanos: int | None) -> None:
        """It was used where an attempt was made with it that may have reached the upstream."""
        if self.holding is None:
            return
        if len(self.attempts) == self._held_at or self.attempts[-1].error in _UNSENT:
            self.holding.put_back()
        else:
            self.holding.settle(tokens, cost_nanos)

    def _settle(self, tokens: Tokens | None, cost: Cost | None) -> None:
        """Give back what was reserved beyond what was used, which is what the log will show."""
        used = tokens.input + tokens.output if tokens is not None else 0
        nanos = cost.nanos if cost is not None else 0
        self._end_holding(used, nanos)
        if self.ticket is not None:
            self.ticket.settle(used, nanos)
        for holding in self.request.holdings:
            if self.attempts:
                holding.settle(used, nanos)
            else:
                holding.put_back()

    async def discard(self) -> None:
        """Drop an attempt's answer: another attempt follows."""
        await settle(self.pump)
        self.pump = self.watch = self.captured = self.original = self.translated_answer = None
        self.bytes_out = 0
        if self.answer is not None:
            self.answer.done()
            self.answer = None

    def overhead_us(self) -> int:
        """Time spent inside Relaydesk so far, or until the head was sent: all time less the waits for others."""
        return max(0, int(((self.head_at or time.monotonic()) - self.started - self.waited_s) * 1e6))

    @property
    def complete(self) -> bool:
        """Whether all of the answer has arrived."""
        return self.answer is None or self.answer.complete

    async def read(self) -> bytes:
        """The next piece of the body; empty at its end.

        Raises:
            UpstreamFailure: the answer broke off.
        """
        if self.answer is None:
            return b""
        return self.count(await self.answer.read())

    async def peek(self, limit: int) -> tuple[bytes, bool]:
        """The beginning of the body while it stays to be read, and whether there is more of it.

        Waiting for it is the upstream's time, and the attempt's.
        """
        if self.answer is None:
            return b"", False
        started = time.monotonic()
        try:
            return await self.answer.peek(limit)
        finally:
            wait_s = time.monotonic() - started
            self.waited_s += wait_s
            self.attempts[-1].ms += int(wait_s * 1000)

    def count(self, piece: bytes) -> bytes:
        """Note a piece of the body that was read off the answer; gives it back."""
        if not piece:
            return piece
        self.bytes_out += len(piece)
        tail, captured = self._tail, self.captured
        if tail is not None:
            tail.add(piece)
        if captured is not None and (left := MAX_CAPTURED_BYTES - len(captured)) > 0:
            captured += piece[:left]
        if self.bodies is not None:
            self.bodies.add(piece)
        return piece

    def _let_go(self) -> None:
        if self.pump is not None:
            self.pump.cancel()
        self.pump = self.translated_answer = None  # which refer to this
        if self.answer is not None:
            self.answer.done()

    def finish(self, reason: EndReason, *, status: int | None = None, error: str | None = None) -> None:
        """End it: connection back or closed, record written, counted. Later calls do nothing."""
        if self._finished:
            return
        self._finished = True
        self._let_go()
        self.status = status if status is not None else self.status
        start = self._record_start if self.upstream is self.request.legs[0].upstream else self._start_record()
        is_metered = self.holding is not None or self.ticket is not None or bool(self.request.holdings)
        counted = count_tokens(
            self._tail, self.tokens, self.status, self.request.body.size, self.bytes_out,
            is_whole=reason == "done", is_expected=is_metered or self.request.model is not None,
        )  # fmt: skip
        tokens, answer_model = counted.tokens, counted.model
        if answer_model is not None and self.request.model is None:
            start = (*start[:-1], answer_model)
        cost = self._cost(tokens, answer_model) if tokens is not None and not self._prices.is_empty else None
        if is_metered:
            self._settle(tokens, cost)
        overhead_us = self.overhead_us()
        self._journal.finished(
            Finished(
                *start,
                self.key_id,
                self.status,
                self.attempts,
                int((self.sent_at - self.started) * 1e6) if self.sent_at else 0,
                int((self._first_byte_at - self.started) * 1e6) if self._first_byte_at else 0,
                int((time.monotonic() - self.started) * 1e6),
                overhead_us,
                self.request.body.size,
                self.bytes_out,
                tokens.input if tokens is not None else None,
                tokens.output if tokens is not None else None,
                reason,
                error,
                self.rules_fired,
                self.rule_whys,
                self.rule_because,
                self.tags,
                cost.nanos if cost is not None else None,
                cost.currency if cost is not None else None,
                *(self.bodies.shown(self.request, self.headers) if self.bodies is not None else (None, None)),
                counted.is_estimate,
            )
        )
        self._metrics.proxied(self.upstream.name, self.status, overhead_us / 1e6)

    def _cost(self, tokens: Tokens, answer_model: str | None) -> Cost | None:
        """By the name that the upstream was asked for, else the one that its answer names, else the caller's."""
        client_model = self.request.model
        read = self._expected.model if self._expected is not None else None
        return self._prices.cost(
            self.upstream.id, tokens, (self.leg.model or client_model, answer_model, client_model, read)
        )
