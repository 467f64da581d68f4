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
_Place = tuple[int | str, ...]
_OF_NAME = "[key]"  # behind a name that is itself wrong
_JSON_TYPES = {"bool": "boolean", "int": "number", "float": "number", "dict": "object", "list": "array"}
_REASONS_OF_PATTERNS: dict[str, tuple[str, str]] = {}


def pattern(regex: str, *, reason: str, message: str) -> str:
    """A pattern for schemas. What does not match is refused by a reason of ours: Pydantic's shows the regex alone."""
    _REASONS_OF_PATTERNS[regex] = (reason, message)
    return regex


CURRENCY = pattern(r"^[A-Z]{3}$", reason="currency", message="must be three capital letters such as EUR")
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
    def fields(cls, problems: Sequence[Mapping[str, Any]], body: Any = None) -> Self:
        """Of Pydantic's errors, the first 20 of them; where they are in a `body`, each once at what stands there."""
        causes = [_in_our_words(e) for e in problems if e["type"] != _FOLLOWS]
        if body is not None:
            causes = _at_places(causes, body)
        first = causes[:MOST_PROBLEMS]
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


class DatabaseBusy(DatabaseUnavailable):
    """Several changes were in each other's way; try again."""

    code = "DATABASE_BUSY"


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


def _at_places(problems: Sequence[Mapping[str, Any]], body: Any) -> list[Mapping[str, Any]]:
    """Pydantic names the branches of a union and `[key]` as if they were fields: these are left out.

    What a union says of one value is one problem; what is wrong with a name is a problem of what holds it.
    """
    placed: list[Mapping[str, Any]] = []
    of_unions: dict[_Place, list[Mapping[str, Any]]] = {}
    for problem in problems:
        place = _place(problem, body)
        if len(place) == len(problem["loc"]):
            placed.append(problem)
        elif problem["loc"][-1] == _OF_NAME:  # behind the name, which may be found in no body: half a surrogate pair
            placed.append(_of_name(problem, _place({**problem, "loc": problem["loc"][:-2]}, body)))
        else:
            branches = of_unions.setdefault(place, [])
            if not branches:
                placed.append({"loc": place, "branches": branches})
            branches.append(problem)
    return [_of_union(one["loc"], one["branches"]) if "branches" in one else one for one in placed]


def _holds(value: Any, part: int | str) -> bool:
    return part in value if isinstance(value, Mapping) else isinstance(value, list) and part in range(len(value))


def _place(problem: Mapping[str, Any], body: Any) -> _Place:
    """Of its location what is there, or is missing."""
    first, *rest = problem["loc"]
    if first != "body":
        return tuple(problem["loc"])
    place, value = [first], body
    for part in rest:
        if problem["type"] != "missing":
            if value is problem.get("input") or not _holds(value, part):
                continue
            value = value[part]
        place.append(part)
    return tuple(place)


def _said(place: _Place, message: str, *, reason: str, **bounds: Any) -> Mapping[str, Any]:
    """In the form of Pydantic's, by a reason of ours."""
    return {"loc": place, "type": reason, "msg": message, "ctx": bounds}


def _of_name(problem: Mapping[str, Any], place: _Place) -> Mapping[str, Any]:
    name, why = str(problem["loc"][-2])[:LONGEST_NAME], problem["msg"]
    if not name.strip():
        return _said(place, "must not have an empty name", reason="name_empty")
    more = {**problem.get("ctx", {}), "why_type": problem["type"]}
    message = f"must not have the name {name}: {why}"
    return _said(place, message, reason="name_refused", name=name, why=why, **more)


def _of_union(place: _Place, branches: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """What the last branch says that takes a value of its type; else what all of them would take."""
    for branch in reversed(branches):
        if not branch["type"].endswith(("_type", "_parsing", "_parsing_size", "_from_float")):
            return {**branch, "loc": place}
    names = [branch["type"].split("_", maxsplit=1)[0] for branch in branches]
    types = ", ".join(dict.fromkeys(_JSON_TYPES.get(name, name) for name in names))
    return _said(place, f"must be one of these: {types}", reason="other_type", types=types)


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
