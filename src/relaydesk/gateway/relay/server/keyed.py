"""Calls of the data plane that another package answers: their client key, its limits, and their row in the log."""

import asyncio
import time
from typing import Final

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.authenticate import check, token_of
from relaydesk.gateway.relay.budgets.leases import ONE, Refusal
from relaydesk.gateway.relay.core import Relay
from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.exchange import Reserved
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import EndReason, Finished
from relaydesk.gateway.relay.loop.fiber import in_task
from relaydesk.gateway.relay.server.call import Call
from relaydesk.gateway.relay.server.own import own_head, refusal_lines
from relaydesk.gateway.relay.snapshot import ClientKey
from relaydesk.gateway.relay.wire.ours import PREFIX, bearer_of

_ERRORS: Final = 400
_LONGEST_NAME: Final = 200
_PIECE_BYTES: Final = 256 * 1024


class KeyedCall:
    """One such call, from `admit` to `respond`."""

    __slots__ = ("_holdings", "_relay", "call", "client_key", "id", "is_counted")

    def __init__(self, relay: Relay, call: Call) -> None:
        self._relay = relay
        self.call = call
        self.id = new_request_id()
        self.client_key: ClientKey | None = None
        self.is_counted = False  # whether the call uses what `admit` has reserved of a budget
        self._holdings: list[Reserved] = []

    def access_token(self) -> str | None:
        """A person's, where the caller shows that and no client key."""
        header = self.call.fields.get(b"authorization")
        token = bearer_of(header) if header is not None else None
        if token is None or token.startswith(PREFIX) or token_of(self.call.fields, self.call.query) is not None:
            return None
        return token.decode("latin-1")

    async def admit(self, scope: str, *, reserves: bool) -> ClientKey:
        """The caller's client key. With `reserves` the call may count as a request of its budget. Awaited in a fiber.

        Raises:
            RelayError: 401 without a key, 403 without the scope, 429 over one of its limits.
        """
        relay, call = self._relay, self.call
        if relay.draining:
            raise errors.draining()
        key = relay.authenticator.find(call.fields, call.query)
        if key is None:
            key = await relay.authenticator.find_new(call.fields, call.query)
        self.client_key = key
        check(key, time.time(), scope)
        if not relay.limiter.take_ready(key.who):
            retry_after_s = await in_task(relay.limiter.take(key.who, key.rate_limit_per_minute))
            if retry_after_s > 0:
                raise errors.rate_limited(key.rate_limit_per_minute, retry_after_s)
        if key.is_measured:
            await self._reserve(key, is_counting=reserves)
        return key

    async def _reserve(self, key: ClientKey, *, is_counting: bool) -> None:
        """What is computed here has neither tokens nor a price: it counts as one request."""
        relay = self._relay
        if key.tokens_per_minute is not None or key.max_concurrency is not None:
            self._holdings.append(await relay.traffic.let_in("This client key", key.traffic, self.id, 0))
        if key.budget is None or not is_counting:
            return
        holding = relay.budgets.take_ready(key.id, key.budget, ONE)
        if holding is None:
            holding_or_refusal = await relay.budgets.take(key.id, key.budget, ONE)
            if isinstance(holding_or_refusal, Refusal):
                raise errors.over_budget(key.budget, *holding_or_refusal)
            holding = holding_or_refusal
        self._holdings.append(holding)

    def end(self) -> None:
        """The call is over, answered or not: as the last thing."""
        holdings, self._holdings = self._holdings, []
        for holding in holdings:
            if self.is_counted:
                holding.settle(0, 0)
            else:
                holding.put_back()

    def respond(
        self,
        status: int,
        body: bytes,
        lines: list[bytes],
        *,
        model: str | None = None,
        error: RelayError | None = None,
        code: str | None = None,
    ) -> None:
        """Answers whole and writes that down, where the client still waits and its key is known.

        `code` is for the log, where there is no `error` of the relay's.
        """
        call = self.call
        self.is_counted = self.is_counted and status < _ERRORS
        reason: EndReason = "refused" if status >= _ERRORS else "done"
        self._note(status, reason, bytes_out=len(body), model=model, error=error.code if error is not None else code)
        if call.response_started or call.gone:
            return
        if error is not None:
            lines = [*lines, *refusal_lines(error, self.client_key)]
        head = [*lines, *own_head(self.id.encode())]
        call.answer(status, head, length=len(body), body=body, complete=True)

    async def stream(
        self, status: int, body: memoryview, lines: list[bytes], *, model: str | None = None, code: str | None = None
    ) -> None:
        """As `respond`, of a large answer: a piece at a time, no faster than the client takes them."""
        call = self.call
        if call.response_started or call.gone:
            self.leave(model)
            return
        self.is_counted = self.is_counted and status < _ERRORS
        head = [*lines, *own_head(self.id.encode())]
        call.answer(status, head, length=len(body), body=b"", complete=False)
        for begin in range(0, len(body), _PIECE_BYTES):
            piece = body[begin : begin + _PIECE_BYTES]
            call.write(bytes(piece), complete=begin + len(piece) == len(body))
            await in_task(asyncio.sleep(0))  # the others' turn, and that of the write
            await call.drain()
        reason: EndReason = "refused" if status >= _ERRORS else "done"
        self._note(status, reason, bytes_out=len(body), model=model, error=code)

    def leave(self, model: str | None) -> None:
        """The client is gone, or was answered already that its body came too slowly."""
        if self.call.is_late:
            self._note(408, "refused", model=model, error="REQUEST_TIMEOUT")
        else:
            self._note(0, "client_gone", model=model)

    def _note(
        self, status: int, reason: EndReason, *, model: str | None, bytes_out: int = 0, error: str | None = None
    ) -> None:
        if self.client_key is None:
            return
        took_us = int((time.monotonic() - self.call.started) * 1e6)
        self._relay.refuse(
            Finished(
                id=self.id,
                started_us=time.time_ns() // 1000 - took_us,
                method=self.call.method.decode(),
                path=self.call.path.decode("latin-1"),
                client_key_id=self.client_key.id,
                model=model[:_LONGEST_NAME] if model is not None else None,
                status=status,
                total_us=took_us,
                bytes_in=self.call.body.size,
                bytes_out=bytes_out,
                end_reason=reason,
                error=error,
                tags=["inference"],
            )
        )
