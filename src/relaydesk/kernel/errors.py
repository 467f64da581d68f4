"""What can go wrong, in eight bases. A subclass's docstring is its message, with its fields filled in.

An error carries a stable `code`, typed public fields (`details`) and whether trying again may help (`retryable`).
It is rendered once, at the edge (`kernel.http.rendering`); nothing in `details` may be a secret.
"""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

# what is said of a body that is wrong from beginning to end, and of a field's own name
MOST_PROBLEMS, LONGEST_NAME = 20, 100
MOST_NAMES = 20  # of what keeps something, in a refusal
# Pydantic's word on a field whose default follows from one that is wrong: that one is named already
_FOLLOWS = "default_factory_not_called"
_REASONS_OF_PATTERNS: dict[str, tuple[str, str]] = {}


def pattern(regex: str, *, reason: str, message: str) -> str:
    """A pattern for schemas. What does not match is refused by a reason of ours: Pydantic's shows the regex alone."""
    _REASONS_OF_PATTERNS[regex] = (reason, message)
    return regex


NO_NUL = pattern(r"^[^\x00]*$", reason="no_nul", message="must not contain the character NUL")
ONE_LINE = pattern(
    # nor those that turn the direction of what stands beside them
    r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$",
    reason="one_line",
    message="must not contain line breaks or other control characters",
)


def listed(names: Sequence[str]) -> str:
    """The first of them, for a message, and how many more there are."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


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


class FieldTaken(Conflict):
    """Another one has this value already.

    The answer names the field as that of `Invalid.field` does; the reason's type is the code in small letters.
    """

    field: ClassVar[str]

    def __init__(self, **fields: Any) -> None:
        super().__init__(**fields)
        self.details |= _of_field(self.field, self.message, self.code.lower(), fields)


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
    def field(cls, name: str, message: str, *, reason: str | None = None, **bounds: str | int) -> Self:
        """One field is wrong; the answer names it in `details.errors`.

        `reason` is a type of ours in `details.reasons`, whose words the console has in each language, filled in with
        `bounds`.
        """
        return cls(message=f"{name}: {message}", **_of_field(name, message, reason, bounds))

    @classmethod
    def gather(cls, problems: Sequence[RelaydeskError | None]) -> RelaydeskError | None:
        """One error with all fields that these name; of a single problem that itself, None without any."""
        present = [problem for problem in problems if problem is not None]
        if len(present) < 2:  # noqa: PLR2004 - several
            return present[0] if present else None
        errors, reasons = ([one for p in present for one in p.details.get(name, ())] for name in ("errors", "reasons"))
        names = ", ".join(dict.fromkeys(error["field"] for error in errors))
        return cls(message=f"Some fields are not valid: {names}", errors=errors, reasons=reasons)

    @classmethod
    def fields(cls, problems: Sequence[Mapping[str, Any]]) -> Self:
        """Of Pydantic's errors, the first 20 of them."""
        causes = [e for e in problems if e["type"] != _FOLLOWS]
        first = [_in_our_words(e) for e in causes[:MOST_PROBLEMS]]
        errors = [{"field": _field(e["loc"]), "message": str(e["msg"]).removeprefix("Value error, ")} for e in first]
        names = ", ".join(dict.fromkeys(error["field"] for error in errors))
        more = f" and {len(causes) - MOST_PROBLEMS} more" if len(causes) > MOST_PROBLEMS else ""
        reasons = [_reason(e) for e in first]
        return cls(message=f"Some fields are not valid: {names}{more}", errors=errors, reasons=reasons)


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


def _of_field(name: str, message: str, reason: str | None, bounds: Mapping[str, str | int]) -> dict[str, Any]:
    """What `details` say of one field."""
    errors = [{"field": name, "message": message}]
    if reason is None:
        return {"errors": errors}
    return {"errors": errors, "reasons": [{"field": name, "type": reason, **({"ctx": bounds} if bounds else {})}]}


def _in_our_words(error: Mapping[str, Any]) -> Mapping[str, Any]:
    """A text that does not match its pattern is refused by the pattern's reason."""
    named = _REASONS_OF_PATTERNS.get(error.get("ctx", {}).get("pattern", ""))
    return error if named is None else {"loc": error["loc"], "type": named[0], "msg": named[1]}


def _reason(error: Mapping[str, Any]) -> dict[str, Any]:
    """Pydantic's `type` of an error with the bounds it names, for callers with words of their own.

    The value itself stays out: it may be a secret.
    """
    context = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, (str, int, float))}
    reason = {"field": _field(error["loc"]), "type": error["type"]}
    return {**reason, "ctx": context} if context else reason


def _field(location: Sequence[int | str]) -> str:
    """`body.auth.type` → `auth.type`; a body that is no JSON at all is `body`."""
    path = [str(part)[:LONGEST_NAME] for part in location]
    if len(path) > 1 and path[0] in {"body", "query", "path", "header", "cookie"}:
        path = path[1:]
    return "body" if path and path[0].isdigit() else ".".join(path)
