"""Owns the one error format of CONTRACT.md and the FastAPI handlers that render it."""

import json
import math
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from relaydesk.kernel.database import utc_now
from relaydesk.kernel.errors import Internal, Invalid, RelaydeskError
from relaydesk.kernel.observe.tracing import request_id_var

log = structlog.get_logger(__name__)
_CODES = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 406: "NOT_ACCEPTABLE"}

# what `json.loads` raises, beside its own error, of text that is not UTF-8, numbers too long and nesting too deep
_UNREADABLE = (ValueError, RecursionError)


class ErrorBody(BaseModel):
    """What every JSON API answers when something is wrong."""

    code: str
    message: str
    details: dict[str, Any]
    timestamp: str
    request_id: str


def error_body(code: str, message: str, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": code,
        "message": message,
        "details": details,
        "timestamp": utc_now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "request_id": request_id_var.get(),
    }


class _ErrorResponse(JSONResponse):
    """What callers sent may hold what no text can: half a surrogate pair is shown as `?`."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def error_response(error: RelaydeskError) -> JSONResponse:
    headers = {}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(max(1, math.ceil(error.retry_after_s)))
    if error.status == 401:  # noqa: PLR2004 - RFC 9110, 15.5.2
        headers["WWW-Authenticate"] = "Bearer"
    extra = error.details.get("headers")
    details = {name: value for name, value in error.details.items() if name != "headers"}
    return _ErrorResponse(
        error_body(error.code, error.message, details), status_code=error.status, headers={**headers, **(extra or {})}
    )


def install(app: FastAPI) -> None:
    """Renders our errors, FastAPI's validation errors and Starlette's own in one format."""
    app.add_exception_handler(RelaydeskError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_unexpected)


async def _on_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RelaydeskError)  # noqa: S101 - registered for this type alone
    return error_response(error)


async def _on_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return error_response(Invalid.fields(error.errors(), error.body))


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    """In place of Starlette's own bare 500."""
    log.error("unhandled_error", path=request.url.path, exc_info=error)
    return error_response(Internal())


async def _on_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 400 and isinstance(error.__cause__, _UNREADABLE):  # noqa: PLR2004 - FastAPI's, of a body
        return error_response(_unreadable_body())
    code = _CODES.get(error.status_code, "HTTP_ERROR")
    return JSONResponse(
        error_body(code, str(error.detail), {}), status_code=error.status_code, headers=dict(error.headers or {})
    )


def _unreadable_body() -> Invalid:
    return Invalid.field("body", "cannot be read as JSON in UTF-8", reason="unreadable_body")
