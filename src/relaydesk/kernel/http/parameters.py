"""Owns query parameters that many lists share."""

from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime

NameQuery = Annotated[
    str | None, Query(max_length=200, description="Only those whose name contains this text, in capitals or not.")
]
Since = Annotated[
    AwareDatetime | None,
    Query(
        alias="from",
        description="The earliest time, inclusive: RFC 3339 with a time zone.",
        examples=["2026-01-01T00:00:00Z"],
    ),
]
Until = Annotated[
    AwareDatetime | None,
    Query(
        alias="to",
        description="The time before which it was: RFC 3339 with a time zone.",
        examples=["2026-02-01T00:00:00Z"],
    ),
]
