"""What the relay itself answers when it cannot or will not forward, as values; rendered once in `front.py`."""

from collections.abc import Container
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from relaydesk.gateway.relay.snapshot import Budget, Limits

RATE_LIMITED = "RATE_LIMITED"
KEYS_RESTING = "KEYS_RESTING"
SCRIPT_REJECTED = "SCRIPT_REJECTED"
UsedUp = Literal["requests", "tokens", "cost", "unknown"]


class RelayError(Exception):
    """An answer of Relaydesk's own: never carries a credential, a query string or a body."""

    is_logged = False  # the log has, or will have, a row of the request that it is the answer to

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        retry_after_s: float | None = None,
        allow: bytes | None = None,
        **details: object,
    ) -> None:
        """`allow` is the `Allow` of a 405: the methods that there are."""
        super().__init__(message)
        self.allow = allow
        self.status = status
        self.code = code
        self.message = message
        self.retry_after_s = retry_after_s
        self.details = details


def unauthenticated() -> RelayError:
    return RelayError(
        401, "UNAUTHENTICATED", "Send a client key as 'Authorization: Bearer rd_...' or in the X-API-Key header."
    )


def expired() -> RelayError:
    return RelayError(401, "TOKEN_EXPIRED", "This client key has expired.")


def forbidden(scope: str) -> RelayError:
    return RelayError(403, "FORBIDDEN", f"This client key lacks the scope '{scope}'.", scope=scope)


def upstream_not_found(name: str) -> RelayError:
    return RelayError(404, "UPSTREAM_NOT_FOUND", f"There is no upstream named '{name}'.", upstream=name)


def upstream_disabled(name: str) -> RelayError:
    return RelayError(503, "UPSTREAM_DISABLED", f"The upstream '{name}' is switched off.", upstream=name)


def no_key(name: str) -> RelayError:
    return RelayError(503, "NO_UPSTREAM_KEY", f"No key of the upstream '{name}' is active.", upstream=name)


def model_not_found(model: str) -> RelayError:
    return RelayError(404, "MODEL_NOT_FOUND", f"There is no route for the model '{model}'.", model=model)


def model_stopped(model: str) -> RelayError:
    message = f"The deployment '{model}' is stopped, or its route is switched off."
    return RelayError(503, "MODEL_STOPPED", message, model=model)


def no_model(model: str, stopped: Container[str]) -> RelayError:
    """Of a name that no route answers by."""
    return model_stopped(model) if model in stopped else model_not_found(model)


def route_not_found(path: str) -> RelayError:
    return RelayError(404, "NOT_FOUND", f"There is nothing at {path}.")


def method_not_allowed(message: str, allow: bytes) -> RelayError:
    return RelayError(405, "METHOD_NOT_ALLOWED", message, allow=allow)


def path_not_served(model: str, path: str) -> RelayError:
    return RelayError(404, "NOT_FOUND", f"No upstream of the model '{model}' serves {path}.", path=path)


def answer_unreadable(upstream: str) -> RelayError:
    return RelayError(
        502,
        "UPSTREAM_ANSWER_INVALID",
        f"The answer of the upstream '{upstream}' is not of the format it is said to speak.",
    )


def invalid(field: str, message: str) -> RelayError:
    return RelayError(422, "VALIDATION_FAILED", f"{field}: {message}", errors=[{"field": field, "message": message}])


def body_too_large(limit: int) -> RelayError:
    return RelayError(413, "BODY_TOO_LARGE", f"The body is larger than {limit} bytes.", limit=limit)


def rate_limited(limit_per_minute: int, retry_after_s: float) -> RelayError:
    return RelayError(
        429,
        RATE_LIMITED,
        f"This client key may send {limit_per_minute} requests a minute.",
        retry_after_s=retry_after_s,
        limit_per_minute=limit_per_minute,
    )


def too_much_traffic(
    who: str, cause: Literal["concurrency", "requests", "tokens"], limits: Limits, retry_after_s: float
) -> RelayError:
    """There are too many requests under way, or too many requests or tokens a minute. `who` begins a sentence."""
    limit: int | None
    if cause == "concurrency":
        limit = limits.max_concurrency
        said, code = f"{who} may have {limit} requests under way at once.", "CONCURRENCY_LIMITED"
    elif cause == "requests":
        limit = limits.requests_per_minute
        said, code = f"{who} may get {limit} requests a minute.", "REQUESTS_LIMITED"
    else:
        limit = limits.tokens_per_minute
        said, code = f"{who} may use {limit} tokens a minute.", "TOKENS_LIMITED"
    return RelayError(429, code, said, retry_after_s=retry_after_s, limit=limit)


def over_budget(budget: Budget, used_up: UsedUp, retry_after_s: float, resets_at: float) -> RelayError:
    """`resets_at` is seconds since the epoch."""
    if used_up == "unknown":
        said = "What is left of this client key's budget cannot be looked up now; send the request again."
        return RelayError(503, "BUDGET_UNKNOWN", said, retry_after_s=retry_after_s)
    limit: object = budget.requests if used_up == "requests" else budget.tokens
    what = f"{limit} {used_up}"
    if used_up == "cost":
        limit = (budget.cost_nanos or 0) // 1000
        what = f"cost of {limit / 1e6:g}"
    at = datetime.fromtimestamp(resets_at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return RelayError(
        429,
        "BUDGET_EXHAUSTED",
        f"This client key has used up its {what} of this {budget.period}; it begins anew at {at}.",
        retry_after_s=retry_after_s,
        used_up=used_up,
        limit=limit,
        period=budget.period,
        resets_at=at,
    )


def quota_exhausted(upstream: str, retry_after_s: float) -> RelayError:
    """None of the upstream's keys has enough of its quota left."""
    said = f"The quotas of the keys of the upstream '{upstream}' do not allow this request now."
    return RelayError(429, "QUOTA_EXHAUSTED", said, retry_after_s=retry_after_s, upstream=upstream)


def keys_resting(upstream: str, retry_after_s: float) -> RelayError:
    """Its provider told each of the upstream's keys to wait."""
    said = f"All keys of the upstream '{upstream}' rest as their provider asked; the first is back in a moment."
    return RelayError(429, KEYS_RESTING, said, retry_after_s=retry_after_s, upstream=upstream)


def held(upstream: str, retry_after_s: float) -> RelayError:
    """The upstream failed so that it is left alone for a while."""
    said = f"The upstream '{upstream}' keeps failing and is not asked for a moment; send the request again later."
    return RelayError(503, "UPSTREAM_HELD", said, retry_after_s=retry_after_s, upstream=upstream)


def loop(upstream: str) -> RelayError:
    """Its address is our own."""
    said = f"The upstream '{upstream}' leads back to this Relaydesk: its base_url is our own address."
    return RelayError(508, "LOOP_DETECTED", said, upstream=upstream)


def came_round() -> RelayError:
    """The request has come through this installation before."""
    said = "This request came through this Relaydesk before: the base_url of an upstream leads back to it."
    return RelayError(508, "LOOP_DETECTED", said)


def script_failed(name: str) -> RelayError:
    return RelayError(502, "SCRIPT_FAILED", f"The script '{name}' failed.", script=name)


def script_rejected(name: str, status: int, message: str) -> RelayError:
    """`status` and `message` are the script's own words."""
    return RelayError(status, SCRIPT_REJECTED, message or "A script of this gateway rejects the request.", script=name)


def journal_full() -> RelayError:
    return RelayError(503, "JOURNAL_FULL", "The request journal cannot take more records now.", retry_after_s=5)


def draining() -> RelayError:
    return RelayError(503, "SHUTTING_DOWN", "This process is shutting down; send the request again.", retry_after_s=1)


def internal() -> RelayError:
    return RelayError(500, "INTERNAL", "Something went wrong on our side.")


def own_body(error: RelayError, request_id: str) -> bytes:
    """The error format of every Relaydesk JSON API (CONTRACT.md, Errors)."""
    return msgspec.json.encode(
        {
            "code": error.code,
            "message": error.message,
            "details": error.details,
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "request_id": request_id,
        }
    )


def inference_body(message: str) -> bytes:
    """The one shape of an error in the Open Inference Protocol V2."""
    return msgspec.json.encode({"error": message})


_OPENAI_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "invalid_request_error",
    413: "invalid_request_error",
    422: "invalid_request_error",
    429: "rate_limit_error",
}


_OPENAI_TYPES_BY_CODE = {"BUDGET_EXHAUSTED": "insufficient_quota"}


def openai_status(error: RelayError) -> int:
    """OpenAI answers a malformed body with 400, where Relaydesk's own API answers 422."""
    is_ours = error.status == 422 and error.code != SCRIPT_REJECTED  # noqa: PLR2004 - the status is its own name
    return 400 if is_ours else error.status


def openai_body(error: RelayError) -> bytes:
    """The error format of OpenAI's API, which `/v1` speaks."""
    fields: Any = error.details.get("errors") or [{"field": "model" if "model" in error.details else None}]
    body = {
        "message": error.message,
        "type": _OPENAI_TYPES_BY_CODE.get(error.code) or _OPENAI_TYPES.get(error.status, "api_error"),
        "code": error.code.lower(),
        "param": fields[0]["field"],
    }
    return msgspec.json.encode({"error": body})


def broken_off(upstream: str, said: str = "") -> RelayError:
    """`said` is what the upstream itself has told of it; it is only for callers inside the process."""
    message = f"The answer of the upstream '{upstream}' broke off"
    return RelayError(502, "UPSTREAM_BROKE_OFF", f"{message}: {said[:500]}" if said else f"{message}.")


def upstream_refused(status: int, upstream: str, said: str) -> RelayError:
    """An upstream's error answer, for callers inside the process; `said` are its own words, or empty."""
    message = f"The upstream '{upstream}' answered {status}"
    return RelayError(status, "UPSTREAM_REFUSED", f"{message}: {said[:500]}" if said else message)
