"""Owns what the API's reference says before its operations: how to sign in, pages, errors, limits, groups, licence."""

from typing import Any

from relaydesk.desk.types import VISITOR_SCHEME
from relaydesk.identity.types import ACCESS_SCHEME, KEY_HEADER_SCHEME, KEY_SCHEME

LICENSE = {"name": "Apache License 2.0", "identifier": "Apache-2.0"}

DESCRIPTION = """\
The control plane of Relaydesk: people, client keys, tasks, the gateway's settings, shops, assistants and
conversations. `/v1/…` and `/proxy/{upstream}/…`, which send requests on to models, are not listed here: they speak
the upstream's own format and take a client key with the scope `proxy`.

## Signing in

Send one of these as `Authorization: Bearer …`. Each operation names those that it takes.

- **A person's access token**: call `POST /api/auth/login` with e-mail address and password, and take `access_token`
  from the answer. After `expires_in` seconds it is refused with 401 `TOKEN_EXPIRED`; `POST /api/auth/refresh` gives
  the next one.
- **A client key** (`rd_…`) for a program: make one in the console under *Client keys*, or by `POST /api/keys`. What
  it may do is in its `scopes`. It may also be sent as `X-API-Key`.
- **A visitor's token** (`rdv_…`): `POST /api/chat` and `POST /api/sessions` answer with `visitor_token` once,
  together with a new conversation. It opens that conversation alone.

To try operations on this page, press *Authorize* and paste a token without the word `Bearer`. No or a bad token is
401 `UNAUTHENTICATED`, a missing permission 403 `FORBIDDEN`, a wrong password 403 `WRONG_CREDENTIALS`.

## Lists

`limit` (1 to 200, 50 unless given) and `offset` choose a part; the answer is `{"items": […], "total": n, "limit": n,
"offset": n}`. `total` counts to 10,000; beyond, `"total_capped": true` stands beside it. The request log goes by
`cursor` instead: send the `next_cursor` of the last answer until it is null.

## Errors

Every error has the same form:

```json
{
  "code": "VALIDATION_FAILED",
  "message": "Some fields are not valid: timeout_ms",
  "details": {
    "errors": [{"field": "timeout_ms", "message": "Input should be less than or equal to 3600000"}],
    "reasons": [{"field": "timeout_ms", "type": "less_than_equal", "ctx": {"le": 3600000}}]
  },
  "timestamp": "2026-01-01T00:00:00.000Z",
  "request_id": "b7c1f0a94f5e4b0d"
}
```

Programs go by `code`; `message` is for people and may change. With 422, and with 409 where another thing has a
field's value already, `details.errors` says in English what is wrong with each field, and `details.reasons` the same
as a stable `type` with its bounds in `ctx`, for words of your own. `request_id` is also the header `X-Request-ID`;
name it when you ask for help. A lost race is 409 `CONFLICT`, a body that is too large 413 `BODY_TOO_LARGE`, a part
that is away for the moment 503 with `Retry-After`.

## Rate limits

A client key may send `rate_limit_per_minute` requests (1,000 unless set otherwise). Chat takes 30 messages a minute
from one conversation and ten times that from one address. Wrong passwords make the next try wait. Beyond a limit the
answer is 429 `RATE_LIMITED`, with `Retry-After` in seconds, `RateLimit` and `RateLimit-Policy`.

## Forms

Bodies are JSON in UTF-8. Times are RFC 3339 in UTC (`2026-01-01T00:00:00Z`); those that you send need a time zone.
Money is in integer minor units beside an ISO 4217 code. `…_ms` are milliseconds, `…_s` seconds, `…_us` microseconds.
In a `PATCH`, what is left out stays as it is.
"""

TAGS = [
    {"name": "sign-in", "description": "Get an access token, renew it, sign out, and see or change your own profile."},
    {"name": "chat", "description": "What a visitor calls: begin a conversation and talk to the assistant."},
    {"name": "desk", "description": "What operators call: conversations, who serves them, and their live events."},
    {"name": "assistants", "description": "Who answers visitors: persona, model and the shop it answers for."},
    {"name": "merchants", "description": "Shops, and the stores that they are connected to."},
    {"name": "sync", "description": "Read a store's products into the catalogue, and see what became of each record."},
    {"name": "catalogue", "description": "Products, variants and questions as assistants know them."},
    {"name": "gateway", "description": "Upstreams, keys, routes, rules, scripts, prices, request log and statistics."},
    {"name": "models", "description": "Models, their versions with files, aliases and comparison."},
    {"name": "channels", "description": "Where notices go: chat, mail or a webhook, and what was sent there."},
    {"name": "tasks", "description": "Work in the background, schedules that start it, and the workers that do it."},
    {
        "name": "client keys",
        "description": "The keys with which programs use Relaydesk, with budgets and usage.",
    },
    {"name": "users", "description": "People, their roles, and invitations."},
    {"name": "audit", "description": "Who did what, when and from where."},
    {"name": "health", "description": "Whether the parts work, and metrics for Prometheus."},
]

SECURITY_SCHEMES: dict[str, dict[str, Any]] = {
    ACCESS_SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A person's: `access_token` of the answer to `POST /api/auth/login`.",
    },
    KEY_SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "rd_…",
        "description": "A program's: `key` of the answer to `POST /api/keys`, with a scope for what it does.",
    },
    KEY_HEADER_SCHEME: {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The same client key (`rd_…`) in a header of its own.",
    },
    VISITOR_SCHEME: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "rdv_…",
        "description": "A visitor's: `visitor_token` of the answer that began the conversation.",
    },
}
