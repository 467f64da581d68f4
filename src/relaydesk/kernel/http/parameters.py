"""Owns query parameters that many lists share."""

from typing import Annotated, Any

from fastapi import Query

from relaydesk.kernel.errors import NO_NUL
from relaydesk.kernel.http.shapes import Time


def text_query(description: str, *, max_length: int = 200, alias: str | None = None) -> Any:
    """Any text that PostgreSQL takes."""
    return Query(max_length=max_length, pattern=NO_NUL, description=description, alias=alias)


NameQuery = Annotated[str | None, text_query("Only those whose name contains this text, in capitals or not.")]
MerchantQuery = Annotated[str | None, text_query("Only those of this merchant, by id.", max_length=64)]
Since = Annotated[
    Time | None,
    Query(
        alias="from",
        description="The earliest time, inclusive: RFC 3339 with a time zone.",
        examples=["2026-01-01T00:00:00Z"],
    ),
]
Until = Annotated[
    Time | None,
    Query(
        alias="to",
        description="The time before which it was: RFC 3339 with a time zone.",
        examples=["2026-02-01T00:00:00Z"],
    ),
]
