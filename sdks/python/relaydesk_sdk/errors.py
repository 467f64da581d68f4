"""What can go wrong, as exceptions with the fields of the API's own errors."""

from typing import Any

import httpx

_TRANSIENT = (429, 502, 503, 504)
_INFERENCE_CODES = {401: "UNAUTHENTICATED", 403: "FORBIDDEN", 404: "NOT_FOUND", 429: "RATE_LIMITED", 503: "UNAVAILABLE"}


class RelaydeskError(Exception):
    """The server refused. `code` is of the API's catalogue; `details` names the fields of a request that are wrong."""

    def __init__(
        self, message: str, *, status: int, code: str, details: dict[str, Any] | None = None, request_id: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.code = message, status, code
        self.details = details or {}
        self.request_id = request_id
        self.retry_after_s: float | None = None

    @property
    def is_transient(self) -> bool:
        """Whether the same may be answered in a moment: too much at once, or a part of the server is away."""
        return self.status in _TRANSIENT or isinstance(self, Unreachable)

    def __str__(self) -> str:
        return f"{self.message} ({self.status} {self.code}{f', request {self.request_id}' if self.request_id else ''})"


class Unreachable(RelaydeskError):
    """Nothing was answered: no connection, none in time, or one that broke. What was asked may have been done."""

    def __init__(self, error: Exception) -> None:
        super().__init__(f"the server was not reached: {error}", status=0, code="UNREACHABLE")


class TaskFailed(RelaydeskError):
    """A task that was waited for ended otherwise than well; `task` is how it stands."""

    def __init__(self, task: Any) -> None:
        message = f"task {task['id']} is {task['status']}: {task['error'] or task['message'] or 'no reason given'}"
        super().__init__(message, status=200, code="TASK_NOT_SUCCEEDED")
        self.task = task


class NotReady(RelaydeskError):
    """A deployment that was waited for cannot serve; `deployment` is how it stands."""

    def __init__(self, deployment: Any) -> None:
        message = (
            f"deployment {deployment['name']} is {deployment['status']}: {deployment['reason'] or 'no reason given'}"
        )
        super().__init__(message, status=200, code="DEPLOYMENT_NOT_READY")
        self.deployment = deployment


def error_of(answer: httpx.Response) -> RelaydeskError:
    """Of an answer that is no success, of the API (`{code, message, …}`) or of inference (`{"error": …}`)."""
    error = _read(answer)
    error.request_id = error.request_id or answer.headers.get("x-request-id", "")
    after = answer.headers.get("retry-after", "")
    error.retry_after_s = float(after) if after.isdigit() else None
    return error


def _read(answer: httpx.Response) -> RelaydeskError:
    status = answer.status_code
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return RelaydeskError(answer.text[:500] or answer.reason_phrase, status=status, code="UNKNOWN")
    if isinstance(body.get("error"), str):
        code = _INFERENCE_CODES.get(status, "INFERENCE_REFUSED")
        return RelaydeskError(body["error"], status=status, code=code)
    return RelaydeskError(
        str(body.get("message", answer.reason_phrase)),
        status=status,
        code=str(body.get("code", "UNKNOWN")),
        details=body.get("details"),
        request_id=str(body.get("request_id", "")),
    )
