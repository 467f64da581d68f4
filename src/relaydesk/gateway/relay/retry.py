"""The attempts of one request: one budget of tries and time, other keys and upstreams, back-off with full jitter."""

import asyncio
import random
import time
from collections.abc import Container
from typing import Final, NamedTuple

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.accounting.bodies import Bodies
from relaydesk.gateway.relay.authenticate import token_of
from relaydesk.gateway.relay.blame.holds import Holds
from relaydesk.gateway.relay.choose import Chooser
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Exchange
from relaydesk.gateway.relay.journal.records import Attempt
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.routing.keys import Keys, Start
from relaydesk.gateway.relay.rules.cooling import retry_after_s
from relaydesk.gateway.relay.rules.live import Judge
from relaydesk.gateway.relay.scripts.live import Scripts
from relaydesk.gateway.relay.snapshot import Snapshot, UpstreamKey
from relaydesk.gateway.relay.stream import Body, ClientGoneError
from relaydesk.gateway.relay.upstream.builtin import BuiltinAnswer, BuiltinModel, builtin_name
from relaydesk.gateway.relay.upstream.connection import Connection
from relaydesk.gateway.relay.upstream.failure import UnreadableAnswer, UpstreamFailure
from relaydesk.gateway.relay.upstream.leg import Leg, headers_of
from relaydesk.gateway.relay.upstream.pool import Pools
from relaydesk.gateway.relay.upstream.translated import begun
from relaydesk.gateway.relay.wire import heads
from relaydesk.gateway.relay.wire.octets import PERCENT, UNDERSCORE
from relaydesk.gateway.relay.wire.ours import headers_without_key, may_name_key

BACKOFF_BASE_S: Final = 0.1
BACKOFF_CAP_S: Final = 5.0
MAX_BUILTIN_BODY: Final = 512 * 1024
_KEY_FAULTS: Final = frozenset({401, 403, 429})
_UNCALLABLE: Final = frozenset({"address_refused", "loop"})
_TOO_MANY: Final = 429
_FAILED: Final = 400


def backoff_s(attempts: int) -> float:
    """Full jitter: anything between nothing and twice the bound of the attempt before."""
    return random.random() * min(BACKOFF_CAP_S, BACKOFF_BASE_S * 2.0 ** (attempts - 1))


class Last(NamedTuple):
    """The attempt that was just made; `other_key` says that a rule wants another one."""

    place: int
    key: UpstreamKey | None
    failure: UpstreamFailure | None
    other_key: bool


class Forwarder:
    """Carries requests to their upstreams."""

    def __init__(
        self,
        chooser: Chooser,
        keys: Keys,
        pools: Pools,
        builtins: dict[str, BuiltinModel],
        *,
        judge: Judge,
        holds: Holds,
        scripts: Scripts,
    ) -> None:
        self._judge = judge
        self._scripts = scripts
        self._chooser = chooser
        self._keys = keys
        self._holds = holds
        self._pools = pools
        self._builtins = builtins
        self._client_keys: Container[bytes] = ()

    def swap(self, snapshot: Snapshot) -> None:
        """Keep another snapshot's client keys, by their SHA-256, from upstreams from now on."""
        self._client_keys = snapshot.client_keys

    async def forward(self, exchange: Exchange) -> None:
        """Attempt until an answer is one to pass on; it is then the exchange's.

        Raises:
            UpstreamFailure: the last attempt brought no answer.
            RelayError: no upstream, or none of its keys, may be used.
        """
        request = exchange.request
        policy = request.legs[0].upstream.retry
        deadline = exchange.started + policy.deadline_ms / 1000
        tried: set[int] = set()
        start = await self._keys.first(exchange)
        place, key, exchange.holding, exchange.ticket = start.place, start.key, start.holding, start.ticket
        while True:
            leg = request.legs[place]
            if leg.upstream.id in self._scripts.sets:
                leg = await self._scripts.run_on_request(exchange, place)
            failure = await self._attempt(exchange, leg, key, deadline)
            if exchange.client_gone:
                raise ClientGoneError
            if failure is None and exchange.status < _FAILED:
                self._holds.succeeded(leg.upstream.id)
            else:
                await self._judge.blame(exchange, key, failure)
            rules = self._judge.rules_of(leg.upstream.id)
            other_key = bool(rules.rules) and await self._judge.attempt(exchange, rules, key, failure)
            if failure is None and not other_key and exchange.status not in policy.statuses:
                failure = await self._begin(exchange, key) if exchange.translation is not None else None
                if failure is None:
                    return
            may_repeat = len(exchange.attempts) < policy.max_attempts and (request.body.replayable or bool(leg.renamed))
            step = (
                await self._step(exchange, Last(place, key, failure, other_key), tried, deadline)
                if may_repeat
                else None
            )
            if step is None:
                if failure is None:
                    return
                try:
                    raise failure
                finally:
                    del failure  # or its traceback and this frame would keep each other, and the request's body
            place, key = await _go_on(exchange, *step)

    async def _begin(self, exchange: Exchange, key: UpstreamKey | None) -> UpstreamFailure | None:
        """Have a good answer translated as far as something can be sent; until then another upstream may be asked."""
        translation = exchange.translation
        if translation is None or exchange.status >= _FAILED or exchange.scripted is not None:
            return None
        started = time.monotonic()
        try:
            exchange.translated_answer = await begun(exchange, translation)
        except UpstreamFailure as failure:
            exchange.attempts[-1].error = failure.kind
            await self._judge.blame(exchange, key, failure)
            return failure
        finally:
            exchange.waited_s += time.monotonic() - started
        return None

    async def _step(
        self, exchange: Exchange, last: Last, tried: set[int], deadline: float
    ) -> tuple[Start, float] | None:
        """How to go on, and after how long; None when nothing better is to be expected in time."""
        if last.failure is not None and last.failure.kind == "stale":
            return Start(last.place, last.key, exchange.holding, exchange.ticket), 0.0
        following = self._next(exchange, last, tried)
        if following is None or time.monotonic() + following[2] >= deadline:
            return None
        place, key, wait_s = following
        try:
            return await self._keys.further(exchange, place, key, tried if place == last.place else ()), wait_s
        except RelayError:
            return None

    def _next(self, exchange: Exchange, last: Last, tried: set[int]) -> tuple[int, UpstreamKey | None, float] | None:
        """Which leg, which key (None: any of the leg's), after how long."""
        legs = exchange.request.legs
        place, key, failure, other_key = last
        upstream = legs[place].upstream
        wait_s = backoff_s(len(exchange.attempts))
        asked_s = retry_after_s(exchange.headers, time.time()) if failure is None else None
        is_key_fault = failure is None and exchange.status in _KEY_FAULTS
        if key is not None:
            tried.add(key.id)
            if asked_s is not None and exchange.status == _TOO_MANY:
                self._chooser.cool(key.id, time.monotonic() + asked_s)
        if (is_key_fault or other_key) and (other := self._chooser.pick(upstream.id, tried)) is not None:
            return place, other, wait_s
        if place + 1 < len(legs):
            return place + 1, None, wait_s
        if failure is not None and (failure.kind in _UNCALLABLE or isinstance(failure, UnreadableAnswer)):
            return None
        if (other := self._chooser.pick(upstream.id, tried)) is not None:
            return place, other, max(wait_s, asked_s or 0.0)
        if key is None:
            return place, None, max(wait_s, asked_s or 0.0)
        soonest = self._chooser.pick_soonest(upstream.id)
        if soonest is None:
            return None  # a rule has taken the last one out
        other, rest_s = soonest
        return place, other, max(wait_s, rest_s, asked_s if asked_s is not None and other.id == key.id else 0.0)

    async def _attempt(
        self, exchange: Exchange, leg: Leg, key: UpstreamKey | None, deadline: float
    ) -> UpstreamFailure | None:
        """One request to an upstream, noted in the exchange whatever comes of it."""
        started = time.monotonic()
        key_id = key.id if key is not None else None
        exchange.upstream, exchange.key_id, exchange.status = leg.upstream, key_id, 0
        exchange.leg, exchange.translation = leg, leg.translation
        exchange.secret = key.secret if key is not None else None
        exchange.bodies = Bodies(exchange.secret) if leg.upstream.log_bodies else None
        try:
            if leg.endpoint.scheme == "builtin" and (name := builtin_name(leg.upstream.base_url)) is not None:
                await self._ask_builtin(exchange, leg, name)
            else:
                connection = self._pools.of(leg.upstream).take_idle() or await self._connect(exchange, leg, deadline)
                sent_at = _send(exchange, leg, key, connection, deadline, self._client_keys)
                try:
                    await connection.head()
                finally:
                    exchange.waited_s += (connection.first_byte_at or time.monotonic()) - sent_at
                exchange.answered(connection)
        except UpstreamFailure as failure:
            self._note(exchange, leg, key_id, failure.kind, started)
            return failure
        except BaseException:
            self._note(exchange, leg, key_id, "cancelled", started)
            raise
        self._note(exchange, leg, key_id, None, started)
        return None

    def _note(self, exchange: Exchange, leg: Leg, key_id: int | None, error: str | None, started: float) -> None:
        ms, at_ms = int((time.monotonic() - started) * 1000), int((started - exchange.started) * 1000)
        exchange.attempts.append(Attempt(leg.upstream.id, key_id, exchange.status or None, error, ms, at_ms=at_ms))

    async def _ask_builtin(self, exchange: Exchange, leg: Leg, name: str) -> None:
        model = self._builtins.get(name)
        if model is None:
            raise UpstreamFailure("connect", "there is no built-in model of this name")
        body = leg.renamed or await exchange.request.body.read_all(MAX_BUILTIN_BODY)
        if body is None or len(body) > MAX_BUILTIN_BODY:
            raise errors.body_too_large(MAX_BUILTIN_BODY)
        exchange.sent_at = exchange.sent_at or time.monotonic()
        exchange.answered(BuiltinAnswer(model, exchange.request.method, leg.path, body))

    async def _connect(self, exchange: Exchange, leg: Leg, deadline: float) -> Connection:
        started = time.monotonic()
        within_s = max(0.001, min(leg.upstream.timeout_ms / 1000, deadline - started))
        try:
            return await in_task(self._pools.of(leg.upstream).acquire(within_s))
        finally:
            exchange.waited_s += time.monotonic() - started


async def _go_on(exchange: Exchange, start: Start, wait_s: float) -> tuple[int, UpstreamKey | None]:
    """Leave an attempt's answer for the next attempt."""
    if start.holding is not exchange.holding:
        exchange.hold(start.holding)  # before anything waits: a client that leaves must not leave it reserved
    if start.ticket is not exchange.ticket:
        exchange.enter(start.ticket)
    await exchange.discard()
    if wait_s:
        exchange.waited_s += wait_s
        await asyncio.sleep(wait_s)
    return start.place, start.key


def _send(
    exchange: Exchange,
    leg: Leg,
    key: UpstreamKey | None,
    connection: Connection,
    deadline: float,
    client_keys: Container[bytes],
) -> float:
    """Send the request over a connection, a body that is still coming as it comes; gives the monotonic time."""
    body = exchange.request.body
    whole = leg.renamed if leg.renamed is not None else body.whole
    try:
        data = _head(exchange, leg, key, whole, body, client_keys) + (whole or b"")
    except heads.BadHeadError as error:
        connection.abort()
        raise errors.invalid("header", str(error)) from error
    exchange.answer = connection
    now = time.monotonic()
    connection.begin(
        data,
        timeout_s=leg.upstream.timeout_ms / 1000,
        head_within_s=max(0.001, deadline - now),
        now=now,
        head_only=exchange.request.method == "HEAD",
        sent_all=whole is not None,
    )
    exchange.sent_at = exchange.sent_at or now
    if whole is None:
        exchange.pump = asyncio.create_task(_pump(exchange, connection))
    return now


def _head(
    exchange: Exchange,
    leg: Leg,
    key: UpstreamKey | None,
    whole: bytes | None,
    body: Body,
    client_keys: Container[bytes],
) -> bytes:
    request = exchange.request
    auth, secret = leg.upstream.auth, key.secret if key is not None else None
    if whole is None:
        framing = b"content-length: %s" % body.length if body.length else b"transfer-encoding: chunked"
    elif whole or body.length is not None:
        framing = b"content-length: %d" % len(whole)
    else:
        framing = b""
    method, request_id = request.method.encode(), request.request_id.encode()
    target = (leg.endpoint.path + leg.path) or b"/"
    if request.query or auth.type == "query":
        caller = token_of(dict(request.headers), request.query)
        query = heads.request_query(request.query, auth, secret, caller, client_keys)
        target = target + b"?" + query if query else target
    headers = request.headers if leg.is_plain else headers_of(request.headers, leg)
    head = heads.request_head(
        method=method,
        target=target,
        endpoint=leg.endpoint,
        headers=headers,
        auth=auth,
        secret=secret,
        request_id=request_id,
        framing=framing,
        via=request.via,
    )
    if (UNDERSCORE not in head and PERCENT not in head) or not may_name_key(head):
        return head
    # a client key under some other name, or an upstream whose own keys look the same
    safe_headers = headers_without_key(headers, token_of(dict(request.headers), request.query), client_keys)
    if len(safe_headers) == len(headers):
        return head
    return heads.request_head(
        method=method, target=target, endpoint=leg.endpoint, headers=safe_headers, auth=auth, secret=secret,
        request_id=request_id, framing=framing, via=request.via,
    )  # fmt: skip


async def _pump(exchange: Exchange, connection: Connection) -> None:
    """Carry a body that is still arriving; the clock of the upstream stands while we wait for the caller."""
    body = exchange.request.body
    connection.hold()
    try:
        place = 0
        while (piece := await body.piece(place)) is not None:
            place += 1
            connection.write(piece if body.length else b"%x\r\n%b\r\n" % (len(piece), piece))
            await connection.drain()
            connection.hold()
        if not body.length:
            connection.write(b"0\r\n\r\n")
        connection.sent()
    except UpstreamFailure:
        return  # whoever reads the answer meets the same failure
    except ClientGoneError:
        exchange.client_gone = True
        connection.abort()
