"""Errors told in the other format's words, Relaydesk's own in Anthropic's, and token counts read from streams."""

import json
from typing import Any

import pytest
from anthropic.types.shared.error_response import ErrorResponse

from relaydesk.gateway.relay import errors
from relaydesk.gateway.relay.wire.translate import failures


def anthropic_error(kind: str, message: str = "No.") -> bytes:
    return json.dumps({"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}).encode()


def openai_error(**error: Any) -> bytes:
    return json.dumps({"error": {"message": "No.", "type": "x", "param": None, "code": None, **error}}).encode()


@pytest.mark.parametrize(
    ("status", "kind", "told_status", "told_type", "code"),
    [
        (400, "invalid_request_error", 400, "invalid_request_error", None),
        (401, "authentication_error", 401, "authentication_error", "invalid_api_key"),
        (402, "billing_error", 429, "insufficient_quota", "insufficient_quota"),
        (403, "permission_error", 403, "permission_error", None),
        (404, "not_found_error", 404, "invalid_request_error", "not_found"),
        (413, "request_too_large", 413, "invalid_request_error", "request_too_large"),
        (429, "rate_limit_error", 429, "rate_limit_error", "rate_limit_exceeded"),
        (500, "api_error", 500, "server_error", None),
        (504, "timeout_error", 504, "server_error", "timeout"),
        (529, "overloaded_error", 503, "server_error", "overloaded"),
        (409, "conflict_error", 409, "invalid_request_error", None),
        (502, "new_error", 502, "server_error", None),
    ],
)
def test_an_error_of_anthropic_is_told_to_openais_clients(
    status: int, kind: str, told_status: int, told_type: str, code: str | None
) -> None:
    failure = failures.to_openai(status, anthropic_error(kind))
    assert failure.status == told_status
    error = {"message": "No.", "type": told_type, "param": None, "code": code}
    assert json.loads(failure.body) == {"error": error}


@pytest.mark.parametrize(
    ("status", "said", "told_status", "told_type"),
    [
        (400, {"type": "invalid_request_error", "param": "messages"}, 400, "invalid_request_error"),
        (401, {"code": "invalid_api_key"}, 401, "authentication_error"),
        (403, {}, 403, "permission_error"),
        (404, {"code": "model_not_found"}, 404, "not_found_error"),
        (409, {}, 409, "invalid_request_error"),
        (413, {}, 413, "request_too_large"),
        (422, {}, 422, "invalid_request_error"),
        (429, {"code": "rate_limit_exceeded"}, 429, "rate_limit_error"),
        (429, {"code": "insufficient_quota"}, 402, "billing_error"),
        (500, {"type": "server_error"}, 500, "api_error"),
        (502, {"code": 502}, 502, "api_error"),
        (503, {}, 529, "overloaded_error"),
        (504, {}, 504, "timeout_error"),
    ],
)
def test_an_error_of_openai_is_told_to_anthropics_clients(
    status: int, said: dict[str, Any], told_status: int, told_type: str
) -> None:
    failure = failures.to_anthropic(status, openai_error(**said))
    assert failure.status == told_status
    assert json.loads(failure.body) == {"type": "error", "error": {"type": told_type, "message": "No."}}
    if told_type != "request_too_large":  # documented, but not among the SDK's types
        ErrorResponse.model_validate_json(failure.body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "The upstream answered 502 and gave no reason."),
        (b"<html><body>nginx at 10.0.0.7</body></html>", "The upstream answered 502 and gave no reason."),
        (b"\n <!DOCTYPE html><h1>Bad gateway</h1>", "The upstream answered 502 and gave no reason."),
        (b'{"error":', "The upstream answered 502 and gave no reason."),
        (b"[1]", "The upstream answered 502 and gave no reason."),
        (b"\x00\x01\xff", "The upstream answered 502 and gave no reason."),
        (b"{}", "The upstream answered 502 and gave no reason."),
        (b'{"error":null}', "The upstream answered 502 and gave no reason."),
        (b"bad\ngateway", "bad gateway"),
        (b"x" * 5000, "x" * 500),
        (b'{"error":"overloaded"}', "overloaded"),
        (b'{"error":{"message":"' + b"y" * 5000 + b'"}}', "y" * 500),
        (b'{"message":"no route"}', "no route"),
        (b'{"detail":"not here"}', "not here"),
        (b'{"detail":[{"loc":["body"]}]}', "The upstream answered 502 and gave no reason."),
    ],
)
def test_a_body_that_is_no_error_of_its_format_gives_a_plain_message(body: bytes, message: str) -> None:
    assert json.loads(failures.to_openai(502, body).body)["error"]["message"] == message
    assert json.loads(failures.to_anthropic(502, body).body)["error"]["message"] == message


@pytest.mark.parametrize(
    ("said", "told_type"),
    [
        ({"code": "rate_limit_exceeded"}, "rate_limit_error"),
        ({"type": "tokens"}, "rate_limit_error"),
        ({"code": "insufficient_quota"}, "billing_error"),
        ({"code": "context_length_exceeded"}, "invalid_request_error"),
        ({"type": "invalid_request_error"}, "invalid_request_error"),
        ({"type": "overloaded_error"}, "overloaded_error"),
        ({"type": "server_error"}, "api_error"),
        ({"code": 429}, "rate_limit_error"),
        ({"code": 502}, "api_error"),
        ({"type": "new"}, "api_error"),
    ],
)
def test_an_error_in_a_stream_is_told_by_its_words(said: dict[str, Any], told_type: str) -> None:
    name, data = failures.stream_to_anthropic(openai_error(**said)).decode().removesuffix("\n\n").split("\n")
    assert name == "event: error"
    told = {"type": "error", "error": {"type": told_type, "message": "No."}}
    assert json.loads(data.removeprefix("data: ")) == told


def test_an_error_in_a_stream_without_a_reason_says_so() -> None:
    message = "The upstream failed in the middle of its answer and gave no reason."
    assert json.loads(failures.stream_to_openai(b"?{").removeprefix(b"data: "))["error"]["message"] == "?{"
    assert json.loads(failures.stream_to_openai(b"{").removeprefix(b"data: "))["error"]["message"] == message


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.unauthenticated(), 401, "authentication_error"),
        (errors.forbidden("proxy"), 403, "permission_error"),
        (errors.model_not_found("m"), 404, "not_found_error"),
        (errors.body_too_large(5), 413, "request_too_large"),
        (errors.invalid("n", "has no counterpart"), 400, "invalid_request_error"),
        (errors.rate_limited(60, 1.5), 429, "rate_limit_error"),
        (errors.broken_off("u"), 502, "api_error"),
        (errors.draining(), 503, "api_error"),
    ],
)
def test_relaydesks_own_errors_are_told_to_anthropics_clients(error: errors.RelayError, status: int, kind: str) -> None:
    assert failures.anthropic_status(error) == status
    told = {"type": "error", "error": {"type": kind, "message": error.message}}
    assert json.loads(failures.anthropic_body(error)) == told
    assert json.loads(failures.anthropic_body(error, "req_1")) == {**told, "request_id": "req_1"}


def test_an_answer_that_broke_off_ends_with_an_error_event() -> None:
    error = errors.broken_off("u")
    body = failures.anthropic_body(error)
    assert failures.anthropic_event(body) == b"event: error\ndata: " + body + b"\n\n"
    body = errors.openai_body(error)
    assert failures.openai_event(body) == b"data: " + body + b"\n\n"
