"""The data plane's entry: `/proxy/{upstream}/{path}` and `/v1/*`, from the caller's head to the last byte."""

import asyncio
import logging
import time
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.authenticate import check, token_of
from relaydesk.gateway.relay.budgets.authority import Amount
from relaydesk.gateway.relay.budgets.bounds import read_bounds
from relaydesk.gateway.relay.budgets.leases import ONE, Holding, Refusal
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Exchange, Request
from relaydesk.gateway.relay.journal.records import EndReason, Finished
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.server.call import Call, Copy
from relaydesk.gateway.relay.server.options import METHODS, answers_options, is_websocket
from relaydesk.gateway.relay.server.origins import Origins
from relaydesk.gateway.relay.server.own import refusal_lines
from relaydesk.gateway.relay.server.passing import own_lines, pass_on
from relaydesk.gateway.relay.server.visit import Visit
from relaydesk.gateway.relay.snapshot import Budget, ClientKey, Limits, Route
from relaydesk.gateway.relay.stream import ClientGoneError
from relaydesk.gateway.relay.traffic import answers
from relaydesk.gateway.relay.upstream.failure import UpstreamFailure
from relaydesk.gateway.relay.wire import openai
from relaydesk.gateway.relay.wire.density import DIRECT_BYTES, SMALL_BYTES
from relaydesk.gateway.relay.wire.dialects import POST_PATHS, is_of_models
from relaydesk.gateway.relay.wire.encodings import media_type_of
from relaydesk.gateway.relay.wire.ours import holds_key, may_name_key, path_without_key

log = logging.getLogger(__name__)
# One would echo the pooled key to the caller, the other asks for a tunnel.
_NEVER_FORWARDED = frozenset({b"TRACE", b"CONNECT"})
_OK: Final = 200
MAX_JSON_BYTES: Final = 32 * 1024 * 1024
_LONGEST_MODEL: Final = 200  # in the log, of one that we do not know
LATE: Final = "REQUEST_TIMEOUT"  # of a body, as its connection has answered


class Front:
    """Admits calls, has the relay forward them and passes the answers on; one answer's life is one `serve`."""

    def __init__(self, relay: Relay, origins: Origins | None = None) -> None:
        self._relay = relay
        self._origins = origins

    async def serve(self, call: Call) -> None:
        if self._origins is not None and self._origins.admit(call):
            call.end()
            return
        visit = Visit(call)
        try:
            request = await self._admit(visit)
            if request is not None:
                await self._carry(request, visit)
        except RelayError as error:
            self._refuse(error, visit, None)
        except (ClientGoneError, asyncio.CancelledError):
            visit.put_back()
            if visit.client_key is None:
                return
            if call.is_late:
                self._note(visit, 408, end="refused", error=LATE)
            else:
                self._note(visit, 0, end="client_gone")
        except Exception:
            log.exception("a request to the gateway failed")
            self._refuse(errors.internal(), visit, None)
        finally:
            call.end()

    async def _carry(self, request: Request, visit: Visit) -> None:
        """From the record that it came to the record of how it ended."""
        relay, call = self._relay, visit.call
        exchange = relay.begin(request, call.started, call.fiber)
        visit.is_begun = True  # from here on the exchange writes its own record
        call.on_gone = exchange.leave
        try:
            await relay.forward(exchange)
            await pass_on(exchange, call, visit.request_id.encode(), relay.hop)
            if call.copy is not None:
                self._keep(visit, call.copy, exchange.status)
            if exchange.watch is None:
                exchange.finish("done")
            else:
                await relay.settle(exchange, "done")
        except RelayError as error:
            # one whose answer never came is finished already; this one's could not be passed on
            exchange.finish("upstream_error", status=error.status, error="protocol")
            self._refuse(error, visit, exchange)
        except UpstreamFailure as failure:
            call.break_off()  # the head is out
            reason: EndReason = "client_gone" if exchange.client_gone else "truncated"
            await relay.settle(exchange, reason, error=failure.kind)
        except (ClientGoneError, asyncio.CancelledError):
            if exchange.client_gone:
                exchange.status = 408 if call.is_late else exchange.status
                await relay.settle(exchange, "client_gone", error=LATE if call.is_late else None)
            elif exchange.access_lost is not None:
                self._tell_lost(exchange.access_lost, visit, exchange)
                await relay.settle(exchange, "truncated", error="access_lost")
        except Exception:
            exchange.finish("upstream_error", status=errors.internal().status, error="internal")
            raise
        finally:
            call.on_gone = None
            relay.end(exchange)

    def _tell_lost(self, error: RelayError, visit: Visit, exchange: Exchange) -> None:
        """The client key has lost its right: an answer, or a stream's last event before it is broken off."""
        call = visit.call
        if not call.response_started:
            self._refuse(error, visit, exchange)
            return
        if media_type_of(exchange.fields) == b"text/event-stream" or exchange.translation is not None:
            call.write(visit.error_event(error), complete=False)
        call.break_off()

    # -- before it is forwarded ----------------------------------------------------------------------------------

    async def _admit(self, visit: Visit) -> Request | None:
        """Check who asks and where to; None when it is answered already."""
        relay, call = self._relay, visit.call
        if b"via" in call.fields and relay.hop.has_passed(call.headers):
            visit.client_key = relay.authenticator.find(call.fields, call.query)
            raise errors.came_round()
        if call.method == b"OPTIONS" and answers_options(call, visit.id.encode()):
            return None
        key = relay.authenticator.find(call.fields, call.query)
        if key is None:
            key = await relay.authenticator.find_new(call.fields, call.query)
        visit.client_key = key
        check(key, time.time())
        if not relay.limiter.take_ready(key.who):
            retry_after_s = await in_task(relay.limiter.take(key.who, key.rate_limit_per_minute))
            if retry_after_s > 0:
                raise errors.rate_limited(key.rate_limit_per_minute, retry_after_s)
        if call.path not in POST_PATHS and may_name_key(call.path):
            self._check_path(call)
        if call.method in _NEVER_FORWARDED:
            raise errors.method_not_allowed(f"{call.method.decode()} is not forwarded.", METHODS)
        if call.wants_upgrade and is_websocket(call):  # every other wish is passed over: the request is whole as it is
            raise RelayError(501, "UPGRADE_UNSUPPORTED", "The relay speaks HTTP/1.1; it does not switch protocols.")
        request = await self._by_model(visit) if visit.is_by_model else self._by_name(visit)
        if request is not None and (key.is_measured or visit.route_limits is not None):
            await self._reserve(visit, request, key)
            request.holdings = tuple(visit.holdings)
        return request

    def _check_path(self, call: Call) -> None:
        """A path cannot be forwarded without a part of it, as headers and query can.

        Raises:
            RelayError: 422, it names a client key; the log does not.
        """
        path = path_without_key(call.path, token_of(call.fields, call.query), self._relay.snapshot.client_keys)
        if path != call.path:
            call.path = path
            raise errors.invalid("path", "names a client key, which no upstream may see")

    def _check_model(self, call: Call, model: str) -> None:
        """A client key in a model's place, by a program whose settings are mixed up, is neither logged nor said again.

        Raises:
            RelayError: 422.
        """
        text = model.encode(errors="replace")
        if holds_key(text, token_of(call.fields, call.query), self._relay.snapshot.client_keys):
            raise errors.invalid("model", "names a client key, which no upstream may see")

    async def _reserve(self, visit: Visit, request: Request, key: ClientKey) -> None:
        """Reserve what the request will use of key's and route's limits, as the last thing before it is forwarded."""
        gates: list[tuple[str, Limits]] = []
        if key.tokens_per_minute is not None or key.max_concurrency is not None:
            gates.append(("This client key", key.traffic))
        if visit.route_limits is not None:
            gates.append((f"The model '{request.model}'", visit.route_limits))
        counts_tokens = any(limits.tokens_per_minute is not None for _, limits in gates)
        amount = ONE
        if counts_tokens or (key.budget is not None and key.budget.is_metered):
            leg = request.legs[0]
            amount = request.expected(leg).amount(self._relay.prices, leg.upstream.id, (leg.model, request.model))
        for who, limits in gates:
            visit.holdings.append(await self._relay.traffic.let_in(who, limits, visit.id, amount.tokens))
        if key.budget is not None:
            visit.holdings.append(await self._spend(key, key.budget, amount))

    async def _spend(self, key: ClientKey, budget: Budget, amount: Amount) -> Holding:
        budgets = self._relay.budgets
        holding = budgets.take_ready(key.id, budget, amount)
        if holding is None:
            holding_or_refusal = await budgets.take(key.id, budget, amount)
            if isinstance(holding_or_refusal, Refusal):
                raise errors.over_budget(budget, *holding_or_refusal)
            holding = holding_or_refusal
        return holding

    def _by_name(self, visit: Visit) -> Request:
        name, slash, rest = visit.call.path[len(b"/proxy/") :].partition(b"/")
        shown = name.decode("latin-1")
        if "%" in shown:
            shown = unquote(shown)
        upstream = self._relay.snapshot.upstreams_by_name.get(shown)
        if upstream is None:
            raise errors.upstream_not_found(shown)
        legs = self._relay.leg_to(upstream, slash + rest)
        if legs[0].endpoint.path and not {b".", b".."}.isdisjoint(unquote_to_bytes(rest).split(b"/")):
            raise errors.invalid("path", "must not leave the upstream's base path")
        return visit.request(legs, self._relay.hop)

    async def _by_model(self, visit: Visit) -> Request | None:
        call = visit.call
        if call.path not in POST_PATHS and is_of_models(call.path):  # nearly all are answered by the first look
            self._answer_models(visit)
            return None
        content = call.body.whole
        if content is None or call.method != b"POST" or len(content) > MAX_JSON_BYTES:
            content = await _read_json(call)
        size = len(content)
        try:
            bounds = read_bounds(content) if size <= SMALL_BYTES else None
            model = bounds.model if bounds is not None and bounds.model is not None else openai.read_model(content)
            if model not in self._relay.snapshot.routes:
                self._check_model(call, model)
            visit.model = model
            if size <= DIRECT_BYTES:
                legs = self._relay.legs.by_model(model, call.path, content)
            else:
                await in_task(asyncio.sleep(0))  # what each of these steps takes the loop for is bounded by itself
                legs = await self._relay.legs.by_model_of_large(model, call.path, content)
        except openai.UnreadableRequestError as error:
            raise errors.invalid(error.field, error.message) from error
        except RecursionError as error:
            raise errors.invalid("body", "is nested too deep") from error
        request = visit.request(legs, self._relay.hop, bounds)
        route = self._relay.snapshot.routes.get(model)  # another snapshot may be in use by now
        if route is None:
            raise errors.no_model(model, self._relay.snapshot.stopped)
        visit.route_limits = route.limits
        if route.cache_ttl_s and await self._answer_again(visit, content, route):
            return None
        return request

    def _answer_models(self, visit: Visit) -> None:
        call = visit.call
        if call.method not in (b"GET", b"HEAD"):
            raise errors.method_not_allowed("Models can only be read.", b"GET, HEAD")
        if visit.client_key is not None:
            self._relay.key_uses[visit.client_key.id] = datetime.now(UTC)
        routes = self._relay.snapshot.routes
        name = unquote(call.path[len(b"/v1/models/") :].decode("latin-1"))
        if name and name not in routes:
            raise errors.no_model(name, self._relay.snapshot.stopped)
        if visit.client_format == "anthropic":
            model_body, models_body = openai.anthropic_model_body, openai.anthropic_models_body
        else:
            model_body, models_body = openai.model_body, openai.models_body
        visit.respond(200, model_body(routes[name]) if name else models_body(routes.values()), [])

    # -- answers that are kept ---------------------------------------------------------------------------------------

    async def _answer_again(self, visit: Visit, body: bytes, route: Route) -> bool:
        """From what was answered to the very same request before; else that answer is to be kept."""
        call, fields = visit.call, visit.call.fields
        control = fields.get(b"cache-control")
        key_id = visit.client_key.id if visit.client_key is not None else 0
        name = answers.name_of(key_id, route.id, call.path, fields, body)
        if not answers.is_asked_anew(control):
            cached_answer = await in_task(self._relay.answers.find(name))
            if cached_answer is not None and not answers.is_too_old(cached_answer, control):
                visit.respond(200, cached_answer.body, answers.hit_lines(cached_answer), is_json=False)
                self._note(visit, 200, end="done", tags=["cache_hit"], bytes_out=len(cached_answer.body))
                return True
        if answers.is_kept(control):
            visit.keep_as, visit.keep_s = name, route.cache_ttl_s
            call.copy = Copy(answers.MAX_KEPT_BYTES)
        return False

    def _keep(self, visit: Visit, copy: Copy, status: int) -> None:
        if status == _OK and copy.is_whole:
            answer = answers.answer_to_keep(copy.lines, bytes(copy.body))
            if answer is not None:
                self._relay.answers.keep(visit.keep_as, answer, visit.keep_s)

    # -- what is answered in the relay's own name ------------------------------------------------------------------

    def _refuse(self, error: RelayError, visit: Visit, exchange: Exchange | None) -> None:
        lines: list[bytes] = []
        if exchange is not None:
            lines.append(own_lines(exchange))
        elif visit.client_key is not None and not visit.is_begun:
            self._note(visit, error.status, end="refused", error=error.code)
        if exchange is None:
            visit.put_back()
        lines += refusal_lines(error, visit.client_key)
        visit.respond(visit.status_of(error), visit.body_of(error), lines)

    def _note(
        self,
        visit: Visit,
        status: int,
        *,
        end: EndReason,
        error: str | None = None,
        tags: list[str] | None = None,
        bytes_out: int = 0,
    ) -> None:
        """Write down what was answered without an upstream."""
        took_us = int((time.monotonic() - visit.call.started) * 1e6)
        self._relay.refuse(
            Finished(
                id=visit.id,
                started_us=time.time_ns() // 1000 - took_us,
                method=visit.call.method.decode(),
                path=visit.call.path.decode("latin-1"),
                client_key_id=visit.client_key.id if visit.client_key is not None else None,
                request_id=visit.request_id if visit.request_id != visit.id else None,
                model=visit.model[:_LONGEST_MODEL] if visit.model is not None else None,
                status=status,
                total_us=took_us,
                bytes_out=bytes_out,
                end_reason=end,
                error=error,
                tags=tags or [],
            )
        )


async def _read_json(call: Call) -> bytes:
    """The body of a request that names a model.

    Raises:
        RelayError: it is asked by another method, or too large.
    """
    if call.method != b"POST":
        if call.path in POST_PATHS:
            raise errors.method_not_allowed("This can only be asked by POST.", b"POST")
        raise errors.route_not_found(call.path.decode("latin-1"))
    content = call.body.whole
    if content is None:
        content = await call.body.read_all(MAX_JSON_BYTES)
    if content is None or len(content) > MAX_JSON_BYTES:
        raise errors.body_too_large(MAX_JSON_BYTES)
    return content
