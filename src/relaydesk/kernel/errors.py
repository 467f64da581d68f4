"""What can go wrong, in eight bases. A subclass's docstring is its message, with its fields filled in.

An error carries a stable `code`, typed public fields (`details`) and whether trying again may help (`retryable`).
It is rendered once, at the edge (`kernel.http.rendering`); nothing in `details` may be a secret.
"""

import inspect
from typing import Any, ClassVar, Self


class RelaydeskError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "INTERNAL"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, *, message: str | None = None, retry_after_s: float | None = None, **fields: Any) -> None:
        template = inspect.getdoc(type(self)) or self.code
        self.message = message or template.split("\n", maxsplit=1)[0].format(**fields)
        self.details: dict[str, Any] = fields
        self.retry_after_s = retry_after_s
        super().__init__(self.message)


class NotFound(RelaydeskError):
    """There is no such thing."""

    code = "NOT_FOUND"
    status = 404


class Conflict(RelaydeskError):
    """Somebody else was faster, or the thing is not in a state that allows this."""

    code = "CONFLICT"
    status = 409


class LoopDetected(Conflict):
    """This request has come through this installation already: an upstream leads back to it."""

    code = "LOOP_DETECTED"
    status = 508


class Forbidden(RelaydeskError):
    """You may not do this."""

    code = "FORBIDDEN"
    status = 403


class Unauthenticated(RelaydeskError):
    """Sign in first."""

    code = "UNAUTHENTICATED"
    status = 401


class Invalid(RelaydeskError):
    """Some fields are not valid."""

    code = "VALIDATION_FAILED"
    status = 422

    @classmethod
    def field(cls, name: str, message: str) -> Self:
        """One field is wrong; the answer names it in `details.errors`."""
        return cls(message=f"{name}: {message}", errors=[{"field": name, "message": message}])


class RateLimited(RelaydeskError):
    """Too many requests; try again later."""

    code = "RATE_LIMITED"
    status = 429
    retryable = True


class Unavailable(RelaydeskError):
    """A part that is needed for this is away; try again later."""

    code = "UNAVAILABLE"
    status = 503
    retryable = True


class Internal(RelaydeskError):
    """Something went wrong on our side."""

    code = "INTERNAL"
    status = 500


class DatabaseUnavailable(Unavailable):
    """The database does not answer right now; try again in a moment."""

    code = "DATABASE_UNAVAILABLE"


class BodyTooLarge(RelaydeskError):
    """The body is larger than {limit_bytes} bytes."""

    code = "BODY_TOO_LARGE"
    status = 413
