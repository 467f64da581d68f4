"""Errors: each format's error bodies and events translated into the other's, Relaydesk's own in Anthropic's shape.

| Anthropic | OpenAI |
| --- | --- |
| 400 invalid_request_error | 400 invalid_request_error |
| 401 authentication_error | 401 authentication_error, code invalid_api_key |
| 402 billing_error | 429 insufficient_quota |
| 403 permission_error | 403 permission_error |
| 404 not_found_error | 404 invalid_request_error, code not_found |
| 413 request_too_large | 413 invalid_request_error, code request_too_large |
| 429 rate_limit_error | 429 rate_limit_error, code rate_limit_exceeded |
| 500 api_error | 500 server_error |
| 504 timeout_error | 504 server_error, code timeout |
| 529 overloaded_error | 503 server_error, code overloaded |

Statuses that are not in the table keep their number; below 500 they are invalid requests, from 500 on server errors.
A message is cut at 500 characters; of an answer that is a page of HTML nothing is shown.
"""

from typing import Any, NamedTuple

import msgspec

from relaydesk.gateway.relay.errors import RelayError, openai_status
from relaydesk.gateway.relay.wire.density import SMALL_BYTES
from relaydesk.gateway.relay.wire.translate.events import data_event, named_event
from relaydesk.kernel.observe.previews import cut

MAX_MESSAGE_CHARACTERS = 500
_DEEPEST_REASON = 6
_MOST_REASONS = 10
_FIRST_SERVER_STATUS = 500


class Failure(NamedTuple):
    """An error answer: its status and its JSON body."""

    status: int
    body: bytes


class _Kind(NamedTuple):
    """One row of the table above."""

    anthropic_status: int
    anthropic_type: str
    status: int
    type: str
    code: str | None = None


_KINDS = (
    _Kind(400, "invalid_request_error", 400, "invalid_request_error"),
    _Kind(401, "authentication_error", 401, "authentication_error", "invalid_api_key"),
    _Kind(402, "billing_error", 429, "insufficient_quota", "insufficient_quota"),
    _Kind(403, "permission_error", 403, "permission_error"),
    _Kind(404, "not_found_error", 404, "invalid_request_error", "not_found"),
    _Kind(413, "request_too_large", 413, "invalid_request_error", "request_too_large"),
    _Kind(429, "rate_limit_error", 429, "rate_limit_error", "rate_limit_exceeded"),
    _Kind(500, "api_error", 500, "server_error"),
    _Kind(504, "timeout_error", 504, "server_error", "timeout"),
    _Kind(529, "overloaded_error", 503, "server_error", "overloaded"),
)
_BY_ANTHROPIC_TYPE = {kind.anthropic_type: kind for kind in _KINDS}
_BY_STATUS = {kind.status: kind for kind in reversed(_KINDS)} | {kind.anthropic_status: kind for kind in _KINDS}
# Without a status, as in a stream, the words have to do: OpenAI's codes first, then its types.
_BY_WORD = {
    **_BY_ANTHROPIC_TYPE,
    **{kind.type: kind for kind in reversed(_KINDS)},
    **{kind.code: kind for kind in _KINDS if kind.code},
    "tokens": _BY_STATUS[429],
    "requests": _BY_STATUS[429],
    "model_not_found": _BY_STATUS[404],
    "context_length_exceeded": _BY_STATUS[400],
}


class _Detail(msgspec.Struct):
    """The inside of both formats' errors; `code` is a number with some upstreams."""

    message: str | None = None
    type: str | None = None
    code: str | int | None = None


# Where vendors write what went wrong, the usual ones first; `loc` says where, in lists of validation errors.
_REASONS = ("message", "msg", "detail", "error", "errors", "error_message", "error_description", "title", "reason")


def to_openai(status: int, body: bytes) -> Failure:
    """An Anthropic upstream's error answer for a client that speaks OpenAI."""
    detail = _read(body, status)
    kind = _BY_ANTHROPIC_TYPE.get(detail.type or "") or _kind_of(status)
    return Failure(kind.status, _openai_body(kind, detail.message))


def to_anthropic(status: int, body: bytes) -> Failure:
    """An OpenAI upstream's error answer for a client that speaks Anthropic."""
    detail = _read(body, status)
    kind = _BY_WORD["insufficient_quota"] if detail.code == "insufficient_quota" else _kind_of(status)
    return Failure(kind.anthropic_status, _anthropic_body(kind, detail.message))


def stream_to_openai(data: bytes) -> bytes:
    """The data of an Anthropic stream's `error` event as the event that OpenAI's clients raise."""
    detail = _read(data, None)
    kind = _BY_ANTHROPIC_TYPE.get(detail.type or "", _BY_STATUS[500])
    return data_event(_openai_body(kind, detail.message))


def stream_to_anthropic(data: bytes) -> bytes:
    """The data of an OpenAI stream's error as Anthropic's `error` event."""
    detail = _read(data, None)
    if isinstance(detail.code, int):
        kind = _kind_of(detail.code)
    else:
        kind = _BY_WORD.get(detail.code or "") or _BY_WORD.get(detail.type or "") or _BY_STATUS[500]
    return named_event(b"error", _anthropic_body(kind, detail.message))


def find_reason(body: bytes) -> str:
    """The words for people in an error, cut; empty without any."""
    return cut(_read_reason(body) or "", MAX_MESSAGE_CHARACTERS)


def _read_reason(body: bytes) -> str | None:
    try:
        return _reason(msgspec.json.decode(body[: SMALL_BYTES + 1]))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _plain_text(body)


def _kind_of(status: int) -> _Kind:
    known = _BY_STATUS.get(status)
    if known:
        return known
    like = _BY_STATUS[400 if status < _FIRST_SERVER_STATUS else 500]
    return like._replace(status=status, anthropic_status=status)


def _read(body: bytes, status: int | None) -> _Detail:
    """What an error body tells, its message cut and never empty."""
    try:
        content = msgspec.json.decode(body[: SMALL_BYTES + 1])  # a larger one is no message
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        detail = _Detail(_plain_text(body))
    else:
        inner = _inside(content)
        kind, code = inner.get("type"), inner.get("code")
        detail = _Detail(
            _reason(content),
            kind if isinstance(kind, str) else None,
            code if isinstance(code, str | int) and not isinstance(code, bool) else None,
        )
    outcome = "failed in the middle of its answer" if status is None else f"answered {status}"
    detail.message = cut(detail.message or f"The upstream {outcome} and gave no reason.", MAX_MESSAGE_CHARACTERS)
    return detail


def _inside(content: Any) -> dict[str, Any]:
    """The object that holds type and code: `error`, the same in a list (Gemini), or the whole."""
    if isinstance(content, list):
        content = content[0] if content else None
    if not isinstance(content, dict):
        return {}
    error = content.get("error")
    return error if isinstance(error, dict) else content


def _reason(content: Any, depth: int = 0) -> str | None:
    """The words for people in an error, wherever its vendor puts them; of a list of errors all of them."""
    if isinstance(content, str):
        return content.strip() or None
    if depth == _DEEPEST_REASON:
        return None
    if isinstance(content, list):
        return "; ".join(reason for one in content[:_MOST_REASONS] if (reason := _reason(one, depth + 1))) or None
    if not isinstance(content, dict):
        return None
    names = ("error", *_REASONS) if isinstance(content.get("error"), dict) else _REASONS
    for name in names:
        reason = _reason(content.get(name), depth + 1)
        if reason is not None:
            place = content.get("loc")
            where = ".".join(str(part) for part in place) if isinstance(place, list) else ""
            return f"{where}: {reason}" if where else reason
    return None


def _plain_text(body: bytes) -> str | None:
    text = " ".join(body[: 4 * MAX_MESSAGE_CHARACTERS].decode(errors="replace").split())
    return None if text.startswith(("<", "{", "[")) or not text.isprintable() else text


def _openai_body(kind: _Kind, message: str | None) -> bytes:
    return msgspec.json.encode({"error": {"message": message, "type": kind.type, "param": None, "code": kind.code}})


def _anthropic_body(kind: _Kind, message: str | None) -> bytes:
    return msgspec.json.encode({"type": "error", "error": {"type": kind.anthropic_type, "message": message}})


def anthropic_status(error: RelayError) -> int:
    """Anthropic answers a malformed body with 400 as OpenAI does, where Relaydesk's own API answers 422."""
    return openai_status(error)


def anthropic_body(error: RelayError, request_id: str | None = None) -> bytes:
    """Relaydesk's own error in the format of Anthropic's API; `openai_body` is its sibling.

    A 503 stays an `api_error`: that Relaydesk cannot serve now does not say that the model's vendor is overloaded.
    """
    kind = _kind_of(error.status)
    body: dict[str, Any] = {"type": "error", "error": {"type": kind.anthropic_type, "message": error.message}}
    if error.status == 503:  # noqa: PLR2004 - the status is its own name
        body["error"]["type"] = "api_error"
    if request_id is not None:
        body["request_id"] = request_id
    return msgspec.json.encode(body)


def openai_event(body: bytes) -> bytes:
    """An error body as the last event of an OpenAI stream, for an answer that broke off."""
    return data_event(body)


def anthropic_event(body: bytes) -> bytes:
    """An error body as the last event of an Anthropic stream, for an answer that broke off."""
    return named_event(b"error", body)
