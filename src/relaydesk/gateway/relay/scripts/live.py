"""Scripts at work: on a request before an upstream is asked, on the answer before it is passed on.

A script speaks its upstream's format: it sees a request after the translation to it, an answer before the translation
from it. It runs once for each upstream that a request comes to, however often that one is asked.
"""

import logging
import time
from typing import NamedTuple

import msgspec

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.accounting.usage import read_answer
from relaydesk.gateway.relay.exchange import MAX_CAPTURED_BYTES, Exchange
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.scripts import views
from relaydesk.gateway.relay.scripts.book import SUSPEND_S, Breaker, ScriptSet, sets_of
from relaydesk.gateway.relay.scripts.host import Sandboxes
from relaydesk.gateway.relay.scripts.messages import Fault, Job, Phase
from relaydesk.gateway.relay.scripts.rewritten import Rewritten
from relaydesk.gateway.relay.scripts.views import Changes, Headers, OutputRefusedError, ScriptInput
from relaydesk.gateway.relay.snapshot import Auth, Script, Snapshot
from relaydesk.gateway.relay.upstream.connection import Answer
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.gateway.relay.upstream.leg import Leg, headers_of
from relaydesk.gateway.relay.wire.encodings import decoded_beginning, encodings_of

log = logging.getLogger(__name__)
LOG_EVERY_S = 10.0
_BODILESS = frozenset({204, 304})


class Scripted(NamedTuple):
    """What scripts made of a request: its ways by place, and the place asked last."""

    legs: dict[int, Leg]
    place: int
    scripts: ScriptSet


class Scripts:
    """Knows the scripts of the snapshot in use. `sets` holds only upstreams that have some."""

    def __init__(self, sandboxes: Sandboxes) -> None:
        self._sandboxes = sandboxes
        self._breaker = Breaker()
        self._logged_at: dict[int, float] = {}
        self.sets: dict[int, ScriptSet] = {}

    def swap(self, snapshot: Snapshot) -> None:
        """Run another snapshot's scripts from now on."""
        self.sets = sets_of(snapshot)
        self._breaker.keep(snapshot.scripts)
        if self.sets:
            self._sandboxes.warm()

    async def run_on_request(self, exchange: Exchange, place: int) -> Leg:
        """The way at `place` as its scripts want it.

        Raises:
            RelayError: a script rejects the request, or one failed that must not.
        """
        held = exchange.scripted
        legs = held.legs if isinstance(held, Scripted) else {}
        leg = legs.get(place)
        scripts = self.sets.get(exchange.request.legs[place].upstream.id, ScriptSet((), ()))
        if leg is None:
            exchange.upstream = exchange.request.legs[place].upstream
            leg = legs[place] = await self._request(exchange, exchange.request.legs[place], scripts)
        exchange.scripted = Scripted(legs, place, scripts)
        return leg

    async def _request(self, exchange: Exchange, leg: Leg, scripts: ScriptSet) -> Leg:
        headers = headers_of(exchange.request.headers, leg)
        body: bytes | None = None
        if scripts.request:
            content = await _content(exchange, leg, headers)
            for script in scripts.request:
                view = views.request_view(exchange, leg, headers, content)
                changes = await self._run(exchange, script, "request", ScriptInput(view), leg.upstream.auth)
                if changes is not None:
                    headers = views.applied(changes, headers)
                    if changes.body is not None:
                        body, content = changes.body, msgspec.Raw(changes.body)
        if scripts.response:
            headers = _readable(headers)
        return leg.rewritten(headers, body)

    async def run_on_answer(self, exchange: Exchange) -> None:
        """Let scripts at an answer's head and, where it is whole JSON of a bounded size, at its body.

        Raises:
            RelayError: a script rejects the answer, one failed that must not, or the answer broke off.
        """
        held = exchange.scripted
        if not isinstance(held, Scripted) or not held.scripts.response or held.place not in held.legs:
            return
        leg = held.legs[held.place]
        if leg.upstream is not exchange.upstream:
            return
        try:
            content = original = await _answer_content(exchange)
        except UpstreamFailure as failure:
            exchange.finish("truncated", status=502, error=failure.kind)
            raise errors.broken_off(exchange.upstream.name) from failure
        context = await self._context(exchange, leg)
        body: bytes | None = None
        for script in held.scripts.response:
            view = views.ResponseView(exchange.status, views.shown(exchange.headers, leg.upstream.auth), content)
            changes = await self._run(exchange, script, "response", ScriptInput(view, context), leg.upstream.auth)
            if changes is not None:
                exchange.have_headers(views.applied(changes, exchange.headers))
                if changes.body is not None:
                    body, content = changes.body, msgspec.Raw(changes.body)
        if body is not None:
            _replace_body(exchange, original, body)

    async def _context(self, exchange: Exchange, leg: Leg) -> views.RequestView:
        headers = headers_of(exchange.request.headers, leg)
        return views.request_view(exchange, leg, headers, await _content(exchange, leg, headers))

    async def _run(
        self, exchange: Exchange, script: Script, phase: Phase, script_input: ScriptInput, auth: Auth
    ) -> Changes | None:
        """None when it failed and may."""
        if self._breaker.is_suspended(script):
            _note_failure(exchange, script)
            return None
        job = Job(
            script.source,
            phase,
            msgspec.json.encode(script_input).decode(),
            timeout_ms=script.timeout_ms,
            memory_limit_mb=script.memory_limit_mb,
        )
        ran = await in_task(self._sandboxes.run(job))
        fault, changes = ran.fault, None
        if ran.output is not None:
            if ran.output.rejection is not None:
                self._breaker.ran(script, None)
                rejection = ran.output.rejection
                raise errors.script_rejected(script.name, rejection.status, rejection.message)
            try:
                changes = views.checked(ran.output, auth)
            except OutputRefusedError:
                fault = Fault("output")
        if self._breaker.ran(script, fault.kind if fault is not None else None):
            log.warning("script %r (%d) keeps running into its limits: off for %d s", script.name, script.id, SUSPEND_S)
        if fault is not None:
            self._tell(script, fault)
            _note_failure(exchange, script)
        return changes

    def _tell(self, script: Script, fault: Fault) -> None:
        """Without the message: a script may put into it what it was given."""
        now = time.monotonic()
        if now - self._logged_at.get(script.id, -LOG_EVERY_S) >= LOG_EVERY_S:
            self._logged_at[script.id] = now
            log.warning("script %r (%d) failed: %s, line %s", script.name, script.id, fault.kind, fault.line)

    async def close(self) -> None:
        await self._sandboxes.close()


def _note_failure(exchange: Exchange, script: Script) -> None:
    tag = f"script_failed:{script.name}"
    if tag not in exchange.tags:
        exchange.tags.append(tag)
    if not script.is_fail_open:
        raise errors.script_failed(script.name)


async def _content(exchange: Exchange, leg: Leg, headers: Headers) -> msgspec.Raw:
    """The body that the upstream is about to get, as JSON; null where it is none or too large."""
    if leg.renamed is not None:
        return views.raw_json(leg.renamed if len(leg.renamed) <= views.MAX_BODY_BYTES else None)
    body = exchange.request.body
    length = int(body.length) if body.length is not None and body.length.isdigit() else 0
    is_packed = bool(encodings_of(headers))
    if is_packed or length > views.MAX_BODY_BYTES or not views.is_json(headers) or not body.replayable:
        return views.raw_json(None)
    started = time.monotonic()
    try:
        return views.raw_json(await body.read_all(views.MAX_BODY_BYTES))
    finally:
        exchange.waited_s += time.monotonic() - started


def _readable(headers: Headers) -> Headers:
    """Have the answer come in an encoding that can be undone here."""
    accepted = b",".join(value for name, value in headers if name == b"accept-encoding").lower()
    other_headers = [(name, value) for name, value in headers if name != b"accept-encoding"]
    return [*other_headers, (b"accept-encoding", b"gzip" if b"gzip" in accepted else b"identity")]


async def _answer_content(exchange: Exchange) -> msgspec.Raw:
    """The answer's body as JSON, read as far as it takes to know; it stays to be passed on."""
    answer, headers = exchange.answer, exchange.headers
    if answer is None or exchange.request.method == "HEAD" or exchange.status in _BODILESS:
        return views.raw_json(None)
    length = next((value for name, value in headers if name == b"content-length"), b"0")
    if not views.is_json(headers) or not length.isdigit() or int(length) > views.MAX_BODY_BYTES:
        return views.raw_json(None)
    started = time.monotonic()
    body = await _read_bounded(answer)
    exchange.waited_s += time.monotonic() - started
    exchange.answer = Rewritten(answer, body)
    if len(body) > views.MAX_BODY_BYTES:
        return views.raw_json(None)
    if exchange.captured is not None:
        exchange.original = decoded_beginning(body, exchange.encodings, MAX_CAPTURED_BYTES)
    return views.raw_json(views.unpacked(body, headers))


async def _read_bounded(answer: Answer) -> bytes:
    pieces, size, is_whole = [], 0, False
    while size <= views.MAX_BODY_BYTES and not is_whole:
        piece = await answer.read()
        size += len(piece)
        pieces.append(piece)
        is_whole = answer.complete
    return b"".join(pieces)


def _replace_body(exchange: Exchange, original: msgspec.Raw, body: bytes) -> None:
    if exchange.answer is not None:
        exchange.answer = Rewritten(exchange.answer, body, replaces=True)
    named = read_answer(bytes(original))
    exchange.tokens = named[0] if named is not None else None  # what was used stays what the upstream said
    headers = [(name, value) for name, value in exchange.headers if name != b"content-length"]
    exchange.have_headers([*headers, (b"content-length", b"%d" % len(body))])
