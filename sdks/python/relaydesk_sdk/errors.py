"""What can go wrong, as exceptions with the fields of the API's own errors."""

from typing import Any

import httpx


class RelaydeskError(Exception):
    """The server refused. `code` is of the API's catalogue; `details` names the fields of a request that are wrong."""

    def __init__(
        self, message: str, *, status: int, code: str, details: dict[str, Any] | None = None, request_id: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.code = message, status, code
        self.details = details or {}
        self.request_id = request_id

    def __str__(self) -> str:
        return f"{self.message} ({self.status} {self.code}{f', request {self.request_id}' if self.request_id else ''})"


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
    """Of an answer of 400 or more, of the API (`{code, message, …}`) or of inference (`{"error": …}`)."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return RelaydeskError(answer.text[:500] or answer.reason_phrase, status=answer.status_code, code="UNKNOWN")
    if isinstance(body.get("error"), str):
        return RelaydeskError(body["error"], status=answer.status_code, code="INFERENCE_REFUSED")
    return RelaydeskError(
        str(body.get("message", answer.reason_phrase)),
        status=answer.status_code,
        code=str(body.get("code", "UNKNOWN")),
        details=body.get("details"),
        request_id=str(body.get("request_id", "")),
    )
