"""Owns query parameters that many lists share."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator, AwareDatetime
from pydantic_core import PydanticCustomError

from relaydesk.kernel.errors import NO_NUL


def text_query(description: str, *, max_length: int = 200) -> Any:
    """Any text that PostgreSQL takes."""
    return Query(max_length=max_length, pattern=NO_NUL, description=description)


def _in_utc(time: datetime) -> datetime:
    """A zone can put a time of the first or last day outside of the years 1 to 9999."""
    try:
        return time.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("time_impossible", "is not a time that could be") from None


_Time = Annotated[AwareDatetime, AfterValidator(_in_utc)]
NameQuery = Annotated[str | None, text_query("Only those whose name contains this text, in capitals or not.")]
MerchantQuery = Annotated[str | None, text_query("Only those of this merchant, by id.", max_length=64)]
Since = Annotated[
    _Time | None,
    Query(
        alias="from",
        description="The earliest time, inclusive: RFC 3339 with a time zone.",
        examples=["2026-01-01T00:00:00Z"],
    ),
]
Until = Annotated[
    _Time | None,
    Query(
        alias="to",
        description="The time before which it was: RFC 3339 with a time zone.",
        examples=["2026-02-01T00:00:00Z"],
    ),
]
