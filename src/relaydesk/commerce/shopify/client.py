"""Asks one store's GraphQL Admin API: pacing by cost, retries within a budget, and each failure as a typed error."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from relaydesk.commerce.shopify.errors import (
    AccessDenied,
    BadAccessToken,
    FieldError,
    QueryRefused,
    QueryTooDear,
    ShopifyError,
    StoreFailing,
    StoreUnreachable,
    Throttled,
    UnknownStore,
    UnreadableAnswer,
)
from relaydesk.commerce.shopify.pacing import CostPacer
from relaydesk.commerce.shopify.queries import VERSION
from relaydesk.kernel.outbound import UNREACHABLE

_FAILING = {408, 425, 429}


@dataclass(frozen=True, slots=True)
class RetryBudget:
    """At most `attempts` for one query, with full-jitter backoff up to `cap_s` between them."""

    attempts: int = 5
    base_s: float = 0.3
    cap_s: float = 20.0

    def pause_s(self, attempt: int) -> float:
        return random.uniform(0.0, min(self.cap_s, self.base_s * 2**attempt))


@dataclass(frozen=True, slots=True)
class Answer:
    """`error` is set where the store gave the data without some of its fields."""

    data: dict[str, Any]
    requested_cost: int | None
    error: ShopifyError | None = None

    def whole(self) -> dict[str, Any]:
        """The data, every field of it. Raises a ShopifyError."""
        if self.error is not None:
            raise self.error
        return self.data


class ShopifyClient:
    """One store behind `api_base_url` (`https://{shop_domain}`). The httpx client stays its owner's to close."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        api_base_url: str,
        access_token: str,
        *,
        version: str = VERSION,
        budget: RetryBudget | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._url = f"{api_base_url.rstrip('/')}/admin/api/{version}/graphql.json"
        self._headers = {"X-Shopify-Access-Token": access_token, "Accept": "application/json"}
        self._budget = budget or RetryBudget()
        self._sleep = sleep
        self.pacer = CostPacer(clock)

    async def ask(self, query: str, variables: dict[str, Any] | None = None, *, cost: float = 0) -> Answer:
        """The query's data, after waiting until the bucket should hold `cost`.

        Raises a ShopifyError when there is no data; single fields that are missing are told in the answer.
        """
        for attempt in range(self._budget.attempts):
            wait_s = self.pacer.wait_s(cost)
            if wait_s > 0:
                await self._sleep(wait_s)
            try:
                return await self._ask_once(query, variables or {})
            except ShopifyError as error:
                if not error.is_retryable or attempt + 1 == self._budget.attempts:
                    raise
                await self._sleep(self._pause_s(error, attempt, cost))
        raise AssertionError("a budget has at least one attempt")

    def _pause_s(self, error: ShopifyError, attempt: int, cost: float) -> float:
        pause_s = self._budget.pause_s(attempt)
        if isinstance(error, Throttled):
            return max(pause_s, self.pacer.wait_s(cost))
        if isinstance(error, StoreFailing) and error.retry_after_s is not None:
            return max(pause_s, min(error.retry_after_s, self._budget.cap_s))
        return pause_s

    async def _ask_once(self, query: str, variables: dict[str, Any]) -> Answer:
        try:
            response = await self._http.post(
                self._url, json={"query": query, "variables": variables}, headers=self._headers
            )
        except httpx.TimeoutException as error:
            raise StoreUnreachable(f"The store did not answer in time ({type(error).__name__}).") from error
        except UNREACHABLE as error:
            raise StoreUnreachable(f"The store cannot be reached ({type(error).__name__}).") from error
        _check_status(response)
        body = _json_object(response)
        extensions = body.get("extensions")
        cost = extensions.get("cost") if isinstance(extensions, dict) else None
        self.pacer.learn(cost)
        trouble, data = _error_of(body), body.get("data")
        has_data = isinstance(data, dict) and any(value is not None for value in data.values())
        if trouble is not None and not (has_data and trouble.field_errors):
            raise trouble
        if not isinstance(data, dict):
            raise UnreadableAnswer("The store's answer has neither data nor errors.")
        requested = cost.get("requestedQueryCost") if isinstance(cost, dict) else None
        return Answer(data, requested if isinstance(requested, int) else None, trouble)


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status == httpx.codes.UNAUTHORIZED:
        raise BadAccessToken("The store refused the access token.")
    if status in {402, 403, 423}:
        raise AccessDenied(f"The store refused access (HTTP {status}).")
    if status == httpx.codes.NOT_FOUND:
        raise UnknownStore("There is no Shopify Admin API of this version at that address.")
    if status in _FAILING or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise StoreFailing(f"The store answered HTTP {status}.", retry_after_s=_retry_after_s(response))
    if status != httpx.codes.OK:
        raise UnreadableAnswer(f"The store answered HTTP {status}, which the Admin API does not.")


def _retry_after_s(response: httpx.Response) -> float | None:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _json_object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        kind = response.headers.get("Content-Type", "no content type").partition(";")[0]
        raise UnreadableAnswer(f"The store's answer is not JSON ({kind}).") from None
    if not isinstance(body, dict):
        raise UnreadableAnswer("The store's answer is not a JSON object.")
    return body


def _error_of(body: dict[str, Any]) -> ShopifyError | None:
    """What the answer's `errors` come to."""
    errors = body.get("errors")
    if not errors:
        return None
    entries = [e for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []
    message = "; ".join(str(e.get("message", ""))[:200] for e in entries[:3]) or str(errors)[:200]
    error = _typed({_code(entry) for entry in entries}, message)
    if entries and all(isinstance(entry.get("path"), list) for entry in entries):
        error.field_errors = tuple(FieldError(tuple(e["path"]), str(e.get("message", ""))[:200]) for e in entries)
    return error


def _typed(codes: set[str | None], message: str) -> ShopifyError:
    if "THROTTLED" in codes:
        return Throttled("The store asked us to slow down.")
    if "MAX_COST_EXCEEDED" in codes:
        return QueryTooDear(message)
    if "ACCESS_DENIED" in codes:
        return AccessDenied(f"The token lacks a scope: {message}")
    if codes & {"INTERNAL_SERVER_ERROR", "TIMEOUT"}:
        return StoreFailing(f"The store failed inside: {message}")
    return QueryRefused(f"The store refused the query: {message}")


def _code(entry: dict[str, Any]) -> str | None:
    extensions = entry.get("extensions")
    return extensions.get("code") if isinstance(extensions, dict) else None
