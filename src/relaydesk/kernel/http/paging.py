"""Owns paging: `{"items", "total", "total_capped", "limit", "offset"}` and its query parameters."""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from relaydesk.kernel.database import MOST_COUNTED

T = TypeVar("T")
MAX_OFFSET = 1_000_000


class Page(BaseModel, Generic[T]):
    """`total` counts to 10,000; `total_capped` is there, and true, where there are more."""

    items: list[T]
    total: int
    total_capped: bool = Field(default=False, exclude_if=lambda is_capped: not is_capped)
    limit: int
    offset: int


class PageRequest(BaseModel):
    """Which part of a list is asked for."""

    limit: int = 50
    offset: int = 0

    def page(self, items: list[T], total: int) -> Page[T]:
        """`total` as far as it was counted."""
        return Page(
            items=items,
            total=min(total, MOST_COUNTED),
            total_capped=total > MOST_COUNTED,
            limit=self.limit,
            offset=self.offset,
        )


async def _page_request(
    limit: Annotated[int, Query(ge=1, le=200, description="How many items at most.")] = 50,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET, description="How many items to pass over.")] = 0,
) -> PageRequest:
    return PageRequest(limit=limit, offset=offset)


PageQuery = Annotated[PageRequest, Depends(_page_request)]
